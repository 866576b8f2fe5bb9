"""Faults: what is said about a row that differs from the history."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

APART = timedelta(hours=1)
"""How much the moment of a row and that of its event may differ: each is read from the clock, in one transaction."""


class Fault(NamedTuple):
    """See `engine.proving.Misfit`, which has the reference of the case instead of its id."""

    what: str
    name: str
    case_id: str | None
    reason: str
