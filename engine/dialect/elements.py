"""Elements: a BPMN diagram as plain frozen facts, with what our extension attributes say. Knows no XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

AT_ONCE = frozenset({"serviceTask", "sendTask", "businessRuleTask", "scriptTask", "manualTask", "task"})
"""Kinds of activities that are done at the moment they are reached."""
EMBEDDED = frozenset({"subProcess", "transaction"})
"""Kinds of activities whose contents are in the same process."""
SCOPED = EMBEDDED | {"callActivity"}
"""Kinds of activities that have contents, with variables of their own."""
CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
"""Kinds of gateways whose flows have conditions."""
THROWING = frozenset({"intermediateThrowEvent", "endEvent"})
"""Kinds of events that can throw something."""
ARTIFACTS = frozenset(
    {"textAnnotation", "association", "group", "dataObject", "dataObjectReference", "dataStoreReference"}
)
"""Kinds outside the flow, which no token reaches."""
UNREAD = "unread"
"""The kind of an event whose definition cannot be found."""


@dataclass(frozen=True, slots=True)
class Event:
    """What an event waits for or throws. `kind` is the BPMN word without `EventDefinition`."""

    kind: str
    """message, timer, error, signal, escalation, terminate, link, conditional, compensate, cancel, multiple, unread."""
    reference: str | None = None
    """The name of the message, signal, error, escalation or link; empty for a message that has none."""
    timer_kind: str | None = None
    """date, duration or cycle."""
    expression: str | None = None
    """Of a timer or a condition."""
    correlation_key: str | None = None
    code: str | None = None
    """The code by which an error or escalation is caught; its name if it has none."""
    activity: str | None = None
    """The id of what a compensation event undoes; None for everything that was done in its scope."""
    waits: bool = True
    """Whether a compensation event goes on only when everything is undone."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance or standard loop characteristics."""

    sequential: bool = False
    standard: bool = False
    input_collection: str | None = None
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None
    condition: str | None = None
    """Of a standard loop: it repeats as long as this holds."""
    maximum: str | None = None
    test_before: bool = False
    counted: bool = False
    """Whether BPMN's own attributes say how often: by a number, or by data that are a list."""


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One row of an ioMapping: the value of `source` becomes variable `target`."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node, sequence flow or artifact. Attributes that its kind does not have are None or empty."""

    id: str
    kind: str
    """The BPMN tag, such as `userTask`."""
    name: str
    process: str
    parent: str
    """Id of the enclosing process or subprocess."""
    line: int | None = None
    lane: str | None = None
    """Name of the innermost lane that it is in."""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    documentation: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    target: str | None = None
    """For a reference to a data object: that object."""
    condition: str | None = None
    default: str | None = None
    event: Event | None = None
    attached_to: str | None = None
    interrupting: bool = True
    triggered_by_event: bool = False
    for_compensation: bool = False
    """Whether it is an activity outside the flow that undoes another."""
    loop: Loop | None = None
    form_id: str | None = None
    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str | None = None
    decision_id: str | None = None
    result_variable: str | None = None
    called_process: str | None = None
    propagate_all_child_variables: bool = False
    propagate_all_parent_variables: bool = True
    job_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    script: str | None = None
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    text: str | None = None
    """Of a text annotation."""
    unknown: tuple[str, ...] = ()
    """Extensions in the zeebe namespace that have no meaning here, by tag."""
    foreign: tuple[str, ...] = ()
    """What it says to another engine (`foreign`), by the names that these things have there."""
    near: tuple[Element | None, Element | None] = field(default=(None, None), compare=False, repr=False)
    """How a reader recognises it if it has no name (`naming`): what is before and after it, or what it connects."""


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    name: str
    element_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """One process with everything in it, including the contents of its subprocesses, by id."""

    id: str
    name: str
    elements: Mapping[str, Element]
    lanes: tuple[Lane, ...] = ()
    version_tag: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    documentation: str | None = None
    executable: bool = True
    line: int | None = None
    foreign: tuple[str, ...] = ()
    """What it says to another engine, as for `Element`."""

    @property
    def calls(self) -> tuple[str, ...]:
        """The process that each of its call activities names, in the order of the diagram."""
        return tuple(str(e.called_process) for e in self.elements.values() if e.kind == "callActivity")

    def scopes_around(self, element: Element) -> Iterator[str]:
        """The (sub)process that an element is in, and those around it; the process itself comes last."""
        key = element.parent
        while key in self.elements:
            yield key
            key = self.elements[key].parent
        yield key

    def choices_before(self, element: Element) -> frozenset[str]:
        """The event-based gateways that lead to an element."""
        flows = (self.elements.get(key) for key in element.incoming)
        sources = (self.elements.get(flow.source or "") for flow in flows if flow is not None)
        return frozenset(one.id for one in sources if one is not None and one.kind == "eventBasedGateway")


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a node, lane or pool is drawn. `horizontal` is for pools and lanes, `expanded` for subprocesses."""

    element: str
    x: float
    y: float
    width: float
    height: float
    horizontal: bool = True
    expanded: bool = True
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    element: str
    waypoints: tuple[tuple[float, float], ...]
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A pool; `process` is None for one that is a black box."""

    id: str
    name: str
    process: str | None


@dataclass(frozen=True, slots=True)
class Collaboration:
    id: str
    participants: tuple[Participant, ...] = ()
    message_flows: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """A BPMN file: its processes and how they are drawn (BPMN 2.0.2 clause 12, diagram interchange)."""

    source: str
    processes: tuple[Process, ...]
    messages: Mapping[str, str] = field(default_factory=dict)
    """Message id → name."""
    collaboration: Collaboration | None = None
    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()
    duplicates: tuple[tuple[str, int | None], ...] = ()
    """Ids that occur more than once, with the line of the later one."""
    without_id: tuple[tuple[str, int | None], ...] = ()
    """Tag and line of what is in a process without an id, so that it is no element of it."""


def is_link(node: Element) -> bool:
    """Whether it leads to, or is reached from, another place without a line."""
    return node.event is not None and node.event.kind == "link"


def links(nodes: Iterable[Element]) -> list[tuple[str, str]]:
    """Each throwing link event with the catching one of its name in the same scope: a flow that is not drawn.

    BPMN 2.0.2 clause 10.5.1.
    """
    all_links = [node for node in nodes if is_link(node)]
    catching = {_link_of(node): node.id for node in all_links if node.kind == "intermediateCatchEvent"}
    return [
        (node.id, catching[_link_of(node)])
        for node in all_links
        if node.kind == "intermediateThrowEvent" and _link_of(node) in catching
    ]


def _link_of(node: Element) -> tuple[str, str | None]:
    return node.parent, node.event.reference if node.event is not None else None
