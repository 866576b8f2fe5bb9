"""Areas: pools, lanes and groups, and what is beside the flow: data, annotations, unknown things."""

from __future__ import annotations

from web.picture.geometry import Rect
from web.picture.icons import draw_data_arrow, trace_page
from web.picture.labels import draw_label
from web.picture.lettering import fit, is_right_to_left
from web.picture.pen import number
from web.picture.scene import DATA, Figure
from web.picture.strokes import draw_body, draw_box, draw_line

_BAND = 30.0
"""The strip of a pool or lane that holds its name."""


def name_area(figure: Figure) -> str:
    """The class that says what kind of area or artefact it is."""
    if figure.kind in DATA:
        return "bpmn-data"
    return {
        "participant": "bpmn-pool",
        "lane": "bpmn-lane",
        "group": "bpmn-group",
        "textAnnotation": "bpmn-annotation",
    }.get(figure.kind, "bpmn-unknown")


def draw_area(figure: Figure, paper: str) -> str:
    """The drawing of an area or artefact on `paper` (a colour)."""
    draw = {
        "participant": _draw_pool,
        "lane": _draw_lane,
        "group": _draw_group,
        "textAnnotation": _draw_annotation,
        "dataStoreReference": _draw_store,
    }.get(figure.kind, _draw_page if figure.kind in DATA else _draw_unknown)
    return draw(figure, paper)


def _draw_pool(figure: Figure, paper: str) -> str:
    spot = figure.place
    frame = draw_box(spot, paper, 2)
    if not figure.expanded:
        return frame + _draw_band_name(figure, spot, turned=False)
    band = _band(figure)
    if figure.horizontal:
        rule = f"M{number(band.right)} {number(spot.y)}V{number(spot.bottom)}"
    else:
        rule = f"M{number(spot.x)} {number(band.bottom)}H{number(spot.right)}"
    return frame + draw_line(rule, 2) + _draw_band_name(figure, band, turned=figure.horizontal)


def _draw_lane(figure: Figure, paper: str) -> str:
    name = _draw_band_name(figure, _band(figure), turned=figure.horizontal)
    return draw_box(figure.place, "none", 1.5) + name


def _draw_group(figure: Figure, paper: str) -> str:
    spot = figure.place
    lettering = fit(figure.name, max(20.0, spot.width - 20), 30.0)
    frame = draw_box(spot, "none", 1.5, corner=10, dashes="10 6 1 6")
    return frame + draw_label(lettering, figure.name, spot.center[0], spot.y + 6)


def _draw_annotation(figure: Figure, paper: str) -> str:
    spot = figure.place
    arm, top, bottom = number(spot.x + min(10.0, spot.width)), number(spot.y), number(spot.bottom)
    lettering = fit(figure.name, max(20.0, spot.width - 12), max(14.0, spot.height - 6))
    # Text that runs to the left starts at the right.
    start = spot.right - 5 if is_right_to_left(figure.name) else spot.x + 7
    name = draw_label(lettering, figure.name, start, spot.y + 5, anchor="start")
    return draw_line(f"M{arm} {top}H{number(spot.x)}V{bottom}H{arm}", 2) + name


def _draw_page(figure: Figure, paper: str) -> str:
    spot = figure.place
    page = draw_body(trace_page(spot, min(12.0, spot.width / 3, spot.height / 3)), paper, 2)
    return page + draw_data_arrow(figure.kind, spot.x + 2, spot.y + 2)


def _draw_store(figure: Figure, paper: str) -> str:
    spot = figure.place
    x, right, bend = number(spot.x), number(spot.right), min(8.0, spot.height / 5)
    rim, foot = spot.y + bend, spot.bottom - bend
    arc = f"A{number(spot.width / 2)} {number(bend)} 0 0 "
    body = f"M{x} {number(rim)}{arc}1 {right} {number(rim)}V{number(foot)}{arc}1 {x} {number(foot)}Z"
    rings = "".join(f"M{x} {number(rim + down)}{arc}0 {right} {number(rim + down)}" for down in (0, bend, 2 * bend))
    return draw_body(body, paper, 2) + draw_line(rings, 1.5)


def _draw_unknown(figure: Figure, paper: str) -> str:
    frame = draw_box(figure.place, paper, 1.5, dashes="4 3")
    return frame + _draw_band_name(figure, figure.place, turned=False)


def _draw_band_name(figure: Figure, band: Rect, *, turned: bool) -> str:
    x, y = band.center
    across, along = (band.height, band.width) if turned else (band.width, band.height)
    lettering = fit(figure.name, max(20.0, across - 12), max(14.0, along - 2))
    turn = f"rotate(-90 {number(x)} {number(y)})" if turned else None
    return draw_label(lettering, figure.name, x, y - lettering.height / 2, transform=turn)


def _band(figure: Figure) -> Rect:
    spot = figure.place
    if figure.horizontal:
        return Rect(spot.x, spot.y, min(_BAND, spot.width), spot.height)
    return Rect(spot.x, spot.y, spot.width, min(_BAND, spot.height))
