"""Chains: that every event of the history is valid, and that everything that an earlier seal knew still exists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine import history
from engine.errors import HistoryBroken
from engine.history import STANDING
from engine.models import HistoryEvent
from engine.proving.faults import APART, Fault
from engine.proving.seals import Head, Seal
from engine.proving.standing import Submitters, Told

MADE = "seal_made"


@dataclass(frozen=True, slots=True)
class Chains:
    """How many events are valid, and what does not match."""

    events: int
    backwards: tuple[int, ...]
    """Events that claim to be from before one that was written earlier: a clock was set back, or somebody inserted
    them. The first of them, and how many there are; empty if none."""
    faults: tuple[Fault, ...]
    told: Mapping[str, Told]
    """By case, what its history says of its rows."""
    submitters: Submitters


def examine(session: Session, seal: Seal | None) -> Chains:
    """Walk the history, and compare it with a seal. Raises: HistoryBroken: the first event that is not valid."""
    walked = _Walk(seal)
    for event in history.walk(session):
        try:
            walked.pass_by(event)
        except (LookupError, TypeError, ValueError, AttributeError) as error:  # It fits the chain, and says nonsense.
            raise HistoryBroken(event.sequence, "unreadable", event.case_id) from error
    faults = tuple(walked.find_faults(session)) if seal is not None else ()
    return Chains(walked.count, walked.backwards, faults, walked.told, walked.submitters)


class _Walk:
    """What is collected on the way through all events."""

    def __init__(self, seal: Seal | None) -> None:
        self.seal = seal
        self.heads: dict[str, Head] = {head.case_id: head for head in seal.heads} if seal else {}
        self.count = 0
        self.told: dict[str, Told] = defaultdict(Told)
        self.submitters = Submitters()
        self._latest: datetime | None = None
        self._first_back, self._back = 0, 0
        self._passed: Counter[str] = Counter()
        """By chain, how many of its events."""
        self._held: set[str] = set()
        """Chains whose head matches the seal."""
        self._backdated: set[str] = set()

    @property
    def backwards(self) -> tuple[int, ...]:
        return (self._first_back, self._back) if self._back else ()

    def pass_by(self, event: Row[Any]) -> None:
        self.count += 1
        if self._latest is not None and event.at < self._latest - APART:
            self._first_back = self._first_back or event.sequence
            self._back += 1
        self._latest = event.at if self._latest is None else max(self._latest, event.at)
        if event.case_id is not None:
            told = self.told[event.case_id]
            told.pass_by(event)
            self.submitters.pass_by(str(told.said.get("submitter")), event.case_id, event.facts.get(STANDING) or {})
        if self.seal is not None:
            self._compare(event, self.seal)

    def _compare(self, event: Row[Any], seal: Seal) -> None:
        chain = event.case_id or ""
        self._passed[chain] += 1
        head = self.heads.get(chain)
        if head is not None and self._passed[chain] == head.events and event.digest == head.digest:
            self._held.add(chain)
        # An act that was in progress when the seal was made had already read the clock.
        is_since = head is None or self._passed[chain] > head.events
        if is_since and event.at < seal.made_at - APART:
            self._backdated.add(chain)

    def find_faults(self, session: Session) -> Iterator[Fault]:
        for chain, head in self.heads.items():
            name = head.reference or chain
            if not self._passed[chain]:
                yield Fault("chain", name, None, "missing")
            elif self._passed[chain] < head.events:
                yield Fault("chain", name, chain or None, "cut")
            elif chain not in self._held:
                yield Fault("chain", name, chain or None, "retold")
        for chain in self._backdated:
            yield Fault("chain", chain, chain or None, "backdated")
        query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind == MADE)
        if self.seal is not None and all(event.facts["mark"] != self.seal.mark for event in session.scalars(query)):
            yield Fault("seal", self.seal.mark, None, "forgotten")
