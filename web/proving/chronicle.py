"""Chronicle: *Wat gebeurde er buiten de zaken?*, the municipality's own history, for auditors and operators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from flask import Blueprint, abort, render_template, request
from flask_babel import LazyString

import engine
from web import changewords, eventwords, storywords
from web.accounts import rights
from web.paging import page_number
from web.retention.words import EVENTS as OF_RETENTION
from web.security import signed_in
from web.text import day_in_words
from web.words import _, _l, _n

pages = Blueprint("chronicle", __name__, url_prefix="/controle/gemeente")
DAYS = ("day", "until")
SUBJECTS: Mapping[str, LazyString] = {
    "rights": _l("Accounts en rechten"),
    "leaves": _l("Afwezigheid"),
    "processes": _l("Stappenplannen"),
    "destruction": _l("Vernietiging"),
    "copies": _l("Kopieën van iemands gegevens"),
    "calendar": _l("De kalender"),
    "proof": _l("Bewijzen, en wat is bekeken"),
}
SENTENCES: Mapping[str, LazyString] = {
    "accounts_recorded": _l("Vanaf hier houdt de geschiedenis bij van wie een account is"),
    "definition_deployed": _l("%(who)s nam versie %(version)s van %(process)s in gebruik"),
    "viewings_closed": _l("%(who)s legde vast wie er wat bekeek, tot en met %(until)s"),
    "viewings_forgotten": _l("%(who)s haalde weg wie er op %(day)s wat bekeek: de termijn was om"),
}


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    about = request.args.get("soort") or None
    if about is not None and about not in engine.MUNICIPAL_SUBJECTS:
        abort(404)
    names = engine.list_process_names(user)
    return render_template(
        "proving/chronicle.html",
        found=engine.list_municipal_events(user, about, page=page_number()),
        subjects=SUBJECTS,
        about=about,
        tell=lambda event: tell(event, names),
        notes=notes,
    )


def tell(event: engine.MunicipalEvent, names: Mapping[str, str]) -> str:
    """What happened, in a sentence. `names` are those of processes."""
    kind = event.kind
    if kind in rights.SENTENCES:
        return rights.tell(event)
    if kind in changewords.CHANGE_EVENTS:
        of_change = engine.ChangeEvent(event.at, kind, event.by, event.process_id or None, event.facts)
        return changewords.change_event(of_change, names)
    if kind in OF_RETENTION:
        return str(OF_RETENTION[kind]) % {"who": event.by}
    words = SENTENCES.get(kind) or storywords.HISTORY.get(kind)
    if words is None:
        return eventwords.name_kind(kind)
    told = {name: day_in_words(date.fromisoformat(event.facts[name])) for name in DAYS if name in event.facts}
    told |= {"process": names.get(event.process_id, event.process_id), "version": event.facts.get("version", "")}
    return str(words) % {"who": event.by, **told}


def notes(event: engine.MunicipalEvent) -> Iterator[str]:
    """What else the history says of it, without what somebody typed."""
    if event.kind in rights.SENTENCES:
        yield from rights.notes(event)
    if event.change:
        yield _("De wijziging heet nu ‘%(title)s’.", title=event.change)
    yield from event.facts.get("reasons", ())
    if event.kind in OF_RETENTION:
        yield _("Vernietigingslijst %(number)s.", number=event.facts["number"])
    if event.kind == "copy_given":
        count = len(event.facts["people"])
        yield _n("Van %(num)d persoon.", "Van %(num)d keer een persoon.", count)
    if event.kind == "seal_made":
        yield _("Kenmerk %(mark)s", mark=event.facts["mark"])
    if event.kind == "viewings_closed":
        count = sum(rows for _day, rows, _digest in event.facts["days"])
        yield _n("%(num)d keer bekeken.", "%(num)d keer bekeken.", count)
