"""Links: the secret links that this browser has opened, in one cookie that no script can read.

No account and no row records that they belong to one person: a browser can show what it had links to, and nothing
else. The engine is asked each time whether a link still opens anything, so one that does not disappears here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import g, request
from werkzeug.wrappers import Response

import engine
from web.security import drop_cookie, read_cookie, set_cookie

P = ParamSpec("P")
R = TypeVar("R")

LINK = "smederij_link"
MOST_LINKS = 10
"""How many a browser remembers; the one opened longest ago is dropped first."""
SEPARATOR = "."
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,40}")


class LinkNeeded(Exception):
    """The page belongs to a secret link, and this browser has not opened one, or not that one."""


def read_secrets() -> list[str]:
    """The secrets in this browser's cookie, most recently opened first. They may no longer open anything."""
    found = (part for part in read_cookie(LINK).split(SEPARATOR) if _SECRET.fullmatch(part))
    return list(dict.fromkeys(found))[:MOST_LINKS]


def remember(response: Response, secret: str) -> None:
    """Make the browser remember a link that opens, ahead of the others that still do.

    Staff fill in forms for many residents: for them it replaces the previous link.
    """
    others = [] if g.user is not None else [link.secret for link in engine.open_secret_links(read_secrets())]
    kept = [secret, *(one for one in others if one != secret)][:MOST_LINKS]
    set_cookie(response, LINK, SEPARATOR.join(kept))


def forget(response: Response) -> None:
    """Make the browser forget all links, as on a library computer."""
    drop_cookie(response, LINK)


def with_link(view: Callable[..., R]) -> Callable[..., R]:
    """The page is for the submitter who opened a secret link: the view receives that submitter as `user`.

    With several links, it is the link of the case that the address or form names, else the last one opened. A form
    always names it, so that what is sent from an older window cannot end up with another idea.
    """

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> R:
        g.links = engine.open_secret_links(read_secrets())
        wanted = request.form.get("_nummer") or request.args.get("nummer")
        for link in g.links:
            if not wanted or wanted == link.reference:
                if g.user is not None:
                    engine.keep_viewing("link", [str(link.user.case_id)], g.user)
                return view(*args, user=link.user, **values)
        raise LinkNeeded

    return guarded
