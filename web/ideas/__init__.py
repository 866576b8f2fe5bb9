"""Ideas: the pages of residents, who submit an idea, follow it behind their secret link, and say how to reach them."""

from __future__ import annotations

from web.ideas import contact, own_idea, pages

ROOMS = (
    pages,
    own_idea,
    contact,
)
"""The modules with `pages`."""
