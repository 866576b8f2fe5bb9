"""Elements: loops, ids, extensions and mappings that would go wrong, or be ignored, on elements that are run."""

from __future__ import annotations

import pytest

from engine.checking import check_folder
from engine.dialect.folder import from_bytes
from tests.engine.checking.judging import beside, facts, judge, through
from tests.engine.diagrams import (
    FORMAL,
    chain,
    definitions,
    each,
    end,
    flow,
    folder,
    form,
    io,
    node,
    properties,
    signal,
    start,
    user,
)

LAPS = "<bpmn:standardLoopCharacteristics{}>{}</bpmn:standardLoopCharacteristics>"


@pytest.mark.parametrize("kind", ["receiveTask", "exclusiveGateway", "intermediateThrowEvent"])
def test_a_loop_on_what_cannot_be_repeated_is_refused(kind: str) -> None:
    found = through(node(kind, "Herhalen", each("=groepen.stuurgroep", "lid")), "Herhalen")

    assert ("loop_not_run", "Herhalen") in found


@pytest.mark.parametrize(
    ("attributes", "condition"),
    [
        ("", ""),
        (' loopMaximum="0"', ""),
        (' loopMaximum="1000"', ""),
        (' loopMaximum="veel"', ""),
        (f' loopMaximum="{"9" * 5000}"', ""),
    ],
    ids=["neither condition nor maximum", "none", "too many", "no number", "beyond numbers"],
)
def test_a_standard_loop_without_a_limit_is_refused(attributes: str, condition: str) -> None:
    found = through(user("Herhalen", LAPS.format(attributes, condition)), "Herhalen")

    assert found == [("loop_without_limit", "Herhalen")]


@pytest.mark.parametrize(
    ("kind", "loop"),
    [
        ("subProcess", each("=groepen.stuurgroep", "lid")),
        ("callActivity", each("=groepen.stuurgroep", "lid")),
        ("scriptTask", each("=groepen.stuurgroep", "lid")),
        ("userTask", LAPS.format(' loopMaximum="3"', "")),
        ("userTask", each("=groepen.stuurgroep", "lid").replace("stics>", 'stics isSequential="true">', 1)),
    ],
    ids=["subprocess", "call activity", "script task", "standard loop", "one after another"],
)  # fmt: skip
def test_every_activity_can_be_repeated(kind: str, loop: str) -> None:
    found = through(node(kind, "Herhalen", loop), "Herhalen")

    assert not {code for code, _ in found} & {"loop_not_run", "loop_without_limit", "loop_without_collection"}


def test_a_multi_instance_task_without_a_collection_is_refused() -> None:
    found = through(user("Stemmen", "<bpmn:multiInstanceLoopCharacteristics />"), "Stemmen")

    assert found == [("loop_without_collection", "Stemmen")]


def test_an_output_collection_without_an_output_element_is_refused() -> None:
    loop = each("=groepen.stuurgroep", "lid", into="stemmen", yields="=keuze").replace('outputElement="=keuze"', "")

    assert through(user("Stemmen", loop), "Stemmen") == [("loop_without_output", "Stemmen")]


def test_a_ballot_that_is_not_repeated_for_each_voter_is_refused() -> None:
    assert through(user("Stemmen", properties(ballot="true")), "Stemmen") == [("ballot_without_loop", "Stemmen")]


def test_a_ballot_that_is_nobodys_is_refused() -> None:
    ballot = user("Stemmen", properties(ballot="true"), each("=groepen.stuurgroep", "lid"))

    assert through(ballot, "Stemmen") == [("ballot_without_person", "Stemmen")]


@pytest.mark.parametrize("key", ["Start", "End", "root", "1e-taak", "Taak.BoundaryEventSplit", "Taak/1", "Taak 1"])
def test_an_id_that_the_engine_cannot_use_is_refused(key: str) -> None:
    found = judge(start(), user(key), end(), flow("Begin", key, key="In"), flow(key, "Klaar", key="Uit"))

    assert found == [("reserved_id", key)]


def test_a_process_id_that_the_engine_cannot_use_is_refused() -> None:
    assert beside(process="mijn proces") == [("reserved_id", "")]


def test_an_id_that_is_used_twice_in_a_file_is_refused_with_the_line_of_the_second() -> None:
    files = folder(start(), user("Taak"), "\n", user("Taak"), end(), chain("Begin", "Taak", "Klaar"))

    (finding,) = [f for f in check_folder(files, {}) if f.code == "duplicate_id" and f.element_id == "Taak"]

    first = files.process.elements["Taak"].line
    assert first is not None
    assert finding.line == first + 1


