"""Ends: which end events can end a case, and which of those it reached says how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dialect.elements import Element, Process, links
from engine.dialect.reaching import reach

SAYING = frozenset({"outcome", "legalEffect", "retentionClass"})
"""The properties by which an end event says how a case ended."""


def ends_of(process: Process) -> dict[str, bool]:
    """The end events of a case of the process itself, by id, and whether each belongs to its main course.

    What a non-interrupting event begins runs next to it, for instance a reminder. Its end is not of the main course,
    unless it ends everything else. The end of a subprocess is no end of the case; that of an event subprocess is.
    """
    return dict(_ends_in(process, process.id, main=True))


def comes_after(process: Process, ends: dict[str, bool], before: str | None, end: Element) -> bool:
    """Whether an end that a case reaches says how the case ended, instead of one that it reached before.

    A case is over when its last token is (BPMN 2.0.2 clause 13.5.6), and that may be a reminder that somebody still
    had to deal with. So the last end counts that belongs to the main course and says anything.
    """
    known = process.elements.get(before or "")
    return known is None or _weight(ends, end) >= _weight(ends, known)


def _weight(ends: dict[str, bool], end: Element) -> tuple[bool, bool, bool]:
    return end.id in ends, ends.get(end.id, False), bool(SAYING & end.properties.keys())


def _ends_in(process: Process, scope: str, *, main: bool) -> Iterator[tuple[str, bool]]:
    inside = [e for e in process.elements.values() if e.parent == scope]
    reached = _reached(process, inside)
    for element in inside:
        if element.kind == "endEvent":
            ends_all = scope == process.id and element.event is not None and element.event.kind == "terminate"
            yield element.id, (main and element.id in reached) or ends_all
        elif element.triggered_by_event:
            starts = (e for e in process.elements.values() if e.parent == element.id and e.kind == "startEvent")
            yield from _ends_in(process, element.id, main=main and all(start.interrupting for start in starts))


def _reached(process: Process, inside: list[Element]) -> set[str]:
    """What tokens reach from the start of a scope, without going through a non-interrupting event."""
    linked = dict(links(inside))
    edges: dict[str, list[str]] = {}
    for element in inside:
        if element.attached_to is not None and element.interrupting:
            edges.setdefault(element.attached_to, []).append(element.id)

    def after(key: str) -> Iterator[str]:
        if key not in process.elements:
            return
        flows = (process.elements.get(flow) for flow in process.elements[key].outgoing)
        yield from (str(flow.target) for flow in flows if flow is not None)
        yield from edges.get(key, ())
        if key in linked:
            yield linked[key]

    return reach((e.id for e in inside if e.kind == "startEvent"), after)
