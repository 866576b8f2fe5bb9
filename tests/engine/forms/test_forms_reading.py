"""Forms: what a form file may say."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DiagramRefused
from engine.forms import Form, read_form
from tests.engine.form_builders import choice, component, form, group, number, schema


def test_each_group_is_a_page_and_loose_fields_form_pages_of_their_own() -> None:
    read = form(
        component(key="a"),
        component(key="b"),
        group("Uw idee", component(key="c"), description="Vertel erover."),
        component(key="d"),
    )

    assert [(page.label, [field.key for field in page.fields]) for page in read.pages] == [
        ("", ["a", "b"]),
        ("Uw idee", ["c"]),
        ("", ["d"]),
    ]
    assert read.pages[1].description == "Vertel erover."
    assert len({page.key for page in read.pages}) == 3


def test_a_field_has_what_the_file_says() -> None:
    read = form(
        component(
            key="titel",
            description="Kort en duidelijk",
            validate={"required": True, "minLength": 3, "maxLength": 80, "pattern": "^[A-Z]"},
            conditional={"hide": "=soort = 1"},
            properties={"internal": "true"},
            defaultValue="Idee",
        ),
        number(
            "kosten",
            decimalDigits=2,
            validate={"min": 0, "max": 10.5},
            appearance={"prefixAdorner": "€", "suffixAdorner": "per jaar"},
        ),
        choice(defaultValue="voor"),
    )
    titel, kosten, keuze = read.fields

    assert (titel.kind, titel.label, titel.description) == ("textfield", "Vraag titel", "Kort en duidelijk")
    assert (titel.required, titel.min_length, titel.max_length, titel.pattern) == (True, 3, 80, "^[A-Z]")
    assert (titel.hide, titel.internal, titel.default) == ("soort = 1", True, "Idee")
    assert (kosten.decimals, kosten.min, kosten.max) == (2, Decimal(0), Decimal("10.5"))
    assert (kosten.prefix, kosten.suffix) == ("€", "per jaar")
    assert [(option.value, option.label) for option in keuze.options][:2] == [
        ("voor", "Voor"),
        ("tegen", "Tegen"),
    ]
    assert keuze.default == "voor"


def test_a_form_can_be_read_from_an_object_with_the_same_result() -> None:
    data = schema(number(validate={"max": 10.5}))

    assert read_form(json.loads(data), "x") == read_form(data, "x")


def test_personal_fields_are_listed_with_what_they_are() -> None:
    read = form(
        component(key="titel"),
        component(key="naam", properties={"personal": "name"}),
        component(key="mail", properties={"personal": "email"}),
        component(key="telefoon", properties={"personal": "phone"}),
        component("textarea", "adres", properties={"personal": "address"}),
    )

    assert read.personal_fields == {"naam": "name", "mail": "email", "telefoon": "phone", "adres": "address"}
    assert [field.kind for field in read.fields] == ["textfield", "textfield", "email", "phone", "textarea"]


def test_a_text_is_shown_but_is_not_a_question() -> None:
    read = form({"type": "text", "text": "Lees dit eerst."}, {"type": "separator"}, component(key="a"))

    assert [(field.kind, field.text) for field in read.pages[0].fields] == [
        ("text", "Lees dit eerst."),
        ("textfield", ""),
    ]
    assert [field.key for field in read.fields] == ["a"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "not JSON", id="empty"),
        pytest.param(b"\xff\xfe", "UTF-8", id="not text"),
        pytest.param(b"[]", "not a form", id="a list"),
        pytest.param(b'{"type": "default", "id": "a"}', "not a form", id="without components"),
        pytest.param(schema(component(), type="journey"), "not a form", id="another type"),
        pytest.param(schema(component(), id="a b"), "no usable id", id="an id with a space"),
        pytest.param(b'{"type": "default", "id": "a", "components": [NaN]}', "NaN", id="no number"),
        pytest.param(b"[" * 100_000, "not JSON", id="nested without end"),
        pytest.param(b"1" * 10_000, "not JSON", id="a number without end"),
        pytest.param(b" " * 500_001, "at most 500000 bytes", id="too big"),
        pytest.param(schema("veld"), "not an object", id="a component that is a text"),
        pytest.param(schema(*[component(key=f"v{n}") for n in range(301)]), "at most 300", id="too many fields"),
        pytest.param(schema(component(), component()), "used twice", id="the same key twice"),
        pytest.param(
            schema(
                component(key="a", properties={"personal": "email"}),
                component(key="b", properties={"personal": "email"}),
            ),
            "only one can be",
            id="the same personal datum twice",
        ),
        pytest.param(schema(group("Leeg")), "the group is empty", id="an empty group"),
        pytest.param(schema(group("", component())), "needs a label", id="a group without label"),
        pytest.param(schema(group("A", group("B", component()))), "cannot stand in a group", id="a group in a group"),
    ],
)
def test_a_file_that_is_no_usable_form_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DiagramRefused, match=reason) as refusal:
        read_form(data, "idee.form")

    assert refusal.value.source == "idee.form"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        pytest.param({"type": "iframe"}, "this type is not supported", id="an unknown type"),
        pytest.param({"type": "button"}, "this type is not supported", id="a button"),
        pytest.param({"type": None}, "this type is not supported", id="no type"),
        pytest.param({"key": "a b"}, "the key must be", id="a key with a space"),
        pytest.param({"key": "a.b"}, "the key must be", id="a key with a point"),
        pytest.param({"key": "1a"}, "the key must be", id="a key that begins with a digit"),
        pytest.param({"key": None}, "the key must be", id="no key"),
        pytest.param({"label": "  "}, "needs a label", id="no label"),
        pytest.param({"label": "=titel"}, "cannot be computed", id="a computed label"),
        pytest.param({"description": "{{titel}}"}, "cannot be computed", id="a computed description"),
        pytest.param({"label": 5}, "must be a text", id="a label that is a number"),
        pytest.param({"validate": {"maxlength": 5}}, "validate.maxlength is not known", id="a misspelt rule"),
        pytest.param({"validate": {"min": 5}}, "does not apply", id="a smallest number for a text"),
        pytest.param({"validate": {"required": "=a"}}, "true or false", id="a computed rule"),
        pytest.param({"validate": {"maxLength": -1}}, "whole number from 0", id="a negative length"),
        pytest.param({"validate": {"maxLength": 20_001}}, "whole number from 0", id="a length without end"),
        pytest.param({"validate": {"maxLength": 2.5}}, "whole number from 0", id="half a character"),
        pytest.param({"validate": {"minLength": 9, "maxLength": 8}}, "no text has", id="lengths that exclude all"),
        pytest.param({"validate": {"pattern": "("}}, "no pattern", id="a broken pattern"),
        pytest.param({"validate": {"pattern": "(?=a)b"}}, "no look-ahead", id="a pattern that backtracks"),
        pytest.param({"validate": []}, "must be an object", id="rules that are a list"),
        pytest.param({"conditional": {"hide": "=a +"}}, "conditional.hide", id="a condition that is not FEEL"),
        pytest.param({"conditional": {"hide": "a"}}, "begins with =", id="a condition without ="),
        pytest.param({"conditional": {"show": "=a"}}, "conditional.show is not supported", id="another condition"),
        pytest.param({"properties": {"personel": "email"}}, "'personel' is not known", id="a misspelt property"),
        pytest.param({"properties": {"personal": "bsn"}}, "personal is one of", id="another personal datum"),
        pytest.param({"properties": {"internal": "yes"}}, "internal is", id="an unclear property"),
        pytest.param({"readonly": True}, "read-only", id="a read-only field"),
        pytest.param({"disabled": True}, "disabled", id="a disabled field"),
        pytest.param({"defaultValue": 5}, "defaultValue", id="a default of another type"),
        pytest.param({"defaultValue": "=titel"}, "cannot be computed", id="a computed default"),
        pytest.param({"type": "datetime", "subtype": "date", "defaultValue": "x"}, "a date", id="a default day"),
        pytest.param({"type": "text", "text": " "}, "the text is empty", id="an empty text"),
        pytest.param({"label": "a\u202eb"}, "cannot be shown", id="a label that reads backwards"),
        pytest.param({"label": "a\ud800b"}, "cannot be shown", id="a label that cannot be written"),
        pytest.param({"properties": {"personal": ["name"]}}, "personal is one of", id="a list of personal data"),
        pytest.param({"validate": {"pattern": 5}}, "must be a text", id="a pattern that is a number"),
        pytest.param({"validate": {"pattern": "a" * 501}}, "at most 500", id="a pattern without end"),
        pytest.param({"validate": {"maxLength": "1e999999"}}, "whole number from 0", id="a length beyond numbers"),
        pytest.param({"validate": {"validationType": "iban"}}, "email, phone or custom", id="an unknown kind of text"),
        pytest.param({"appearance": {"prefixAdorner": "=a"}}, "before or after", id="a computed prefix"),
        pytest.param({"appearance": {"suffixAdorner": "a" * 21}}, "before or after", id="a long suffix"),
        pytest.param({"appearance": {"suffixAdorner": "a\x00"}}, "before or after", id="a hidden suffix"),
        pytest.param({"type": "textarea", "validate": {"validationType": "email"}}, "textfield", id="mail in lines"),
        pytest.param({"type": "number", "properties": {"personal": "name"}}, "on a textfield", id="a name in digits"),
        pytest.param({"type": "number", "decimalDigits": 11}, "from 0 to 10", id="too many decimals"),
        pytest.param({"type": "number", "validate": {"min": 2, "max": 1}}, "no number", id="limits that exclude all"),
        pytest.param({"type": "number", "validate": {"min": "=a"}}, "must be a number", id="a computed limit"),
        pytest.param({"type": "number", "validate": {"max": 10**15}}, "at most 15 digits", id="a limit out of reach"),
        pytest.param({"type": "number", "validate": {"min": "1e-999"}}, "at most 15 digits", id="a limit near nothing"),
        pytest.param({"type": "number", "defaultValue": "1e999999999"}, "15 digits", id="a default of a gigabyte"),
        pytest.param({"type": "datetime", "subtype": "time"}, "only dates", id="a time"),
        pytest.param({"type": "select"}, "options", id="no options"),
        pytest.param({"type": "select", "valuesKey": "lijst"}, "options from data", id="options from data"),
        pytest.param({"type": "radio", "values": [{"value": 1, "label": "1"}]}, "both a text", id="a numeric option"),
        pytest.param(
            {"type": "radio", "values": [{"value": "a", "label": "A"}, {"value": "a", "label": "B"}]},
            "there twice",
            id="an option twice",
        ),
        pytest.param({"type": "radio", "values": [{"value": " a", "label": "A"}]}, "space", id="a value with space"),
        pytest.param({"type": "radio", "values": [{"value": "a", "label": "A\x00"}]}, "shown", id="a hidden label"),
        pytest.param(
            {"type": "radio", "values": [{"value": "a", "label": "A"}], "defaultValue": "b"},
            "defaultValue",
            id="a default that is no option",
        ),
    ],
)
def test_what_would_not_work_as_it_says_is_refused_with_its_field(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(DiagramRefused, match=reason) as refusal:
        form({**component(key="veld"), **wrong})

    assert refusal.value.element in ("veld", str(wrong.get("key")), "Vraag veld")


def test_a_condition_on_its_own_answer_is_refused() -> None:
    with pytest.raises(DiagramRefused, match="looks at its own answer"):
        form(component(key="a", conditional={"hide": '=a = "x"'}))


def test_a_syntax_error_is_refused_with_its_line() -> None:
    with pytest.raises(DiagramRefused) as refusal:
        read_form(b'{\n"type": "default",\n"id": }', "idee.form")

    assert refusal.value.line == 3


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["=a", "true", "1e99"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
KNOWN_ATTRIBUTES = [
    "type", "key", "id", "label", "description", "validate", "values", "conditional", "properties", "defaultValue",
    "appearance", "decimalDigits", "subtype", "text", "components", "readonly",
]  # fmt: skip
TYPES = ["textfield", "textarea", "number", "select", "radio", "checkbox", "checklist", "datetime", "text", "group"]
INNER = [
    "required", "minLength", "maxLength", "min", "max", "pattern", "validationType", "hide", "personal", "internal",
    "prefixAdorner", "value", "label",
]  # fmt: skip


@given(
    st.sampled_from(TYPES),
    st.dictionaries(
        st.sampled_from(KNOWN_ATTRIBUTES),
        JSON | st.dictionaries(st.sampled_from(INNER), JSON, max_size=3),
        max_size=4,
    ),
)
def test_whatever_a_file_says_it_is_a_form_or_is_refused(kind: str, attributes: dict[str, Any]) -> None:
    data = {"type": "default", "id": "a", "components": [{**component(kind), **attributes}]}

    try:
        outcome: object = read_form(data, "a.form")
    except DiagramRefused as refusal:
        outcome = refusal

    assert isinstance(outcome, Form | DiagramRefused)
