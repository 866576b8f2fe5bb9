"""Two people at one form: who asked something else loses nothing, who changed the same is told which question."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.editing import (
    JsonSource,
    add_field,
    move_field,
    new_form,
    read_fields,
    read_json_source,
    remove_field,
    set_field,
    set_title,
)
from engine.editing.formmerging import merge_forms
from engine.errors import EditRefused

QUESTIONS: list[dict[str, Any]] = [
    {"type": "textfield", "id": "Veld_naam", "key": "naam", "label": "Uw naam", "validate": {"required": True}},
    {"type": "number", "id": "Veld_bedrag", "key": "bedrag", "label": "Bedrag"},
    {"type": "group", "id": "Groep", "label": "Over het feest", "components": [
        {"type": "textfield", "id": "Veld_straat", "key": "straat", "label": "Straat"},
        {"type": "textarea", "id": "Veld_plan", "key": "plan", "label": "Plan"},
    ]},
]  # fmt: skip
FORM = read_json_source(new_form("feest", "Buurtfeest", QUESTIONS))
Edit = Callable[[JsonSource], JsonSource]


def labelled(key: str, label: str) -> Edit:
    return lambda form: set_field(form, key, {"label": label}).source


def told(key: str, name: str, value: Any) -> Edit:
    return lambda form: set_field(form, key, {name: value}).source


def added(key: str, label: str, after: str | None = None) -> Edit:
    return lambda form: add_field(form, "textfield", key, label, after).source


def removed(key: str) -> Edit:
    return lambda form: remove_field(form, key).source


def moved(key: str, *, up: bool) -> Edit:
    return lambda form: move_field(form, key, up=up).source


def titled(title: str) -> Edit:
    return lambda form: set_title(form, title).source


EDITS: dict[str, Edit] = {
    "a label": labelled("Veld_naam", "Hoe heet u?"),
    "a limit": told("Veld_bedrag", "validate.max", 500),
    "a title": titled("Subsidie voor een buurtfeest"),
    "a question in the group": added("datum", "Datum", "Veld_straat"),
    "a question at the end": added("tot_slot", "Tot slot"),
    "a question that went": removed("Veld_plan"),
    "an order": moved("Veld_bedrag", up=True),
}
APART = [(one, other) for one in EDITS for other in EDITS if one != other]


@pytest.mark.parametrize(("mine", "hers"), APART, ids=[f"{one} and {other}" for one, other in APART])
def test_who_did_something_else_loses_nothing_whoever_is_first(mine: str, hers: str) -> None:
    here, there = EDITS[mine](FORM), EDITS[hers](FORM)

    one, clashes = merge_forms(FORM, here, there)

    assert clashes == []
    assert json.loads(one.text) in (json.loads(EDITS[mine](there).text), json.loads(EDITS[hers](here).text))


SAME: dict[str, tuple[Edit, Edit, str]] = {
    "two labels": (labelled("Veld_naam", "A"), labelled("Veld_naam", "B"), "B"),
    "a label for what went": (labelled("Veld_plan", "A"), removed("Veld_plan"), "A"),
    "gone what was renamed": (removed("Veld_plan"), labelled("Veld_plan", "B"), "B"),
    "two titles": (titled("A"), titled("B"), "B"),
    "a question in a group that went": (added("datum", "Datum", "Veld_straat"), removed("Groep"), "Over het feest"),
    "two new questions with one name": (added("extra", "A"), added("extra", "B"), "B"),
    "two orders": (moved("Veld_bedrag", up=True), moved("Veld_bedrag", up=False), "Buurtfeest"),
}


@pytest.mark.parametrize(("mine", "hers", "label"), SAME.values(), ids=SAME)
def test_who_did_the_same_is_told_which_question(mine: Edit, hers: Edit, label: str) -> None:
    there = hers(FORM)

    form, clashes = merge_forms(FORM, mine(FORM), there)

    assert clashes == [label]
    assert form is there


def test_two_who_set_different_things_of_one_question_both_count() -> None:
    here, there = labelled("Veld_bedrag", "Hoeveel?")(FORM), told("Veld_bedrag", "description", "In euro")(FORM)

    form, clashes = merge_forms(FORM, here, there)

    (amount,) = [field for field in read_fields(form) if field.id == "Veld_bedrag"]
    assert (clashes, amount.label, amount.description) == ([], "Hoeveel?", "In euro")


def test_what_the_other_wrote_stays_as_it_was_written() -> None:
    there = JsonSource(FORM.text.replace('"label": "Straat"', '"label"  :  "Welke straat?"'))

    form, _ = merge_forms(FORM, labelled("Veld_naam", "Hoe heet u?")(FORM), there)

    assert form.text == there.text.replace("Uw naam", "Hoe heet u?")


def test_two_questions_that_were_asked_with_one_name_under_other_ids_are_told() -> None:
    here = JsonSource(added("extra", "A")(FORM).text.replace("Veld_extra", "Veld_a"))

    _, clashes = merge_forms(FORM, here, added("extra", "B")(FORM))

    assert clashes == ["A"]


@pytest.mark.parametrize("text", ['{"components": [{"type": "text"}]}', '{"components": {}}'], ids=["no id", "no list"])
def test_a_form_of_which_the_questions_cannot_be_told_apart_is_refused(text: str) -> None:
    with pytest.raises(EditRefused):
        merge_forms(FORM, FORM, JsonSource(text))


def test_a_form_with_an_id_twice_is_refused() -> None:
    twice = JsonSource(FORM.text.replace("Veld_plan", "Veld_straat"))

    with pytest.raises(EditRefused):
        merge_forms(FORM, FORM, twice)


@given(st.lists(st.sampled_from(sorted(EDITS)), max_size=3), st.lists(st.sampled_from(sorted(EDITS)), max_size=3))
def test_both_ways_round_the_same_questions_are_asked(mine: list[str], hers: list[str]) -> None:
    def after(names: list[str]) -> JsonSource:
        form = FORM
        for name in dict.fromkeys(names):
            form = EDITS[name](form)
        return form

    one, clashes = merge_forms(FORM, after(mine), after(hers))
    other, others = merge_forms(FORM, after(hers), after(mine))

    assert clashes == others == []
    assert {field.id: field.label for field in read_fields(one)} == {f.id: f.label for f in read_fields(other)}
