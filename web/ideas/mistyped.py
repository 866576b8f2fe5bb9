"""Mistyped: the e-mail address that somebody probably meant, where the name of its provider has a typing error.

A wrong address is refused nowhere: the submitter never hears anything, and nobody knows.
"""

from __future__ import annotations

from difflib import get_close_matches

PROVIDERS = (
    *("gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "live.nl", "live.com", "icloud.com", "yahoo.com"),
    *("ziggo.nl", "kpnmail.nl", "kpnplanet.nl", "planet.nl", "home.nl", "hetnet.nl", "casema.nl", "upcmail.nl"),
    *("quicknet.nl", "chello.nl", "telfort.nl", "xs4all.nl", "solcon.nl", "onsbrabantnet.nl", "msn.com", "me.com"),
    *("mail.com", "ymail.com", "email.com", "proton.me", "protonmail.com"),
)
"""Those where most residents have their mail, and those whose name is one letter from another's."""
ALIKE = 0.85


def likely_meant(text: str) -> str:
    """The address with the provider that it was probably meant to have; empty if nothing seems to be wrong."""
    name, at, provider = text.strip().lower().partition("@")
    if not at or provider in PROVIDERS or " " in name or len(provider) > 30:
        return ""
    found = get_close_matches(provider, PROVIDERS, n=1, cutoff=ALIKE)
    return f"{name}@{found[0]}" if found else ""
