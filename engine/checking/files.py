"""Files: the forms, decision tables, mails and letters that accompany a diagram."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from engine import forms
from engine.checking.contents import check_name
from engine.checking.finding import Finding, make
from engine.checking.wording import in_dutch
from engine.dialect.dmn.errors import Finding as DecisionFinding
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.errors import DiagramRefused
from engine.names import VISITORS

WRONG_PLACES = {"mails": "mail_file", "letters": "letter_file"}
"""The code of the finding for a file in a folder below one of these."""


def check(folder: ProcessFiles) -> Iterator[Finding]:
    yield from _check_places(folder)
    yield from _check_forms(folder)
    yield from _check_decisions(folder)


def _check_places(folder: ProcessFiles) -> Iterator[Finding]:
    """A form is found by its id, a mail and a letter by its name, so each must be where that leads."""
    for name, data in folder.files.items():
        path = PurePosixPath(name)
        if path.suffix == ".form":
            form_id = str(json.loads(data).get("id") or path.stem)
            if name != f"forms/{form_id}.form":
                yield make("form_file", f"{folder.source}/{name}", detail=name, other=form_id)
        elif path.suffix == ".md" and path.parts[0] in WRONG_PLACES and len(path.parts) > 2:
            yield make(WRONG_PLACES[path.parts[0]], f"{folder.source}/{name}", detail=name)


def _check_forms(folder: ProcessFiles) -> Iterator[Finding]:
    read: dict[str, forms.Form] = {}
    for form_id, told in folder.forms.items():
        file = f"{folder.source}/forms/{form_id}.form"
        try:
            read[form_id] = forms.read_form(told, form_id)
        except DiagramRefused as error:
            finding = make("form_refused", file, name=f"*{_title_of(told, form_id)}*", detail=in_dutch(error.message))
            yield replace(finding, element_id=error.element)
    for element in folder.process.elements.values():
        form = read.get(element.form_id or "")
        for field in form.fields if form is not None else ():
            # Personal data goes to the record of a person, and never becomes a variable.
            if field.personal is None:
                yield from check_name(folder.source, element, field.key)
            if field.rows is not None:
                yield from _check_list(folder.source, element, field, field.rows)
            if field.kind == "files" and element.properties.get("ballot") == "true":
                yield make("files_in_ballot", folder.source, element, detail=field.key)
            if field.internal and _is_for_submitter(element):
                yield make("internal_to_submitter", folder.source, element, detail=field.key)


def _title_of(told: object, form_id: str) -> str:
    """What people call a form, even if it cannot be read."""
    title = told.get("title") if isinstance(told, Mapping) else None
    return title if isinstance(title, str) and title.strip() else form_id


def _check_list(file: str, element: Element, field: forms.FormField, rows: forms.Rows) -> Iterator[Finding]:
    for column in rows.questions:
        yield from check_name(file, element, column.key)
    if element.properties.get("ballot") == "true":
        yield make("list_in_ballot", file, element, detail=field.key)
    if rows.for_each is not None and element.kind == "startEvent":
        yield make("rows_before_case", file, element, detail=field.key)


def _is_for_submitter(element: Element) -> bool:
    groups = (element.candidate_groups or "") + "," + element.properties.get("startableBy", "")
    return bool(VISITORS & {group.strip() for group in groups.split(",")})


def _check_decisions(folder: ProcessFiles) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, model in folder.decisions.items():
        for problem in model.check():
            yield _tell_decision(f"{folder.source}/{name}", problem)
        for decision_id in model.decisions:
            if decision_id in seen:
                other = seen[decision_id]
                yield make("duplicate_decision", folder.source, name=f"*{name}*", detail=decision_id, other=other)
            seen.setdefault(decision_id, name)


def _tell_decision(file: str, problem: DecisionFinding) -> Finding:
    cell = [f"rij {problem.row}"] if problem.row else []
    cell += [f"kolom '{problem.column}'"] if problem.column else []
    where = f" ({', '.join(cell)})" if cell else ""
    name = problem.name or problem.element
    finding = make("decision_finding", file, name=f"*{name}*", other=where, detail=in_dutch(problem.reason))
    return replace(finding, element_id=problem.element, element_name=problem.name or "")
