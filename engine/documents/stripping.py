"""Stripping: reducing a picture to what draws it, and measuring it, before a decoder sees it. Pure.

Two small files can keep a decoder busy for an hour: one that draws the same picture a hundred thousand times, and
one with ten thousand colour profiles. The decoder's work is counted here first, from the headers alone.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_PIXELS = {"JPEG": 80_000_000, "PNG": 25_000_000}
"""Of the uploaded picture. A JPEG is read at a size near that at which it is stored, a PNG as a whole."""
MOST_PARTS = 10_000
"""Segments or chunks. A photo has some tens, a large PNG a thousand."""
MOST_SCANS = 100
"""How often a JPEG passes over the picture. Ten is usual, sixty the most made by a program that packs tightly."""
MOST_HELD = 1_600_000
"""Blocks of 8 × 8 of a JPEG in more than one scan: a decoder holds all of them, at 128 bytes each."""
MOST_DRAWN = 12_000_000
"""Blocks of all its scans together."""


class Broken(ValueError):
    """Not such a picture, or one of a kind that nobody makes."""


class TooMuch(ValueError):
    """It would take more memory or time than a picture may."""


@dataclass(frozen=True, slots=True)
class Bare:
    data: bytes
    width: int
    height: int
    turn: int
    """How the camera was held, from 1 for upright to 8 (EXIF 2.3, tag 274)."""


# ---- JPEG (ITU-T T.81) -------------------------------------------------------------------------------------------

_NEXT = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
"""A marker: not the zero that follows a byte of 255 in image data, nor a restart in it. More such bytes may precede
it; searching for all of them here (+) took hours over a file with nothing else in it."""
_START, _SCAN, _END, _EXIF = 0xD8, 0xDA, 0xD9, 0xE1
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended, progressive. Nobody makes the others: lossless, hierarchical, arithmetic."""
_DRAWS = frozenset({0xC4, 0xDB, 0xDD, *_FRAMES, _SCAN})
_TELLS_COLOURS = frozenset({0xE0, 0xEE})
"""JFIF and Adobe: without these a decoder guesses what the numbers of a pixel mean."""
_DROPPED = frozenset({0xFE, *range(0xE0, 0xF0)}) - _TELLS_COLOURS


