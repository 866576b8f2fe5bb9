"""Drawing: the layers of the picture, from the areas at the back to the marks in front."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from web.picture.areas import draw_area, name_area
from web.picture.flows import draw_flow, name_flow
from web.picture.geometry import Rect, bounds
from web.picture.labels import draw_ground, draw_label, place_label
from web.picture.lettering import FONT, Lettering
from web.picture.marks import (
    MISSED,
    PLAIN,
    Differences,
    Look,
    Marks,
    draw_badge,
    draw_change_note,
    draw_flow_note,
    draw_note,
    draw_ring,
)
from web.picture.nodes import draw_node, name_node
from web.picture.pen import clean, number, quote, tag
from web.picture.scene import LABELLED_OUTSIDE, Connection, Figure, Scene, read_scene
from web.picture.strokes import PAPER

if TYPE_CHECKING:
    from engine import Diagram

_MARGIN = 18.0
_LONGEST_TITLE, _LONGEST_DESCRIPTION = 300, 4_000
_ORDER = {"participant": 0, "lane": 1}
UNMARKED = Marks()


def draw(
    diagram: Diagram,
    marks: Marks | Differences = UNMARKED,
    *,
    title: str = "",
    description_id: str | None = None,
    description: str = "",
) -> str:
    """The diagram as one `<svg>`, for use in a page or in its own file.

    `title` names the picture (else the names in the diagram do). `description_id` is the id of the element in the page
    that describes the same in words; without it the picture describes itself by `description`. The same arguments give
    the same text. There is no script and no style in it: its classes are for a style sheet, its presentation attributes
    for use without one.

    Whatever the diagram holds, the result is well-formed and bounded: places are clamped, names cut, and the
    shapes and edges left out (see `read_scene`) counted in `data-left-out`.
    """
    scene = read_scene(diagram)
    labels = tuple(_place_labels(scene))
    view = bounds(
        [figure.place for figure in scene.figures] + [spot for _, _, spot in labels],
        [connection.points for connection in scene.connections],
        _MARGIN,
    )
    drawing = "".join(
        tag("g", "".join(parts), class_=name) for name, parts in _draw_layers(scene, labels, marks) if any(parts)
    )
    title = clean(title.strip() or ", ".join(scene.names) or "BPMN", _LONGEST_TITLE)
    description = clean(description, _LONGEST_DESCRIPTION)
    key = _make_key(diagram.source, title, description, *marks.facts())
    words = tag("title", quote(title), id=f"{key}-title")
    if description:
        words += tag("desc", quote(description), id=f"{key}-desc")
    return tag(
        "svg",
        words + drawing,
        xmlns="http://www.w3.org/2000/svg",
        class_="bpmn-picture",
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=description_id or (f"{key}-desc" if description else None),
        viewBox=" ".join(number(value) for value in (view.x, view.y, view.width, view.height)),
        width=view.width,
        height=view.height,
        font_family=FONT,
        data_left_out=str(scene.left_out) if scene.left_out else None,
    )


def _draw_layers(
    scene: Scene,
    labels: tuple[tuple[Figure | Connection, Lettering, Rect], ...],
    marks: Marks | Differences,
) -> Iterator[tuple[str, list[str]]]:
    """The layers by class, the hindmost first. A name never hides a figure: only its ground hides a line."""
    areas = sorted((figure for figure in scene.figures if figure.is_area), key=_depth)
    nodes = sorted((figure for figure in scene.figures if not figure.is_area), key=_depth)
    yield "bpmn-areas", [_draw_figure(figure, marks.look_of(figure.id)) for figure in areas]
    yield (
        "bpmn-flows",
        [_draw_connection(connection, marks.look_of(connection.id)) for connection in scene.connections],
    )
    yield "bpmn-grounds", [draw_ground(spot, PAPER) for _, _, spot in labels]
    yield "bpmn-nodes", [_draw_figure(figure, marks.look_of(figure.id)) for figure in nodes]
    outside = "bpmn-label bpmn-label-external"
    yield (
        "bpmn-labels",
        [
            draw_label(lettering, thing.name, spot.center[0], spot.y, classes=outside)
            for thing, lettering, spot in labels
        ],
    )
    yield "bpmn-badges", [draw_badge(figure, marks.look_of(figure.id)) for figure in scene.figures if figure.is_node]
    noted = [figure for figure in scene.figures if figure.is_node and figure.id in marks.notes]
    if isinstance(marks, Differences):
        flows = [connection for connection in scene.connections if connection.id in marks.notes]
        yield "bpmn-notes", list(_draw_change_notes(noted, flows, marks, [spot for _, _, spot in labels]))
    else:
        yield "bpmn-notes", [draw_note(figure, marks.notes[figure.id]) for figure in noted]


def _draw_change_notes(
    nodes: Sequence[Figure], flows: Sequence[Connection], marks: Differences, names: Sequence[Rect]
) -> Iterator[str]:
    """The notes at nodes and flows, each to be linked to; on none of the names."""
    drawn = [(c.id, draw_flow_note(c, marks.notes[c.id], marks.look_of(c.id).color, names)) for c in flows]
    drawn += [(node.id, draw_change_note(node, marks.notes[node.id], marks.look_of(node.id).color)) for node in nodes]
    return (tag("g", note, id=f"{marks.anchors}-{marks.notes[key].number}") for key, note in drawn)


def _draw_figure(figure: Figure, look: Look) -> str:
    if figure.is_node:
        # An open subprocess stays white, so that its content can be seen to be walked or not.
        paper = PAPER if figure.is_area else look.paper
        drawing = draw_ring(figure, look) + draw_node(figure, paper, look.extra)
        classes = name_node(figure)
    else:
        look = PLAIN
        drawing, classes = draw_area(figure, look.paper), name_area(figure)
    return tag("g", drawing, class_=classes + look.classes, data_element=figure.id, color=look.color)


def _draw_connection(connection: Connection, look: Look) -> str:
    drawing = draw_flow(connection, PAPER, strong=look is not PLAIN, dashes="8 5" if look is MISSED else None)
    classes = name_flow(connection) + look.classes
    return tag("g", drawing, class_=classes, data_element=connection.id, color=look.color)


def _place_labels(scene: Scene) -> Iterator[tuple[Figure | Connection, Lettering, Rect]]:
    outside = tuple(figure for figure in scene.figures if figure.kind in LABELLED_OUTSIDE)
    things: tuple[Figure | Connection, ...] = (*scene.connections, *outside)
    for thing in things:
        label = place_label(thing)
        if label:
            yield thing, *label


def _depth(figure: Figure) -> tuple[int, float]:
    """Pools behind lanes, and larger figures behind the smaller ones inside them or on their border."""
    return _ORDER.get(figure.kind, 2), -figure.place.width * figure.place.height


def _make_key(*facts: str) -> str:
    """A prefix for ids that no other picture in the same page has, unless it is the same picture."""
    return "picture-" + sha256("\n".join(facts).encode("utf-8", "replace")).hexdigest()[:12]
