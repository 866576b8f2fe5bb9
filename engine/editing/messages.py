"""Messages: editing which message an event sends or waits for, and the key by which it finds its case."""

from __future__ import annotations

from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.done import Done, Edited, edited
from engine.editing.extensions import name_of, set_extension
from engine.editing.graph import new_id
from engine.editing.order import called, declare
from engine.editing.source import Node, Source
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, set_attribute
from engine.errors import EditRefused

DEFINITION = "messageEventDefinition"
TASKS = frozenset({"receiveTask", "sendTask"})
"""Elements that name their message themselves (BPMN 2.0.2 clause 13.3.3)."""


def set_message(source: Source, element: str, name: str) -> Edited:
    """Let an event or task send or wait for the message with this name.

    A message that nothing else in the file uses is renamed; otherwise the element gets an existing one, or a new one
    with the key of the old. So no other element changes its behaviour.

    Raises: EditRefused: the element has nothing to do with messages, or there is no name.
    """
    holder = _holder(source, element)
    after = " ".join(name.split())
    if not after:
        raise EditRefused("name_needed", element)
    message = _message(source, holder)
    before = " ".join((message.get("name") or "").split()) if message is not None else ""
    done = Done("message", element, name_of(source, element), "message", before, after)
    if before == after:
        return edited(source, source, done)
    if message is not None and _named(source, after) is None and len(_users(source, message)) == 1:
        return edited(source, source.splice(set_attribute(source, message, "name", after)), done)
    result, reference = know_message(source, after, _key(message))
    result = result.splice(set_attribute(result, _holder(result, element), "messageRef", reference))
    return edited(source, result, done)


def set_correlation_key(source: Source, element: str, key: str) -> Edited:
    """Set the value, as FEEL with its `=`, by which a message finds its case; an empty text removes it.

    The key belongs to the message, so it holds for every element in the file that waits for it.

    Raises: EditRefused: the element waits for no message that the file has.
    """
    message = _message(source, _holder(source, element))
    if message is None:
        raise EditRefused("no_message", element)
    before, reference = _key(message), message.get("id") or ""
    done = Done("correlation", element, name_of(source, element), "correlationKey", before, key.strip())
    after = set_extension(source, reference, "subscription", "correlationKey", key.strip() or None)
    return edited(source, after.source, done)


def know_message(source: Source, name: str, key: str) -> tuple[Source, str]:
    """The id of the message with this name; if the file has none, of a new one, with its correlation key if any."""
    if (known := _named(source, name)) is not None:
        return source, known.get("id") or ""
    reference = new_id(source, "Message", name)
    source = declare(source, ZEEBE, "zeebe") if key else source
    process = next(node for node in source.root.children if node.tag == BPMN + "process")
    inside = []
    if key:
        subscription = write(called(source, ZEEBE, "subscription"), {"correlationKey": key})
        inside.append(write(f"{process.prefix}extensionElements", {}, subscription))
    xml = write(f"{process.prefix}message", {"id": reference, "name": name}, *inside)
    last = [node for node in source.root.children if node.tag.startswith(BPMN)][-1]
    return source.splice(insert(source, source.root, xml, after=last)), reference


def _holder(source: Source, element: str) -> Node:
    """The part of an element that refers to its message."""
    node = source.element(element)
    holder = node if node.local in TASKS else node.child(BPMN + DEFINITION)
    if holder is None:
        raise EditRefused("not_on_this_kind", element, DEFINITION)
    return holder


def _message(source: Source, holder: Node) -> Node | None:
    reference = holder.get("messageRef")
    return next((node for node in source.root.all(BPMN + "message") if reference and node.get("id") == reference), None)


def _named(source: Source, name: str) -> Node | None:
    return next((n for n in source.root.all(BPMN + "message") if n.get("name") == name and n.get("id")), None)


def _users(source: Source, message: Node) -> list[Node]:
    return [node for node in source.root.walk() if node.get("messageRef") == message.get("id")]


def _key(message: Node | None) -> str:
    holder = message.child(BPMN + "extensionElements") if message is not None else None
    told = holder.child(ZEEBE + "subscription") if holder is not None else None
    return (told.get("correlationKey") or "") if told is not None else ""
