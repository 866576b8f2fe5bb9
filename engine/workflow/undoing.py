"""Undoing: the specs that represent compensation in the token tree; no diagram draws them."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task

from engine.workflow.meaning import meaning_of
from engine.workflow.specs import SubProcess

UNDO = "[undo]"
"""The name of `Undo` in every scope, and the suffix of the name of what undoes a subprocess."""


class Undo(BpmnTaskSpec):  # type: ignore[misc]
    """Makes sure that things are undone one by one, and keeps its scope open until all are."""

    def _update_hook(self, my_task: Task) -> bool:
        return True

    def _run_hook(self, my_task: Task) -> bool | None:
        return meaning_of(my_task).undo_all(my_task)


class Undoing(SubProcess):
    """A completed subprocess that is being undone: reopened, with its variables as they were when it completed."""

    tracked = False

    def copy_data(self, my_task: Task, subworkflow: Any) -> None:
        """Hands over nothing: its scope has been opened with the snapshot."""

    def update_data(self, my_task: Task, subworkflow: Any) -> None:
        meaning_of(my_task).close_scope(my_task)
