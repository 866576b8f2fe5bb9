"""Flow: what is connected to what, and whether every token finds its way to an end (BPMN 2.0.2 clause 13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.checking import tokens
from engine.checking.finding import WARNING, Finding, make
from engine.checking.kinds import is_node
from engine.dialect import naming
from engine.dialect.compensation import is_edge
from engine.dialect.elements import AT_ONCE, CHOOSING, SCOPED, THROWING, Element, Process, is_link, links
from engine.dialect.folder import ProcessFiles
from engine.dialect.reaching import reach

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
    elif not _may_have_condition(source):
        yield make("condition_elsewhere", file, flow, name=name)
    elif source.default == flow.id:
        yield make("default_with_condition", file, flow, name=name)


def _may_have_condition(source: Element) -> bool:
    """A choosing gateway, or an activity with several ways out (clause 8.4.13), reported as an undrawn choice."""
    if source.kind in ACTIVITIES | {"adHocSubProcess"}:
        return len(source.outgoing) > 1
    return source.kind in CHOOSING | {"complexGateway"}


def _check_node(file: str, process: Process, node: Element) -> Iterator[Finding]:
    if node.kind == "startEvent" and node.incoming:
        yield make("flow_into_start", file, node)
    if node.kind == "endEvent" and node.outgoing:
        yield make("flow_out_of_end", file, node)
    if node.kind == "boundaryEvent":
        host = process.elements.get(node.attached_to or "")
        if host is None or host.kind not in ACTIVITIES or host.parent != node.parent:
            yield make("boundary_host", file, node)
        elif host.triggered_by_event and not is_edge(node):
            yield make("edge_on_event_subprocess", file, node, other=naming.describe(host))
        elif host.kind in AT_ONCE and not is_edge(node):
            yield make("boundary_never", file, node, severity=WARNING, other=naming.describe(host))
        if node.incoming:
            yield make("flow_into_boundary", file, node)
    if not node.kind.endswith("Gateway") and len(node.outgoing) > 1:
        yield make("several_ways_out", file, node, detail=len(node.outgoing))
    if node.default is not None and node.default not in node.outgoing:
        yield make("default_unknown", file, node)


def _check_reach(file: str, process: Process) -> Iterator[Finding]:
    """With a start, all other nodes must be reachable from it; with an end, it must be reachable from all other nodes.

    That is the standard's rule (BPMN 2.0.2 clauses 10.5.2 and 10.5.3). That a token reaches every node and from there
    an end is ours. A scope without both shows its own beginning, and is reported as such. What undoes another is
    outside the flow, and what only follows from another finding is not reported again.
    """
    web = _Web(process)
    nodes = web.nodes
    first = {key for key, e in nodes.items() if e.parent in web.begun and not e.incoming and not _begins(e)}
    last = {key for key, e in nodes.items() if e.parent in web.ended and not e.outgoing and not _ends(e)}
    played = reach(web.entries, web.after.__getitem__)
    reached = reach([*web.entries, *first], web.after.__getitem__)
    leaving = reach([*web.exits, *last], web.before.__getitem__)
    for key, node in nodes.items():
        if key in first:
            yield make("unreachable", file, node)
        elif node.parent in web.begun and key not in reached:
            yield make("never_reached", file, node)
        elif key in last:
            yield make("no_way_to_end", file, node)
        elif node.parent in web.ended and key not in leaving:
            yield make("leads_to_no_end", file, node)
    yield from _check_loops(file, process, [node for key, node in nodes.items() if key in played])


class _Web:
    """The nodes of a process that a token can reach, and which come after which."""

    def __init__(self, process: Process) -> None:
        elements = process.elements.values()
        loose = {e.id for e in elements if e.kind == "adHocSubProcess"}
        outside = {e.id for e in elements if e.for_compensation or is_edge(e)}
        self.nodes = {e.id: e for e in elements if is_node(e) and e.id not in outside and e.parent not in loose}
        self.begun = {e.parent for e in elements if e.kind == "startEvent"}
        self.ended = {e.parent for e in elements if e.kind == "endEvent"}
        self.after: dict[str, list[str]] = {key: [] for key in self.nodes}
        self.before: dict[str, list[str]] = {key: [] for key in self.nodes}
        linked = links(self.nodes.values())
        self.entries = [e.id for e in self.nodes.values() if e.kind == "startEvent" or e.triggered_by_event]
        self.exits = [e.id for e in self.nodes.values() if e.kind == "endEvent" or e.triggered_by_event]
        lone = {e.id for e in self.nodes.values() if is_link(e)} - {key for pair in linked for key in pair}
        self.entries += lone
        self.exits += lone
        for source, target in [*linked, *_drawn(elements)]:
            if source in self.nodes and target in self.nodes:
                self.after[source].append(target)
                self.before[target].append(source)
            elif target in self.nodes:
                self.entries.append(target)
            elif source in self.nodes:
                self.exits.append(source)


def _begins(node: Element) -> bool:
    """Whether a token gets there without a flow."""
    catches = is_link(node) and node.kind == "intermediateCatchEvent"
    return node.kind in {"startEvent", "boundaryEvent"} or node.triggered_by_event or catches


def _ends(node: Element) -> bool:
    """Whether a token leaves it without a flow."""
    return node.kind == "endEvent" or node.triggered_by_event or (is_link(node) and node.kind in THROWING)


def _drawn(elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
    """The source and target of each flow, and of each event on an edge (from its host); empty for nowhere."""
    for element in elements:
        if element.kind == "sequenceFlow":
            yield element.source or "", element.target or ""
        elif element.kind == "boundaryEvent" and not is_edge(element):
            yield element.attached_to or "", element.id


def _check_loops(file: str, process: Process, nodes: Iterable[Element]) -> Iterator[Finding]:
    """Every loop needs a choice: without one a token loops for ever, and so would playing it."""
    onward = {
        node.id: [str(process.elements[flow].target) for flow in node.outgoing]
        for node in nodes
        if node.kind not in CHOOSING | {"eventBasedGateway"} or len(node.outgoing) < 2
    }
    told: set[str] = set()
    for key in onward:
        if key in told:
            continue
        after = reach(onward[key], lambda other: onward.get(other, []))
        if key in after:
            told |= after
            yield make("loop_without_choice", file, process.elements[key])
