"""Single sign-on: to the municipality's own sign-in service and back, keeping what was typed in the meantime."""

from __future__ import annotations

import logging
from types import ModuleType

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

import engine
from web import place, text
from web.accounts.pages import first_page, restore, show_form
from web.forms import unsent
from web.security import SESSION, safe_next, set_cookie, start_fresh
from web.words import _

pages = Blueprint("single_sign_on", __name__, url_prefix="/inloggen")
log = logging.getLogger("smederij.web")
KEPT = "inloggen"
"""The name under which unsent text is kept until somebody has signed in."""
Answer = str | Response | tuple[str, int]


def register(app: Flask, settings: engine.Settings) -> None:
    """Offer the sign-in service that the settings name, if any."""
    if settings.sso_issuer:
        _openid().register(app, settings)


def _openid() -> ModuleType:
    # Imported here, since it costs 15 MB in each server process, and many municipalities have no such service.
    from web.accounts import openid

    return openid


def _settings() -> engine.Settings:
    """The settings, of a municipality with such a service; elsewhere these pages do not exist."""
    settings = place.settings()
    return settings if settings.sso_issuer else abort(404)


@pages.get("/dienst")
def begin() -> Answer:
    """Send the browser to the service. This browser remembers which page to return to."""
    settings, openid = _settings(), _openid()
    come_back = settings.base_url + url_for("single_sign_on.come_back")
    try:
        response: Response = openid.begin(current_app, settings, come_back, text.language())
    except openid.Failed as error:
        return _fail(error)
    session["next"] = safe_next(request.args.get("next"))
    return response


@pages.post("/dienst")
def keep_and_begin() -> Answer:
    """The same, for somebody who was typing when a session ended. The text may not fit in a cookie, so it is kept here.

    A form may not lead to another site, so a page in between does that.
    """
    _settings()
    kept = unsent.begin(KEPT).with_page({"kept": [request.form.get("kept", "")]}, frozenset({"kept"}))
    unsent.tidy()  # Nobody is identified yet, and what is kept here takes space on the database's disk.
    try:
        unsent.keep(kept)
    except unsent.TooMuch:
        abort(413)
    session["kept"] = kept.token
    return render_template("accounts/single_sign_on/going.html", target=safe_next(request.form.get("next")))


@pages.get("/terug")
def come_back() -> Answer:
    """Handle the return from the service, with its answer."""
    settings, openid = _settings(), _openid()
    try:
        identity = openid.read_answer(current_app, settings)
        done = engine.sign_in_by_service(identity)
    except openid.Stale:
        return _refuse(_("Het inloggen duurde te lang, of u begon er in een ander venster mee. Log opnieuw in."), 422)
    except openid.Declined:
        return _refuse(_("U bent niet ingelogd: %(name)s liet u niet door.", name=settings.sso_name), 422)
    except openid.Failed as error:
        return _fail(error)
    except engine.IdentityRefused as error:
        return _refuse(_why_not(error), 403)
    token, target, kept = session.get("kept", ""), safe_next(session.get("next")), _find_kept()
    start_fresh()
    unsent.forget(token)
    response = restore(kept, done.user) or redirect(target or first_page(done.user), 303)
    set_cookie(response, SESSION, done.token)
    return response


@pages.get("/uitgelogd")
def show_way_out() -> Answer:
    """After signing out here: people who share a computer have to sign out of the service as well."""
    settings, openid = _settings(), _openid()
    return render_template(
        "accounts/single_sign_on/signed_out.html", way_out=openid.find_way_out(current_app, settings)
    )


def _find_kept() -> str:
    """What was typed when a session ended, signed; empty for nothing."""
    found = unsent.find(session.get("kept", ""), KEPT)
    return found.typed["kept"][0] if found is not None else ""


def _why_not(error: engine.IdentityRefused) -> str:
    if error.why == "blocked":
        return _("Uw account in Smederij is geblokkeerd. Vraag de beheerder om u weer toe te laten.")
    if error.why == "taken":
        return _(
            "Het account ‘%(name)s’ in Smederij hoort bij iemand anders. Vraag de beheerder om een eigen account.",
            name=error.username,
        )
    if not error.username:
        return _("De inlogdienst zei niet wie u bent. Vraag de beheerder om hulp.")
    return _(
        "U hebt nog geen account in Smederij. Vraag de beheerder om een account ‘%(name)s’ voor u te maken.",
        name=error.username[:100],
    )


def _fail(error: Exception) -> tuple[str, int]:
    cause = error.__cause__ or error
    told_of = {"cause": f"{type(cause).__module__}.{type(cause).__name__}"}
    if code := _openid().find_code(cause):
        told_of["code"] = code
    log.warning("the sign-in service failed", extra=told_of)
    told = _("De inlogdienst van de gemeente antwoordt niet goed. Probeer het over een paar minuten opnieuw.")
    return _refuse(told, 503)


def _refuse(told: str, status: int) -> tuple[str, int]:
    flash(told, "error")
    return show_form(safe_next(session.get("next")), _find_kept(), []), status
