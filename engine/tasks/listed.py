"""Listed: an open task in a worklist: what is read of it, and what people see, made once for all readers."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from engine.prepared import Row
from engine.spelling import read
from engine.views import TaskView

REMEMBERED = 2_000
"""Rows of each kind of page."""


class _Read(NamedTuple):
    """What is read of an open task for a list, in the order of the columns."""

    id: str
    case_id: str
    reference: str
    title: str
    area: str | None
    definition_id: str
    element_id: str
    name: str
    candidate_groups: str
    """As JSON, so that a row can be cached on both databases."""
    assignee: str | None
    assignee_name: str | None
    created_at: datetime
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    claimed_at: datetime | None
    ballot: bool
    instance: str | None
    has_draft: bool
    """Whether the reader typed something for it and did not send it."""


READ = _Read._fields
"""The names of what is read, in the order of the columns."""


class ListedTask:
    """An open task as a list has it, and as people see it. Readers for whom it reads the same share one object."""

    __slots__ = ("_groups", "_read", "_views", "definition_id", "due_at")

    def __init__(self, row: Row) -> None:
        self._read = _Read._make(row)
        self._groups = tuple(sorted(read(self._read.candidate_groups)))
        self._views: dict[tuple[str, bool], TaskView] = {}
        self.definition_id, self.due_at = self._read.definition_id, self._read.due_at

    def view(self, process_name: str, moment: datetime) -> TaskView:
        overdue = self.due_at is not None and self.due_at < moment
        found = self._views.get((process_name, overdue))
        if found is None:
            found = self._views[process_name, overdue] = self._make_view(process_name, overdue)
        return found

    def _make_view(self, process_name: str, overdue: bool) -> TaskView:
        row = self._read
        return TaskView(
            row.id,
            row.case_id,
            row.reference,
            row.title,
            process_name,
            row.area,
            row.element_id,
            row.name,
            self._groups,
            row.assignee,
            row.assignee_name,
            "open",
            row.created_at,
            row.due_at,
            row.follow_up_at,
            row.priority,
            row.claimed_at,
            overdue=overdue,
            has_draft=row.has_draft,
            ballot=row.ballot,
            instance=row.instance,
        )
