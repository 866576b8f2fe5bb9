"""Flow: what is connected to what, and whether every token finds its way to an end (BPMN 2.0.2 clause 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.checking import tokens
from engine.checking.finding import WARNING, Finding, make
from engine.checking.kinds import is_node
from engine.dialect import naming
from engine.dialect.compensation import is_edge
from engine.dialect.elements import AT_ONCE, CHOOSING, SCOPED, Element, Process, links
from engine.dialect.folder import ProcessFiles

ACTIVITIES = AT_ONCE | SCOPED | {"userTask", "receiveTask"}


def check(folder: ProcessFiles) -> Iterator[Finding]:
    file, process = folder.source, folder.process
    for element in process.elements.values():
        if element.kind == "sequenceFlow":
            yield from _check_flow(file, process, element)
        elif is_node(element):
            yield from _check_node(file, process, element)
    yield from _check_reach(file, process)
    yield from tokens.check(file, process)


def _check_flow(file: str, process: Process, flow: Element) -> Iterator[Finding]:
    name = naming.arrow(flow)
    source, target = process.elements.get(flow.source or ""), process.elements.get(flow.target or "")
    if source is None or target is None:
        yield make("dangling_flow", file, flow, name=name)
        return
    if source.parent != target.parent or source.parent != flow.parent:
        yield make("flow_crosses_scope", file, flow, name=name)
    if flow.condition is None:
        if source.kind in CHOOSING and source.default != flow.id and len(source.outgoing) > 1:
            yield make("flow_without_condition", file, flow, name=name)
    elif source.kind not in CHOOSING:
        yield make("condition_elsewhere", file, flow, name=name)
    elif source.default == flow.id:
        yield make("default_with_condition", file, flow, name=name)


def _check_node(file: str, process: Process, node: Element) -> Iterator[Finding]:
    if node.kind == "startEvent" and node.incoming:
        yield make("flow_into_start", file, node)
    if node.kind == "endEvent" and node.outgoing:
        yield make("flow_out_of_end", file, node)
    if node.kind == "boundaryEvent":
        host = process.elements.get(node.attached_to or "")
        if host is None or host.kind not in ACTIVITIES or host.parent != node.parent:
            yield make("boundary_host", file, node)
        elif host.kind in AT_ONCE and not is_edge(node):
            yield make("boundary_never", file, node, severity=WARNING, other=naming.describe(host))
        if node.incoming:
            yield make("flow_into_boundary", file, node)
    if not node.kind.endswith("Gateway") and len(node.outgoing) > 1:
        yield make("several_ways_out", file, node, detail=len(node.outgoing))
    if node.default is not None and node.default not in node.outgoing:
        yield make("default_unknown", file, node)


def _check_reach(file: str, process: Process) -> Iterator[Finding]:
    """Every node can be reached from its start, and from every node an end can be reached.

    What undoes another stands outside the flow.
    """
    nodes = {e.id: e for e in process.elements.values() if is_node(e) and not (e.for_compensation or is_edge(e))}
    after: dict[str, list[str]] = {key: [] for key in nodes}
    for element in process.elements.values():
        if element.kind == "sequenceFlow" and element.source in nodes and element.target in nodes:
            after[element.source].append(element.target)
        elif element.kind == "boundaryEvent" and element.attached_to in nodes:
            after[element.attached_to].append(element.id)
    linked = dict(links(nodes.values()))
    for throwing, catching in linked.items():
        after[throwing].append(catching)
    before: dict[str, list[str]] = {key: [] for key in nodes}
    for key, targets in after.items():
        for target in targets:
            before.setdefault(target, []).append(key)
    entries = [e.id for e in nodes.values() if e.kind == "startEvent" or e.triggered_by_event]
    reached = _closure(entries, lambda key: after.get(key, []))
    leaving = _closure([e.id for e in nodes.values() if e.kind == "endEvent"], lambda key: before.get(key, []))
    for key, node in nodes.items():
        if key not in reached:
            yield make("unreachable", file, node)
        elif node.triggered_by_event or node.kind == "endEvent":
            continue
        elif key not in leaving or not (node.outgoing or key in linked):
            yield make("no_way_to_end", file, node)
    yield from _check_loops(file, process, [node for key, node in nodes.items() if key in reached])


def _check_loops(file: str, process: Process, nodes: Iterable[Element]) -> Iterator[Finding]:
    """In every loop there is a choice: without one a token goes round for ever, and playing it would too."""
    onward = {
        node.id: [str(process.elements[flow].target) for flow in node.outgoing]
        for node in nodes
        if node.kind not in CHOOSING | {"eventBasedGateway"} or len(node.outgoing) < 2
    }
    told: set[str] = set()
    for key in onward:
        if key in told:
            continue
        after = _closure(onward[key], lambda other: onward.get(other, []))
        if key in after:
            told |= after
            yield make("loop_without_choice", file, process.elements[key])


def _closure(starts: Iterable[str], steps: Callable[[str], Iterable[str]]) -> set[str]:
    found: set[str] = set()
    pending = list(starts)
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending.extend(steps(key))
    return found
