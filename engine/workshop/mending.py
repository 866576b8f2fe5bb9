"""Mending: what each fix does to the bytes of a diagram, and the files that a fix makes. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import count
from xml.sax.saxutils import escape

from engine.workshop import tags
from engine.workshop.blank import draw_blank_table

TEXTS: Mapping[str, tuple[str, str, str]] = {
    # what is told about: (the element that holds it, its attribute or nothing for its text, its name in a key)
    "De voorwaarde": ("conditionExpression", "", "voorwaarde"),
    "De voorwaarde om te stoppen": ("completionCondition", "", "stopvoorwaarde"),
    "De uitdrukking": ("script", "expression", "uitdrukking"),
    "De invoerlijst": ("loopCharacteristics", "inputCollection", "invoerlijst"),
    "De uitvoerwaarde": ("loopCharacteristics", "outputElement", "uitvoerwaarde"),
}
ABOUT = frozenset({"extensionElements", "conditionExpression", "multiInstanceLoopCharacteristics"})
"""What stands inside an element to say something of it."""

Edit = Callable[[bytes, tags.Tag, str], bytes]


def _make_default(xml: bytes, root: tags.Tag, flow: str) -> bytes:
    source = tags.find_by_id(root, flow).attributes["sourceRef"]
    return tags.set_attribute(xml, tags.find_by_id(root, source), "default", flow)


def _drop_condition(xml: bytes, root: tags.Tag, flow: str) -> bytes:
    return tags.remove(xml, _only(tags.find_by_id(root, flow), "conditionExpression"))


def _compute(xml: bytes, root: tags.Tag, told: str) -> bytes:
    part, _, key = told.partition(":")
    holder, attribute = {name: (holder, attribute) for holder, attribute, name in TEXTS.values()}[part]
    tag = _only(tags.find_by_id(root, key), holder)
    if attribute:
        return tags.set_attribute(xml, tag, attribute, f"={tag.attributes[attribute]}")
    inside = xml[tag.close : tag.inner_end]
    if tag.children or b"<" in inside:
        raise tags.NotEditable
    blank = len(inside) - len(inside.lstrip())
    return xml[: tag.close + blank] + b"=" + xml[tag.close + blank :]


def _only(tag: tags.Tag, local: str) -> tags.Tag:
    """The one element of this name that says something of a tag itself, and not of what is inside a subprocess."""
    about = [child for child in tag.children if child.local in ABOUT]
    found = [other for child in about for other in tags.find(child, lambda one: one.local == local)]
    if len(found) != 1:
        raise tags.NotEditable
    return found[0]


def _rename(local: str) -> Edit:
    return lambda xml, root, key: tags.rename(xml, tags.find_by_id(root, key), local)


def _agree(xml: bytes, root: tags.Tag, key: str) -> bytes:
    """Let a node list the flows that come in and go out: the flows themselves are what is drawn and run."""
    node = tags.find_by_id(root, key)
    if node.end == node.close:
        raise tags.NotEditable
    flows = tags.find(root, lambda tag: tag.local == "sequenceFlow")
    changes: list[tuple[int, int, bytes]] = []
    prefix = node.name.rpartition(":")[0]
    for local, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        drawn = [flow.attributes.get("id", "") for flow in flows if flow.attributes.get(end) == key]
        listed = {xml[tag.close : tag.inner_end].decode().strip(): tag for tag in node.children if tag.local == local}
        changes += [(tag.begin, tag.end, b"") for flow, tag in listed.items() if flow not in drawn]
        name = f"{prefix}:{local}" if prefix else local
        before = [tag for tag in node.children if tag.local in BEFORE[local]]
        at = before[-1].end if before else node.close
        new = "".join(f"<{name}>{escape(flow)}</{name}>" for flow in drawn if flow not in listed)
        changes.append((at, at, new.encode()))
    for begin, end_, new_bytes in sorted(changes, key=lambda change: change[:2], reverse=True):
        xml = xml[:begin] + new_bytes + xml[end_:]
    return xml


_FIRST = frozenset({"documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef", "incoming"})
BEFORE: Mapping[str, frozenset[str]] = {"incoming": _FIRST, "outgoing": _FIRST | {"outgoing"}}
"""What stands in a node before the flows that come in, and before those that go out (BPMN 2.0.2 clause 15)."""


def _name(xml: bytes, root: tags.Tag, local: str) -> bytes:
    """Give each element of a kind that has no id one that nothing else has."""
    known = {tag.attributes.get("id") for tag in tags.find(root, lambda tag: True)}
    numbers = (f"{local}_{number}" for number in count(1))
    fresh = (key for key in numbers if key not in known)
    for tag in reversed(tags.find(root, lambda tag: tag.local == local and not tag.attributes.get("id"))):
        xml = tags.set_attribute(xml, tag, "id", next(fresh))
    return xml


EDITS: Mapping[str, Edit] = {
    "standaard": _make_default,
    "zonder-voorwaarde": _drop_condition,
    "feel": _compute,
    "uitvoeren": lambda xml, root, key: tags.set_attribute(xml, tags.find_by_id(root, key), "isExecutable", "true"),
    "lijsten": _agree,
    "id": _name,
    "kruising": _rename("exclusiveGateway"),
    "samenkomst": _rename("parallelGateway"),
}


MAIL = "Onderwerp: {}\n\n{{{{ aanhef }}}},\n\nVul hier de tekst in.\n\n{{{{ contact }}}}\n"


def _make_form(key: str) -> tuple[str, bytes]:
    form = {"type": "default", "id": key, "schemaVersion": 18, "components": []}
    return f"forms/{key}.form", (json.dumps(form, indent=2) + "\n").encode()


MAKERS: Mapping[str, Callable[[str], tuple[str, bytes]]] = {
    "formulier": _make_form,
    "tabel": lambda key: (f"{key}.dmn", draw_blank_table(key)),
    "bericht": lambda key: (f"mails/{key}.md", MAIL.format(key).encode()),
}
