"""Telling: a finding on any element of a file, even one that is never run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from engine.checking.finding import Finding, make
from engine.dialect import naming
from engine.dialect.document import Document
from engine.dialect.elements import Element
from engine.dialect.xml import Node, local


def tell(code: str, document: Document, node: Node, **words: Any) -> Finding:
    element = _read(document, node)
    if element.name or element.kind not in naming.KINDS:
        # A kind without a word of its own is nothing that people draw.
        shown = f"*{element.name or node.get('id') or element.kind}*"
        finding = make(code, document.source, name=shown, line=node.sourceline, **words)
        return replace(finding, element_id=node.get("id") or "", element_name=element.name)
    return make(code, document.source, element, line=node.sourceline, **words)


def called(document: Document, key: str) -> str:
    """An element as people know it, by its id; the id if it does not exist."""
    node = document.nodes.get(key)
    if node is None or not (node.get("name") or local(node) in naming.KINDS):
        return f"*{key or '?'}*"
    return naming.describe(_read(document, node))


def _read(document: Document, node: Node) -> Element:
    """As much of an element as is needed to name it. Its neighbours are looked for only in the same container."""
    element = _blank(node)
    if element.name and element.kind not in naming.ARROWS:
        return element
    beside = document.beside(node)
    before, after = node.get("sourceRef"), node.get("targetRef")
    if element.kind not in naming.ARROWS:
        into, out = beside.into.get(element.id, ()), beside.out.get(element.id, ())
        element = replace(element, incoming=_ids(into), outgoing=_ids(out))
        before = node.get("attachedToRef") or (into[0].get("sourceRef") if into else None)
        after = out[0].get("targetRef") if out else None
    ends = [_blank(beside.nodes[key]) if key and key in beside.nodes else None for key in (before, after)]
    known = [end if end is not None and (end.name or element.kind in naming.ARROWS) else None for end in ends]
    return replace(element, near=(known[0], known[1]))


def _ids(flows: Sequence[Node]) -> tuple[str, ...]:
    return tuple(str(flow.get("id")) for flow in flows)


def _blank(node: Node) -> Element:
    name = " ".join((node.get("name") or "").split())
    return Element(str(node.get("id") or ""), local(node), name, "", "", node.sourceline)
