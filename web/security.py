"""Security: who is asking, what a browser may do with a page, and which requests are rejected unread.

Staff have the token of a session that the engine keeps and can revoke; a submitter has the secrets of links
(`links.py`). Both are in cookies that no script can read. What a person may see or do is not decided here but in the
engine.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response as AnyResponse

import engine
from web import bounding, place

P = ParamSpec("P")
R = TypeVar("R")

SESSION = "smederij_sessie"
LANGUAGE = "smederij_taal"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
WITHOUT_USER = {"static", "health.show", "health.show_figures", "housestyle.show"}
"""Endpoints that are the same for everybody, so no session is looked up and any host name is accepted."""

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
)

IMAGES_IN_STYLE = "; img-src 'self' data:"
"""What the drawing editor's style sheets need in addition: small embedded pictures. Script and style stay as strict as
everywhere: what the libraries would write as inline style is changed in web/assets/patches.mjs."""
KEPT_BY_BROWSERS = {"static", "housestyle.show"}
"""Endpoints that browsers may cache: the same for everybody, and about nobody."""
FILES = {"documents.show", "documents.show_small"}
"""Endpoints that serve uploaded files: whatever they contain, a browser may do nothing with them but show them."""
OF_FILES = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
WITH_IMAGES_IN_STYLE = {"drawing.show"}
"""Endpoints of pages that contain that editor."""

csrf = CSRFProtect()


def protect(app: Flask, settings: engine.Settings) -> None:
    """Add every protection to the application."""
    bounding.register(app)
    secure = settings.cookie_secure
    app.config.update(
        SECRET_KEY=settings.read_secret_key(),
        SESSION_COOKIE_NAME="__Host-smederij_formulier" if secure else "smederij_formulier",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,
        # The page behind a secret link sends no Referer; Sec-Fetch-Site is checked instead (below).
        WTF_CSRF_SSL_STRICT=False,
    )
    app.before_request(refuse_strange_hosts)
    app.before_request(refuse_strange_addresses)
    app.before_request(refuse_other_sites)
    app.before_request(recognise)
    csrf.init_app(app)
    app.after_request(add_headers)
    if settings.behind_proxy:
        hops = settings.behind_proxy
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def trusted_hosts() -> list[str]:
    """The host names that this site answers to. A site on this machine answers to all names of the machine itself."""
    settings = place.settings()
    own = urlsplit(settings.base_url).hostname or ""
    hosts = [*settings.trusted_hosts, own]
    return [*hosts, *LOOPBACK] if own in {"localhost", "127.0.0.1", "::1", "0.0.0.0"} else hosts  # noqa: S104


def refuse_strange_addresses() -> None:
    """No id contains the character NUL, and PostgreSQL cannot even search for it."""
    asked = (value for values in request.args.listvalues() for value in values)
    if any("\0" in text for text in (request.path, *request.args, *asked)):
        abort(404)


def refuse_strange_hosts() -> None:
    """A forged Host header would end up in links and redirects."""
    if request.endpoint not in WITHOUT_USER and not host_is_trusted(request.host, trusted_hosts()):
        abort(421)


def refuse_other_sites() -> None:
    """A second defence beside the CSRF token: browsers report themselves when a form comes from another site."""
    if request.method not in {"GET", "HEAD", "OPTIONS"} and request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


def recognise() -> None:
    """Find out who is asking: `g.user` for staff, None for everyone else."""
    g.user = None
    if request.endpoint in WITHOUT_USER:
        return
    _find_user()
    bounding.allow_files()


def _find_user() -> None:
    token = read_cookie(SESSION)
    if token:
        g.user = engine.read_session(token)
    if g.user is None:
        bounding.allow_no_more()


def add_headers(response: Response) -> Response:
    """What a browser may do with this response, and who may keep a copy."""
    headers = response.headers
    more = IMAGES_IN_STYLE if request.endpoint in WITH_IMAGES_IN_STYLE else ""
    headers["Content-Security-Policy"] = OF_FILES if request.endpoint in FILES else CONTENT_SECURITY_POLICY + more
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    headers.setdefault("Referrer-Policy", "same-origin")
    if place.settings().cookie_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint not in KEPT_BY_BROWSERS:
        headers["Cache-Control"] = "no-store"
    return response


# ---- cookies ----------------------------------------------------------------------------------------------------


def cookie_name(name: str) -> str:
    """With https, the browser itself then ensures that the cookie is Secure, for the whole site and this host only."""
    return f"__Host-{name}" if place.settings().cookie_secure else name


def read_cookie(name: str) -> str:
    return request.cookies.get(cookie_name(name), "")[:500]


def set_cookie(response: AnyResponse, name: str, value: str, *, days: int | None = None) -> None:
    """Give the browser a cookie that no script can read; until the browser closes, or for a number of days if given."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=days * 86_400 if days else None,
        secure=place.settings().cookie_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_cookie(response: AnyResponse, name: str) -> None:
    secure = place.settings().cookie_secure
    response.delete_cookie(cookie_name(name), secure=secure, httponly=True, samesite="Lax", path="/")


# ---- who may go on ----------------------------------------------------------------------------------------------


class SignInNeeded(Exception):
    """Nobody is signed in, or the session has ended."""


def signed_in(view: Callable[..., R]) -> Callable[..., R]:
    """The page is for staff: the view receives the `user`; all others are asked to sign in first."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> R:
        if g.user is None:
            raise SignInNeeded
        return view(*args, user=g.user, **values)

    return guarded


def start_fresh() -> None:
    """Clear the form cookie, so that nothing from before signing in or out is carried over."""
    session.clear()


def safe_next(target: str | None) -> str | None:
    """The address to continue to, if it is on this site; else None. Never another site's, however it is written."""
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"} or len(target) > 1_000:
        return None
    if any(ord(character) < 0x20 or character in "\\\x7f" for character in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def go_to(endpoint: str, **values: Any) -> AnyResponse:
    """Redirect to another page (303), so that reloading it sends nothing again."""
    return redirect(url_for(endpoint, **values), 303)
