"""Readings: every expression of a process, with whose variables it reads: of elements and of the files they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine import forms
from engine.checking.contents import expressions_of
from engine.checking.sources import Sources
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.feel import syntax
from engine.dialect.folder import ProcessFiles
from engine.dialect.mails import DEFERRED


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression as people know it, and where its names are looked up."""

    attribute: str
    names: frozenset[str]
    """The variables that it certainly reads."""
    process_id: str
    element: Element | None
    """None for the variables of the process as a whole."""
    tree: syntax.Expr | None = None
    """None for a decision, which is more than one expression."""
    fields: Mapping[str, forms.FormField] = field(default_factory=dict)
    """The answers on the same form; in a row of a list also those of that row."""
    row: forms.FormField | None = None
    """The list in whose rows it is read."""


def readings_of(folder: ProcessFiles, element: Element, sources: Sources) -> Iterator[Reading]:
    """What an element, and the files that it names, read. What is not FEEL is left out: that is reported elsewhere."""
    yield from _read_attributes(folder.process.id, element, sources)
    yield from _read_template(folder, element)
    yield from _read_decisions(folder, element)
    form = sources.forms[folder.process.id].get(element.form_id or "")
    if form is not None:
        yield from _read_form(form, folder.process.id, element)


def _read_attributes(here: str, element: Element, sources: Sources) -> Iterator[Reading]:
    earlier: frozenset[str] = frozenset()
    for attribute, text in expressions_of(element):
        if not text.startswith("="):
            continue
        if element.kind == "callActivity" and attribute.startswith("De uitvoer "):
            # What a call hands over is read in the variables of the called process.
            called = element.called_process or ""
            if called in sources.folders:
                yield from _read(attribute, text[1:], called, None, handed=earlier)
            earlier |= {attribute.removeprefix("De uitvoer ")}
        else:
            yield from _read(attribute, text[1:], here, element)


def _read_template(folder: ProcessFiles, element: Element) -> Iterator[Reading]:
    templates = {"mail": ("Het bericht", folder.mails), "letter": ("De brief", folder.letters)}
    what, known = templates.get(element.job_type or "", ("", {}))
    if (template := known.get(element.headers.get("template", ""))) is not None:
        for expression in template.expressions:
            if expression not in DEFERRED:
                yield from _read(f"{what} {element.headers['template']}", expression, folder.process.id, element)


def _read_decisions(folder: ProcessFiles, element: Element) -> Iterator[Reading]:
    if element.kind != "businessRuleTask":
        return
    for model in folder.decisions.values():
        decision = model.decisions.get(element.decision_id or "")
        if decision is not None:
            yield Reading(f"De beslissing {decision.name}", frozenset(decision.inputs), folder.process.id, element)


def _read_form(form: forms.Form, here: str, element: Element) -> Iterator[Reading]:
    """The texts of a form, the counts of its lists, and the conditions that hide its pages, questions and columns."""
    for page in form.pages:
        for asked in page.fields:
            yield from _read_words(asked, here, element)
            yield from _read_rows(asked, here, element)
    answers = {asked.key: asked for asked in form.fields}
    for page in form.pages:
        for label, hide in ((page.label, page.hide), *((one.label or one.key, one.hide) for one in page.fields)):
            if hide:
                yield from _read(f"De voorwaarde bij '{label}' in het formulier", hide, here, element, answers)
    for asked in form.fields:
        if asked.rows is None:
            continue
        in_row = {**answers, **{one.key: one for one in asked.rows.questions}}
        for column in asked.rows.columns:
            if column.hide:
                attribute = f"De voorwaarde bij '{column.label or column.key}' in de regels van '{asked.label}'"
                yield from _read(attribute, column.hide, here, element, in_row, asked)


def _read_words(
    asked: forms.FormField, process_id: str, element: Element, row: forms.FormField | None = None
) -> Iterator[Reading]:
    for told in forms.expressions_in(f"{asked.label}\n{asked.text}"):
        attribute = f"De vraag of uitleg '{asked.label or asked.key}' in het formulier"
        yield from _read(attribute, told, process_id, element, row=row)


def _read_rows(asked: forms.FormField, process_id: str, element: Element) -> Iterator[Reading]:
    """What a list reads for its rows, and the texts of its questions."""
    if asked.rows is None:
        return
    if asked.rows.for_each is not None:
        yield from _read(f"'Voor ieder van' bij de lijst '{asked.label}'", asked.rows.for_each, process_id, element)
    for column in asked.rows.columns:
        yield from _read_words(column, process_id, element, asked)


def _read(
    attribute: str,
    text: str,
    process_id: str,
    element: Element | None,
    fields: Mapping[str, forms.FormField] | None = None,
    row: forms.FormField | None = None,
    handed: frozenset[str] = frozenset(),
) -> Iterator[Reading]:
    names_of_row = {forms.THIS} if row is not None and fields else set()
    if row is not None and row.rows is not None and row.rows.for_each is not None:
        names_of_row.add(forms.ITEM)
    fields = fields or {}
    try:
        expression = feel.parse(text)
    except feel.FeelError:
        return
    names = expression.names - fields.keys() - names_of_row - handed
    yield Reading(attribute, names, process_id, element, expression.tree, fields, row)
