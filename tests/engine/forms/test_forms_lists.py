"""Lists in a form: any number of rows, each with its own answers, and none of them lost."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DiagramRefused, FieldProblem
from engine.forms import (
    Form,
    Raw,
    add_row,
    answers_to_raw,
    describe,
    fill_in,
    only_asked,
    owner_of,
    place_of,
    read_form,
    remove_row,
    rows_in,
    typed_in,
    validate,
)
from engine.forms.rows import MAX_ROWS
from tests.engine.form_builders import choice, component, filled, form, group, number, problems, rows, schema

PLANS = form(rows(component(key="naam", validate={"required": True}), number(validate={"min": 1})))
FIXED = form(rows(number("aantal", validate={"required": True}), properties={"forEach": "=plannen"}, key="stemmen"))
BALLOT = {"plannen": [{"naam": "Bankje"}, {"naam": "Boom"}]}

cells = st.fixed_dictionaries({}, optional={"naam": st.text("ab c", max_size=5), "bedrag": st.text("0,1x", max_size=3)})
typed_rows = st.lists(cells, max_size=8)
plans = st.fixed_dictionaries({"naam": st.text("abc", min_size=1), "bedrag": st.integers(1, 10**9)})
sent = st.text(max_size=3) | st.lists(st.text("12x", max_size=2))


def refusal(*components: Any) -> str:
    with pytest.raises(DiagramRefused) as refused:
        form(*components)
    return refused.value.message


def row_of(answers: Any, number: int) -> Any:
    return answers["plannen"][number - 1]


# ---- what is answered ----------------------------------------------------------------------------------------------


def test_rows_become_a_list_of_answers_in_the_order_in_which_they_stand() -> None:
    raw = filled({"naam": "Bankje", "bedrag": "1.250"}, {"naam": "Boom", "bedrag": "12,50"})

    assert validate(PLANS, raw) == {
        "plannen": [
            {"naam": "Bankje", "bedrag": Decimal(1250)},
            {"naam": "Boom", "bedrag": Decimal("12.5")},
        ]
    }


def test_a_row_of_which_a_page_sends_nothing_is_still_a_row() -> None:
    read = form(rows(component("checkbox", "gratis"), properties={"forEach": "=plannen"}, key="stemmen"))

    assert validate(read, filled({}, {"gratis": "true"}, key="stemmen"), BALLOT) == {
        "stemmen": [{"gratis": False}, {"gratis": True}]
    }


def test_a_row_that_was_added_and_left_empty_is_no_answer() -> None:
    raw = filled({"naam": "Bankje"}, {"naam": "  ", "bedrag": ""}, {"naam": "Boom"})

    assert [row["naam"] for row in validate(PLANS, raw)["plannen"]] == ["Bankje", "Boom"]


def test_a_list_in_which_nothing_stands_is_empty() -> None:
    assert validate(PLANS, filled({})) == {"plannen": []}
    assert validate(PLANS, {}) == {"plannen": []}


def test_what_is_wrong_is_told_of_the_row_and_the_field_that_it_is_in() -> None:
    raw = filled({"naam": "Bankje"}, {"naam": "", "bedrag": "0"})

    assert problems(PLANS, raw) == {
        "plannen.2.naam": FieldProblem("required"),
        "plannen.2.bedrag": FieldProblem("too_small", Decimal(1)),
    }


def test_too_few_rows_are_refused_at_the_list_and_an_empty_one_at_its_question() -> None:
    read = form(rows(component(key="naam", validate={"required": True}), properties={"minItems": "2"}))

    assert problems(read, filled({"naam": "Bankje"})) == {"plannen": FieldProblem("too_few_rows", 2)}
    assert problems(read, filled({"naam": "Bankje"}, {})) == {"plannen.2.naam": FieldProblem("required")}


def test_too_few_rows_are_refused_where_no_question_has_to_be_answered() -> None:
    read = form(rows(component(key="naam"), properties={"minItems": 1}))

    assert problems(read, filled({})) == {"plannen": FieldProblem("too_few_rows", 1)}


def test_more_rows_than_there_can_be_are_refused_however_many_are_sent() -> None:
    read = form(rows(component(key="naam"), properties={"maxItems": "3"}))
    hostile = filled(*({"naam": "x"} for _ in range(5_000)))

    assert problems(read, hostile) == {"plannen": FieldProblem("too_many_rows", 3)}
    assert len(rows_in(hostile, "plannen")) == MAX_ROWS + 1


def test_names_that_a_page_does_not_send_are_no_rows() -> None:
    raw: Raw = {"plannen": ["1", "1", "x", "-2", "999999", "03"], "plannen.1.naam": "Bankje", "plannen.x.naam": "Boom"}

    assert validate(PLANS, raw) == {"plannen": [{"naam": "Bankje", "bedrag": None}]}


def test_a_list_that_is_hidden_is_dropped_with_its_rows() -> None:
    read = form(component("checkbox", "weg"), rows(component(key="naam"), conditional={"hide": "=weg"}))

    assert validate(read, filled({"naam": "Bankje"}) | {"weg": "true"}) == {"weg": True}


def test_a_question_can_depend_on_how_many_rows_there_are() -> None:
    read = form(rows(component(key="naam")), component(key="waarom", conditional={"hide": "=count(plannen) < 2"}))

    assert "waarom" not in validate(read, {**filled({"naam": "a"}), "waarom": "x"})
    assert validate(read, {**filled({"naam": "a"}, {"naam": "b"}), "waarom": "x"})["waarom"] == "x"


@pytest.mark.parametrize("hide", ['=soort != "anders"', '=this.soort != "anders"'], ids=["by its name", "as form-js"])
def test_a_condition_in_a_row_sees_that_row(hide: str) -> None:
    anders = component(key="welke", conditional={"hide": hide}, validate={"required": True})
    read = form(rows(component(key="soort"), anders))
    raw = filled({"soort": "fonds", "welke": "x"}, {"soort": "anders", "welke": "Loterij"}, {"soort": "anders"})

    assert problems(read, raw) == {"plannen.3.welke": FieldProblem("required")}
    assert [row["welke"] for row in validate(read, filled(*[
        {"soort": "fonds", "welke": "x"}, {"soort": "anders", "welke": "Loterij"},
    ]))["plannen"]] == [None, "Loterij"]  # fmt: skip


def test_a_condition_in_a_row_sees_the_answers_around_it_and_what_the_case_knows() -> None:
    prijs = number("prijs", conditional={"hide": "=gratis or not(betaald)"})
    read = form(component("checkbox", "gratis"), rows(component(key="naam"), prijs))
    raw = filled({"naam": "Bankje", "prijs": "5"})

    assert row_of(validate(read, raw, {"betaald": True}), 1)["prijs"] == Decimal(5)
    assert row_of(validate(read, {**raw, "gratis": "true"}, {"betaald": True}), 1)["prijs"] is None
    assert read.case_names == {"betaald"}


# ---- a row for each item -------------------------------------------------------------------------------------------


def test_a_list_can_have_a_row_for_each_item_that_the_case_knows() -> None:
    assert validate(FIXED, filled({"aantal": "3"}, {"aantal": "0"}, key="stemmen"), BALLOT) == {
        "stemmen": [{"aantal": Decimal(3)}, {"aantal": Decimal(0)}]
    }
    assert FIXED.case_names == {"plannen"}


def test_how_many_rows_such_a_list_has_is_not_for_a_page_to_say() -> None:
    sent = filled({"aantal": "3"}, {"aantal": "1"}, {"aantal": "9"}, key="stemmen")

    assert len(validate(FIXED, sent, BALLOT)["stemmen"]) == 2
    assert problems(FIXED, filled({"aantal": "3"}, key="stemmen"), BALLOT) == {
        "stemmen.2.aantal": FieldProblem("required")
    }


def test_the_words_of_a_row_can_say_what_it_is_for() -> None:
    read = form(
        rows(number("aantal", label="Stemmen voor {{ item.naam }}"), properties={"forEach": "=plannen"}, key="s")
    )

    told = describe(fill_in(read, BALLOT), {"s": [{"aantal": Decimal(3)}, {"aantal": None}]})

    assert [row[0].label for row in told[0].value] == ["Stemmen voor Bankje", "Stemmen voor Boom"]


# ---- adding and removing -------------------------------------------------------------------------------------------


def test_a_new_row_comes_last_with_what_its_questions_have_at_first() -> None:
    read = form(rows(component(key="naam"), choice(defaultValue="voor")))

    typed, number = add_row(read, filled({"naam": "Bankje", "keuze": "tegen"}), "plannen")

    assert number == 2
    assert typed == filled({"naam": ["Bankje"], "keuze": ["tegen"]}, {"keuze": ["voor"]})


def test_nothing_is_added_to_a_list_that_is_full_or_does_not_grow() -> None:
    full = form(rows(component(key="naam"), properties={"maxItems": "1"}))

    assert add_row(full, filled({"naam": "Bankje"}), "plannen")[1] == 0
    assert add_row(FIXED, filled({"aantal": "1"}, key="stemmen"), "stemmen")[1] == 0
    assert add_row(PLANS, filled({"naam": "Bankje"}), "iets_anders") == (filled({"naam": ["Bankje"]}), 0)


def test_the_last_row_can_be_taken_away_and_the_list_stays_empty() -> None:
    typed = remove_row(PLANS, filled({"naam": "Bankje"}), "plannen", 1)

    assert typed == {"plannen": [""]}
    assert validate(PLANS, typed) == {"plannen": []}


@given(typed_rows, st.integers(0, 9))
def test_adding_and_removing_never_loses_what_was_typed_in_other_rows(given: list[dict[str, str]], at: int) -> None:
    raw = filled(*given)
    before = [typed_in(PLANS.fields[0], raw, row) for row in rows_in(raw, "plannen")]

    more, number = add_row(PLANS, raw, "plannen")
    less = remove_row(PLANS, raw, "plannen", at)

    after_more = [typed_in(PLANS.fields[0], more, row) for row in rows_in(more, "plannen")]
    after_less = [typed_in(PLANS.fields[0], less, row) for row in rows_in(less, "plannen")]
    assert after_more == [*before, {}]
    assert number == len(before) + 1
    assert after_less == [row for place, row in enumerate(before, 1) if place != at]


@given(
    st.lists(st.fixed_dictionaries({"naam": st.text("abc", min_size=1), "bedrag": st.integers(1, 10**9)}), max_size=20)
)
def test_any_rows_come_back_as_they_were_typed_in_order(given: list[dict[str, Any]]) -> None:
    raw = filled(*({"naam": row["naam"], "bedrag": str(row["bedrag"])} for row in given))

    answers = validate(PLANS, raw)

    assert answers["plannen"] == [{"naam": row["naam"], "bedrag": Decimal(row["bedrag"])} for row in given]
    assert validate(PLANS, answers_to_raw(PLANS, answers)) == answers


@given(
    st.dictionaries(
        st.text("plan.123_naam", max_size=15), st.one_of(st.text(max_size=3), st.lists(st.text("12x", max_size=2)))
    )
)
def test_no_post_whatever_makes_reading_it_fail(raw: dict[str, Any]) -> None:
    kept = only_asked(PLANS, raw)

    assert {owner_of(name) for name in kept} <= {"plannen"}
    assert add_row(PLANS, kept, "plannen")[1] == len(rows_in(kept, "plannen")) + 1


def test_the_place_of_what_was_typed_is_told_as_it_was_shown() -> None:
    assert place_of("plannen.2.naam", filled({}, {})) == ("plannen", 2, "naam")
    assert place_of("titel", {}) is None


# ---- what a form file may say ---------------------------------------------------------------------------------------


def test_a_list_has_what_the_file_says() -> None:
    read = form(rows(component(key="naam"), properties={"minItems": "2", "maxItems": 9}, defaultRepetitions=3))
    told = read.fields[0].rows

    assert told is not None
    assert (read.fields[0].key, read.fields[0].kind, read.fields[0].label) == ("plannen", "list", "Lijst plannen")
    assert (told.first, told.least, told.most, told.grows) == (3, 2, 9, True)


def test_a_list_says_itself_how_many_rows_it_can_have() -> None:
    assert [form(rows(component(key="naam"))).fields[0].rows.most] == [50]  # type: ignore[union-attr]
    assert form(rows(component(key="naam"), allowAddRemove=False)).fields[0].rows.most == 1  # type: ignore[union-attr]


def test_a_list_may_stand_in_a_group() -> None:
    read: Form = form(group("De plannen", rows(component(key="naam"))))

    assert [(page.label, [field.key for field in page.fields]) for page in read.pages] == [("De plannen", ["plannen"])]


@pytest.mark.parametrize(
    ("component_", "reason"),
    [
        (rows(rows(component(key="a"), key="b")), "a list cannot stand in a list"),
        (rows(group("Groep", component(key="a"))), "a group cannot stand in a list"),
        (rows(component(key="a"), path=""), "a list needs a path"),
        (rows(component(key="a"), path="a.b"), "a list needs a path"),
        (rows(component(key="a"), isRepeating=False), "a list without isRepeating has one row"),
        (rows(component(key="a"), key_="x", validate={"required": True}), "a list has no rules under validate"),
        (rows(component(key="a"), label=""), "a list needs a label"),
        (rows(), "a list needs a question for each row"),
        (rows({"type": "text", "text": "Uitleg"}), "a list needs a question for each row"),
        (rows(component(key="a"), allowAddRemove="ja"), "allowAddRemove is true or false"),
        (rows(component(key="a"), allowAddRemove=False, properties={"minItems": 2}), "minItems and maxItems are for a"),
        (rows(component(key="a"), properties={"minItems": 3, "maxItems": 2}), "minItems and defaultRepetitions are"),
        (rows(component(key="a"), properties={"maxItems": 0}), "minItems and defaultRepetitions are"),
        (rows(component(key="a"), properties={"maxItems": 1_000}), "maxItems must be a whole number from 0 to 100"),
        (rows(*(component(key=f"a{n}") for n in range(11)), properties={"maxItems": 100}), "ask at most 1000"),
        (rows(component(key="a"), allowAddRemove=False, defaultRepetitions=0), "a list without rows asks nothing"),
        (rows(component(key="a"), properties={"forEach": "plannen"}), "forEach must be FEEL that begins with ="),
        (rows(component(key="a"), properties={"forEach": "=("}), "forEach: "),
        (rows(component(key="a"), properties={"personal": "name"}), "the property 'personal' is not known"),
        (rows(component(key="a", properties={"personal": "name"})), "a row of a list has no personal field"),
        (rows(component(key="a", properties={"internal": "true"})), "a field in a list cannot be internal by itself"),
        (rows(component(key="a"), component(key="a")), "the key 'a' is used twice in a list"),
        (rows(component(key="this")), "the key 'this' in a list is that of another question"),
        (rows(component(key="a", conditional={"hide": "=parent.x"})), "'parent' is not supported in a list"),
        (rows(component(key="a"), conditional={"hide": "=count(plannen) = 0"}), "looks at its own answer"),
        (component(key="a", path="b"), "a path is not supported"),
    ],
)  # fmt: skip
def test_what_would_not_work_as_it_says_is_refused(component_: dict[str, Any], reason: str) -> None:
    assert reason in refusal(component_)


def test_the_lists_of_a_form_together_ask_no_more_than_a_page_can_send() -> None:
    wide = [rows(*(component(key=f"a{m}_{n}") for n in range(8)), key=f"l{m}") for m in range(3)]

    assert form(*wide[:2]).fields
    assert "the lists of a form ask at most 1000" in refusal(*wide)
    assert "at most 1000" in refusal(rows(choice("checklist"), properties={"maxItems": 100}), *wide)


def test_a_list_has_no_row_for_each_answer_that_is_given_beside_it() -> None:
    beside = rows(number("aantal"), key="stemmen", properties={"forEach": "=plannen"})

    assert "reads another question of the form" in refusal(rows(component(key="naam")), beside)


def test_a_row_asks_nothing_by_the_name_of_another_question() -> None:
    assert "the key 'naam' in a list is that of another question" in refusal(
        component(key="naam"), rows(component(key="naam"))
    )


def test_the_components_in_lists_count_for_the_most_that_a_form_has() -> None:
    lists = [rows(*(component(key=f"a{n}_{m}") for n in range(9)), key=f"l{m}") for m in range(31)]

    with pytest.raises(DiagramRefused, match="at most 300 components"):
        read_form(schema(*lists), "x")


def test_what_the_editor_of_form_js_makes_of_a_list_is_read() -> None:
    made = {
        "type": "dynamiclist", "label": "Dynamic list", "components": [component(key="naam")], "showOutline": True,
        "isRepeating": True, "allowAddRemove": True, "defaultRepetitions": 1, "id": "Field_1", "path": "lijst",
        "layout": {"row": "Row_1", "columns": None}, "disableCollapse": True, "verticalAlignment": "start",
    }  # fmt: skip

    assert json.dumps(made)
    assert form(made).fields[0].key == "lijst"
