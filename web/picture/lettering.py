"""Lettering: how wide text is and where its lines break, without a font at hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from web.picture.syllables import choose_break, takes_hyphen

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Fonts of the same character widths, so that the lines below fit in each of them."""
LINE_HEIGHT = 1.2
SIZES = (12.0, 11.0, 10.0)
"""Sizes of the text inside figures, in pixels; the first that fits is taken."""

_WIDTHS = {
    character: width
    for width, characters in {
        191: "'",
        222: "ijl‘’",
        260: "|",
        278: " !,./:;I[\\]ft·",
        333: "()-`r“”",
        334: "{}",
        350: "•",
        355: '"',
        389: "*",
        400: "°",
        469: "^",
        500: "Jcksvxyz",
        556: "#$0123456789?L_abdeghnopqu–€§",
        584: "+<=>~×",
        611: "FTZß",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "…—→",
        1015: "@",
    }.items()
    for character in characters
}
"""Widths in thousandths of the font size, as in Arial and the metric-compatible fonts."""
_UNKNOWN, _WIDE = 620, 1000
_PIECES = re.compile(r"[^\s\-/]*[\-/]+|[^\s\-/]+")


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines of text at one size in pixels; `cut` when not all of the text is in them."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE_HEIGHT

    @property
    def width(self) -> float:
        return max((measure(line, self.size) for line in self.lines), default=0.0)


def measure(text: str, size: float) -> float:
    """The width of one line in pixels."""
    return sum(map(_width, text)) * size / 1000


def fit(text: str, width: float, height: float, sizes: Sequence[float] = SIZES) -> Lettering:
    """The text in a box: as large as fits, smaller rather than with a word broken, cut when nothing fits."""
    for size, breaking, room in _attempts(text, width, height, sizes):
        lines = wrap(text, [width], size, room, breaking=breaking)
        if lines is not None:
            return Lettering(lines, size)
    size = sizes[-1]
    room = max(1, int(height / (size * LINE_HEIGHT)))
    lines = wrap(text, [width], size, len(text), breaking=True) or ()
    if len(lines) <= room:
        return Lettering(lines, size)
    return Lettering((*lines[: room - 1], _shorten(lines[room - 1], lines[room], width, size)), size, cut=True)


def fit_beside(text: str, width: float, height: float, depth: float, narrow: float) -> Lettering:
    """The text in the middle of a box in which lines that begin above `depth` may be only `narrow` wide.

    If that is impossible, the text is made to fit below `depth`.
    """
    for size, breaking, room in _attempts(text, width, height, SIZES):
        step = size * LINE_HEIGHT
        for count in range(1, room + 1):
            top = (height - count * step) / 2
            widths = [narrow if top + index * step < depth else width for index in range(count)]
            lines = wrap(text, widths, size, count, breaking=breaking)
            if lines is not None:
                return Lettering(lines, size)
    return fit(text, width, height - depth)


def wrap(text: str, widths: Sequence[float], size: float, room: int, *, breaking: bool) -> tuple[str, ...] | None:
    """The text in at most `room` lines of these widths (the last width is that of all lines after it).

    None when it takes more lines, or when a word does not fit its line and may not be broken: because of
    `breaking`, or because there are wider lines further down.
    """
    lines: list[str] = []
    widest = max(widths)
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for glue, piece in _pieces(paragraph):
            needed = measure(piece, size)
            if line and used + measure(glue, size) + needed <= _at(widths, len(lines)):
                line, used = line + glue + piece, used + measure(glue, size) + needed
                continue
            if line:
                lines.append(line)
            while needed > (width := _at(widths, len(lines))) and len(piece) > 1:
                if not breaking or width < widest or len(lines) >= room:
                    return None
                head, piece = _break(piece, width, size)
                lines.append(head)
                needed = measure(piece, size)
            line, used = piece, needed
        if line or lines:
            lines.append(line)
        if len(lines) > room:
            return None
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs to the left (Unicode Annex 9, P2 and P3)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _attempts(text: str, width: float, height: float, sizes: Sequence[float]) -> Iterator[tuple[float, bool, int]]:
    """Sizes to try, whether to break words, and how many lines fit; omits attempts that cannot succeed."""
    total = measure(text, 1)
    for sizes_tried, breaking in ((sizes[:2], False), (sizes, True)):
        for size in sizes_tried:
            room = int(height / (size * LINE_HEIGHT))
            if room and total * size <= width * room:
                yield size, breaking, room


def _pieces(paragraph: str) -> Iterator[tuple[str, str]]:
    """Words, cut after hyphens and slashes, each with the glue before it: a space, or nothing."""
    end = 0
    for match in _PIECES.finditer(paragraph):
        yield (" " if match.start() > end else ""), match.group()
        end = match.end()


def _break(piece: str, width: float, size: float) -> tuple[str, str]:
    """A word in two: what stays on a line of `width`, with a hyphen where one is needed, and the rest."""
    used, most = measure("-", size), 0
    for character in piece:
        used += measure(character, size)
        if used > width:
            break
        most += 1
    place = choose_break(piece, most)
    head, tail = piece[:place], piece[place:]
    return head + ("-" if takes_hyphen(head, tail) else ""), tail


def _at(widths: Sequence[float], index: int) -> float:
    return widths[min(index, len(widths) - 1)]


def _shorten(line: str, following: str, width: float, size: float) -> str:
    """The last line that fits, filled from the one after it, and an ellipsis."""
    line = line.removesuffix("-") + following if line.endswith("-") else f"{line} {following}"
    while line and measure(line + "…", size) > width:
        line = line[:-1]
    return line.rstrip(" -,;") + "…"


def measure_longest_word(text: str, size: float) -> float:
    """The width of the widest piece of the text that `wrap` keeps together."""
    return max((measure(piece, size) for part in text.split("\n") for _, piece in _pieces(part)), default=0.0)


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE
    return _WIDTHS.get(unicodedata.normalize("NFD", character)[0], _UNKNOWN)
