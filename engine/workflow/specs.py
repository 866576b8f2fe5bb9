"""Specs: our subclasses of SpiffWorkflow's task specifications, each correcting what was wrong with its parent.

Every spec knows its `Element`, and asks `meaning.Meaning` for everything beyond the movement of a token. No expression
ever reaches SpiffWorkflow's own script engine.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition
from SpiffWorkflow.operators import Operator
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.dialect.elements import Element, Event
from engine.errors import ExecutionFailed
from engine.workflow.meaning import meaning_of


class Node(BpmnTaskSpec):  # type: ignore[misc]
    """A flow node of a diagram. `tracked` is False for the inner spec of a repeated activity."""

    element: Element
    tracked: bool = True

    def place(self, element: Element) -> Node:
        self.element = element
        self.bpmn_id = element.id
        self.bpmn_name = element.name
        return self

    def _on_ready(self, my_task: Task) -> None:
        # SpiffWorkflow checks each time whether the specification is complete, and makes assignments: ours has none.
        self._on_ready_hook(my_task)

    def _on_complete_hook(self, my_task: Task) -> None:
        if self.tracked:
            meaning_of(my_task).note_completed(my_task)
        self._remember(my_task)
        super()._on_complete_hook(my_task)

    def _remember(self, my_task: Task) -> None:
        meaning_of(my_task).remember(my_task)


class Condition(Operator):  # type: ignore[misc]
    """The condition of a sequence flow: it is true or false, or the case stops with an incident."""

    def __init__(self, flow: Element) -> None:
        super().__init__(flow)
        self.flow = flow

    def _matches(self, task: Task) -> bool:
        return meaning_of(task).decide(task, self.flow)


class Start(Node, defaults.StartEvent):  # type: ignore[misc]
    """A start event. What started it is settled before it is reached, so it waits for nothing."""


class End(Node, defaults.EndEvent):  # type: ignore[misc]
    """An end event. One that throws an error, or an escalation that interrupts, is ended by whoever catches it."""

    def _run_hook(self, my_task: Task) -> bool | None:
        return meaning_of(my_task).throw(my_task)


class Throw(Node, defaults.IntermediateThrowEvent):  # type: ignore[misc]
    """An intermediate event that throws, or that only says which state the case has reached."""

    def _run_hook(self, my_task: Task) -> bool | None:
        return meaning_of(my_task).throw(my_task)


class Catch(Node, defaults.IntermediateCatchEvent):  # type: ignore[misc]
    """An intermediate event that waits, or a receive task."""


class Boundary(Node, defaults.BoundaryEvent):  # type: ignore[misc]
    """An event on the edge of an activity."""


class Exclusive(Node, defaults.ExclusiveGateway):  # type: ignore[misc]
    """Takes exactly one way out (BPMN 2.0.2 clause 13.4.2)."""

    def _predict_hook(self, my_task: Task) -> None:
        """Nothing is known before the choice is made."""

    def _run_hook(self, my_task: Task) -> bool:
        ways = ((condition, name) for condition, name in self.cond_task_specs if condition is not None)
        chosen = next((name for condition, name in ways if condition._matches(my_task)), self.default_task_spec)
        if chosen is None:
            raise ExecutionFailed("no way out is open", element=self.element.id, process=self.element.process)
        my_task._sync_children([self._wf_spec.task_specs[chosen]], TaskState.FUTURE)
        return True


class Passing(Node, defaults.NoneTask):  # type: ignore[misc]
    """Service, send, business rule, script, manual and undefined tasks: done as soon as they are reached.

    A service task only records what is to be done; the job row is part of the same transaction.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manual = False

    def _run_hook(self, my_task: Task) -> bool:
        meaning_of(my_task).perform(my_task)
        return True


class UserTask(Node, defaults.UserTask):  # type: ignore[misc]
    """A task for a person: it stays READY until its answers are given."""

    def _on_ready_hook(self, my_task: Task) -> None:
        super()._on_ready_hook(my_task)
        meaning_of(my_task).offer(my_task)

    def _on_cancel(self, my_task: Task) -> None:
        super()._on_cancel(my_task)
        meaning_of(my_task).close_scope(my_task)


class SubProcess(Node, defaults.SubWorkflowTask):  # type: ignore[misc]
    """An embedded subprocess, an event subprocess, or the call of another process."""

    def copy_data(self, my_task: Task, subworkflow: Any) -> None:
        meaning_of(my_task).enter(my_task)

    def update_data(self, my_task: Task, subworkflow: Any) -> None:
        meaning_of(my_task).leave(my_task)

    def _remember(self, my_task: Task) -> None:
        """Does nothing: it was remembered when its scope was left, because its variables are gone by now."""

    def _on_cancel(self, my_task: Task) -> None:
        super()._on_cancel(my_task)
        meaning_of(my_task).close_scope(my_task)


class Awaited(EventDefinition):  # type: ignore[misc]
    """What an event waits for: a moment, a message, a signal, a condition, or what is thrown inside its activity.

    The token game makes it happen. SpiffWorkflow reads the computer's clock, evaluates a timer's text as Python, and
    finds receivers by comparing definitions, so that two timers of one gateway share a value.
    """

    def __init__(self, event: Event) -> None:
        super().__init__(event.reference or event.kind)
        self.event = event

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__


class Terminate(TerminateEventDefinition):  # type: ignore[misc]
    """A terminate end event ends its own process or subprocess, and notifies nobody outside it."""

    def throw(self, my_task: Task) -> None:
        """Throws nothing: `EndEvent` itself cancels what is left."""


class Plain(NoneEventDefinition):  # type: ignore[misc]
    """A none event, or one whose throwing the token game does."""
