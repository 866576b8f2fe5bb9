"""Carrying: moving the token tree of one case, scope by scope, to the specifications of another version.

SpiffWorkflow's own migration restarts what waits: drafts would be lost and timers would start again. Here what waits
stays as it is, and is only linked to its spec in the new version. No token moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.dialect.elements import Element
from engine.workflow import catching, specs
from engine.workflow.joins import EventGateway
from engine.workflow.passage import Obstacle, Passage
from engine.workflow.run import Instance, Run
from engine.workflow.standing import ref_of
from engine.workflow.token import ALIVE, Token

PREDICTED = TaskState.FUTURE | TaskState.PREDICTED_MASK


@dataclass
class Carried:
    """What carrying a case over found and did. If there is an obstacle, the tree can no longer be used."""

    obstacles: list[Obstacle] = field(default_factory=list)
    was: dict[str, Element] = field(default_factory=dict)
    """By the ref of what waits: its element in the version that the case comes from."""
    fresh: list[Task] = field(default_factory=list)
    """Events that the case starts to wait for."""
    dropped: list[Element] = field(default_factory=list)
    """Events that the case no longer waits for, by their element in the old version."""
    mapped: bool = False
    """Whether anything was found only through the mapping."""


def carry(passage: Passage, workflow: Instance, memory: dict[str, Any]) -> Carried:
    """Link every task and every memory of a case to the new version."""
    carried = Carried()
    _forget_what_is_over(workflow)
    scopes = [workflow, *workflow.subprocesses.values()]
    for scope in scopes:
        if passage.scope(scope.spec.name) in passage.new.specs:  # If not, the token around it reports that.
            _Scope(passage, scope, carried).look()
    if carried.obstacles:
        return carried
    remembered: dict[str, Any] = memory.pop("listening", {})
    listening: dict[str, Any] = {}
    for scope in scopes:
        listening |= _carry_listeners(passage, scope, remembered, carried)
        _Scope(passage, scope, carried).carry()
    if listening:
        memory["listening"] = listening
    workflow.subprocess_specs = passage.new.specs
    return carried


def _forget_what_is_over(workflow: Instance) -> None:
    """Drop the contents of subprocesses that have ended; the new version may no longer have them."""
    going, pending = {}, [workflow]
    while pending:
        scope = pending.pop()
        for task in scope.tasks.values():
            inner = workflow.subprocesses.get(task.id)
            if inner is not None and task.has_state(ALIVE):
                going[task.id] = inner
                pending.append(inner)
    workflow.subprocesses = {key: inner for key, inner in workflow.subprocesses.items() if key in going}


def _carry_listeners(passage: Passage, scope: Run, remembered: dict[str, Any], carried: Carried) -> dict[str, Any]:
    """What the event subprocesses of a scope remember, by the refs that they have in the new version."""
    found = {}
    for old in passage.old.listeners.get(scope.spec.name, ()):
        memory = remembered.get(catching.ref_of_listener(scope, old))
        new = passage.listener(scope.spec.name, old)
        if new is None:
            carried.dropped.append(old.start)
            continue
        carried.mapped |= old.element.id != new.element.id
        ref = catching.ref_of_listener(scope, new)
        carried.was[ref] = old.start
        if memory is not None:
            found[ref] = memory
    return found


class _Scope:
    """The tasks of one process or subprocess while they are carried over."""

    def __init__(self, passage: Passage, workflow: Run, carried: Carried) -> None:
        self.passage = passage
        self.workflow = workflow
        self.carried = carried
        self.name: str = workflow.spec.name
        self.old = workflow.spec

    # ---- looking ------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Find the obstacle for each token, and change nothing."""
        for task in self._all(ALIVE):
            obstacle = self.passage.obstacle(self.name, task.task_spec)
            if obstacle is not None and not self._can_be_dropped(task) and obstacle not in self.carried.obstacles:
                self.carried.obstacles.append(obstacle)

    def _can_be_dropped(self, task: Task) -> bool:
        """Whether the token may disappear: its event is on an edge, or is one of several that are awaited together."""
        if isinstance(task.task_spec, specs.Boundary):
            return True
        parent = task.parent
        if parent is None or not isinstance(parent.task_spec, EventGateway):
            return False
        return self._find(parent) is not None and any(
            sibling.has_state(TaskState.WAITING) and self._find(sibling) is not None for sibling in parent.children
        )

    def _find(self, task: Task) -> Any | None:
        return self.passage.find(self.name, task.task_spec)

    # ---- carrying -----------------------------------------------------------------------------------------------

    def carry(self) -> None:
        """Link each task to its spec in the new version, wait for what that waits for, and forget what is gone."""
        self.new = self.passage.new.specs[self.passage.scope(self.name)]
        for task in self._all(PREDICTED):
            self._remove(task)
        places = {task.id: place for task in self._all() if (place := self._find(task)) is not None}
        self._drop_what_is_gone(places)
        self._carry_events(places)
        for task in self._all():
            if task.id in places:
                self._become(task, places[task.id])
            elif task.has_state(TaskState.FINISHED_MASK) and self._is_old(task):
                self._take_out(task)
        self.workflow.spec = self.new

    def _all(self, state: int = TaskState.ANY_MASK) -> list[Task]:
        return [task for task in self.workflow.tasks.values() if task.has_state(state)]

    def _drop_what_is_gone(self, places: dict[str, Any]) -> None:
        for task in self._all():
            if self._has_come(task) and self._is_other_edge(task, places.get(task.id)):
                self._cut_loose(task)
                places.pop(task.id, None)
        for task in self._all(ALIVE):
            if task.id not in places:
                self._drop(task)

    def _carry_events(self, places: dict[str, Any]) -> None:
        """Wait for the events on the edge of each activity, and after each event-based gateway, in the new version."""
        for task in self._all(ALIVE):
            if isinstance(task.task_spec, specs.Node) and not isinstance(task.task_spec, specs.Boundary):
                self._carry_edges(task, places[task.id])
        for task in self._all():
            if isinstance(task.task_spec, EventGateway) and task.id in places:
                self._carry_choice(task, places[task.id])

    def _has_come(self, task: Task) -> bool:
        return isinstance(task.task_spec, specs.Boundary) and task.has_state(TaskState.FINISHED_MASK)

    def _is_other_edge(self, edge: Task, place: Any | None) -> bool:
        """Whether an event is no longer on the edge, or would interrupt now although it did not before."""
        return place is None or (bool(place.cancel_activity) and not edge.task_spec.cancel_activity)

    def _cut_loose(self, edge: Task) -> None:
        """Detach an event that has occurred, so that no join after the activity asks any more what it did there."""
        for join in [child for child in edge.children if isinstance(child.task_spec, BoundaryEventJoin)]:
            self._remove(join)

    def _is_old(self, task: Task) -> bool:
        return self.old.task_specs.get(task.task_spec.name) is task.task_spec

    def _become(self, task: Task, place: Any) -> None:
        if isinstance(task.task_spec, specs.Node) and task.has_state(ALIVE):
            self.carried.was[ref_of(task)] = task.task_spec.element
            self.carried.mapped |= task.task_spec.element.id != place.element.id
        task.task_spec = place

    def _carry_edges(self, host: Task, place: Any) -> None:
        """Wait for the events on the edge of an activity in the new version, and for no others.

        An event that is already awaited stays so. A new one is awaited from now. One that has occurred and is no longer
        awaited, such as a reminder, is not new.
        """
        around = host.parent if isinstance(host.parent.task_spec, BoundaryEventSplit) else None
        split = self.new.task_specs.get(f"{place.name}.BoundaryEventSplit")
        if split is None:
            if around is not None:
                self._lift(host, around)
            return
        known = set()
        if around is not None:
            old = (self.passage.find(self.name, spec) for spec in around.task_spec.outputs)
            known = {spec.name for spec in old if spec is not None}
        else:
            around = self._put_between(host, split)
        for spec in split.outputs:
            if isinstance(spec, specs.Boundary) and spec.name not in known:
                self.carried.fresh.append(around._add_child(spec, TaskState.WAITING))

    def _carry_choice(self, gateway: Task, place: Any) -> None:
        """Wait for the events after an event-based gateway in the new version, and for the new ones from now."""
        if not any(child.has_state(TaskState.WAITING) for child in gateway.children):
            return
        old = (self.passage.find(self.name, spec) for spec in gateway.task_spec.outputs)
        known = {spec.name for spec in old if spec is not None}
        for spec in place.outputs:
            if spec.name not in known:
                self.carried.fresh.append(gateway._add_child(spec, TaskState.WAITING))

    # ---- the tree -----------------------------------------------------------------------------------------------

    def _put_between(self, host: Task, split: Any) -> Task:
        task = Token(self.workflow, split, None, TaskState.COMPLETED)
        parent = host.parent
        task._parent = host._parent
        parent._children[parent._children.index(host.id)] = task.id
        task._children = [host.id]
        host._parent = task.id
        return task

    def _lift(self, host: Task, around: Task) -> None:
        """Attach an activity where the split around it is attached: there is nothing on its edge any more."""
        around._children.remove(host.id)
        host._parent = around._parent
        around.parent._children.append(host.id)

    def _drop(self, task: Task) -> None:
        if isinstance(task.task_spec, specs.Node):
            self.carried.dropped.append(task.task_spec.element)
        elif not isinstance(task.task_spec, BoundaryEventJoin):
            raise AssertionError(f"{task.task_spec.name} has no place and no obstacle")
        self._remove(task)

    def _remove(self, task: Task) -> None:
        """Take a task with only predicted tasks under it out of the tree."""
        if task.id not in self.workflow.tasks:
            return
        for child in [child for child in task.children if child is not None]:
            self._remove(child)
        if task.parent is not None:
            task.parent._children.remove(task.id)
        self._forget(task)

    def _take_out(self, task: Task) -> None:
        """Take out a task that is done and no longer has a place. What came after it is attached to the start.

        Not to what came before: there it would be taken for an instance, an activity or an event.
        """
        root = self.workflow.task_tree
        for child in task.children:
            child._parent = root.id
            root._children.append(child.id)
        task.parent._children.remove(task.id)
        self._forget(task)

    def _forget(self, task: Task) -> None:
        del self.workflow.tasks[task.id]
        if self.workflow.last_task is task:
            self.workflow.last_task = None
