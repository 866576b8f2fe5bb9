"""Papers: letters to post, mails that were sent, and the registers."""

from __future__ import annotations

from web.papers import letters, mails, registers

ROOMS = (
    letters,
    mails,
    registers,
)
"""The modules with `pages`."""
