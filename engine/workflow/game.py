"""The token game of one case during one advance: SpiffWorkflow moves the tokens, this tells it what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.dialect.elements import Element
from engine.dialect.timers import TimerValueRefused, resolve
from engine.errors import ExecutionFailed
from engine.workflow import instances, performing, specs
from engine.workflow.compiling import Compiled, EventSubprocess
from engine.workflow.expressions import Expressions, to_text
from engine.workflow.instance import Instance
from engine.workflow.scopes import ROOT, Scopes
from engine.workflow.step import JobRequest, Publication, Surroundings

STEP_BUDGET = 2_000
"""Automatic steps in one advance; a diagram that needs more goes round in circles."""


class NoScripts:
    """Takes the place of SpiffWorkflow's script engine, which would evaluate Python. Nothing may ever get here."""

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> Any:
        raise ExecutionFailed("an expression reached the script engine", element=task.task_spec.name)

    execute = evaluate


class TokenGame:
    """Everything that a spec may ask or tell while tokens move. Thrown away after one advance, also after an error."""

    def __init__(
        self,
        compiled: Compiled,
        workflow: Instance,
        scopes: Scopes,
        counters: dict[str, Any],
        surroundings: Surroundings,
    ) -> None:
        self.compiled = compiled
        self.workflow = workflow
        self.scopes = scopes
        self.counters = counters
        self.surroundings = surroundings
        self.expressions = Expressions(surroundings)
        self.events: list[events.Event] = []
        self.jobs: list[JobRequest] = []
        self.publications: list[Publication] = []
        self._firing: UUID | None = None
        self._budget = STEP_BUDGET
        workflow.game = self
        workflow.script_engine = NoScripts()

    # ---- moving -------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Run until every token waits, and fire the timers that are due, the earliest first, until none is."""
        self._run()
        while due := sorted(self.due_timers(), key=lambda pair: pair[0]):
            moment, task = due[0]
            self.events.append(events.TimerFired(*self.place_of(task), moment))
            self._firing = task.id
            task.task_spec._update(task)
            self._firing = None
            self._run()

    def _run(self) -> None:
        """Run automatic tasks until there are none. SpiffWorkflow's own loop loses those that hang too deep."""
        try:
            while ready := [task for task in self.tasks(TaskState.READY) if not task.task_spec.manual]:
                for task in ready:
                    if task.has_state(TaskState.READY):
                        self._count_step(task)
                        task.run()
        except SpiffWorkflowException as error:
            spec = getattr(error, "task_spec", None)
            raise ExecutionFailed(str(error), element=getattr(spec, "name", "") or "") from error
        except RecursionError as error:
            raise ExecutionFailed("the case has become too deep to go on") from error

    def _count_step(self, task: Task) -> None:
        self._budget -= 1
        if self._budget < 0:
            raise ExecutionFailed("goes round without end", element=task.task_spec.name)

    def tasks(self, state: int) -> Iterator[Task]:
        """All tasks in a state, of the case and of every subprocess in it. No depth limit, unlike SpiffWorkflow's."""
        for workflow in (self.workflow, *self.workflow.subprocesses.values()):
            yield from [task for task in workflow.tasks.values() if task.has_state(state)]

    # ---- where things are ---------------------------------------------------------------------------------------

    def place_of(self, task: Task) -> tuple[str, str]:
        element: Element = task.task_spec.element
        return element.process, element.id

    def scope_of(self, task: Task) -> str:
        """The key of the nearest scope around a task, its own included."""
        local = f"local:{task.id.hex}"
        return local if local in self.scopes else self.scope_around(task)

    def scope_around(self, task: Task) -> str:
        if task.workflow is self.workflow:
            return ROOT
        return f"sub:{task.workflow.parent_task_id.hex}"

    def variables(self, task: Task) -> Mapping[str, Any]:
        return self.scopes.visible(self.scope_of(task))

    def evaluate(self, task: Task, text: str | None, extra: Mapping[str, Any] | None = None) -> Any:
        variables = self.variables(task)
        with self.blaming(task):
            return self.expressions.evaluate(text, {**variables, **extra} if extra else variables)

    def blaming(self, task: Task) -> _Blame:
        return _Blame(task.task_spec.element)

    # ---- what the specs ask -------------------------------------------------------------------------------------

    def decide(self, task: Task, flow: Element) -> bool:
        """Whether a flow is taken.

        Raises:
            ExecutionFailed: the condition is neither true nor false; it never quietly means the default flow.
        """
        with _Blame(flow):
            found = self.expressions.explain(str(flow.condition).removeprefix("="), self.variables(task))
        if isinstance(found.value, bool):
            return found.value
        because = "; ".join(warning.message for warning in found.warnings)
        raise ExecutionFailed(
            f"condition {flow.condition} is neither true nor false" + (f" ({because})" if because else ""),
            element=flow.id,
            process=flow.process,
        )

    def timer_has_fired(self, task: Task) -> bool:
        if task.internal_data.get("event_fired"):
            return True
        if "due" not in task.internal_data:
            task.internal_data["due"] = self.moment(task, task.task_spec.element.event.expression).isoformat()
        if task.id != self._firing:
            return False
        task.internal_data["event_fired"] = True
        return True

    def due_timers(self) -> Iterator[tuple[datetime, Task]]:
        for moment, task in self.pending_timers():
            if moment <= self.surroundings.now:
                yield moment, task

    def pending_timers(self) -> Iterator[tuple[datetime, Task]]:
        for task in self.tasks(TaskState.WAITING):
            waits = isinstance(getattr(task.task_spec, "event_definition", None), specs.Timer)
            if waits and not task.internal_data.get("event_fired") and "due" in task.internal_data:
                yield datetime.fromisoformat(task.internal_data["due"]), task

    def moment(self, task: Task, text: str | None) -> datetime:
        value = self.evaluate(task, text)
        try:
            return resolve(value, self.surroundings.now, self.surroundings.zone)
        except TimerValueRefused as error:
            process, element = self.place_of(task)
            raise ExecutionFailed(f"timer {text}: {error}", element=element, process=process) from error

    def subscribe(self, task: Task) -> None:
        if "key" not in task.internal_data:
            key = self.evaluate(task, task.task_spec.element.event.correlation_key)
            task.internal_data["key"] = None if key is None else to_text(key)

    # ---- what the specs tell ------------------------------------------------------------------------------------

    def note_completed(self, task: Task) -> None:
        element: Element = task.task_spec.element
        self.events.append(events.ElementCompleted(element.process, element.id, self._way_in(task)))
        if status := element.properties.get("publishedStatus"):
            text = self.evaluate(task, element.properties.get("publishedText"))
            self.publications.append(
                Publication(element.process, element.id, status, to_text(text) if text is not None else None)
            )
            self.events.append(events.StatusPublished(element.process, element.id, status))
        if element.kind == "endEvent" and element.process == self.compiled.main:
            self.counters["last_end"] = element.id

    def _way_in(self, task: Task) -> str | None:
        """The sequence flow by which a token came: from the nearest flow node above it in the tree of tasks."""
        parent = task.parent
        while parent is not None and not getattr(parent.task_spec, "tracked", False):
            parent = parent.parent
        if parent is None:
            return None
        source: Element = parent.task_spec.element
        elements = self.compiled.processes[source.process].elements
        ways = [flow for flow in source.outgoing if elements[flow].target == task.task_spec.element.id]
        return ways[0] if ways else None

    def offer(self, task: Task) -> None:
        performing.offer(self, task)

    def perform(self, task: Task) -> None:
        performing.perform(self, task)

    # ---- scopes -------------------------------------------------------------------------------------------------

    def mapped(self, task: Task, mappings: Any) -> dict[str, Any]:
        return {mapping.target: self.evaluate(task, mapping.source) for mapping in mappings}

    def map_out(self, task: Task, element: Element, answers: Mapping[str, Any]) -> None:
        for mapping in element.outputs:
            value = self.evaluate(task, mapping.source, answers)
            self.scopes.assign(self.scope_around(task), mapping.target, value)

    def take_answers(self, task: Task, answers: Mapping[str, Any]) -> None:
        """Put the answers of a user task where its diagram says."""
        element: Element = task.task_spec.element
        scope = self.scope_of(task)
        if element.loop is not None:
            self.scopes.own(scope).update(answers)
        elif element.outputs:
            self.map_out(task, element, answers)
        else:
            for name, value in answers.items():
                self.scopes.assign(scope, name, value)
        if element.loop is None:
            self.close_scope(task)

    def enter(self, task: Task) -> None:
        """A subprocess or called process begins: open its scope."""
        element: Element = task.task_spec.element
        inputs = self.mapped(task, element.inputs)
        if element.kind != "callActivity":
            self.scopes.open(f"sub:{task.id.hex}", self.scope_of(task), inputs)
            return
        if element.propagate_all_parent_variables:
            inputs = {**self.variables(task), **inputs}
        self.scopes.open(f"sub:{task.id.hex}", None, inputs)

    def leave(self, task: Task) -> None:
        """A subprocess or called process has ended: hand over what it yields and forget the rest."""
        key = f"sub:{task.id.hex}"
        if key not in self.scopes:
            return
        element: Element = task.task_spec.element
        inner = self.scopes.visible(key)
        around = self.scope_around(task)
        with self.blaming(task):
            yielded = {m.target: self.expressions.evaluate(m.source, inner) for m in element.outputs}
        if element.kind == "callActivity" and element.propagate_all_child_variables:
            yielded = {**self.scopes.own(key), **yielded}
        for name, value in yielded.items():
            self.scopes.assign(around, name, value)
        self.scopes.close(key)

    def close_scope(self, task: Task) -> None:
        self.scopes.close(f"sub:{task.id.hex}")
        self.scopes.close(f"local:{task.id.hex}")

    # ---- multi-instance: see instances.py ------------------------------------------------------------------------

    def open_instances(self, task: Task) -> None:
        instances.open_all(self, task)

    def collect(self, task: Task, child: Task) -> bool:
        return instances.collect(self, task, child)

    def close_instances(self, task: Task) -> None:
        for child in task.children:
            self.close_scope(child)

    def listeners(self) -> Iterator[tuple[Any, EventSubprocess]]:
        """Every event subprocess that listens now, with the (sub)process it listens in."""
        for workflow in (self.workflow, *self.workflow.subprocesses.values()):
            if workflow.completed or self._is_over(workflow):
                continue
            for listener in self.compiled.listeners.get(workflow.spec.name, ()):
                if not any(t.task_spec.name == listener.spec_name for t in workflow.tasks.values()):
                    yield workflow, listener

    def _is_over(self, workflow: Any) -> bool:
        if workflow is self.workflow:
            return False
        host = self.workflow.get_task_from_id(workflow.parent_task_id)
        return bool(host is None or host.has_state(TaskState.FINISHED_MASK))


class _Blame:
    """Adds the element to an error that does not know where it happened."""

    def __init__(self, element: Element) -> None:
        self.element = element

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ExecutionFailed) and not error.element:
            raise ExecutionFailed(error.message, element=self.element.id, process=self.element.process) from error
