"""Accounts: signing in and out, one's own account, absences, the rights of an account, and who got which rights."""

from __future__ import annotations

from web.accounts import entrusting, leaves, pages, rights, single_sign_on, welcoming

ROOMS = (
    pages,
    welcoming,
    entrusting,
    leaves,
    rights,
    single_sign_on,
)
"""The modules with `pages`."""
