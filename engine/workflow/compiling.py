"""Compiling: from the elements of a diagram to specifications that SpiffWorkflow can play, once per version.

We build the specifications ourselves instead of by SpiffWorkflow's parser: that one drops orphan nodes, forgets
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
from engine.workflow.instance import Specification, scope_name
from engine.workflow.loops import Repeated
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
        DiagramRefused: an element that the dialect does not run. `engine.checking` says so earlier and better.
    """
    builder = _Builder(processes)
    for process in processes.values():
        builder.build_scope(process, process.id, process.id)
    return Compiled(
        main,
        builder.specs,
        dict(processes),
        dict(decisions),
        dict(mails),
        dict(letters),
        builder.listeners,
        builder.compensation,
        builder.data,
    )


class _Builder:
    def __init__(self, processes: Mapping[str, Process]) -> None:
        self.processes = processes
        self.specs: dict[str, Any] = {}
        self.listeners: dict[str, tuple[EventSubprocess, ...]] = {}
        self.data: dict[str, tuple[str, ...]] = {}
        self.drawn = {key: read_data(process).variables for key, process in processes.items()}
        self.compensation = {key: read_compensation(process) for key, process in processes.items()}

    def build_scope(self, process: Process, parent: str, name: str) -> None:
        """Build the specification of one process or subprocess: of the nodes whose parent is `parent`."""
        spec = Specification(name)
        self.specs[name] = spec
        nodes = {e.id: e for e in process.elements.values() if e.parent == parent and e.kind != "sequenceFlow"}
        flows = [e for e in process.elements.values() if e.parent == parent and e.kind == "sequenceFlow"]
        entries: dict[str, Any] = {}
        made: dict[str, Any] = {}
        listeners = []
        edges = [node for node in nodes.values() if node.kind == "boundaryEvent" and not is_edge(node)]
        for node in self._add_undoing(process, spec, nodes):
            del nodes[node.id]
        for node in nodes.values():
            if node.kind == "subProcess" and node.triggered_by_event:
                listeners.append(self._listener(process, spec, node))
            elif node.kind != "boundaryEvent" and (task := self._task(process, spec, node)) is not None:
                made[node.id] = entries[node.id] = task
        for node in edges:
            made[node.id] = self._boundary(spec, node)
        for host in {edge.attached_to for edge in edges}:
            attached = [made[edge.id] for edge in edges if edge.attached_to == host]
            entries[str(host)] = _split(spec, made[str(host)], attached)
        doubled = find_doubled(nodes, flows)
        for flow in flows:
            self._connect(nodes, flow, made, entries, apart=flow.id in doubled)
        for throwing, catching in links(nodes.values()):
            made[throwing].connect(made[catching])
        self._connect_starts(process, spec, [node for node in nodes.values() if node.kind == "startEvent"], made)
        linked = {throwing for throwing, _ in links(nodes.values())}
        for node in nodes.values():
            if node.id in made and node.id not in linked and not any(f.source == node.id for f in flows):
                made[node.id].connect(spec.end)
        spec.onward = lead_on(nodes.values(), flows, doubled)
        self.listeners[name] = tuple(listeners)
        self.data[name] = self.drawn[process.id].get(parent, ())

    def _connect_starts(self, process: Process, spec: Any, starts: list[Element], made: Mapping[str, Any]) -> None:
        """A process begins at its plain start, unless the case is put at another one (`starting.begin_at`)."""
        plain = [start for start in starts if start.parent != process.id or start.event is None]
        for start in starts:
            if start is next(iter([*plain, *starts])):
                spec.start.connect(made[start.id])
            else:
                made[start.id]._inputs = [spec.start.name]

    def _task(self, process: Process, spec: Any, node: Element) -> Any | None:
        kind, event = node.kind, node.event.kind if node.event is not None else None
        if kind == "startEvent":
            return specs.Start(spec, node.id, event_definition=specs.Plain()).place(node)
        if kind == "endEvent" and event in THROWN | {None, "terminate", "error", "cancel"}:
            definition = specs.Terminate() if event == "terminate" else specs.Plain()
            return specs.End(spec, node.id, event_definition=definition).place(node)
        if kind == "intermediateThrowEvent" and event in THROWN | {None, "link"}:
            return specs.Throw(spec, node.id, event_definition=specs.Plain()).place(node)
        if kind == "intermediateCatchEvent" and event == "link":
            return specs.Throw(spec, node.id, event_definition=specs.Plain()).place(node)
        if kind in {"intermediateCatchEvent", "receiveTask"} and node.loop is None:
            return specs.Catch(spec, node.id, event_definition=_awaited(node, CAUGHT_IN_FLOW)).place(node)
        if kind in GATEWAYS:
            return GATEWAYS[kind](spec, node.id).place(node)
        if kind in AT_ONCE | SCOPED | {"userTask"}:
            return self._activity(process, spec, node)
        if kind in ARTIFACTS | {"dataInputAssociation", "dataOutputAssociation"}:
            return None
        raise DiagramRefused(f"{kind} is not run by this engine", element=node.id, line=node.line)

    def _activity(self, process: Process, spec: Any, node: Element) -> Any:
        if node.loop is None:
            return self._once(process, spec, node, node.id)
        child = self._once(process, spec, node, f"{node.id} {INSTANCE}")
        child.tracked = False
        task = Repeated(spec, node.id, task_spec=child.name).place(node)
        child._inputs = [task.name]
        # Connected here, once: SpiffWorkflow connects when a child is made, so a case that was read back never merges.
        child.completed_event.connect(task.merge_child)
        return task

    def _once(self, process: Process, spec: Any, node: Element, name: str) -> Any:
        if node.kind == "userTask":
            return specs.UserTask(spec, name).place(node)
        if node.kind in EMBEDDED:
            inner = scope_name(process.id, node.id)
            self.build_scope(process, node.id, inner)
            return specs.SubProcess(spec, name, subworkflow_spec=inner).place(node)
        if node.kind == "callActivity":
            if node.called_process not in self.processes:
                raise DiagramRefused(f"called process {node.called_process!r} is unknown", element=node.id)
            if only_plain_start(self.processes[str(node.called_process)]) is None:
                raise DiagramRefused("a called process begins at one plain start", element=node.id, line=node.line)
            return specs.SubProcess(spec, name, subworkflow_spec=node.called_process).place(node)
        return specs.Passing(spec, name).place(node)

    def _boundary(self, spec: Any, node: Element) -> Any:
        return specs.Boundary(
            spec, node.id, event_definition=_awaited(node, CAUGHT_ON_EDGE), cancel_activity=node.interrupting
        ).place(node)

    def _listener(self, process: Process, spec: Any, node: Element) -> EventSubprocess:
        """An event subprocess stands outside the flow: it is no child of the start, so it never blocks the end."""
        name = scope_name(process.id, node.id)
        self.build_scope(process, node.id, name)
        task = specs.SubProcess(spec, node.id, subworkflow_spec=name).place(node)
        task._inputs = [spec.start.name]
        task.connect(spec.end)
        starts = [e for e in process.elements.values() if e.parent == node.id and e.kind == "startEvent"]
        if len(starts) != 1 or starts[0].event is None or starts[0].event.kind not in CAUGHT_BESIDE:
            raise DiagramRefused("an event subprocess starts with one event", element=node.id, line=node.line)
        return EventSubprocess(node, starts[0], node.id)

    def _add_undoing(self, process: Process, spec: Any, nodes: Mapping[str, Element]) -> list[Element]:
        """Put what undoes activities of a scope beside its flow. Returns the nodes that no token comes to otherwise."""
        facts = self.compensation[process.id]
        aside = [n for n in nodes.values() if n.for_compensation or n.id in facts.own.values() or is_edge(n)]
        handlers = set(facts.handlers.values())
        made: list[Any] = [self._task(process, spec, n) for n in aside if n.for_compensation and n.id in handlers]
        made.append(Undo(spec, UNDO))
        for node in nodes.values():
            if node.id in facts.compensable and node.id not in facts.handlers:
                name = f"{scope_name(process.id, node.id)} {UNDO}"
                self._build_undoing(process, node, name)
                made.append(Undoing(spec, f"{node.id} {UNDO}", subworkflow_spec=name).place(node))
        for task in made:
            task._inputs = [spec.start.name]
        return aside

    def _build_undoing(self, process: Process, scope: Element, name: str) -> None:
        """The specification of undoing a subprocess: by its own event subprocess, else all that was done in it."""
        spec = Specification(name)
        self.specs[name] = spec
        nodes = {e.id: e for e in process.elements.values() if e.parent == scope.id}
        self._add_undoing(process, spec, nodes)
        own = self.compensation[process.id].own.get(scope.id)
        task = self._once(process, spec, nodes[own], own) if own is not None else spec.task_specs[UNDO]
        task._inputs = []
        spec.start.connect(task)
        task.connect(spec.end)

    def _connect(
        self,
        nodes: Mapping[str, Element],
        flow: Element,
        made: Mapping[str, Any],
        entries: Mapping[str, Any],
        *,
        apart: bool,
    ) -> None:
        source = nodes.get(str(flow.source))
        target = entries.get(str(flow.target))
        if source is None or target is None or source.id not in made:
            raise DiagramRefused("a flow leaves its process or leads nowhere", element=flow.id, line=flow.line)
        task = made[source.id]
        if apart:
            way = Way(target._wf_spec, flow)
            way.connect(target)
            target = way
        only_way = source.outgoing == (flow.id,)
        if (
            source.kind not in {"exclusiveGateway", "inclusiveGateway"}
            or source.default == flow.id
            or (flow.condition is None and only_way)
        ):
            task.connect(target)
        elif flow.condition is not None:
            task.connect_if(specs.Condition(flow), target)
        else:
            raise DiagramRefused("a flow out of a choice has no condition", element=flow.id, line=flow.line)


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
