"""Retention: which ideas are past their term, and the lists used to destroy them."""

from __future__ import annotations

from web.retention import pages

ROOMS = (pages,)
"""The modules with `pages`."""
