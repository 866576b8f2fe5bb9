"""Seals: what the history was at a moment, in a file that is kept out of reach of those who manage the database.

Anyone who can write to the database can rewrite a whole chain and recompute every digest in it: that needs no key, and
a key on the same machine would not help. What was recorded elsewhere before cannot be rewritten. A seal has the number
of events and the newest digest of each chain. Since each digest covers everything before it, the seal covers every
event up to then. It contains no names and no answers.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import SealRefused
from engine.models import Case, HistoryEvent
from engine.spelling import read as read_spelled
from engine.spelling import spell_canonically, spell_text

FORM = 1
LARGEST = 30_000_000
"""Most bytes of a seal: some two hundred thousand cases."""
YEARS = range(2000, 2200)
"""Years in which a seal can have been made: near the ends of the calendar, moments have no equal in other zones."""
_DIGEST = re.compile("[0-9a-f]{64}", re.ASCII)


class Head(NamedTuple):
    """How far a chain had come. `case_id` and `reference` are empty for the chain of the municipality."""

    case_id: str
    reference: str
    events: int
    digest: str


@dataclass(frozen=True)
class Seal:
    """What the history was at a moment: the head of each of its chains."""

    municipality: str
    made_at: datetime
    heads: tuple[Head, ...] = field(repr=False)

    @property
    def events(self) -> int:
        return sum(head.events for head in self.heads)

    @cached_property
    def mark(self) -> str:
        """SHA-256 over everything that it says: short enough to be written down or mailed by itself."""
        said = [FORM, self.municipality, self.made_at.isoformat(), [list(head) for head in self.heads]]
        return hashlib.sha256(spell_canonically(said)).hexdigest()


def take(session: Session, municipality: str, at: datetime) -> Seal:
    """What the history is now. The caller holds the lock on the chain of the municipality."""
    newest = (
        select(HistoryEvent.case_id, func.count().label("events"), func.max(HistoryEvent.sequence).label("newest"))
        .group_by(HistoryEvent.case_id)
        .subquery()
    )
    query = (
        select(newest.c.case_id, Case.reference, newest.c.events, HistoryEvent.digest)
        .join(HistoryEvent, HistoryEvent.sequence == newest.c.newest)
        .outerjoin(Case, Case.id == newest.c.case_id)
    )
    heads = (
        Head(case or "", reference or "", events, digest) for case, reference, events, digest in session.execute(query)
    )
    return Seal(municipality, at, tuple(sorted(heads)))


def write(seal: Seal) -> bytes:
    """The file: JSON with one line per chain, which people can read as well."""
    told = {
        "bewijs": FORM,
        "gemeente": seal.municipality,
        "gemaakt": seal.made_at.isoformat(),
        "gebeurtenissen": seal.events,
        "kenmerk": seal.mark,
    }
    lines = [f"{spell_text(name)}: {spell_text(value)}," for name, value in told.items()]
    chains = ",\n".join(spell_text(list(head)) for head in seal.heads)
    return "\n".join(["{", *lines, f'"ketens": [\n{chains}\n]', "}", ""]).encode()


def read(data: bytes) -> Seal:
    """A seal from its file. Raises: SealRefused."""
    if len(data) > LARGEST:
        raise SealRefused("unreadable")
    try:
        told = read_spelled(data)
        if isinstance(told, dict) and isinstance(told.get("bewijs"), int) and told["bewijs"] > FORM:
            raise SealRefused("newer")
        seal = Seal(
            _require(told["gemeente"], str),
            datetime.fromisoformat(told["gemaakt"]),
            tuple(_read_head(one) for one in _require(told["ketens"], list)),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SealRefused("unreadable") from error
    if seal.made_at.tzinfo is None or seal.made_at.year not in YEARS:
        raise SealRefused("unreadable")
    if told.get("kenmerk") != seal.mark or len({head.case_id for head in seal.heads}) != len(seal.heads):
        raise SealRefused("altered")
    return seal


def _read_head(told: Any) -> Head:
    """Raises: ValueError, TypeError."""
    case_id, reference, events, digest = told
    head = Head(_require(case_id, str), _require(reference, str), _require(events, int), _require(digest, str))
    if head.events < 1 or not _DIGEST.fullmatch(head.digest):
        raise ValueError(head)
    return head


def _require(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value
