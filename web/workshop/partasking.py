"""Part asking: an edit of a table, form, mail or letter as sent, and what the pages for such edits ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, request
from werkzeug.wrappers import Response

import engine
from web import messages
from web.numbers import read_revision
from web.words import _
from web.workshop import editwords, stepwords
from web.workshop.asking import ask
from web.workshop.steps import status_of, why

Answer = str | tuple[str, int] | Response
Problems = Mapping[str, engine.FieldProblem]
LIST, FILES = "dynamiclist", "filepicker"


class Attempt:
    """A requested edit, or none: what was typed, and what became of it."""

    def __init__(self, edit: engine.PartEdit, change_id: str, process_id: str, user: engine.User) -> None:
        self.typed: Mapping[str, str] = {}
        self.problems: Problems = {}
        self.errors: list[tuple[str, str]] = []
        self.status = 200
        self.saved = False
        if request.method != "POST":
            return
        self.typed = edit.values
        try:
            result = engine.edit_part(change_id, process_id, read_revision(), edit, user)
            flash(editwords.told(result.done), "ok")
            self.saved = True
        except engine.FieldsRefused as error:
            self.status, self.problems = 422, error.problems
        except (engine.EditRefused, engine.ChangedMeanwhile, engine.DiagramRefused) as error:
            self.status, self.errors = status_of(error), [("inhoud", why(error))]

    def answer(self, page: str) -> Answer:
        return page if self.status == 200 else (page, self.status)


def answers_hint() -> str:
    return _(
        "Eén op elke regel. Moet een uitdrukking iets korters lezen dan wie invult? "
        "Schrijf dan: kort = wat mensen lezen."
    )


def ask_personal(tried: Attempt, kinds: Sequence[str], now: str = "", only: str = "") -> dict[str, Any]:
    """Ask whether a question is about the submitter, and what it asks of them."""
    hint = _("Zo’n antwoord bewaren wij apart en wissen wij met de persoon. Een brief of mail vindt het vanzelf.")
    options = [("", _("Nee")), *((one, messages.say(stepwords.PERSONAL, one)) for one in kinds)]
    label = _("Is dit iets van de indiener zelf?")
    return ask_one("personal", label, tried, now, kind="radio", options=options, hint=hint, only=only)


def ask_decimals(tried: Attempt, now: str = "", only: str = "") -> dict[str, Any]:
    """Ask how precise a number may be."""
    options = [(one, messages.say(stepwords.DECIMALS, one)) for one in engine.DECIMALS]
    if now not in engine.DECIMALS:
        options.append((now, _("Zoals het in het bestand staat: %(kinds)s", kinds=now)))
    return ask_one(
        "decimalDigits", _("Welke getallen?"), tried, now, kind="radio", options=options, only=only, needed=True
    )


def ask_repeats(told: engine.FormQuestion, tried: Attempt) -> list[dict[str, Any]]:
    """Ask how many rows a list has, and who decides that."""
    was, yes = told.repeats or {}, [("true", _("Ja"))]
    label = _("Kan wie invult regels toevoegen en weghalen?")
    asked = [
        ask_one(
            "allowAddRemove", label, tried, was.get("allowAddRemove", ""), kind="checklist", options=yes, needed=True
        )
    ]
    asked += [ask_one(key, str(name), tried, was.get(key, "")) for key, name in stepwords.REPEATS.items()]
    hint = _(
        "Een uitdrukking na = die een lijst geeft. Dan staat er voor ieder daarvan een regel, en kan er niets bij."
    )
    each = was.get("forEach", "")
    return [*asked, ask_one("forEach", _("Een regel voor ieder van"), tried, each, hint=hint)]


def ask_files(told: engine.FormQuestion, tried: Attempt) -> list[dict[str, Any]]:
    """Ask which files a question accepts, and how many."""
    kinds = [(one, str(stepwords.FILE_KINDS[one])) for one in engine.FILE_KINDS]
    was = engine.file_kind(told)
    if was not in engine.FILE_KINDS:
        kinds.append((was, _("Zoals het in het bestand staat: %(kinds)s", kinds=was)))
    counts = [("", _("Eén bestand")), ("true", _("Meer bestanden, hooguit 10"))]
    return [
        ask_one("accept", _("Welke bestanden?"), tried, was, kind="radio", options=kinds, needed=True),
        ask_one(
            "multiple",
            _("Hoeveel bestanden?"),
            tried,
            "true" if told.multiple else "",
            kind="radio",
            options=counts,
            needed=True,
        ),
    ]


def ask_one(key: str, label: str, tried: Attempt, value: str = "", **more: Any) -> dict[str, Any]:
    """A question with what was typed, else with the present value, and what is wrong with it."""
    error = stepwords.problem(tried.problems[key], label) if key in tried.problems else ""
    return ask(key, label, tried.typed.get(key, value), error=error, **more)
