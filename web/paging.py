"""Paging: which page of a list is requested, and the addresses of its neighbours."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import current_app, request, url_for

LAST = 100_000


def page_number() -> int:
    """The page that the address asks for; 1 for none or nonsense."""
    text = request.args.get("pagina", "1")
    return min(max(int(text), 1), LAST) if text.isdecimal() and len(text) <= 6 else 1


def page_address(number: int) -> str:
    """The address of another page of the current list, with the same filter."""
    return address_with(pagina=str(number))


def address_with(**asked: str) -> str:
    """The address of the current page, with these parameters added or replaced.

    The existing parameters are encoded here, since `url_for` would treat names such as `_scheme` as its own.
    """
    kept = {name: value for name, value in request.args.items() if value}
    if request.method == "GET":
        page = url_for(str(request.endpoint), **(request.view_args or {}))
    else:
        page = request.script_root + nearest_page()
    return f"{page}?{urlencode(kept | asked)}"


def nearest_page() -> str:
    """For an address that only accepts posted forms, the path of the page it belongs to: the nearest above it."""
    adapter = current_app.create_url_adapter(request)
    path = request.path
    while path.strip("/") and adapter is not None and not adapter.test(path, "GET"):
        path = path.rstrip("/").rpartition("/")[0]
    return path or "/"
