"""Files read: what is known of the files of an answer, wherever an expression reads them."""

from __future__ import annotations

import pytest

from engine.checking import check_folders
from engine.checking.known import Knowledge, Known
from engine.checking.sources import Sources
from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import chain, each, end, folder, form, io, properties, script, start, user
from tests.engine.form_builders import component

BEGUN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="ondersteuning"))
FILES = {"forms/begin.form": form("begin", component("filepicker", "fotos", multiple=True, accept="image/*"))}
TOLD = {"files_in_ballot", "unknown_of_file", "unknown_column", "unknown_variable", "compared_types", "compared_list"}


def asking(step: str, key: str = "Lezen") -> ProcessFiles:
    """A process that begins with a question for photos, which one step reads."""
    return folder(BEGUN, step, end(), chain("Begin", key, "Klaar"), files=FILES)


def told(made: ProcessFiles) -> list[tuple[str, str]]:
    found = check_folders({made.process.id: made})
    return [(one.code, f"{one.reason} {one.remedy}") for one in found if one.code in TOLD]


@pytest.mark.parametrize(
    "text",
    [
        "=count(fotos)", "=fotos[1].metadata.fileName", "=fotos.metadata.fileName", "=count(fotos) > 0",
        "=for f in fotos return f.metadata.fileName", '=some f in fotos satisfies f.metadata.fileName = "a"',
        "=fotos[metadata.size > 1000].documentId", "=fotos[1].contentHash",
        "=for m in fotos.metadata return m.size / 1000", "=fotos = []",
    ],
)  # fmt: skip
def test_what_is_told_of_a_file_can_be_read(text: str) -> None:
    assert told(asking(script("Lezen", text, "gelezen"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "=fotos[1].metadata.filename", "=fotos.metadata.filename", "=for f in fotos return f.metadata.filename",
        '=some f in fotos satisfies f.metadata.filename = "a.jpg"', "=for m in fotos.metadata return m.filename",
    ],
)  # fmt: skip
def test_a_name_that_a_file_does_not_have_is_told_with_what_was_probably_meant(text: str) -> None:
    [(code, sentence)] = told(asking(script("Lezen", text, "gelezen")))

    assert code == "unknown_of_file"
    assert sentence.endswith("maar zo heet niets van een bestand. Bedoelt u *fileName*?")


def test_a_name_that_is_near_nothing_is_told_with_all_that_there_is() -> None:
    [(_, sentence)] = told(asking(script("Lezen", "=fotos[1].plaats", "gelezen")))

    assert "leest 'fotos[…].plaats'" in sentence
    assert "Kies uit contentHash, documentId, metadata." in sentence


def test_a_task_for_each_file_knows_what_that_file_has() -> None:
    loop = each("=fotos", item="foto")

    assert told(asking(user("Elk", loop, io({"naam": "=foto.metadata.fileName"})), "Elk")) == []
    assert [code for code, _ in told(asking(user("Elk", loop, io({"naam": "=foto.naam"})), "Elk"))] == [
        "unknown_of_file"
    ]


def test_a_ballot_asks_no_files() -> None:
    ballot = user("Stem", properties(ballot="true"), each("=[1]", item="lid"), form="begin")

    assert [code for code, _ in told(asking(ballot, "Stem"))] == ["files_in_ballot"]


def test_files_are_equal_to_no_text() -> None:
    assert [code for code, _ in told(asking(script("Lezen", '=fotos = "foto.jpg"', "gelezen")))] == ["compared_list"]


def test_a_question_for_files_always_gives_a_list() -> None:
    made = asking(script("Lezen", "=fotos", "gelezen"))

    known = Knowledge(Sources({made.process.id: made})).of(made.process.id, None, "fotos")

    assert known is not None
    assert (known.kind, known.empty, known.item and known.item.entry("metadata")) == (
        "list",
        False,
        known.entries and known.entries["metadata"],
    )
    assert known.entry("documentId") == Known("list")


@pytest.mark.parametrize(
    ("wrong", "dutch"),
    [
        ({"accept": ".exe"}, "accept noemt een soort bestand dat wij niet aannemen; gebruik .jpg, .jpeg, .png, .pdf"),
        ({"multiple": "=waar"}, "multiple is true of false; het kan hier niet worden berekend"),
    ],
)
def test_a_question_for_files_that_is_refused_is_told_in_dutch(wrong: dict[str, object], dutch: str) -> None:
    asked = {"forms/begin.form": form("begin", component("filepicker", "fotos", **wrong))}
    made = folder(BEGUN, end(), chain("Begin", "Klaar"), files=asked)
    found = check_folders({made.process.id: made})

    assert [dutch in one.reason for one in found if one.code == "form_refused"] == [True]
