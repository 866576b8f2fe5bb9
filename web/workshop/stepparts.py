"""Step parts: the tables, forms, mails and letters of a process in a change, each edited on its own page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

import engine
from web import forms, messages
from web.security import go_to, signed_in
from web.words import _
from web.workshop import stepwords, undoing
from web.workshop.asking import ask, errors_of, read_form
from web.workshop.partasking import (
    FILES,
    LIST,
    Answer,
    Attempt,
    answers_hint,
    ask_decimals,
    ask_files,
    ask_one,
    ask_personal,
    ask_repeats,
)

pages = Blueprint("stepparts", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>/stappen")
MOST_CELLS = 20_000
LARGEST = 2_000_000
"""Bytes of one request: a whole table, or a mail."""


@pages.url_value_preprocessor
def allow_large(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A table is sent whole, each cell as its own field."""
    request.max_content_length = request.max_form_memory_size = LARGEST
    request.max_form_parts = MOST_CELLS


@pages.route("/tabel/<decision>", methods=["GET", "POST"])
@signed_in
def table(change_id: str, process_id: str, decision: str, user: engine.User) -> Answer:
    """A decision table: each rule is a row, with the cells to type in."""
    tried = Attempt(engine.PartEdit("table", decision, read_form()), change_id, process_id, user)
    if tried.saved:
        return go_to("stepparts.table", change_id=change_id, process_id=process_id, decision=decision)
    found = engine.read_part_table(change_id, process_id, decision, user)
    cells = [_cells(found, number, tried) for number in range(len(found.table.rules))]
    heads = [_head(found, number, tried) for number in range(len(found.columns))]
    policies = [(one, messages.say(stepwords.POLICIES, one)) for one in engine.HIT_POLICIES]
    chosen = tried.typed.get("policy", found.table.policy)
    policy = ask("policy", _("Welke regel geldt?"), chosen, kind="select", options=policies, needed=True)
    new = [
        ask_one("new_label", _("Kop van de nieuwe kolom"), tried),
        ask_one("new_expression", _("Waar kijkt zij naar, of hoe heet wat zij geeft?"), tried),
    ]
    asked = [policy, *(cell for head in heads for cell in head), *(cell for row in cells for cell in row), *new]
    page = render_template(
        "workshop/step_table.html",
        change=engine.read_change(change_id, user),
        found=found,
        last=undoing.find_last(found.part, found.may_edit, user),
        heads=heads,
        cells=cells,
        policy=policy,
        is_new=any(map(_is_blank, found.columns)),
        new=new,
        errors=[*tried.errors, *errors_of(asked)],
    )
    return tried.answer(page)


def _cells(found: engine.PartTable, rule: int, tried: Attempt) -> list[dict[str, Any]]:
    row = []
    for number, (cell, column) in enumerate(zip(found.table.rules[rule], found.columns, strict=False)):
        key = engine.cell_key(rule, number)
        label = _("Regel %(rule)s, %(column)s", rule=rule + 1, column=column.label or column.expression)
        error = stepwords.problem(tried.problems[key], label) if key in tried.problems else ""
        row.append(ask(key, label, tried.typed.get(key, cell), error=error))
    return row


def _head(found: engine.PartTable, number: int, tried: Attempt) -> list[dict[str, Any]]:
    """The name of a column, and what it reads or gives."""
    column = found.columns[number]
    asked = [ask_one(f"label-{number}", _("Kop van kolom %(number)s", number=number + 1), tried, column.label)]
    if column.kind == "input":
        label = _("Kolom %(number)s kijkt naar", number=number + 1)
        hint = (
            _("Een gegeven uit de lijst, of een uitdrukking. Nu kijkt deze kolom nergens naar.")
            if _is_blank(column)
            else ""
        )
        names = [(one.name, one.name) for one in found.variables]
        key = f"expression-{number}"
        asked.append(ask_one(key, label, tried, column.expression, needed=True, options=names, hint=hint))
    elif column.kind == "output":
        label = _("Kolom %(number)s geeft", number=number + 1)
        asked.append(ask_one(f"expression-{number}", label, tried, column.expression, needed=True))
    return asked


def _is_blank(column: engine.TableColumn) -> bool:
    """Whether an input still reads what a new table is made with: a text that is always the same."""
    return column.kind == "input" and column.expression.startswith('"') and column.expression.endswith('"')


