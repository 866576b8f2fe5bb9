"""Elements: editing the BPMN of a step or flow itself: name, text, timer, condition, repetition, lane."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dialect.document import ACTIVITIES
from engine.dialect.elements import CHOOSING
from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.done import Done, Edited, edited
from engine.editing.extensions import name_of
from engine.editing.order import LOOP, XSI, add_child, called, declare, formal
from engine.editing.source import Node, Source
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, remove, replace, set_attribute, set_text, text_element
from engine.errors import EditRefused

TIMERS = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}
LOOP_ATTRIBUTES = ("inputCollection", "inputElement", "outputCollection", "outputElement")


def set_attribute_of(source: Source, element: str, attribute: str, value: str | None) -> Edited:
    """Set an attribute that the standard gives an element, such as `cancelActivity`; None removes it."""
    node = source.element(element)
    if attribute in {"id", "sourceRef", "targetRef"}:
        raise EditRefused("not_on_this_kind", element, attribute)
    result = source.splice(set_attribute(source, node, attribute, value))
    before = node.get(attribute) or ""
    return edited(source, result, Done("attribute", element, name_of(source, element), attribute, before, value or ""))


def set_name(source: Source, element: str, name: str) -> Edited:
    """Name an element. A name that differs only in white space stays as written."""
    node = source.element(element)
    before, after = " ".join((node.get("name") or "").split()), " ".join(name.split())
    done = Done("renamed", element, after or element, "name", before, after)
    if node.local == "sequenceFlow":
        done = Done("renamed_way", element, after or element, "name", before, after)
    if before == after:
        return edited(source, source, done)
    value = after or (None if node.local != "process" else "")
    return edited(source, source.splice(set_attribute(source, node, "name", value)), done)


def set_documentation(source: Source, element: str, text: str) -> Edited:
    """Set the text that people read at a step; an empty text removes it."""
    node = source.element(element)
    told = node.child(BPMN + "documentation")
    before = source.content(told).strip() if told is not None else ""
    after = text.replace("\r\n", "\n").strip()
    done = Done("documented", element, name_of(source, element), "documentation", before, after)
    return edited(source, _set_text_child(source, node, "documentation", after, {}), done)


def set_condition(source: Source, flow: str, condition: str) -> Edited:
    """Set when a flow is followed, as FEEL with its `=`; an empty text removes the condition.

    Raises: EditRefused: no such flow, or its source is not a gateway that chooses.
    """
    node = _flow(source, flow)
    if condition.strip() and source.element(node.get("sourceRef") or "").local not in CHOOSING:
        raise EditRefused("condition_elsewhere", flow)
    told = node.child(BPMN + "conditionExpression")
    before = source.content(told).strip() if told is not None else ""
    done = Done("condition", flow, flow_name(source, flow), "condition", before, condition.strip())
    if condition.strip() and told is None:
        source_with = declare(source, XSI, "xsi")
        node = _flow(source_with, flow)
    else:
        source_with = source
    attributes = formal(source_with, node)
    after = _set_text_child(source_with, node, "conditionExpression", condition.strip(), attributes)
    return edited(source, after, done)


def make_default(source: Source, flow: str) -> Edited:
    """Let a flow be followed when no other is; its condition is removed (BPMN 2.0.2 clause 13.4.2)."""
    gateway = source.element(_flow(source, flow).get("sourceRef") or "")
    if gateway.local not in CHOOSING:
        raise EditRefused("condition_elsewhere", flow)
    before = gateway.get("default") or ""
    result = source.splice(set_attribute(source, gateway, "default", flow))
    told = _flow(result, flow).child(BPMN + "conditionExpression")
    if told is not None:
        result = result.splice(remove(result, told))
    return edited(source, result, Done("default", flow, flow_name(source, flow), "default", before, flow))


def remove_default(source: Source, gateway: str) -> Edited:
    """Leave a gateway without a default flow."""
    node = source.element(gateway)
    result = source.splice(set_attribute(source, node, "default", None))
    return edited(
        source, result, Done("no_default", gateway, name_of(source, gateway), "default", node.get("default") or "")
    )


def set_timer(source: Source, event: str, kind: str, value: str) -> Edited:
    """Set when a timer event happens: `kind` is date, duration or cycle. Raises: EditRefused: it is no timer event."""
    definition = source.element(event).child(BPMN + "timerEventDefinition")
    if definition is None or kind not in TIMERS or not value.strip():
        raise EditRefused("no_timer", event, kind)
    told = next((child for child in definition.children if child.local in TIMERS.values()), None)
    before = source.content(told).strip() if told is not None else ""
    done = Done("timer", event, name_of(source, event), kind, before, value.strip())
    tag = TIMERS[kind]
    if told is not None and told.local == tag:
        return edited(source, source.splice(set_text(source, told, value.strip())), done)
    if told is not None:
        attributes = {one.name: one.value for one in told.attributes.values()}
        xml = text_element(told.prefix + tag, attributes, value.strip())
        return edited(source, source.splice(replace(source, told, xml)), done)
    result = declare(source, XSI, "xsi")
    definition = result.element(event).child(BPMN + "timerEventDefinition")
    assert definition is not None  # noqa: S101 - it was there before
    xml = text_element(definition.prefix + tag, formal(result, definition), value.strip())
    return edited(source, result.splice(insert(result, definition, xml)), done)


def set_loop(source: Source, activity: str, values: Mapping[str, str]) -> Edited:
    """Let an activity be done once for each item of a list; no values at all means once.

    Keys are `inputCollection`, `inputElement`, `outputCollection`, `outputElement`, `completionCondition` and
    `isSequential` ("true" or "false"); one that is left out stays as it is.

    Raises: EditRefused: no activity, or one that repeats in another way.
    """
    node = source.element(activity)
    if node.local not in ACTIVITIES or node.child(BPMN + "standardLoopCharacteristics") is not None:
        raise EditRefused("not_on_this_kind", activity, LOOP)
    loop = node.child(BPMN + LOOP)
    before = _loop_values(source, loop)
    after = {**before, **{key: value.strip() for key, value in values.items()}}
    done = Done(
        "loop",
        activity,
        name_of(source, activity),
        LOOP,
        before.get("inputCollection", ""),
        after.get("inputCollection", ""),
    )
    if not any(value for key, value in after.items() if key != "isSequential"):
        return edited(source, source.splice(remove(source, loop)) if loop is not None else source, done)
    result = declare(source, ZEEBE, "zeebe")
    if after.get("completionCondition") and not before.get("completionCondition"):
        result = declare(result, XSI, "xsi")
    if loop is None:
        told = write(
            called(result, ZEEBE, "loopCharacteristics"), {key: after.get(key) or None for key in LOOP_ATTRIBUTES}
        )
        inside = [write(f"{node.prefix}extensionElements", {}, told)]
        if after.get("completionCondition"):
            name = f"{node.prefix}completionCondition"
            inside.append(text_element(name, formal(result, node), after["completionCondition"]))
        sequential = "true" if after.get("isSequential") == "true" else None
        xml = write(node.prefix + LOOP, {"isSequential": sequential}, *inside)
        return edited(source, add_child(result, result.element(activity), LOOP, xml), done)
    result = _set_loop_values(result, activity, after)
    return edited(source, result if result.text != source.text else source, done)


def move_to_lane(source: Source, element: str, lane: str) -> Edited:
    """Put a node in another lane of its process; `structure` handles where it is drawn."""
    target = source.element(lane)
    if target.local != "lane" or any(child.local == "childLaneSet" for child in target.children):
        raise EditRefused("no_lane", element, lane)
    around = {target, *_ancestors(target)}
    elsewhere = [node for node in _references(source, element) if node.parent not in around]
    before = ", ".join(node.parent.get("name") or "" for node in elsewhere if node.parent is not None)
    result = source
    for _ in elsewhere:
        around = {result.element(lane), *_ancestors(result.element(lane))}
        result = result.splice(
            remove(result, next(one for one in _references(result, element) if one.parent not in around))
        )
    target = result.element(lane)
    if all(node.parent is not target for node in _references(result, element)):
        xml = text_element(f"{target.prefix}flowNodeRef", {}, element)
        last = target.children[-1] if target.children else None
        result = result.splice(insert(result, target, xml, after=last))
    after = result.element(lane).get("name") or lane
    return edited(source, result, Done("lane", element, name_of(source, element), lane, before, after))


def flow_name(source: Source, flow: str) -> str:
    """A flow in words: from which step, which answer, to which step."""
    node = source.element(flow)
    ends = [name_of(source, end) if source.find(end) is not None else "?" for end in _ends(node)]
    label = " ".join((node.get("name") or "").split())
    return " → ".join(ends) + (f" ({label})" if label else "")


def _ends(flow: Node) -> tuple[str, str]:
    return flow.get("sourceRef") or "", flow.get("targetRef") or ""


def _flow(source: Source, flow: str) -> Node:
    node = source.element(flow)
    if node.local != "sequenceFlow":
        raise EditRefused("no_element", flow)
    return node


def _set_text_child(source: Source, node: Node, local: str, text: str, attributes: Mapping[str, str]) -> Source:
    told = node.child(BPMN + local)
    if told is None:
        if not text:
            return source
        return add_child(source, node, local, text_element(node.prefix + local, attributes, text))
    return source.splice(set_text(source, told, text) if text else remove(source, told))


def _loop_values(source: Source, loop: Node | None) -> dict[str, str]:
    if loop is None:
        return {}
    found = {"isSequential": loop.get("isSequential") or ""}
    holder = loop.child(BPMN + "extensionElements")
    told = holder.child(ZEEBE + "loopCharacteristics") if holder is not None else None
    if told is not None:
        found.update({key: value for key in LOOP_ATTRIBUTES if (value := told.get(key))})
    condition = loop.child(BPMN + "completionCondition")
    if condition is not None:
        found["completionCondition"] = source.content(condition).strip()
    return found


def _set_loop_values(source: Source, activity: str, values: Mapping[str, str]) -> Source:
    def loop() -> Node:
        found = source.element(activity).child(BPMN + LOOP)
        assert found is not None  # noqa: S101 - the caller has seen it
        return found

    if (values.get("isSequential") == "true") != (loop().get("isSequential") == "true"):
        value = "true" if values["isSequential"] == "true" else None
        source = source.splice(set_attribute(source, loop(), "isSequential", value))
    if loop().child(BPMN + "extensionElements") is None:
        source = add_child(source, loop(), "extensionElements", write(f"{loop().prefix}extensionElements", {}))
    holder = loop().child(BPMN + "extensionElements")
    assert holder is not None  # noqa: S101
    told = holder.child(ZEEBE + "loopCharacteristics")
    attributes = {key: values.get(key) or None for key in LOOP_ATTRIBUTES}
    if told is None:
        xml = write(called(source, ZEEBE, "loopCharacteristics"), attributes)
        source = add_child(source, holder, "loopCharacteristics", xml)
    else:
        splices = [one for key, value in attributes.items() for one in set_attribute(source, told, key, value)]
        source = source.splice(splices)
    text = values.get("completionCondition", "")
    return _set_text_child(source, loop(), "completionCondition", text, formal(source, loop()))


def _references(source: Source, element: str) -> list[Node]:
    """Where lanes refer to an element as lying in them."""
    tag = BPMN + "flowNodeRef"
    return [node for node in source.root.walk() if node.tag == tag and source.content(node).strip() == element]


def _ancestors(node: Node) -> list[Node]:
    return [node.parent, *_ancestors(node.parent)] if node.parent is not None else []
