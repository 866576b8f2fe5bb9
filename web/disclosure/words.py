"""Held words: what is held about somebody, or about a case, as plain data for programs, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import engine
from web import storywords, viewings

BY: Mapping[str, str] = {"person": "uzelf", "system": "Smederij", "other": "iemand anders"}


def person_as_data(person: engine.HeldPerson) -> dict[str, Any]:
    told: dict[str, Any] = {
        "pseudoniem": person.id,
        "naam": person.name,
        "e_mailadres": person.email,
        "telefoonnummer": person.phone,
        "postadres": person.address,
        "bekend_sinds": plain(person.known_since),
    }
    if person.account is not None:
        told["account"] = plain(asdict(person.account))
    return told


def case_as_data(case: engine.HeldCase, names: Mapping[str, str]) -> dict[str, Any]:
    """A case. `names` are those of its files in the copy, by their ids."""
    return {
        "nummer": case.reference,
        "titel": case.title,
        "stappenplan": case.process_name,
        "gebied": case.area,
        "status": case.status,
        "ingestuurd_op": plain(case.started_at),
        "ontvangen_op": plain(case.received_on),
        "besluit_uiterlijk_op": plain(case.decide_by),
        "afgelopen_op": plain(case.ended_at),
        "uitkomst": case.outcome,
        "gevolg": case.legal_effect,
        "bewaarklasse": case.retention_class,
        "mag_worden_vernietigd_vanaf": plain(case.kept_until),
        "gewist": case.erased,
        "wat_u_las": [{"op": plain(one.at), "status": one.status, "tekst": one.text} for one in case.statuses],
        "uw_antwoorden": [_answers(one) for one in case.answers],
        "niet_verstuurd": [
            {"taak": one.task_name, "bewaard_op": plain(one.saved_at), "getypt": [list(pair) for pair in one.typed]}
            for one in case.drafts
        ],
        "antwoorden_van_anderen": [{**_answers(one.answers), "meegegeven": one.given} for one in case.notes],
        "brieven": [plain(asdict(one)) for one in case.letters],
        "brieven_die_nog_op_de_post_gaan": case.unsent_letters,
        "e_mails": [plain(asdict(one)) for one in case.mails],
        "bestanden": [_file(one, names) for one in case.files],
        "registers": [
            {"register": one.register_name, "nummer": one.number, "op": plain(one.entered_at), **columns_as_data(one)}
            for one in case.entries
        ],
        "gebeurtenissen": [
            {"nummer": one.number, "op": plain(one.at), "soort": one.kind, "door": BY[one.by]} for one in case.events
        ],
        "bekeken": [
            {"dag": plain(one.day), "wat": str(viewings.WHAT[one.kind]), "medewerkers": one.people}
            for one in case.looks
        ],
    }


def dossier_as_data(dossier: engine.Dossier, names: Mapping[str, str]) -> dict[str, Any]:
    """Everything about a case. `names` are those of its files in the archive, by their ids."""
    detail = dossier.detail
    case = detail.case
    return {
        "nummer": case.reference,
        "titel": case.title,
        "stappenplan": case.process_name,
        "gebied": case.area,
        "stand": case.state,
        "status": case.status,
        "indiener": detail.submitter_name,
        "contact": dict(detail.submitter_contact),
        "ingestuurd_op": plain(case.started_at),
        "ontvangen_op": plain(detail.received_on),
        "besluit_uiterlijk_op": plain(detail.statutory_due),
        "termijn_verlengd": detail.term_extended,
        "afgelopen_op": plain(case.ended_at),
        "uitkomst": detail.outcome,
        "gevolg": detail.legal_effect,
        "bewaarklasse": detail.retention_class,
        "bewaren_tot_en_met": plain(dossier.term.ends) if dossier.term is not None else None,
        "gewist": dossier.erased,
        "wat_de_indiener_las": [
            {"op": plain(one.at), "status": one.status, "tekst": one.text} for one in dossier.statuses
        ],
        "antwoorden": [{**_answers(one), "door": one.by_name, "verborgen": one.hidden} for one in detail.answers],
        "brieven": [plain(asdict(one)) for one in dossier.letters],
        "brieven_die_nog_op_de_post_gaan": dossier.unsent_letters,
        "e_mails": [plain(asdict(one)) for one in dossier.mails],
        "bestanden": [_file(one, names) for one in dossier.files],
        "registers": [
            {"register": one.register_name, "nummer": one.number, "op": plain(one.entered_at), **columns_as_data(one)}
            for one in detail.entries
        ],
        "hoort_bij": [{"nummer": one.reference, "titel": one.title} for one in detail.linked],
        "gebeurtenissen": [_event(one) for one in detail.timeline],
        "stappenplannen": [
            {"stappenplan": one.process_id, "naam": one.name, "versie": one.version} for one in dossier.processes
        ],
    }


def _event(item: engine.TimelineItem) -> dict[str, Any]:
    return {
        "nummer": item.sequence,
        "op": plain(item.at),
        "soort": item.kind,
        "zin": str(storywords.sentence(item)),
        "door": item.who,
        "namens_de_indiener": item.on_behalf,
        "stap": item.element_id,
        "stappenplan": item.process_name,
        "versie": item.version,
        "feiten": plain(item.facts),
    }


def _file(file: engine.HeldFile, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "bestand": names[file.id],
        "naam": file.name,
        "soort": file.media_type,
        "bytes": file.size,
        "op": plain(file.at),
    }


def columns_as_data(entry: engine.EntryView) -> dict[str, Any]:
    return {"kolommen": {name: plain(value) for name, value in entry.columns.items()}}


def _answers(given: engine.GivenAnswers) -> dict[str, Any]:
    """Who gave them is left out: for the submitter's own answers, staff may have entered them."""
    told = {"taak": given.task_name, "op": plain(given.at)}
    return {**told, "antwoorden": list(fields_as_data(given.fields))} if given.fields else told


def fields_as_data(fields: Iterable[engine.Field]) -> Iterable[dict[str, Any]]:
    for one in fields:
        rows = None if one.rows is None else [list(fields_as_data(row)) for row in one.rows]
        yield {"vraag": one.label, "naam": one.key, "antwoord": plain(one.value) if rows is None else rows}


def plain(value: Any) -> Any:
    """A value as JSON has it. Amounts are text, so that no cent is lost."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