def strip_jpeg(data: bytes) -> Bare:
    """A JPEG without metadata: profiles, places, comments, smaller pictures, what comes after its end.

    Raises: Broken, TooMuch.
    """
    kept, turn = [b"\xff\xd8"], 1
    frame: _Frame | None = None
    for marker, start, end in _segments(data):
        said = data[start + 4 : end]
        if marker == _EXIF and turn == 1 and said.startswith(b"Exif\0\0"):
            turn = read_turn(said[6:])
        elif marker in _FRAMES:
            if frame is not None:
                raise Broken("a second frame")
            frame = _Frame(said, progressive=marker == 0xC2)
        elif marker == _SCAN:
            if frame is None:
                raise Broken("a scan before its frame")
            frame.count(said)
        if marker in _DRAWS or (marker in _TELLS_COLOURS and len(said) < 100):
            kept.append(data[start:end])
        elif marker not in _DROPPED and marker not in _TELLS_COLOURS:
            raise Broken(f"marker {marker:#x}")
    if frame is None:
        raise Broken("no frame")
    return Bare(b"".join((*kept, b"\xff\xd9")), frame.width, frame.height, turn)


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The marker of each segment, where it starts, and where it ends; a scan includes all that it draws."""
    place = 2
    for _ in range(MOST_PARTS):
        found = _NEXT.search(data, place)
        if found is None:
            raise Broken("no end")
        marker, start = found[1][0], found.end() - 2
        if marker == _END:
            return
        if start + 4 > len(data):
            raise Broken("no length")
        place = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
        if marker == _SCAN and (after := _NEXT.search(data, place)) is not None:
            place = after.start()
        yield marker, start, place
    raise TooMuch("segments")


class _Frame:
    """How large a picture is, and what its scans add up to."""

    def __init__(self, said: bytes, *, progressive: bool) -> None:
        if len(said) < 6 or len(said) != 6 + 3 * said[5]:
            raise Broken("frame")
        self.height, self.width = struct.unpack_from(">HH", said, 1)
        check_pixels(self.width, self.height, "JPEG")
        parts = [(said[at], said[at + 1] >> 4, said[at + 1] & 15) for at in range(6, len(said), 3)]
        if not parts or len({part for part, *_ in parts}) < len(parts):
            raise Broken("components")
        if not all(1 <= wide <= 4 and 1 <= high <= 4 for _, wide, high in parts):
            raise Broken("sampling")
        widest, highest = max(wide for _, wide, _ in parts), max(high for _, _, high in parts)
        self._blocks = {
            part: -(-self.width * wide // (8 * widest)) * -(-self.height * high // (8 * highest))
            for part, wide, high in parts
        }
        self._several = progressive
        self._scans = self._drawn = 0

    def count(self, said: bytes) -> None:
        """One more scan. Raises: Broken, TooMuch."""
        parts = said[1 : 1 + 2 * said[0] : 2] if said else b""
        if not parts or not all(part in self._blocks for part in parts):
            raise Broken("scan")
        self._scans += 1
        self._drawn += sum(self._blocks[part] for part in parts)
        self._several = self._several or len(parts) < len(self._blocks)
        held = sum(self._blocks.values()) if self._several else 0
        if self._scans > MOST_SCANS or self._drawn > MOST_DRAWN or held > MOST_HELD:
            raise TooMuch("scans")


# ---- PNG (ISO/IEC 15948) -----------------------------------------------------------------------------------------

MOST_UNPACKED = 100_000_000
"""Bytes of a PNG before pixels are made of it: twice as many where a colour has sixteen bits."""
_COLOURS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


def strip_png(data: bytes) -> Bare:
    """A PNG with only the chunks that draw it; of an animation, the first picture. Raises: Broken, TooMuch."""
    kept, turn = [data[:8]], 1
    if data[8:16] != b"\0\0\0\rIHDR" or len(data) < 33 or data[25] not in _COLOURS:
        raise Broken("header")
    width, height, depth, colours = struct.unpack_from(">IIBB", data, 16)
    check_pixels(width, height, "PNG")
    if width * height * depth * _COLOURS[colours] > 8 * MOST_UNPACKED:
        raise TooMuch("pixels")
    seen: set[bytes] = set()
    for kind, start, end in _chunks(data):
        if kind == b"eXIf":
            turn = read_turn(data[start + 8 : end - 4])
        elif kind in _KEPT:
            if kind != b"IDAT" and kind in seen:
                raise Broken("a chunk twice")
            kept.append(data[start:end])
        elif not kind[0] & 0x20:
            raise Broken("a chunk without which it cannot be drawn")
        seen.add(kind)
    return Bare(b"".join(kept), width, height, turn)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    place = 8
    for _ in range(MOST_PARTS):
        kind, end = data[place + 4 : place + 8], place + 12 + int.from_bytes(data[place : place + 4], "big")
        if len(kind) < 4 or end > len(data):
            raise Broken("no end")
        yield kind, place, end
        if kind == b"IEND":
            return
        place = end
    raise TooMuch("chunks")


# ---- both --------------------------------------------------------------------------------------------------------


def check_pixels(width: int, height: int, kind: str) -> None:
    """Raises: Broken: it has none; TooMuch."""
    if not width or not height:
        raise Broken("no size")
    if width * height > MOST_PIXELS[kind]:
        raise TooMuch("pixels")


def read_turn(told: bytes) -> int:
    """How the camera was held, from what it recorded (EXIF, a TIFF); 1 where that says nothing readable."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(told[:4])
    if order is None:
        return 1
    try:
        (place,) = struct.unpack_from(f"{order}I", told, 4)
        (count,) = struct.unpack_from(f"{order}H", told, place)
        for entry in range(place + 2, place + 2 + 12 * min(count, 500), 12):
            tag, _, _, turn = struct.unpack_from(f"{order}HHIH", told, entry)
            if tag == 274:
                return int(turn) if 1 <= turn <= 8 else 1
    except struct.error:
        pass
    return 1
