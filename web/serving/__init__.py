"""Serving: what a site needs besides pages: connections, logs, scripts and styles, and addresses for programs."""

from __future__ import annotations

from web.serving import health, housestyle, wellknown

ROOMS = (
    health,
    housestyle,
    wellknown,
)
"""The modules with `pages`."""
