"""Splicing: the smallest changes to an XML file, each in the style of the text around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from engine.editing.source import Node, Source, Splice
from engine.errors import EditRefused

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = " \t\r\n"
BREAK = "\x00"
"""A line break in the text of an element that is still to be laid out: what follows it must not be indented."""


def set_attribute(source: Source, node: Node, name: str, value: str | None) -> list[Splice]:
    """Set the value of an attribute, or remove it for None. One that already has this value stays as written."""
    attribute = node.attributes.get(name)
    if attribute is None:
        if value is None:
            return []
        last = list(node.attributes.values())[-1:]
        at = last[0].end if last else node.start + 1 + len(node.name)
        before = source.text[last[0].start : last[0].name_start] if last else " "
        return [Splice(at, at, before + written(name, value))]
    if value is None:
        return [Splice(attribute.start, attribute.end, "")]
    if value == attribute.value:
        return []
    return [Splice(attribute.value_start, attribute.value_end, escape(value, quote=attribute.quote))]


def set_text(source: Source, node: Node, text: str) -> list[Splice]:
    """Replace the text of an element that holds only text."""
    if source.content(node).strip() == text.strip() and not node.empty:
        return []
    told = escape(text).replace("\n", source.newline)
    if not node.empty:
        return [Splice(node.open_end, node.close_start, told)]
    return [_reopen(node, told)] if told else []


def insert(source: Source, parent: Node, xml: str, after: Node | None = None) -> list[Splice]:
    """Put an element, or several, into another: after one of its children, or as the first.

    `xml` uses line feeds and two spaces for each level; it is converted to the line ends and indentation of the file.
    """
    laid_out = _is_laid_out(source, parent)
    inner = indentation(source, after or (parent.children[0] if parent.children else None))
    outer = indentation(source, parent)
    indent = inner if inner is not None else (outer or "") + unit(source)
    told = _set(xml, indent, source) if laid_out else _in_line(xml, source)
    before = source.newline + indent if laid_out else ""
    if after is not None:
        return [Splice(after.end, after.end, before + told)]
    if parent.children or (not parent.empty and source.text[parent.open_end : parent.close_start].strip()):
        return [Splice(parent.open_end, parent.open_end, before + told)]
    content = before + told + (source.newline + (outer or "") if laid_out else "")
    if parent.empty:
        return [_reopen(parent, content)]
    return [Splice(parent.open_end, parent.close_start, content)]


def remove(source: Source, *nodes: Node) -> list[Splice]:
    """Remove elements of one parent, with the white space before each; a parent left empty is closed up."""
    if not nodes:
        return []
    parent = nodes[0].parent
    if parent is None:
        raise EditRefused("no_element")
    rest = source.text[parent.open_end : nodes[0].start].strip() or source.text[nodes[-1].end : parent.close_start]
    if len(nodes) == len(parent.children) and not rest.strip():
        start = source.text.rindex(">", parent.start, parent.open_end)
        return [Splice(start, parent.end, f"{source.closing}>")]
    splices = []
    for node in nodes:
        start = node.start
        while source.text[start - 1] in _SPACE:
            start -= 1
        # White space that is part of a text must not be removed.
        start = start if source.text[start - 1] == ">" else node.start
        splices.append(Splice(start, node.end, ""))
    return splices


def replace(source: Source, node: Node, xml: str) -> list[Splice]:
    """Replace an element by another."""
    indent = indentation(source, node)
    told = _set(xml, indent, source) if indent is not None else _in_line(xml, source)
    return [] if source.text[node.start : node.end] == told else [Splice(node.start, node.end, told)]


def element(name: str, attributes: Mapping[str, str | None], *content: str) -> str:
    """An element as `insert` takes it, each part of its content on its own line. Attributes of None are omitted."""
    told = "".join(f" {written(key, value)}" for key, value in attributes.items() if value is not None)
    if not content:
        return f"<{name}{told} />"
    inside = "".join(f"\n{_deeper(part)}" for part in content)
    return f"<{name}{told}>{inside}\n</{name}>"


def text_element(name: str, attributes: Mapping[str, str | None], text: str) -> str:
    told = "".join(f" {written(key, value)}" for key, value in attributes.items() if value is not None)
    return f"<{name}{told}>{escape(text).replace(chr(10), BREAK)}</{name}>"


def written(name: str, value: str) -> str:
    """An attribute, in the quotes that need the least escaping in its value."""
    quote = "'" if '"' in value and "'" not in value else '"'
    return f"{name}={quote}{escape(value, quote)}{quote}"


def escape(text: str, quote: str = "") -> str:
    """Text as XML writes it; inside quotes for a quote. Raises: EditRefused: a character that XML does not have."""
    if _FORBIDDEN.search(text):
        raise EditRefused("character")
    text = text.replace("\r\n", "\n").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not quote:
        return text.replace("\r", "&#13;")
    text = text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text.replace('"', "&quot;") if quote == '"' else text.replace("'", "&apos;")


def indentation(source: Source, node: Node | None) -> str | None:
    """The text before an element on its line; None if that is more than white space."""
    if node is None:
        return None
    start = max(source.text.rfind("\n", 0, node.start), source.text.rfind("\r", 0, node.start)) + 1
    before = source.text[start : node.start]
    return before if start and not before.strip() else None


def unit(source: Source) -> str:
    """How much the file indents each level."""
    for child in source.root.children:
        if (told := indentation(source, child)) is not None:
            return told or "  "
    return "  "


def _is_laid_out(source: Source, parent: Node) -> bool:
    """Whether the children of an element are on their own lines."""
    if parent.children:
        return indentation(source, parent.children[0]) is not None
    return indentation(source, parent) is not None or parent.parent is None


def _set(xml: str, indent: str, source: Source) -> str:
    step = unit(source)
    lines: list[str] = []
    for line in xml.split("\n"):
        level = (len(line) - len(line.lstrip(" "))) // 2
        lines.append((indent if lines else "") + step * level + line.lstrip(" "))
    text = source.newline.join(lines).replace(BREAK, source.newline)
    # A `>` in a value is written as a reference, so this is the end of an element.
    return text.replace(" />", "/>") if source.closing == "/" else text


def _in_line(xml: str, source: Source) -> str:
    return re.sub(r"\n\s*", "", xml).replace(BREAK, source.newline)


def _deeper(part: str) -> str:
    return "  " + part.replace("\n", "\n  ")


def _reopen(node: Node, content: str) -> Splice:
    """Rewrite `<name />` as `<name>…</name>`."""
    last = max((one.end for one in node.attributes.values()), default=node.start + 1 + len(node.name))
    return Splice(last, node.end, f">{content}</{node.name}>")


def in_order(parent: Node, local: str, order: Iterable[str]) -> Node | None:
    """The child after which one with this name comes, when children are in this order; None for the first."""
    ranks = {name: rank for rank, name in enumerate(order)}
    mine = ranks.get(local, len(ranks))
    before = [child for child in parent.children if ranks.get(child.local, len(ranks)) <= mine]
    return before[-1] if before else None
