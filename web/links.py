"""Links: the secret links that this browser has opened, in one cookie that no script can read.

No account and no row says that they belong to one person: a browser can show what it had the links of, and nothing
else. Whether a link opens anything is asked of the engine each time, so one that does not any more is gone here too.
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
"""How many a browser remembers; the one that was opened longest ago goes first."""
SEPARATOR = "."
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,40}")


class LinkNeeded(Exception):
    """The page belongs to a secret link, and this browser has not opened one, or not that one."""


def read_secrets() -> list[str]:
    """The secrets that this browser carries, the last that was opened first. They may open nothing any more."""
    found = (part for part in read_cookie(LINK).split(SEPARATOR) if _SECRET.fullmatch(part))
    return list(dict.fromkeys(found))[:MOST_LINKS]


def remember(response: Response, secret: str) -> None:
    """Have the browser remember a link that opens, before the others that still do.

    Staff fill in for many residents: with them it takes the place of the one before.
    """
    others = [] if g.user is not None else [link.secret for link in engine.list_links(read_secrets())]
    kept = [secret, *(one for one in others if one != secret)][:MOST_LINKS]
    set_cookie(response, LINK, SEPARATOR.join(kept))


def forget(response: Response) -> None:
    """Have the browser forget all links, as on a computer of the library."""
    drop_cookie(response, LINK)


def with_link(view: Callable[..., R]) -> Callable[..., R]:
    """The page is for the submitter who opened a secret link: the view gets that submitter as `user`.

    Of several links it is the one of the case that the address or the form names, else the last that was opened. A form
    always names it, so that what is sent from an older window cannot end up at another idea.
    """

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> R:
        g.links = engine.list_links(read_secrets())
        wanted = request.form.get("_nummer") or request.args.get("nummer")
        for link in g.links:
            if not wanted or wanted == link.reference:
                if g.user is not None:
                    engine.keep_viewing("link", [str(link.user.case_id)], g.user)
                return view(*args, user=link.user, **values)
        raise LinkNeeded

    return guarded
