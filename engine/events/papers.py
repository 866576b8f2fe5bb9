"""What a case puts on paper: letters, and entries in registers."""

from __future__ import annotations

from dataclasses import dataclass

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class LetterWritten(Event):
    """A letter is ready to be posted. Its content and addressee are stored apart; `digest` is salted."""

    process_id: str
    element_id: str
    letter: str
    digest: str
    template: str = ""
    to_submitter: bool | None = None
    """None in events from before this was recorded."""


@dataclass(frozen=True, slots=True)
class MailReturned(Event):
    """A mail server refused a mail for the submitter for good, so that it goes by post. `job` is the mail."""

    process_id: str
    element_id: str
    job: str


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    """Somebody posted a letter."""

    process_id: str
    element_id: str
    letter: str


@dataclass(frozen=True, slots=True)
class RegisterEntryAdded(Event):
    """An entry was added to a register. Its columns are stored apart; `digest` is salted."""

    process_id: str
    element_id: str
    register: str
    number: str
    digest: str


@dataclass(frozen=True, slots=True)
class RegisterEntryEmptied(Event):
    """An operator removed the content of an entry of a register, and said why. The proof of it stays."""

    process_id: str
    element_id: str
    register: str
    number: str
    reason: str
