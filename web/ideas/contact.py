"""Contact: what we know of a submitter and how to reach them, corrected by the submitter or by staff for them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web import messages
from web.forms.fields import read_typed
from web.links import with_link
from web.security import go_to, signed_in
from web.words import _

pages = Blueprint("contact", __name__)
FIELDS = ("name", "email", "address", "phone")
Answer = Response | tuple[str, int]


@pages.get("/mijn-idee/gegevens")
@with_link
def show_own(user: engine.User) -> str:
    return _page(engine.read_contact(str(user.case_id), user), own=True)


@pages.post("/mijn-idee/gegevens")
@with_link
def correct_own(user: engine.User) -> Answer:
    contact = engine.read_contact(str(user.case_id), user)
    try:
        changed = engine.correct_contact(str(user.case_id), user, read_typed())
    except engine.AnswersRefused as error:
        return _page(contact, own=True, problems=error.problems), 422
    if "email" in changed and request.form.get("email", "").strip():
        flash(_("Uw gegevens zijn veranderd. Wij sturen een e-mail naar uw nieuwe adres."), "ok")
    else:
        flash(_("Uw gegevens zijn veranderd.") if changed else _("Er is niets veranderd."), "ok")
    return redirect(_address_of_idea(contact), 303)


@pages.get("/ideeen/<key>/gegevens")
@signed_in
def show(key: str, user: engine.User) -> str:
    return _page(_read_for_staff(_case_id(key, user), user))


@pages.post("/ideeen/<key>/gegevens")
@signed_in
def correct(key: str, user: engine.User) -> Answer:
    case_id = _case_id(key, user)
    contact = _read_for_staff(case_id, user)
    try:
        changed = engine.correct_contact(case_id, user, read_typed())
    except engine.AnswersRefused as error:
        return _page(contact, problems=error.problems), 422
    if "email" in changed and request.form.get("email", "").strip():
        flash(_("De gegevens zijn veranderd. De link gaat naar het nieuwe e-mailadres."), "ok")
    else:
        flash(_("De gegevens zijn veranderd.") if changed else _("Er is niets veranderd."), "ok")
    return go_to("cases.show", key=contact.reference)


def _read_for_staff(case_id: str, user: engine.User) -> engine.ContactView:
    contact = engine.read_contact(case_id, user)
    engine.keep_viewing("contact", [case_id], user)
    return contact


def _case_id(key: str, user: engine.User) -> str:
    return engine.read_case(key, user, with_timeline=False).case.id


def _address_of_idea(contact: engine.ContactView) -> str:
    """The address names the idea where this browser knows several."""
    return url_for("own_idea.show", nummer=contact.reference if len(g.links) > 1 else None)


def _page(
    contact: engine.ContactView, *, own: bool = False, problems: Mapping[str, engine.FieldProblem] | None = None
) -> str:
    labels = {"name": _("Naam"), **{key: messages.say(messages.CONTACT, key) for key in FIELDS[1:]}}
    kinds = {"address": "textarea", "email": "email", "phone": "phone"}
    told = {
        key: messages.field_problem(problem, labels[key], kinds.get(key, "textfield"))
        for key, problem in (problems or {}).items()
    }
    typed = {key: request.form.get(key, getattr(contact, key)) for key in FIELDS}
    back = _address_of_idea(contact) if own else url_for("cases.show", key=contact.reference)
    return render_template(
        "ideas/contact.html",
        contact=contact,
        own=own,
        several=own and len(g.links) > 1,
        labels=labels,
        typed=typed,
        told={key: told.get(key, "") for key in FIELDS},
        errors=[(f"veld-{key}", told[key]) for key in FIELDS if key in told],
        back=back,
    )
