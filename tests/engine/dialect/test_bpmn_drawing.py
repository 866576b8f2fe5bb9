"""Reading where a diagram draws things: lanes, pools, shapes and edges."""

from __future__ import annotations

import pytest

from engine.dialect.bpmn import read
from engine.dialect.elements import Box, Diagram, Edge, Lane, Participant
from engine.errors import DiagramRefused
from tests.engine.diagrams import HEAD, definitions, node, start, user
from tests.engine.dialect.test_bpmn_reading import read_process

LANES = (
    '<bpmn:laneSet id="LS"><bpmn:lane id="L1" name="Bewoners"><bpmn:flowNodeRef>Begin</bpmn:flowNodeRef></bpmn:lane>'
    '<bpmn:lane id="L2" name="Gemeente">'
    "<bpmn:flowNodeRef>Deel</bpmn:flowNodeRef><bpmn:flowNodeRef>Taak</bpmn:flowNodeRef>"
    '<bpmn:childLaneSet id="LS2"><bpmn:lane id="L3" name="Ondersteuning"><bpmn:flowNodeRef>Taak</bpmn:flowNodeRef>'
    "</bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
)


def test_an_element_lies_in_the_innermost_lane_that_names_it() -> None:
    process = read_process(start(), user("Taak"), extra=LANES)

    assert process.elements["Begin"].lane == "Bewoners"
    assert process.elements["Taak"].lane == "Ondersteuning"
    assert process.lanes[1] == Lane("L2", "Gemeente", ("Deel", "Taak"))


def test_what_lies_in_a_subprocess_lies_in_the_lane_of_the_subprocess() -> None:
    process = read_process(node("subProcess", "Deel", node("subProcess", "Dieper", user("Diep"))), extra=LANES)

    assert process.elements["Diep"].lane == "Gemeente"


def test_pools_and_messages_between_them_are_read() -> None:
    pools = (
        '<bpmn:collaboration id="C"><bpmn:participant id="P1" name="Gemeente" processRef="proef" />'
        '<bpmn:participant id="P2" name="Bewoner" />'
        '<bpmn:messageFlow id="MF" name="idee" sourceRef="P2" targetRef="Begin" /></bpmn:collaboration>'
    )
    xml = definitions(start()).replace(b"<bpmn:process ", pools.encode() + b"<bpmn:process ", 1)

    found = read(xml, "proef").collaboration

    assert found is not None
    assert found.participants == (Participant("P1", "Gemeente", "proef"), Participant("P2", "Bewoner", None))
    assert [(f.kind, f.name, f.source, f.target) for f in found.message_flows] == [
        ("messageFlow", "idee", "P2", "Begin")
    ]


def with_drawing(drawing: str, *inside: str) -> Diagram:
    body = "".join(inside)
    xml = (
        f'{HEAD}<bpmn:process id="proef" isExecutable="true">{body}</bpmn:process><bpmndi:BPMNDiagram id="D">'
        f'<bpmndi:BPMNPlane id="P" bpmnElement="proef">{drawing}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
        "</bpmn:definitions>"
    )
    return read(xml.encode(), "proef")


BOUNDS = '<dc:Bounds x="10" y="20.5" width="100" height="80" />'
LABEL = '<bpmndi:BPMNLabel><dc:Bounds x="1" y="2" width="3" height="4" /></bpmndi:BPMNLabel>'


def test_a_shape_is_read_with_its_place_and_that_of_its_label() -> None:
    diagram = with_drawing(
        f'<bpmndi:BPMNShape id="S" bpmnElement="Taak">{BOUNDS}{LABEL}</bpmndi:BPMNShape>', user("Taak")
    )

    (shape,) = diagram.shapes
    assert (shape.element, shape.x, shape.y, shape.width, shape.height) == ("Taak", 10.0, 20.5, 100.0, 80.0)
    assert shape.label == Box(1, 2, 3, 4)


@pytest.mark.parametrize(
    ("attribute", "expanded"), [("", False), ('isExpanded="true"', True), ('isExpanded="false"', False)]
)
def test_a_subprocess_is_drawn_closed_unless_it_says_otherwise(attribute: str, expanded: bool) -> None:
    drawing = f'<bpmndi:BPMNShape id="S" bpmnElement="Deel" {attribute}>{BOUNDS}</bpmndi:BPMNShape>'

    assert with_drawing(drawing, node("subProcess", "Deel")).shapes[0].expanded is expanded


def test_an_edge_is_read_point_by_point() -> None:
    points = '<di:waypoint x="1" y="2" /><di:waypoint x="3" y="2" /><di:waypoint x="3" y="9.25" />'

    diagram = with_drawing(f'<bpmndi:BPMNEdge id="E" bpmnElement="F">{points}{LABEL}</bpmndi:BPMNEdge>')

    (edge,) = diagram.edges
    assert edge == Edge("F", ((1.0, 2.0), (3.0, 2.0), (3.0, 9.25)), Box(1, 2, 3, 4))


@pytest.mark.parametrize("value", ["nan", "inf", "1e9", "links", "-2000000"])
def test_a_place_that_is_no_place_is_refused(value: str) -> None:
    bounds = BOUNDS.replace('x="10"', f'x="{value}"')

    with pytest.raises(DiagramRefused, match="no place on a drawing"):
        with_drawing(f'<bpmndi:BPMNShape id="S" bpmnElement="Taak">{bounds}</bpmndi:BPMNShape>')
