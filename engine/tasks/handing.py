"""Handing: who gave somebody the task that they have, if it came from a colleague. The history knows; no row does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import HistoryEvent, Person, Task
from engine.municipality import reading
from engine.views import HandedOver, TaskView, User

_CHANGED_HANDS = ("task_claimed", "task_delegated", "task_passed_on")


def read_handover(session: Session, task: Task | TaskView, user: User) -> HandedOver | None:
    """From whom this user got the task that they have; None where they took it, or where the diagram assigned it."""
    if task.assignee != user.id or task.claimed_at is None:
        return None
    query = select(HistoryEvent).where(HistoryEvent.case_id == task.case_id, HistoryEvent.kind.in_(_CHANGED_HANDS))
    events = session.scalars(query.order_by(HistoryEvent.sequence.desc()))
    last = next((event for event in events if event.facts["task"] == task.id), None)
    if last is None or last.facts.get("to") != user.id:
        return None
    is_away = last.kind == "task_passed_on"
    giver = str(last.facts["was_assigned_to"]) if is_away else last.person_id
    if giver == user.id:
        return None
    person = session.get(Person, giver)
    return HandedOver(person.name if person is not None else None, last.at, is_away)


def given_since(tasks: Iterable[TaskView], user: User, since: datetime) -> frozenset[str]:
    """The ids of those of these tasks that a colleague has handed over to this user since that moment."""
    recent = [task for task in tasks if task.claimed_at is not None and task.claimed_at > since]
    with reading() as session:
        found = [(task.id, read_handover(session, task, user)) for task in recent]
    return frozenset(task_id for task_id, handed in found if handed is not None and not handed.is_away)
