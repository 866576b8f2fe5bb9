"""Files: forms, tables and mails beside the diagram are held to what they must be."""

from __future__ import annotations

import pytest

from engine.checking import check_folder, unreadable
from engine.dialect.folder import from_bytes
from engine.errors import DiagramRefused
from tests.engine.checking.judging import judge, through
from tests.engine.checking.test_references import MAIL, MODEL
from tests.engine.diagrams import chain, definitions, end, field, folder, form, properties, start, user


def with_form(*components: dict[str, object], groups: str = "ondersteuning") -> list[tuple[str, str]]:
    files = {"forms/vragen.form": form("vragen", *components)}
    return through(user("Taak", form="vragen", groups=groups), "Taak", files=files)


def test_a_sound_form_has_no_findings() -> None:
    assert with_form(field("bedrag", "number"), field("reden", "textarea")) == []


@pytest.mark.parametrize(
    "components",
    [
        [{"type": "iframe", "key": "foto", "label": "Foto"}],
        [field("bedrag"), field("bedrag", "number")],
        [field("totaal bedrag")],
        [{"type": "textfield", "key": "zonder"}],
        [field("keuze", "radio")],
        [field("naam", conditional={"hide": "=1 +"})],
    ],
    ids=["unknown type", "key twice", "key with a space", "no label", "no options", "bad condition"],
)
def test_a_form_that_would_not_work_is_refused(components: list[dict[str, object]]) -> None:
    assert [code for code, _ in with_form(*components)] == ["form_refused"]


@pytest.mark.parametrize("key", ["if", "null", "between", "some"])
def test_a_key_that_no_expression_can_read_is_refused(key: str) -> None:
    assert with_form(field(key)) == [("variable_name", "Taak")]


def test_a_key_in_another_style_is_warned_about() -> None:
    assert with_form(field("totaalBedrag")) == [("variable_style", "Taak")]


def test_a_key_of_the_system_is_refused() -> None:
    assert with_form(field("kenmerk")) == [("reserved_variable", "Taak")]


def test_a_personal_field_never_becomes_a_variable_so_its_key_is_free() -> None:
    begin = start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen"))
    given = form("insturen", field("aanhef", properties={"personal": "name"}))

    found = judge(begin, end("Klaar", properties(retentionClass="6.3", legalEffect="geen")), chain("Begin", "Klaar"),
                  files={"forms/insturen.form": given})  # fmt: skip

    assert found == []


@pytest.mark.parametrize("groups", ["indiener", "ondersteuning, indiener"])
def test_an_internal_field_is_never_shown_to_a_submitter(groups: str) -> None:
    assert with_form(field("notitie", properties={"internal": "true"}), groups=groups) == [
        ("internal_to_submitter", "Taak")
    ]


@pytest.mark.parametrize(
    ("name", "form_id"),
    [("forms/ander.form", "vragen"), ("vragen.form", "vragen"), ("forms/meer/vragen.form", "vragen")],
    ids=["another name than its id", "outside the folder", "deeper in the folder"],
)
def test_a_form_that_does_not_stand_where_its_id_leads_is_refused(name: str, form_id: str) -> None:
    found = through(user("Taak"), "Taak", files={name: form(form_id)})

    assert found == [("form_file", "")]


def test_two_forms_with_one_id_are_refused() -> None:
    found = through(user("Taak"), "Taak", files={"forms/een.form": form("een"), "forms/twee.form": form("een")})

    assert found == [("form_file", "")]


def test_a_mail_deeper_in_its_folder_is_refused() -> None:
    found = through(user("Taak"), "Taak", files={"mails/oud/ontvangen.md": MAIL})

    assert found == [("mail_file", "")]


def test_what_is_wrong_in_a_decision_is_told_with_its_name_and_its_id() -> None:
    broken = MODEL.replace(b"1 + 1", b"1 +")
    files = folder(start(), end(), chain("Begin", "Klaar"), files={"route.dmn": broken})

    (finding,) = check_folder(files, {})

    assert (finding.code, finding.file) == ("decision_finding", "proef/route.dmn")
    assert (finding.element_id, finding.element_name) == ("Route", "Route")


def test_a_decision_that_stands_in_two_files_is_refused() -> None:
    found = through(user("Taak"), "Taak", files={"een.dmn": MODEL, "twee.dmn": MODEL})

    assert found == [("duplicate_decision", "")]


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("forms/vragen.form", b"{", "proef/forms/vragen.form"),
        ("route.dmn", b"<definitions", "proef/route.dmn"),
        ("mails/ontvangen.md", b"Geen onderwerp", "proef/mails/ontvangen.md"),
    ],
    ids=["form", "table", "mail"],
)
def test_a_file_that_cannot_be_read_can_be_told_as_a_finding(name: str, data: bytes, place: str) -> None:
    with pytest.raises(DiagramRefused) as caught:
        from_bytes({"process.bpmn": definitions(start(), end(), chain("Begin", "Klaar")), name: data}, "proef")

    finding = unreadable(caught.value)

    assert (finding.code, finding.severity, finding.file) == ("unreadable", "error", place)
    assert finding.reason.startswith(f"*{place}* kan niet worden gelezen: ")
