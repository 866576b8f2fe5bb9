"""The token game of one case during one advance: SpiffWorkflow moves the tokens, this tells it what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.dialect.elements import Element
from engine.dialect.ends import comes_after
from engine.dialect.saying import to_text
from engine.dialect.timers import TimerValueRefused, resolve
from engine.errors import ExecutionFailed
from engine.workflow import cancelling, catching, compensating, handing, instances, performing, throwing
from engine.workflow.budget import Budget
from engine.workflow.compiling import Compiled
from engine.workflow.expressions import Expressions, is_feel
from engine.workflow.instance import Instance
from engine.workflow.joins import Inclusive
from engine.workflow.scopes import Scopes
from engine.workflow.step import Explanation, JobRequest, Publication, Surroundings
from engine.workflow.ways import Way


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
        self.explanations: list[Explanation] = []
        self.publications: list[Publication] = []
        self.caught: list[catching.Waiting] = []
        """The catchers of what the task that runs now has thrown; they get it when it has run."""
        self.thrown_signals: list[tuple[str, list[catching.Waiting]]] = []
        """As `caught`, with the name of the signal."""
        self.signals: list[str] = []
        """All signals of this advance, for those outside the case."""
        self.waited = False
        """Whether anything but a person was awaited when this advance began."""
        self.behind = False
        """Whether timers were left for the next advance, because too many were due."""
        self._budget = Budget(compiled.processes.values())
        workflow.game = self

    # ---- moving -------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Run until every token waits, and let happen what can: joins, conditions, then timers, the earliest first."""
        self._run()
        while compensating.advance(self) or (self.may_wait() and self._let_happen()):
            self._run()
        if self.may_wait():
            for waiting in catching.find_waiting(self):
                catching.arm(self, waiting)
        catching.forget_listeners(self)
        compensating.tidy(self)

    def may_wait(self) -> bool:
        """Whether there is anything that an event could happen to: most cases wait for a person only."""
        return self.compiled.listens or bool(self.tasks(TaskState.WAITING))

    def _let_happen(self) -> bool:
        return self._open_a_join() or self._meet_a_condition() or self._fire_a_timer()

    def _run(self) -> None:
        """Run automatic tasks until there are none. SpiffWorkflow's own loop loses those that hang too deep."""
        try:
            while ready := [task for task in self.tasks(TaskState.READY) if not task.task_spec.manual]:
                for task in ready:
                    while self.compiled.has_conditions and _goes_on(task) and self._meet_a_condition():
                        pass  # What comes to hold interrupts at once, and not only when nothing moves any more.
                    if task._state == TaskState.READY:
                        self.run_task(task)
        except SpiffWorkflowException as error:
            spec = getattr(error, "task_spec", None)
            raise ExecutionFailed(str(error), element=getattr(spec, "name", "") or "") from error
        except RecursionError as error:
            raise ExecutionFailed("the case has become too deep to go on") from error

    def run_task(self, task: Task) -> None:
        """Run one automatic task, and hand over what it throws."""
        self._budget.count(getattr(task.task_spec, "element", None), task.workflow.task_tree.id)
        task.run()
        throwing.deliver(self)

    def _open_a_join(self) -> bool:
        for task in self.tasks(TaskState.WAITING):
            if isinstance(task.task_spec, Inclusive) and task.task_spec.opens(task):
                task.task_spec.open(task)
                return True
        return False

    def _meet_a_condition(self) -> bool:
        waiting = catching.next_condition(self)
        if waiting is not None:
            self._budget.count(waiting.element, waiting.workflow.task_tree.id)
            throwing.tell(self, waiting)
        return waiting is not None

    def _fire_a_timer(self) -> bool:
        due = catching.next_due(self)
        if due is None:
            return False
        moment, waiting = due
        self.behind = self._budget.is_spent_at(moment.isoformat())
        if self.behind:
            return False
        self._budget.reach(moment.isoformat())
        self._budget.count(waiting.element, waiting.workflow.task_tree.id)
        self.events.append(events.TimerFired(waiting.element.process, waiting.element.id, moment))
        catching.happen(self, waiting, {})
        return True

    def tasks(self, state: int) -> list[Task]:
        """All tasks in a state, of the case and of every subprocess in it. No depth limit, unlike SpiffWorkflow's."""
        found = [task for task in self.workflow.tasks.values() if task._state & state]
        for workflow in self.workflow.subprocesses.values():
            found += [task for task in workflow.tasks.values() if task._state & state]
        return found

    # ---- where things are ---------------------------------------------------------------------------------------

    def place_of(self, task: Task) -> tuple[str, str]:
        element: Element = task.task_spec.element
        return element.process, element.id

    def scope_of(self, task: Task) -> str:
        """The key of the nearest scope around a task, its own included."""
        local = f"local:{task.id}"
        return local if local in self.scopes else self.scope_around(task)

    def scope_around(self, task: Task) -> str:
        return catching.scope_within(self, task.workflow)

    def variables(self, task: Task) -> Mapping[str, Any]:
        return self.scopes.visible(self.scope_of(task))

    def evaluate(self, task: Task, text: str | None, extra: Mapping[str, Any] | None = None) -> Any:
        if not is_feel(text):
            return text or None
        variables = self.variables(task)
        with self.blaming(task):
            return self.expressions.evaluate(text, {**variables, **extra} if extra else variables)

    def evaluate_in(self, scope: str, element: Element, text: str | None) -> Any:
        """The value of an attribute of an element that no token is at, in a scope."""
        with _Blame(element):
            return self.expressions.evaluate(text, self.scopes.visible(scope))

    def blaming(self, task: Task) -> _Blame:
        return _Blame(task.task_spec.element)

    def blaming_element(self, element: Element) -> _Blame:
        return _Blame(element)

    # ---- what the specs ask -------------------------------------------------------------------------------------

    def decide(self, task: Task, flow: Element) -> bool:
        """Whether a flow is taken. Raises: ExecutionFailed: the condition is neither true nor false."""
        with _Blame(flow):
            return self.expressions.holds(str(flow.condition), self.variables(task))

    def has_happened(self, task: Task) -> bool:
        return bool(task.internal_data.get("event_fired"))

    def throw(self, task: Task) -> bool | None:
        kind = task.task_spec.element.event.kind if task.task_spec.element.event is not None else None
        if kind == "compensate":
            return compensating.throw(self, task)
        return cancelling.cancel(self, task) if kind == "cancel" else throwing.throw(self, task)

    def undo_all(self, task: Task) -> bool | None:
        return compensating.undo_all(self, task)

    def moment(self, task: Task, text: str | None, extra: Mapping[str, Any] | None = None) -> datetime:
        value = self.evaluate(task, text, extra)
        try:
            return resolve(value, self.surroundings.now, self.surroundings.zone)
        except TimerValueRefused as error:
            process, element = self.place_of(task)
            raise ExecutionFailed(f"timer {text}: {error}", element=element, process=process) from error

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
            process = self.compiled.processes[element.process]
            if comes_after(process, self.compiled.ends, self.counters.get("last_end"), element):
                self.counters["last_end"] = element.id

    def _way_in(self, task: Task) -> str | None:
        """The sequence flow by which a token came: from the nearest flow node above it in the tree of tasks."""
        parent = task.parent
        if parent is not None and isinstance(parent.task_spec, Way):
            return parent.task_spec.flow.id
        while parent is not None and not getattr(parent.task_spec, "tracked", False):
            parent = parent.parent
        if parent is None:
            return None
        source: Element = parent.task_spec.element
        elements = self.compiled.processes[source.process].elements
        ways = [flow for flow in source.outgoing if elements[flow].target == task.task_spec.element.id]
        return ways[0] if ways else None

    def remember(self, task: Task) -> None:
        compensating.remember(self, task)

    def remember_again(self, task: Task) -> None:
        compensating.remember_again(self, task)

    def offer(self, task: Task) -> None:
        performing.offer(self, task)

    def perform(self, task: Task) -> None:
        performing.perform(self, task)

    def enter(self, task: Task) -> None:
        handing.enter(self, task)

    def leave(self, task: Task) -> None:
        handing.leave(self, task)

    def take_answers(self, task: Task, answers: Mapping[str, Any]) -> None:
        handing.take_answers(self, task, answers)

    def close_scope(self, task: Task) -> None:
        self.scopes.close(f"sub:{task.id}")
        self.scopes.close(f"local:{task.id}")

    def open_instances(self, task: Task) -> bool:
        return instances.open_all(self, task)

    def collect(self, task: Task, child: Task) -> bool:
        return instances.collect(self, task, child)

    def close_instances(self, task: Task) -> None:
        for child in task.children:
            self.close_scope(child)


def _goes_on(task: Task) -> bool:
    """Whether a token is to go on from where it is now; at a start its scope is not under way yet."""
    element: Element | None = getattr(task.task_spec, "element", None)
    return task._state == TaskState.READY and element is not None and element.kind != "startEvent"


class _Blame:
    """Adds the element to an error that does not know where it happened."""

    def __init__(self, element: Element) -> None:
        self.element = element

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ExecutionFailed) and not error.element:
            raise ExecutionFailed(error.message, element=self.element.id, process=self.element.process) from error
