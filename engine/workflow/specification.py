"""Specification: what a process or subprocess is to SpiffWorkflow: the nodes that a token can reach, by name."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask, _EndJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


class EndJoin(_EndJoin):  # type: ignore[misc]
    """The end of a process waits for every token in it."""

    def _run_hook(self, my_task: Task) -> bool:
        # SpiffWorkflow gathers data here from tasks that may be forgotten by now; tokens carry none.
        return True

    def _check_threshold_unstructured(self, my_task: Task) -> bool:
        for task in reversed(my_task.workflow.tasks.values()):  # What still runs is usually among the last.
            if task is my_task or not task.has_state(TaskState.NOT_FINISHED_MASK):
                continue
            if task.task_spec is not self and not self._is_after(task):
                return False
        return True

    def _is_after(self, task: Task) -> bool:
        """Whether a task is only the `End` under an end join, this one or another."""
        return bool(task.parent is not None and task.parent.task_spec is self)


def scope_name(process_id: str, element_id: str) -> str:
    """The name of the specification of a subprocess; for a process it is its id. (Ids are unique in one process.)"""
    return f"{process_id}/{element_id}"


def split_name(name: str) -> tuple[str, str]:
    """The process that a specification belongs to, and the subprocess in it: empty for the process itself."""
    process, _, element = name.partition("/")
    return process, element


class Specification(BpmnProcessSpec):  # type: ignore[misc]
    """A specification whose end looks at all tasks."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, description=name)
        self.process_id = split_name(name)[0]
        self.onward: dict[str, list[str]] = {}
        """Node → the nodes where a token can go next."""
        for key in (f"{name}.EndJoin", "End"):
            del self.task_specs[key]
        self.end: EndJoin = EndJoin(self, f"{name}.EndJoin")
        self.end.connect(SimpleBpmnTask(self, "End"))