@pages.route("/formulier/<form_id>", methods=["GET", "POST"])
@signed_in
def form(change_id: str, process_id: str, form_id: str, user: engine.User) -> Answer:
    """The questions of a form, and how our pages show it."""
    tried = Attempt(engine.PartEdit("form", form_id, read_form()), change_id, process_id, user)
    if tried.saved:
        return go_to("stepparts.form", change_id=change_id, process_id=process_id, form_id=form_id)
    found = engine.read_part_form(change_id, process_id, form_id, user)
    kinds = [(one, messages.say(stepwords.QUESTIONS, one)) for one in engine.QUESTION_KINDS]
    places = [(one.id, one.label or one.id) for one in found.fields]
    hint = _("Letters, cijfers en _. Laat het leeg, dan maken wij een naam van de vraag.")
    title = ask_one("title", _("Titel"), tried, found.title)
    new = [
        ask_one("label", _("Vraag"), tried, required=True),
        ask_one("kind", _("Soort vraag"), tried, "textfield", kind="select", options=kinds, required=True),
        ask_one("required", _("Moet ingevuld?"), tried, kind="checklist", options=[("true", _("Ja"))]),
        ask_one("options", _("Antwoorden"), tried, kind="textarea", hint=answers_hint(), only="choices", needed=True),
        ask_decimals(tried, only="number"),
        ask_personal(tried, engine.PERSONAL_QUESTIONS["textfield"], only="words"),
        ask_one("key", _("Naam voor uitdrukkingen"), tried, hint=hint, rare=True),
        ask_one(
            "after",
            _("Na welke vraag?"),
            tried,
            kind="select",
            options=places,
            hint=_("Kiest u niets, dan komt zij achteraan."),
            rare=True,
        ),
    ]
    refusal = engine.unreadable(found.refusal) if found.refusal is not None else None
    page = render_template(
        "workshop/step_questions.html",
        change=engine.read_change(change_id, user),
        found=found,
        last=undoing.find_last(found.part, found.may_edit, user),
        form_heading=title,
        new=new,
        kind_name=lambda kind: messages.say(stepwords.QUESTIONS, kind),
        personal_name=lambda kind: messages.say(stepwords.PERSONAL, kind).lower(),
        refusal=refusal,
        errors=[*tried.errors, *errors_of([title, *new])],
    )
    return tried.answer(page)


@pages.get("/formulier/<form_id>/voorbeeld")
@signed_in
def preview(change_id: str, process_id: str, form_id: str, user: engine.User) -> str:
    """A form as our own pages show it, with nothing filled in."""
    found = engine.read_part_form(change_id, process_id, form_id, user)
    if found.shown is None:
        raise engine.NotFound("form", form_id)
    return render_template(
        "workshop/step_preview.html",
        change=engine.read_change(change_id, user),
        found=found,
        shown=forms.show_pages(found.shown, {}),
    )


