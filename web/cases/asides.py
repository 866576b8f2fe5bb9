"""Asides: what a diagram lets staff start alongside the tasks of a case, such as asking the submitter for more."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import conflicts
from web.forms.answered import typed_in_words
from web.forms.fields import find_errors, read_typed, show_pages
from web.forms.rows import CONTROL, change_rows
from web.forms.shown import ShownPage
from web.security import go_to, signed_in
from web.serving import logs
from web.words import _

pages = Blueprint("asides", __name__, url_prefix="/ideeen")


@pages.get("/<key>/beginnen/<element_id>")
@signed_in
def ask(key: str, element_id: str, user: engine.User) -> str | tuple[str, int]:
    detail = engine.read_aside(key, element_id, user)
    if not detail.is_open:
        return _refused(detail, *conflicts.tell(engine.NotWaiting(element_id))), 409
    return _page(detail, show_pages(detail.form, {}))


@pages.post("/<key>/beginnen/<element_id>")
@signed_in
def begin(key: str, element_id: str, user: engine.User) -> Response | str | tuple[str, int]:
    """Start it. A refusal is shown together with what was typed; a second click changes nothing."""
    detail, typed = engine.read_aside(key, element_id, user), read_typed()
    if CONTROL in request.form and (changed := change_rows(detail.form, typed)) is not None:
        return _page(detail, show_pages(detail.form, changed.typed, changed=changed))
    try:
        engine.begin_aside(detail.case_id, element_id, user, typed, idempotency_key=_key())
    except engine.AnswersRefused as error:
        return _page(detail, show_pages(detail.form, typed, error.problems)), 422
    except engine.Conflict as error:
        return _refused(detail, *conflicts.tell(error)), 409
    except engine.ExecutionFailed as error:
        logs.record_fault(error)
        happened = _("In het stappenplan zit een fout. Er is niets gebeurd, en de taken gaan gewoon door.")
        return _refused(detail, _("Dit kan nu niet"), happened), 500
    flash(_("Verstuurd. Bij ‘Nu’ leest u wie er aan de beurt is."), "ok")
    return go_to("cases.show", key=detail.reference)


def _key() -> str:
    """The key that distinguishes a second click from a second question."""
    return request.form.get("_sleutel", "")[:100] or secrets.token_urlsafe()


def _page(detail: engine.AsideDetail, shown: tuple[ShownPage, ...]) -> str:
    return render_template("cases/asides/form.html", detail=detail, shown=shown, errors=find_errors(shown), key=_key())


def _refused(detail: engine.AsideDetail, title: str, happened: str) -> str:
    typed = typed_in_words(detail.form) if request.method == "POST" else []
    return render_template("cases/asides/refused.html", detail=detail, title=title, happened=happened, typed=typed)
