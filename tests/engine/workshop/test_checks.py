"""Checking and comparing a change: what is not saved lies over what is, beside all that is in use."""

from __future__ import annotations

import pytest

import engine
from engine.municipality import transaction
from engine.versions.definitions import put_in_use
from tests.engine.diagrams import chain, end, flow, folder, node, start, user

OWNER = engine.User("petra", "Petra", frozenset({"proceseigenaar"}))
AUDITOR = engine.User("ada", "Ada", frozenset({"auditor"}))
CLERK = engine.User("olga", "Olga", frozenset({"ondersteuning"}))

CALLED = folder(start("In"), end("Uit"), chain("In", "Uit"), process="ander")
CALL = node("callActivity", "Roep", '<zeebe:calledElement processId="ander" />')
CALLING = folder(start(), user("Taak"), CALL, end(), chain("Begin", "Taak", "Roep", "Klaar"))  # fmt: skip
STUCK = folder(start(), node("exclusiveGateway", "Keuze", default="Nee"), user("A"), user("B"),
               node("parallelGateway", "Samen"), end(), chain("Begin", "Keuze"), flow("Keuze", "A", "=ja"),
               flow("Keuze", "B", key="Nee"), chain("A", "Samen", "Klaar"), chain("B", "Samen"))  # fmt: skip


@pytest.fixture
def change(place: engine.Municipality) -> str:
    """A change of a process that calls another."""
    with transaction() as session:
        put_in_use(session, "ander", CALLED, "petra")
        put_in_use(session, "proef", CALLING, "petra")
    return engine.begin_change("proef", OWNER, "Proef")


def codes(change: str, unsaved: dict[str, bytes | None], process_id: str = "proef") -> set[tuple[str, str]]:
    found = engine.check_change(change, process_id, unsaved, OWNER).findings
    return {(finding.code, finding.element_id) for finding, _ in found if finding.severity == "error"}


def test_a_process_is_checked_beside_those_in_use(change: str) -> None:
    assert codes(change, {}) == set()


def test_what_is_not_saved_lies_over_what_is(change: str) -> None:
    drawn = STUCK.files["process.bpmn"]

    assert ("join_without_split", "Samen") in codes(change, {"process.bpmn": drawn})
    assert codes(change, {}) == set()


def test_a_file_that_is_taken_away_is_missed(change: str) -> None:
    assert ("unknown_form", "Taak") in codes(change, {"forms/leeg.form": None})


def test_what_is_wrong_with_the_tokens_comes_with_its_way_and_a_fix(change: str) -> None:
    found = engine.check_change(change, "proef", {"process.bpmn": STUCK.files["process.bpmn"]}, OWNER).findings

    ((finding, fixes),) = [(f, fixes) for f, fixes in found if f.code == "join_without_split"]
    assert finding.trace[0] == "Begin"
    assert finding.trace[-1] == "Samen"
    assert [fix.key for fix in fixes] == ["kruising:Samen"]


def test_a_fix_gives_back_a_file_in_which_its_finding_is_gone(change: str) -> None:
    drawn: dict[str, bytes | None] = {"process.bpmn": STUCK.files["process.bpmn"]}

    mended = engine.mend_change(change, "proef", drawn, "kruising:Samen", OWNER)

    assert ("join_without_split", "Samen") not in codes(change, {**drawn, **mended})


def test_a_fix_that_is_not_offered_with_these_files_is_not_found(change: str) -> None:
    with pytest.raises(engine.NotFound):
        engine.mend_change(change, "proef", {}, "kruising:Samen", OWNER)


def test_what_a_change_breaks_in_a_process_that_calls_it_is_told(change: str) -> None:
    engine.add_process(change, "ander", OWNER)
    waits = node("startEvent", "In", '<bpmn:messageEventDefinition messageRef="Message_1" />')
    without_start = folder(waits, end("Uit"), chain("In", "Uit"), process="ander")  # fmt: skip

    found = codes(change, {"process.bpmn": without_start.files["process.bpmn"]}, "ander")

    assert ("called_without_start", "Roep") in found


def test_only_who_reads_the_workshop_may_have_a_change_checked(change: str) -> None:
    engine.check_change(change, "proef", {}, AUDITOR)

    with pytest.raises(engine.NotAllowed):
        engine.check_change(change, "proef", {}, CLERK)
    with pytest.raises(engine.NotAllowed):
        engine.mend_change(change, "proef", {}, "x", AUDITOR)


def test_a_change_is_compared_with_what_it_began_from_and_with_what_is_in_use_since(change: str) -> None:
    renamed = CALLING.files["process.bpmn"].replace(b'name="Taak"', b'name="Ander werk"')
    with transaction() as session:
        put_in_use(session, "proef", folder(*_inside("Intussen"), process="proef"), "petra")
    engine.save_part(change, "proef", 1, {"process.bpmn": renamed}, OWNER)

    (part,) = engine.compare_change(change, AUDITOR)

    assert (part.base_version, part.current_version) == (1, 2)
    assert _sentences(part.with_base) == ["*Taak* heet nu *Ander werk*."]
    assert part.with_current is not None
    assert _sentences(part.with_current) == ["*Intussen* heet nu *Ander werk*."]


def _inside(name: str) -> tuple[str, ...]:
    task = user("Taak").replace('name="Taak"', f'name="{name}"', 1)
    return (start(), task, CALL, end(), chain("Begin", "Taak", "Roep", "Klaar"))  # fmt: skip


def _sentences(found: engine.Comparison) -> list[str]:
    return [edit.sentence for change in found.elements for edit in change.edits]


def test_two_versions_are_compared_and_the_newest_without_asking(change: str) -> None:
    with transaction() as session:
        put_in_use(session, "proef", folder(*_inside("Nieuw werk"), process="proef"), "petra")

    found = engine.compare_versions("proef", None, None, AUDITOR)

    assert (found.older, found.newer, found.versions) == (1, 2, (2, 1))
    assert _sentences(found.found) == ["*Taak* heet nu *Nieuw werk*."]
    assert engine.compare_versions("proef", 2, 2, AUDITOR).found.is_empty


@pytest.mark.parametrize(("process_id", "older"), [("proef", 7), ("weg", 1)])
def test_a_version_that_is_not_there_is_not_found(change: str, process_id: str, older: int) -> None:
    with pytest.raises(engine.NotFound):
        engine.compare_versions(process_id, older, None, OWNER)


def test_only_who_reads_the_workshop_may_compare(change: str) -> None:
    with pytest.raises(engine.NotAllowed):
        engine.compare_change(change, CLERK)
    with pytest.raises(engine.NotAllowed):
        engine.compare_versions("proef", 1, 1, CLERK)
