"""A sentence for everything that an edit by form can report, and no sentence that is never used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

import engine
import web
from engine.comparison import forms
from web.workshop import editwords, partwords, stepwords

HOUSE = Path(engine.__file__).parent
SOURCES = [path.read_text() for path in (*(HOUSE / "editing").glob("*.py"), *(HOUSE / "workshop").glob("*.py"))]
WITH_FIELDS = ("stepchanges", "typed", "partediting", "formediting", "tableediting", "mailediting", "asideediting")
FORMS = [(HOUSE / "workshop" / f"{name}.py").read_text() for name in (*WITH_FIELDS, "asidefilling")]


def codes(call: str, sources: list[str]) -> set[str]:
    return {code for source in sources for code in re.findall(rf'{call}\(\s*"(\w+)"', source)}


def test_every_reason_to_refuse_an_edit_has_a_sentence() -> None:
    assert codes("EditRefused", SOURCES) == set(editwords.REFUSALS)


def test_everything_that_is_wrong_with_a_field_has_a_sentence() -> None:
    assert codes("FieldProblem", FORMS) == set(stepwords.PROBLEMS)


def test_everything_that_an_edit_does_has_a_sentence() -> None:
    told = codes("Done", SOURCES) | {"inputs", "outputs"}

    assert told - set(editwords.DONE) <= {"cell"}, "a cell is told with its rule"
    assert set(editwords.DONE) - told == set()


def test_the_two_kinds_of_terms_have_one_word_and_each_say_what_comes_after(site: Flask) -> None:
    due = engine.StepField("taskSchedule.dueDate", "text", "", reads="moment")
    passes = engine.StepField("timer.value", "text", "", reads="moment")

    with site.test_request_context():
        labels = {stepwords.label_of(field, {}) for field in (due, passes)}
        hints = [stepwords.hint_of(field) for field in (due, passes)]

    assert labels == {"Termijn"}
    assert "blijft openstaan" in hints[0]
    assert "gaat het hier vanzelf verder" in hints[1]


def test_a_kind_of_question_is_called_the_same_in_list_editor_and_comparison(site: Flask) -> None:
    dutch = (Path(web.__file__).parent / "assets/src/workshop/dutch/forms.mjs").read_text()
    table = dutch[dutch.index("[VIEWER]: {") :]
    editor = {name: re.search(rf'^ +"?{name}"?: "(.+)",$', table, re.MULTILINE) for name in FORM_JS.values()}

    with site.test_request_context():
        listed = {kind: str(partwords.QUESTIONS[kind]) for kind in FORM_JS}

    assert {kind: found[1] for kind, name in FORM_JS.items() if (found := editor[name])} == listed
    told = {kind: re.sub("^een ", "", forms.KINDS[kind]) for kind in FORM_JS if kind in forms.KINDS}
    assert told == {kind: listed[kind].lower().replace("eén", "één") for kind in told}
    assert len(told) > 6


def test_list_and_editor_offer_the_same_kinds_of_files_in_the_same_words(site: Flask) -> None:
    script = (Path(web.__file__).parent / "assets/src/workshop/forms.js").read_text()
    offered = re.search(r"const FILE_KINDS = \[(.+)\];", script)

    with site.test_request_context():
        listed = {kind: str(words) for kind, words in partwords.FILE_KINDS.items()}

    assert offered is not None
    assert dict(re.findall(r'\["(.*?)", "(.+?)"\]', offered[1])) == listed
    assert tuple(listed) == engine.FILE_KINDS


FORM_JS = {
    "textfield": "Text field",
    "textarea": "Text area",
    "number": "Number",
    "datetime": "Date time",
    "checkbox": "Checkbox",
    "radio": "Radio group",
    "select": "Select",
    "checklist": "Checkbox group",
    "text": "Text view",
    "group": "Group",
    "dynamiclist": "Dynamic list",
    "filepicker": "File picker",
}
"""What form-js calls each kind of question before translation into Dutch."""
WORKSHOP = (
    *Path(web.__file__).parent.glob("workshop/*.py"),
    *Path(web.__file__).parent.glob("templates/workshop/*.html"),
    *Path(web.__file__).parent.glob("assets/src/workshop/**/*.*s"),
)


@pytest.mark.parametrize("other", ["Klaar op", "Uiterlijk klaar", "deadline meer", "volgende deadline", "uiterste dag"])
def test_the_workshop_has_no_other_word_for_a_term(other: str) -> None:
    assert [path.name for path in WORKSHOP if other in path.read_text()] == []


def test_no_page_of_the_workshop_sends_a_reader_to_a_file_that_the_site_does_not_have() -> None:
    assert [path.name for path in WORKSHOP if path.suffix == ".html" and "docs/" in path.read_text()] == []
