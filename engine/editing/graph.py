"""Graph: the steps and flows of a file as written, and the smallest changes to how they are connected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from engine.dialect.document import ACTIVITIES, FLOW_NODES
from engine.dialect.xml import BPMN
from engine.editing.order import XSI, add_child, declare, formal
from engine.editing.source import Node, Source
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, remove, set_attribute, text_element
from engine.errors import EditRefused

ARTIFACTS = frozenset({"textAnnotation", "association", "group"})
UNDOING = f"{BPMN}compensateEventDefinition"
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Graph:
    """The flow nodes of a file with their incoming and outgoing flows; rebuilt when the file has changed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Node] = {}
        self._associations: dict[str, tuple[str, str]] = {}
        for node in source.root.walk():
            key = node.get("id")
            if key and node.tag.startswith(BPMN):
                if node.local in FLOW_NODES:
                    self.nodes.setdefault(key, node)
                elif node.local == "sequenceFlow":
                    self.flows.setdefault(key, node)
                elif node.local == "association":
                    self._associations.setdefault(key, (node.get("sourceRef") or "", node.get("targetRef") or ""))

    def node(self, key: str) -> Node:
        """Raises: EditRefused: no step, event or gateway."""
        if key not in self.nodes:
            raise EditRefused("no_element", key)
        return self.nodes[key]

    def flow(self, key: str) -> Node:
        """Raises: EditRefused: no sequence flow between two nodes."""
        flow = self.flows.get(key)
        if flow is None or not {flow.get("sourceRef"), flow.get("targetRef")} <= self.nodes.keys():
            raise EditRefused("no_element", key)
        return flow

    def ends(self, flow: str) -> tuple[str, str]:
        node = self.flow(flow)
        return node.get("sourceRef") or "", node.get("targetRef") or ""

    def outgoing(self, key: str) -> list[str]:
        return [flow for flow, node in self.flows.items() if node.get("sourceRef") == key]

    def incoming(self, key: str) -> list[str]:
        return [flow for flow, node in self.flows.items() if node.get("targetRef") == key]

    def edges(self, key: str) -> list[str]:
        """The events on the edge of an activity."""
        return [one for one, node in self.nodes.items() if node.get("attachedToRef") == key]

    def undoings(self) -> dict[str, tuple[str, str]]:
        """The lines from a compensation event to its handler, by id: event and activity (BPMN 2.0.2 clause 10.7.1)."""
        found = {}
        for key, ends in self._associations.items():
            for edge, handler in (ends, ends[::-1]):
                if self._is_undoing(edge) and handler in self.nodes and self.nodes[handler].local in ACTIVITIES:
                    found[key] = (edge, handler)
        return found

    def handlers(self, edge: str) -> list[str]:
        """The handlers that the compensation event on the edge of an undone activity leads to."""
        return [handler for one, handler in self.undoings().values() if one == edge]

    def undone_by(self, handler: str) -> list[str]:
        """The compensation events that lead to an activity."""
        return [edge for edge, one in self.undoings().values() if one == handler]

    def _is_undoing(self, key: str) -> bool:
        node = self.nodes.get(key)
        return node is not None and node.local == "boundaryEvent" and node.child(UNDOING) is not None

    def scope(self, key: str) -> Node:
        """The process or subprocess that holds a node."""
        parent = self.node(key).parent
        if parent is None:
            raise EditRefused("no_element", key)
        return parent

    def lanes(self) -> dict[str, Node]:
        return {str(node.get("id")): node for node in self.source.root.walk() if node.tag == BPMN + "lane"}

    def lane(self, key: str) -> str | None:
        """The innermost lane that a node itself is in."""
        found = None
        for lane, members in self.members().items():
            if key in members:
                found = lane
        return found

    def members(self) -> dict[str, list[str]]:
        """What each lane lists as its content, outer lanes first."""
        return {
            lane: [self.source.content(one).strip() for one in node.all(BPMN + "flowNodeRef")]
            for lane, node in self.lanes().items()
        }

    def reached_only_through(self, start: Iterable[str], gone: Iterable[str] = ()) -> list[str]:
        """The nodes that no token reaches any more when these flows are gone, in file order."""
        without = set(start)
        lost = set(gone)
        scope_starts = {key for key, node in self.nodes.items() if node.local == "startEvent"} | {
            key for key, node in self.nodes.items() if self._begins_alone(key, node)
        }
        undoings = [(edge, handler) for edge, handler in self.undoings().values() if edge not in lost]
        scope_starts -= {handler for _, handler in self.undoings().values()}
        pending, reached = list(scope_starts - lost), set()
        while pending:
            key = pending.pop()
            if key in reached or key in lost:
                continue
            reached.add(key)
            pending += [self.ends(flow)[1] for flow in self.outgoing(key) if flow not in without and flow in self.flows]
            pending += self.edges(key)
            pending += [handler for edge, handler in undoings if edge == key]
        return [key for key in self.nodes if key not in reached]

    def _begins_alone(self, key: str, node: Node) -> bool:
        """What happens without an incoming flow: an event subprocess, a compensation handler, the end of a link."""
        return not self.incoming(key) and node.local not in {"boundaryEvent"}


