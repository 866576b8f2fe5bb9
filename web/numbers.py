"""Numbers: those that an address or a form holds, never longer than every database and every reader can take."""

from __future__ import annotations

from flask import request
from werkzeug.routing import IntegerConverter

LONGEST = 8
"""Digits: the columns hold more, and no process comes to so many versions or saves."""


class ShortNumber(IntegerConverter):
    """`<int:…>` in an address; one that is longer is an address that is not there."""

    regex = rf"[0-9]{{1,{LONGEST}}}"


def read_number(told: str) -> int | None:
    """A number of a version, or a count; None for what is none."""
    return int(told) if told.isdecimal() and len(told) <= LONGEST else None


def read_revision() -> int:
    """The save that the posted page was made of; 0, which no save has, for what no page of ours sends."""
    return read_number(request.form.get("revision", "")) or 0
