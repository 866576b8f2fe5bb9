"""The pages of the workshop: process owners change processes here, and auditors see how they came to be."""

from __future__ import annotations

from web.workshop import files, gate, overview, rehearsing, trying

ROOMS = (overview, files, gate, trying, rehearsing)
"""The rooms of the workshop, each with its `pages`."""
