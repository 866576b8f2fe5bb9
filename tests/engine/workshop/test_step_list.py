"""The list of steps of a change: read nested and in order, and edited in one transaction, on both databases."""

from __future__ import annotations

import pytest

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from engine.municipality import transaction
from engine.workshop.desk import Written
from engine.workshop.partediting import EDITS, apply_edit
from tests.engine.conftest import Deploy
from tests.engine.editing.stock import folders


@pytest.fixture
def owner(place: engine.Municipality) -> engine.User:
    with transaction() as session:
        return add_accounts(session, [NewAccount("eva", "Eva", "geheim-woord", ("proceseigenaar",))])[0]


@pytest.fixture
def change(owner: engine.User, deploy: Deploy) -> str:
    """A change of *Idee behandelen*."""
    deploy(*folders().values())
    return engine.begin_change("behandeling", owner)


def edit(
    change: str, owner: engine.User, kind: str, at: str, values: dict[str, str], revision: int = 1
) -> engine.PartEdited:
    return engine.edit_part(change, "behandeling", revision, engine.PartEdit(kind, at, values), owner)


def elements(change: str, owner: engine.User) -> dict[str, Element]:
    data = engine.read_part(change, "behandeling", owner).files["process.bpmn"]
    return dict(read(data, "x").processes[0].elements)


def test_the_steps_come_in_order_of_flow_with_what_is_on_their_edge(change: str, owner: engine.User) -> None:
    found = engine.read_step_list(change, "behandeling", owner)

    told = [(step.item.element_id, step.item.depth) for step in found.steps]
    assert told[:3] == [("Beh_Begonnen", 0), ("Beh_Controleren", 0), ("Beh_Volledig", 0)]
    at = told.index(("Beh_Aanvullen", 1))
    assert [key for key, depth in told[at:] if depth == 2][:4] == [
        "Beh_Week_Voorbij", "Beh_Herinneren", "Beh_Herinnerd", "Beh_Twee_Weken",
    ]  # fmt: skip
    task = next(step for step in found.steps if step.element.id == "Beh_Controleren")
    assert task.form == engine.Choice("idee-controleren", "Idee controleren", "forms/idee-controleren.form")


def test_every_step_of_the_drawing_is_in_the_list_once(change: str, owner: engine.User) -> None:
    found = engine.read_step_list(change, "behandeling", owner)

    drawn = {key for key, e in elements(change, owner).items() if e.kind != "sequenceFlow"}
    assert sorted(step.element.id for step in found.steps) == sorted(drawn)


def test_an_edit_is_saved_and_says_what_it_did(change: str, owner: engine.User) -> None:
    result = edit(change, owner, "step", "Beh_Gesprek", {"name": "Praten"})

    assert result.revision == 2
    assert [(one.code, one.before, one.after) for one in result.done] == [
        ("renamed", "Gesprek met de indiener voeren", "Praten")
    ]
    assert elements(change, owner)["Beh_Gesprek"].name == "Praten"


def test_an_edit_that_changes_nothing_saves_nothing(change: str, owner: engine.User) -> None:
    result = edit(change, owner, "step", "Beh_Gesprek", {"name": "Gesprek met de indiener voeren"})

    assert (result.revision, result.done) == (1, ())


def test_who_saw_an_older_save_is_told_and_changes_nothing(change: str, owner: engine.User) -> None:
    edit(change, owner, "step", "Beh_Gesprek", {"name": "Praten"})

    with pytest.raises(engine.ChangedMeanwhile):
        edit(change, owner, "step", "Beh_Gesprek", {"name": "Bellen"})

    assert elements(change, owner)["Beh_Gesprek"].name == "Praten"


def test_a_finding_stands_on_the_step_that_it_is_about(change: str, owner: engine.User) -> None:
    typed = {"kind": "userTask", "name": "Bellen", "form": "+", "groups": "geen-groep"}
    edit(change, owner, "add", "Beh_Gesprek", typed)

    found = engine.read_step_list(change, "behandeling", owner)

    task = next(step for step in found.steps if step.item.name == "Bellen")
    assert "unknown_group" in {finding.code for finding in task.findings}


