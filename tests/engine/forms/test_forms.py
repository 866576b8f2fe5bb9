"""Forms: the answers to a whole form, which questions are asked, and how answers are shown again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import AnswersRefused, FieldProblem
from engine.forms import answers_to_raw, describe, validate, visible_fields
from tests.engine.form_builders import answer, choice, component, day, form, group, number, problems

# ---- the whole form -------------------------------------------------------------------------------------


def test_all_problems_are_told_at_once() -> None:
    read = form(component(key="titel", validate={"required": True}), number("kosten"), day("klaar"))

    found = problems(read, {"kosten": "veel", "klaar": "gauw"})

    assert {key: problem.code for key, problem in found.items()} == {
        "titel": "required",
        "kosten": "not_a_number",
        "klaar": "not_a_date",
    }


def test_an_open_question_is_answered_with_nothing() -> None:
    read = form(component(key="a"), number("b"), day("c"), choice(key="d"))

    assert validate(read, {}) == {"a": None, "b": None, "c": None, "d": None}


def test_what_the_form_does_not_ask_is_ignored() -> None:
    assert validate(form(component(key="a")), {"a": "x", "rol": "beheerder"}) == {"a": "x"}


def test_only_the_first_of_several_texts_counts_for_one_question() -> None:
    assert answer(component(), ["een", "twee"]) == "een"


def test_a_part_of_a_form_is_checked_alone() -> None:
    read = form(component(key="a", validate={"required": True}), component(key="b", validate={"required": True}))

    assert validate(read, {"a": "x"}, keys={"a"}) == {"a": "x"}
    with pytest.raises(AnswersRefused) as refusal:
        validate(read, {"a": "x"}, keys={"b"})
    assert set(refusal.value.problems) == {"b"}


# ---- conditions -----------------------------------------------------------------------------------------


WITH_COSTS = (
    component("checkbox", "kost_geld"),
    number("kosten", validate={"required": True}, conditional={"hide": "=kost_geld != true"}),
    component(key="dekking", validate={"required": True}, conditional={"hide": "=kosten = null or kosten < 1000"}),
)


def test_a_hidden_question_need_not_be_answered() -> None:
    assert validate(form(*WITH_COSTS), {}) == {"kost_geld": False}


def test_what_was_typed_in_a_question_that_was_hidden_later_is_dropped() -> None:
    answers = validate(form(*WITH_COSTS), {"kosten": "5000", "dekking": "sponsors"})

    assert answers == {"kost_geld": False}


def test_a_wrong_answer_to_a_hidden_question_is_no_problem() -> None:
    assert validate(form(*WITH_COSTS), {"kosten": "veel"}) == {"kost_geld": False}


def test_a_question_that_is_shown_must_be_answered() -> None:
    found = problems(form(*WITH_COSTS), {"kost_geld": "true", "kosten": "1000"})

    assert found == {"dekking": FieldProblem("required")}


def test_an_answer_that_is_refused_does_not_make_another_question_missed() -> None:
    read = form(
        component(key="e_mail", validate={"validationType": "email"}),
        component("textarea", "adres", validate={"required": True}, conditional={"hide": "=e_mail != null"}),
    )

    assert set(problems(read, {"e_mail": "vera bij voorbeeld"})) == {"e_mail"}
    assert set(problems(read, {})) == {"adres"}


def test_a_condition_may_look_at_a_later_question() -> None:
    read = form(component(key="a", conditional={"hide": "=b"}), component("checkbox", "b"))

    assert validate(read, {"a": "x", "b": "true"}) == {"b": True}
    assert validate(read, {"a": "x"}) == {"a": "x", "b": False}


def test_a_later_question_that_is_hidden_itself_does_not_hide_an_earlier_one() -> None:
    read = form(
        component(key="a", conditional={"hide": '=b = "x"'}),
        component(key="b", conditional={"hide": "=c"}),
        component("checkbox", "c"),
    )

    assert validate(read, {"a": "y", "b": "x", "c": "true"}) == {"a": "y", "c": True}


def test_a_condition_reads_the_variables_of_the_case() -> None:
    read = form(component(key="a", conditional={"hide": '=route = "korte klap"'}))

    assert validate(read, {"a": "x"}, {"route": "korte klap"}) == {}
    assert validate(read, {"a": "x"}, {"route": "lange klap"}) == {"a": "x"}


def test_all_conditions_of_a_form_share_one_budget_and_what_is_past_it_is_asked() -> None:
    dear = {"hide": "=count(for i in 1..8000 return i) > 0"}
    read = form(*(component(key=f"k{number}", conditional=dear) for number in range(50)))

    shown = visible_fields(read, {})

    assert "k0" not in visible_fields(form(component(key="k0", conditional=dear)), {})
    assert len(shown) > 40


def test_an_earlier_value_of_a_hidden_question_does_not_count() -> None:
    read = form(*WITH_COSTS)

    answers = validate(read, {"kost_geld": "false"}, {"kosten": Decimal(5000), "kost_geld": True})

    assert answers == {"kost_geld": False}


def test_a_part_of_a_form_reads_the_rest_from_what_is_known() -> None:
    read = form(*WITH_COSTS)

    assert validate(read, {}, {"kost_geld": True, "kosten": Decimal(10)}, keys={"dekking"}) == {}
    with pytest.raises(AnswersRefused):
        validate(read, {}, {"kost_geld": True, "kosten": Decimal(2000)}, keys={"dekking"})
    with pytest.raises(AnswersRefused):
        validate(read, {"kost_geld": "true", "kosten": "2000"}, keys={"dekking"})


def test_a_condition_on_a_group_hides_all_of_it() -> None:
    read = form(
        component("checkbox", "meer"),
        group("Meer", component(key="a", validate={"required": True}), conditional={"hide": "=not(meer)"}),
    )

    assert validate(read, {}) == {"meer": False}
    assert problems(read, {"meer": "true"}) == {"a": FieldProblem("required")}


def test_a_condition_on_a_text_hides_it() -> None:
    text = {"type": "text", "id": "uitleg", "text": "Zie de regels.", "conditional": {"hide": "=not(meer)"}}
    read = form(component("checkbox", "meer"), text)

    assert visible_fields(read, {"meer": True}) == {"meer", "uitleg"}
    assert visible_fields(read, {"meer": False}) == {"meer"}


def test_a_condition_that_cannot_be_computed_hides_nothing() -> None:
    read = form(component(key="a", conditional={"hide": "=onbekend > 5"}))

    assert visible_fields(read, {}) == {"a"}


def test_a_condition_that_asks_for_too_much_hides_nothing() -> None:
    hide = "=count(for a in 1..1000, b in 1..1000, c in 1..1000 return a) > 0"
    read = form(component(key="veld", conditional={"hide": hide}))

    assert visible_fields(read, {}) == {"veld"}


def test_conditions_that_contradict_each_other_end() -> None:
    read = form(
        component(key="a", conditional={"hide": "=b = null"}),
        component(key="b", conditional={"hide": "=a != null"}),
    )

    assert visible_fields(read, {"a": "x", "b": "y"}) == visible_fields(read, {"a": "x", "b": "y"})


CONDITIONS = st.sampled_from(["=a", "=not(b)", "=c", "=a and b", "=b or c", "=d != true", "=a = null"])


@given(
    st.lists(CONDITIONS | st.none(), min_size=4, max_size=4),
    st.lists(st.sampled_from(["true", "false"]), min_size=4, max_size=4),
)
def test_answers_are_exactly_those_of_the_questions_that_are_visible_with_them(
    hides: list[str | None], ticks: list[str]
) -> None:
    # Only conditions that look back settle for sure, so the later names are left out of the earlier fields.
    keys = "abcd"
    fields = []
    for index, (key, hide) in enumerate(zip(keys, hides, strict=True)):
        looks_back = hide is not None and all(
            word not in keys or word in keys[:index] for word in re.findall(r"\w+", hide)
        )
        fields.append(component("checkbox", key, **({"conditional": {"hide": hide}} if looks_back else {})))
    read = form(*fields)

    answers = validate(read, dict(zip(keys, ticks, strict=True)))

    assert set(answers) == visible_fields(read, answers)
    assert validate(read, answers_to_raw(read, answers)) == answers


# ---- wording --------------------------------------------------------------------------------------------


def test_answers_are_described_by_their_labels() -> None:
    read = form(
        component(key="titel"),
        choice(),
        choice("checklist", "lijst"),
        component("checkbox", "ja"),
        number(),
        day(),
    )
    answers = validate(
        read,
        {
            "titel": "Bankje",
            "keuze": "tegen",
            "lijst": ["x", "voor"],
            "ja": "on",
            "bedrag": "1,5",
            "dag": "2-3-2026",
        },
    )

    assert describe(read, answers) == (
        ("titel", "Vraag titel", "Bankje"),
        ("keuze", "Vraag keuze", "Tegen"),
        ("lijst", "Vraag lijst", ["Voor", "X"]),
        ("ja", "Vraag ja", True),
        ("bedrag", "Vraag bedrag", Decimal("1.5")),
        ("dag", "Vraag dag", date(2026, 3, 2)),
    )


def test_only_what_was_answered_is_described() -> None:
    read = form(component(key="a"), component(key="b"))

    assert describe(read, {"b": None, "anders": 1}) == (("b", "Vraag b", None),)


def test_a_value_that_is_no_option_any_more_is_described_as_it_is() -> None:
    assert describe(form(choice()), {"keuze": "vroeger"}) == (("keuze", "Vraag keuze", "vroeger"),)


def test_inputs_hold_answers_in_the_notation_that_they_take() -> None:
    read = form(
        component(key="titel"),
        choice("checklist", "lijst"),
        component("checkbox", "ja"),
        number(decimalDigits=2),
        day(),
    )
    answers = {
        "titel": "Bankje",
        "lijst": ["x"],
        "ja": True,
        "bedrag": Decimal("1234.5"),
        "dag": date(2026, 3, 2),
    }

    assert answers_to_raw(read, answers) == {
        "titel": ["Bankje"],
        "lijst": ["x"],
        "ja": ["true"],
        "bedrag": ["1234,50"],
        "dag": ["2026-03-02"],
    }


def test_variables_of_another_type_than_their_field_become_text() -> None:
    read = form(component(key="a"), day(), number())
    moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    assert answers_to_raw(read, {"a": Decimal("2.50"), "dag": moment, "bedrag": 1500}) == {
        "a": ["2,5"],
        "dag": ["2026-03-02"],
        "bedrag": ["1500"],
    }


def test_inputs_hold_nothing_for_what_is_open_or_not_ticked() -> None:
    read = form(component(key="a"), component("checkbox", "b"), component(key="c"))

    assert answers_to_raw(read, {"a": None, "b": False}) == {"a": [], "b": []}


ANSWERS = st.fixed_dictionaries(
    {
        "tekst": st.sampled_from(["Bankje", "Één plan", "a b"]) | st.none(),
        "bedrag": st.decimals(-(10**14), 10**14, places=2) | st.none(),
        "dag": st.dates(date(1900, 1, 1), date(2199, 12, 31)) | st.none(),
        "keuze": st.sampled_from(["voor", "tegen"]) | st.none(),
        "lijst": st.sets(st.sampled_from(["voor", "tegen", "x"])),
        "ja": st.booleans(),
    }
)


@given(ANSWERS)
def test_what_the_inputs_hold_is_read_as_the_same_answers(answers: dict[str, Any]) -> None:
    read = form(
        component(key="tekst"),
        number("bedrag", decimalDigits=2),
        day("dag"),
        choice(key="keuze"),
        choice("checklist", "lijst"),
        component("checkbox", "ja"),
    )
    answers = {**answers, "lijst": [value for value in ("voor", "tegen", "x") if value in answers["lijst"]]}

    assert validate(read, answers_to_raw(read, answers)) == answers


RAW = st.dictionaries(
    st.sampled_from(["tekst", "lang", "bedrag", "dag", "keuze", "lijst", "ja", "mail", "tel", "anders"]),
    st.text(max_size=60) | st.lists(st.text(max_size=20), max_size=3),
)


@given(RAW)
def test_whatever_is_typed_gives_answers_of_the_right_type_or_is_refused(
    raw: dict[str, str | list[str]],
) -> None:
    read = form(
        component(key="tekst"),
        component("textarea", "lang"),
        number("bedrag"),
        day("dag"),
        choice(key="keuze"),
        choice("checklist", "lijst"),
        component("checkbox", "ja"),
        component(key="mail", properties={"personal": "email"}),
        component(key="tel", properties={"personal": "phone"}),
    )
    types = {"bedrag": Decimal, "dag": date, "lijst": list, "ja": bool}

    try:
        answers = validate(read, raw)
    except AnswersRefused as refusal:
        answers, refused = {field.key: None for field in read.fields}, set(refusal.problems)
    else:
        refused = set()

    assert refused <= set(raw)
    assert set(answers) == {field.key for field in read.fields}
    assert all(value is None or isinstance(value, types.get(key, str)) for key, value in answers.items())


@pytest.mark.parametrize("typed", ["2-3-2026", "3-3-2026"], ids=["today", "tomorrow"])
def test_a_date_that_may_not_lie_in_the_past_is_today_or_later(typed: str) -> None:
    answers = validate(form(day("dag", disallowPassedDates=True)), {"dag": typed}, today=date(2026, 3, 2))

    assert answers["dag"] >= date(2026, 3, 2)


def test_a_date_in_the_past_is_refused_where_it_may_not_be() -> None:
    read = form(day("dag", disallowPassedDates=True))

    with pytest.raises(AnswersRefused) as refusal:
        validate(read, {"dag": "1-3-2026"}, today=date(2026, 3, 2))

    assert refusal.value.problems["dag"].code == "in_the_past"
