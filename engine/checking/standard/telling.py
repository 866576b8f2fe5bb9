"""Telling: a finding on any element of a file, also on one that is never run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.checking.finding import Finding, make
from engine.dialect.document import Document
from engine.dialect.xml import Node, local


def tell(code: str, file: str, node: Node, **words: Any) -> Finding:
    name = " ".join((node.get("name") or "").split())
    finding = make(code, file, name=f"*{name or node.get('id') or local(node)}*", line=node.sourceline, **words)
    return replace(finding, element_id=node.get("id") or "", element_name=name)


def called(document: Document, key: str) -> str:
    """An element as people know it, by its id; the id where it has no name or is not there."""
    node = document.nodes.get(key)
    return f"*{(node.get('name') if node is not None else None) or key or '?'}*"
