"""Scans: in how many goes a JPEG tells its picture, which says what it costs to read (ITU T.81, annex B). Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers that tell the size of the picture, and how many components its colours have."""
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that nothing belongs to."""
MOST_MARKERS = 10_000
"""A large photo has two hundred. What has more counts as having that many scans."""
_SCAN, _END = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff([^\x00\xff])")
"""The next marker. What stands before it and is none is passed over, as every reader does."""
_AFTER_SCAN = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
"""The next marker behind what a scan says, which has some of its own."""


class Scans(NamedTuple):
    number: int
    several: bool
    """Whether there is more than one, as far as a reader knows that begins with the first."""


def read_scans(data: bytes) -> Scans:
    """The scans of a JPEG up to its end: what stands behind that, such as a film, is no part of the picture."""
    at, marker, number, components, several = 2, 0, 0, 0, False
    for _ in range(MOST_MARKERS):
        found = (_AFTER_SCAN if marker == _SCAN else _MARKER).search(data, at)
        if found is None:
            return Scans(number, several)
        marker, at = found[1][0], found.end()
        if marker == _END:
            return Scans(number, several)
        if marker in _FRAMES:
            components, several = _byte(data, at + 7), several or marker in _PROGRESSIVE
        elif marker == _SCAN:
            number += 1
            several = several or number > 1 or _byte(data, at + 2) < components
        if marker not in _ALONE:
            at += int.from_bytes(data[at : at + 2], "big")
    return Scans(MOST_MARKERS, True)


def _byte(data: bytes, at: int) -> int:
    return data[at] if at < len(data) else 0