def new_id(source: Source, kind: str, seed: str) -> str:
    """An id that is unused in the file: the same for the same file and seed, a different one for the next."""
    for number in range(1000):
        digest = hashlib.sha256(source.digest + f"\x00{seed}\x00{number}".encode()).digest()
        key = f"{kind}_" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:7])
        if key not in source.ids and f"{key}_di" not in source.ids:
            return key
    raise EditRefused("no_element", detail=kind)


def add_node(source: Source, scope: Node, xml: str, after: str | None = None) -> Source:
    """Put a node in a process or subprocess: after another, or after the last existing one."""
    beside = source.find(after) if after is not None else None
    if beside is not None and beside.parent is scope:
        return source.splice(insert(source, scope, xml, after=beside))
    return source.splice(insert(source, scope, xml, after=_last_in_flow(scope)))


def add_flow(source: Source, key: str, start: str, end: str, *, name: str = "", condition: str = "") -> Source:
    """Add a flow from one node to another."""
    source = declare(source, XSI, "xsi") if condition else source
    node = source.element(start)
    scope = node.parent
    if scope is None:
        raise EditRefused("no_element", start)
    told = {"id": key, "name": name or None, "sourceRef": start, "targetRef": end}
    inside = []
    if condition:
        inside.append(text_element(f"{node.prefix}conditionExpression", formal(source, node), condition))
    xml = write(f"{node.prefix}sequenceFlow", told, *inside)
    source = source.splice(insert(source, scope, xml, after=_last_in_flow(scope)))
    return link(link(source, start, "outgoing", key), end, "incoming", key)


def add_association(source: Source, key: str, start: str, end: str) -> Source:
    """Add a dotted line from one node to another: from a compensation event to its handler."""
    node = source.element(start)
    scope = node.parent
    if scope is None:
        raise EditRefused("no_element", start)
    told = {"id": key, "associationDirection": "One", "sourceRef": start, "targetRef": end}
    last = [one for one in scope.children if one.local in ARTIFACTS]
    after = last[-1] if last else _last_in_flow(scope)
    return source.splice(insert(source, scope, write(f"{node.prefix}association", told), after=after))


def lead(source: Source, flow: str, *, start: str | None = None, end: str | None = None) -> Source:
    """Give an existing flow another source or target."""
    for attribute, local, key in (("sourceRef", "outgoing", start), ("targetRef", "incoming", end)):
        node = source.element(flow)
        before = node.get(attribute) or ""
        if key is None or key == before:
            continue
        source = source.splice(set_attribute(source, node, attribute, key))
        source = link(unlink(source, before, local, flow), key, local, flow)
        if local == "outgoing" and (gateway := source.find(before)) is not None and gateway.get("default") == flow:
            source = source.splice(set_attribute(source, gateway, "default", None))
    return source


def link(source: Source, node: str, local: str, flow: str) -> Source:
    """Add a flow to a node's incoming or outgoing list, where the nodes of the file have these."""
    if not _keeps_links(source):
        return source
    parent = source.element(node)
    return add_child(source, parent, local, text_element(parent.prefix + local, {}, flow))


def unlink(source: Source, node: str, local: str, flow: str) -> Source:
    found = source.find(node)
    told = [one for one in found.all(BPMN + local) if source.content(one).strip() == flow] if found is not None else []
    return source.splice(remove(source, *told)) if told else source


def drop_flow(source: Source, flow: str) -> Source:
    """Remove a flow, and every reference to it; not its drawing."""
    node = source.element(flow)
    for attribute, local in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
        source = unlink(source, node.get(attribute) or "", local, flow)
    gateway = source.find(node.get("sourceRef") or "")
    if gateway is not None and gateway.get("default") == flow:
        source = source.splice(set_attribute(source, gateway, "default", None))
    return drop(source, flow)


def leave_lanes(source: Source, key: str) -> Source:
    """Remove an element from every lane that lists it."""
    while (place := _in_lane(source, key)) is not None:
        source = source.splice(remove(source, place))
    return source


def drop(source: Source, key: str) -> Source:
    """Remove an element with what only refers to it: its place in lanes, and the lines to notes and data."""
    source = leave_lanes(source, key)
    for node in list(source.root.walk()):
        if node.local == "association" and key in {node.get("sourceRef"), node.get("targetRef")}:
            source = source.splice(remove(source, source.element(node.get("id") or "")))
    return source.splice(remove(source, source.element(key)))


def _in_lane(source: Source, key: str) -> Node | None:
    tag = BPMN + "flowNodeRef"
    return next((one for one in source.root.walk() if one.tag == tag and source.content(one).strip() == key), None)


def _keeps_links(source: Source) -> bool:
    return any(node.tag in {BPMN + "incoming", BPMN + "outgoing"} for node in source.root.walk())


def _last_in_flow(scope: Node) -> Node | None:
    """The last child after which the schema allows a flow element."""
    before = [child for child in scope.children if child.local not in ARTIFACTS]
    return before[-1] if before else None
