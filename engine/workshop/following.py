"""Following: continuing a trial of a change as a story does, up to the point where its owner wants to be."""

from __future__ import annotations

from collections.abc import Callable

from engine import trial
from engine.permissions import require
from engine.scenarios import Scenario
from engine.trial.sessions import Key
from engine.views import User
from engine.workshop.saving import read_sources
from engine.workshop.trials import find_story

MOST_FOLLOWED = 100
"""How many acts of a story one request plays at most."""


def follow_story(change_id: str, user: User) -> bool:
    """Continue a trial as the story from which it was begun: to where its owner wants to be, else to its end.

    Returns whether it got there, or to where a button leads there. It stops before a task that the story does not do,
    and where there would be an incident.

    Raises: NotAllowed, NotFound. TrialRefused, AnswersRefused, Conflict: the next act of the story cannot be done now.
    """
    return _follow(change_id, user, trial.is_at_aim)


def finish_story(change_id: str, user: User) -> None:
    """As `follow_story`, past where its owner wants to be: to the end of the story.

    Raises: as `follow_story`.
    """
    _follow(change_id, user, _nowhere)


def _nowhere(log: trial.Log, story: Scenario | None) -> bool:
    return False


def _follow(change_id: str, user: User, is_there: Callable[[trial.Log, Scenario | None], bool]) -> bool:
    require(user, "edit_processes", None)
    key = Key(change_id, user.id)
    sources = read_sources(change_id, user)
    for _ in range(MOST_FOLLOWED):
        with trial.find(key) as log:
            story = find_story(sources, log.story)
            if is_there(log, story):
                return True
            wish = trial.find_next(log, story) if story is not None else None
        if wish is None or trial.perform(key, wish).stop is not None:
            return False
    return False
