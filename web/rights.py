"""Rights: *Wie kreeg welke rechten?*, what the history has of accounts, for auditors and operators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Blueprint, render_template
from flask_babel import LazyString

import engine
from web.paging import page_number
from web.security import signed_in
from web.words import _, _l

pages = Blueprint("rights", __name__, url_prefix="/rechten")

SENTENCES: Mapping[str, LazyString] = {
    "account_found": _l(
        "Het account van %(whose)s was er al toen de geschiedenis dit begon bij te houden. Groepen: %(groups)s"
    ),
    "account_added": _l("%(who)s maakte een account voor %(whose)s. Groepen: %(groups)s"),
    "account_password_changed": _l("%(who)s gaf %(whose)s een nieuw wachtwoord"),
    "account_contact_changed": _l("%(who)s veranderde de naam of het e-mailadres van %(whose)s"),
    "account_blocked": _l("%(who)s blokkeerde %(whose)s. Groepen: %(groups)s"),
    "account_unblocked": _l("%(who)s liet %(whose)s weer toe. Groepen: %(groups)s"),
    "account_linked": _l("%(whose)s logde in bij %(issuer)s. Het account hoort vanaf nu bij die persoon"),
    "account_unlinked": _l("%(who)s maakte het account van %(whose)s los van de inlogdienst"),
    "account_groups_changed": _l("%(who)s gaf %(whose)s andere groepen: eerst %(was)s, daarna %(becomes)s"),
}


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    found = engine.list_account_events(user, page=page_number())
    return render_template("rights/list.html", found=found, tell=tell, notes=notes)


def tell(event: engine.AccountEvent) -> str:
    """What happened to an account, in a sentence."""
    lists = {name: _in_words(event.facts.get(name, ())) for name in ("groups", "was", "becomes")}
    return str(SENTENCES[event.kind]) % {
        "who": event.by,
        "whose": event.whose,
        "issuer": event.facts.get("issuer", ""),
        **lists,
    }


def notes(event: engine.AccountEvent) -> list[str]:
    """What else there is to know of an account that comes into the history."""
    told = [_("Stemt in de stuurgroep als inwoner.")] if event.facts.get("role") == "inwoner" else []
    return told + ([_("Was geblokkeerd.")] if event.facts.get("active") is False else [])


def _in_words(groups: Iterable[str]) -> str:
    names = engine.group_names()
    return ", ".join(sorted(names.get(group, group) for group in groups)) or _("geen groep")
