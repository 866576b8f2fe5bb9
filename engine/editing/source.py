"""Source: an XML file as it is written, each element and attribute with the span of text that it takes.

Only for what `engine.dialect.xml` has read before: it is well-formed, has no document type and is not too large. What
is spliced into it is all that changes; the rest keeps its order, white space, comments, prefixes and line ends.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from engine.dialect.xml import BPMN, parse_xml
from engine.errors import EditRefused

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
    r"|</(?P<close>[^\s>]+)\s*>"
    r"|<(?P<open>[^\s/>!?]+)(?P<attributes>(?:[^\"'>]|\"[^\"]*\"|'[^']*')*?)(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s+(?P<name>[^\s=]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_CDATA = "<![CDATA["
_APART = (("<!--", "-->"), (_CDATA, "]]>"), ("<?", "?>"), ("<", ">"))
"""With what begins and ends what is no text between the tags of an element."""
_PLAIN = re.compile(r"[^&\t\r\n]*")
"""What stands between the quotes of nearly every attribute, and means what it says."""
_DECLARED = re.compile(rb"""^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SAID = re.compile(r"""^(<\?xml[^>]*\sencoding\s*=\s*["'])[A-Za-z0-9._-]+""")
_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CODECS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16-le", "utf-16-be"})


@dataclass(frozen=True, slots=True)
class Splice:
    """`text` comes in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


class Attribute(NamedTuple):
    """`start` is where the white space before it begins; the value stands between its quotes."""

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
    """As lxml says it: `{namespace}local`."""
    start: int
    open_end: int
    close_start: int
    end: int
    empty: bool
    """Whether it is written `<name />`."""
    attributes: dict[str, Attribute]
    namespaces: Mapping[str, str]
    """What stands for which namespace here; the one without a prefix under an empty text."""
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
        attribute = self.attributes.get(name)
        return attribute.value if attribute is not None else None

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
    """A file that has been read; splices give the next one."""

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
        """How the file closes an element with nothing in it: `/`, with a space before it or without."""
        return "/" if re.search(r"[\"'\w]/>", self.text) and not re.search(r"[\"'\w] />", self.text) else " /"

    @cached_property
    def digest(self) -> bytes:
        """What names the text: looked for once, however many ids are made from it."""
        return hashlib.sha256(self.text.encode()).digest()

    @cached_property
    def ids(self) -> frozenset[str]:
        """Everything in the file that calls itself by an id."""
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
        """The text in an element that holds nothing else, as XML reads it."""
        return _read_content(self.text[node.open_end : node.close_start])

    def splice(self, splices: Iterable[Splice]) -> Source:
        """All splices at once; those at one place come one after another. Where nothing changes, the same source."""
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
        """What the file's encoding does not have is written as a reference (XML 4.1)."""
        return self.text.encode(self.codec, "xmlcharrefreplace")


def read_source(data: bytes, name: str = "") -> Source:
    """Raises:
    DiagramRefused: no XML that we read.
    EditRefused: in an encoding in which we cannot put back what we did not touch.
    """
    parse_xml(data, name)
    codec = _codec(data)
    if codec not in _CODECS:
        raise EditRefused("encoding", detail=codec)
    text = data.decode(codec)
    source = Source(text, codec)
    if source.encode() != data:
        raise EditRefused("encoding", detail=codec)
    return source


def transcribe(data: bytes) -> str:
    """A file as text to be saved as UTF-8: read in the encoding that it says, and saying UTF-8 instead (XML 4.3.3)."""
    codec = _codec(data)
    if codec == "utf-8" or codec not in _CODECS:
        return data.decode("utf-8", "replace")
    return _SAID.sub(r"\1UTF-8", data.decode(codec, "replace").removeprefix("\ufeff"))


def _read_content(text: str) -> str:
    """Content without elements as XML reads it: what stands in a CDATA section means what it says (XML 2.7)."""
    parts: list[str] = []
    at = 0
    while (place := text.find("<", at)) >= 0:
        begin, end = next((begin, end) for begin, end in _APART if text.startswith(begin, place))
        close = text.index(end, place + len(begin))
        parts.append(unescape(text[at:place]))
        if begin == _CDATA:
            parts.append(text[place + len(begin) : close].replace("\r\n", "\n"))
        at = close + len(end)
    return "".join([*parts, unescape(text[at:])])


def unescape(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        told = found[1]
        if told.startswith("#x"):
            return chr(int(told[2:], 16))
        return chr(int(told[1:])) if told.startswith("#") else _NAMED[told]

    return _REFERENCE.sub(character, text.replace("\r\n", "\n"))


def _codec(data: bytes) -> str:
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return codec
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    try:
        return codecs.lookup(declared[1].decode() if declared else "utf-8").name
    except LookupError:
        return "?"


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
    told = {name[6:]: one.value for name, one in attributes.items() if name == "xmlns" or name.startswith("xmlns:")}
    if told:
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
        group = "double" if found["double"] is not None else "single"
        yield Attribute(
            name=found["name"],
            value=_value(found[group]),
            start=base + found.start(),
            name_start=base + found.start("name"),
            value_start=base + found.start(group),
            value_end=base + found.end(group),
            quote='"' if group == "double" else "'",
        )


def _value(written: str) -> str:
    """What an attribute says (XML 3.3.3): white space is a space, a reference is its character."""
    if _PLAIN.fullmatch(written):
        return written
    return unescape(re.sub(r"[\t\r\n]", " ", written.replace("\r\n", "\n")))
