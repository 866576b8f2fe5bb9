"""Drawing: turning the elements of processes, with what was measured of them, into a plan that can be replayed.

Answers are personal and decisions are made from answers, so neither is computed: which way a case goes at a choice is
drawn at random, by how often each way was taken. What is not known is assumed, and each assumption is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.dialect import naming
from engine.dialect.elements import Element, Process, links
from engine.dialect.reaching import reach
from engine.dialect.timers import TimerValueRefused, read_cycle, resolve
from engine.simulation.measured import CODES, Assumption, Measured
from engine.simulation.plan import Edge, Node, Plan, Timer

GUESS = 86_400.0
"""Seconds that a task takes if nothing is known of it or of its process."""
PARTS = frozenset({"subProcess", "transaction", "adHocSubProcess", "callActivity"})
CAUGHT = frozenset({"error", "escalation"})
_WORKING = re.compile(r"=\s*werkdagen\(\s*([0-9]{1,4})\s*\)\s*")
_DURATION = re.compile(r'=\s*duration\(\s*"([^"]+)"\s*\)\s*')
_MEMBERS = re.compile(r"=\s*groepen\.(\w+)\s*(?:\[.*\]\s*)?", re.DOTALL)
"""The members of a group, or those of them that a filter leaves: how many it leaves is only known in a case."""
_START = datetime(2026, 1, 5, tzinfo=UTC)
_PLAIN = re.compile(r"[\w ,-]+")


def draw_plan(
    process_id: str,
    processes: Mapping[str, Process],
    measured: Measured,
    told: Mapping[str, float] | None = None,
    working_days: tuple[float, ...] = (),
    chosen: Mapping[str, tuple[float, ...]] | None = None,
) -> tuple[Plan, tuple[Assumption, ...]]:
    """A plan of a process with all that it calls, and its assumptions.

    `told` holds seconds per piece of work, by node ("process:element"), where the person who asks knows better;
    `chosen` holds the probabilities of the ways out of a choice, in their order.
    """
    drawer = _Drawer(processes, measured, told or {}, chosen or {})
    root = drawer.draw_process(process_id)
    reach = {node.id: drawer.find_reach(node.id) for node in drawer.nodes.values() if node.kind == "gather"}
    noted = tuple(Assumption(code, tuple(drawer.noted[code])) for code in CODES if drawer.noted.get(code))
    return Plan(root, drawer.nodes, working_days, reach), noted


class _Drawer:
    def __init__(
        self,
        processes: Mapping[str, Process],
        measured: Measured,
        told: Mapping[str, float],
        chosen: Mapping[str, tuple[float, ...]],
    ) -> None:
        self.processes = processes
        self.measured = measured
        self.told = told
        self.chosen = chosen
        self.nodes: dict[str, Node] = {}
        self.parts: dict[str, Node] = {}
        """Each process that was drawn, as a part."""
        self.noted: dict[str, dict[str, None]] = {}

    def note(self, code: str, element: Element) -> None:
        self.noted.setdefault(code, {})[naming.call(element)] = None

    def draw_process(self, process_id: str) -> Node:
        if process_id in self.parts:
            return self.parts[process_id]
        process = self.processes[process_id]
        self.parts[process_id] = Node(process_id, process.name or process_id, "part")  # While it is drawn.
        self.parts[process_id] = self._draw_scope(process, process_id, self.parts[process_id])
        return self.parts[process_id]

    def _draw_scope(self, process: Process, scope: str, part: Node) -> Node:
        """A part with where its tokens begin and what begins beside them; everything in it becomes nodes."""
        inside = [e for e in process.elements.values() if e.parent == scope and e.kind != "sequenceFlow"]
        linked = dict(links(inside))
        begins: list[Element] = [e for e in inside if e.kind == "startEvent"]
        plain = [e for e in begins if e.event is None] or begins
        if not plain:
            plain = [e for e in inside if not e.incoming and e.outgoing and e.kind != "boundaryEvent"]
        edges = list(part.edges)
        for element in inside:
            if element.triggered_by_event:
                edges += self._draw_beside(process, element)
            elif not element.for_compensation:
                node = self._draw(process, element, linked)
                self.nodes[node.id] = node
        return replace(part, begins=tuple(_key(e) for e in plain[:1]), edges=tuple(edges))

    def _draw_beside(self, process: Process, element: Element) -> Iterator[Edge]:
        """An event subprocess: a part that begins beside the flow of its scope."""
        part = self._draw_scope(process, element.id, Node(_key(element), naming.call(element), "part"))
        self.nodes[part.id] = part
        start = next((e for e in process.elements.values() if e.parent == element.id and e.kind == "startEvent"), None)
        if start is not None:
            yield from self._draw_edge(start, part.id, inside=True)

    def _draw_edge(self, event: Element, node: str, *, inside: bool) -> Iterator[Edge]:
        told = event.event
        if told is None or told.kind == "compensate":
            return
        if told.kind == "timer":
            timer = read_timer(told.timer_kind, told.expression)
            if timer is None:
                self.note("timer_never", event)
                return
            yield Edge(node, event.interrupting, timer, None, inside)
        elif told.kind in CAUGHT:
            yield Edge(node, event.interrupting or told.kind == "error", None, told.code or "", inside)
        elif told.kind == "cancel":
            return
        else:
            self.note("beside", event)

    def _draw(self, process: Process, element: Element, linked: Mapping[str, str]) -> Node:
        flows = [process.elements[key] for key in element.outgoing if key in process.elements]
        ways = [(flow.id, _key_of(process, str(flow.target))) for flow in flows if flow.target in process.elements]
        if element.id in linked:
            ways.append((element.id, _key_of(process, linked[element.id])))
        node = Node(_key(element), naming.call(element), "pass", tuple(ways))
        if element.kind == "userTask":
            node = self._draw_task(element, node)
        elif element.kind in PARTS:
            node = self._draw_part(process, element, node)
        elif element.kind == "receiveTask" or (element.kind == "intermediateCatchEvent" and element.event is not None):
            node = self._draw_wait(element, node)
        elif element.kind.endswith("Gateway"):
            node = self._draw_gateway(element, node)
        elif element.event is not None and element.kind in {"endEvent", "intermediateThrowEvent"}:
            node = _draw_throw(element, node)
        elif element.kind == "endEvent":
            node = replace(node, kind="end")
        if element.kind in PARTS or element.kind == "userTask":
            hosted = [e for e in process.elements.values() if e.kind == "boundaryEvent" and e.attached_to == element.id]
            edges = [edge for event in hosted for edge in self._draw_edge(event, _key(event), inside=False)]
            node = replace(node, edges=(*node.edges, *edges))
        return node

    # ---- what takes time ----------------------------------------------------------------------------------------

    def _draw_task(self, element: Element, node: Node) -> Node:
        place = (element.process, element.id)
        lasts = self.measured.lasts.get(place, ())
        if node.id in self.told:
            lasts = (self.told[node.id],)
            self.note("told", element)
        elif not lasts:
            lasts = self.measured.named.get((element.process, element.name), ())
            code = "named"
            if not lasts:
                typical = self.measured.typical.get(element.process)
                lasts, code = ((GUESS,), "guessed") if typical is None else ((typical,), "typical")
            self.note(code, element)
        return self._repeat(element, replace(node, kind="task", lasts=lasts, groups=self._groups_of(element)))

    def _groups_of(self, element: Element) -> tuple[str, ...]:
        """Whose time it takes. A submitter, and a person whom the drawing names, do nothing else meanwhile."""
        text = element.candidate_groups or ""
        if element.assignee or not text:
            return ()
        if not _PLAIN.fullmatch(text):
            return self.measured.groups.get((element.process, element.id), ())
        groups = [group.strip() for group in text.split(",") if group.strip()]
        if any(group not in self.measured.members for group in groups):
            return ()
        if len(groups) > 1:
            self.note("either", element)
        return tuple(groups[:1])

    def _repeat(self, element: Element, node: Node) -> Node:
        loop = element.loop
        if loop is None:
            return node
        counts = self.measured.counts.get((element.process, element.id), ())
        members = _MEMBERS.fullmatch(loop.input_collection or "")
        if not counts and members is not None and members[1] in self.measured.members:
            counts = (self.measured.members[members[1]],)
        if not counts:
            self.note("once", element)
        return replace(node, counts=counts or (1,), sequential=loop.sequential or loop.standard)

    def _draw_part(self, process: Process, element: Element, node: Node) -> Node:
        part = replace(node, kind="part")
        if element.kind != "callActivity":
            return self._repeat(element, self._draw_scope(process, element.id, part))
        if str(element.called_process) not in self.processes:
            self.note("missing", element)
            return node
        called = self.draw_process(str(element.called_process))
        return self._repeat(element, replace(part, begins=called.begins, edges=called.edges))

    def _draw_wait(self, element: Element, node: Node) -> Node:
        event, measured = element.event, self.measured.waits.get((element.process, element.id), ())
        if event is not None and event.kind == "link":
            return node
        timer = read_timer(event.timer_kind, event.expression) if event is not None and event.kind == "timer" else None
        if timer is not None:
            return replace(node, kind="wait", timer=timer)
        if event is not None and event.kind == "timer":
            self.note("timer_measured" if measured else "wait_typical", element)
        elif not measured:
            self.note("wait_typical", element)
        return replace(node, kind="wait", lasts=measured or (self.measured.typical.get(element.process, GUESS),))

    # ---- choices and joins --------------------------------------------------------------------------------------

    def _draw_gateway(self, element: Element, node: Node) -> Node:
        joins = len(element.incoming) > 1
        splits = len(node.ways) > 1
        if element.kind == "eventBasedGateway":
            return replace(node, kind="race" if node.ways else "pass")
        if element.kind == "parallelGateway" and joins:
            return replace(node, kind="join", needs=element.incoming)
        if element.kind == "inclusiveGateway" and joins:
            return replace(node, kind="gather")
        if element.kind == "inclusiveGateway" and splits:
            return replace(node, kind="some", shares=self._shares(element, node, inclusive=True))
        if element.kind == "exclusiveGateway" and splits:
            return replace(node, kind="choice", shares=self._shares(element, node, inclusive=False))
        return node

    def _shares(self, element: Element, node: Node, *, inclusive: bool) -> tuple[float, ...]:
        """How likely each way is: as often as it was taken. A new way gets what it would have if all were equal."""
        if len(self.chosen.get(node.id, ())) == len(node.ways):
            self.note("chosen", element)
            return self.chosen[node.id]
        taken = [self.measured.ways.get((element.process, flow)) for flow, _ in node.ways]
        known = [count for count in taken if count is not None]
        if not sum(known):
            self.note("equal", element)
            return tuple(0.5 if inclusive else 1 / len(taken) for _ in taken)
        if inclusive:
            return tuple(0.5 if count is None else count / max(known) for count in taken)
        if len(known) < len(taken):
            self.note("partly", element)
        left = len(known) / len(taken)
        return tuple(1 / len(taken) if count is None else left * count / sum(known) for count in taken)

    def find_reach(self, key: str) -> tuple[str, ...]:
        """The nodes from which a token can reach a node, without leaving its scope."""
        before: dict[str, set[str]] = {}
        for node in self.nodes.values():
            for target in (*(target for _, target in node.ways), *(e.node for e in node.edges if not e.inside)):
                before.setdefault(target, set()).add(node.id)
        found = reach(before.get(key, ()), lambda here: before.get(here, ()) if here != key else ())
        return tuple(sorted(found - {key}))


def _draw_throw(element: Element, node: Node) -> Node:
    event, ends = element.event, element.kind == "endEvent"
    if event is not None and event.kind == "terminate":
        return replace(node, kind="stop")
    if event is not None and event.kind in CAUGHT:
        return replace(node, kind="throw", code=event.code or "", goes_on=not ends, fails=event.kind == "error")
    return replace(node, kind="end") if ends else node


def read_timer(kind: str | None, expression: str | None) -> Timer | None:
    """The wait that a timer states by itself; None where it depends on answers or on the date."""
    text = (expression or "").strip()
    if match := _WORKING.fullmatch(text):
        return Timer(working_days=int(match[1]))
    if match := _DURATION.fullmatch(text):
        text = match[1]
    try:
        if kind == "cycle":
            cycle = read_cycle(text)
            return Timer(_length(cycle.every), times=cycle.times or 1_000_000)
        return Timer(_length(text)) if text.startswith("P") else None
    except TimerValueRefused:
        return None


def _length(duration: str) -> float:
    """Seconds of an ISO 8601 duration; a month counts as one that begins at the start of a year."""
    return (resolve(duration, _START, ZoneInfo("UTC")) - _START).total_seconds()


def _key(element: Element) -> str:
    return f"{element.process}:{element.id}"


def _key_of(process: Process, element_id: str) -> str:
    return f"{process.id}:{element_id}"
