"""Well known: addresses that programs try at every site (RFC 8615): for researchers, and for keepers of passwords."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from web import place

pages = Blueprint("wellknown", __name__, url_prefix="/.well-known")
GOOD_FOR = timedelta(days=90)
"""How long somebody may rely on what they read: less than a year (RFC 9116 section 2.5.5)."""


@pages.get("/security.txt")
def tell_security() -> Response:
    """Whom to tell of a weak spot (RFC 9116; on the list of the Forum Standaardisatie, so a government has it)."""
    settings = place.settings()
    if not settings.security_contact:
        abort(404)
    until = (place.now() + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.base_url}{url_for('wellknown.tell_security')}",
    ]
    return Response("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


@pages.get("/change-password")
def change_password() -> Response:
    """Where somebody with an account changes a password (W3C, A Well-Known URL for Changing Passwords)."""
    return redirect(url_for("accounts.ask_password"), 303)
