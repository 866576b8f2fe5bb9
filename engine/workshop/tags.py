"""Tags: the smallest edits of an XML file: all bytes that an edit is not about stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*+>""")
_OTHER_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


class NotEditable(Exception):
    """The file is not written in a way that this can edit safely."""


@dataclass(slots=True)
class Tag:
    """An element as it is written. Places are bytes from the begin of the file."""

    name: str
    attributes: dict[str, str]
    begin: int
    close: int
    """Where its begin tag is over."""
    inner_end: int = -1
    """Where its end tag begins; `close`, as is `end`, for an element that is one tag."""
    end: int = -1
    children: list[Tag] = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]


def read_tags(xml: bytes) -> Tag:
    """The root of a file. Raises: NotEditable: not UTF-8, not XML, or with a document type."""
    if _OTHER_ENCODING.match(xml) or xml.startswith((b"\xfe\xff", b"\xff\xfe")):
        raise NotEditable
    parser = expat.ParserCreate("utf-8")
    open_tags: list[Tag] = []
    roots: list[Tag] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        tag = Tag(name, attributes, at, _after_tag(xml, at))
        (open_tags[-1].children if open_tags else roots).append(tag)
        open_tags.append(tag)

    def end(_name: str) -> None:
        tag = open_tags.pop()
        empty = xml[tag.close - 2 : tag.close] == b"/>"
        tag.inner_end = tag.close if empty else parser.CurrentByteIndex
        tag.end = tag.close if empty else _after_tag(xml, parser.CurrentByteIndex)

    def refuse(*_told: object) -> None:
        raise NotEditable

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, IndexError) as error:
        raise NotEditable from error
    return roots[0]


def find(root: Tag, fits: Callable[[Tag], bool]) -> list[Tag]:
    """All tags below a tag, and itself, that fit, in the order of the file."""
    found, pending = [], [root]
    while pending:
        tag = pending.pop()
        if fits(tag):
            found.append(tag)
        pending += reversed(tag.children)
    return found


def find_by_id(root: Tag, key: str) -> Tag:
    """Raises: NotEditable: there is not exactly one with this id."""
    found = find(root, lambda tag: tag.attributes.get("id") == key)
    if len(found) != 1:
        raise NotEditable
    return found[0]


def set_attribute(xml: bytes, tag: Tag, name: str, value: str) -> bytes:
    written = _quote(value)
    for match in _ATTRIBUTE.finditer(xml, tag.begin, tag.close):
        if match[1] == name.encode():
            return xml[: match.start(2)] + written + xml[match.end(2) :]
    at = tag.begin + 1 + len(tag.name.encode())
    return xml[:at] + b" " + name.encode() + b"=" + written + xml[at:]


def set_text(xml: bytes, tag: Tag, text: str) -> bytes:
    """Put text in the place of all that is in an element. Raises: NotEditable: it is an empty one."""
    if tag.end == tag.close:
        raise NotEditable
    return xml[: tag.close] + escape(text).encode() + xml[tag.inner_end :]


def remove(xml: bytes, tag: Tag) -> bytes:
    """Without an element, and without the line that it stood on alone."""
    begin, end = tag.begin, tag.end
    before = xml[:begin].rstrip(b" \t")
    if before.endswith(b"\n") and xml[end : end + 2].lstrip(b"\r")[:1] == b"\n":
        begin, end = len(before), xml.index(b"\n", end) + 1
    return xml[:begin] + xml[end:]


def rename(xml: bytes, tag: Tag, local: str) -> bytes:
    """The same element under another name in its namespace."""
    prefix = tag.name.rpartition(":")[0]
    name = (f"{prefix}:{local}" if prefix else local).encode()
    old = len(tag.name.encode())
    if tag.end != tag.close:
        xml = xml[: tag.inner_end + 2] + name + xml[tag.inner_end + 2 + old :]
    return xml[: tag.begin + 1] + name + xml[tag.begin + 1 + old :]


def _after_tag(xml: bytes, at: int) -> int:
    """Where the tag is over that begins here: at the first > that is not quoted."""
    match = _TAG.match(xml, at)
    if match is None:
        raise NotEditable
    return match.end()


def _quote(value: str) -> bytes:
    return b'"' + escape(value, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}).encode() + b'"'
