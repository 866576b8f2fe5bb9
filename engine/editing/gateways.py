"""Gateways: the kind of gateway where ways join or split, and what is removed with its former kind."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dialect.elements import CHOOSING
from engine.dialect.xml import BPMN, BPMNDI
from engine.editing.done import Done, Edited, edited
from engine.editing.extensions import name_of
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import remove, set_attribute
from engine.errors import EditRefused

SPLITS = ("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway")
"""How ways split, by the BPMN name."""
SHAPE = f"{BPMNDI}BPMNShape"
_ONLY_EVENT_BASED = ("eventGatewayType", "instantiate")


def set_join(source: Source, element: str, kind: str) -> Edited:
    """Change the kind of a gateway, by its name in BPMN; its content stays. Raises: EditRefused: none."""
    node = _gateway(source, element, kind)
    done = Done("join", element, name_of(source, element), "join", node.local, kind)
    return edited(source, rename(source, node, kind), done)


def set_split(source: Source, element: str, kind: str) -> Edited:
    """Change how ways split. Where the kind chooses none by a condition, conditions and the default flow are removed.

    Raises: EditRefused: no gateway, or no such kind.
    """
    node = _gateway(source, element, kind)
    if kind not in SPLITS:
        raise EditRefused("not_on_this_kind", element, kind)
    before, conditions = node.local, [] if kind in CHOOSING else list(_conditions(source, element))
    told = (element, name_of(source, element), "split", before, kind)
    done = Done("split_bare", *told) if conditions else Done("split", *told)
    if before == kind:
        return edited(source, source, done)
    result = source.splice(remove(source, *conditions)) if conditions else source
    gone = ((() if kind in CHOOSING else ("default",)), (() if kind == SPLITS[-1] else _ONLY_EVENT_BASED))
    for attribute in (name for names in gone for name in names):
        result = result.splice(set_attribute(result, result.element(element), attribute, None))
    return edited(source, rename(result, result.element(element), kind), done)


def _gateway(source: Source, element: str, kind: str) -> Node:
    node = source.element(element)
    if not node.local.endswith("Gateway"):
        raise EditRefused("not_on_this_kind", element, kind)
    return node


def _conditions(source: Source, gateway: str) -> Iterator[Node]:
    for flow in source.root.walk():
        if flow.tag == f"{BPMN}sequenceFlow" and flow.get("sourceRef") == gateway:
            told = flow.child(f"{BPMN}conditionExpression")
            if told is not None:
                yield told


def rename(source: Source, node: Node, kind: str) -> Source:
    """Change the kind of an element; its content stays."""
    if node.local == kind:
        return source
    places = [node.start + 1] if node.empty else [node.start + 1, node.close_start + 2]
    splices = [Splice(at, at + len(node.name), f"{node.prefix}{kind}") for at in places]
    # The X of an exclusive gateway is drawn where its shape says so (BPMN 2.0.2 clause 12.2.3.3), no other's.
    marker = "true" if kind == "exclusiveGateway" else None
    shapes = [one for one in source.root.walk() if one.tag == SHAPE and one.get("bpmnElement") == node.get("id")]
    splices += [splice for shape in shapes for splice in set_attribute(source, shape, "isMarkerVisible", marker)]
    return source.splice(splices)
