"""Questions of a form as process owners type them: their answers, limits and names."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.errors import FieldsRefused
from engine.workshop.formediting import edit_field

QUESTION = {"type": "number", "id": "Vraag", "key": "bezoekers", "label": "Hoeveel?"}
CHOICE = {
    "type": "radio",
    "id": "Keuze",
    "key": "muziek",
    "label": "Muziek?",
    "values": [{"value": "ja", "label": "Ja"}, {"value": "nee", "label": "Nee"}],
}
FORM = {"forms/a.form": json.dumps({"id": "a", "type": "default", "components": [QUESTION, CHOICE]}).encode()}


def edited(**typed: str) -> dict[str, Any]:
    files, _ = edit_field(FORM, "a", {"field": "Vraag", **typed})
    first: dict[str, Any] = json.loads(files["forms/a.form"])["components"][0]
    return first


@pytest.mark.parametrize(("typed", "limit"), [("5.000", 5000), ("2500,5", 2500.5), ("1.250,50", 1250.5), ("100", 100)])
def test_a_limit_is_read_as_residents_write_a_number(typed: str, limit: float) -> None:
    validated = edited(max=typed)["validate"]

    assert validated == {"max": limit}


def test_an_answer_that_stands_twice_is_told_where_it_is_typed() -> None:
    with pytest.raises(FieldsRefused) as refused:
        edit_field(FORM, "a", {"field": "Keuze", "options": "Kerkstraat\nDorpsstraat\nKerkstraat"})

    problem = refused.value.problems["options"]
    assert (problem.code, problem.limit) == ("option_twice", "Kerkstraat")


def test_a_question_gets_another_name_for_expressions() -> None:
    assert edited(key="aantal_bezoekers")["key"] == "aantal_bezoekers"


def test_who_renames_a_question_is_told_where_the_old_name_still_stands() -> None:
    files = {**FORM, "route.dmn": b"<text>bezoekers</text>", "letters/brief.md": b"voor {{ aantal_bezoekers }}"}

    _, (done,) = edit_field(files, "a", {"field": "Vraag", "key": "aantal"})

    assert (done.code, done.before, done.after, done.what) == ("field_key", "bezoekers", "aantal", "route.dmn")


def test_who_renames_a_question_is_told_which_other_form_asks_the_old_name_or_the_new() -> None:
    other = b'{"id": "b", "title": "Navraag", "components": [{"type": "number", "key": "bezoekers", "id": "Nog"}]}'
    third = b'{"id": "c", "components": [{"type": "number", "key": "aantal", "id": "Ook"}]}'
    files = {**FORM, "forms/b.form": other, "forms/c.form": third}

    _, done = edit_field(files, "a", {"field": "Vraag", "key": "aantal"})

    told = [(one.code, one.what) for one in done if one.code in {"field_key_asked", "field_key_shared"}]
    assert told == [("field_key_asked", "Navraag"), ("field_key_shared", "c")]


@pytest.mark.parametrize(("key", "code"), [("muziek", "taken"), ("aantal bezoekers", "not_a_name"), ("", "not_a_name")])
def test_a_name_that_another_question_has_or_that_is_none_is_refused(key: str, code: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        edited(key=key)

    assert refused.value.problems["key"].code == code