def test_a_rule_of_a_table_and_a_question_of_a_form_are_edited(change: str, owner: engine.User) -> None:
    edit(change, owner, "table", "routebepaling", {"c-0-8": '"Anders."'})
    typed = {"do": "add", "label": "Wie was erbij?", "kind": "textfield"}
    edit(change, owner, "form", "gesprek-voeren", typed, revision=2)

    table = engine.read_part_table(change, "behandeling", "routebepaling", owner).table
    form = engine.read_part_form(change, "behandeling", "gesprek-voeren", owner)
    assert table.rules[0][8] == '"Anders."'
    assert form.fields[-1].key == "wie_was_erbij"


def test_what_cannot_be_is_told_per_field(change: str, owner: engine.User) -> None:
    with pytest.raises(engine.FieldsRefused) as refused:
        edit(change, owner, "step", "Beh_Gesprek", {"name": "", "taskSchedule.dueDate": "morgen"})

    assert {key: problem.code for key, problem in refused.value.problems.items()} == {
        "name": "required",
        "taskSchedule.dueDate": "not_a_moment",
    }


def test_a_term_is_typed_as_people_say_it(change: str, owner: engine.User) -> None:
    edit(change, owner, "step", "Beh_Gesprek", {"taskSchedule.dueDate": "7 werkdagen"})
    typed = {"kind": "timer", "value": "2 weken", "name": "Twee weken voorbij", "stops": "false", "to": "+userTask",
             "to_name": "Nabellen", "due": "1 dag", "end_name": "Nagebeld"}  # fmt: skip
    edit(change, owner, "boundary", "Beh_Gesprek", typed, revision=2)

    process = elements(change, owner)
    timer = next(e.event for e in process.values() if e.name == "Twee weken voorbij")
    assert process["Beh_Gesprek"].due_date == "=werkdagen(7)"
    assert timer is not None
    assert timer.expression == "P2W"
    assert next(e for e in process.values() if e.name == "Nabellen").due_date == "P1D"


def test_only_a_process_owner_edits_and_an_offered_change_stays_as_it_is(change: str, owner: engine.User) -> None:
    with transaction() as session:
        auditor = add_accounts(session, [NewAccount("ada", "Ada", "geheim-woord", ("auditor",))])[0]
    engine.read_step_list(change, "behandeling", auditor)

    with pytest.raises(engine.NotAllowed):
        edit(change, auditor, "step", "Beh_Gesprek", {"name": "Praten"})

    engine.discard_change(change, owner)
    with pytest.raises(engine.ChangeMoved):
        edit(change, owner, "step", "Beh_Gesprek", {"name": "Praten"})


@pytest.mark.parametrize("kind", sorted(EDITS))
def test_an_edit_of_what_is_not_there_is_refused(kind: str) -> None:
    typed = {"name": "X", "kind": "userTask", "condition": "=1 = 1", "to": "Beh_Gesprek", "value": "P1D", "beside": "y"}

    with pytest.raises((engine.EditRefused, engine.FieldsRefused)):
        apply_edit("behandeling", folders()["behandeling"].files, folders, engine.PartEdit(kind, "niets", typed))


def test_an_unknown_kind_of_edit_is_refused() -> None:
    with pytest.raises(engine.EditRefused):
        apply_edit("behandeling", folders()["behandeling"].files, folders, engine.PartEdit("wissen", "Beh_Gesprek"))


def test_who_saves_while_a_slow_edit_is_worked_out_is_not_held_up(
    change: str, owner: engine.User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> Written:
        engine.save_part(change, "behandeling", 1, {"tussendoor.md": b"Eerst."}, owner)
        return Written({"te-laat.md": b"Later."}, ())

    monkeypatch.setitem(EDITS, "mail", slow)

    with pytest.raises(engine.ChangedMeanwhile):
        edit(change, owner, "mail", "ontvangen", {})

    files = engine.read_part(change, "behandeling", owner).files
    assert {"tussendoor.md", "te-laat.md"} & set(files) == {"tussendoor.md"}


def test_in_a_change_that_is_over_nothing_is_said_of_what_was_typed(change: str, owner: engine.User) -> None:
    engine.discard_change(change, owner)

    with pytest.raises(engine.ChangeMoved):
        edit(change, owner, "step", "Beh_Gesprek", {"name": ""})
