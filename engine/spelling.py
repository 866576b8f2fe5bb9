"""Spelling: JSON as it is stored and as digests are made of it, written and read by msgspec.

The standard library did it for a tenth of a step. Whole numbers keep all their digits and nothing is nested too deep
for it, as there. Nothing that we store holds a float: FEEL's numbers are texts (`engine.dialect.feel`).
"""

from __future__ import annotations

from typing import Any

import msgspec

_write, _write_sorted = msgspec.json.Encoder().encode, msgspec.json.Encoder(order="sorted").encode
_read = msgspec.json.Decoder().decode


def spell(value: Any) -> bytes:
    """JSON as short as it can be. Raises: UnicodeEncodeError: half a surrogate; RecursionError; TypeError."""
    return _write(value)


def spell_text(value: Any) -> str:
    """As `spell`, for a database that keeps text."""
    return _write(value).decode()


def spell_canonically(value: Any) -> bytes:
    """One spelling for equal values: names sorted, nothing between them, letters as they are. Raises: as `spell`."""
    return _write_sorted(value)


def read(text: str | bytes) -> Any:
    """What was spelled. Raises: ValueError: it is not JSON; RecursionError."""
    return _read(text)
