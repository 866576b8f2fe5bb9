"""Sentences: why a scenario did not go as its file says, in Dutch, with the names by which people know things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine import forms
from engine.dialect import naming
from engine.dialect.folder import ProcessFiles
from engine.errors import DiagramRefused, FieldProblem, ScenarioFailed
from engine.names import GROUPS

Sources = Mapping[str, ProcessFiles]

SENTENCES: Mapping[str, str] = {
    "unreadable": "Het bestand is niet te lezen: {reason}. Herstel het, of maak het verhaal opnieuw door te proberen.",
    "no_process": "Het stappenplan {process} is er niet, of het heeft fouten.",
    "no_start": "In {process} staat geen begin {begin}. Kies bij ‘begin’ een begin dat er is.",
    "not_open": "De taak {task} staat niet open. {waiting}",
    "no_vote": "De stem bij {task} is niet te veranderen: er is niet gestemd, of de stemming is gesloten.",
    "not_for": "{who} mag de taak {task} niet doen. Die is voor {groups}.",
    "no_step": "Dit is geen stap die wij kennen. Een stap is task, revise, all, pass, until, message of expect.",
    "no_form": "Het formulier {form} is er niet.",
    "no_expectation": (
        "‘{key}’ kan niet worden verwacht. Bekend zijn end, outcome, status, waiting, letters, entries en data."
    ),
    "differs": "{what}: het verhaal verwacht {expected}, maar het is {found}.",
    "bad_time": "Dit is geen tijd of termijn die wij kunnen lezen: {reason}.",
    "too_long": "Er lopen meer dan {most} termijnen af. Maak de tijd korter, of zoek een termijn die zich herhaalt.",
    "answers": "De antwoorden passen niet bij het formulier: {problems}.",
    "not_waiting": "Niemand wacht op het bericht ‘{event}’.",
    "not_announced": (
        "Het verhaal eindigt met een beschikking, maar geen bericht of brief aan de indiener noemt {missing}. "
        "Zet dat in het bericht met het besluit (artikel 3:45 Awb)."
    ),
    "stuck": "Bij {element} gaat het niet verder: {reason}.",
    "refused": "Het stappenplan laat dit niet toe: {reason}.",
}
PROBLEMS: Mapping[str, str] = {
    "required": "‘{label}’ is verplicht",
    "too_long": "‘{label}’ is te lang",
    "too_short": "‘{label}’ is te kort",
    "not_an_option": "‘{label}’ heeft dit antwoord niet",
    "not_a_number": "‘{label}’ is geen getal",
    "not_whole": "‘{label}’ is geen heel getal",
    "not_a_date": "‘{label}’ is geen datum",
    "in_the_past": "‘{label}’ ligt in het verleden",
    "too_small": "‘{label}’ is te laag",
    "too_large": "‘{label}’ is te hoog",
    "too_few_rows": "‘{label}’ heeft te weinig regels",
    "too_many_rows": "‘{label}’ heeft te veel regels",
    "too_many_files": "‘{label}’ heeft te veel bestanden",
    "no_such_file": "‘{label}’ noemt iets dat geen naam van een bestand is, zoals bankje.jpg of plan.pdf",
    "wrong_type": "‘{label}’ vraagt om een ander soort bestand",
}
WHATS: Mapping[str, str] = {
    "end": "Het einde",
    "outcome": "De uitkomst",
    "status": "De status",
    "waiting": "Wat er openstaat",
    "letters": "De brieven",
    "entries": "De inschrijvingen in registers",
}
MOST = 400
"""Characters of a value or reason that somebody else wrote."""


def explain(error: ScenarioFailed, sources: Sources) -> str:
    """Why a scenario failed, and at which step."""
    facts = {key: _cut(str(value)) for key, value in error.facts.items()}
    words = {**facts, **_in_names(error, sources)}
    template = SENTENCES.get(error.code, SENTENCES["refused"])
    told = template.format_map({**{"reason": _cut(str(error))}, **words})
    told = told.replace("..", ".")
    return f"Stap {error.step}: {told}" if error.step is not None else told


def _in_names(error: ScenarioFailed, sources: Sources) -> dict[str, str]:
    facts = error.facts
    found: dict[str, str] = {}
    for key in ("task", "element", "begin"):
        if key in facts:
            found[key] = _name(str(facts[key]), sources)
    if "process" in facts:
        files = sources.get(str(facts["process"]))
        found["process"] = f"‘{files.process.name or files.process.id if files is not None else facts['process']}’"
    if "waiting" in facts:
        names = [_name(element, sources) for _, element in facts["waiting"]]
        found["waiting"] = f"Wel open: {', '.join(names)}." if names else "Er staat niets open."
    if "missing" in facts:
        found["missing"] = " en ".join(f"{{{{ {name} }}}}" for name in facts["missing"])
    if "who" in facts:
        found["who"] = _group(str(facts["who"]))
    if "groups" in facts:
        found["groups"] = " of ".join(_group(str(group)) for group in facts["groups"])
    if error.code == "differs":
        found |= _difference(facts, sources)
    if "problems" in facts:
        labels = _labels(sources)
        found["problems"] = ", ".join(_problem(key, problem, labels) for key, problem in facts["problems"].items())
    return found


NOT_ENDED = "nog niet afgelopen"


def _difference(facts: Mapping[str, Any], sources: Sources) -> dict[str, str]:
    what = str(facts["what"])
    names = sources if what in {"end", "waiting"} else {}
    ended = what != "end" or facts["found"]
    return {
        "what": WHATS.get(what) or f"Het gegeven ‘{what.removeprefix('data ')}’",
        "expected": _value(facts["expected"], names),
        "found": _value(facts["found"], names) if ended else NOT_ENDED,
    }


def _value(value: Any, sources: Sources) -> str:
    if value is None or value == []:
        return "niets"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return _cut(", ".join(_value(part, sources) for part in value))
    if isinstance(value, Decimal | int | float):
        return str(value).replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    return _name(str(value), sources)


def _name(key: str, sources: Sources) -> str:
    """An element as people know it; by its id where none of the drawings has it."""
    for files in sources.values():
        element = files.process.elements.get(key)
        if element is not None:
            return _cut(naming.describe(element, naming.QUOTES))
    return f"‘{_cut(key)}’"


def _group(key: str) -> str:
    return GROUPS.get(key, _cut(key))


def _labels(sources: Sources) -> dict[str, str]:
    """What the questions of all forms are called. A question of the same key is mostly the same question."""
    found: dict[str, str] = {}
    for files in sources.values():
        for form_id, told in files.forms.items():
            try:
                fields: Iterable[forms.FormField] = forms.read_form(told, form_id).fields
            except DiagramRefused:
                continue
            for field in fields:
                found.setdefault(field.key, field.label or field.key)
                for column in field.rows.questions if field.rows is not None else ():
                    found.setdefault(f"{field.key}.{column.key}", column.label or column.key)
    return found


def _problem(key: str, problem: FieldProblem, labels: Mapping[str, str]) -> str:
    label, place = labels.get(key, key), forms.place_of(key, {})
    if place is not None:
        label = f"{labels.get(f'{place[0]}.{place[2]}', place[2])} (regel {place[1]})"
    return PROBLEMS.get(problem.code, "‘{label}’ is niet goed ingevuld").format(label=_cut(label))


def _cut(text: str) -> str:
    return text if len(text) <= MOST else text[:MOST] + "…"
