"""Proof: *Klopt de geschiedenis nog?*, for auditors and operators: checking the history, and exporting a seal of it."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import Any

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

import engine
from web import eventwords, filed, spreadsheet
from web.proving import ocel, words, xes
from web.security import signed_in
from web.words import _

pages = Blueprint("proof", __name__, url_prefix="/controle")
KEY = "smederij_proving"
"""Where an application keeps the lock that allows one check at a time: a check reads the whole history."""
LARGEST = engine.LARGEST_SEAL + 10_000
"""Bytes of one request: a seal and the form around it."""
MOST_TOLD = 200
"""How many mismatches are shown. Anybody can write a seal of a hundred thousand chains that never existed."""


@pages.url_value_preprocessor
def allow_large(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the limit before anything reads the request: a form is read to find its token."""
    request.max_content_length = LARGEST


@pages.get("")
@signed_in
def show(user: engine.User) -> str:
    return _page(user)


@pages.post("")
@signed_in
def check(user: engine.User) -> str | tuple[str, int]:
    """Prove everything that can be proved now, against the uploaded seal, if any."""
    sent = request.files.get("bewijs")
    file = sent.stream.read(LARGEST) if sent is not None and sent.filename else None
    lock: Lock = current_app.extensions.setdefault(KEY, Lock())
    if not lock.acquire(blocking=False):
        return _page(user, busy=True), 409
    try:
        return _page(user, proof=engine.prove_history(user, file))
    except engine.SealRefused as error:
        return _page(user, problem=str(words.NO_SEAL[error.reason])), 422
    except engine.HistoryBroken as error:
        return _page(user, broken=error)
    finally:
        lock.release()


@pages.post("/bewijs")
@signed_in
def take_seal(user: engine.User) -> Response:
    """A seal, as a file to keep elsewhere."""
    name, data = engine.make_seal(user)
    response = Response(data, mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.json")
    return response


@pages.get("/gebeurtenissen-<int:year>.csv")
@signed_in
def export_table(year: int, user: engine.User) -> Response:
    """All events of a year, for a spreadsheet."""
    events = engine.export_events(user, year)
    engine.keep_viewing("events_file", [str(year)], user)
    rows = (
        [
            event.number,
            event.at.isoformat(timespec="milliseconds"),
            event.reference,
            event.kind,
            event.by,
            event.process_id,
            event.version,
            event.element_id,
            event.element_name,
            event.digest,
            eventwords.name_kind(event.kind),
            _("ja") if event.on_behalf else "",
            "; ".join(f"{name}={_said(value)}" for name, value in event.said),
        ]
        for event in events
    )
    columns = [_("Nummer"), _("Moment (UTC)"), _("Zaak"), _("Soort"), _("Wie (pseudoniem)"), _("Stappenplan")]
    columns += [_("Versie"), _("Element"), _("Naam"), _("Kenmerk"), _("Gebeurtenis"), _("Namens de indiener")]
    columns.append(_("Bijzonderheden"))
    return spreadsheet.write(f"gebeurtenissen-{year}", columns, rows)


def _said(value: object) -> str:
    """A fact of an event, the same in every language: it is for programs."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


@pages.get("/ideeen-<int:year>.xes")
@signed_in
def export_cases(year: int, user: engine.User) -> Response:
    """The ideas started in a year with everything that happened to them, for process mining."""
    cases = engine.export_cases(user, year)
    engine.keep_viewing("cases_file", [str(year)], user)
    return filed.send(f"ideeen-{year}.xes", "application/xml", xes.write(cases))


@pages.get("/ideeen-<int:year>.ocel.json")
@signed_in
def export_objects(year: int, user: engine.User) -> Response:
    """The same ideas as objects and events, for programs that also look at tasks, letters and persons separately."""
    stories = engine.export_objects(user, year)
    engine.keep_viewing("objects_file", [str(year)], user)
    return filed.send(f"ideeen-{year}.ocel.json", "application/json", ocel.write(stories, filed.put_by))


def _page(user: engine.User, **found: Any) -> str:
    told = {"proof": None, "broken": None, "problem": "", "busy": False, **found}
    errors = [("veld-bewijs", told["problem"])] if told["problem"] else []
    if told["busy"]:
        errors = [("controleren", _("Er loopt al een controle. Wacht tot die klaar is."))]
    return render_template(
        "proving/show.html",
        seals=engine.list_seals(user),
        years=engine.list_event_years(user),
        errors=errors,
        told_by=words,
        most_told=MOST_TOLD,
        **told,
    )
