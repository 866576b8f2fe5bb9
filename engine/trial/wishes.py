"""Wishes: what somebody can ask to be done in a trial; each wish that was carried out is an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.trial.acts import Act

Typed = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a case: with what was typed in the start form, or with values where there is none."""

    process: str
    element: str
    way: str
    """The `process_id` of the `StartableProcess`; empty for a start without form."""
    typed: Typed
    values: Mapping[str, Any]
    startable_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Complete:
    """Do an open task. `place` counts, from 0, the tasks that are open at this moment, in order of creation."""

    place: int
    element: str
    typed: Typed


@dataclass(frozen=True, slots=True)
class Revise:
    """Change a vote that is still open. `place` counts, from 0, those that were cast (`open_votes`)."""

    place: int
    element: str
    typed: Typed


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: str


@dataclass(frozen=True, slots=True)
class Send:
    """Send the case a message that it waits for."""

    message: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BeginAside:
    """Begin something beside the tasks, by its form."""

    element: str
    typed: Typed


@dataclass(frozen=True, slots=True)
class Turn:
    """Let time pass until a moment."""

    to: str
    """ISO 8601, with an offset."""


Wish = Begin | Complete | Revise | Withdraw | Send | BeginAside | Turn
_KINDS: Mapping[str, type[Any]] = {
    "begin": Begin,
    "complete": Complete,
    "revise": Revise,
    "withdraw": Withdraw,
    "send": Send,
    "aside": BeginAside,
    "turn": Turn,
}


def wish_of(act: Act) -> Wish:
    """The wish that an act carried out."""
    wish: Wish = _KINDS[act.kind](**act.facts)
    return wish


def facts_of(wish: Wish) -> tuple[str, dict[str, Any]]:
    """The kind of a wish, and what is needed to repeat it: the content of its act."""
    kind = next(name for name, one in _KINDS.items() if isinstance(wish, one))
    return kind, {name: getattr(wish, name) for name in wish.__slots__}
