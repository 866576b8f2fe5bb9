"""Files in a form: what a file question accepts, and what its answer says about the files."""

from __future__ import annotations

import pytest

import engine
from engine.errors import DiagramRefused
from engine.forms import EXAMPLES, answers_to_raw, reference, validate
from tests.engine.form_builders import component, problems, rows
from tests.engine.form_builders import form as read

PHOTOS = component("filepicker", "fotos", multiple=True, accept="image/*")
ONE = reference("abc", "", "foto.jpg", "image/jpeg", 10)


def test_an_answer_says_of_each_file_what_camunda_says_of_a_document() -> None:
    given = validate(read(PHOTOS), {"fotos": ["abc"]}, files={"abc": ONE})

    assert given["fotos"] == [
        {
            "documentId": "abc",
            "contentHash": "",
            "metadata": {"fileName": "foto.jpg", "contentType": "image/jpeg", "size": 10},
        }
    ]


def test_without_a_file_the_answer_is_an_empty_list() -> None:
    assert validate(read(PHOTOS), {"fotos": [""]}) == {"fotos": []}


def test_what_was_answered_stands_in_the_form_again() -> None:
    form = read(PHOTOS)

    assert answers_to_raw(form, {"fotos": [ONE]}) == {"fotos": ["abc"]}


@pytest.mark.parametrize(
    ("asked", "typed", "code"),
    [
        (component("filepicker", "fotos", validate={"required": True}), [], "required"),
        (component("filepicker", "fotos"), ["abc", "def"], "too_many_files"),
        (component("filepicker", "fotos"), ["ghi"], "no_such_file"),
        (component("filepicker", "fotos", accept=".pdf"), ["abc"], "wrong_type"),
    ],
)
def test_an_answer_names_files_that_are_there_and_that_the_question_takes(
    asked: dict[str, object], typed: list[str], code: str
) -> None:
    with pytest.raises(engine.AnswersRefused) as refused:
        validate(read(asked), {"fotos": typed}, files={"abc": ONE, "def": ONE})

    assert refused.value.problems["fotos"].code == code


def test_a_file_that_nobody_handed_in_is_refused() -> None:
    assert problems(read(PHOTOS), {"fotos": "verzonnen"})["fotos"].code == "no_such_file"


@pytest.mark.parametrize(
    ("attributes", "why"),
    [
        ({"accept": ".exe"}, "accept names a kind of file that is not taken"),
        ({"accept": "=soorten"}, "accept cannot be computed here"),
        ({"multiple": "=true"}, "multiple is true or false"),
        ({"defaultValue": "foto.jpg"}, "defaultValue is not an answer"),
        ({"validate": {"minLength": 1}}, "validate.minLength does not apply"),
    ],
)
def test_a_question_for_files_that_would_not_work_as_it_says_is_refused(
    attributes: dict[str, object], why: str
) -> None:
    with pytest.raises(DiagramRefused, match=why):
        read(component("filepicker", "fotos", **attributes))


def test_files_cannot_be_asked_in_the_rows_of_a_list() -> None:
    with pytest.raises(DiagramRefused, match="files cannot be asked in a list"):
        read(rows(component("filepicker", "foto")))


def test_in_a_story_the_name_of_a_file_stands_for_the_file() -> None:
    given = validate(read(PHOTOS), {"fotos": ["bankje.jpg"]}, files=EXAMPLES)

    assert given["fotos"][0]["metadata"] == {"fileName": "bankje.jpg", "contentType": "image/jpeg", "size": 100_000}
