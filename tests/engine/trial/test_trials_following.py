"""Following: a trial follows a story to where its owner wants to be, and no further."""

from __future__ import annotations

import pytest

import engine
from engine.workshop import trials
from engine.workshop.following import finish_story, follow_story
from tests.engine.conftest import Deploy
from tests.engine.trying import BEGIN, add_owners, do, tidy_idea

WAY = "voorbeeld.Ingestuurd"


@pytest.fixture
def owner(place: engine.Municipality, deploy: Deploy) -> engine.User:
    deploy(tidy_idea())
    return add_owners()[0]


@pytest.fixture
def change(owner: engine.User) -> str:
    """A change with a story: the idea is checked, and three days later the decision is published."""
    begun = engine.begin_change("voorbeeld", owner, "Een wijziging")
    trials.begin_trial(begun, owner, WAY, BEGIN)
    do(begun, owner, "Controleren", volledig="true")
    trials.turn_trial_clock(begun, owner, "P3D")
    do(begun, owner, "Publiceren", notitie="Goed")
    trials.keep_trial(begun, owner, "Alles goed")
    return begun


def story_of(change: str, owner: engine.User) -> str:
    return next(one.source for one in trials.prepare_trial(change, owner).examples if one.name == "Alles goed")


def waiting(change: str, owner: engine.User) -> list[str]:
    return [task.name for task in trials.read_trial(change, owner).tasks]


def test_a_trial_goes_on_as_its_story_until_the_task_that_is_aimed_at(change: str, owner: engine.User) -> None:
    trials.begin_trial(change, owner, WAY, BEGIN, aim="voorbeeld/Publiceren", story=story_of(change, owner))

    came = follow_story(change, owner)

    seen = trials.read_trial(change, owner)
    assert came
    assert [task.name for task in seen.tasks] == ["Publiceren"]
    assert seen.aim is not None
    assert (seen.aim.is_here, seen.aim.reached) == (True, False)


def test_who_is_where_they_wanted_to_be_can_have_the_story_played_to_its_end(change: str, owner: engine.User) -> None:
    trials.begin_trial(change, owner, WAY, BEGIN, aim="voorbeeld/Publiceren", story=story_of(change, owner))
    follow_story(change, owner)

    finish_story(change, owner)

    assert trials.read_trial(change, owner).case.case.ended_at is not None


def test_without_an_aim_a_story_is_played_to_its_end(change: str, owner: engine.User) -> None:
    trials.begin_trial(change, owner, WAY, BEGIN, story=story_of(change, owner))

    came = follow_story(change, owner)

    assert not came
    assert trials.read_trial(change, owner).case.case.ended_at is not None


def test_what_was_done_by_hand_is_not_done_again(change: str, owner: engine.User) -> None:
    trials.begin_trial(change, owner, WAY, BEGIN, story=story_of(change, owner))
    do(change, owner, "Controleren", volledig="true")
    clock = trials.read_trial(change, owner).now

    follow_story(change, owner)

    assert (trials.read_trial(change, owner).now - clock).days == 3


def test_a_story_stops_at_a_task_that_it_does_not_do(change: str, owner: engine.User) -> None:
    trials.begin_trial(change, owner, WAY, BEGIN, story=story_of(change, owner))
    do(change, owner, "Controleren", volledig="false")

    came = follow_story(change, owner)

    assert not came
    assert waiting(change, owner) == ["Aanvullen"]


def test_a_trial_without_a_story_has_nothing_to_follow(change: str, owner: engine.User) -> None:
    trials.begin_trial(change, owner, WAY, BEGIN, aim="voorbeeld/Publiceren", story="voorbeeld/scenarios/geen.yaml")

    came = follow_story(change, owner)

    assert not came
    assert trials.read_trial(change, owner).story == ""
    assert waiting(change, owner) == ["Controleren"]


def test_stories_that_do_the_task_that_is_aimed_at_are_offered_first(change: str, owner: engine.User) -> None:
    found = trials.prepare_trial(change, owner, "voorbeeld/Publiceren").examples

    assert next(one for one in found if one.source).name == "Alles goed"
