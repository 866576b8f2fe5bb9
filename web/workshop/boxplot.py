"""Box plot: how long things take and how much that varies, as a small SVG that also describes it in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.words import _
from web.workshop import lasting

LEFT, WIDTH, HEIGHT, TOP = 8.0, 640.0, 58.0, 8.0
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One in ten is done within `tenth`, half within `median`, nine in ten within `ninetieth`; in seconds.

    `low` and `high` bound the median in eight of ten runs, where there were runs.
    """

    label: str
    tenth: float
    median: float
    ninetieth: float
    low: float | None = None
    high: float | None = None


def draw_rows(title: str, rows: Sequence[Row]) -> Markup:
    """The rows below each other on one scale; empty when there are none. All its text is in its description too."""
    if not rows:
        return Markup("")
    most = max(max(row.ninetieth, row.high or 0) for row in rows) or 1.0
    span = WIDTH - 2 * LEFT

    def at(seconds: float) -> str:
        return f"{LEFT + span * seconds / most:.1f}"

    bottom = TOP + HEIGHT * len(rows)
    drawn = [_draw_row(row, TOP + HEIGHT * number, at) for number, row in enumerate(rows)]
    for number in range(_TICKS + 1):
        seconds = most * number / _TICKS
        anchor = "start" if number == 0 else "end" if number == _TICKS else "middle"
        drawn.append(
            Markup(
                '<path class="smederij-plot__grid" d="M{} {}V{}"/>'
                '<text class="smederij-plot__tick" x="{}" y="{}" text-anchor="{}">{}</text>'
            ).format(at(seconds), TOP, bottom, at(seconds), bottom + 16, anchor, lasting.in_short(seconds))
        )
    told = " ".join(_say(row) for row in rows)
    return Markup(
        '<svg class="smederij-plot" role="img" aria-labelledby="plot-titel plot-tekst" viewBox="0 0 {} {}" '
        'width="{}" height="{}"><title id="plot-titel">{}</title><desc id="plot-tekst">{}</desc>{}</svg>'
    ).format(f"{WIDTH:g}", f"{bottom + 24:g}", f"{WIDTH:g}", f"{bottom + 24:g}", title, told, Markup("").join(drawn))


def _draw_row(row: Row, top: float, place: Callable[[float], str]) -> Markup:
    middle = top + 36
    parts = [
        Markup('<text class="smederij-plot__label" x="{}" y="{}">{}</text>').format(f"{LEFT:g}", top + 16, row.label),
        Markup('<path class="smederij-plot__line" d="M{} {}H{}M{} {}v12M{} {}v12"/>').format(
            place(row.tenth),
            middle,
            place(row.ninetieth),
            place(row.tenth),
            middle - 6,
            place(row.ninetieth),
            middle - 6,
        ),
    ]
    if row.low is not None and row.high is not None:
        width = max(2.0, float(place(row.high)) - float(place(row.low)))
        parts.append(
            Markup('<rect class="smederij-plot__box" x="{}" y="{}" width="{}" height="18"/>').format(
                place(row.low), middle - 9, f"{width:.1f}"
            )
        )
    parts.append(Markup('<path class="smederij-plot__median" d="M{} {}v22"/>').format(place(row.median), middle - 11))
    return Markup("").join(parts)


def _say(row: Row) -> str:
    """A row as a sentence."""
    told = _(
        "%(label)s: 1 van de 10 klaar binnen %(tenth)s, de helft binnen %(median)s, 9 van de 10 binnen %(ninety)s.",
        label=row.label,
        tenth=lasting.in_words(row.tenth),
        median=lasting.in_words(row.median),
        ninety=lasting.in_words(row.ninetieth),
    )
    if row.low is not None and row.high is not None and row.low != row.high:
        told += " " + _(
            "In 8 van de 10 berekeningen lag de helft tussen %(low)s en %(high)s.",
            low=lasting.in_words(row.low),
            high=lasting.in_words(row.high),
        )
    return told
