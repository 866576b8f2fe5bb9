"""Folders: the files of a process are read whole or refused, and nothing outside the folder is ever read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.dialect.folder import LARGEST_FILE, MOST_FILES, from_bytes, read_folder
from engine.errors import DiagramRefused
from tests.engine.diagrams import chain, definitions, end, form, start, user

DIAGRAM = definitions(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))
MAIL = b"Onderwerp: Ontvangen\n\nUw idee is ontvangen.\n"
TABLE = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="x">'
    b'<decision id="Route" name="Route"><variable name="Route" /><literalExpression id="L"><text>1</text>'
    b"</literalExpression></decision></definitions>"
)
FILES = {
    "process.bpmn": DIAGRAM,
    "forms/leeg.form": form("leeg"),
    "mails/ontvangen.md": MAIL,
    "route.dmn": TABLE,
    "scenarios/een.yaml": b"name: Een\n",
    "README.md": b"# Proef\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "proef"
    for name, data in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def test_a_folder_is_read_with_everything_in_it(folder: Path) -> None:
    files = read_folder(folder)

    assert files.source == "proef"
    assert (files.process.id, set(files.forms), set(files.mails)) == ("proef", {"leeg"}, {"ontvangen"})
    assert set(files.decisions["route.dmn"].decisions) == {"Route"}
    assert set(files.scenarios) == {"scenarios/een.yaml"}
    assert dict(files.files) == FILES


def test_files_from_a_folder_and_the_same_files_as_bytes_are_one_version(folder: Path) -> None:
    assert read_folder(folder).content_hash == from_bytes(FILES, "elders").content_hash


@pytest.mark.parametrize("name", ["process.bpmn", "forms/leeg.form", "mails/ontvangen.md", "route.dmn"])
def test_a_change_in_what_a_case_does_is_another_version(name: str) -> None:
    changed = {**FILES, name: FILES[name] + b"\n"}

    assert from_bytes(changed, "proef").content_hash != from_bytes(FILES, "proef").content_hash


@pytest.mark.parametrize("name", ["README.md", "scenarios/een.yaml", "scenarios/twee.yaml", "schets.png"])
def test_a_change_beside_what_a_case_does_is_the_same_version(name: str) -> None:
    changed = {**FILES, name: b"iets anders\n"}

    assert from_bytes(changed, "proef").content_hash == from_bytes(FILES, "proef").content_hash


def test_moving_text_from_one_file_to_another_is_another_version() -> None:
    one = {**FILES, "mails/a.md": MAIL + b"x", "mails/b.md": MAIL}
    two = {**FILES, "mails/a.md": MAIL, "mails/b.md": MAIL + b"x"}

    assert from_bytes(one, "proef").content_hash != from_bytes(two, "proef").content_hash


def test_a_link_to_a_file_outside_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.md").write_bytes(MAIL)
    (folder / "mails" / "geheim.md").symlink_to(tmp_path / "geheim.md")

    assert set(read_folder(folder).mails) == {"ontvangen"}


def test_a_link_to_a_folder_outside_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders" / "geheim.form").write_bytes(form("geheim"))
    (folder / "forms" / "meer").symlink_to(tmp_path / "elders", target_is_directory=True)

    assert set(read_folder(folder).forms) == {"leeg"}


def test_what_is_no_plain_file_is_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "forms" / "wacht.form")

    assert set(read_folder(folder).forms) == {"leeg"}


def test_hidden_files_are_passed_over(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "oud.form").write_bytes(b"{")
    (folder / "forms" / ".leeg.form").write_bytes(b"{")

    assert set(read_folder(folder).files) == set(FILES)


def test_a_folder_without_a_diagram_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiagramRefused, match=r"there is no process\.bpmn"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    "name", ["../elders.form", "/etc/elders.form", "forms/../../elders.form", "forms\\elders.form"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    with pytest.raises(DiagramRefused, match="no place inside the folder"):
        from_bytes({**FILES, name: form("elders")}, "proef")


def test_a_file_that_is_too_large_is_refused_from_disk_and_from_bytes(folder: Path) -> None:
    large = b" " * (LARGEST_FILE + 1)
    (folder / "README.md").write_bytes(large)

    with pytest.raises(DiagramRefused, match=r"README\.md is larger than"):
        read_folder(folder)
    with pytest.raises(DiagramRefused, match=r"README\.md is larger than"):
        from_bytes({**FILES, "README.md": large}, "proef")


def test_too_many_files_are_refused_from_disk_and_from_bytes(folder: Path) -> None:
    extra = {f"scenarios/{n}.yaml": b"" for n in range(MOST_FILES)}
    for name, data in extra.items():
        (folder / name).write_bytes(data)

    with pytest.raises(DiagramRefused, match="more than 300 files"):
        read_folder(folder)
    with pytest.raises(DiagramRefused, match="more than 300 files"):
        from_bytes({**FILES, **extra}, "proef")


def test_exactly_one_process_of_a_diagram_is_run() -> None:
    other = b'<bpmn:process id="bewoner" isExecutable="%s" /><bpmndi:BPMNDiagram'

    beside = from_bytes(
        {**FILES, "process.bpmn": DIAGRAM.replace(b"<bpmndi:BPMNDiagram", other % b"false", 1)}, "proef"
    )

    assert (beside.process.id, len(beside.diagram.processes)) == ("proef", 2)
    with pytest.raises(DiagramRefused, match="2 executable processes"):
        from_bytes({**FILES, "process.bpmn": DIAGRAM.replace(b"<bpmndi:BPMNDiagram", other % b"true", 1)}, "proef")


def test_a_diagram_that_runs_nothing_is_refused() -> None:
    still = DIAGRAM.replace(b'isExecutable="true"', b"")

    with pytest.raises(DiagramRefused, match="0 executable processes"):
        from_bytes({**FILES, "process.bpmn": still}, "proef")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("forms/leeg.form", b'{\n"id": }', "no valid JSON"),
        ("forms/leeg.form", b"[" * 100_000, "no valid JSON"),
        ("forms/leeg.form", b'{"a": ' + b"9" * 5_000 + b"}", "no valid JSON"),
        ("forms/leeg.form", b"[1]", "a form is a JSON object"),
        ("forms/leeg.form", b"\xff\xfe", "not UTF-8 text in line 1"),
        ("mails/ontvangen.md", b"Beste,\n", "the first line must be"),
        ("mails/ontvangen.md", b"Onderwerp: x\n\n{{ 1 + }}\n", "expected a value"),
        ("route.dmn", b"<a", "XML"),
    ],
    ids=["JSON", "deep JSON", "huge number", "list", "bytes", "mail", "mail's expression", "table"],
)
def test_a_file_that_cannot_be_read_is_refused_by_its_name(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(DiagramRefused, match=reason) as caught:
        from_bytes({**FILES, name: data}, "proef")

    assert caught.value.source == f"proef/{name}"


def test_the_line_of_a_mistake_in_a_form_is_told() -> None:
    with pytest.raises(DiagramRefused) as caught:
        from_bytes({**FILES, "forms/leeg.form": b'{\n"id": }'}, "proef")

    assert caught.value.line == 2
