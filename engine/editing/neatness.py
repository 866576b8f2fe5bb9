"""Neatness: whether an edit drew something over something else, or outside its container. Then it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import combinations
from typing import Concatenate, ParamSpec

from engine.editing.done import Edited
from engine.editing.graph import Graph
from engine.editing.interchange import read_layout
from engine.editing.layout import Layout
from engine.editing.source import Source
from engine.errors import EditRefused

P = ParamSpec("P")
Fault = tuple[str, str, str]


def neat(edit: Callable[Concatenate[Source, str, P], Edited]) -> Callable[Concatenate[Source, str, P], Edited]:
    """Refuse an edit of a drawing where there is no room; the change can be drawn by hand instead."""

    @wraps(edit)
    def checked(source: Source, step: str, /, *told: P.args, **options: P.kwargs) -> Edited:
        edited = edit(source, step, *told, **options)
        if edited.done is not None:
            require_neat(source, edited.source, step)
        return edited

    return checked


def require_neat(before: Source, after: Source, step: str) -> None:
    """Raises: EditRefused: an edit at this step drew something over something else, or outside its container."""
    if set(_find_faults(after)) - set(_find_faults(before)):
        raise EditRefused("no_room", step)


def _find_faults(source: Source) -> Iterator[Fault]:
    layout, graph = read_layout(source), Graph(source)
    nodes = [key for key in layout.boxes if key in graph.nodes]
    for one, other in combinations(nodes, 2):
        if layout.boxes[one].meets(layout.boxes[other]) and not _belong(layout, graph, one, other):
            yield ("over", *sorted((one, other)))  # type: ignore[misc]
    held = [(key, graph.scope(key).get("id") or "") for key in nodes]
    held += [(key, lane) for lane, keys in graph.members().items() for key in keys if key in nodes]
    for key, holder in held:
        if holder in layout.boxes and not layout.boxes[holder].holds(layout.boxes[key]):
            yield "outside", key, holder


def _belong(layout: Layout, graph: Graph, one: str, other: str) -> bool:
    """Whether two may overlap: an event on the edge of the other, or a step within it."""
    pairs = ((one, other), (other, one))
    return any(layout.hosts.get(a) == b or b in _around(graph, layout.hosts.get(a, a)) for a, b in pairs)


def _around(graph: Graph, key: str) -> Iterator[str]:
    while key in graph.nodes:
        key = graph.scope(key).get("id") or ""
        yield key
