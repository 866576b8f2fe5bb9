"""Held words: what is held about somebody as plain data for programs, in the words of the page that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import engine
from web import viewings

BY: Mapping[str, str] = {"person": "uzelf", "system": "Smederij", "other": "iemand anders"}


def person_as_data(person: engine.HeldPerson) -> dict[str, Any]:
    told: dict[str, Any] = {
        "pseudoniem": person.id,
        "naam": person.name,
        "e_mailadres": person.email,
        "telefoonnummer": person.phone,
        "postadres": person.address,
        "bekend_sinds": _plain(person.known_since),
    }
    if person.account is not None:
        told["account"] = _plain(asdict(person.account))
    return told


def case_as_data(case: engine.HeldCase, names: Mapping[str, str]) -> dict[str, Any]:
    """A case. `names` are those of its files in the copy, by their ids."""
    return {
        "nummer": case.reference,
        "titel": case.title,
        "stappenplan": case.process_name,
        "gebied": case.area,
        "status": case.status,
        "ingestuurd_op": _plain(case.started_at),
        "ontvangen_op": _plain(case.received_on),
        "besluit_uiterlijk_op": _plain(case.decide_by),
        "afgelopen_op": _plain(case.ended_at),
        "uitkomst": case.outcome,
        "gevolg": case.legal_effect,
        "bewaarklasse": case.retention_class,
        "mag_worden_vernietigd_vanaf": _plain(case.kept_until),
        "gewist": case.erased,
        "wat_u_las": [{"op": _plain(one.at), "status": one.status, "tekst": one.text} for one in case.statuses],
        "uw_antwoorden": [_answers(one) for one in case.answers],
        "niet_verstuurd": [
            {"taak": one.task_name, "bewaard_op": _plain(one.saved_at), "getypt": [list(pair) for pair in one.typed]}
            for one in case.drafts
        ],
        "antwoorden_van_anderen": [{**_answers(one.answers), "meegegeven": one.given} for one in case.notes],
        "brieven": [_plain(asdict(one)) for one in case.letters],
        "brieven_die_nog_op_de_post_gaan": case.unsent_letters,
        "e_mails": [_plain(asdict(one)) for one in case.mails],
        "bestanden": [
            {
                "bestand": names[one.id],
                "naam": one.name,
                "soort": one.media_type,
                "bytes": one.size,
                "op": _plain(one.at),
            }
            for one in case.files
        ],
        "registers": [
            {"register": one.register_name, "nummer": one.number, "op": _plain(one.entered_at), **_columns(one)}
            for one in case.entries
        ],
        "gebeurtenissen": [
            {"nummer": one.number, "op": _plain(one.at), "soort": one.kind, "door": BY[one.by]} for one in case.events
        ],
        "bekeken": [
            {"dag": _plain(one.day), "wat": str(viewings.WHAT[one.kind]), "medewerkers": one.people}
            for one in case.looks
        ],
    }


def _columns(entry: engine.EntryView) -> dict[str, Any]:
    return {"kolommen": {name: _plain(value) for name, value in entry.columns.items()}}


def _answers(given: engine.GivenAnswers) -> dict[str, Any]:
    """Who gave them is left out: for the submitter's own answers, staff may have entered them."""
    told = {"taak": given.task_name, "op": _plain(given.at)}
    return {**told, "antwoorden": list(_fields(given.fields))} if given.fields else told


def _fields(fields: Iterable[engine.Field]) -> Iterable[dict[str, Any]]:
    for one in fields:
        rows = None if one.rows is None else [list(_fields(row)) for row in one.rows]
        yield {"vraag": one.label, "naam": one.key, "antwoord": _plain(one.value) if rows is None else rows}


def _plain(value: Any) -> Any:
    """A value as JSON has it. Amounts are text, so that no cent is lost."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
