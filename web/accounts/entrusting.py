"""Entrusting: *Beheer*, the page of one account: its groups, name, password, blocking, and letting in again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, abort, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import place
from web.accounts.pages import too_often
from web.security import go_to, signed_in
from web.words import _, _l, _n

pages = Blueprint("entrusting", __name__, url_prefix="/beheer/accounts")
Act = Callable[[engine.AccountView, str], engine.Staffed]
NO_NAME = _l("Vul een naam in van ten hoogste 300 tekens.")
NO_EMAIL = _l("Dit is geen e-mailadres. Vul het in zoals naam@voorbeeld.nl, of laat het leeg.")
Refused = tuple[str, int] | tuple[str, int, dict[str, str]]


@pages.get("/<account_id>")
@signed_in
def show(account_id: str, user: engine.User) -> str:
    account = engine.read_account(account_id, user)
    return _page(account, account, user, account.user.groups, {})


@pages.post("/<account_id>/groepen")
@signed_in
def change_groups(account_id: str, user: engine.User) -> Response | Refused:
    chosen = frozenset(request.form.getlist("groep"))
    return _decide(account_id, user, "groepen", chosen, lambda seen, word: engine.entrust(seen, chosen, user, word))


@pages.post("/<account_id>/blokkeren")
@signed_in
def block(account_id: str, user: engine.User) -> Response | Refused:
    return _decide(account_id, user, "toegang", None, lambda seen, word: engine.shut_out(seen, user, word))


@pages.post("/<account_id>/deblokkeren")
@signed_in
def unblock(account_id: str, user: engine.User) -> Response | Refused:
    return _decide(account_id, user, "toegang", None, lambda seen, word: engine.let_in(seen, user, word))


@pages.post("/<account_id>/naam")
@signed_in
def correct(account_id: str, user: engine.User) -> Response | Refused:
    name, email = request.form.get("naam", ""), request.form.get("email", "")
    return _decide(account_id, user, "naam", None, lambda seen, word: engine.correct(seen, name, email, user, word))


@pages.post("/<account_id>/wachtwoord")
@signed_in
def give_password(account_id: str, user: engine.User) -> Response | Refused:
    new = request.form.get("nieuw", "")
    return _decide(account_id, user, "nieuw", None, lambda seen, word: engine.give_password(seen, new, user, word))


def _decide(
    account_id: str, user: engine.User, about: str, chosen: frozenset[str] | None, act: Act
) -> Response | Refused:
    """Do it, or show the page again with what was chosen and why it was refused; never with a password."""
    account = engine.read_account(account_id, user)
    seen = _seen(account)
    ticked = seen.user.groups if chosen is None else chosen
    try:
        done = act(seen, own_password(user, f"wachtwoord-{about}"))
    except engine.SignInRefused as error:
        key = f"veld-wachtwoord-{about}"
        return refuse_password(error, lambda told: _page(account, seen, user, ticked, {key: told}))
    except engine.AccountRefused as error:
        told_of = {"name": ("veld-naam", NO_NAME), "email": ("veld-email", NO_EMAIL)}
        key, words = told_of[error.fields[0]]
        return _page(account, seen, user, ticked, {key: str(words)}), 422
    except ValueError:
        short = _("Vul een wachtwoord in van 8 tot en met 200 tekens.")
        return _page(account, seen, user, ticked, {"veld-nieuw": short}), 422
    except engine.GroupsUnknown:
        abort(422)
    except engine.LastOperator:
        told = _("Dit is het laatste account dat accounts kan beheren. Maak eerst iemand anders beheerder.")
    except engine.OwnAccount:
        told = _("Uw eigen rechten verandert u niet zelf. Vraag een andere beheerder.")
    except engine.AccountChanged:
        told = _("Een andere beheerder was eerder. Hieronder staat hoe het nu is. Kijk of uw wijziging nog nodig is.")
        return _page(account, account, user, account.user.groups, {"nu": told}), 409
    else:
        flash(" ".join([_("De wijziging is bewaard."), *_consequences(done)]), "ok")
        return go_to("entrusting.show", account_id=account_id)
    return _page(account, seen, user, ticked, {"nu": told}), 409


def own_password(user: engine.User, key: str) -> str:
    """The operator's own password, as typed. Raises: SignInRefused where it is missing: that is no wrong guess."""
    typed = request.form.get(key, "")
    if not typed and engine.has_password(user):
        raise engine.SignInRefused
    return typed


def refuse_password(error: engine.SignInRefused, page: Callable[[str], str]) -> Refused:
    """The page again, with why the operator's own password was refused."""
    if error.wait:
        return page(too_often(error.wait)), 429, {"Retry-After": str(error.wait)}
    return page(_("Dit is niet uw wachtwoord. Vul uw eigen wachtwoord in.")), 422


def _seen(account: engine.AccountView) -> engine.AccountView:
    """The account as the form that was sent had shown it."""
    groups = frozenset(filter(None, request.form.get("gezien", "").split(",")))
    shown = request.form.get("actief", "") == "ja"
    name = request.form.get("naam-was", account.user.name)
    email = request.form.get("email-was", account.email or "") or None
    return replace(account, user=replace(account.user, groups=groups, name=name), email=email, active=shown)


def _consequences(done: engine.Staffed) -> list[str]:
    back, kept = len(done.given_back), len(done.kept)
    told = []
    if back:
        told.append(_n("%(num)d taak ging terug naar de groep.", "%(num)d taken gingen terug naar de groep.", back))
    if kept:
        told.append(
            _n(
                "%(num)d persoonlijke taak blijft op naam staan.",
                "%(num)d persoonlijke taken blijven op naam staan.",
                kept,
            )
        )
    return told


def _page(
    account: engine.AccountView,
    seen: engine.AccountView,
    user: engine.User,
    ticked: frozenset[str],
    told: dict[str, str],
) -> str:
    names = engine.group_names()
    return render_template(
        "accounts/entrusting.html",
        account=account,
        seen=",".join(sorted(seen.user.groups)),
        was=seen,
        typed=request.form,
        seen_active="ja" if seen.active else "nee",
        own=account.user.id == user.id,
        asks_password=engine.has_password(user),
        has_password=engine.has_password(account.user),
        passwords=place.settings().password_sign_in,
        groups=[(group, names[group], group in ticked) for group in names if group != "indiener"],
        errors=list(told.items()),
    )
