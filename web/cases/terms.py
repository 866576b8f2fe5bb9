"""Terms: extending the statutory term of an idea, and correcting the day from which it counts, each with a reason that
the submitter reads."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import messages
from web.days import read_day
from web.security import go_to, signed_in
from web.text import day_in_words
from web.words import _

pages = Blueprint("terms", __name__, url_prefix="/ideeen")
FIELDS = ("weken", "reden")
CORRECTED = ("ontvangen", "reden")
LONGEST = 3_000


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
        "cases/terms/extend.html", detail=detail, typed={**empty, **typed}, told={**empty, **told}, errors=errors
    )


@pages.get("/<key>/ontvangen")
@signed_in
def ask_receipt(key: str, user: engine.User) -> str | Response:
    detail = engine.read_case(key, user, with_timeline=False)
    try:
        engine.check_correctable(detail.case.id, user)
    except engine.ReceiptRefused as error:
        flash(messages.problems(messages.CORRECTION_PROBLEMS, error.problems)["termijn"], "warning")
        return go_to("cases.show", key=detail.case.reference)
    return _receipt_page(detail, {}, {})


@pages.post("/<key>/ontvangen")
@signed_in
def correct_receipt(key: str, user: engine.User) -> Response | tuple[str, int]:
    """Correct the day. A refusal is shown together with what was typed."""
    detail = engine.read_case(key, user, with_timeline=False)
    typed = {name: request.form.get(name, "")[:LONGEST] for name in CORRECTED}
    day = read_day(typed["ontvangen"].strip())
    try:
        if day is None:
            engine.check_correctable(detail.case.id, user)
            missing = {} if typed["reden"].strip() else {"reden": "required"}
            raise engine.ReceiptRefused({"ontvangen": "not_a_date", **missing})
        due = engine.correct_receipt(detail.case.id, user, day, typed["reden"])
    except engine.ReceiptRefused as error:
        return _receipt_page(detail, typed, messages.problems(messages.CORRECTION_PROBLEMS, error.problems)), 422
    flash(_say_corrected(detail, day_in_words(due)), "ok")
    return go_to("cases.show", key=detail.case.reference)


def _say_corrected(detail: engine.CaseDetail, day: str) -> str:
    if detail.submitter_name and not detail.submitter_contact.get("email"):
        return _("De termijn loopt nu tot en met %(day)s. Bij Brieven ligt een brief voor de indiener klaar.", day=day)
    return _("De termijn loopt nu tot en met %(day)s. De indiener krijgt bericht.", day=day)


def _receipt_page(detail: engine.CaseDetail, typed: dict[str, str], told: dict[str, str]) -> str:
    empty = dict.fromkeys((*CORRECTED, "termijn"), "")
    errors = [(f"veld-{name}", told[name]) for name in CORRECTED if name in told]
    return render_template(
        "cases/terms/receipt.html", detail=detail, typed={**empty, **typed}, told={**empty, **told}, errors=errors
    )
