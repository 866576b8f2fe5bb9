"""Registers: numbered entries that a step adds in its own transaction, and that nobody changes or removes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import events, history
from engine.database import at_the_end, lock_name
from engine.dialect import feel
from engine.errors import NotFound
from engine.finding import caselist, locking
from engine.models import Case, RegisterEntry
from engine.municipality import here, now, reading
from engine.names import REGISTERS
from engine.papers.numbering import next_number
from engine.permissions import require
from engine.views import MOST, EntryView, Page, RegisterView, User
from engine.workflow import JobRequest, Step

KIND = "register"
"""The kind of work that a diagram asks for."""
_ASKED = "entries"
_COUNTER = "register"


@dataclass(frozen=True, slots=True)
class _Asked:
    """An entry that a step of a case asks for."""

    case_id: str
    bindings: Mapping[str, str]
    by: str
    request: JobRequest


def enter(session: Session, case: Case | locking.LockedCase, step: Step, by: str) -> None:
    """Have the entries that a step asks for added in its transaction; each once, since its id is that of the request.

    They get their numbers at the end of the transaction (`at_the_end`), since a register is one row for everybody.
    """
    asked = [_Asked(case.id, case.bindings, by, request) for request in step.jobs if request.kind == KIND]
    if not asked:
        return
    if _ASKED not in session.info:
        session.info[_ASKED] = []
        at_the_end(session, lambda: _add_all(session, session.info.pop(_ASKED)))
    session.info[_ASKED] += asked


def _add_all(session: Session, asked: Sequence[_Asked]) -> None:
    year = now().astimezone(here().settings.zone).year
    for register in sorted({one.request.headers["register"] for one in asked}):
        # In a fixed order, so that two transactions that each add to two registers do not deadlock.
        lock_name(session, f"counter:{counter_of(register, year)}")
    for one in asked:
        added = _add(session, one, year)
        history.record(session, [added], case_id=one.case_id, by=one.by, at=now(), definitions=one.bindings)


def counter_of(register: str, year: int) -> str:
    """The counter that gives out the numbers of a register in a year."""
    return f"{_COUNTER}:{register}:{year}"


def read_counter(name: str) -> tuple[str, int] | None:
    """The register and year of a counter; None for one that counts something else."""
    kind, _, rest = name.partition(":")
    register, _, year = rest.rpartition(":")
    return (register, int(year)) if kind == _COUNTER and year.isdecimal() else None


def _add(session: Session, asked: _Asked, year: int) -> events.Event:
    request = asked.request
    register = request.headers["register"]
    entry = RegisterEntry(
        id=f"{asked.case_id}-{request.number}",
        register=register,
        year=year,
        number=next_number(session, counter_of(register, year)),
        case_id=asked.case_id,
        process_id=request.process_id,
        element_id=request.element_id,
        columns=[[name, feel.to_json(value)] for name, value in request.data.items()],
        salt=history.new_salt(),
        entered_at=now(),
    )
    session.add(entry)
    return events.RegisterEntryAdded(
        request.process_id, request.element_id, register, number_of(entry), digest_of(entry)
    )


def digest_of(entry: RegisterEntry) -> str:
    """The digest by which the history proves the columns of an entry, without revealing them."""
    return history.salted_digest([entry.register, number_of(entry), entry.columns], entry.salt)


def number_of(entry: RegisterEntry) -> str:
    """The number of an entry as people read it."""
    return spell_number(entry.year, entry.number)


def spell_number(year: int, number: int) -> str:
    return f"{year}-{number:04d}"


# ---- reading ----------------------------------------------------------------------------------------------------


def list_registers(user: User) -> tuple[RegisterView, ...]:
    """Every register, with the years that it has entries of. Raises: NotAllowed."""
    require(user, "read_registers", None)
    with reading() as session:
        return tuple(_register(session, key) for key in REGISTERS)


def read_register(key: str, user: User) -> RegisterView:
    """One register. Raises: NotAllowed, NotFound."""
    require(user, "read_registers", None)
    with reading() as session:
        return _register(session, key)


def _register(session: Session, key: str) -> RegisterView:
    if key not in REGISTERS:
        raise NotFound("register", key)
    query = select(RegisterEntry.year, func.max(RegisterEntry.number)).where(RegisterEntry.register == key)
    by_year = dict(session.execute(query.group_by(RegisterEntry.year).order_by(RegisterEntry.year.desc())).all())
    return RegisterView(key, REGISTERS[key], by_year)


def list_entries(key: str, user: User, *, year: int | None = None, page: int = 1, size: int = 50) -> Page[EntryView]:
    """The entries of a register, the newest first; of one year only, if asked. Raises: NotAllowed, NotFound."""
    require(user, "read_registers", None)
    page, size = max(1, page), min(max(1, size), 200)
    with reading() as session:
        _register(session, key)
        query = _entries(key, year)
        skipped = min((page - 1) * size, MOST)
        newest = query.order_by(RegisterEntry.year.desc(), RegisterEntry.number.desc())
        rows = session.scalars(newest.limit(min(size, MOST - skipped)).offset(skipped)).all()
        return Page(_views(session, rows), caselist.count_up_to_most(session, query), page, size)


def export_entries(key: str, user: User, *, year: int | None = None) -> tuple[EntryView, ...]:
    """All entries of a register, or of one year of it, in order of their numbers. Raises: NotAllowed, NotFound."""
    require(user, "read_registers", None)
    with reading() as session:
        _register(session, key)
        query = _entries(key, year).order_by(RegisterEntry.year, RegisterEntry.number)
        return _views(session, session.scalars(query))


def of_case(session: Session, case_id: str) -> tuple[EntryView, ...]:
    """The entries that a case added, the oldest first."""
    query = select(RegisterEntry).where(RegisterEntry.case_id == case_id)
    order = (RegisterEntry.entered_at, RegisterEntry.register, RegisterEntry.number)
    return _views(session, session.scalars(query.order_by(*order)))


def _entries(key: str, year: int | None) -> Any:
    query = select(RegisterEntry).where(RegisterEntry.register == key)
    return query if year is None else query.where(RegisterEntry.year == year)


def _views(session: Session, rows: Iterable[RegisterEntry]) -> tuple[EntryView, ...]:
    rows = list(rows)
    ids = sorted({row.case_id for row in rows})
    references: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        some = select(Case.id, Case.reference).where(Case.id.in_(ids[start : start + 500]))
        references |= dict(session.execute(some).all())
    return tuple(
        EntryView(
            register=row.register,
            register_name=REGISTERS.get(row.register, row.register),
            number=number_of(row),
            reference=references[row.case_id],
            columns={str(name): feel.from_json(value) for name, value in row.columns},
            entered_at=row.entered_at,
        )
        for row in rows
    )
