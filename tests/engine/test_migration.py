"""Migration: running cases go to another version of their process, with what people have in hand, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import engine
from engine import history
from engine.background import jobs
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.models import Job, MigratedCase, PendingTimer
from engine.models import Task as TaskRow
from engine.moving import carryover, crossing
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine import stories
from tests.engine.conftest import Deploy, People
from tests.engine.counting import statements
from tests.engine.diagrams import boundary, chain, end, field, flow, folder, form, node, properties, start, timer, user

BEGUN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
WHY = "De nieuwe versie is beter."


def draw(
    *steps: str,
    task: str = "Werken",
    groups: str = "ondersteuning",
    limit: str = "",
    asks: str = "verslag",
    edge: str = "Termijn",
) -> ProcessFiles:
    """Begin, a task with a form, more tasks, Klaar; perhaps with a deadline on the first."""
    late = boundary(edge, task, timer("Duration", limit)) + end("Te laat") + flow(edge, "Te laat")
    return folder(
        BEGUN, user(task, form="werk", groups=groups, due="P9D"), late if limit else "",
        *(user(step) for step in steps), end(), chain("Begin", task, *steps, "Klaar"),
        process="werk",
        files={
            "forms/begin.form": form("begin", field("titel")),
            "forms/werk.form": form("werk", field("notitie", "textarea"), field(asks, "textarea")),
        },
    )  # fmt: skip


@pytest.fixture
def begun(deploy: Deploy, people: People) -> engine.StartedCase:
    deploy(draw(limit="P14D"))
    return engine.start_case("werk", {"titel": "Bankje"}, None)


def task_of(case: engine.StartedCase, user: engine.User) -> engine.TaskView:
    return engine.read_case(case.case_id, user).open_tasks[0]


def migrate(people: People, **told: object) -> engine.MigrationView:
    key = engine.start_migration("werk", people.operator, WHY, **told)  # type: ignore[arg-type]
    engine.run_worker_once()
    return engine.read_migration(key, people.operator)


def timers() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.scalars(select(PendingTimer).order_by(PendingTimer.due_at))
        return [(row.element_id, row.due_at.isoformat()) for row in rows]


# ---- a dry run --------------------------------------------------------------------------------------------------


def test_a_dry_run_gives_a_verdict_for_each_case(deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken", task="Doen"))
    before = engine.start_case("werk", {"titel": "Eerst"}, None)
    after = engine.start_case("werk", {"titel": "Al verder"}, None)
    engine.complete_task(task_of(after, people.office).id, people.office, {"notitie": "ja", "verslag": ""})
    deploy(draw("Nakijken"))

    plan = engine.plan_migration("werk", people.operator)

    assert [(v.reference, v.outcome) for v in plan.verdicts] == [
        (before.reference, "cannot"),
        (after.reference, "goes"),
    ]
    assert plan.verdicts[0].reasons == (
        "De stap ‘Doen’, waar het nu is, staat niet in de nieuwe versie. Kies een andere stap.",
    )
    assert [(r.element_id, [key for key, _ in r.candidates]) for r in plan.replaceable] == [
        ("Doen", ["Werken", "Nakijken"])
    ]


def test_a_task_goes_to_a_place_that_takes_many_words_with_as_many_as_fit(deploy: Deploy, people: People) -> None:
    deploy(draw())
    begun = engine.start_case("werk", {"titel": "Bankje"}, None)
    files = dict(draw().files)
    drawn = files["process.bpmn"].decode().replace('name="Werken"', f'name="{"w" * 400}"')
    deploy(from_bytes({**files, "process.bpmn": drawn.encode()}, source="werk"))

    migrated = migrate(people)

    assert migrated.count("done") == 1
    assert task_of(begun, people.office).name == "w" * 300


def test_with_a_mapping_the_case_goes(deploy: Deploy, people: People) -> None:
    deploy(draw(task="Doen"))
    engine.start_case("werk", {"titel": "Bankje"}, None)
    deploy(draw())

    plan = engine.plan_migration("werk", people.operator, {"Doen": "Werken"})

    assert [v.outcome for v in plan.verdicts] == ["mapped"]
    assert plan.count("mapped") == 1


def test_a_dry_run_says_what_will_be_waited_for(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw())

    (verdict,) = engine.plan_migration("werk", people.operator).verdicts

    assert verdict.notes == ("Wacht niet meer op ‘Termijn’.",)


def test_a_dry_run_changes_nothing(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken"))
    before = timers(), task_of(begun, people.office)

    engine.plan_migration("werk", people.operator)

    assert (timers(), task_of(begun, people.office)) == before
    assert engine.read_case(begun.case_id, people.office).processes[0].version == 1


def test_a_join_that_would_wait_for_ever_is_told_by_its_name(deploy: Deploy, people: People) -> None:
    def branches(*keys: str) -> ProcessFiles:
        inside = [user(key) + chain("Splits", key, "Samen") for key in keys]
        gates = node("parallelGateway", "Splits"), node("parallelGateway", "Samen")
        files = {"forms/begin.form": form("begin", field("titel"))}
        ways = chain("Begin", "Splits"), chain("Samen", "Klaar")
        return folder(BEGUN, *gates, *inside, end(), *ways, process="werk", files=files)

    deploy(branches("Links", "Rechts"))
    engine.start_case("werk", {"titel": "Bankje"}, None)
    deploy(branches("Links", "Rechts", "Midden"))

    (verdict,) = engine.plan_migration("werk", people.operator).verdicts

    assert verdict.reasons == ("Bij ‘Samen’ zou het voor altijd kunnen wachten op een tak die niet komt.",)


def test_processes_with_cases_on_an_older_version_are_listed(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    assert engine.list_outdated(people.operator) == ()

    deploy(draw())

    (found,) = engine.list_outdated(people.operator)
    assert (found.process_id, found.version, found.cases) == ("werk", 2, 1)


def test_what_runs_on_older_versions_is_counted_without_looking_at_a_case(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    engine.start_case("werk", {"titel": "Nog een"}, None)
    deploy(draw())
    deploy(
        folder(
            BEGUN,
            user("Anders"),
            end(),
            chain("Begin", "Anders", "Klaar"),
            process="ander",
            files={"forms/begin.form": form("begin", field("titel"))},
        )
    )
    engine.start_case("ander", {"titel": "Bankje"}, None)

    asked = statements(lambda: engine.list_outdated(people.operator))

    assert [(found.process_id, found.cases) for found in engine.list_outdated(people.operator)] == [("werk", 2)]
    assert len([one for one in asked if "FROM cases" in one]) == 1


# ---- carrying out -----------------------------------------------------------------------------------------------


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
    assert item.facts == {"from_version": 1, "to_version": 2, "mapping": ["Werken → Doen"], "reason": WHY}
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
        crossing.carry_over(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(carryover, "carry_over", cut_off)
    with reading() as session:
        job_id = session.scalars(select(Job.id).where(Job.kind == "migrate")).one()
    with pytest.raises(SystemExit):
        jobs.carry_out(job_id, None)
    first = [case.state for case in engine.read_migration(key, people.operator).cases]
    with transaction() as session:
        session.get_one(Job, job_id).state = "waiting"
    jobs.carry_out(job_id, None)

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
        crossing.carry_over(session, asked, row, found)  # type: ignore[arg-type]

    monkeypatch.setattr(carryover, "carry_over", fail)
    done = migrate(people)

    assert [case.state for case in done.cases] == ["waiting", "done"]
    with reading() as session:
        assert session.scalars(select(Job.state).where(Job.kind == "migrate")).one() == "waiting"


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


# ---- and back ---------------------------------------------------------------------------------------------------


def test_a_case_can_go_back_as_it_was(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    before = timers(), engine.read_task(task_of(begun, people.office).id, people.office)
    deploy(draw("Nakijken", task="Doen", groups="gebiedsregisseur", asks="kosten"))
    key = migrate(people, mapping={"Werken": "Doen"}).id

    assert engine.undo_migration(key, people.operator) == 1
    engine.run_worker_once()

    assert [case.state for case in engine.read_migration(key, people.operator).cases] == ["returned"]
    assert (timers(), engine.read_task(task_of(begun, people.office).id, people.office)) == before
    assert [i.kind for i in engine.read_case(begun.case_id, people.auditor).timeline][-1] == "case_migration_reversed"
    engine.complete_task(before[1].task.id, people.office, {"notitie": "", "verslag": ""})
    assert engine.read_case(begun.case_id, people.office).case.state == "completed"


def test_only_the_cases_of_one_migration_go_back_and_not_after_another(deploy: Deploy, people: People) -> None:
    deploy(draw())
    one, _other = (engine.start_case("werk", {"titel": "Bankje"}, None) for _ in range(2))
    deploy(draw("Nakijken"))
    first = migrate(people, only=[one.case_id])
    second = migrate(people)
    deploy(draw("Nakijken", "Nalezen"))
    third = migrate(people, only=[one.case_id])

    undone = [engine.undo_migration(key.id, people.operator) for key in (first, third)]
    engine.run_worker_once()

    assert undone == [0, 1]
    assert [c.state for key in (second, third) for c in engine.read_migration(key.id, people.operator).cases] == [
        "done",
        "returned",
    ]


def test_what_was_done_before_stays_done_on_the_way_back(deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken"))
    case = engine.start_case("werk", {"titel": "Bankje"}, None)
    engine.complete_task(task_of(case, people.office).id, people.office, {"notitie": "gedaan"})
    deploy(draw("Nakijken", limit="P14D"))
    there = migrate(people)

    engine.undo_migration(there.id, people.operator)
    engine.run_worker_once()

    assert [one.state for one in engine.read_migration(there.id, people.operator).cases] == ["returned"]
    assert task_of(case, people.office).name == "Nakijken"


def test_what_was_claimed_and_typed_since_is_kept_on_the_way_back(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    key = migrate(people).id
    task = task_of(begun, people.office)
    engine.claim_task(task.id, people.office)
    engine.save_draft(task.id, people.office, {"notitie": "halverwege"})

    engine.undo_migration(key, people.operator)
    engine.run_worker_once()

    detail = engine.read_task(task.id, people.office)
    assert (detail.task.assignee, detail.draft) == (people.office.id, {"notitie": ["halverwege"]})


def test_after_the_next_completion_there_is_no_way_back(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    done = migrate(people)
    engine.complete_task(task_of(begun, people.office).id, people.office, {"notitie": "", "verslag": ""})

    assert done.reversible == 1
    assert engine.read_migration(done.id, people.operator).reversible == 0
    assert engine.undo_migration(done.id, people.operator) == 0


def test_the_way_back_is_forgotten_when_the_case_has_moved_on(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    migrate(people)
    carryover.forget_ways_back()
    with reading() as session:
        assert session.scalars(select(MigratedCase.before)).one() is not None
    engine.complete_task(task_of(begun, people.office).id, people.office, {"notitie": "", "verslag": ""})

    carryover.forget_ways_back()

    with reading() as session:
        row = session.scalars(select(MigratedCase)).one()
        assert (row.before, row.bindings, row.tasks) == (None, None, None)


def test_a_case_that_moves_on_just_before_it_goes_back_stays(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    key = migrate(people).id
    engine.undo_migration(key, people.operator)
    engine.complete_task(task_of(begun, people.office).id, people.office, {"notitie": "", "verslag": ""})

    engine.run_worker_once()

    assert [case.state for case in engine.read_migration(key, people.operator).cases] == ["moved_on"]
    assert task_of(begun, people.office).name == "Nakijken"


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


# ---- who may, and what is refused -------------------------------------------------------------------------------


def test_only_an_operator_migrates(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken"))

    for person in (people.office, people.auditor, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.plan_migration("werk", person)
        with pytest.raises(engine.NotAllowed):
            engine.start_migration("werk", person, WHY)


@pytest.mark.parametrize(
    ("reason", "mapping", "sentence"),
    [
        (" ", {}, "Schrijf op waarom u dit doet."),
        (WHY, {"Werken": "Nergens"}, "De stap ‘Nergens’ staat niet in de nieuwe versie."),
    ],
    ids=["no reason", "a step that is not there"],
)
def test_a_migration_that_cannot_be_asked_is_refused(
    begun: engine.StartedCase, deploy: Deploy, people: People, reason: str, mapping: dict[str, str], sentence: str
) -> None:
    deploy(draw("Nakijken"))

    with pytest.raises(engine.MoveRefused, match=sentence):
        engine.start_migration("werk", people.operator, reason, mapping)


def test_where_every_case_is_on_the_version_there_is_nothing_to_do(begun: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.MoveRefused, match="Er loopt niets meer"):
        engine.start_migration("werk", people.operator, WHY)


def test_a_case_that_stands_still_can_go_to_a_version_that_helps_it(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    def amount(condition: str) -> ProcessFiles:
        return folder(
            BEGUN, node("intermediateCatchEvent", "Dag om", timer("Duration", "P1D")),
            node("exclusiveGateway", "Duur?", default="nee"), user("Betalen"), end("Goedkoop"), end(),
            chain("Begin", "Dag om", "Duur?"), flow("Duur?", "Betalen", condition),
            flow("Duur?", "Goedkoop", key="nee"), chain("Betalen", "Klaar"),
            process="werk", files={"forms/begin.form": form("begin", field("titel"))},
        )  # fmt: skip

    deploy(amount("=bedrag &gt; 1"))
    case = engine.start_case("werk", {"titel": "Bankje"}, None)
    clock.turn(days=2)
    engine.run_worker_once()
    deploy(amount("=titel != null"))

    migrate(people)
    stands_still = engine.read_case(case.case_id, people.office).incident is not None
    engine.resolve_incident(case.case_id, people.operator, "De versie is hersteld.")

    assert stands_still
    assert task_of(case, people.office).name == "Betalen"


def test_no_other_version_can_be_named_than_one_that_is_there(begun: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.NotFound):
        engine.plan_migration("werk", people.operator, version=7)


def test_cases_can_also_go_to_an_earlier_version(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken", limit="P14D"))
    later = engine.start_case("werk", {"titel": "Later"}, None)

    done = migrate(people, version=1)

    assert [(case.reference, case.state) for case in done.cases] == [(later.reference, "done")]
    with reading() as session:
        assert session.scalar(text("SELECT count(DISTINCT definition_id) FROM tasks")) == 1
