"""XML: reading a file that anyone may have written, and the namespaces of what we read."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.dialect import untrusted
from engine.errors import DiagramRefused

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
LARGEST = 2_000_000
"""Most bytes of one diagram."""
Node = Any


def parse_xml(xml: bytes, source: str) -> Node:
    """The root of an XML document without entities that fetches nothing from outside itself.

    Raises: DiagramRefused.
    """
    try:
        return untrusted.parse(xml, LARGEST)
    except untrusted.NotXml as error:
        raise DiagramRefused(error.reason, source=source, line=error.line) from error


def local(node: Node) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def text_of(node: Node, tag: str) -> str | None:
    child = node.find(BPMN + tag)
    if child is None:
        return None
    return (child.text or "").strip() or None
