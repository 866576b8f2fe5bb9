"""Cases through the whole engine, on SQLite and on PostgreSQL: what is stored, who is told what, all in one commit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select, text

import engine
from engine import models
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, node, properties, script, start, user
from tests.engine.going_on import bring_to_vote, cast, open_task, submitter
from tests.engine.stories import GIVEN, idea


def count(table: type[models.Base]) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_submitter_reads_what_staff_filled_in_from_paper_and_nothing_else_of_staff(
    deploy: Deploy, people: People
) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", GIVEN, people.office)
    bring_to_vote(people)

    own = engine.read_own_case(submitter(started))

    (told,) = own.answers
    assert "Bankje bij de vijver" in str(told.fields)


def test_references_count_on_within_a_year(started: engine.StartedCase) -> None:
    second = engine.start_case("voorbeeld", GIVEN, None)

    assert (started.reference, second.reference) == ("VOORBEELD-2026-0001", "VOORBEELD-2026-0002")


@pytest.mark.parametrize("filters", [{}, {"process": "voorbeeld"}, {"overdue": False, "sort": "reference"}])
def test_all_cases_are_counted_and_can_be_paged_through(
    started: engine.StartedCase, people: People, filters: dict[str, Any]
) -> None:
    others = [engine.start_case("voorbeeld", GIVEN, None).case_id for _ in range(2)]

    pages = [engine.list_cases(people.auditor, size=2, page=number, **filters) for number in (1, 2)]

    assert [(page.total, page.pages) for page in pages] == [(3, 2), (3, 2)]
    assert {case.id for page in pages for case in page.items} == {started.case_id, *others}


def test_the_same_key_again_gives_the_same_case(started: engine.StartedCase) -> None:
    first = engine.start_case("voorbeeld", GIVEN, None, idempotency_key="dubbelklik")
    again = engine.start_case("voorbeeld", GIVEN, None, idempotency_key="dubbelklik")

    assert again == first
    assert count(models.Case) == 2


def test_a_doubled_click_starts_one_case(deploy: Deploy, people: People, place: engine.Municipality) -> None:
    deploy(idea())

    def click(_: int) -> str:
        with engine.at(place):
            return engine.start_case("voorbeeld", GIVEN, None, idempotency_key="klik").reference

    with ThreadPoolExecutor(4) as pool:
        references = set(pool.map(click, range(8)))

    assert references == {"VOORBEELD-2026-0001"}
    assert count(models.Case) == 1


def test_many_at_once_each_get_a_number_of_their_own(
    deploy: Deploy, people: People, place: engine.Municipality
) -> None:
    deploy(idea())

    def start(_: int) -> str:
        with engine.at(place):
            return engine.start_case("voorbeeld", GIVEN, None).reference

    with ThreadPoolExecutor(4) as pool:
        references = sorted(pool.map(start, range(8)))

    assert references == [f"VOORBEELD-2026-{n:04d}" for n in range(1, 9)]


def test_wrong_answers_start_nothing(deploy: Deploy, people: People) -> None:
    deploy(idea())

    with pytest.raises(engine.AnswersRefused) as refusal:
        engine.start_case("voorbeeld", {**GIVEN, "titel": ""}, None)

    assert refusal.value.problems["titel"].code == "required"
    assert count(models.Case) == count(models.Person) - 8 == 0


def test_personal_answers_go_to_the_person_and_nowhere_else(started: engine.StartedCase, people: People) -> None:
    with reading() as session:
        kept = [
            *(str(row) for row in session.execute(text("SELECT facts FROM history"))),
            *(str(row) for row in session.execute(text("SELECT given FROM answers"))),
        ]
        variables = engine.read_case(started.reference, people.director)

    assert not any("Ina" in row or "ina@" in row for row in kept)
    assert variables.submitter_contact == {"email": "ina@voorbeeld.invalid"}


def test_staff_without_need_do_not_see_who_the_submitter_is(started: engine.StartedCase, people: People) -> None:
    case = engine.read_case(started.reference, people.auditor)

    assert case.submitter_name is None
    assert case.submitter_contact == {}


def test_a_wrong_link_opens_nothing(started: engine.StartedCase) -> None:
    with pytest.raises(engine.NotFound):
        engine.open_secret_link(started.secret[:-1] + ("A" if started.secret[-1] != "A" else "B"))


def test_links_open_what_they_are_of_and_a_wrong_one_among_them_is_left_out(started: engine.StartedCase) -> None:
    opened = engine.open_secret_links(["A" * 22, started.secret])

    assert [(link.reference, link.user.case_id) for link in opened] == [(started.reference, started.case_id)]


def test_the_secret_is_not_in_the_database(started: engine.StartedCase) -> None:
    with reading() as session:
        stored = session.scalar(select(models.Case.secret_hash))

    assert stored is not None
    assert started.secret not in stored


def test_a_submitter_sees_only_what_was_published(started: engine.StartedCase, people: People) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "tegen")

    own = engine.read_own_case(submitter(started))

    assert own.status == "Ingestuurd"
    assert [a.task_name for a in own.answers] == ["Ingestuurd"]
    assert own.tasks == ()


# ---- the term ---------------------------------------------------------------------------------------------------


def test_the_statutory_term_stands_still_while_the_submitter_is_asked_for_more(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    before = engine.read_case(started.reference, people.office).statutory_due
    engine.complete_task(open_task(people.office, "Controleren").id, people.office, {"notitie": "wat kost het?"})
    clock.turn(days=6)
    during = engine.read_case(started.reference, people.office)
    own = submitter(started)
    engine.complete_task(engine.read_own_case(own).tasks[0].id, own, {"aanvulling": "honderd euro"})

    after = engine.read_case(started.reference, people.office)

    assert during.term_suspended
    assert not after.term_suspended
    assert before is not None
    assert after.statutory_due is not None
    # The days between asking and the answer: five whole days, and then on to a working day.
    assert 5 <= (after.statutory_due - before).days <= 8


def test_no_answer_in_time_ends_the_case(started: engine.StartedCase, people: People, clock: TestClock) -> None:
    engine.complete_task(open_task(people.office, "Controleren").id, people.office, {"notitie": "wat kost het?"})
    clock.turn(days=15)

    engine.run_worker_once()

    case = engine.read_case(started.reference, people.office)
    assert (case.case.state, case.outcome, case.retention_class) == ("completed", "buiten behandeling", "6.3")


def test_an_answer_after_its_time_is_refused_and_kept(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    engine.complete_task(open_task(people.office, "Controleren").id, people.office, {"notitie": "wat kost het?"})
    own = submitter(started)
    task = engine.read_own_case(own).tasks[0]
    clock.turn(days=15)

    with pytest.raises(engine.TaskClosed) as refusal:
        engine.complete_task(task.id, own, {"aanvulling": "net te laat"})

    assert refusal.value.why == "deadline"
    assert [f.value for f in engine.list_drafts(own)[0].fields] == ["net te laat"]


# ---- withdrawing ------------------------------------------------------------------------------------------------


def test_the_submitter_can_withdraw_and_every_open_task_goes(started: engine.StartedCase, people: People) -> None:
    bring_to_vote(people)

    engine.withdraw_case(started.case_id, submitter(started), "Wij verhuizen")

    case = engine.read_case(started.reference, people.office)
    assert (case.case.state, case.case.status) == ("withdrawn", "Ingetrokken")
    assert case.open_tasks == ()
    assert engine.count_tasks(people.members[0]).ballots == 0


def test_why_an_idea_was_withdrawn_is_in_its_file_and_not_in_the_history(
    started: engine.StartedCase, people: People
) -> None:
    engine.withdraw_case(started.case_id, submitter(started), "Wij verhuizen")

    case = engine.read_case(started.reference, people.office)
    assert [field.value for field in case.answers[-1].fields] == ["Wij verhuizen"]
    withdrawn = next(item for item in case.timeline if item.kind == "case_withdrawn")
    assert "Wij verhuizen" not in str(withdrawn.facts)
    assert withdrawn.facts["fields_given"] == ["reden_intrekking"]


def test_a_stranger_cannot_withdraw(started: engine.StartedCase, people: People) -> None:
    other = engine.start_case("voorbeeld", GIVEN, None)

    with pytest.raises(engine.NotAllowed):
        engine.withdraw_case(started.case_id, submitter(other), "haha")


def test_what_has_ended_cannot_be_withdrawn(started: engine.StartedCase, people: People) -> None:
    engine.withdraw_case(started.case_id, submitter(started), "eerst")

    with pytest.raises((engine.NotAllowed, engine.CaseEnded)):
        engine.withdraw_case(started.case_id, submitter(started), "nog eens")


# ---- versions and incidents -------------------------------------------------------------------------------------


def renamed(files: ProcessFiles, old: str, new: str) -> ProcessFiles:
    from engine.dialect.folder import from_bytes

    changed = files.files["process.bpmn"].replace(f'name="{old}"'.encode(), f'name="{new}"'.encode())
    return from_bytes({**files.files, "process.bpmn": changed}, source="voorbeeld")


def test_running_cases_stay_on_their_version(started: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(renamed(idea(), "Controleren", "Nakijken"))
    engine.start_case("voorbeeld", GIVEN, None)

    names = {t.reference: t.name for t in engine.list_team_tasks(people.office).items}

    assert names == {"VOORBEELD-2026-0001": "Controleren", "VOORBEELD-2026-0002": "Nakijken"}


def test_a_process_that_is_only_called_counts_the_cases_that_have_a_task_of_it(deploy: Deploy, people: People) -> None:
    form = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
    call = node("callActivity", "Roep", '<zeebe:calledElement processId="binnen" />')
    inner = folder(start("In"), user("Doen"), end("Uit"), chain("In", "Doen", "Uit"), process="binnen")
    deploy(inner, folder(form, call, end("Klaar"), chain("Begin", "Roep", "Klaar"), process="buiten"))
    for _ in range(2):
        engine.start_case("buiten", {}, None)

    counted = {one.process_id: one.running_cases for one in engine.list_definitions(people.office)}

    assert counted == {"binnen": 2, "buiten": 2}


def test_the_same_files_again_are_the_same_version(started: engine.StartedCase, deploy: Deploy) -> None:
    deploy(idea())

    assert count(models.Definition) == 1


def test_a_case_that_cannot_go_on_stays_at_its_last_good_state_and_says_why(deploy: Deploy, people: People) -> None:
    deploy(
        folder(
            start("Begin", '<zeebe:formDefinition formId="leeg" />'),
            user("Doen"),
            script("Rekenen", "=1", "x"),
            user("Daarna", groups="=onbekend.groep", due="=geen datum"),
            end(),
            chain("Begin", "Doen", "Rekenen", "Daarna", "Klaar"),
        )
    )
    with transaction() as session:
        from engine.running import beginning

        case_id = beginning.begin(session, "proef", {}).id
    task = open_task(people.office, "Doen")

    with pytest.raises(engine.ExecutionFailed) as refusal:
        engine.complete_task(task.id, people.office, {})

    case = engine.read_case(case_id, people.office)
    assert refusal.value.element == "Daarna"
    assert case.case.state == "incident"
    assert "Daarna" in str(case.incident)
    assert [t.name for t in case.open_tasks] == ["Doen"]
    assert [i.kind for i in case.timeline][-1] == "incident_raised"
