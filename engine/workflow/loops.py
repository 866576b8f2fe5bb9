"""Loops: the spec of an activity that runs several times: in parallel, in sequence, or while a condition holds."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed
from engine.workflow.meaning import meaning_of
from engine.workflow.specs import Node


class Repeated(Node, defaults.ParallelMultiInstanceTask):  # type: ignore[misc]
    """An activity with loop characteristics: one child for each time (BPMN 2.0.2 clause 13.3.6 and 13.3.7).

    SpiffWorkflow keeps items and results in the tokens. Here each instance has its own scope, and the completion
    condition is read in the scope of the instance that completed. Code that would read it as Python is disabled.
    """

    def _update_hook(self, my_task: Task) -> bool | None:
        BpmnTaskSpec._update_hook(self, my_task)
        if "results" in my_task.internal_data:
            return False
        my_task.internal_data["merged"] = []
        my_task.internal_data["results"] = {}
        my_task._set_state(TaskState.STARTED)
        if not meaning_of(my_task).open_instances(my_task):
            return True
        return None

    def create_children(self, my_task: Task) -> None:
        raise ExecutionFailed("instances are opened by the token game", element=self.name)

    def check_completion_condition(self, my_task: Task) -> bool:
        raise ExecutionFailed("the completion condition is read by the token game", element=self.name)

    def add_instance(self, my_task: Task, index: int) -> Task:
        child_spec = my_task.workflow.spec.task_specs[self.task_spec]
        child = my_task._add_child(child_spec, TaskState.WAITING)
        child.triggered = True
        child.internal_data["index"] = index
        return child

    def merge_child(self, workflow: object, child: Task) -> None:
        my_task = child.parent
        if meaning_of(my_task).collect(my_task, child):
            for sibling in self._instances(my_task):
                sibling.cancel()
            my_task._set_state(TaskState.READY)

    def _on_complete_hook(self, my_task: Task) -> None:
        meaning_of(my_task).close_instances(my_task)
        super()._on_complete_hook(my_task)

    def _on_cancel(self, my_task: Task) -> None:
        meaning_of(my_task).close_instances(my_task)
        super()._on_cancel(my_task)


def is_collecting(task: Task | None) -> bool:
    """Whether a task is a repeated activity that is still running."""
    return task is not None and isinstance(task.task_spec, Repeated) and task.has_state(TaskState.STARTED)
