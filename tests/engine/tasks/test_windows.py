"""Windows: one person who has the same task open twice loses nothing of what was typed in either."""

from __future__ import annotations

import pytest

import engine
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.stories import GIVEN, idea

FIRST, SECOND = engine.Window("een", ""), engine.Window("twee", "")
"""Both were opened when nothing had been typed yet."""


@pytest.fixture
def task(deploy: Deploy, people: People) -> engine.TaskView:
    """A task of the ondersteuning that nobody has claimed."""
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    return engine.list_team_tasks(people.office).items[0]


def draft(task: engine.TaskView, people: People) -> object:
    return engine.read_task(task.id, people.office).draft


def test_a_window_does_not_replace_what_was_typed_in_another(
    task: engine.TaskView, people: People, clock: TestClock
) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "in de eerste"}, FIRST)
    saved_at = clock()
    clock.turn(minutes=5)

    with pytest.raises(engine.TypedElsewhere) as refusal:
        engine.save_draft(task.id, people.office, {"notitie": "in de tweede"}, SECOND)

    assert (refusal.value.typed, refusal.value.at) == ({"notitie": ["in de eerste"]}, saved_at)
    assert draft(task, people) == {"notitie": ["in de eerste"]}


def test_nothing_is_sent_while_another_window_has_other_text(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "in de eerste"}, FIRST)

    with pytest.raises(engine.TypedElsewhere):
        engine.complete_task(task.id, people.office, {"volledig": "true", "notitie": "kort"}, SECOND)

    assert draft(task, people) == {"notitie": ["in de eerste"]}
    assert engine.read_task(task.id, people.office).task.state == "open"


def test_one_window_saves_and_sends_as_often_as_it_likes(task: engine.TaskView, people: People) -> None:
    for typed in ("a", "ab", "abc"):
        engine.save_draft(task.id, people.office, {"notitie": typed}, FIRST)

    engine.complete_task(task.id, people.office, {"volledig": "true", "notitie": "abcd"}, FIRST)

    assert engine.read_task(task.id, people.office).answers["notitie"] == "abcd"


def test_a_window_that_was_opened_with_the_draft_goes_on_with_it(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "in de eerste"}, FIRST)
    later = engine.Window("later", engine.read_task(task.id, people.office).draft_mark)

    engine.save_draft(task.id, people.office, {"notitie": "in de eerste, en verder"}, later)

    assert draft(task, people) == {"notitie": ["in de eerste, en verder"]}


def test_the_same_text_in_two_windows_is_no_trouble(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "gelijk"}, FIRST)

    engine.save_draft(task.id, people.office, {"notitie": "gelijk"}, SECOND)

    assert draft(task, people) == {"notitie": ["gelijk"]}


def test_the_first_window_hears_it_when_the_second_took_over_knowingly(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "in de eerste"}, FIRST)
    knowing = engine.Window("twee", engine.read_task(task.id, people.office).draft_mark)
    engine.save_draft(task.id, people.office, {"notitie": "in de tweede"}, knowing)

    with pytest.raises(engine.TypedElsewhere) as refusal:
        engine.save_draft(task.id, people.office, {"notitie": "in de eerste, en verder"}, FIRST)

    assert refusal.value.typed == {"notitie": ["in de tweede"]}


def test_text_of_two_windows_survives_when_a_colleague_was_first(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "in de eerste"}, FIRST)
    engine.claim_task(task.id, people.colleague)

    with pytest.raises(engine.TypedElsewhere):
        engine.complete_task(task.id, people.office, {"volledig": "true", "notitie": "kort"}, SECOND)

    assert draft(task, people) == {"notitie": ["in de eerste"]}


def test_where_it_was_typed_is_not_part_of_what_was_typed(task: engine.TaskView, people: People) -> None:
    engine.save_draft(task.id, people.office, {"notitie": "getypt"}, FIRST)

    (kept,) = engine.list_drafts(people.office)

    assert [field.value for field in kept.fields] == ["getypt"]
