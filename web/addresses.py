"""Addresses: those of pages, as templates ask for them. Each is worked out once: it is the same for every reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from flask import Flask, request, url_for

REMEMBERED = 2_000
"""A page has some twenty of them; most are in the menu and on every page."""
_PLAIN = frozenset({str, int})
Values = tuple[tuple[str, Any], ...]


def register(app: Flask) -> None:
    """Give the pages of an application its `url_for`, remembered for this application only."""
    work_out = lru_cache(REMEMBERED)(_work_out)
    app.context_processor(lambda: {"url_for": partial(_find, work_out, request.script_root)})


def _find(work_out: Callable[[str, str, Values], str], script_root: str, endpoint: str, **values: Any) -> str:
    if endpoint.startswith(".") or not _PLAIN.issuperset(map(type, values.values())):
        return url_for(endpoint, **values)  # What it comes to depends on more than what is given.
    return work_out(script_root, endpoint, tuple(values.items()))


def _work_out(_script_root: str, endpoint: str, values: Values) -> str:
    """`_script_root` stands before every address, and is that of the request."""
    return url_for(endpoint, **dict(values))
