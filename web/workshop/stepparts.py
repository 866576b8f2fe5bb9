"""Step parts: the tables, forms, mails and letters of a process in a change, each edited on its own page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

import engine
from web import messages
from web.forms.fields import show_pages
from web.security import go_to, signed_in
from web.words import _
from web.workshop import partwords, undoing
from web.workshop.asking import Question, errors_of, read_form
from web.workshop.attempting import Answer, Attempt, attempt
from web.workshop.partasking import ask_about_question, ask_new_question, ask_one

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
    tried = attempt(engine.PartEdit("table", decision, read_form()), change_id, process_id, user)
    if tried.done is not None:
        return go_to("stepparts.table", change_id=change_id, process_id=process_id, decision=decision)
    found = engine.read_part_table(change_id, process_id, decision, user)
    cells = [_cells(found, number, tried) for number in range(len(found.table.rules))]
    heads = [_head(found, number, tried) for number in range(len(found.columns))]
    policies = [(one, messages.say(partwords.POLICIES, one)) for one in engine.HIT_POLICIES]
    chosen = tried.value_of("policy", found.table.policy)
    policy = Question("policy", _("Welke regel geldt?"), chosen, kind="select", choices=policies, needed=True)
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


def _cells(found: engine.PartTable, rule: int, tried: Attempt) -> list[Question]:
    row = []
    for number, (cell, column) in enumerate(zip(found.table.rules[rule], found.columns, strict=False)):
        label = _("Regel %(rule)s, %(column)s", rule=rule + 1, column=column.label or column.expression)
        row.append(ask_one(engine.cell_key(rule, number), label, tried, cell))
    return row


def _head(found: engine.PartTable, number: int, tried: Attempt) -> list[Question]:
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
        asked.append(ask_one(key, label, tried, column.expression, needed=True, choices=names, hint=hint))
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
    tried = attempt(engine.PartEdit("form", form_id, read_form()), change_id, process_id, user)
    if tried.done is not None:
        return go_to("stepparts.form", change_id=change_id, process_id=process_id, form_id=form_id)
    found = engine.read_part_form(change_id, process_id, form_id, user)
    title = ask_one("title", _("Titel"), tried, found.title)
    new = ask_new_question(found.fields, tried)
    refusal = engine.unreadable(found.refusal) if found.refusal is not None else None
    page = render_template(
        "workshop/step_questions.html",
        change=engine.read_change(change_id, user),
        found=found,
        last=undoing.find_last(found.part, found.may_edit, user),
        form_heading=title,
        new=new,
        kind_name=lambda kind: messages.say(partwords.QUESTIONS, kind),
        personal_name=lambda kind: messages.say(partwords.PERSONAL, kind).lower(),
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
        shown=show_pages(found.shown, {}),
    )


@pages.route("/formulier/<form_id>/vraag/<field_id>", methods=["GET", "POST"])
@signed_in
def field(change_id: str, process_id: str, form_id: str, field_id: str, user: engine.User) -> Answer:
    """One question of a form."""
    edit = engine.PartEdit("field", form_id, {**read_form(["required", "allowAddRemove"]), "field": field_id})
    tried = attempt(edit, change_id, process_id, user)
    if tried.done is not None:
        return go_to("stepparts.form", change_id=change_id, process_id=process_id, form_id=form_id)
    found = engine.read_part_form(change_id, process_id, form_id, user)
    told = next((one for one in found.fields if one.id == field_id), None)
    if told is None:
        raise engine.NotFound("field", field_id)
    beside = [one.key for one in found.fields if one.key and one.id != field_id and not one.personal]
    asked = ask_about_question(told, beside, tried)
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
    tried = attempt(engine.PartEdit("mail", mail, read_form()), change_id, process_id, user)
    found = engine.read_part_mail(change_id, process_id, mail, user)
    if tried.done is not None:
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
    tried = attempt(engine.PartEdit("letter", letter, read_form()), change_id, process_id, user)
    found = engine.read_part_letter(change_id, process_id, letter, user)
    if tried.done is not None:
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
