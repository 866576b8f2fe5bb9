"""Disclosure: what is held about a person or in a case, as one file for whoever asks for it."""

from __future__ import annotations

from web.disclosure import pages

ROOMS = (pages,)
"""The modules with `pages`."""
