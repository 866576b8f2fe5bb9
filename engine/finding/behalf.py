"""Behalf: which acts staff did for a submitter, who told them what to fill in, or asked for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, Text, cast, select
from sqlalchemy.orm import Session

from engine.models import HistoryEvent, Task, table_of
from engine.permissions import SUBMITTER
from engine.views import SYSTEM

DONE: Final = "task_completed"
OWN: Final = frozenset({"case_started", "case_withdrawn", "contact_corrected"})
"""What a submitter does; staff do it only because a submitter asked."""
OF_SUBMITTER: Final[ColumnElement[bool]] = cast(table_of(Task).c.candidate_groups, Text).like(f'%"{SUBMITTER}"%')
"""Whether a task is for the submitter."""


def find_tasks_of_submitters(session: Session, *conditions: ColumnElement[bool]) -> frozenset[str]:
    """The ids of tasks that are for submitters themselves."""
    return frozenset(session.scalars(select(Task.id).where(OF_SUBMITTER, *conditions)))


def is_on_behalf(event: HistoryEvent, submitter: str | None, tasks: Collection[str]) -> bool:
    """Whether an event of a case was done for its submitter by somebody else. `tasks` are those of submitters."""
    if submitter is None or event.person_id in (submitter, SYSTEM.id):
        return False
    return event.kind in OWN or (event.kind == DONE and event.facts["task"] in tasks)
