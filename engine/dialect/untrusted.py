"""Untrusted: parsing XML that anyone may have written. It expands no entities and fetches nothing from outside."""

from __future__ import annotations

from typing import Any

from lxml import etree

MOST_ATTRIBUTES = 200
"""Most attributes of one element; those of BPMN and DMN have twenty at most. Finding one takes a look at each, so that
reading them all takes work in proportion to the square of their number."""


class NotXml(Exception):
    """This cannot be read as XML, or not safely. `line` is where, as far as known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def parse(xml: bytes, most: int) -> etree._Element:
    """The root of a document of at most `most` bytes.

    Raises:
        NotXml: it is larger, not well-formed, has a document type, or an element with very many attributes.
    """
    if len(xml) > most:
        raise NotXml(f"larger than {most} bytes")
    # Without comments, a value that contains one is read whole: P1<!-- half a year -->4D would otherwise be P1.
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
        raise NotXml(f"no well-formed XML: {error}", getattr(error, "lineno", None)) from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise NotXml("a document type (DOCTYPE) is not allowed", 1)
    for node in root.iter(etree.Element):
        if (count := len(node.attrib)) > MOST_ATTRIBUTES:
            line: Any = node.sourceline
            raise NotXml(f"{count} attributes, at most {MOST_ATTRIBUTES} are read", line)
    return root
