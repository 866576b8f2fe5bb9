"""Happening: what an event waits for or throws, and its definitions beside the processes of a file."""

from __future__ import annotations

from engine.dialect.eventdefinitions import DEFINITION
from engine.dialect.xml import BPMN
from engine.editing.done import Done, Edited, edited
from engine.editing.elements import TIMERS
from engine.editing.extensions import name_of
from engine.editing.graph import new_id
from engine.editing.messages import know_message
from engine.editing.order import XSI, declare, formal
from engine.editing.source import Node, Source
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, remove, text_element
from engine.errors import EditRefused

CODED = frozenset({"error", "escalation"})
"""Events caught by a code, or by an event that catches all."""
NAMED = CODED | {"message", "signal"}
"""What is defined beside the processes, by a name that several events can use."""
KINDS = NAMED | {"timer", "conditional", "terminate", "cancel", "compensate"}
KEY = "=kenmerk"
"""The value by which a message finds its case, until somebody sets another."""


def set_event(source: Source, element: str, kind: str, value: str = "") -> Edited:
    """Let an event wait for or throw something of a kind, replacing what it did; no kind means nothing at all.

    `value` is a name or code, a duration, a condition as FEEL, or the id of what is undone. A new name is added to the
    file, and one that nothing refers to any more is removed.

    Raises: EditRefused: no event, no such kind, or a required name is missing.
    """
    node = source.element(element)
    if not node.local.endswith("Event") or kind not in KINDS | {""}:
        raise EditRefused("not_on_this_kind", element, kind)
    before = definition_of(node)
    was = (before.local.removesuffix(DEFINITION), _value(source, before)) if before is not None else ("", "")
    value = value.strip()
    done = Done("event", element, name_of(source, element), value, was[0], kind)
    if was == (kind, value):
        return edited(source, source, done)
    result = source
    if before is not None:
        result = result.splice(remove(result, before))
    if kind:
        result = define(result, element, kind, value)
    if before is not None:
        result = _forget(result, before)
    return edited(source, result, done)


def define(source: Source, element: str, kind: str, value: str) -> Source:
    """Write what an event that is still undefined waits for or throws."""
    key = new_id(source, f"{kind[:1].upper()}{kind[1:]}{DEFINITION}", f"{element} {kind}")
    told: dict[str, str | None] = {"id": key}
    inside = []
    if kind in NAMED and (value or kind not in CODED):
        source, told[f"{kind}Ref"] = _know(source, element, kind, value)
    if kind == "compensate":
        told["activityRef"] = value or None
    if kind in {"timer", "conditional"}:
        if not value:
            raise EditRefused("no_timer" if kind == "timer" else "condition_needed", element)
        source = declare(source, XSI, "xsi")
        node = source.element(element)
        tag = TIMERS["duration"] if kind == "timer" else "condition"
        inside.append(text_element(f"{node.prefix}{tag}", formal(source, node), value))
    node = source.element(element)
    xml = write(f"{node.prefix}{kind}{DEFINITION}", told, *inside)
    return source.splice(insert(source, node, xml, after=node.children[-1] if node.children else None))


def definition_of(node: Node) -> Node | None:
    return next((child for child in node.children if child.local.endswith(DEFINITION)), None)


def _value(source: Source, definition: Node) -> str:
    kind = definition.local.removesuffix(DEFINITION)
    if kind in NAMED:
        root = _find(source, kind, definition.get(f"{kind}Ref") or "")
        return (root.get(f"{kind}Code") or root.get("name") or "") if root is not None else ""
    if kind == "compensate":
        return definition.get("activityRef") or ""
    return source.content(definition.children[0]).strip() if definition.children else ""


def _know(source: Source, element: str, kind: str, value: str) -> tuple[Source, str]:
    """The id of a message, signal, error or escalation by its name or code; a new one where the file has none."""
    if not value:
        raise EditRefused("name_needed", element)
    if kind == "message":
        waits = source.element(element).local in {"boundaryEvent", "intermediateCatchEvent", "startEvent"}
        return know_message(source, value, KEY if waits else "")
    known = [node for node in source.root.all(BPMN + kind) if node.get("id")]
    for attribute in (f"{kind}Code", "name"):
        if (found := next((node for node in known if node.get(attribute) == value), None)) is not None:
            return source, found.get("id") or ""
    reference = new_id(source, kind.capitalize(), value)
    prefix = source.element(element).prefix
    code = {f"{kind}Code": value} if kind in CODED else {}
    xml = write(f"{prefix}{kind}", {"id": reference, "name": value, **code})
    last = [node for node in source.root.children if node.tag.startswith(BPMN)][-1]
    return source.splice(insert(source, source.root, xml, after=last)), reference


def _find(source: Source, kind: str, reference: str) -> Node | None:
    return next((node for node in source.root.all(BPMN + kind) if reference and node.get("id") == reference), None)


def _forget(source: Source, definition: Node) -> Source:
    """Remove a definition that only this event referred to; a message stays, because it is known outside."""
    kind = definition.local.removesuffix(DEFINITION)
    reference = definition.get(f"{kind}Ref") or ""
    root = _find(source, kind, reference) if kind in NAMED - {"message"} else None
    if root is None or any(node.get(f"{kind}Ref") == reference for node in source.root.walk()):
        return source
    return source.splice(remove(source, root))
