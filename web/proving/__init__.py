"""Proving: whether the history is still right, and the history for other programs."""

from __future__ import annotations

from web.proving import chronicle, pages

ROOMS = (
    pages,
    chronicle,
)
"""The modules with `pages`."""
