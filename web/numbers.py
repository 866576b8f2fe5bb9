"""Numbers in an address or a form, never longer than every database and every reader can handle."""

from __future__ import annotations

from flask import request
from werkzeug.routing import IntegerConverter

LONGEST = 8
"""Digits: the columns hold more, and no process reaches that many versions or saves."""


class ShortNumber(IntegerConverter):
    """`<int:…>` in an address; an address with a longer number does not exist."""

    regex = rf"[0-9]{{1,{LONGEST}}}"


def read_number(told: str) -> int | None:
    """A version number or a count; None for anything else."""
    return int(told) if told.isdecimal() and len(told) <= LONGEST else None


def read_revision() -> int:
    """The save that the posted page was built from; 0, which no save has, for values that no page of ours sends."""
    return read_number(request.form.get("revision", "")) or 0
