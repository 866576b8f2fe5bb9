"""Flow: what is connected to what, and whether every token finds its way to an end (BPMN 2.0.2 clause 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from engine.checking.finding import WARNING, Finding, make
from engine.checking.kinds import ARTIFACTS
from engine.dialect.elements import Element, Process
from engine.dialect.folder import ProcessFiles

ACTIVITIES = frozenset(
    {"userTask", "serviceTask", "sendTask", "businessRuleTask", "scriptTask", "task", "callActivity", "subProcess"}
)


def check(folder: ProcessFiles) -> Iterator[Finding]:
    file, process = folder.source, folder.process
    for element in process.elements.values():
        if element.kind == "sequenceFlow":
            yield from _check_flow(file, process, element)
        elif element.kind not in ARTIFACTS:
            yield from _check_node(file, process, element)
    yield from _check_reach(file, process)


def _check_flow(file: str, process: Process, flow: Element) -> Iterator[Finding]:
    name = flow_name(process, flow)
    source, target = process.elements.get(flow.source or ""), process.elements.get(flow.target or "")
    if source is None or target is None:
        yield make("dangling_flow", file, flow, name=name)
        return
    if source.parent != target.parent or source.parent != flow.parent:
        yield make("flow_crosses_scope", file, flow, name=name)
    if flow.condition is None:
        if source.kind == "exclusiveGateway" and source.default != flow.id and len(source.outgoing) > 1:
            yield make("flow_without_condition", file, flow, name=name)
    elif source.kind != "exclusiveGateway":
        yield make("condition_elsewhere", file, flow, name=name)
    elif source.default == flow.id:
        yield make("default_with_condition", file, flow, name=name)
    elif not flow.condition.startswith("="):
        yield make("condition_not_feel", file, flow, name=name)


def flow_name(process: Process, flow: Element) -> str:
    """A flow as people know it: from what, which answer, to what."""

    def called(key: str | None) -> str:
        element = process.elements.get(key or "")
        return (element.name or element.id) if element is not None else "?"

    label = f" ({flow.name})" if flow.name else ""
    return f"*{called(flow.source)}* → *{called(flow.target)}*{label}"


def _check_node(file: str, process: Process, node: Element) -> Iterator[Finding]:
    if node.kind == "startEvent" and node.incoming:
        yield make("flow_into_start", file, node)
    if node.kind == "endEvent" and node.outgoing:
        yield make("flow_out_of_end", file, node)
    if node.kind == "boundaryEvent":
        host = process.elements.get(node.attached_to or "")
        if host is None or host.kind not in ACTIVITIES or host.parent != node.parent:
            yield make("boundary_host", file, node)
        if node.incoming:
            yield make("flow_into_boundary", file, node)
    if not node.kind.endswith("Gateway") and len(node.outgoing) > 1:
        yield make("several_ways_out", file, node, detail=len(node.outgoing))
    if node.default is not None and node.default not in node.outgoing:
        yield make("default_unknown", file, node)
    if node.kind == "exclusiveGateway" and len(node.outgoing) > 1 and node.default is None:
        yield make("no_default", file, node, severity=WARNING)
    if node.kind == "parallelGateway" and len(node.incoming) > 1 and not _joins_a_split(process, node):
        yield make("join_without_split", file, node, detail=len(node.incoming))


def _check_reach(file: str, process: Process) -> Iterator[Finding]:
    """Every node can be reached from its start, and from every node an end can be reached."""
    nodes = {e.id: e for e in process.elements.values() if e.kind != "sequenceFlow" and e.kind not in ARTIFACTS}
    after = {key: list(_after(process, node)) for key, node in nodes.items()}
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
        elif key not in leaving and not node.triggered_by_event:
            yield make("no_way_to_end", file, node)


def _after(process: Process, node: Element) -> Iterator[str]:
    for flow in node.outgoing:
        if target := process.elements[flow].target:
            yield target
    for other in process.elements.values():
        if other.kind == "boundaryEvent" and other.attached_to == node.id:
            yield other.id


def _closure(starts: Iterable[str], steps: Callable[[str], Iterable[str]]) -> set[str]:
    found: set[str] = set()
    pending = list(starts)
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending.extend(steps(key))
    return found


def _joins_a_split(process: Process, join: Element) -> bool:
    """Whether some parallel split before the join has a separate way out to each of the ways into it.

    Conservative: the nearest candidates are tried, and each way in must be reachable from a way out of its own.
    """
    for split in process.elements.values():
        if split.kind != "parallelGateway" or len(split.outgoing) < len(join.incoming) or split.parent != join.parent:
            continue
        ways = {flow: _flows_from(process, flow, join.id) for flow in split.outgoing}
        if _can_match(list(join.incoming), ways):
            return True
    return False


def _flows_from(process: Process, flow: str, stop: str) -> set[str]:
    """All sequence flows that a token on this flow can come over before it reaches `stop`."""
    found: set[str] = set()
    pending = [flow]
    while pending:
        key = pending.pop()
        if key in found:
            continue
        found.add(key)
        target = process.elements[key].target
        if target is not None and target != stop and target in process.elements:
            node = process.elements[target]
            pending.extend(node.outgoing)
            for other in process.elements.values():
                if other.attached_to == node.id and other.interrupting:
                    pending.extend(other.outgoing)
    return found


def _can_match(wanted: list[str], ways: Mapping[str, set[str]]) -> bool:
    """Whether every way in can be given a way out of its own (a matching; the numbers are small)."""
    if not wanted:
        return True
    first, *rest = wanted
    return any(
        first in reach and _can_match(rest, {key: value for key, value in ways.items() if key != way})
        for way, reach in ways.items()
    )
