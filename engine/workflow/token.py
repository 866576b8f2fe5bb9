"""Token: SpiffWorkflow's task as we use it: with a text id, without data, and looking ahead only one step.

SpiffWorkflow predicts the whole future of a token and copies its data from task to task. Our tokens carry no data, and
what follows a token is looked up in its specification when it runs; so a case stays small and fast to read.
"""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

ALIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
"""A token is here. What is FUTURE or less may still come; what is FINISHED is past."""
_OVER = TaskState.COMPLETED | TaskState.CANCELLED


class Token(Task):  # type: ignore[misc]
    """A node of the token tree. Its id is unique within a case."""

    def __init__(
        self,
        workflow: Any,
        task_spec: Any,
        parent: Token | None = None,
        state: int = TaskState.MAYBE,
        id: str | None = None,
    ) -> None:
        self.id = id or token_hex(8)
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = parent.id if parent is not None else None
        self._children: list[str] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        self.last_state_change = 0.0
        self._looked_ahead = False
        workflow.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> Token:
        if self._state & TaskState.PREDICTED_MASK and not state & TaskState.PREDICTED_MASK:
            raise WorkflowException("Attempt to add non-predicted child to predicted task", task_spec=self.task_spec)
        child = Token(self.workflow, task_spec, self, state)
        if state == TaskState.READY:
            child._ready()
        return child

    def _set_state(self, value: int) -> None:
        # SpiffWorkflow logs each change together with the task's data, which may be about persons.
        self._state = value

    def _ready(self) -> None:
        if not self._state & _OVER:
            self._state = TaskState.READY
            self.task_spec._on_ready(self)

    def _inherit_data(self) -> None:
        """There is no data to inherit: variables live in scopes."""

    def run(self) -> bool | None:
        self._look_ahead()
        result: bool | None = super().run()
        return result

    def complete(self) -> None:
        self._look_ahead()
        super().complete()

    def lead_to(self, spec: Any) -> None:
        """Let this spec, and nothing else, come next."""
        self._looked_ahead = True
        self._add_child(spec, TaskState.FUTURE)

    def _look_ahead(self) -> None:
        """Create the tasks that can come next, once: a task that has run decides itself which of them go on."""
        if not self._looked_ahead:
            self._looked_ahead = True
            self.task_spec._predict_hook(self)