def test_an_element_without_an_id_is_refused_because_it_would_vanish() -> None:
    assert beside('<bpmn:userTask name="Vergeten" />') == [("no_id", "")]


def test_notes_groups_and_data_beside_the_flow_are_left_in_peace() -> None:
    note = '<bpmn:textAnnotation id="Noot"><bpmn:text>Let op</bpmn:text></bpmn:textAnnotation>'
    line = '<bpmn:association id="Lijn" sourceRef="Taak" targetRef="Noot" />'

    assert beside(note, line, '<bpmn:dataObjectReference id="Papier" /><bpmn:group id="Groep" />') == []


def test_an_extension_that_would_be_ignored_is_refused() -> None:
    listener = '<zeebe:taskListeners><zeebe:taskListener eventType="creating" type="x" /></zeebe:taskListeners>'

    assert through(user("Taak", listener), "Taak") == [("unknown_extension", "Taak")]


@pytest.mark.parametrize(
    ("kind", "extension"),
    [
        ("userTask", '<zeebe:taskDefinition type="mail" />'),
        ("userTask", '<zeebe:calledDecision decisionId="route" resultVariable="route" />'),
        ("userTask", '<zeebe:taskHeaders><zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>'),
        ("exclusiveGateway", '<zeebe:formDefinition formId="leeg" />'),
        ("intermediateThrowEvent", '<zeebe:taskSchedule dueDate="P1D" />'),
        ("subProcess", '<zeebe:assignmentDefinition assignee="jan" />'),
    ],
    ids=["job", "decision", "headers", "form", "due date", "assignee"],
)
def test_an_extension_on_an_element_that_has_no_use_for_it_is_refused(kind: str, extension: str) -> None:
    found = through(node(kind, "Iets", extension), "Iets")

    assert ("unknown_extension", "Iets") in found


def test_a_form_on_the_start_of_a_subprocess_is_refused_because_nobody_would_see_it() -> None:
    begin = start("Erin", '<zeebe:formDefinition formId="leeg" />')
    inner = node("subProcess", "Deel", begin, end("Eruit"), flow("Erin", "Eruit"))

    assert through(inner, "Deel") == [("unknown_extension", "Erin")]


def test_a_fixed_number_of_times_is_refused_because_only_the_collection_counts() -> None:
    loop = each("=groepen.stuurgroep", "lid").replace(
        "</bpmn:multi", f"<bpmn:loopCardinality {FORMAL}>2</bpmn:loopCardinality></bpmn:multi"
    )

    assert through(user("Stemmen", loop), "Stemmen") == [("unknown_extension", "Stemmen")]


@pytest.mark.parametrize(
    "element",
    [
        node("intermediateThrowEvent", "Iets", io({"a": "=1"})),
        node("intermediateThrowEvent", "Iets", io(None, {"a": "=1"})),
        node("intermediateThrowEvent", "Iets", signal(), io({"a": "=1"})),
        node("scriptTask", "Iets", '<zeebe:script expression="=1" resultVariable="x" />', io({"a": "=1"})),
        user("Iets", each("=groepen.stuurgroep", "lid"), io(None, {"a": "=1"})),
        user("Iets", each("=groepen.stuurgroep", "lid"), io({"a": "=1"})),
    ],
    ids=[
        "into an event",
        "out of an event",
        "into a signal",
        "into a script",
        "out of a repeated task",
        "into a repeated task",
    ],
)
def test_a_mapping_that_would_be_ignored_is_refused(element: str) -> None:
    assert through(element, "Iets") == [("mapping_unused", "Iets")]


def test_a_send_task_asks_for_a_job_and_needs_no_message() -> None:
    send = node("sendTask", "Versturen", '<zeebe:taskDefinition type="publish" />')

    assert through(send, "Versturen") == []


def test_a_black_box_pool_beside_the_process_is_left_in_peace() -> None:
    xml = definitions(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar")).replace(
        b"<bpmn:process ",
        b'<bpmn:collaboration id="C"><bpmn:participant id="P1" name="Wij" processRef="proef" />'
        b'<bpmn:participant id="P2" name="Bewoner" /><bpmn:messageFlow id="M" sourceRef="P2" targetRef="Taak" />'
        b"</bpmn:collaboration><bpmn:process ",
        1,
    )

    found = check_folder(from_bytes({"process.bpmn": xml, "forms/leeg.form": form("leeg")}, "proef"), {})

    assert facts(found) == []
