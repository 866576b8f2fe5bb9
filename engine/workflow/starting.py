"""Starting: where in its process a case begins, what starts it, and when a timer starts one."""

from __future__ import annotations

from collections.abc import Collection

from engine import events
from engine.dialect.elements import Element
from engine.workflow.board import Board
from engine.workflow.expressions import Expressions
from engine.workflow.rhythm import Rhythm, settle
from engine.workflow.step import Surroundings


def begin_at(board: Board, element_id: str, given: Collection[str]) -> None:
    """Put the first token at one of the start events of the process, as if the others did not exist.

    BPMN 2.0.2 clause 13.5.1: each start event is an event of its own, and the case begins when that one happens.
    """
    board.workflow.task_tree.lead_to(board.workflow.spec.task_specs[element_id])
    _tell(board, element_id, given)


def _tell(board: Board, element_id: str, given: Collection[str]) -> None:
    element = board.compiled.processes[board.compiled.main].elements[element_id]
    event = element.event
    if event is None:
        return
    if event.kind == "message":
        told: events.Event = events.MessageReceived(
            element.process, element.id, event.reference or "", tuple(sorted(given))
        )
    elif event.kind == "timer":
        told = events.TimerFired(element.process, element.id, board.surroundings.now)
    else:
        told = events.EventCaught(element.process, element.id, event.kind, event.reference or "")
    board.events.append(told)


def first_moment(start: Element, surroundings: Surroundings) -> Rhythm:
    """When a start timer first fires, counted from when its version is put in use.

    Raises:
        ExecutionFailed: its value is neither a moment nor a repeating interval.
    """
    text = start.event.expression if start.event is not None else None
    return settle(start, Expressions(surroundings).evaluate(text, {}), surroundings)
