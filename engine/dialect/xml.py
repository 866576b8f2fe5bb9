"""XML: reading a file that anyone may have written, and the namespaces of what we read."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.errors import DiagramRefused

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
LARGEST = 2_000_000
"""Bytes of one diagram."""
Node = Any


def parse_xml(xml: bytes, source: str) -> Node:
    """The root of an XML document that holds no entities and asks for nothing outside itself.

    Raises: DiagramRefused.
    """
    if len(xml) > LARGEST:
        raise DiagramRefused(f"larger than {LARGEST} bytes", source=source)
    # Without comments, a value that holds one is read whole: P1<!-- half a year -->4D would else be P1.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise DiagramRefused(f"no well-formed XML: {error}", source=source, line=line) from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise DiagramRefused("a document type (DOCTYPE) is not allowed", source=source, line=1)
    return root


def local(node: Node) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def text_of(node: Node, tag: str) -> str | None:
    child = node.find(BPMN + tag)
    if child is None:
        return None
    return (child.text or "").strip() or None
