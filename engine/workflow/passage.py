"""Passage: where each element of one version of a process is found in another, and what prevents going there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit

from engine.dialect.elements import Element, Process, links
from engine.workflow.compiled import Compiled, EventSubprocess
from engine.workflow.specification import EndJoin, scope_name, split_name
from engine.workflow.specs import Node
from engine.workflow.ways import Way

CATCHES = frozenset({"intermediateCatchEvent", "receiveTask"})


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a case cannot go to another version, or a token to another element.

    `element` is the id in the version that the case is on; `detail` is what else the sentence about it needs.
    """

    code: str
    process: str
    element: str
    detail: str = ""


@dataclass
class Passage:
    """From the specifications that cases are on to those that they go to. Made once; for many cases.

    `mapping` gives the new id of elements of `process` whose id changed: old → new.
    """

    old: Compiled
    new: Compiled
    process: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    _places: dict[tuple[str, str], tuple[Any | None, Obstacle | None]] = field(default_factory=dict)
    _alike: dict[str, bool] = field(default_factory=dict)

    def element_id(self, process: str, element: str) -> str:
        return self.mapping.get(element, element) if process == self.process else element

    def scope(self, name: str) -> str:
        """The name in the new version of the specification of a process or subprocess."""
        process, element = split_name(name)
        return scope_name(process, self.element_id(process, element)) if element else process

    def find(self, scope: str, spec: Any) -> Any | None:
        """What a spec of an old scope is in the new version; None if it is not there, or is something else."""
        return self._place(scope, spec)[0]

    def obstacle(self, scope: str, spec: Any) -> Obstacle | None:
        return self._place(scope, spec)[1]

    def listener(self, scope: str, old: EventSubprocess) -> EventSubprocess | None:
        """The event subprocess in the new version that waits for the same kind of event."""
        wanted = self.element_id(old.element.process, old.element.id)
        found = (new for new in self.new.listeners.get(self.scope(scope), ()) if new.element.id == wanted)
        return next((new for new in found if waits_alike(old.start, new.start)), None)

    # ---- one spec -----------------------------------------------------------------------------------------------

    def _place(self, scope: str, spec: Any) -> tuple[Any | None, Obstacle | None]:
        key = (scope, spec.name)
        if key not in self._places:
            self._places[key] = self._look_up(scope, spec)
        return self._places[key]

    def _look_up(self, scope: str, spec: Any) -> tuple[Any | None, Obstacle | None]:
        around = self.new.specs.get(self.scope(scope))
        process, _ = split_name(scope)
        if not isinstance(spec, Node):
            found = around.task_specs.get(self._name(scope, spec)) if around is not None else None
            return (found if type(found) is type(spec) else None), None
        element: Element = spec.element
        other = self.new.processes[process].elements.get(self.element_id(process, element.id))
        hindrance = ("gone", "") if other is None else self._compare(element, other)
        found = around.task_specs.get(self._name(scope, spec)) if around is not None else None
        if hindrance is None and (found is None or type(found) is not type(spec)):
            hindrance = ("other_kind", "")
        if hindrance is not None:
            return None, Obstacle(hindrance[0], process, element.id, hindrance[1])
        return found, None

    def _name(self, scope: str, spec: Any) -> str:
        """The name in the new version: made of the id of an element and what the spec is to it (see `compiling`)."""
        process, name = split_name(scope)[0], str(spec.name)
        if isinstance(spec, Node):
            own = spec.element.id
            return self.element_id(process, own) + name.removeprefix(own)
        if isinstance(spec, BoundaryEventSplit | BoundaryEventJoin | Way):
            host, _, what = name.rpartition(".")
            return f"{self.element_id(process, host)}.{what}"
        return f"{self.scope(scope)}.EndJoin" if isinstance(spec, EndJoin) else name

    # ---- one element --------------------------------------------------------------------------------------------

    def _compare(self, old: Element, new: Element) -> tuple[str, str] | None:
        """Why a token at one element cannot be at the other; None if it can."""
        nature = ("kind", "triggered_by_event", "for_compensation")
        if any(getattr(old, name) != getattr(new, name) for name in nature):
            return "other_kind", ""
        around = old.process if old.parent == old.process else self.element_id(old.process, old.parent)
        if around != new.parent:
            return "other_scope", ""
        if _repetition(old) != _repetition(new):
            return "other_repetition", ""
        if old.loop is not None and new.loop is not None and old.loop.input_element != new.loop.input_element:
            return "other_item", str(new.loop.input_element)
        if old.called_process != new.called_process:
            return "other_call", str(new.called_process)
        if not waits_alike(old, new):
            return "other_event", ""
        if old.kind == "boundaryEvent" and self.element_id(old.process, str(old.attached_to)) != new.attached_to:
            return "gone", ""
        if old.kind == "userTask" and old.assignee != new.assignee:
            return "other_assignee", ""
        if old.kind == "userTask" and old.properties.get("ballot") != new.properties.get("ballot"):
            return "other_ballot", ""
        if old.kind == "userTask" and _suspends(old) != _suspends(new):
            return "other_suspension", ""
        if old.triggered_by_event and self._interrupts(self.old, old) != self._interrupts(self.new, new):
            return "other_interruption", ""
        if old.kind in CATCHES:
            choices = self.old.processes[old.process].choices_before(old)
            before = {self.element_id(old.process, key) for key in choices}
            if before != self.new.processes[new.process].choices_before(new):
                return "other_choice", ""
        return None

    def _interrupts(self, compiled: Compiled, element: Element) -> bool:
        inside = compiled.processes[element.process].elements.values()
        return any(e.interrupting for e in inside if e.parent == element.id and e.kind == "startEvent")

    # ---- one scope ----------------------------------------------------------------------------------------------

    def is_alike(self, scope: str) -> bool:
        """Whether tokens in a scope have exactly the same ways on as in the old version."""
        if scope not in self._alike:
            process, element = split_name(scope)
            old, new = self.old.processes[process], self.new.processes[process]
            parent = element or process
            ways = self._ways(old, parent, rename=True)
            other = parent if parent == process else self.element_id(process, parent)
            self._alike[scope] = ways == self._ways(new, other, rename=False)
        return self._alike[scope]

    def _ways(self, process: Process, parent: str, *, rename: bool) -> Counter[tuple[Any, ...]]:
        def called(key: str | None) -> str:
            return self.element_id(process.id, str(key)) if rename else str(key)

        inside = [e for e in process.elements.values() if e.parent == parent]
        flows = [("flow", called(e.source), called(e.target)) for e in inside if e.kind == "sequenceFlow"]
        linked = [("link", called(source), called(target)) for source, target in links(inside)]
        return Counter([*flows, *linked, *(_standing(e, called(e.id), called(e.attached_to)) for e in inside)])


def _suspends(task: Element) -> bool:
    """Whether the statutory term is suspended while a task is open (Awb 4:15)."""
    return task.properties.get("suspendsTerm") == "true"


def _standing(element: Element, key: str, host: str) -> tuple[Any, ...]:
    if element.kind == "sequenceFlow":
        return ("",)
    event = element.event.kind if element.event is not None else None
    return ("node", key, element.kind, host, element.interrupting, event in {"terminate", "cancel", "compensate"})


def waits_alike(old: Element, new: Element) -> bool:
    """Whether both elements wait for the same kind of event, so that what is remembered still means the same."""
    one, other = old.event, new.event
    if one is None or other is None or one.kind != other.kind:
        return one is other
    return (one.timer_kind == "cycle") == (other.timer_kind == "cycle")


def _repetition(element: Element) -> str:
    if element.loop is None:
        return "once"
    return "while" if element.loop.standard else "in turn" if element.loop.sequential else "together"
