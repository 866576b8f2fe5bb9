"""Tasks: the worklists, the page of a task, and voting."""

from __future__ import annotations

from web.tasks import ballots, pages

ROOMS = (
    pages,
    ballots,
)
"""The modules with `pages`."""
