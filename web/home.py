"""Home: the start page, help, and the choice of language."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web.security import LANGUAGE, safe_next, set_cookie
from web.words import LANGUAGES

pages = Blueprint("home", __name__)


@pages.get("/")
def show() -> str:
    startable = engine.list_startable(g.user)
    counts = engine.count_tasks(g.user) if g.user is not None else None
    return render_template(
        "home.html",
        startable=startable,
        counts=counts,
        counts_of_viewer=lambda: counts,
    )


@pages.get("/help")
def explain() -> str:
    return render_template("help.html")


@pages.get("/toegankelijkheid")
def accessibility() -> str:
    return render_template("accessibility.html")


@pages.get("/taal/<language>")
def choose_language(language: str) -> Response:
    """Remember the language for a year and return to the same page."""
    if language not in LANGUAGES:
        abort(404)
    response = redirect(safe_next(request.args.get("next")) or url_for("home.show"), 303)
    set_cookie(response, LANGUAGE, language, days=365)
    return response
