"""Urgency: a task's place in worklists, written in its row so that an index holds each list in order.

Most urgent first: tasks with a date by that date, the rest after them; then by priority, then the oldest. All of it in
one text of digits, which every database sorts the same. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from engine.permissions import STAFF

_NO_DATE = "9" * 20
_BETWEEN = ","


def urgency_of(due_at: datetime | None, priority: int, created_at: datetime) -> str:
    """The rank of a task among others: the lower of two texts is the more urgent. `priority` is 0 to 100."""
    return f"{_NO_DATE if due_at is None else digits(due_at)}{100 - priority:03}{digits(created_at)}"


def digits(moment: datetime) -> str:
    """A moment as twenty digits. A task was due before a moment if its urgency is lower than those digits."""
    at = moment.astimezone(UTC)
    return f"{at.year:04}{at.month:02}{at.day:02}{at.hour:02}{at.minute:02}{at.second:02}{at.microsecond:06}"


def team_of(groups: Iterable[str], assignee: str | None) -> str | None:
    """The groups whose worklists show a task, as one text; None when it is only on its assignee's list.

    Groups that no account is in, such as that of submitters, have no worklist. So there are few different teams,
    and a worklist consists of the list of each team that the reader is in.
    """
    staff = sorted(STAFF.intersection(groups))
    return _BETWEEN.join(staff) if staff and assignee is None else None


def groups_in(team: str) -> frozenset[str]:
    return frozenset(team.split(_BETWEEN))
