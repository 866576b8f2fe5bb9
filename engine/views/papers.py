"""Papers: letters that were posted or are to be, and entries in registers, as people see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter. `addressee`, `address` and `body` are empty for whoever may not open it."""

    id: str
    case_id: str
    reference: str
    template: str
    addressee: str
    address: tuple[str, ...]
    """Line by line."""
    lacks_address: bool
    subject: str
    body: str
    written_at: datetime
    sent_at: datetime | None
    sent_by: str | None
    may_open: bool


@dataclass(frozen=True, slots=True)
class PostedLetter:
    """What a submitter sees of a letter: its subject, and when it was posted."""

    subject: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class SentLetters:
    """The result of marking letters as sent. `before` are those that somebody had marked already."""

    sent: tuple[LetterView, ...]
    before: tuple[LetterView, ...]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A register, with how many entries it has by year, the newest year first."""

    key: str
    name: str
    by_year: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a register: its columns by name, each a FEEL value."""

    register: str
    register_name: str
    number: str
    reference: str
    columns: Mapping[str, Any]
    entered_at: datetime
