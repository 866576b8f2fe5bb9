"""Welcoming: *Beheer*, where an operator makes an account for somebody who comes to work here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Blueprint, abort, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import place
from web.accounts.entrusting import NO_EMAIL, NO_NAME, Refused, own_password, refuse_password
from web.security import go_to, signed_in
from web.words import _, _l

pages = Blueprint("welcoming", __name__, url_prefix="/beheer/accounts")
UNUSABLE = {
    "username": _l("Vul een gebruikersnaam in van ten hoogste 100 tekens."),
    "name": NO_NAME,
    "email": NO_EMAIL,
    "password": _l("Vul een wachtwoord in van 8 tot en met 200 tekens."),
}
IN_STUURGROEP = frozenset({"stuurgroep"})
"""The group of who is in the stuurgroep as a resident: one tick says both."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, but for the passwords."""

    username: str = ""
    name: str = ""
    email: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)
    resident: bool = False


@pages.get("/nieuw")
@signed_in
def ask(user: engine.User) -> str:
    _require_operator(user)
    return _page(user, Typed(), [])


@pages.post("/nieuw")
@signed_in
def make(user: engine.User) -> Response | Refused:
    _require_operator(user)
    told = request.form
    resident = told.get("rol") == "inwoner"
    groups = frozenset(told.getlist("groep")) | (IN_STUURGROEP if resident else frozenset())
    typed = Typed(told.get("username", ""), told.get("name", ""), told.get("email", ""), groups, resident)
    # Where there is no sign-in service, nobody could come in without a password.
    chosen = told.get("password", "") or (None if place.settings().sso_issuer else "")
    role = "inwoner" if typed.resident else "medewerker"
    new = engine.NewAccount(typed.username, typed.name, chosen, tuple(sorted(typed.groups)), typed.email, role)
    try:
        made = engine.welcome(new, user, own_password(user, "wachtwoord"))
    except engine.AccountRefused as error:
        return _page(user, typed, [(f"veld-{one}", str(UNUSABLE[one])) for one in error.fields]), 422
    except engine.UsernameTaken:
        taken = _("Er is al een account met deze gebruikersnaam. Kies een andere.")
        return _page(user, typed, [("veld-username", taken)]), 422
    except engine.SignInRefused as error:
        return refuse_password(error, lambda words: _page(user, typed, [("veld-wachtwoord", words)]))
    except engine.GroupsUnknown:
        abort(422)
    flash(_("Het account van %(name)s is gemaakt.", name=made.name), "ok")
    return go_to("entrusting.show", account_id=made.id)


def _require_operator(user: engine.User) -> None:
    """Nobody else is asked for a password here. Raises: NotAllowed."""
    engine.read_account(user.id, user)


def _page(user: engine.User, typed: Typed, errors: Sequence[tuple[str, str]]) -> str:
    names = engine.group_names()
    return render_template(
        "accounts/welcoming.html",
        typed=typed,
        asks_password=engine.has_password(user),
        has_service=bool(place.settings().sso_issuer),
        passwords=place.settings().password_sign_in,
        groups=[(group, names[group], group in typed.groups) for group in names if group != "indiener"],
        errors=errors,
    )
