"""Undone editing: an owner says by form how a step is undone and where, and a story is played in which that happens."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.checking import check_folder
from engine.dialect.compensation import read_compensation
from engine.dialect.elements import Element, Process
from engine.dialect.folder import DIAGRAM, from_bytes
from engine.errors import EditRefused, FieldsRefused
from engine.scenarios import play, read_scenario
from engine.workshop.blank import draw_blank
from engine.workshop.desk import PartEdit, list_words, process_in
from engine.workshop.partediting import apply_edit
from engine.workshop.stepchanges import key_of
from engine.workshop.stepfields import fields_of
from engine.workshop.undoneediting import UNDOES
from tests.engine.diagrams import chain, end, folder, start, user
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import folders

Files = Mapping[str, bytes]
FEAST = folder(
    start("Begin"), user("Huren"), user("Regelen"), end(), chain("Begin", "Huren", "Regelen", "Klaar"), process="feest"
)  # fmt: skip
TASK = {"kind": "userTask", "name": "Zaal afzeggen", "groups": "ondersteuning", "form": "+", "due": "2 werkdagen"}
BACK = {"kind": "throw-compensate", "name": "Alles teruggedraaid"}


def edit(kind: str, at: str, told: Mapping[str, str], files: Files = FEAST.files, process: str = "feest") -> Files:
    return {**files, **apply_edit(process, files, folders, PartEdit(kind, at, told)).files}


def process_of(files: Files, process: str = "feest") -> Process:
    return process_in(files[DIAGRAM], process)


def named(files: Files, name: str) -> Element:
    return next(one for one in process_of(files).elements.values() if one.name == name)


def findings(files: Files, process: str = "feest") -> set[tuple[str, str]]:
    found = from_bytes(files, process)
    return {(one.code, one.element_id) for one in check_folder(found, {**folders(), process: found})}


def problems(kind: str, at: str, told: Mapping[str, str], files: Files = FEAST.files) -> dict[str, str]:
    with pytest.raises(FieldsRefused) as refusal:
        edit(kind, at, told, files)
    return {key: one.code for key, one in refusal.value.problems.items()}


def test_a_task_that_undoes_has_its_group_form_and_deadline_at_once() -> None:
    files = edit("undoing", "Huren", TASK)

    task = named(files, "Zaal afzeggen")
    assert read_compensation(process_of(files)).handlers == {"Huren": task.id}
    assert (task.candidate_groups, task.due_date) == ("ondersteuning", "=werkdagen(2)")
    assert f"forms/{task.form_id}.form" in files
    assert findings(files) == findings(FEAST.files)


@pytest.mark.parametrize("process", ["korte-klap", "heroverweging", "uitvoering", "wijkverkiezing"])
@pytest.mark.parametrize("kind", UNDOES)
def test_whatever_undoes_it_fits_in_every_drawing_of_ours_and_nothing_is_wrong_with_it(process: str, kind: str) -> None:
    files = dict(folders()[process].files)
    step = next(one for one in process_of(files, process).elements.values() if one.kind == "userTask")
    told = {**TASK, "kind": kind, "job": "register", "expression": "1 + 1", "variable": "som"}

    after = edit("undoing", step.id, told, files, process)
    after = edit("add", step.id, {**BACK, "activity": step.id}, after, process)

    assert faults(after[DIAGRAM]) == set()
    new = {code for code, _ in findings(after, process) - findings(files, process)}
    # To whom a mail goes, what a text says and which register it is, is for the owner to say.
    assert new <= {"no_header", "text_not_written", "empty_entry"}


STORY = """
name: De buurt zegt het feest af
process: feest
now: 2026-03-02T09:00
start: {}
steps:
  - task: Huren
    as: ondersteuning
    answers: {}
  - task: HANDLER
    as: ondersteuning
    answers: {}
  - task: Regelen
    as: ondersteuning
    answers: {}
expect:
  end: Klaar
