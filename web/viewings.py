"""Viewings: *Wie bekeek wat?*, for auditors; and the words for what somebody looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from flask import Blueprint, render_template, request
from flask_babel import LazyString
from werkzeug.wrappers import Response

import engine
from web import spreadsheet, text
from web.days import read_day
from web.paging import page_number
from web.security import go_to, signed_in
from web.words import _, _l

pages = Blueprint("viewings", __name__, url_prefix="/controle/bekeken")
LABELS: Mapping[str, LazyString] = {
    "wie": _l("Naam of gebruikersnaam"),
    "idee": _l("Nummer van een zaak"),
    "van": _l("Vanaf welke dag?"),
    "tot": _l("Tot en met welke dag?"),
}
DAYS = ("van", "tot")
LONGEST = 200
WHAT: Mapping[str, LazyString] = {
    "case": _l("Pagina van de zaak"),
    "case_contact": _l("Pagina van de zaak, met naam en contactgegevens"),
    "case_file": _l("Dossier van de zaak, opgehaald als bestand"),
    "contact": _l("Gegevens van de indiener, om te verbeteren"),
    "task": _l("Taak, met wat er is ingevuld"),
    "task_contact": _l("Taak, met wat er is ingevuld, naam en contactgegevens"),
    "vote": _l("Stemming, met wat er is ingevuld"),
    "letter": _l("Brief"),
    "document": _l("Bestand dat is meegestuurd"),
    "letters": _l("Lijst van brieven, met naam en adres"),
    "mails": _l("Lijst van berichten, met e-mailadres en tekst"),
    "incident": _l("Storing, met de gegevens van de zaak"),
    "jobs": _l("Lijst van mislukte opdrachten, met de fout"),
    "link": _l("Pagina van de indiener, met de geheime link"),
    "people": _l("Zoeken naar een persoon: naam, contactgegevens en zaken"),
    "disclosure": _l("Alles wat over de indiener is bewaard"),
    "disclosure_file": _l("Kopie van alles wat over de indiener is bewaard"),
    "viewings": _l("Wie dit bekeek"),
    "viewings_file": _l("Wie dit bekeek, opgehaald als CSV"),
    "register": _l("Register"),
    "register_file": _l("Register, opgehaald als CSV"),
    "events_file": _l("Gebeurtenissen van een jaar, opgehaald als CSV"),
    "cases_file": _l("Zaken van een jaar, opgehaald als XES"),
    "objects_file": _l("Zaken van een jaar, opgehaald als OCEL"),
}


def keep_case(detail: engine.CaseDetail, user: engine.User) -> None:
    """Record that the page of a case was viewed, with or without the submitter's contact details."""
    engine.keep_viewing("case_contact" if detail.submitter_name else "case", [detail.case.id], user)


def of_case(detail: engine.CaseDetail, user: engine.User) -> engine.Page[engine.ViewingView] | None:
    """The people who last viewed a case; None for users who may not know."""
    if not engine.may(user, "read_viewings", None):
        return None
    return engine.list_case_viewings(detail.case.id, user)


def gather(found: Iterable[engine.ViewingView]) -> list[list[engine.ViewingView]]:
    """Group what somebody saw at the same time, as in a list of letters."""
    return [list(seen) for _seen, seen in groupby(found, key=lambda one: (one.first_at, one.person_id, one.kind))]


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    typed, told, wanted = _read_filter()
    found = engine.list_viewings(user, wanted, page=page_number())
    return render_template(
        "viewings/list.html",
        found=None if told else found,
        typed=typed,
        told={**dict.fromkeys(LABELS, ""), **told},
        errors=[(f"veld-{name}", f"{LABELS[name]} {problem}") for name, problem in told.items()],
        labels=LABELS,
        chosen={name: value for name, value in typed.items() if value},
    )


@pages.get("/csv")
@signed_in
def export(user: engine.User) -> Response:
    """The same as a file; errors in the filter are shown on the page."""
    typed, told, wanted = _read_filter()
    if told:  # Only the names of the filter: `url_for` treats some others as its own.
        return go_to("viewings.list_all", **{name: value for name, value in typed.items() if value})
    rows = (
        [one.day, text.local(one.first_at).strftime("%H:%M"), one.who, one.person_id, str(WHAT[one.kind]), about(one)]
        for one in engine.export_viewings(user, wanted)
    )
    columns = [_("Dag"), _("Eerste keer die dag"), _("Wie"), _("Pseudoniem"), _("Wat"), _("Waarvan")]
    return spreadsheet.write("bekeken", columns, rows)


def about(viewing: engine.ViewingView) -> str:
    """The subject, briefly: the number of an idea, a register, or a year."""
    return viewing.reference or engine.REGISTERS.get(viewing.subject) or viewing.subject or _("alle zaken")


def _read_filter() -> tuple[dict[str, str], dict[str, str], engine.ViewingFilter]:
    """What was typed, which parts cannot be parsed, and the resulting filter."""
    typed = {name: request.args.get(name, "").strip()[:LONGEST] for name in LABELS}
    days = {name: read_day(typed[name]) for name in DAYS}
    told = {
        name: _("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 27-3-2026.")
        for name in DAYS
        if typed[name] and days[name] is None
    }
    return typed, told, engine.ViewingFilter(typed["wie"], typed["idee"], days["van"], days["tot"])
