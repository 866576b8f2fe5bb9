"""Data types: what is said of the structure of data in two places is the same (clauses 10.3.3, 10.3.8, 10.4.1, 10.5.1).

Nothing here runs by these types. But no other tool could read a file that contradicts itself. Data without a stated
type are underspecified, which the standard allows: they are not reported, except for what a task puts in a message, or
takes out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from engine.checking.finding import Finding
from engine.checking.standard.telling import called, tell
from engine.dialect.document import ACTIVITIES, CALLABLE, CATCHING, DEFINITIONS, Document, children, name_of, references
from engine.dialect.elements import THROWING
from engine.dialect.xml import Node, local

SHARED = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}
"""A reference drawn elsewhere has the type of what it refers to."""
CARRYING = frozenset({"sendTask", "receiveTask"})
"""Tasks whose data are those of a message: either both have a type, or neither has."""
TYPED = {
    "messageEventDefinition": ("messageRef", "itemRef"),
    "signalEventDefinition": ("signalRef", "structureRef"),
    "errorEventDefinition": ("errorRef", "structureRef"),
    "escalationEventDefinition": ("escalationRef", "structureRef"),
}
"""For each event: the attribute that names what comes or goes, and that thing's attribute for its type."""


def check(document: Document) -> Iterator[Finding]:
    for item in document.all("dataObject", "dataInput", "dataOutput"):
        yield from _check_collection(document, item)
    for arrow in document.all("dataInputAssociation", "dataOutputAssociation"):
        yield from _check_arrow(document, arrow)
    for task in document.all("serviceTask", "sendTask", "receiveTask"):
        yield from _check_task(document, task)
    for event in document.all(*sorted(CATCHING | THROWING)):
        yield from _check_event(document, event)
    yield from _check_calls(document)
    for activity in document.all(*sorted(ACTIVITIES)):
        yield from _check_loop(document, activity)


def _check_collection(document: Document, item: Node) -> Iterator[Finding]:
    """Data and their type must agree on whether they are a list (tables 10.52, 10.59 and 10.60)."""
    kind = _type_of(document, item)
    if kind is not None and _is_list(item) != _is_list(kind):
        yield tell("collection_disagrees", document, item, detail=kind.get("id"))


def _check_arrow(document: Document, arrow: Node) -> Iterator[Finding]:
    """What is copied unchanged has the same type at its source and at its target (clause 10.4.1)."""
    if children(arrow, "transformation") or children(arrow, "assignment"):
        return
    (target, *_), sources = references(arrow, "targetRef") or [""], references(arrow, "sourceRef")
    for source in sources:
        if _differ(_type_at(document, source), _type_at(document, target)):
            yield tell(
                "arrow_of_other_type", document, arrow, detail=called(document, source), other=called(document, target)
            )


def _check_task(document: Document, task: Node) -> Iterator[Finding]:
    """What a task sends or receives has the type of its message (clause 10.3.3)."""
    operation = document.nodes.get(name_of(task.get("operationRef")))
    message = name_of(task.get("messageRef"))
    sent = [message] if message else references(operation, "inMessageRef") if operation is not None else []
    got = references(operation, "outMessageRef") if operation is not None else []
    if local(task) == "receiveTask":
        sent, got = [], [message] if message else sent
    for kind, messages in (("dataInput", sent), ("dataOutput", got)):
        for item, key in zip(_items(task, kind), messages, strict=False):
            types = [_type_of(document, item), _named(document, document.nodes.get(key), "itemRef")]
            carried = local(task) in CARRYING and document.kind(key) == "message"
            if carried and types.count(None) == 1:
                yield tell("task_data_without_type", document, task, detail=_name(item), other=called(document, key))
            elif _differ(*types):
                yield tell("task_data_of_other_type", document, task, detail=_name(item), other=called(document, key))


def _check_calls(document: Document) -> Iterator[Finding]:
    """A call gives and gets exactly what the called element takes and gives, if that is in the file (clause 10.3.6)."""
    needed: dict[str, Mapping[str, Shape]] = {}
    for call in document.all("callActivity"):
        key = name_of(call.get("calledElement"))
        if document.kind(key) not in CALLABLE:
            continue
        if key not in needed:
            needed[key] = _shapes(document, document.nodes[key])
        differ = [kind for kind, shape in _shapes(document, call).items() if not shape.fits(needed[key][kind])]
        if differ:
            yield tell("call_data_differs", document, call, detail=", ".join(differ), other=called(document, key))


