"""Papers: letters and register entries, compared with what the history has of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import Counter, HistoryEvent, Letter, RegisterEntry
from engine.papers import letters, registers
from engine.proving import absences
from engine.proving.faults import APART, Fault

TOLD = ("letter_written", "letter_sent", "register_entry_added", "register_entry_emptied")


@dataclass(frozen=True, slots=True)
class Papers:
    """How much was examined, and what does not match. Erased letters and emptied entries do match."""

    letters: int
    erased: int
    unexplained: int
    """Letters that were gone before the history recorded erasing."""
    entries: int
    emptied: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """What the history says of a letter or entry."""

    place: tuple[str | None, str | None, str | None]
    at: datetime
    by: str
    digest: str
    kind: tuple[str, bool] | None = None
    """For a letter: its template, and whether it is for the submitter; None in events from before that was recorded."""


_Events = Mapping[str, dict[str, _Event]]
"""By kind, and then by the name of the letter or entry."""


def examine(session: Session) -> Papers:
    """Compare all letters and entries with the history, which was found intact."""
    told = _read_told(session)
    written, added = dict(told["letter_written"]), dict(told["register_entry_added"])
    counts = {Letter: 0, RegisterEntry: 0}
    found: list[Fault] = []
    gone = absences.read(session)
    for letter in session.scalars(select(Letter)).yield_per(500):
        counts[Letter] += 1
        if reason := _judge_letter(letter, written.pop(letter.id, None), told["letter_sent"].get(letter.id)):
            found.append(Fault("letter", letter.id, letter.case_id, reason))
        elif letter.id in gone[letter.case_id].erased:
            found.append(Fault("letter", letter.id, letter.case_id, "refilled"))
    erased = {id for id, event in written.items() if id in gone[str(event.place[0])].erased}
    unexplained = {id for id, event in written.items() if id in gone[str(event.place[0])].unexplained} - erased
    missing = [id for id in written if id not in erased | unexplained]
    found += [Fault("letter", id, written[id].place[0], "missing") for id in missing]
    numbers: dict[tuple[str, int], list[int]] = defaultdict(list)
    emptied = told["register_entry_emptied"]
    for entry in session.scalars(select(RegisterEntry)).yield_per(500):
        counts[RegisterEntry] += 1
        numbers[entry.register, entry.year].append(entry.number)
        name = _name(entry.register, registers.number_of(entry))
        if reason := _judge_entry(entry, added.pop(name, None), is_emptied=name in emptied):
            found.append(Fault("entry", name, entry.case_id, reason))
    found += [Fault("entry", name, event.place[0], "missing") for name, event in added.items()]
    found += [Fault("entry", name, None, reason) for name, reason in _find_gaps(session, numbers, set(added))]
    return Papers(counts[Letter], len(erased), len(unexplained), counts[RegisterEntry], len(emptied), tuple(found))


def _read_told(session: Session) -> _Events:
    told: dict[str, dict[str, _Event]] = {kind: {} for kind in TOLD}
    for row in session.scalars(select(HistoryEvent).where(HistoryEvent.kind.in_(TOLD))).yield_per(500):
        facts: Mapping[str, Any] = row.facts
        name = facts["letter"] if "letter" in facts else _name(facts["register"], facts["number"])
        place = (row.case_id, row.process_id, row.element_id)
        kind = (facts["template"], facts["to_submitter"]) if facts.get("template") else None
        told[row.kind][name] = _Event(place, row.at, row.person_id, facts.get("digest", ""), kind)
    return told


def _judge_letter(letter: Letter, written: _Event | None, sent: _Event | None) -> str:
    """What is wrong with a letter; empty if nothing is."""
    if written is None:
        return "unknown"
    if not _fits(letter, written, letter.written_at) or letters.digest_of(letter) != written.digest:
        return "changed"
    if written.kind not in (None, (letter.template, letter.to_submitter)):
        return "changed"
    if sent is None:
        return "" if letter.sent_at is None and letter.sent_by is None else "sent"
    is_so = letter.sent_by == sent.by and letter.sent_at is not None and abs(letter.sent_at - sent.at) <= APART
    return "" if is_so else "sent"


def _judge_entry(entry: RegisterEntry, added: _Event | None, *, is_emptied: bool) -> str:
    """What is wrong with an entry; empty if nothing is. Nobody can prove what an emptied entry said."""
    if added is None:
        return "unknown"
    if not _fits(entry, added, entry.entered_at):
        return "changed"
    is_empty = not entry.columns and not entry.salt
    if is_emptied:
        return "" if is_empty else "refilled"
    if is_empty:
        return "emptied"
    return "" if registers.digest_of(entry) == added.digest else "changed"


def _fits(row: Letter | RegisterEntry, event: _Event, at: datetime) -> bool:
    return (row.case_id, row.process_id, row.element_id) == event.place and abs(at - event.at) <= APART


def _find_gaps(
    session: Session, numbers: Mapping[tuple[str, int], list[int]], missing: set[str]
) -> Iterator[tuple[str, str]]:
    """Numbers of a register and year that have no entry, except those that the history knows to be missing."""
    counters = dict(session.execute(select(Counter.name, Counter.value)).all())
    counted = {key for name in counters if (key := registers.read_counter(name)) is not None}
    for register, year in sorted(counted | set(numbers)):
        there = sorted(numbers.get((register, year), ()))
        given = counters.get(registers.counter_of(register, year), 0)
        if there and there[-1] > given:
            yield _name(register, registers.spell_number(year, there[-1])), "counter"
        for before, after in pairwise([0, *there, max(given, *there, 0) + 1]):
            names = (_name(register, registers.spell_number(year, number)) for number in range(before + 1, after))
            if not all(name in missing for name in names):
                first, last = (registers.spell_number(year, number) for number in (before + 1, after - 1))
                yield _name(register, first if first == last else f"{first} … {last}"), "gap"


def _name(register: str, number: str) -> str:
    return f"{register} {number}"
