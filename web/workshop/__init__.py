"""The pages of the workshop: process owners change processes here, and auditors see how they came about."""

from __future__ import annotations

from web.workshop import (
    besides,
    checking,
    comparing,
    consequences,
    drawing,
    experience,
    files,
    gate,
    overview,
    rehearsing,
    stepforms,
    stepparts,
    steps,
    taking,
    together,
    trying,
    trying_asides,
    undoing,
    whatif,
)

ROOMS = (
    overview,
    files,
    gate,
    drawing,
    checking,
    together,
    comparing,
    experience,
    consequences,
    whatif,
    trying,
    trying_asides,
    rehearsing,
    steps,
    stepforms,
    besides,
    taking,
    stepparts,
    undoing,
)
"""The modules of the workshop, each with its `pages`."""
