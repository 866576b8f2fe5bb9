"""Telling: a finding on any element of a file, also on one that is never run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.checking.finding import Finding, make
from engine.dialect import naming
from engine.dialect.document import Document
from engine.dialect.elements import Element
from engine.dialect.xml import Node, local


def tell(code: str, file: str, node: Node, **words: Any) -> Finding:
    element = _read(node)
    if element.name or element.kind not in naming.KINDS:
        # What has no word for its kind is nothing that people draw.
        shown = f"*{element.name or node.get('id') or element.kind}*"
        finding = make(code, file, name=shown, line=node.sourceline, **words)
        return replace(finding, element_id=node.get("id") or "", element_name=element.name)
    return make(code, file, element, line=node.sourceline, **words)


def called(document: Document, key: str) -> str:
    """An element as people know it, by its id; the id where it is not there."""
    node = document.nodes.get(key)
    if node is None or not (node.get("name") or local(node) in naming.KINDS):
        return f"*{key or '?'}*"
    return naming.describe(_read(node))


def _read(node: Node) -> Element:
    """As much of an element as it takes to name it. Its neighbours are looked for beside it only."""
    element = _blank(node)
    if element.name and element.kind not in naming.ARROWS:
        return element
    around = node.getparent()
    beside = [child for child in around if isinstance(child.tag, str)] if around is not None else []
    known_by_id = {child.get("id"): child for child in beside}
    before, after = node.get("sourceRef"), node.get("targetRef")
    if element.kind not in naming.ARROWS:
        flows = [child for child in beside if local(child) == "sequenceFlow"]
        into = [flow for flow in flows if flow.get("targetRef") == element.id]
        out = [flow for flow in flows if flow.get("sourceRef") == element.id]
        element = replace(element, incoming=_ids(into), outgoing=_ids(out))
        before = node.get("attachedToRef") or (into[0].get("sourceRef") if into else None)
        after = out[0].get("targetRef") if out else None
    ends = [_blank(known_by_id[key]) if key and key in known_by_id else None for key in (before, after)]
    known = [end if end is not None and (end.name or element.kind in naming.ARROWS) else None for end in ends]
    return replace(element, near=(known[0], known[1]))


def _ids(flows: list[Node]) -> tuple[str, ...]:
    return tuple(str(flow.get("id")) for flow in flows)


def _blank(node: Node) -> Element:
    name = " ".join((node.get("name") or "").split())
    return Element(str(node.get("id") or ""), local(node), name, "", "", node.sourceline)
