"""Asides: what people may begin besides the tasks of a case must be for those who work on it, and ask no more than its
form can."""

from __future__ import annotations

from collections.abc import Iterator

from engine import forms
from engine.checking.finding import Finding, make
from engine.dialect import asides
from engine.dialect.folder import ProcessFiles
from engine.errors import DiagramRefused


def check(folder: ProcessFiles) -> Iterator[Finding]:
    for start in asides.asides_of(folder.process):
        for group in sorted(asides.groups_of(start) & asides.OUTSIDERS):
            yield make("aside_for_outsiders", folder.source, start, detail=group)
        form = _read(folder, str(start.form_id))
        if form is not None and (asked := sorted(_too_much(form))):
            yield make("aside_asks", folder.source, start, detail=", ".join(asked))


def _read(folder: ProcessFiles, form_id: str) -> forms.Form | None:
    """The form; one that does not exist or cannot be read is reported elsewhere."""
    try:
        return forms.read_form(folder.forms[form_id], form_id)
    except (KeyError, DiagramRefused):
        return None


def _too_much(form: forms.Form) -> Iterator[str]:
    """What it asks or shows that needs a task: files, what goes to a person's record, what the case knows."""
    yield from (field.key for field in form.fields if field.kind == "files" or field.personal is not None)
    yield from form.case_names
    if form.has_places:
        yield "{{ }}"
