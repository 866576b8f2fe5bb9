"""Noting: what the history, and perhaps the submitter, is told when a token has passed an element."""

from __future__ import annotations

from SpiffWorkflow.task import Task

from engine import events
from engine.dialect.elements import Element
from engine.dialect.ends import comes_after
from engine.dialect.saying import to_text
from engine.workflow.board import Board
from engine.workflow.step import Publication
from engine.workflow.ways import Way


def note_completed(board: Board, task: Task) -> None:
    """Record that an element was passed, the status that it publishes, and whether it decides how the case ends."""
    element: Element = task.task_spec.element
    board.events.append(events.ElementCompleted(element.process, element.id, _way_in(board, task)))
    if status := element.properties.get("publishedStatus"):
        text = board.evaluate(task, element.properties.get("publishedText"))
        board.publications.append(
            Publication(element.process, element.id, status, to_text(text) if text is not None else None)
        )
        board.events.append(events.StatusPublished(element.process, element.id, status))
    if element.kind == "endEvent" and element.process == board.compiled.main:
        process = board.compiled.processes[element.process]
        if comes_after(process, board.compiled.ends, board.memory.get("last_end"), element):
            board.memory["last_end"] = element.id


def _way_in(board: Board, task: Task) -> str | None:
    """The sequence flow by which a token came: from the nearest flow node above it in the tree of tasks."""
    parent = task.parent
    if parent is not None and isinstance(parent.task_spec, Way):
        return parent.task_spec.flow.id
    while parent is not None and not getattr(parent.task_spec, "tracked", False):
        parent = parent.parent
    if parent is None:
        return None
    source: Element = parent.task_spec.element
    elements = board.compiled.processes[source.process].elements
    ways = [flow for flow in source.outgoing if elements[flow].target == task.task_spec.element.id]
    return ways[0] if ways else None
