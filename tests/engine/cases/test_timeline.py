"""The history of a case by page: all of it once, in order, and the newest where no page is named."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

import engine
from engine import history
from engine.cases import casefile
from engine.dialect.folder import from_bytes
from engine.models import HistoryEvent, new_id
from engine.municipality import reading, transaction
from tests.engine.conftest import Deploy, People
from tests.engine.counting import Steps, statements
from tests.engine.stories import GIVEN, idea


@pytest.fixture
def case(deploy: Deploy, people: People) -> str:
    """A case with more events than fit on a page: a task that was handed over many times."""
    deploy(idea())
    case_id = engine.start_case("voorbeeld", GIVEN, None).case_id
    task = engine.list_team_tasks(people.office).items[0]
    for _ in range(casefile.EVENTS_A_PAGE):
        engine.claim_task(task.id, people.office)
        engine.release_task(task.id, people.office)
    return case_id


def add(case_id: str, kind: str, *facts: dict[str, str]) -> None:
    """Add an event for each of these facts. The chain no longer verifies, but is as long as a real one."""
    with transaction() as session:
        first = session.scalars(select(HistoryEvent).where(HistoryEvent.case_id == case_id).limit(1)).one()
        for told in facts:
            digest = f"{kind}{new_id()}"
            session.add(
                HistoryEvent(
                    case_id=case_id,
                    at=first.at,
                    kind=kind,
                    person_id=first.person_id,
                    facts=told,
                    process_id=None,
                    definition_id=None,
                    element_id=None,
                    previous=digest,
                    digest=digest,
                )
            )


def count(case_id: str) -> None:
    with reading() as session:
        history.count(session, case_id)


def test_the_pages_together_are_the_whole_history(case: str, people: People) -> None:
    last = engine.read_timeline(case, people.auditor)

    pages = [engine.read_timeline(case, people.auditor, page=number) for number in range(1, last.pages + 1)]

    assert last.pages == 3
    assert pages[-1] == last
    assert tuple(item for page in pages for item in page.items) == engine.read_case(case, people.auditor).timeline


def test_what_is_left_out_is_counted(case: str, people: People) -> None:
    whole = engine.read_case(case, people.auditor).timeline
    kept = [item for item in whole if item.kind != "task_claimed"]

    page = engine.read_timeline(case, people.auditor, details={"task_claimed"}, page=1)

    assert page.hidden == len(whole) - len(kept)
    assert list(page.items) == kept[: casefile.EVENTS_A_PAGE]


def test_details_are_left_out_but_for_jobs_that_are_told(case: str, people: People) -> None:
    add(case, "job_requested", {"job": "1", "job_kind": "mail"}, {"job": "2", "job_kind": "publish"})
    add(case, "letter_written", {"job_kind": "mail"})

    found = engine.read_timeline(case, people.auditor, details={"job_requested", "letter_written"}, told_jobs={"mail"})

    assert found.hidden == 2
    assert [item.facts["job"] for item in found.items if item.kind == "job_requested"] == ["1"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_newest_events_are_found_as_quickly_in_a_long_history(case: str) -> None:
    def look() -> None:
        with reading() as session:
            total, _ = history.count(session, case)
            parts.append(history.read_part(session, case, [], 50, total - 50, total))

    parts: list[Sequence[HistoryEvent]] = []
    steps = Steps()
    few = steps.of(look) - steps.of(lambda: count(case))
    add(case, "task_claimed", *[{}] * 2_000)
    many = steps.of(look) - steps.of(lambda: count(case))

    assert many <= 1.05 * few
    assert [len(part) for part in parts] == [50, 50]


def test_the_page_of_a_long_history_asks_no_more_questions(case: str, people: People) -> None:
    def look() -> None:
        engine.read_case(case, people.auditor, with_timeline=False)
        engine.read_timeline(case, people.auditor, details={"task_claimed"})

    few = statements(look)
    add(case, "task_claimed", *[{}] * 1_000)

    assert statements(look) == few


def test_a_submitter_cannot_read_the_history(case: str) -> None:
    submitter = engine.User("iemand", "Iemand", case_id=case)

    with pytest.raises(engine.NotAllowed):
        engine.read_timeline(case, submitter)


# ---- the drawings -----------------------------------------------------------------------------------------------


def test_a_version_that_the_case_left_is_drawn_as_it_was_with_what_was_done_on_it(
    deploy: Deploy, people: People
) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", GIVEN, None)
    deploy(from_bytes(dict(idea().files) | {"mails/besluit.md": b"Onderwerp: Anders\n\nAnders.\n"}, source="voorbeeld"))
    engine.start_migration("voorbeeld", people.operator, "Beter.")
    engine.run_worker_once()
    (check,) = engine.list_team_tasks(people.office, search=started.reference).items
    engine.complete_task(check.id, people.office, {"volledig": "true"})

    now, then = engine.read_case(started.reference, people.auditor).processes

    assert [(one.version, one.left) for one in (now, then)] == [(2, False), (1, True)]
    assert ("Controleren" in now.walked, "Controleren" in then.walked) == (True, False)
    assert then.walked < now.walked
    assert then.current == frozenset()


# ---- for whom ---------------------------------------------------------------------------------------------------


def test_what_staff_filled_in_for_a_submitter_is_told_as_such(deploy: Deploy, people: People) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", GIVEN, None)
    (check,) = engine.list_team_tasks(people.office).items
    engine.complete_task(check.id, people.office, {"notitie": "Waar?"})
    asked = engine.read_own_case(engine.open_secret_link(started.secret)).tasks[0]
    engine.complete_task(asked.id, people.director, {"aanvulling": "Bij de vijver."})

    timeline = engine.read_case(started.reference, people.auditor).timeline

    assert [(one.who, one.element_name) for one in timeline if one.on_behalf] == [("Roos Regisseur", "Aanvullen")]
