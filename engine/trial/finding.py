"""Finding: the tasks, votes and cases in the database of a trial, in order of creation."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine.models import Case, Task


def open_tasks(session: Session) -> list[Task]:
    """The open tasks of all cases, in order of creation: as in the token game."""
    query = select(Task).where(Task.state == "open").order_by(text("tasks.rowid"))
    return list(session.scalars(query).unique())


def open_votes(session: Session) -> list[Task]:
    """The votes that were cast and can still be changed, in the order in which they were requested."""
    cast = select(Task).where(Task.ballot_open, Task.state == "completed", Task.recused.is_(False))
    return list(session.scalars(cast.order_by(text("tasks.rowid"))).unique())


def list_case_ids(session: Session) -> list[str]:
    """The case that the trial is about, then those that follow from it."""
    return list(session.scalars(select(Case.id).order_by(text("cases.rowid"))))


def first_case_id(session: Session) -> str | None:
    """The case that the trial is about."""
    return next(iter(list_case_ids(session)), None)
