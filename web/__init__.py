"""The pages: parse a request, call one function of the engine, render. Knows no SQL and no SpiffWorkflow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, g, request, url_for
from flask_babel import Babel, get_locale
from jinja2 import StrictUndefined
from markupsafe import Markup

import engine
from web import (
    accounts,
    addresses,
    cases,
    disclosure,
    documents,
    home,
    ideas,
    links,
    messages,
    nouns,
    numbers,
    operations,
    paging,
    papers,
    place,
    proving,
    refusals,
    retention,
    security,
    serving,
    storywords,
    tasks,
    text,
    versions,
    viewings,
    words,
    workshop,
)
from web.accounts import single_sign_on
from web.cases import explaining
from web.forms import answered, windows
from web.ideas import mistyped
from web.retention import words as retentionwords
from web.serving import compressed, logs, shared
from web.tasks import worklists

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["create_app"]

DIST = Path(__file__).parent / "static" / "dist"
YEAR = 31_536_000
WORKER = "smederij_worker"
"""Where an application has its worker, if any; whoever created the application stops it."""
SUBJECTS = (ideas, accounts, tasks, cases, versions, papers, disclosure, proving, retention, workshop, serving)
"""The folders of the site, each with its `ROOMS`."""
ROOMS = (home, documents, operations, viewings, *(room for subject in SUBJECTS for room in subject.ROOMS))
"""The rooms of the site, each with its `pages`."""


def create_app(municipality: engine.Municipality, worker: bool = False) -> Flask:
    """The pages of one municipality. With `worker`, a thread in this process also runs timers and sends mails."""
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    shared.register(app)
    app.extensions[place.KEY] = municipality
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    logs.register(app)
    Babel(
        app,
        default_locale=words.SOURCE,
        default_timezone=municipality.settings.timezone,
        locale_selector=choose_language,
    )
    _set_up_templates(app, municipality.settings)
    app.url_rule_class = addresses.LateRule
    app.url_map.converters["int"] = numbers.ShortNumber
    for room in ROOMS:
        app.register_blueprint(room.pages)
    refusals.register(app)
    _enter_municipality(app, municipality)
    security.protect(app, municipality.settings)
    compressed.register(app)
    single_sign_on.register(app, municipality.settings)
    app.extensions[WORKER] = engine.start_worker(municipality) if worker else None
    return app


def _enter_municipality(app: Flask, municipality: engine.Municipality) -> None:
    """Handle every request in the municipality that the application was created for."""
    handle = app.wsgi_app

    def enter(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with engine.at(municipality):
            return handle(environ, start_response)

    app.wsgi_app = enter  # type: ignore[method-assign]


def choose_language() -> str:
    """The language that the reader chose; Dutch until then."""
    chosen = security.read_cookie(security.LANGUAGE)
    return chosen if chosen in words.LANGUAGES else words.SOURCE


def _set_up_templates(app: Flask, settings: engine.Settings) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    text.register(app)
    words.register(app)
    nouns.register(app)
    addresses.register(app)
    env.globals.update(
        asset=_asset_finder(),
        most=engine.MOST,
        settings=settings,
        page_address=paging.page_address,
        words={
            **messages.table_for_templates(),
            **storywords.table_for_templates(),
            **retentionwords.table_for_templates(),
        },
        languages=words.LANGUAGES,
        in_dutch=in_dutch,
        likely_meant=mistyped.likely_meant,
        group_list=text.group_list,
        explain=explaining.explain,
        explain_why=explaining.explain_why,
        gather=answered.gather,
        lay_out=answered.lay_out,
        questions_of=answered.questions_of,
        by_question=answered.by_question,
        show_given=answered.show_given,
        given_in_words=answered.given_in_words,
        files_in=answered.files_in,
        largest_file=engine.LARGEST_FILE,
        columns_of=answered.columns_of,
        worklist_rows=worklists.write_rows,
        task_address=worklists.address_of,
        what_was_viewed=viewings.WHAT,
        about_viewing=viewings.about,
        gather_viewings=viewings.gather,
        name_window=windows.name_window,
        workshop_rooms=" ".join(room.pages.name for room in workshop.ROOMS),
    )
    app.context_processor(_for_every_page)


def _for_every_page() -> dict[str, Any]:
    user = g.get("user")
    locale = get_locale()
    return {
        "viewer": user,
        "language": str(locale) if locale else words.SOURCE,
        "here": _here(),
        "may": lambda action: user is not None and engine.may(user, action, None),
        "counts_of_viewer": lambda: _count_for(user),
        # The menu asks for this, and some pages ask again.
        "awaited_of_viewer": cache(lambda: _count_awaited(user)),
        "groups_of_viewer": lambda: text.group_list(user.groups if user else ()),
        "request_id": g.get("request_id", ""),
        "link_count": len(links.read_secrets()),
    }


def _count_for(user: engine.User | None) -> engine.TaskCounts | None:
    if "database_is_gone" in g:
        return engine.TaskCounts(0, 0, 0, 0)
    return engine.count_tasks(user) if user is not None else None


def _count_awaited(user: engine.User | None) -> engine.Awaited:
    return engine.count_awaited(user) if user is not None and "database_is_gone" not in g else engine.Awaited(0, 0, 0)


def _here() -> str:
    """The address to return to."""
    return request.full_path.rstrip("?") if request.method == "GET" else paging.nearest_page()


def in_dutch() -> Markup:
    """The `lang` attribute for words of a process or a person on a page in another language (WCAG 3.1.2)."""
    return Markup("") if text.language() == words.SOURCE else Markup(' lang="nl"')


def _asset_finder() -> Callable[[str], str]:
    """Find the address of a built file by its plain name. The names of built files change with their content."""
    manifest: dict[str, str] = {}
    path = DIST / "manifest.json"

    def find(name: str) -> str:
        if not manifest and path.exists():
            manifest.update(json.loads(path.read_text(encoding="utf-8")))
        return url_for("static", filename=f"dist/{manifest.get(name, name)}")

    return find
