"""Run: one run of a process or subprocess: SpiffWorkflow's workflow without its depth limit.

Its iterators silently stop a thousand tasks deep: a long loop loses its open task, and an end fires while a deep branch
still runs. All tasks of a workflow are in one dictionary, so we look there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed
from engine.workflow.specification import Specification
from engine.workflow.token import Token

DEEPEST = 1_000_000
MOST_WITHIN = 200
"""Most subprocesses and called processes nested in each other; more are endless calls."""


class NoScripts:
    """Replaces SpiffWorkflow's script engine, which would evaluate Python. Nothing must ever get here."""

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> Any:
        raise ExecutionFailed("an expression reached the script engine", element=task.task_spec.name)

    execute = evaluate

    @property
    def environment(self) -> Any:
        """SpiffWorkflow would use this to bypass `evaluate`."""
        raise ExecutionFailed("an expression reached the script engine")


class Run:
    """One run of a process or subprocess: all its tasks, however deep they are."""

    spec: Specification
    tasks: dict[str, Token]
    task_tree: Token
    last_task: Token | None
    completed: bool
    success: bool
    completed_event: Any
    parent_task_id: str
    """The task of the outer run that this run is inside."""
    within: int = 0
    """How many runs it is nested in."""

    def begin(self) -> None:
        """Put the first token at the start. SpiffWorkflow would do so itself, with its own task class."""
        self.task_tree = Token(self, self.spec.start, state=TaskState.FUTURE)
        self.task_tree._ready()

    def get_tasks_iterator(self, first_task: Task | None = None, **kwargs: Any) -> Iterator[Task]:
        found: Iterator[Task] = super().get_tasks_iterator(first_task, **{"max_depth": DEEPEST, **kwargs})  # type: ignore[misc]
        return found

    def update_waiting_tasks(self) -> None:
        """Check whether what waits can go on.

        Each event that occurred on the edge of an activity adds a join after it. They open together, so one is asked.
        """
        asked: set[Task | None] = set()
        for task in list(self.tasks.values()):
            if not task._state & TaskState.WAITING or task.id not in self.tasks:
                continue
            if isinstance(task.task_spec, BoundaryEventJoin):
                split = task.find_ancestor(task.task_spec.split_task)
                if split in asked:
                    continue
                asked.add(split)
            task.task_spec._update(task)

    def hang(self, name: str) -> Token:
        """A task under the start: outside the flow, but this process or subprocess does not end before it."""
        task = self.task_tree._add_child(self.spec.task_specs[name], TaskState.FUTURE)
        task.triggered = True
        return task

    def _remove_task(self, task_id: str) -> None:
        """End the running instances of an interrupted repeated activity; SpiffWorkflow drops them without ending them.

        What runs inside them would continue, and could not be found again when the case is read back.
        """
        task = self.tasks[task_id]
        if task.has_state(TaskState.READY | TaskState.STARTED | TaskState.WAITING):
            task.task_spec._on_cancel(task)
        if task.workflow.top_workflow.get_subprocess(task) is not None:
            task.workflow.top_workflow.delete_subprocess(task)
        super()._remove_task(task_id)  # type: ignore[misc]


class Instance(Run, BpmnWorkflow):  # type: ignore[misc]
    """A case's own process. It never has a script engine that could run anything, not even while it is read back."""

    def __init__(self, spec: BpmnProcessSpec, subprocess_specs: Mapping[str, Any]) -> None:
        super().__init__(spec, subprocess_specs, script_engine=NoScripts(), deserializing=True)

    def running(self) -> tuple[Run, ...]:
        """The case's own process, and every subprocess and called process in it, in the order in which they began."""
        return (self, *self.subprocesses.values())

    def put_away(self) -> None:
        """Let go of everything known of the case, which is no longer used.

        Its tokens, its runs and the game refer to each other, so each step would leave a hundred objects for the
        garbage collector to find and free.
        """
        for run in self.running():
            vars(run).clear()

    def create_subprocess(self, my_task: Task, spec_name: str) -> Inner:
        inner = self.open_subprocess(my_task, spec_name)
        inner.begin()
        return inner

    def open_subprocess(self, my_task: Task, spec_name: str) -> Inner:
        """A subprocess that has no tokens yet."""
        within = my_task.workflow.within + 1
        if within > MOST_WITHIN:
            host = my_task.task_spec.element
            reason = f"more than {MOST_WITHIN} subprocesses and calls inside each other"
            raise ExecutionFailed(reason, element=host.id, process=host.process)
        inner = Inner(self.subprocess_specs[spec_name], my_task.id, self, deserializing=True)
        inner.within = within
        self.subprocesses[my_task.id] = inner
        return inner


class Inner(Run, BpmnSubWorkflow):  # type: ignore[misc]
    """A subprocess or called process."""