@dataclass(frozen=True, slots=True)
class Shape:
    """What goes into an activity, or comes out of it: how many data, of which types, and in sets of which sizes."""

    count: int
    types: list[tuple[str, bool]] | None
    """Structure of each, and whether it is a list, in order; None if one of them does not state it."""
    sets: list[int]

    def fits(self, other: Shape) -> bool:
        same = self.types is None or other.types is None or self.types == other.types
        return self.count == other.count and self.sets == other.sets and same


def _shapes(document: Document, node: Node) -> dict[str, Shape]:
    found = {}
    for kind, group in (("dataInput", "inputSet"), ("dataOutput", "outputSet")):
        types = [_type_of(document, item) for item in _items(node, kind)]
        said = [(str(one.get("structureRef") or one.get("id")), _is_list(one)) for one in types if one is not None]
        sets = [len(references(one, f"{kind}Refs")) for one in _items(node, group)]
        found[kind] = Shape(len(types), sorted(said) if len(said) == len(types) else None, sorted(sets))
    return found


def _check_event(document: Document, event: Node) -> Iterator[Finding]:
    """The data of an event have the type of its message, signal, error or escalation (clause 10.5.1).

    The order of the definitions and that of the data determine which belong together.
    """
    kind = "dataInput" if local(event) in THROWING else "dataOutput"
    for item, definition in zip_longest(children(event, kind), children(event, *sorted(DEFINITIONS))):
        if item is None or definition is None or local(definition) not in TYPED:
            continue
        reference, attribute = TYPED[local(definition)]
        key = name_of(definition.get(reference))
        if _differ(_type_of(document, item), _named(document, document.nodes.get(key), attribute)):
            yield tell("event_data_of_other_type", document, event, detail=_name(item), other=called(document, key))


def _check_loop(document: Document, activity: Node) -> Iterator[Finding]:
    """Each run gets one item of the list, so its type is that of the items of the list (clause 10.3.8)."""
    for loop in children(activity, "multiInstanceLoopCharacteristics"):
        for whole, part in (("loopDataInputRef", "inputDataItem"), ("loopDataOutputRef", "outputDataItem")):
            kind = next((_type_at(document, key) for key in references(loop, whole)), None)
            for item in children(loop, part):
                own = _type_of(document, item)
                if kind is None or own is None:
                    continue
                if _is_list(own) or own.get("structureRef") != kind.get("structureRef"):
                    yield tell("loop_item_of_other_type", document, activity, detail=_name(item))


def _items(task: Node, kind: str) -> list[Node]:
    return [item for told in children(task, "ioSpecification") for item in children(told, kind)]


def _type_at(document: Document, key: str) -> Node | None:
    """The type of the data with an id; None if it is not stated."""
    node = document.nodes.get(key)
    if node is not None and local(node) in SHARED:
        node = document.nodes.get(name_of(node.get(SHARED[local(node)])))
    return _type_of(document, node)


def _type_of(document: Document, node: Node | None) -> Node | None:
    return _named(document, node, "itemSubjectRef")


def _named(document: Document, node: Node | None, attribute: str) -> Node | None:
    """The itemDefinition that an attribute names."""
    key = name_of(node.get(attribute)) if node is not None else ""
    return document.nodes.get(key) if document.kind(key) == "itemDefinition" else None


def _differ(one: Node | None, other: Node | None) -> bool:
    """Whether two types certainly differ: another structure, or one is a list and the other is not."""
    if one is None or other is None or one is other:
        return False
    structures = {one.get("structureRef"), other.get("structureRef")}
    return len(structures) > 1 or None in structures or _is_list(one) != _is_list(other)


def _is_list(node: Node) -> bool:
    return name_of(node.get("isCollection")) in {"true", "1"}


def _name(item: Node) -> str:
    return str(item.get("name") or item.get("id"))