@pages.route("/formulier/<form_id>/vraag/<field_id>", methods=["GET", "POST"])
@signed_in
def field(change_id: str, process_id: str, form_id: str, field_id: str, user: engine.User) -> Answer:
    """One question of a form."""
    edit = engine.PartEdit("field", form_id, {**read_form(["required", "allowAddRemove"]), "field": field_id})
    tried = Attempt(edit, change_id, process_id, user)
    if tried.saved:
        return go_to("stepparts.form", change_id=change_id, process_id=process_id, form_id=form_id)
    found = engine.read_part_form(change_id, process_id, form_id, user)
    told = next((one for one in found.fields if one.id == field_id), None)
    if told is None:
        raise engine.NotFound("field", field_id)
    asked = [ask_one("label", _("Vraag"), tried, told.label, required=True)]
    if told.kind not in {"text"}:
        asked.append(ask_one("description", _("Uitleg bij de vraag"), tried, told.description, kind="textarea"))
    if told.kind not in {"text", "group", LIST}:
        must = "true" if told.required else ""
        asked.append(
            ask_one("required", _("Moet ingevuld?"), tried, must, kind="checklist", options=[("true", _("Ja"))])
        )
    if told.kind == LIST:
        asked += ask_repeats(told, tried)
    if told.kind == FILES:
        asked += ask_files(told, tried)
    kinds = engine.PERSONAL_QUESTIONS.get(told.kind, ())
    if kinds and not told.in_list:
        asked.append(ask_personal(tried, kinds, told.personal))
    if told.kind == "number":
        asked.append(ask_decimals(tried, told.decimals))
    limits = {"textfield": ("minLength", "maxLength"), "textarea": ("minLength", "maxLength"), "number": ("min", "max")}
    for limit in limits.get(told.kind, ()):
        asked.append(ask_one(limit, str(stepwords.LIMITS[limit]), tried, told.limits.get(limit, "")))
    if told.options:
        hint = answers_hint()
        written = engine.write_options(told)
        asked.append(ask_one("options", _("Antwoorden"), tried, written, kind="textarea", hint=hint, needed=True))
    beside = [one.key for one in found.fields if one.key and one.id != field_id and not one.personal]
    hint = _(
        'Een uitdrukking, zoals bedrag > 5000 of soort = "feest". Een tekst staat tussen aanhalingstekens. '
        "De andere vragen heten daarin: %(names)s.",
        names=", ".join(beside) or "–",
    )
    asked.append(ask_one("hide", _("Niet vragen als"), tried, told.hide, hint=hint))
    if told.key:
        hint = _(
            "Zo heet het antwoord in voorwaarden, tabellen en teksten. Verandert u dit, dan zeggen wij waar de oude "
            "naam nog staat."
        )
        asked.append(ask_one("key", _("Naam voor uitdrukkingen"), tried, told.key, hint=hint, required=True))
    page = render_template(
        "workshop/step_question.html",
        change=engine.read_change(change_id, user),
        found=found,
        name=told.label or told.id,
        questions=asked,
        errors=[*tried.errors, *errors_of(asked)],
    )
    return tried.answer(page)


@pages.route("/mail/<mail>", methods=["GET", "POST"])
@signed_in
def mail(change_id: str, process_id: str, mail: str, user: engine.User) -> Answer:
    """The subject and text of a mail."""
    tried = Attempt(engine.PartEdit("mail", mail, read_form()), change_id, process_id, user)
    found = engine.read_part_mail(change_id, process_id, mail, user)
    if tried.saved:
        return _after_text(change_id, process_id, found, "mail")
    hint = _(
        "Tussen {{ en }} staat een gegeven (zie onderaan) of een uitdrukking. "
        "Ook aanhef, link, contact en gemeente kunnen zo, en bij een besluit bezwaar_maken en ondertekening."
    )
    return _ask_text(change_id, found, user, tried, hint, _("Mail"))


@pages.route("/brief/<letter>", methods=["GET", "POST"])
@signed_in
def letter(change_id: str, process_id: str, letter: str, user: engine.User) -> Answer:
    """The subject and text of a letter."""
    tried = Attempt(engine.PartEdit("letter", letter, read_form()), change_id, process_id, user)
    found = engine.read_part_letter(change_id, process_id, letter, user)
    if tried.saved:
        return _after_text(change_id, process_id, found, "letter")
    hint = _(
        "Tussen {{ en }} staat een gegeven (zie onderaan) of een uitdrukking. "
        "Ook aanhef, contact en gemeente kunnen zo, en bij een besluit bezwaar_maken en ondertekening."
    )
    return _ask_text(change_id, found, user, tried, hint, _("Brief"))


def _after_text(change_id: str, process_id: str, found: engine.PartMail, kind: str) -> Response:
    """Return to the steps, or to the text again where something is wrong with it: the problem is shown there."""
    if found.findings:
        return go_to(f"stepparts.{kind}", change_id=change_id, process_id=process_id, **{kind: found.mail})
    return go_to("steps.show", change_id=change_id, process_id=process_id)


def _ask_text(
    change_id: str, found: engine.PartMail, user: engine.User, tried: Attempt, hint: str, kind: str
) -> Answer:
    asked = [
        ask_one("subject", _("Onderwerp"), tried, found.subject, required=True),
        ask_one("text", _("Tekst"), tried, found.text, kind="textarea", hint=hint, required=True, rows=16),
    ]
    page = render_template(
        "workshop/step_mail.html",
        change=engine.read_change(change_id, user),
        found=found,
        last=undoing.find_last(found.part, found.may_edit, user),
        kind=kind,
        questions=asked,
        errors=[*tried.errors, *errors_of(asked)],
    )
    return tried.answer(page)
