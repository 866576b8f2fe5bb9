"""Source: an XML file as written, each element and attribute with the span of text it occupies.

Only for what `engine.dialect.xml` has read before: it is well-formed, has no document type and is not too large. Only
what is spliced into it changes; the rest keeps its order, white space, comments, prefixes and line ends.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from engine.dialect.flags import plain
from engine.dialect.remembering import remember
from engine.dialect.xml import BPMN, parse_xml
from engine.editing.characters import CODECS, codec_of, read_content, read_value
from engine.errors import EditRefused

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
    r"|</(?P<close>[^\s>]+)\s*>"
    r"|<(?P<open>[^\s/>!?]+)(?P<attributes>(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
"""Its groups: the name, and the value in double or in single quotes."""


@dataclass(frozen=True, slots=True)
class Splice:
    """`text` replaces the text from `start` to `end`."""

    start: int
    end: int
    text: str


class Attribute(NamedTuple):
    """`start` is where the white space before it begins; the value is between its quotes."""

    name: str
    value: str
    start: int
    name_start: int
    value_start: int
    value_end: int
    quote: str

    @property
    def end(self) -> int:
        return self.value_end + 1


@dataclass(eq=False, slots=True)
class Node:
    """One element: `<name …>` up to `open_end`, its content up to `close_start`, and `</name>` up to `end`."""

    name: str
    """As written, with its prefix."""
    tag: str
    """As in lxml: `{namespace}local`."""
    start: int
    open_end: int
    close_start: int
    end: int
    empty: bool
    """Whether it is written `<name />`."""
    attributes: dict[str, Attribute]
    namespaces: Mapping[str, str]
    """The namespaces here by prefix; the one without a prefix under an empty text."""
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.tag.rpartition("}")[2]

    @property
    def prefix(self) -> str:
        """With its colon; empty for none."""
        before, colon, _ = self.name.rpartition(":")
        return before + colon

    def get(self, name: str) -> str | None:
        """The value of an attribute; a boolean of the standard as `true` or `false`, however it is written."""
        attribute = self.attributes.get(name)
        return plain(self.tag, name, attribute.value) if attribute is not None else None

    def qualified(self, name: str) -> str:
        """The name of an attribute as in lxml: `{namespace}local` where it has a prefix."""
        prefix, _, local = name.rpartition(":")
        return f"{{{self.namespaces.get(prefix, '')}}}{local}" if prefix else local

    def child(self, tag: str) -> Node | None:
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> list[Node]:
        return [child for child in self.children if child.tag == tag]

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def prefix_of(self, namespace: str) -> str | None:
        """The prefix, with its colon, that stands for a namespace here; None where there is none."""
        for prefix, uri in self.namespaces.items():
            if uri == namespace:
                return f"{prefix}:" if prefix else ""
        return None


class Source:
    """A file that has been read; splices produce the next one."""

    def __init__(self, text: str, codec: str) -> None:
        self.text = text
        self.codec = codec

    @cached_property
    def root(self) -> Node:
        return _scan(self.text)

    @cached_property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    @cached_property
    def closing(self) -> str:
        """How the file closes an empty element: `/`, with or without a space before it."""
        return "/" if re.search(r"[\"'\w]/>", self.text) and not re.search(r"[\"'\w] />", self.text) else " /"

    @cached_property
    def digest(self) -> bytes:
        """A digest of the text: computed once, however many ids are made from it."""
        return hashlib.sha256(self.text.encode()).digest()

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id in the file."""
        return frozenset(value for node in self.root.walk() if (value := node.get("id")))

    @cached_property
    def _elements(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for node in self.root.walk():
            key = node.get("id")
            if key and (node.tag.startswith(BPMN) or not self.root.tag.startswith(BPMN)):
                found.setdefault(key, node)
        return found

    def find(self, element: str) -> Node | None:
        return self._elements.get(element)

    def element(self, element: str) -> Node:
        """Raises: EditRefused: there is no such element."""
        node = self._elements.get(element)
        if node is None:
            raise EditRefused("no_element", element)
        return node

    def content(self, node: Node) -> str:
        """The text in an element without child elements, as XML reads it."""
        return read_content(self.text[node.open_end : node.close_start])

    def splice(self, splices: Iterable[Splice]) -> Source:
        """Apply all splices at once; those at one place follow each other. Where nothing changes, the same source."""
        parts: list[str] = []
        at = 0
        for splice in sorted(splices, key=lambda one: (one.start, one.end)):
            if splice.start < at:
                raise ValueError("two changes of one place")
            parts += [self.text[at : splice.start], splice.text]
            at = splice.end
        text = "".join([*parts, self.text[at:]])
        return self if text == self.text else Source(text, self.codec)

    def encode(self) -> bytes:
        """Characters that the file's encoding lacks are written as references (XML 4.1)."""
        return self.text.encode(self.codec, "xmlcharrefreplace")


@remember(32)
def read_source(data: bytes, name: str = "") -> Source:
    """A file as written. An edit gives the next source and changes none, so that all who read a file share it.

    Raises:
        DiagramRefused: not XML that we can read.
        EditRefused: in an encoding in which we cannot write back what we did not touch.
    """
    parse_xml(data, name)
    codec = codec_of(data)
    if codec not in CODECS:
        raise EditRefused("encoding", detail=codec)
    text = data.decode(codec)
    source = Source(text, codec)
    if source.encode() != data:
        raise EditRefused("encoding", detail=codec)
    return source


def _scan(text: str) -> Node:
    root: Node | None = None
    open_nodes: list[Node] = []
    for token in _TOKEN.finditer(text):
        if token["close"] is not None:
            node = open_nodes.pop()
            node.close_start, node.end = token.start(), token.end()
        elif token["open"] is not None:
            node = _open(token, open_nodes[-1] if open_nodes else None)
            root = root or node
            if not node.empty:
                open_nodes.append(node)
    if root is None or open_nodes:
        raise EditRefused("encoding")
    return root


def _open(token: re.Match[str], parent: Node | None) -> Node:
    attributes = {one.name: one for one in _attributes(token)}
    namespaces = parent.namespaces if parent is not None else {"xml": "http://www.w3.org/XML/1998/namespace"}
    if "xmlns" in token["attributes"]:  # Few elements declare any.
        told = {name[6:]: one.value for name, one in attributes.items() if name == "xmlns" or name.startswith("xmlns:")}
        namespaces = {**namespaces, **told}
    prefix, _, local = token["open"].rpartition(":")
    namespace = namespaces.get(prefix, "")
    end = token.end()
    node = Node(
        name=token["open"],
        tag=f"{{{namespace}}}{local}" if namespace else local,
        start=token.start(),
        open_end=end,
        close_start=end,
        end=end,
        empty=bool(token["empty"]),
        attributes=attributes,
        namespaces=namespaces,
        parent=parent,
    )
    if parent is not None:
        parent.children.append(node)
    return node


def _attributes(token: re.Match[str]) -> Iterator[Attribute]:
    base = token.start("attributes")
    for found in _ATTRIBUTE.finditer(token["attributes"]):
        name, double, single = found.groups()
        value, group, quote = (double, 2, '"') if double is not None else (single, 3, "'")
        start, end = found.span(group)
        yield Attribute(
            name, read_value(value), base + found.start(), base + found.start(1), base + start, base + end, quote
        )
