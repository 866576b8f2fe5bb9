"""Terms: extending the statutory term of an idea, with a reason that the submitter reads."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import messages
from web.security import go_to, signed_in
from web.text import day_in_words
from web.words import _

pages = Blueprint("terms", __name__, url_prefix="/ideeen")
FIELDS = ("weken", "reden")


@pages.get("/<key>/termijn-verlengen")
@signed_in
def ask(key: str, user: engine.User) -> str | Response:
    detail = engine.read_case(key, user)
    try:
        engine.check_extendable(detail.case.id, user)
    except engine.ExtensionRefused as error:
        flash(messages.problems(messages.EXTENSION_PROBLEMS, error.problems)["termijn"], "warning")
        return go_to("cases.show", key=detail.case.reference)
    return _page(detail, {}, {})


@pages.post("/<key>/termijn-verlengen")
@signed_in
def extend(key: str, user: engine.User) -> Response | tuple[str, int]:
    """Extend it. A refusal is shown together with what was typed."""
    detail = engine.read_case(key, user)
    typed = {name: request.form.get(name, "") for name in FIELDS}
    number = typed["weken"].strip()
    weeks = int(number) if number.isdecimal() and len(number) < 3 else None
    try:
        due = engine.extend_term(detail.case.id, user, weeks, typed["reden"])
    except engine.ExtensionRefused as error:
        return _page(detail, typed, messages.problems(messages.EXTENSION_PROBLEMS, error.problems)), 422
    flash(_say_extended(detail, day_in_words(due)), "ok")
    return go_to("cases.show", key=detail.case.reference)


def _say_extended(detail: engine.CaseDetail, day: str) -> str:
    """That it was extended. By law the submitter hears of it in time, so a letter cannot wait (Awb 4:14 lid 3)."""
    if detail.submitter_name and not detail.submitter_contact.get("email"):
        return _(
            "De termijn loopt nu tot en met %(day)s. Bij Brieven ligt een brief voor de indiener klaar. Doe die "
            "vandaag op de post.",
            day=day,
        )
    return _("De termijn loopt nu tot en met %(day)s. De indiener krijgt bericht.", day=day)


def _page(detail: engine.CaseDetail, typed: dict[str, str], told: dict[str, str]) -> str:
    empty = dict.fromkeys((*FIELDS, "termijn"), "")
    errors = [(f"veld-{name}", told[name]) for name in FIELDS if name in told]
    return render_template(
        "terms/extend.html", detail=detail, typed={**empty, **typed}, told={**empty, **told}, errors=errors
    )
