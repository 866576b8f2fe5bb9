"""What a case puts on paper: letters, and entries in registers."""

from __future__ import annotations

from dataclasses import dataclass

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class LetterWritten(Event):
    """A letter lies ready to be posted. What it says and to whom is kept apart; `digest` is salted."""

    process_id: str
    element_id: str
    letter: str
    digest: str
    template: str = ""
    to_submitter: bool | None = None
    """None in events of before it was told."""


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    """Somebody posted a letter."""

    process_id: str
    element_id: str
    letter: str


@dataclass(frozen=True, slots=True)
class RegisterEntryAdded(Event):
    """An entry was added to a register. Its columns are kept apart; `digest` is salted."""

    process_id: str
    element_id: str
    register: str
    number: str
    digest: str


@dataclass(frozen=True, slots=True)
class RegisterEntryEmptied(Event):
    """An operator took out of an entry of a register what it said, and told why. What it was proved by stands."""

    process_id: str
    element_id: str
    register: str
    number: str
    reason: str
