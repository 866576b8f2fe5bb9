"""Migration carried out: running cases go to another version of their process, with what people have in hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import engine
from engine import history
from engine.background import jobs
from engine.dialect.folder import from_bytes
from engine.models import Job, MigratedCase
from engine.models import Task as TaskRow
from engine.moving import carryover, crossing
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine import stories
from tests.engine.carrying_over import BEGUN, WHY, draw, migrate, task_of, timers
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, node, user


@pytest.fixture
def begun(deploy: Deploy, people: People) -> engine.StartedCase:
    deploy(draw(limit="P14D"))
    return engine.start_case("werk", {"titel": "Bankje"}, None)


def test_a_case_goes_with_what_people_have_in_hand(
    begun: engine.StartedCase, deploy: Deploy, people: People, clock: TestClock
) -> None:
    task = task_of(begun, people.office)
    engine.claim_task(task.id, people.office)
    engine.save_draft(task.id, people.office, {"notitie": "halverwege"})
    clock.turn(days=2)
    deploy(draw("Nakijken", limit="P30D", asks="kosten"))

    done = migrate(people)

    assert [case.state for case in done.cases] == ["done"]
    detail = engine.read_task(task.id, people.office)
    assert detail.task.assignee == people.office.id
    assert detail.draft == {"notitie": ["halverwege"]}
    assert [f.key for f in detail.form.fields] == ["notitie", "kosten"]
    assert detail.task.due_at == task.due_at
    assert timers() == [("Termijn", (clock.moment + timedelta(days=12)).isoformat())]


def test_a_timer_keeps_its_moment_under_another_id_there_and_back(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    ((_, moment),) = timers()
    deploy(draw(limit="P14D", edge="Uiterlijk"))

    key = engine.start_migration("werk", people.operator, WHY, mapping={"Termijn": "Uiterlijk"})
    engine.run_worker_once()
    there = timers()
    engine.undo_migration(key, people.operator)
    engine.run_worker_once()

    assert there == [("Uiterlijk", moment)]
    assert timers() == [("Termijn", moment)]


def test_after_it_the_case_goes_on_as_the_new_version_says(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken", asks="kosten"))
    migrate(people)

    engine.complete_task(task_of(begun, people.office).id, people.office, {"notitie": "ja", "kosten": "250"})

    case = engine.read_case(begun.case_id, people.office)
    assert [task.name for task in case.open_tasks] == ["Nakijken"]
    assert case.processes[0].version == 2


def test_a_task_goes_to_the_group_that_the_new_version_names(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw(groups="gebiedsregisseur"))

    migrate(people)

    assert engine.list_team_tasks(people.office).total == 0
    assert [task.case_id for task in engine.list_team_tasks(people.director).items] == [begun.case_id]


def test_who_had_taken_a_task_has_it_no_more_when_it_is_for_another_group(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    task = task_of(begun, people.office)
    engine.claim_task(task.id, people.office)
    deploy(draw(groups="gebiedsregisseur", limit="P14D"))

    done = migrate(people)

    assert task_of(begun, people.director).assignee is None
    with pytest.raises(engine.NotAllowed):
        engine.complete_task(task.id, people.office, {"notitie": "", "verslag": ""})
    assert engine.claim_task(task.id, people.director).assignee == people.director.id
    told = "‘Werken’ is nu voor een andere groep. Wie de taak had opgepakt, heeft haar niet meer."
    assert [case.reasons for case in done.cases] == [(told,)]
    told_of = [(i.kind, i.who) for i in engine.read_case(begun.case_id, people.auditor).timeline]
    assert told_of[-3:-1] == [("case_migrated", "Bo Beheer"), ("task_released", "Bo Beheer")]
    with reading() as session:
        assert history.verify(session) > 0


def test_a_task_goes_on_under_its_new_id(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw(task="Doen", limit="P14D"))

    migrate(people, mapping={"Werken": "Doen"})

    task = task_of(begun, people.office)
    assert (task.element_id, task.name) == ("Doen", "Doen")
    engine.complete_task(task.id, people.office, {"notitie": "", "verslag": ""})
    assert engine.read_case(begun.case_id, people.office).case.state == "completed"


def test_the_history_says_who_why_and_from_where_to_where(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw(task="Doen", limit="P14D"))
    migrate(people, mapping={"Werken": "Doen"})

    item = engine.read_case(begun.case_id, people.auditor).timeline[-1]

    assert (item.kind, item.who) == ("case_migrated", "Bo Beheer")
    told = {"from_version": 1, "to_version": 2, "mapping": ["Werken → Doen"], "reason": WHY}
    assert item.facts == {**told, "replaced": [("Werken", "Doen")]}
    with reading() as session:
        assert history.verify(session) > 0


def test_what_happened_before_still_speaks_of_the_version_it_happened_on(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw(task="Doen"))
    migrate(people, mapping={"Werken": "Doen"})

    opened = next(i for i in engine.read_case(begun.case_id, people.auditor).timeline if i.kind == "task_opened")

    assert (opened.element_name, opened.version) == ("Werken", "1")


def test_a_case_that_cannot_go_stays_and_says_why(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw(task="Doen"))

    done = migrate(people)

    assert [(case.state, len(case.reasons)) for case in done.cases] == [("refused", 1)]
    assert task_of(begun, people.office).element_id == "Werken"
    assert "case_migrated" not in [i.kind for i in engine.read_case(begun.case_id, people.auditor).timeline]


def test_a_case_that_moved_on_meanwhile_is_judged_as_it_is_then(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    key = engine.start_migration("werk", people.operator, WHY)
    engine.complete_task(task_of(begun, people.office).id, people.office, {"notitie": "", "verslag": ""})

    engine.run_worker_once()

    assert [case.state for case in engine.read_migration(key, people.operator).cases] == ["moved_on"]


def test_a_batch_that_was_cut_off_goes_on_with_those_it_had_not_come_to(
    deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(draw())
    for number in range(3):
        engine.start_case("werk", {"titel": f"Idee {number}"}, None)
    deploy(draw("Nakijken"))
    key = engine.start_migration("werk", people.operator, WHY)
    seen: list[object] = []

    def cut_off(*told: object) -> None:
        seen.append(told)
        if len(seen) == 2:
            raise SystemExit("the worker was killed")
        crossing.migrate_case(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(carryover, "migrate_case", cut_off)
    with reading() as session:
        job_id = session.scalars(select(Job.id).where(Job.kind == "migrate")).one()
    with pytest.raises(SystemExit):
        jobs.EXECUTOR.carry_out(job_id, None)
    first = [case.state for case in engine.read_migration(key, people.operator).cases]
    with transaction() as session:
        session.get_one(Job, job_id).state = "waiting"
    jobs.EXECUTOR.carry_out(job_id, None)

    after = engine.read_migration(key, people.operator)
    assert sorted(first) == ["done", "waiting", "waiting"]
    assert [case.state for case in after.cases] == ["done", "done", "done"]
    kinds = [[i.kind for i in engine.read_case(c.reference, people.auditor).timeline] for c in after.cases]
    assert [found.count("case_migrated") for found in kinds] == [1, 1, 1]


def test_what_waits_for_its_turn_is_not_asked_to_go_again(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    other = engine.start_case("werk", {"titel": "Linde"}, None)
    deploy(draw(task="Doen", limit="P14D"))
    mapping = {"Werken": "Doen"}
    first = engine.start_migration("werk", people.operator, WHY, mapping, only=[begun.case_id])

    with pytest.raises(engine.MoveRefused):
        engine.start_migration("werk", people.operator, WHY, only=[begun.case_id])
    rest = engine.start_migration("werk", people.operator, WHY, mapping)

    assert engine.start_migration("werk", people.operator, WHY, mapping, only=[begun.case_id]) == first
    engine.run_worker_once()
    moved = engine.read_migration(rest, people.operator).cases
    assert [(case.reference, case.state) for case in moved] == [(other.reference, "done")]


def test_what_was_put_on_hold_can_be_asked_anew(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw(task="Doen", limit="P14D"))
    engine.pause_migration(engine.start_migration("werk", people.operator, WHY), people.operator)

    moved = migrate(people, mapping={"Werken": "Doen"})

    assert [case.state for case in moved.cases] == ["done"]


def test_a_case_that_fails_does_not_hold_up_the_others(
    deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(draw())
    bad = engine.start_case("werk", {"titel": "Stuk"}, None)
    engine.start_case("werk", {"titel": "Heel"}, None)
    deploy(draw("Nakijken"))

    def fail(session: Session, asked: object, row: MigratedCase, found: object) -> None:
        if row.case_id == bad.case_id:
            raise RuntimeError("this one cannot be read")
        crossing.migrate_case(session, asked, row, found)  # type: ignore[arg-type]

    monkeypatch.setattr(carryover, "migrate_case", fail)
    done = migrate(people)

    assert [case.state for case in done.cases] == ["waiting", "done"]
    with reading() as session:
        assert session.scalars(select(Job.state).where(Job.kind == "migrate")).one() == "waiting"


def test_where_the_database_gives_out_in_one_case_the_others_of_its_batch_are_not_tried_for_nothing(
    deploy: Deploy, people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(draw())
    for number in range(3):
        engine.start_case("werk", {"titel": f"Idee {number}"}, None)
    deploy(draw("Nakijken"))
    tried: list[object] = []

    def give_out(*told: object) -> None:
        tried.append(told)
        raise engine.Unavailable("the server closed the connection")

    with monkeypatch.context() as broken:
        broken.setattr(carryover, "migrate_case", give_out)
        before = migrate(people)
    clock.turn(minutes=1)
    engine.run_worker_once()

    assert len(tried) == 1
    assert {case.state for case in before.cases} == {"waiting"}
    assert {case.state for case in engine.read_migration(before.id, people.operator).cases} == {"done"}


def test_a_version_that_calls_a_process_that_is_not_there_is_refused(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    call = node("callActivity", "Bellen", '<zeebe:calledElement processId="nergens" />')
    files = {"forms/begin.form": form("begin", field("titel")), "forms/werk.form": form("werk")}
    work = user("Werken", form="werk")
    deploy(folder(BEGUN, work, call, end(), chain("Begin", "Werken", "Bellen", "Klaar"), process="werk", files=files))

    (verdict,) = engine.plan_migration("werk", people.operator).verdicts

    assert "past niet bij de andere stappenplannen" in verdict.reasons[0]


def test_many_cases_go_in_several_batches(deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carryover, "BATCH", 2)
    deploy(draw())
    for number in range(5):
        engine.start_case("werk", {"titel": f"Idee {number}"}, None)
    deploy(draw("Nakijken"))

    done = migrate(people)

    assert done.count("done") == 5
    with reading() as session:
        assert len(session.scalars(select(Job).where(Job.kind == "migrate")).all()) == 3


# ---- votes ------------------------------------------------------------------------------------------------------


@pytest.fixture
def voting(deploy: Deploy, people: People) -> engine.StartedCase:
    deploy(stories.idea())
    case = engine.start_case("voorbeeld", stories.GIVEN, None)
    engine.complete_task(task_of(case, people.office).id, people.office, {"volledig": "true", "notitie": "goed"})
    return case


def deploy_again(deploy: Deploy, replaced: dict[bytes, bytes], name: str = "process.bpmn") -> None:
    files = dict(stories.idea().files)
    for old, new in replaced.items():
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    deploy(from_bytes(files, source="voorbeeld"))


def ballot_of(case: engine.StartedCase, user: engine.User) -> str:
    return next(t.id for t in engine.read_case(case.case_id, user).open_tasks if t.assignee == user.id)


def test_a_vote_that_is_under_way_goes_on_in_the_new_version(
    voting: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    first, second, third = people.members
    ballot = ballot_of(voting, first)
    engine.complete_task(ballot, first, {"keuze": "voor"})
    deploy_again(deploy, {b'name="Publiceren"': b'name="Besluit publiceren"'})

    key = engine.start_migration("voorbeeld", people.operator, WHY)
    engine.run_worker_once()
    engine.complete_task(ballot, first, {"keuze": "tegen"})
    for member in (second, third):
        engine.complete_task(ballot_of(voting, member), member, {"keuze": "voor"})

    assert [case.state for case in engine.read_migration(key, people.operator).cases] == ["done"]
    assert task_of(voting, people.office).name == "Besluit publiceren"
    with reading() as session:
        votes = session.scalars(select(TaskRow).where(TaskRow.case_id == voting.case_id, TaskRow.ballot)).unique().all()
        assert len({vote.definition_id for vote in votes}) == 1


def test_the_form_of_a_vote_cannot_change_while_people_vote(
    voting: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy_again(deploy, {b'"Reden"': b'"Waarom?"'}, "forms/stembiljet.form")

    (verdict,) = engine.plan_migration("voorbeeld", people.operator).verdicts

    assert verdict.reasons == (
        "Er wordt gestemd bij ‘Stemmen’ en het formulier is anders. Wacht tot de stemming is gesloten.",
    )
