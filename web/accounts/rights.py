"""Rights: *Wie kreeg welke rechten?*, what the history says about accounts, for auditors and operators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from flask import Blueprint, render_template
from flask_babel import LazyString

import engine
from web.paging import page_number
from web.security import signed_in
from web.text import day_in_words
from web.words import _, _l

DAYS = ("first_day", "last_day")
COUNTS = ("passed_on", "given_back", "kept", "accounts")
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
    "account_leave_planned": _l(
        "%(who)s meldde dat %(whose)s er niet is van %(first_day)s tot en met %(last_day)s. Vervanger: %(replacement)s"
    ),
    "account_leave_changed": _l(
        "%(who)s veranderde wanneer %(whose)s er niet is: van %(first_day)s tot en met %(last_day)s. "
        "Vervanger: %(replacement)s"
    ),
    "account_leave_begun": _l(
        "%(whose)s is er niet. Taken naar de vervanger: %(passed_on)s. Terug naar het team: %(given_back)s. "
        "Persoonlijk, en gebleven: %(kept)s"
    ),
    "account_leave_ended": _l("%(who)s sloot de afwezigheid van %(whose)s af"),
    "account_leave_withdrawn": _l("%(who)s trok in dat %(whose)s er niet zou zijn"),
    "rights_reviewed": _l("%(who)s keek na of iedereen de rechten nog nodig heeft: %(accounts)s accounts"),
    "account_groups_changed": _l("%(who)s gaf %(whose)s andere groepen: eerst %(was)s, daarna %(becomes)s"),
}


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    found = engine.list_account_events(user, page=page_number())
    return render_template("accounts/rights.html", found=found, tell=tell, notes=notes)


def tell(event: engine.AccountEvent) -> str:
    """What happened to an account, in a sentence."""
    lists = {name: _in_words(event.facts.get(name, ())) for name in ("groups", "was", "becomes")}
    days = {name: day_in_words(date.fromisoformat(event.facts[name])) for name in DAYS if name in event.facts}
    return str(SENTENCES[event.kind]) % {
        **{name: event.facts.get(name, "") for name in COUNTS},
        **days,
        "replacement": event.replacement or _("niemand"),
        "who": event.by,
        "whose": event.whose,
        "issuer": event.facts.get("issuer", ""),
        **lists,
    }


def notes(event: engine.AccountEvent) -> list[str]:
    """Further remarks on an account event in the history."""
    told = [_("Stemt in de stuurgroep als inwoner.")] if event.facts.get("role") == "inwoner" else []
    if event.kind == "account_leave_ended" and not event.facts["begun"]:
        told.append(_("De dagen gingen voorbij zonder dat er een werker was. Er is geen taak verplaatst."))
    if event.facts.get("remark"):
        told.append(str(event.facts["remark"]))
    return told + ([_("Was geblokkeerd.")] if event.facts.get("active") is False else [])


def _in_words(groups: Iterable[str]) -> str:
    names = engine.group_names()
    return ", ".join(sorted(names.get(group, group) for group in groups)) or _("geen groep")
