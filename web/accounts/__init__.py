"""Accounts: signing in and out, one's own account, absences, and who got which rights."""

from __future__ import annotations

from web.accounts import leaves, pages, rights, single_sign_on

ROOMS = (
    pages,
    leaves,
    rights,
    single_sign_on,
)
"""The modules with `pages`."""
