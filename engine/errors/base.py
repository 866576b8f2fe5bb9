"""Base: the tree of errors, and those that any act can end in."""

from __future__ import annotations


class EngineError(Exception):
    """The engine refused, or could not do, what was asked; nothing of it was done."""


class Unavailable(EngineError):
    """The database cannot be reached, is full, or was too busy. Nothing was done; it may work a little later."""


class Collided(Unavailable):
    """The act and another waited for each other, and the database ended this one so that the other could go on."""


class SharedLine(Unavailable):
    """A pooler gives each transaction another session of the database server: what is prepared on one gets mixed up."""


class NotFound(EngineError):
    """No such case, task, account or definition, or none that this user may know of."""

    def __init__(self, what: str, key: object = None) -> None:
        super().__init__(f"{what} {key!r} not found" if key is not None else f"{what} not found")
        self.what = what
        self.key = key


class NotAllowed(EngineError):
    """This user may not do this to this subject."""

    def __init__(self, action: str, reason: str = "") -> None:
        super().__init__(f"{action} is not allowed" + (f": {reason}" if reason else ""))
        self.action = action
        self.reason = reason


class Conflict(EngineError):
    """The state has changed since the reader looked at it."""
