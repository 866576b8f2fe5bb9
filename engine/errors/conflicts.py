"""Conflicts: what was true when the reader looked, and no longer is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.errors.base import Conflict


class TaskTaken(Conflict):
    """Someone else has taken this task."""

    def __init__(self, by: str, at: datetime | None = None) -> None:
        super().__init__(f"task taken by {by}")
        self.by = by
        self.at = at


class TaskClosed(Conflict):
    """The task is no longer open: completed by someone, or ended by a deadline or a withdrawal.

    `why` is "completed", "cancelled" or "deadline"; `by` is the name of whoever did it, where that is a person.
    `is_own`: by the reader, as in another tab.
    """

    def __init__(self, why: str, by: str | None = None, at: datetime | None = None, *, is_own: bool = False) -> None:
        super().__init__(f"task closed: {why}" + (f" by {by}" if by else ""))
        self.why = why
        self.by = by
        self.at = at
        self.is_own = is_own


class TypedElsewhere(Conflict):
    """The reader typed something else in this task, in another window, and saved it at `at`. Nothing was replaced.

    `typed` is what was saved there.
    """

    def __init__(self, typed: Mapping[str, list[str]], at: datetime) -> None:
        super().__init__("typed in another window")
        self.typed = typed
        self.at = at


class TaskForAnother(Conflict):
    """Somebody else must do this task: the person has or did `other`, the one that it is paired with (four eyes)."""

    def __init__(self, other: str) -> None:
        super().__init__(f"for another person than who does {other}")
        self.other = other


class ChangedMeanwhile(Conflict):
    """These files were saved after the reader had opened them. `revision` is the newest.

    `is_own`: by the reader, as in another tab. `clashes`: what both changed, where that is known.
    """

    def __init__(
        self, by: str, at: datetime, revision: int, *, is_own: bool = False, clashes: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"changed meanwhile by {by}")
        self.clashes = clashes
        self.by = by
        self.at = at
        self.revision = revision
        self.is_own = is_own


class ChangeMoved(Conflict):
    """A change of a process is no longer in the requested state. `state` is its actual one."""

    def __init__(self, state: str) -> None:
        super().__init__(f"the change is {state}")
        self.state = state


class DestructionMoved(Conflict):
    """A list of what may be destroyed is not as the reader saw it.

    `state` is its actual one, or `changed` for a draft that a colleague changed; `by` is who brought it there.
    """

    def __init__(self, state: str, by: str | None = None, at: datetime | None = None) -> None:
        super().__init__(f"the destruction list is {state}")
        self.state = state
        self.by = by
        self.at = at


class LeaveMoved(Conflict):
    """Somebody's absence is not as the reader saw it: `state` is `gone` (over, or withdrawn) or `changed`."""

    def __init__(self, state: str) -> None:
        super().__init__(f"the leave is {state}")
        self.state = state


class CaseEnded(Conflict):
    """The case has ended, so nothing more can happen in it."""


class NotWaiting(Conflict):
    """The case does not wait for this message at this moment."""

    def __init__(self, message: str) -> None:
        super().__init__(f"no subscription waits for message {message!r}")
        self.message = message
