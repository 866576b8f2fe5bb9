"""Drawing: elements that were added or removed, say something else, or are drawn elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from statistics import median

from engine.comparison.attributes import Names, compare_attributes
from engine.comparison.difference import ADDED, CHANGED, MOVED, REMOVED, Edit, ElementChange
from engine.comparison.matching import match_elements
from engine.dialect import naming
from engine.dialect.elements import Box, Diagram, Edge, Element, Process, Shape
from engine.dialect.naming import ARROWS, call

SAME_PLACE = 0.5
"""Units of the drawing within which nothing counts as moved."""


def elements_of(diagram: Diagram, process: Process) -> dict[str, Element]:
    """The elements of a process, and the message flows around it."""
    around = diagram.collaboration
    if around is None:
        return dict(process.elements)
    pools = {p.id: Element(p.id, "participant", p.name, "", around.id) for p in around.participants}
    known = {**pools, **process.elements}
    flows = {
        f.id: replace(f, near=(known.get(f.source or ""), known.get(f.target or ""))) for f in around.message_flows
    }
    return {**flows, **process.elements}


def compare_drawings(
    old: tuple[Diagram, Process], new: tuple[Diagram, Process], titles: Mapping[str, str]
) -> tuple[list[ElementChange], dict[str, str], list[Edit]]:
    """What happened to each element, old id → new id, and to the drawing as a whole.

    `titles` are those of forms, decisions and mails, by id.
    """
    was, now = elements_of(*old), elements_of(*new)
    pairs = match_elements(was, now)
    moved, shifted = _find_moved(old[0], new[0], pairs)
    whole = [Edit("De hele tekening is verschoven.")] if shifted else []
    if moved - now.keys():
        whole.append(Edit("Banen of pools zijn anders getekend."))
    return list(_tell(was, now, pairs, moved, titles)), pairs, whole


def _tell(
    was: Mapping[str, Element],
    now: Mapping[str, Element],
    pairs: Mapping[str, str],
    moved: set[str],
    titles: Mapping[str, str],
) -> Iterator[ElementChange]:
    back = {new: old for old, new in pairs.items()}
    names = replace(_names(was, now, pairs), titles=titles)
    for key, element in now.items():
        before = was.get(back.get(key, ""))
        if before is None:
            yield _change(ADDED, element, "", [Edit(_appears(element)), *_settings(element, names)])
            continue
        edits = [*_compare(before, element, names, was, now, pairs)]
        mark = CHANGED
        if not edits and key in moved:
            mark = MOVED
        if key in moved:
            # A flow is drawn along with what it connects: that is not worth a sentence of its own.
            along = element.kind in ARROWS and {element.source, element.target} & moved
            of = _name(element)
            edits += [] if along else [Edit(f"{of} is in het schema anders getekend.")]
        if edits or key in moved:
            yield _change(mark, element, before.id, edits)
    for key, element in was.items():
        if key not in pairs:
            yield _change(REMOVED, element, key, [Edit(_vanishes(element))])


def _change(mark: str, element: Element, before: str, edits: list[Edit]) -> ElementChange:
    told = tuple(replace(edit, sentence=naming.begin(edit.sentence)) for edit in edits)
    return ElementChange(mark, element.id, before, call(element), element.kind, told)


def _name(element: Element) -> str:
    """As in: De termijn van *Advies geven*."""
    return f"*{call(element)}*" if element.kind in ARROWS else naming.describe(element)


def _with_kind(element: Element) -> str:
    return f"{_kind(element)} {f'*{call(element)}*' if element.kind in ARROWS else naming.locate(element)}"


def _names(was: Mapping[str, Element], now: Mapping[str, Element], pairs: Mapping[str, str]) -> Names:
    """Names by id. An element has one name in a sentence, that of the new version, so that only differences show."""

    def old(key: str | None) -> str:
        if key is None:
            return ""
        if key in pairs:
            return new(pairs[key])
        return call(was[key]) if key in was else key

    def new(key: str | None) -> str:
        return "" if key is None else call(now[key]) if key in now else key

    return Names(old, new)


def _appears(element: Element) -> str:
    return f"{_with_kind(element)} is nieuw."


def _vanishes(element: Element) -> str:
    return f"{_with_kind(element)} is er niet meer."


def _kind(element: Element) -> str:
    return naming.begin(naming.kind_of(element))


def _settings(element: Element, names: Names) -> Iterator[Edit]:
    """The attributes that describe a new element."""
    blank = Element(element.id, element.kind, "", element.process, element.parent)
    of = _name(element)
    yield from compare_attributes(blank, replace(element, interrupting=blank.interrupting), of, names)
    if not element.interrupting:
        yield Edit(f"Wat er al loopt, gaat door als {of} gebeurt.")


def _compare(
    old: Element,
    new: Element,
    names: Names,
    was: Mapping[str, Element],
    now: Mapping[str, Element],
    pairs: Mapping[str, str],
) -> Iterator[Edit]:
    of = _name(new)
    if old.id != new.id:
        yield Edit(f"{of} kreeg een andere id: {old.id} werd {new.id}.", old.id, new.id)
    if old.name != new.name:
        yield _renamed(old, new)
    if old.kind != new.kind:
        one, two = (_kind(element).split(" ", 1)[-1] for element in (old, new))
        yield Edit(f"{of} was een {one} en is nu een {two}.", one, two)
    for end, says in (("source", "begint nu bij"), ("target", "leidt nu naar")):
        one, two = getattr(old, end), getattr(new, end)
        if pairs.get(one, one) != two:
            before, after = names.old(one), names.new(two)
            yield Edit(f"De stroom {of} {says} *{after}*. {_not(before, after)}", before, after)
    if pairs.get(old.parent, old.parent) != new.parent and (old.parent in was or new.parent in now):
        one, two = (
            names.old(old.parent) if old.parent in was else "",
            names.new(new.parent) if new.parent in now else "",
        )
        where = f"ligt nu in *{two}*" if two else "ligt nu niet meer in een subproces"
        yield Edit(f"{of} {where}.", one, two)
    if pairs.get(old.default or "", old.default) == new.default:
        old = replace(old, default=new.default)  # Only the id of the flow differs.
    if pairs.get(old.attached_to or "", old.attached_to) != new.attached_to:
        one, two = names.old(old.attached_to), names.new(new.attached_to)
        yield Edit(f"{of} staat nu op de rand van *{two}*. {_not(one, two)}", one, two)
    yield from compare_attributes(old, new, of, names)


def _not(before: str, after: str) -> str:
    return f"Dat was *{before}*." if before != after else "Dat is een andere stap, met dezelfde naam."


def _renamed(old: Element, new: Element) -> Edit:
    if new.kind in ARROWS:
        return Edit(f"Bij de stroom {_name(new)} staat nu ‘{new.name}’. Dat was ‘{old.name}’.", old.name, new.name)
    if not old.name or not new.name:
        what = old if new.name else new
        told = f"heet nu *{new.name}*" if new.name else f"heeft geen naam meer. Dat was *{old.name}*"
        return Edit(f"{_with_kind(what)} {told}.", old.name, new.name)
    return Edit(f"*{old.name}* heet nu *{new.name}*.", old.name, new.name)


# ---- places -----------------------------------------------------------------------------------------------------

Place = tuple[float, ...]


def _find_moved(old: Diagram, new: Diagram, pairs: Mapping[str, str]) -> tuple[set[str], bool]:
    """New ids of what is drawn elsewhere, apart from a shift of the whole drawing; and whether there was one."""
    was = {pairs.get(shape.element, shape.element): shape for shape in old.shapes}
    now = {shape.element: shape for shape in new.shapes}
    both = [key for key in now if key in was]
    dx = median([now[key].x - was[key].x for key in both] or [0.0])
    dy = median([now[key].y - was[key].y for key in both] or [0.0])
    shifted = max(abs(dx), abs(dy)) > SAME_PLACE
    moved = {key for key in both if _differ(_shape(was[key], dx, dy), _shape(now[key], 0, 0))}
    edges = {pairs.get(edge.element, edge.element): edge for edge in old.edges}
    for edge in new.edges:
        if edge.element in edges and _differ(_edge(edges[edge.element], dx, dy), _edge(edge, 0, 0)):
            moved.add(edge.element)
    drawn_before = {*was, *edges}
    drawn_now = {*now, *(edge.element for edge in new.edges)}
    come_and_gone = drawn_before ^ drawn_now
    return moved | {key for key in come_and_gone if key in pairs.values()}, shifted


def _shape(shape: Shape, dx: float, dy: float) -> Place:
    flags = (float(shape.horizontal) * 9, float(shape.expanded) * 9)
    return (shape.x + dx, shape.y + dy, shape.width, shape.height, *flags, *_box(shape.label, dx, dy))


def _edge(edge: Edge, dx: float, dy: float) -> Place:
    points = [value for x, y in edge.waypoints for value in (x + dx, y + dy)]
    return (*points, *_box(edge.label, dx, dy))


def _box(box: Box | None, dx: float, dy: float) -> Place:
    return (box.x + dx, box.y + dy, box.width, box.height) if box is not None else ()


def _differ(one: Place, two: Place) -> bool:
    return len(one) != len(two) or any(abs(a - b) > SAME_PLACE for a, b in zip(one, two, strict=True))
