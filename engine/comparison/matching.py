"""Matching: which element of one version is which of the other: by id, else by kind, name and neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping

from engine.dialect.elements import Element

Elements = Mapping[str, Element]


def match_elements(old: Elements, new: Elements) -> dict[str, str]:
    """Old id → new id.

    An element with another id is the same one if kind, name and neighbours are equal, and no other could be meant.
    """
    found = {key: key for key in old if key in new}
    gone, come = _rest(old, found), _rest(new, found.values())
    found.update(_pair(gone, come, lambda e: _node_key(e, old), lambda e: _node_key(e, new)))
    gone, come = _rest(old, found), _rest(new, found.values())
    flows_gone, flows_come = _flows(gone.values()), _flows(come.values())
    found.update(
        _pair(
            flows_gone,
            flows_come,
            lambda e: (e.name, e.condition, found.get(e.source or ""), found.get(e.target or "")),
            lambda e: (e.name, e.condition, e.source, e.target),
        )
    )
    return found


def _rest(elements: Elements, taken: Iterable[str]) -> dict[str, Element]:
    known = set(taken)
    return {key: element for key, element in elements.items() if key not in known}


def _flows(elements: Iterable[Element]) -> dict[str, Element]:
    return {e.id: e for e in elements if e.kind in {"sequenceFlow", "association", "messageFlow"}}


def _pair(
    gone: Elements, come: Elements, key_old: Callable[[Element], Hashable], key_new: Callable[[Element], Hashable]
) -> dict[str, str]:
    """The elements of both that have the same key, which no other has."""
    old, new = {e.id: key_old(e) for e in gone.values()}, {e.id: key_new(e) for e in come.values()}
    often = (Counter(old.values()), Counter(new.values()))
    by_key = {key: element for element, key in new.items()}
    return {
        element: by_key[key]
        for element, key in old.items()
        if key is not None and often[0][key] == 1 == often[1].get(key)
    }


def _node_key(element: Element, elements: Elements) -> Hashable:
    """Its kind, its name and its neighbours on either side; None for what has no name, and for flows."""
    if not element.name or element.kind in {"sequenceFlow", "association", "messageFlow"}:
        return None

    def beside(flows: Iterable[str], end: str) -> tuple[tuple[str, str], ...]:
        ends = (elements.get(getattr(elements[flow], end) or "") for flow in flows if flow in elements)
        return tuple(sorted((other.kind, other.name) for other in ends if other is not None))

    return element.kind, element.name, beside(element.incoming, "source"), beside(element.outgoing, "target")
