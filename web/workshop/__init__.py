"""The pages of the workshop: process owners change processes here, and auditors see how they came to be."""

from __future__ import annotations

from web.workshop import files, gate, overview

ROOMS = (overview, files, gate)
"""The rooms of the workshop, each with its `pages`."""
