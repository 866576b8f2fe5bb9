"""Drawing: what is not drawn would be invisible in every picture of a case."""

from __future__ import annotations

import re

import pytest

from engine.checking import check_folder
from engine.dialect.folder import from_bytes
from tests.engine.checking.judging import facts, judge, through
from tests.engine.diagrams import chain, definitions, end, flow, form, node, start, user

SOUND = definitions(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))


def drawn(xml: bytes) -> list[tuple[str, str]]:
    return facts(check_folder(from_bytes({"process.bpmn": xml, "forms/leeg.form": form("leeg")}, "proef"), {}))


@pytest.mark.parametrize("key", ["Begin", "Taak", "Klaar"])
def test_a_node_that_is_not_drawn_is_refused(key: str) -> None:
    xml = re.sub(rb'<bpmndi:BPMNShape id="di_%s".*?</bpmndi:BPMNShape>' % key.encode(), b"", SOUND)

    assert drawn(xml) == [("no_shape", key)]


def test_a_flow_that_is_not_drawn_is_refused() -> None:
    xml = re.sub(rb'<bpmndi:BPMNEdge id="di_Taak_to_Klaar".*?</bpmndi:BPMNEdge>', b"", SOUND)

    assert drawn(xml) == [("no_shape", "Taak_to_Klaar")]


def test_a_flow_of_one_point_is_not_drawn() -> None:
    xml = re.sub(rb'(<bpmndi:BPMNEdge id="di_Taak_to_Klaar"[^>]*><di:waypoint[^>]*>)<di:waypoint[^>]*>', rb"\1", SOUND)

    assert drawn(xml) == [("no_shape", "Taak_to_Klaar")]


def test_a_diagram_without_a_drawing_is_refused_for_everything_in_it() -> None:
    xml = re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", SOUND)

    assert [code for code, _ in drawn(xml)] == ["no_shape"] * 5


@pytest.mark.parametrize("kind", ["userTask", "intermediateThrowEvent", "subProcess"])
def test_a_step_without_a_name_is_warned_about(kind: str) -> None:
    inside = [start("Erin"), end("Eruit"), chain("Erin", "Eruit")] if kind == "subProcess" else []
    extensions = re.findall(r"<zeebe:[^>]*/>", user("Naamloos")) if kind == "userTask" else []

    assert through(node(kind, "Naamloos", *inside, *extensions, name=""), "Naamloos") == [("no_name", "Naamloos")]


def test_a_choice_without_a_question_is_warned_about() -> None:
    found = judge(start(), node("exclusiveGateway", "Keuze", name="", default="Nee"), end(), end("Weg"),
                  flow("Begin", "Keuze"), flow("Keuze", "Klaar", "=ja"), flow("Keuze", "Weg", key="Nee"))  # fmt: skip

    assert found == [("no_name", "Keuze")]


def test_a_gateway_that_only_brings_ways_together_needs_no_name() -> None:
    found = judge(
        start(), node("exclusiveGateway", "Goed"), node("exclusiveGateway", "Samen", name=""), end(),
        flow("Begin", "Goed"), flow("Goed", "Samen", "=goed", key="Ja"), flow("Goed", "Samen", "=not(goed)", key="Nee"),
        flow("Samen", "Klaar"),
    )  # fmt: skip

    assert ("no_name", "Samen") not in found


def test_a_process_without_a_name_is_warned_about() -> None:
    assert drawn(SOUND.replace(b'id="proef" name="proef"', b'id="proef"')) == [("no_process_name", "")]
