"""Cases: *Alle ideeën*, the page of one, and what staff do with a case as a whole; its terms and their calendar."""

from __future__ import annotations

from web.cases import asides, calendars, pages, punctuality, terms

ROOMS = (
    pages,
    asides,
    terms,
    calendars,
    punctuality,
)
"""The modules with `pages`."""
