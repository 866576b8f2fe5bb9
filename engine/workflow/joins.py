"""Joins: the gateways where tokens come together, or wait for one of several events (BPMN 2.0.2 clause 13.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed
from engine.workflow.specs import Boundary, Node
from engine.workflow.token import ALIVE


class Parallel(Node, defaults.ParallelGateway):  # type: ignore[misc]
    """Takes all ways out; as a join it takes one token from each way in and leaves the rest (clause 13.4.1).

    SpiffWorkflow looks at all tokens that ever came, and so confuses the laps of a loop.
    """

    def _update_hook(self, my_task: Task) -> bool:
        needed = Counter(spec.name for spec in self.inputs)
        arrived = [my_task, *_waiting_at(my_task)]
        have = Counter(task.parent.task_spec.name for task in arrived)
        if any(have[name] < count for name, count in needed.items()):
            my_task._set_state(TaskState.WAITING)
            return False
        needed[my_task.parent.task_spec.name] -= 1
        for task in arrived[1:]:
            way = task.parent.task_spec.name
            if needed[way] > 0:
                needed[way] -= 1
                task.cancel()
        return True

    def _run_hook(self, my_task: Task) -> bool:
        return True


class EdgeJoin(BoundaryEventJoin):  # type: ignore[misc]
    """What SpiffWorkflow puts after an activity with events on its edge: the activity or an event moves on from there.

    SpiffWorkflow's own version searches for the others at any depth below the split, recursively from the start of the
    case. So it fails in a loop of ten steps after a hundred laps. Where an event leads back to its own activity it
    takes the joins of the next run for its own: the events on the edge of that run are lost.
    """

    def _find_tasks(self, my_task: Task) -> list[Task]:
        split = my_task.find_ancestor(self.split_task)
        behind = [after for child in split.children for after in child.children]
        return [task for task in behind if task.task_spec is self]

    def _check_threshold_structured(self, my_task: Task) -> tuple[bool, list[Task]]:
        split = my_task.find_ancestor(self.split_task)
        events = [task for task in split.children if isinstance(task.task_spec, Boundary)]
        # What came after an event may be attached to the split itself, once that event is forgotten.
        host = next(task for task in split.children if task.task_spec in self.inputs and task not in events)
        came = any(e.task_spec.cancel_activity and e.has_state(TaskState.READY | TaskState.COMPLETED) for e in events)
        if not came and not host.has_state(TaskState.FINISHED_MASK):
            return False, []
        waiting = [task for task in events if task.state == TaskState.WAITING]
        return True, [*waiting, *([host] if came else [])]


class Inclusive(Node, defaults.InclusiveGateway):  # type: ignore[misc]
    """Every way out whose condition holds, else the default; as a join it waits as long as another token can arrive.

    Clause 13.4.3. SpiffWorkflow's own cannot be in a loop.
    """

    def _predict_hook(self, my_task: Task) -> None:
        """Nothing is known before the choice is made."""

    def _update_hook(self, my_task: Task) -> bool:
        if len(self.inputs) < 2:
            return True
        my_task._set_state(TaskState.WAITING)  # The token game opens it as soon as nothing else moves.
        return False

    def opens(self, my_task: Task) -> bool:
        """Whether no other token can still arrive by a way in that is empty.

        A token that can also arrive by a way in that already has a token is not waited for.
        """
        arrived = {task.parent.task_spec.name for task in (my_task, *_waiting_at(my_task))}
        sources = {spec.name for spec in self.inputs}
        onward = my_task.workflow.spec.onward
        late = _leading_to(sources - arrived, onward, self.name)
        soon = _leading_to(arrived, onward, self.name)
        return not any(place in late and place not in soon for place in _tokens_beside(my_task))

    def open(self, my_task: Task) -> None:
        """Take one token from each way in that has any, and move on."""
        taken = {my_task.parent.task_spec.name}
        for task in _waiting_at(my_task):
            if (way := task.parent.task_spec.name) not in taken:
                taken.add(way)
                task.cancel()
        my_task._ready()

    def _run_hook(self, my_task: Task) -> bool:
        matches, otherwise = self._get_matching_outputs(my_task)
        if not (matches or otherwise):
            raise ExecutionFailed("no way out is open", element=self.element.id, process=self.element.process)
        my_task._sync_children(matches or otherwise, TaskState.FUTURE)
        return True


class EventGateway(Node):
    """Waits for the first of several events; then the others are no longer awaited (clause 13.4.4)."""

    def _predict_hook(self, my_task: Task) -> None:
        my_task._sync_children(self.outputs, state=TaskState.MAYBE)

    def _run_hook(self, my_task: Task) -> bool:
        for child in my_task.children:
            child._set_state(TaskState.WAITING)
        return True


def _waiting_at(my_task: Task) -> list[Task]:
    """The other tokens that wait at the same join, in order of arrival."""
    spec = my_task.task_spec
    return [
        task
        for task in my_task.workflow.tasks.values()
        if task.task_spec is spec and task is not my_task and task.has_state(TaskState.WAITING)
    ]


def _tokens_beside(my_task: Task) -> Iterator[str]:
    """Where the tokens of the same scope are, except those at this join.

    An event on an edge counts as being at its host. What waits after an event-based gateway counts as still being at
    the gateway: which way it takes has not been decided (clause 13.4.4).
    """
    for task in my_task.workflow.tasks.values():
        spec = task.task_spec
        if spec is my_task.task_spec or not task.has_state(ALIVE) or not isinstance(spec, Node):
            continue
        if task.has_state(TaskState.WAITING) and isinstance(task.parent.task_spec, EventGateway):
            yield task.parent.task_spec.element.id
        elif not isinstance(spec, Boundary):
            yield spec.element.id


def _leading_to(targets: Collection[str], onward: Mapping[str, Collection[str]], around: str) -> set[Any]:
    """Every node from which one of the targets can be reached, itself included, without passing a gateway."""
    found = set(targets) - {around}
    grown = True
    while grown:
        more = {key for key, after in onward.items() if key not in found and key != around and found & set(after)}
        found |= more
        grown = bool(more)
    return found
