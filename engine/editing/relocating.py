"""Relocating: moving elements to another process or subprocess, as written except for their indentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import indentation, remove, unit


def relocate(source: Source, keys: Sequence[str], after: str) -> Source:
    """Move adjacent elements to right after another one, in file order."""
    nodes = sorted((source.element(key) for key in keys), key=lambda node: node.start)
    place = source.element(after)
    indent = indentation(source, place)
    texts = []
    for node in nodes:
        own = indentation(source, node)
        before = source.newline + indent if indent is not None else ""
        deeper = indent is not None and own is not None
        texts.append(before + (_shifted(source, node, own or "", indent or "") if deeper else _text(source, node)))
    return source.splice([*remove(source, *nodes), Splice(place.end, place.end, "".join(texts))])


def _text(source: Source, node: Node) -> str:
    return source.text[node.start : node.end]


def _shifted(source: Source, node: Node, own: str, indent: str) -> str:
    """An element with the lines of its tags indented more or less; the lines of a text stay where they were."""
    step, deeper = unit(source), len(indent) > len(own)
    parts, at = [], node.start
    for start in sorted(_line_starts(source, node)):
        parts.append(source.text[at:start])
        if deeper:
            parts.append(step)
            at = start
        else:
            at = start + len(step) if source.text.startswith(step, start) else start
    return "".join([*parts, source.text[at : node.end]])


def _line_starts(source: Source, node: Node) -> Iterator[int]:
    """Where the lines start on which a tag within an element comes first, with no text around it."""
    for inner in node.walk():
        places = [inner.start] if inner is not node else []
        if inner.children:
            places.append(inner.close_start)
        for place in places:
            start = max(source.text.rfind("\n", 0, place), source.text.rfind("\r", 0, place)) + 1
            if start > node.start and not source.text[start:place].strip():
                yield start