"""


@pytest.mark.parametrize("activity", ["", "Huren"], ids=["all that was done", "one step"])
def test_a_story_is_played_in_which_a_step_is_undone_where_the_owner_said_so(activity: str) -> None:
    files = edit("undoing", "Huren", TASK)
    files = edit("add", "Huren", {**BACK, "activity": activity}, files)
    assert findings(files) == findings(FEAST.files)
    told = from_bytes(files, "feest")
    story = STORY.replace("HANDLER", named(files, "Zaal afzeggen").id).encode()

    played = play(read_scenario("feest", "scenarios/01.yaml", story), "feest", {"feest": told})

    assert played.error is None


def test_an_end_undoes_what_was_done_and_a_story_is_played_up_to_there() -> None:
    files = edit("undoing", "Regelen", TASK)
    files = edit("step", "Klaar", {"event.kind": "compensate", "event.activity": ""}, files)
    told = from_bytes(files, "feest")
    handler = named(files, "Zaal afzeggen").id
    lines = STORY.split("  - task: ")
    lines[2], lines[3] = lines[3].replace("expect:\n  end: Klaar\n", ""), lines[2] + "expect:\n  end: Klaar\n"
    story = "  - task: ".join(lines).replace("HANDLER", handler).encode()

    played = play(read_scenario("feest", "scenarios/01.yaml", story), "feest", {"feest": told})

    assert played.error is None
    assert findings(files) == findings(FEAST.files)


def test_what_an_end_undoes_is_chosen_from_what_can_be_undone_there() -> None:
    def asked(files: Files) -> dict[str, list[str]]:
        process = process_of(files)
        fields = fields_of(process, process.elements["Klaar"], list_words(files, folders()))
        return {key_of(one): [choice.id for choice in one.choices] for one in fields}

    assert "event.activity" not in asked(FEAST.files)
    assert "compensate" not in asked(FEAST.files)["event.kind"]

    undone = asked(edit("undoing", "Huren", TASK))

    assert undone["event.activity"] == ["Huren"]
    assert "compensate" in undone["event.kind"]


def test_what_is_undone_within_a_part_is_not_undone_one_by_one_from_outside() -> None:
    files: Files = {DIAGRAM: draw_blank("feest", "Buurtfeest")}
    step = next(one.id for one in process_of(files).elements.values() if one.kind == "userTask")
    files = edit("undoing", step, TASK, files)
    files = edit("enclose", step, {"last": step, "name": "Voorbereiden"}, files)
    whole = named(files, "Voorbereiden").id

    assert problems("add", whole, {**BACK, "activity": step}, files) == {"activity": "not_an_option"}
    assert findings(edit("add", whole, {**BACK, "activity": whole}, files)) == findings(files)


def test_nothing_can_be_undone_where_no_step_says_how() -> None:
    assert problems("add", "Huren", BACK) == {"activity": "not_an_option"}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({**TASK, "name": " "}, {"name": "required"}),
        ({**TASK, "kind": "endEvent"}, {"kind": "not_an_option"}),
        ({**TASK, "due": "ooit"}, {"due": "not_a_moment"}),
        ({"kind": "scriptTask", "name": "Rekenen"}, {"expression": "required", "variable": "required"}),
        ({"kind": "scriptTask", "name": "Rekenen", "expression": "1 +", "variable": "som"}, {"expression": "not_feel"}),
        ({"kind": "scriptTask", "name": "Rekenen", "expression": "1", "variable": "1e"}, {"variable": "not_a_name"}),
    ],
)
def test_what_cannot_undo_is_told_at_its_question(told: Mapping[str, str], wrong: dict[str, str]) -> None:
    assert problems("undoing", "Huren", told) == wrong


def test_how_a_step_is_undone_is_said_once() -> None:
    with pytest.raises(EditRefused, match="undone_already"):
        edit("undoing", "Huren", TASK, edit("undoing", "Huren", TASK))
