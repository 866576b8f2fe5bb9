"""Game: SpiffWorkflow moves the tokens of a case; this decides what comes next and passes on what it means."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.dialect.elements import Element
from engine.errors import ExecutionFailed
from engine.workflow import (
    cancelling,
    catching,
    compensating,
    handing,
    happening,
    noting,
    offering,
    performing,
    remembering,
    repeating,
    throwing,
)
from engine.workflow.board import Board
from engine.workflow.compiled import Compiled
from engine.workflow.expressions import Blaming
from engine.workflow.joins import Inclusive
from engine.workflow.meaning import Meaning
from engine.workflow.run import Instance
from engine.workflow.scopes import Scopes
from engine.workflow.step import Surroundings


class TokenGame(Board):
    """A board plus the rules by which its case advances."""

    def __init__(
        self,
        compiled: Compiled,
        workflow: Instance,
        scopes: Scopes,
        memory: dict[str, Any],
        surroundings: Surroundings,
    ) -> None:
        super().__init__(compiled, workflow, scopes, memory, surroundings)
        self.waited = False
        """Whether the case was waiting for anything but a person when this advance began."""
        self.before = b""
        """The state that this advance started from; empty if the case begins."""
        self.behind = False
        """Whether timers were left for the next advance because too many were due."""
        meaning: Meaning = self
        workflow.game = meaning

    # ---- moving on ----------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Run until every token waits, then let happen what can: joins, conditions, then timers, the earliest first."""
        self._run()
        while compensating.advance(self) or ((may_wait := self.may_wait()) and self._let_happen()):
            self._run()
        if may_wait:
            for waiting in catching.find_waiting(self):
                catching.arm(self, waiting)
        compensating.tidy(self)

    def may_wait(self) -> bool:
        """Whether there is anything that an event could happen to: most cases wait only for a person."""
        return self.compiled.listens or bool(self.tasks(TaskState.WAITING))

    def _let_happen(self) -> bool:
        return self._open_a_join() or self._meet_a_condition() or self._fire_a_timer()

    def _run(self) -> None:
        """Run automatic tasks until there are none. SpiffWorkflow's own loop loses tasks that are too deep."""
        try:
            while ready := [task for task in self.tasks(TaskState.READY) if not task.task_spec.manual]:
                for task in ready:
                    while self.compiled.has_conditions and _goes_on(task) and self._meet_a_condition():
                        pass  # A condition that comes true interrupts at once, not only when nothing moves any more.
                    if task._state == TaskState.READY:
                        happening.run_task(self, task)
        except SpiffWorkflowException as error:
            spec = getattr(error, "task_spec", None)
            raise ExecutionFailed(str(error), element=getattr(spec, "name", "") or "") from error
        except RecursionError as error:
            raise ExecutionFailed("the case has become too deep to go on") from error

    def _open_a_join(self) -> bool:
        for task in self.tasks(TaskState.WAITING):
            if isinstance(task.task_spec, Inclusive) and task.task_spec.opens(task):
                task.task_spec.open(task)
                return True
        return False

    def _meet_a_condition(self) -> bool:
        waiting = catching.next_condition(self)
        if waiting is not None:
            self.budget.count(waiting.element, waiting.workflow.task_tree.id)
            happening.catch(self, waiting)
        return waiting is not None

    def _fire_a_timer(self) -> bool:
        due = catching.next_due(self)
        if due is None:
            return False
        moment, waiting = due
        self.behind = self.budget.is_spent_at(moment.isoformat())
        if self.behind:
            return False
        self.budget.reach(moment.isoformat())
        self.budget.count(waiting.element, waiting.workflow.task_tree.id)
        self.events.append(events.TimerFired(waiting.element.process, waiting.element.id, moment))
        happening.happen(self, waiting, {})
        return True

    # ---- what things mean (`meaning.Meaning`) -------------------------------------------------------------------

    def decide(self, task: Task, flow: Element) -> bool:
        """Raises: ExecutionFailed: the condition is neither true nor false."""
        with Blaming(flow):
            return self.expressions.holds(str(flow.condition), self.variables(task))

    def perform(self, task: Task) -> None:
        performing.perform(self, task)

    def offer(self, task: Task) -> None:
        offering.offer(self, task)

    def throw(self, task: Task) -> bool | None:
        kind = task.task_spec.element.event.kind if task.task_spec.element.event is not None else None
        if kind == "compensate":
            return compensating.throw(self, task)
        return cancelling.cancel(self, task) if kind == "cancel" else throwing.throw(self, task)

    def undo_all(self, task: Task) -> bool | None:
        return compensating.undo_all(self, task)

    def enter(self, task: Task) -> None:
        handing.enter(self, task)

    def leave(self, task: Task) -> None:
        handing.leave(self, task)

    def open_instances(self, task: Task) -> bool:
        return repeating.open_all(self, task)

    def collect(self, task: Task, child: Task) -> bool:
        return repeating.collect(self, task, child)

    def close_instances(self, task: Task) -> None:
        repeating.close_all(self, task)

    def note_completed(self, task: Task) -> None:
        noting.note_completed(self, task)

    def remember(self, task: Task) -> None:
        remembering.remember(self, task)


def _goes_on(task: Task) -> bool:
    """Whether a token is about to move on from where it is now; at a start its scope is not running yet."""
    element: Element | None = getattr(task.task_spec, "element", None)
    return task._state == TaskState.READY and element is not None and element.kind != "startEvent"
