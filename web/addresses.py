"""Addresses of pages, as templates ask for them. Each is built once, since it is the same for every reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any

from flask import Flask, request, url_for
from werkzeug.routing import Rule

REMEMBERED = 2_000
"""A page has about twenty of them; most are in the menu, which is on every page."""
_PLAIN = frozenset({str, int})
Values = tuple[tuple[str, Any], ...]


class LateRule(Rule):
    """A rule whose addresses are built by a function that is compiled on its first call.

    Werkzeug compiles two functions per rule while an application starts. That takes nine tenths of the startup time,
    for addresses of which most are never asked for.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = cache(super()._compile_builder)
        return lambda rule, **values: compile_now(append_unknown)(rule, **values)


def register(app: Flask) -> None:
    """Give the pages of an application its `url_for`, with a cache for this application only."""
    work_out = lru_cache(REMEMBERED)(_work_out)
    app.context_processor(lambda: {"url_for": partial(_find, work_out, request.script_root)})


def _find(work_out: Callable[[str, str, Values], str], script_root: str, endpoint: str, **values: Any) -> str:
    if endpoint.startswith(".") or not _PLAIN.issuperset(map(type, values.values())):
        return url_for(endpoint, **values)  # The address depends on more than the given values.
    return work_out(script_root, endpoint, tuple(values.items()))


def _work_out(_script_root: str, endpoint: str, values: Values) -> str:
    """`_script_root` is that of the request, and precedes every address."""
    return url_for(endpoint, **dict(values))
