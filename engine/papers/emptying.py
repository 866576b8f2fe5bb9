"""Emptying: removing from an entry of a register what should never have been in it. Its number stays."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from engine import events, history
from engine.errors import NotFound, RepairRefused
from engine.finding import locking
from engine.models import RegisterEntry
from engine.municipality import now, transaction
from engine.permissions import require
from engine.tidying import tidy_text
from engine.views import User

LONGEST_REASON = 500
MOST_DIGITS = 9
"""The columns of the database hold no number with more."""


def empty_entry(register: str, number: str, user: User, reason: str) -> None:
    """Erase the content of an entry (AVG art. 17); the history of its case says who did so and why.

    `number` is as people read it: 2026-0001. Emptying an entry that is empty changes nothing.

    Raises:
        NotAllowed.
        NotFound: there is no such entry.
        RepairRefused: no reason (`reden`).
    """
    require(user, "empty_entries", None)
    told = tidy_text(reason, LONGEST_REASON)
    if not told:
        raise RepairRefused({"reden": "required"})
    with transaction() as session:
        where = (RegisterEntry.register == register, *_numbered(register, number))
        case_id = session.scalar(select(RegisterEntry.case_id).where(*where))
        if case_id is None:
            raise NotFound("entry", f"{register}/{number}")
        case = locking.lock_case(session, case_id)
        entry = session.scalars(select(RegisterEntry).where(*where)).one()
        if not entry.columns:
            return
        entry.columns, entry.salt = [], ""
        emptied = events.RegisterEntryEmptied(entry.process_id, entry.element_id, register, number, told)
        history.record(session, [emptied], case_id=case.id, by=user.id, at=now(), definitions=case.bindings)


def _numbered(register: str, number: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Raises: NotFound: this is not the number of an entry."""
    parts = number.split("-")
    if len(parts) != 2 or not all(p.isascii() and p.isdecimal() and len(p) <= MOST_DIGITS for p in parts):
        raise NotFound("entry", f"{register}/{number}")
    year, place = map(int, parts)
    return RegisterEntry.year == year, RegisterEntry.number == place
