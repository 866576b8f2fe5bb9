"""Part asking: what the pages ask on which a table, form, mail or letter is edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import engine
from web import messages
from web.words import _
from web.workshop import partwords
from web.workshop.asker import Questions
from web.workshop.asking import Question
from web.workshop.attempting import Attempt

LIST, FILES = "dynamiclist", "filepicker"
LIMITS: Mapping[str, tuple[str, ...]] = {
    "textfield": ("minLength", "maxLength"),
    "textarea": ("minLength", "maxLength"),
    "number": ("min", "max"),
}
"""Which limits an answer can have, by the kind of question."""


def ask_one(key: str, label: str, tried: Attempt, value: str = "", **more: Any) -> Question:
    """A question with what was typed, else with the present value, and what is wrong with it."""
    return Question(key, label, tried.value_of(key, value), error=tried.problem_of(key, label), **more)


def ask_new_question(fields: Sequence[engine.FormQuestion], tried: Attempt) -> Questions:
    """Ask what to add to a form that has these questions, and after which."""
    kinds = [(one, messages.say(partwords.QUESTIONS, one)) for one in engine.QUESTION_KINDS]
    places = [(one.id, one.label or one.id) for one in fields]
    hint = _("Letters, cijfers en _. Laat het leeg, dan maken wij een naam van de vraag.")
    last = _("Kiest u niets, dan komt zij achteraan.")
    return [
        ask_one("label", _("Vraag"), tried, required=True),
        ask_one("kind", _("Soort vraag"), tried, "textfield", kind="select", choices=kinds, required=True),
        ask_one("required", _("Moet ingevuld?"), tried, kind="checklist", choices=[("true", _("Ja"))]),
        ask_one("options", _("Antwoorden"), tried, kind="textarea", hint=_answers_hint(), only="choices", needed=True),
        _ask_decimals(tried, only="number"),
        _ask_personal(tried, engine.PERSONAL_QUESTIONS["textfield"], only="words"),
        ask_one("key", _("Naam voor uitdrukkingen"), tried, hint=hint, rare=True),
        ask_one("after", _("Na welke vraag?"), tried, kind="select", choices=places, hint=last, rare=True),
    ]


def ask_about_question(told: engine.FormQuestion, beside: Sequence[str], tried: Attempt) -> Questions:
    """Ask how a question of a form is put. `beside` are the names of the other ones in expressions."""
    return [*_ask_words(told, tried), *_ask_bounds(told, tried), *_ask_names(told, beside, tried)]


def _ask_words(told: engine.FormQuestion, tried: Attempt) -> Iterator[Question]:
    yield ask_one("label", _("Vraag"), tried, told.label, required=True)
    if told.kind != "text":
        yield ask_one("description", _("Uitleg bij de vraag"), tried, told.description, kind="textarea")


def _ask_bounds(told: engine.FormQuestion, tried: Attempt) -> Iterator[Question]:
    """Ask what is an answer to it."""
    if told.kind not in {"text", "group", LIST}:
        must = "true" if told.required else ""
        yield ask_one("required", _("Moet ingevuld?"), tried, must, kind="checklist", choices=[("true", _("Ja"))])
    if told.kind == LIST:
        yield from _ask_repeats(told, tried)
    if told.kind == FILES:
        yield from _ask_files(told, tried)
    kinds = engine.PERSONAL_QUESTIONS.get(told.kind, ())
    if kinds and not told.in_list:
        yield _ask_personal(tried, kinds, told.personal)
    if told.kind == "number":
        yield _ask_decimals(tried, told.decimals)
    for limit in LIMITS.get(told.kind, ()):
        yield ask_one(limit, str(partwords.LIMITS[limit]), tried, told.limits.get(limit, ""))
    if told.options:
        written, hint = engine.write_options(told), _answers_hint()
        yield ask_one("options", _("Antwoorden"), tried, written, kind="textarea", hint=hint, needed=True)


def _ask_names(told: engine.FormQuestion, beside: Sequence[str], tried: Attempt) -> Iterator[Question]:
    """Ask when it is hidden, and the name of its answer, both for expressions."""
    hint = _(
        'Een uitdrukking, zoals bedrag > 5000 of soort = "feest". Een tekst staat tussen aanhalingstekens. '
        "De andere vragen heten daarin: %(names)s.",
        names=", ".join(beside) or "–",
    )
    yield ask_one("hide", _("Niet vragen als"), tried, told.hide, hint=hint)
    if told.key:
        hint = _(
            "Zo heet het antwoord in voorwaarden, tabellen en teksten. Verandert u dit, dan zeggen wij waar de oude "
            "naam nog staat."
        )
        yield ask_one("key", _("Naam voor uitdrukkingen"), tried, told.key, hint=hint, required=True)


def _ask_personal(tried: Attempt, kinds: Sequence[str], now: str = "", only: str = "") -> Question:
    """Ask whether a question is about the submitter, and what it asks of them."""
    hint = _("Zo’n antwoord bewaren wij apart en wissen wij met de persoon. Een brief of mail vindt het vanzelf.")
    options = [("", _("Nee")), *((one, messages.say(partwords.PERSONAL, one)) for one in kinds)]
    label = _("Is dit iets van de indiener zelf?")
    return ask_one("personal", label, tried, now, kind="radio", choices=options, hint=hint, only=only)


def _ask_decimals(tried: Attempt, now: str = "", only: str = "") -> Question:
    """Ask how precise a number may be."""
    options = [(one, messages.say(partwords.DECIMALS, one)) for one in engine.DECIMALS]
    if now not in engine.DECIMALS:
        options.append((now, _("Zoals het in het bestand staat: %(kinds)s", kinds=now)))
    return ask_one(
        "decimalDigits", _("Welke getallen?"), tried, now, kind="radio", choices=options, only=only, needed=True
    )


def _answers_hint() -> str:
    return _(
        "Eén op elke regel. Moet een uitdrukking iets korters lezen dan wie invult? "
        "Schrijf dan: kort = wat mensen lezen."
    )


def _ask_repeats(told: engine.FormQuestion, tried: Attempt) -> Questions:
    """Ask how many rows a list has, and who decides that."""
    was, yes = told.repeats or {}, [("true", _("Ja"))]
    label = _("Kan wie invult regels toevoegen en weghalen?")
    asked = [
        ask_one(
            "allowAddRemove", label, tried, was.get("allowAddRemove", ""), kind="checklist", choices=yes, needed=True
        )
    ]
    asked += [ask_one(key, str(name), tried, was.get(key, "")) for key, name in partwords.REPEATS.items()]
    hint = _(
        "Een uitdrukking na = die een lijst geeft. Dan staat er voor ieder daarvan een regel, en kan er niets bij."
    )
    each = was.get("forEach", "")
    return [*asked, ask_one("forEach", _("Een regel voor ieder van"), tried, each, hint=hint)]


def _ask_files(told: engine.FormQuestion, tried: Attempt) -> Questions:
    """Ask which files a question accepts, and how many."""
    kinds = [(one, str(partwords.FILE_KINDS[one])) for one in engine.FILE_KINDS]
    was = engine.file_kind(told)
    if was not in engine.FILE_KINDS:
        kinds.append((was, _("Zoals het in het bestand staat: %(kinds)s", kinds=was)))
    counts = [("", _("Eén bestand")), ("true", _("Meer bestanden, hooguit 10"))]
    return [
        ask_one("accept", _("Welke bestanden?"), tried, was, kind="radio", choices=kinds, needed=True),
        ask_one(
            "multiple",
            _("Hoeveel bestanden?"),
            tried,
            "true" if told.multiple else "",
            kind="radio",
            choices=counts,
            needed=True,
        ),
    ]
