"""Forms that are edited: a question changes in its own place, and the rest keeps its order and white space."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import forms
from engine.editing import (
    FormEdited,
    JsonSource,
    add_field,
    move_field,
    new_form,
    options_of,
    read_fields,
    read_json_source,
    remove_field,
    set_field,
    set_title,
)
from engine.errors import EditRefused
from tests.engine.editing.stock import folders, outside

FILES = {name: data for folder in folders().values() for name, data in folder.files.items() if name.endswith(".form")}
FORM = st.sampled_from(sorted(FILES))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_form_that_is_read_is_the_form_that_json_reads(name: str) -> None:
    source = read_json_source(FILES[name])

    assert source.value(source.root) == json.loads(FILES[name])
    assert source.encode() == FILES[name]


def _find(told: dict[str, Any], field: str) -> dict[str, Any]:
    """A component of a form by its id."""
    pending = list(told["components"])
    while pending:
        component: dict[str, Any] = pending.pop()
        if component.get("id") == field:
            return component
        pending += component.get("components", [])
    raise KeyError(field)


@given(FORM, TEXT, st.data())
def test_a_label_changes_that_label_and_can_be_taken_back(name: str, label: str, data: st.DataObject) -> None:
    source = read_json_source(FILES[name])
    field = data.draw(st.sampled_from([one for one in read_fields(source) if one.kind not in {"text", "datetime"}]))

    after = set_field(source, field.id, {"label": label}).source

    expected = json.loads(FILES[name])
    _find(expected, field.id)["label"] = label
    assert json.loads(after.encode()) == expected
    assert set_field(after, field.id, {"label": field.label}).data == FILES[name]


@given(FORM, st.data())
def test_a_field_that_is_added_and_removed_leaves_the_same_bytes(name: str, data: st.DataObject) -> None:
    source = read_json_source(FILES[name])
    beside = data.draw(st.sampled_from([None, *(one.id for one in read_fields(source))]))

    edit = add_field(source, "radio", "nieuw_veld", "Iets nieuws?", beside)

    assert edit.done is not None
    assert "nieuw_veld" in [one.key for one in read_fields(edit.source)]
    forms.read_form(edit.data, name)
    assert remove_field(edit.source, edit.done.element).data == FILES[name]


@given(FORM, st.data())
def test_a_field_that_goes_up_and_down_leaves_the_same_bytes(name: str, data: st.DataObject) -> None:
    source = read_json_source(FILES[name])
    field = data.draw(st.sampled_from(read_fields(source)))

    edit = move_field(source, field.id, up=True)

    assert (edit.done is None) == field.first
    if not field.first:
        assert move_field(edit.source, field.id, up=False).data == FILES[name]


SETTINGS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "required": ({"validate.required": None}, {"validate.required": True}),
    "a limit": ({"validate.maxLength": 10}, {"validate.maxLength": 5000}),
    "a new limit": ({"validate.minLength": 10}, {"validate.minLength": None}),
    "a description": ({"description": "Kort\nen goed"}, {"description": None}),
    "a condition": ({"conditional.hide": "=x"}, {"conditional.hide": None}),
}


@pytest.mark.parametrize("what", [key for key in SETTINGS if key != "required"])
def test_a_setting_of_a_field_is_changed_and_taken_back(what: str) -> None:
    change, back = SETTINGS[what]
    source = read_json_source(FILES["forms/idee-aanvullen.form"])
    field = read_fields(source)[0].id

    after = set_field(source, field, change).source

    assert after.encode() != source.encode()
    assert set_field(after, field, back).data == source.encode()


def test_only_the_limit_itself_is_written_anew() -> None:
    before = FILES["forms/idee-aanvullen.form"]
    source = read_json_source(before)

    after = set_field(source, read_fields(source)[0].id, {"validate.maxLength": 9000}).data

    assert outside(before, after) == (b"5", b"9")


def test_choices_are_typed_one_a_line() -> None:
    assert options_of(["ja = Ja, graag", "", "nee"]) == [
        {"label": "Ja, graag", "value": "ja"},
        {"label": "nee", "value": "nee"},
    ]


def test_a_new_form_is_empty_and_gets_its_first_question() -> None:
    edit = add_field(read_json_source(new_form("nieuw", "Nieuw")), "textfield", "naam", "Hoe heet het?")

    form = forms.read_form(edit.data, "nieuw")
    assert [field.key for field in form.fields] == ["naam"]
    assert json.loads(set_title(edit.source, "Anders").data)["title"] == "Anders"


def test_a_question_for_files_is_put_after_a_list_and_never_in_it() -> None:
    source = read_json_source(new_form("nieuw", "Nieuw"))
    for kind, key, after in (("dynamiclist", "plannen", None), ("textfield", "naam", "Veld_plannen")):
        source = add_field(source, kind, key, "Iets", after).source

    for beside in ("Veld_plannen", "Veld_naam"):
        source = add_field(source, "filepicker", f"na_{beside.lower()}", "Foto's", beside).source

    form = forms.read_form(source.encode(), "nieuw")
    assert [(one.key, one.kind) for one in form.fields] == [
        ("plannen", "list"),
        ("na_veld_naam", "files"),
        ("na_veld_plannen", "files"),
    ]


def test_a_question_for_files_can_be_put_in_a_group() -> None:
    source = add_field(read_json_source(new_form("nieuw", "Nieuw")), "group", "", "Foto's").source

    source = add_field(source, "filepicker", "fotos", "Welke foto's?", read_fields(source)[0].id).source

    assert [one.groups for one in read_fields(source)][1:] == [("Veld_Group",)]


MANNERS: dict[str, Callable[[bytes], bytes]] = {
    "tabs": lambda data: data.replace(b"  ", b"\t"),
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "one line": lambda data: json.dumps(json.loads(data)).encode(),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_what_is_new_is_written_in_the_manner_of_the_file(manner: str) -> None:
    def edit(data: bytes) -> bytes:
        return add_field(read_json_source(data), "textfield", "naam", "Hoe heet het?").data

    before = FILES["forms/idee-aanvullen.form"]

    assert edit(MANNERS[manner](before)) == MANNERS[manner](edit(before))


REFUSED: dict[str, tuple[str, Callable[[JsonSource], FormEdited]]] = {
    "a key that is taken": ("key_taken", lambda s: add_field(s, "textfield", "aanvulling", "X")),
    "a key that is no name": ("no_key", lambda s: add_field(s, "textfield", "een twee", "X")),
    "no label": ("name_needed", lambda s: add_field(s, "textfield", "x", "")),
    "a kind that forms do not have": ("no_such_kind", lambda s: add_field(s, "script", "x", "X")),
    "a field that is not there": ("no_field", lambda s: remove_field(s, "x")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_edit_that_no_form_can_have_is_refused(what: str) -> None:
    code, edit = REFUSED[what]

    with pytest.raises(EditRefused, match=code):
        edit(read_json_source(FILES["forms/idee-aanvullen.form"]))


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b'{"components": {}}', b"[" * 5000, b'{"a":' * 300])
def test_what_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(EditRefused, match="no_form"):
        read_fields(read_json_source(data))
