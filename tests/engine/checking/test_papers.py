"""Papers: what `check` says of steps that write a letter or add an entry to a register."""

from __future__ import annotations

import pytest

from engine.checking import check_folders
from engine.dialect.folder import ProcessFiles, from_bytes
from tests.engine.diagrams import chain, end, folder, form, io, start, user
from tests.engine.posting import LETTER, job, posting

WRONG = {
    "unknown_letter",
    "letter_computed",
    "letter_link",
    "letter_subject",
    "no_address",
    "address_not_asked",
    "no_header",
}
ENTRY = {"unknown_register", "empty_entry", "no_header"}


def codes(files: ProcessFiles, among: set[str]) -> set[str]:
    return {finding.code for finding in check_folders({files.process.id: files})} & among


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({}, set()),
        ({"to": "indiener-zonder-mail"}, set()),
        ({"to": '="Bewoners van " + titel', "address": "Straat 1"}, set()),
        ({"template": ""}, {"no_header"}),
        ({"to": ""}, {"no_header"}),
        ({"template": "weg"}, {"unknown_letter"}),
        ({"template": "=titel"}, {"letter_computed"}),
        ({"to": "Provincie"}, {"no_address"}),
    ],
    ids=["whole", "only without mail", "to another", "no text", "to nobody", "unknown", "computed", "no address"],
)
def test_a_letter_has_a_text_and_somebody_to_go_to(headers: dict[str, str], found: set[str]) -> None:
    assert codes(posting(LETTER, (), **headers), WRONG) == found


def test_a_letter_with_the_secret_link_is_told_of() -> None:
    assert codes(posting(LETTER + b"\n{{ link }}\n"), WRONG) == {"letter_link"}


@pytest.mark.parametrize("name", [b"aanhef", b" aanhef ", b"contact"], ids=["salutation", "with spaces", "contact"])
def test_a_letter_whose_subject_names_somebody_is_refused(name: bytes) -> None:
    letter = LETTER.replace(b"{{ titel }}", b"voor {{" + name + b"}}")

    assert codes(posting(letter), WRONG) == {"letter_subject"}


def test_a_letter_to_submitters_whose_address_nobody_asks_is_told_of() -> None:
    asked = posting()
    files = {**asked.files, "forms/insturen.form": form("insturen")}

    assert codes(_again(asked, files), WRONG) == {"address_not_asked"}


def test_a_letter_that_reads_what_nothing_gives_is_told_of() -> None:
    found = check_folders({"post": posting(LETTER + b"\n{{ nergens_gegeven }}\n")})

    assert any("De brief besluit" in finding.reason and "nergens_gegeven" in finding.reason for finding in found)


def test_a_letter_below_its_folder_is_told_of() -> None:
    plain = posting()

    assert codes(_again(plain, {**plain.files, "letters/oud/besluit.md": LETTER}), {"letter_file"}) == {"letter_file"}


def _again(files: ProcessFiles, changed: dict[str, bytes]) -> ProcessFiles:
    return from_bytes(changed, source=files.source)


@pytest.mark.parametrize(
    ("register", "inputs", "found"),
    [
        ("besluitenregister", {"besluit": '="ja"'}, set()),
        ("", {"besluit": '="ja"'}, {"no_header"}),
        ("geheimboek", {"besluit": '="ja"'}, {"unknown_register"}),
        ("besluitenregister", {}, {"empty_entry"}),
    ],
    ids=["whole", "no register", "unknown register", "nothing in it"],
)
def test_an_entry_goes_to_a_register_and_says_something(register: str, inputs: dict[str, str], found: set[str]) -> None:
    headers = {"register": register} if register else {}
    files = folder(
        start(),
        job("Inschrijven", "register", headers, *([io(inputs)] if inputs else [])),
        user("Werken"),
        end(),
        chain("Begin", "Inschrijven", "Werken", "Klaar"),
        process="besluit",
    )

    assert codes(files, ENTRY) == found
