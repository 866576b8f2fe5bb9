"""The history of a case by page: all of it once, in order, and the newest where no page is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import engine
from engine import casefile
from tests.engine.conftest import People
from tests.engine.stories import GIVEN, idea


@pytest.fixture
def case(deploy: Callable[..., None], people: People) -> str:
    """A case with more events than go on a page: a task that went from hand to hand."""
    deploy(idea())
    case_id = engine.start_case("voorbeeld", GIVEN, None).case_id
    task = engine.list_team_tasks(people.office).items[0]
    for _ in range(casefile.EVENTS_A_PAGE):
        engine.claim_task(task.id, people.office)
        engine.release_task(task.id, people.office)
    return case_id


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


def test_a_submitter_cannot_read_the_history(case: str) -> None:
    submitter = engine.User("iemand", "Iemand", case_id=case)

    with pytest.raises(engine.NotAllowed):
        engine.read_timeline(case, submitter)
