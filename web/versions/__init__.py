"""Versions: the processes in use as readers see them, and moving what runs to another version."""

from __future__ import annotations

from web.versions import definitions, moving

ROOMS = (
    definitions,
    moving,
)
"""The modules with `pages`."""
