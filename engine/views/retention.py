"""Retention: how long cases are kept, which may be destroyed, and the lists by which that is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class KeptClass:
    """Cases of one class that ended and were not erased, with what the table says about that class."""

    retention_class: str
    """Empty for cases whose end named none."""
    kind: str
    """`forever`, `term`, or `unknown`: never destroyed, because nobody says how long it is kept."""
    term: str
    counts_from: str
    by_year: Mapping[int, int]
    """How many ended in each year, the newest first."""
    over: int
    """How many of them are past their term."""
    free: int
    """How many of those are on no list."""

    @property
    def count(self) -> int:
        return sum(self.by_year.values())


@dataclass(frozen=True, slots=True)
class RetentionOverview:
    table_version: int | None
    """Of the decision table in use; None where there is none."""
    classes: tuple[KeptClass, ...]
    erased: int
    free: int
    """Cases past their term that are on no list."""


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case that ended. `over_on` is the first day on which it may be destroyed, where there is one."""

    reference: str
    process_name: str
    retention_class: str
    kind: str
    ended_on: date
    over_on: date | None
    list_id: str | None
    """The list that it is on, if any."""


@dataclass(frozen=True, slots=True)
class DestructionItemView:
    """A case on a list. `kept_because`: why it was taken off. `outcome` is one of these, empty while it is unknown:

    `destroyed`; `before`: was erased before; `busy`: something still had to be done for it; `not_past`: by the table or
    its class its term was no longer over.
    """

    case_id: str
    reference: str
    retention_class: str
    term: str
    counts_from: str
    ended_on: date
    over_on: date
    kept_because: str
    outcome: str


@dataclass(frozen=True, slots=True)
class DestructionListView:
    """A list. `state` is draft, offered, approved (being executed), refused or done."""

    id: str
    number: str | None
    state: str
    revision: int
    table_version: int
    made_by: str
    made_at: datetime
    offered_by: str | None
    offered_at: datetime | None
    judged_by: str | None
    judged_at: datetime | None
    judgement: str
    done_at: datetime | None
    to_destroy: int
    taken_off: int
    outcomes: Mapping[str, int]
    """How often each outcome occurred."""


@dataclass(frozen=True, slots=True)
class DestructionEvent:
    """Something that the municipality's history says about a list. `remark` is the explanation given with it."""

    at: datetime
    kind: str
    by: str
    remark: str


@dataclass(frozen=True, slots=True)
class DestructionListDetail:
    """A list with its cases, and what is left of what it destroyed."""

    list: DestructionListView
    items: tuple[DestructionItemView, ...]
    may_edit: bool
    may_approve: bool
    may_refuse: bool
    named_elsewhere: tuple[tuple[str, tuple[str, ...]], ...]
    """References of destroyed cases whose submitter keeps a name, each with the other cases of that person."""
    entries: tuple[tuple[str, str, str], ...]
    """Reference, name of the register and number of entries that still have content."""
    events: tuple[DestructionEvent, ...]
    """The oldest first."""

    @property
    def by_class(self) -> Mapping[tuple[str, str, str], int]:
        """Class, term and start of the term → how many cases are to be destroyed by it, or were."""
        counts: dict[tuple[str, str, str], int] = {}
        for item in self.items:
            if not item.kept_because and item.outcome in ("", "destroyed"):
                key = (item.retention_class, item.term, item.counts_from)
                counts[key] = counts.get(key, 0) + 1
        return dict(sorted(counts.items()))
