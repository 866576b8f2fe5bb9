"""Offering: what a user task knows, whom it is for, when it is due and how urgent it is."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from SpiffWorkflow.task import Task

from engine.dialect.elements import Element
from engine.dialect.saying import to_text
from engine.errors import ExecutionFailed
from engine.workflow.board import Board
from engine.workflow.handing import take_inputs

LONGEST_ID = 32
"""Most characters in the id of a person."""


def offer(board: Board, task: Task) -> None:
    """A user task has become ready: settle, once, what it knows, whom it is for and when it is due."""
    if "offer" in task.internal_data:
        return
    element: Element = task.task_spec.element
    if element.inputs:
        take_inputs(board, task, element.inputs)
    settle(board, task)


def settle(board: Board, task: Task) -> None:
    """Settle whom a user task is for and when it is due."""
    element: Element = task.task_spec.element
    groups = _groups(board, task, element)
    assignee = _assignee(board, task, element)
    task.internal_data["offer"] = {
        "groups": groups,
        "assignee": assignee,
        "due": board.moment(task, element.due_date).isoformat() if element.due_date else None,
        "follow_up": board.moment(task, element.follow_up_date).isoformat() if element.follow_up_date else None,
        "priority": _priority(board, task, element),
    }


def _groups(board: Board, task: Task, element: Element) -> list[str]:
    """The candidate groups: a list, or names separated by commas."""
    told = board.evaluate(task, element.candidate_groups)
    if isinstance(told, str):
        return [group.strip() for group in told.split(",") if group.strip()]
    if told is None or isinstance(told, list):
        return [to_text(group) for group in told or []]
    reason = f"the candidate groups {element.candidate_groups} are neither a list nor a text"
    raise ExecutionFailed(reason, element=element.id, process=element.process)


def _assignee(board: Board, task: Task, element: Element) -> str | None:
    told = board.evaluate(task, element.assignee)
    assignee = None if told is None else to_text(told)
    if assignee is not None and len(assignee) > LONGEST_ID:
        reason = f"the assignee {element.assignee} is nobody's id"
        raise ExecutionFailed(reason, element=element.id, process=element.process)
    return assignee


def _priority(board: Board, task: Task, element: Element) -> int:
    """A number from 0 to 100; 50 if nothing is said (as in Camunda 8)."""
    told = board.evaluate(task, element.priority)
    if told is None:
        return 50
    try:
        number = Decimal(told)
    except (ValueError, TypeError, InvalidOperation):
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 100 or number % 1:
        reason = f"priority {element.priority} is no whole number from 0 to 100"
        raise ExecutionFailed(reason, element=element.id, process=element.process)
    return int(number)
