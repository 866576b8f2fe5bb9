"""Strokes: the boxes, bodies and lines that every figure is made of, all in the colour of their group."""

from __future__ import annotations

from web.picture.geometry import Rect
from web.picture.pen import tag

PAPER = "#ffffff"


def draw_box(
    spot: Rect, paper: str, thickness: float, *, corner: float | None = None, dashes: str | None = None
) -> str:
    """A rectangle filled with `paper`, a colour or "none"."""
    return tag(
        "rect",
        class_="bpmn-line" if paper == "none" else "bpmn-outline",
        x=spot.x,
        y=spot.y,
        width=spot.width,
        height=spot.height,
        rx=corner,
        fill=paper,
        stroke="currentColor",
        stroke_width=thickness,
        stroke_dasharray=dashes,
        stroke_linecap="round" if dashes else None,
    )


def draw_circle(x: float, y: float, radius: float, paper: str, thickness: float, dashes: str | None = None) -> str:
    """A circle filled with `paper`, a colour or "none"."""
    return tag(
        "circle",
        class_="bpmn-line" if paper == "none" else "bpmn-outline",
        cx=x,
        cy=y,
        r=radius,
        fill=paper,
        stroke="currentColor",
        stroke_width=thickness,
        stroke_dasharray=dashes,
    )


def draw_body(data: str, paper: str, thickness: float) -> str:
    """A closed form of path data, filled with `paper`."""
    return tag(
        "path",
        class_="bpmn-outline",
        d=data,
        fill=paper,
        stroke="currentColor",
        stroke_width=thickness,
        stroke_linejoin="round",
    )


def draw_line(data: str, thickness: float, dashes: str | None = None) -> str:
    """A line of path data."""
    return tag(
        "path",
        class_="bpmn-line",
        d=data,
        fill="none",
        stroke="currentColor",
        stroke_width=thickness,
        stroke_linejoin="round",
        stroke_dasharray=dashes,
        stroke_linecap="round" if dashes else None,
    )
