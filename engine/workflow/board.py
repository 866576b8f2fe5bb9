"""Board: a case during one advance: its tokens, its variables, and what has happened so far.

What a task or an event does is in the rooms around this one, as functions that take a board. A board is thrown away
after one advance, even if it fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task

from engine import events
from engine.dialect.elements import Element
from engine.dialect.timers import TimerValueRefused, resolve
from engine.errors import ExecutionFailed
from engine.workflow.budget import Budget
from engine.workflow.compiled import Compiled
from engine.workflow.expressions import Blaming, Expressions, is_feel
from engine.workflow.run import Instance, Run
from engine.workflow.scopes import ROOT, Scopes, inside_of, local_of
from engine.workflow.step import Explanation, JobRequest, Publication, Surroundings
from engine.workflow.waiting import Waiting


class Board:
    """What is known of a case while it advances, and what the rest of the engine will learn of it afterwards."""

    def __init__(
        self,
        compiled: Compiled,
        workflow: Instance,
        scopes: Scopes,
        memory: dict[str, Any],
        surroundings: Surroundings,
    ) -> None:
        self.compiled = compiled
        self.workflow = workflow
        self.scopes = scopes
        self.memory = memory
        """What a case keeps besides tokens and variables, as JSON: `done` and `undoing` (see `remembering` and
        `compensating`), `listening` (what event subprocesses remember), `last_end`, and the number of its `jobs`."""
        self.surroundings = surroundings
        self.expressions = Expressions(surroundings)
        self.budget = Budget(compiled.processes.values())
        self.events: list[events.Event] = []
        self.jobs: list[JobRequest] = []
        self.explanations: list[Explanation] = []
        self.publications: list[Publication] = []
        self.caught: list[Waiting] = []
        """The catchers of what the running task has thrown; they receive it once the task has run."""
        self.thrown_signals: list[tuple[str, list[Waiting]]] = []
        """As `caught`, with the name of the signal."""
        self.signals: list[str] = []
        """All signals thrown in this advance, for other cases."""

    # ---- tokens -------------------------------------------------------------------------------------------------

    def tasks(self, state: int) -> list[Task]:
        """All tasks in a state, in the case and in every subprocess of it. No depth limit, unlike SpiffWorkflow's."""
        found = [task for task in self.workflow.tasks.values() if task._state & state]
        for workflow in self.workflow.subprocesses.values():
            if not workflow.completed:  # What is over is forgotten at the end of the step: in a loop it is most.
                found += [task for task in workflow.tasks.values() if task._state & state]
        return found

    def find_task(self, key: str) -> Task | None:
        """A task by its id, anywhere in the case; None once it is gone."""
        for workflow in self.workflow.running():
            if key in workflow.tasks:
                found: Task = workflow.tasks[key]
                return found
        return None

    def host_of(self, workflow: Run) -> Task:
        """The task that a subprocess or called process runs in."""
        host: Task = self.workflow.get_task_from_id(workflow.parent_task_id)
        return host

    def place_of(self, task: Task) -> tuple[str, str]:
        element: Element = task.task_spec.element
        return element.process, element.id

    # ---- variables ----------------------------------------------------------------------------------------------

    def scope_of(self, task: Task) -> str:
        """The key of the nearest scope around a task, its own included."""
        local = local_of(task.id)
        return local if local in self.scopes else self.scope_around(task)

    def scope_around(self, task: Task) -> str:
        return self.scope_within(task.workflow)

    def scope_within(self, workflow: Run) -> str:
        """The key of the scope of a process or subprocess."""
        return ROOT if workflow is self.workflow else inside_of(workflow.parent_task_id)

    def close_scope(self, task: Task) -> None:
        self.scopes.close(inside_of(task.id))
        self.scopes.close(local_of(task.id))

    def variables(self, task: Task) -> Mapping[str, Any]:
        return self.scopes.visible(self.scope_of(task))

    # ---- what the diagram says ----------------------------------------------------------------------------------

    def evaluate(self, task: Task, text: str | None, extra: Mapping[str, Any] | None = None) -> Any:
        if not is_feel(text):
            return text or None
        variables = self.variables(task)
        with Blaming(task.task_spec.element):
            return self.expressions.evaluate(text, {**variables, **extra} if extra else variables)

    def evaluate_in(self, scope: str, element: Element, text: str | None) -> Any:
        """The value in a scope of an attribute of an element that has no token."""
        with Blaming(element):
            return self.expressions.evaluate(text, self.scopes.visible(scope))

    def moment(self, task: Task, text: str | None, extra: Mapping[str, Any] | None = None) -> datetime:
        value = self.evaluate(task, text, extra)
        try:
            return resolve(value, self.surroundings.now, self.surroundings.zone)
        except TimerValueRefused as error:
            process, element = self.place_of(task)
            raise ExecutionFailed(f"timer {text}: {error}", element=element, process=process) from error
