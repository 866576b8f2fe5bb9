"""Seeing: what would look wrong in a drawing: things on each other or outside their lane, lines that dangle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from engine.dialect.bpmn import read
from engine.dialect.document import Document, read_document
from engine.editing.geometry import Rect, segments
from engine.editing.interchange import read_layout
from engine.editing.layout import Layout
from engine.editing.source import read_source


@lru_cache(maxsize=64)
def faults(data: bytes) -> frozenset[tuple[str, ...]]:
    layout = read_layout(read_source(data))
    return frozenset({*_on_each_other(layout), *_outside(data, layout), *_lines(layout)})


def _on_each_other(layout: Layout) -> Iterator[tuple[str, ...]]:
    nodes = [key for key in layout.boxes if key not in layout.holders]
    for a, b in combinations(nodes, 2):
        if layout.hosts.get(a) != b and layout.hosts.get(b) != a and layout.boxes[a].meets(layout.boxes[b]):
            yield "on each other", *sorted((a, b))


def _outside(data: bytes, layout: Layout) -> Iterator[tuple[str, ...]]:
    document = read_document(data, "x")
    process = next(one for one in read(data, "x").processes if one.executable)
    lanes = {key: lane.id for lane in process.lanes for key in lane.element_ids}
    pool = next((key for key in layout.boxes if document.kind(key) == "participant"), None)
    for key, box in layout.boxes.items():
        if key in layout.holders and document.kind(key) in {"participant", "lane"}:
            continue
        scope = document.scope(key)
        holder = lanes.get(key) or (scope if scope in layout.boxes else pool)
        if holder is not None and holder in layout.boxes and not layout.boxes[holder].holds(box):
            yield "outside", key, holder
    for key in layout.boxes.keys() - layout.holders:
        around = {document.scope(key), *_scopes(document, key)}
        for other in layout.closed_off - around:
            if layout.boxes[other].meets(layout.boxes[key]) and layout.hosts.get(key) != other:
                yield "in a subprocess", key, other
    for lane in process.lanes:
        if lane.id in layout.boxes and pool is not None and not layout.boxes[pool].holds(layout.boxes[lane.id]):
            yield "outside", lane.id, pool


def _scopes(document: Document, key: str) -> Iterator[str]:
    while key := document.scope(key):
        yield key


def _lines(layout: Layout) -> Iterator[tuple[str, ...]]:
    for key, way in layout.ways.items():
        if any(x1 != x2 and y1 != y2 for (x1, y1), (x2, y2) in segments(way)):
            yield "askew", key
        for point, end in zip((way[0], way[-1]), layout.ends.get(key, ()), strict=False):
            if end in layout.boxes and not _touches(layout.boxes[end], point):
                yield "dangles", key, end


def _touches(box: Rect, point: tuple[float, float]) -> bool:
    near, (x, y) = box.around(1), point
    inside = near.x <= x <= near.right and near.y <= y <= near.bottom
    deep = box.x + 1 < x < box.right - 1 and box.y + 1 < y < box.bottom - 1
    return inside and not deep
