"""Spelling: JSON as it is stored and as digests are made of it, written and read by msgspec.

With the standard library this took a tenth of a step. As there, whole numbers keep all their digits and no nesting is
too deep for it. Nothing that we store holds a float: FEEL's numbers are texts (`engine.dialect.feel`).
"""

from __future__ import annotations

from typing import Any

import msgspec

_write, _write_sorted = msgspec.json.Encoder().encode, msgspec.json.Encoder(order="sorted").encode
_read = msgspec.json.Decoder().decode


def spell(value: Any) -> bytes:
    """JSON as short as possible. Raises: UnicodeEncodeError: half a surrogate; RecursionError; TypeError."""
    return _write(value)


def spell_text(value: Any) -> str:
    """As `spell`, for a database that stores text."""
    return _write(value).decode()


def spell_canonically(value: Any) -> bytes:
    """One spelling for equal values: names sorted, no spaces, letters not escaped. Raises: as `spell`."""
    return _write_sorted(value)


def read(text: str | bytes) -> Any:
    """What was spelled. Raises: ValueError: it is not JSON; RecursionError."""
    return _read(text)
