"""Compiling: from the elements of a diagram to specifications that SpiffWorkflow can play, once per version.

We build the specifications ourselves instead of using SpiffWorkflow's parser. That parser drops orphan nodes, forgets
conditions on plain flows, keeps every expression as Python text, and puts event subprocesses where they block the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit

from engine.dialect.compensation import is_edge, read_compensation
from engine.dialect.data import read_data
from engine.dialect.elements import ARTIFACTS, AT_ONCE, EMBEDDED, SCOPED, Element, Process, links
from engine.dialect.mails import MailTemplate
from engine.dialect.starts import only_plain_start
from engine.errors import DiagramRefused
from engine.workflow import joins, specs
from engine.workflow.compiled import Compiled, EventSubprocess
from engine.workflow.loops import Repeated
from engine.workflow.specification import Specification, scope_name
from engine.workflow.undoing import UNDO, Undo, Undoing
from engine.workflow.ways import Way, find_doubled, lead_on

GATEWAYS: Mapping[str, Any] = {
    "exclusiveGateway": specs.Exclusive,
    "inclusiveGateway": joins.Inclusive,
    "parallelGateway": joins.Parallel,
    "eventBasedGateway": joins.EventGateway,
}
CAUGHT_IN_FLOW = frozenset({"timer", "message", "signal", "conditional"})
CAUGHT_BESIDE = CAUGHT_IN_FLOW | {"error", "escalation"}
"""What an event on an edge, or the start of an event subprocess, can wait for."""
CAUGHT_ON_EDGE = CAUGHT_BESIDE | {"cancel"}
THROWN = frozenset({"message", "signal", "escalation", "compensate"})
INSTANCE = "[instance]"


def compile_processes(
    main: str,
    processes: Mapping[str, Process],
    decisions: Mapping[str, Mapping[str, Any]],
    mails: Mapping[str, Mapping[str, MailTemplate]],
    letters: Mapping[str, Mapping[str, MailTemplate]],
) -> Compiled:
    """Build the specifications of `main` and of every process in `processes`.

    Raises:
        DiagramRefused: an element that the dialect does not run. `engine.checking` reports it earlier and better.
    """
    built = _Built(processes)
    for process in processes.values():
        _Scope(built, process, process.id, process.id).build()
    return Compiled(
        main,
        built.specs,
        dict(processes),
        dict(decisions),
        dict(mails),
        dict(letters),
        built.listeners,
        built.compensation,
        built.data,
    )


class _Built:
    """What has been built for all scopes so far, by the name of the specification."""

    def __init__(self, processes: Mapping[str, Process]) -> None:
        self.processes = processes
        self.specs: dict[str, Any] = {}
        self.listeners: dict[str, tuple[EventSubprocess, ...]] = {}
        self.data: dict[str, tuple[str, ...]] = {}
        self.drawn = {key: read_data(process).variables for key, process in processes.items()}
        self.compensation = {key: read_compensation(process) for key, process in processes.items()}


class _Scope:
    """One process or subprocess while it is built: the elements whose parent is `parent`."""

    def __init__(self, built: _Built, process: Process, parent: str, name: str) -> None:
        self.built = built
        self.process = process
        self.parent = parent
        self.undoes = built.compensation[process.id]
        self.spec = built.specs[name] = Specification(name)
        inside = [element for element in process.elements.values() if element.parent == parent]
        self.nodes = {element.id: element for element in inside if element.kind != "sequenceFlow"}
        self.flows = [element for element in inside if element.kind == "sequenceFlow"]
        self.made: dict[str, Any] = {}
        """Node → its specification, where its outgoing flows start."""
        self.entries: dict[str, Any] = {}
        """Node → where its incoming flows end: before the split, if there are events on its edge."""

    def build(self) -> None:
        self.built.listeners[self.spec.name] = self._make_nodes()
        self._connect_flows()
        self._connect_links()
        self._connect_starts()
        self._connect_ends()
        self.built.data[self.spec.name] = self.built.drawn[self.process.id].get(self.parent, ())

    def build_undoing(self) -> None:
        """Build only what undoes a subprocess: its own event subprocess, else everything that was done in it."""
        self._set_undoing_aside()
        own = self.undoes.own.get(self.parent)
        task = self.spec.task_specs[UNDO] if own is None else self._make_once(self.nodes[own], own)
        task._inputs = []
        self.spec.start.connect(task)
        task.connect(self.spec.end)

    # ---- nodes --------------------------------------------------------------------------------------------------

    def _make_nodes(self) -> tuple[EventSubprocess, ...]:
        """Make the nodes that tokens can reach. Returns the listeners, which are outside the flow."""
        edges = [node for node in self.nodes.values() if node.kind == "boundaryEvent" and not is_edge(node)]
        for node in self._set_undoing_aside():
            del self.nodes[node.id]
        listeners = []
        for node in self.nodes.values():
            if node.kind == "subProcess" and node.triggered_by_event:
                listeners.append(self._make_listener(node))
            elif node.kind != "boundaryEvent" and (task := self._make(node)) is not None:
                self.made[node.id] = self.entries[node.id] = task
        for edge in edges:
            awaited = _awaited(edge, CAUGHT_ON_EDGE)
            event = specs.Boundary(self.spec, edge.id, event_definition=awaited, cancel_activity=edge.interrupting)
            self.made[edge.id] = event.place(edge)
        for host in {edge.attached_to for edge in edges}:
            attached = [self.made[edge.id] for edge in edges if edge.attached_to == host]
            self.entries[str(host)] = _split(self.spec, self.made[str(host)], attached)
        return tuple(listeners)

    def _make(self, node: Element) -> Any | None:
        """What an element is to a token; None if no token can reach it."""
        spec, kind, event = self.spec, node.kind, node.event.kind if node.event is not None else None
        if kind == "startEvent":
            return specs.Start(spec, node.id, event_definition=specs.Plain()).place(node)
        if kind == "endEvent" and event in THROWN | {None, "terminate", "error", "cancel"}:
            definition = specs.Terminate() if event == "terminate" else specs.Plain()
            return specs.End(spec, node.id, event_definition=definition).place(node)
        throws = kind == "intermediateThrowEvent" and event in THROWN | {None, "link"}
        if throws or (kind == "intermediateCatchEvent" and event == "link"):
            return specs.Throw(spec, node.id, event_definition=specs.Plain()).place(node)
        if kind in {"intermediateCatchEvent", "receiveTask"} and node.loop is None:
            return specs.Catch(spec, node.id, event_definition=_awaited(node, CAUGHT_IN_FLOW)).place(node)
        if kind in GATEWAYS:
            return GATEWAYS[kind](spec, node.id).place(node)
        if kind in AT_ONCE | SCOPED | {"userTask"}:
            return self._make_once(node, node.id) if node.loop is None else self._make_repeated(node)
        if kind in ARTIFACTS | {"dataInputAssociation", "dataOutputAssociation"}:
            return None
        raise DiagramRefused(f"{kind} is not run by this engine", element=node.id, line=node.line)

    def _make_repeated(self, node: Element) -> Any:
        child = self._make_once(node, f"{node.id} {INSTANCE}")
        child.tracked = False
        task = Repeated(self.spec, node.id, task_spec=child.name).place(node)
        child._inputs = [task.name]
        # Connected here, once: SpiffWorkflow connects when a child is made, so a case read from its state never merges.
        child.completed_event.connect(task.merge_child)
        return task

    def _make_once(self, node: Element, name: str) -> Any:
        if node.kind == "userTask":
            return specs.UserTask(self.spec, name).place(node)
        if node.kind in EMBEDDED:
            return specs.SubProcess(self.spec, name, subworkflow_spec=self._build_inside(node)).place(node)
        if node.kind == "callActivity":
            if node.called_process not in self.built.processes:
                raise DiagramRefused(f"called process {node.called_process!r} is unknown", element=node.id)
            if only_plain_start(self.built.processes[str(node.called_process)]) is None:
                raise DiagramRefused("a called process begins at one plain start", element=node.id, line=node.line)
            return specs.SubProcess(self.spec, name, subworkflow_spec=node.called_process).place(node)
        return specs.Passing(self.spec, name).place(node)

    def _build_inside(self, node: Element) -> str:
        """Build what is inside a subprocess; returns the name of its specification."""
        name = scope_name(self.process.id, node.id)
        _Scope(self.built, self.process, node.id, name).build()
        return name

    def _make_listener(self, node: Element) -> EventSubprocess:
        """An event subprocess is outside the flow: it is no child of the start, so it never blocks the end."""
        task = specs.SubProcess(self.spec, node.id, subworkflow_spec=self._build_inside(node)).place(node)
        task._inputs = [self.spec.start.name]
        task.connect(self.spec.end)
        starts = [e for e in self.process.elements.values() if e.parent == node.id and e.kind == "startEvent"]
        if len(starts) != 1 or starts[0].event is None or starts[0].event.kind not in CAUGHT_BESIDE:
            raise DiagramRefused("an event subprocess starts with one event", element=node.id, line=node.line)
        return EventSubprocess(node, starts[0], node.id)

    def _set_undoing_aside(self) -> list[Element]:
        """Put what undoes activities outside the flow. Returns the nodes that tokens reach in no other way."""
        undoes, nodes = self.undoes, self.nodes.values()
        aside = [n for n in nodes if n.for_compensation or n.id in undoes.own.values() or is_edge(n)]
        handlers = set(undoes.handlers.values())
        made: list[Any] = [self._make(node) for node in aside if node.for_compensation and node.id in handlers]
        made.append(Undo(self.spec, UNDO))
        for node in nodes:
            if node.id in undoes.compensable and node.id not in undoes.handlers:
                name = f"{scope_name(self.process.id, node.id)} {UNDO}"
                _Scope(self.built, self.process, node.id, name).build_undoing()
                made.append(Undoing(self.spec, f"{node.id} {UNDO}", subworkflow_spec=name).place(node))
        for task in made:
            task._inputs = [self.spec.start.name]
        return aside

    # ---- between them -------------------------------------------------------------------------------------------

    def _connect_flows(self) -> None:
        doubled = find_doubled(self.nodes, self.flows)
        for flow in self.flows:
            self._connect(flow, apart=flow.id in doubled)
        self.spec.onward = lead_on(self.nodes.values(), self.flows, doubled)

    def _connect(self, flow: Element, *, apart: bool) -> None:
        source, target = self.nodes.get(str(flow.source)), self.entries.get(str(flow.target))
        if source is None or target is None or source.id not in self.made:
            raise DiagramRefused("a flow leaves its process or leads nowhere", element=flow.id, line=flow.line)
        task = self.made[source.id]
        if apart:
            way = Way(self.spec, flow)
            way.connect(target)
            target = way
        chooses = source.kind in {"exclusiveGateway", "inclusiveGateway"}
        only_way = flow.condition is None and source.outgoing == (flow.id,)
        if not chooses or source.default == flow.id or only_way:
            task.connect(target)
        elif flow.condition is not None:
            task.connect_if(specs.Condition(flow), target)
        else:
            raise DiagramRefused("a flow out of a choice has no condition", element=flow.id, line=flow.line)

    def _connect_links(self) -> None:
        for throwing, catching in links(self.nodes.values()):
            self.made[throwing].connect(self.made[catching])

    def _connect_starts(self) -> None:
        """Let a process begin at its plain start, unless the case is put at another one (`starting.begin_at`)."""
        starts = [node for node in self.nodes.values() if node.kind == "startEvent"]
        plain = [start for start in starts if start.parent != self.process.id or start.event is None]
        for start in starts:
            if start is next(iter([*plain, *starts])):
                self.spec.start.connect(self.made[start.id])
            else:
                self.made[start.id]._inputs = [self.spec.start.name]

    def _connect_ends(self) -> None:
        """A token ends where there is no way on, whether or not an end event is drawn there."""
        going_on = {flow.source for flow in self.flows} | {throwing for throwing, _ in links(self.nodes.values())}
        for key in self.nodes:
            if key in self.made and key not in going_on:
                self.made[key].connect(self.spec.end)


def _awaited(node: Element, kinds: frozenset[str]) -> specs.Awaited:
    if node.event is None or node.event.kind not in kinds:
        raise DiagramRefused("this kind of event is not run by this engine", element=node.id, line=node.line)
    return specs.Awaited(node.event)


def _split(spec: Any, host: Any, attached: list[Any]) -> Any:
    split = BoundaryEventSplit(spec, f"{host.name}.BoundaryEventSplit")
    join = joins.EdgeJoin(spec, f"{host.name}.BoundaryEventJoin", split_task=split.name, cancel=True)
    split.connect(host)
    host.connect(join)
    for event in attached:
        split.connect(event)
        event.connect(join)
    return split
