"""A file without a drawing gets one: everything drawn, nothing on anything else, in its lane, whatever is in it."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from engine.checking import check_folder
from engine.dialect.bpmn import read
from engine.dialect.folder import DIAGRAM, from_bytes
from engine.editing import draw_anew, is_drawn, read_source
from engine.editing.geometry import crosses, segments
from engine.editing.graph import Graph
from engine.editing.interchange import read_layout
from engine.editing.ranking import Link, rank
from engine.errors import EditRefused
from tests.conftest import STOCK
from tests.engine.diagrams import chain, folder, start, user
from tests.engine.editing.seeing import faults

FILES = {path.parent.name: path for path in sorted(STOCK.glob("**/process.bpmn"))}
DRAWING = re.compile(rb"\s*<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", re.DOTALL)


def undrawn(path: Path) -> bytes:
    return DRAWING.sub(b"", path.read_bytes())


@pytest.mark.parametrize("name", FILES)
def test_a_stock_process_of_which_the_drawing_is_lost_is_drawn_so_that_nothing_is_in_the_way(name: str) -> None:
    bare = undrawn(FILES[name])

    drawn = draw_anew(read_source(bare)).data

    assert not is_drawn(read_source(bare))
    assert faults(drawn) == frozenset()
    layout, graph = read_layout(read_source(drawn)), Graph(read_source(drawn))
    assert {*graph.nodes} <= layout.boxes.keys()
    assert {*graph.flows} <= layout.ways.keys()


@pytest.mark.parametrize("name", FILES)
def test_no_line_of_a_made_drawing_runs_through_a_step(name: str) -> None:
    layout = read_layout(read_source(draw_anew(read_source(undrawn(FILES[name]))).data))

    through = [
        (flow, key)
        for flow, way in layout.ways.items()
        for key, box in layout.boxes.items()
        if key not in layout.holders
        and key not in {one for end in layout.ends.get(flow, ()) for one in (end, layout.hosts.get(end))}
        and flow in Graph(read_source(FILES[name].read_bytes())).flows
        and any(crosses(piece, box.around(-1)) for piece in segments(way))
    ]

    assert through == []


def test_what_a_process_does_stays_as_it_was_written() -> None:
    bare = undrawn(FILES["idee"])

    drawn = draw_anew(read_source(bare)).data

    assert DRAWING.sub(b"", drawn) == bare
    assert draw_anew(read_source(bare)).data == drawn


def test_a_drawing_that_is_made_is_one_that_the_check_accepts() -> None:
    bare = undrawn(FILES["vraag-kernteam"])
    files = {one.relative_to(STOCK / "vraag-kernteam").as_posix(): one.read_bytes() for one in _files("vraag-kernteam")}

    before = {finding.code for finding in check_folder(from_bytes({**files, DIAGRAM: bare}, "vraag-kernteam"), {})}
    drawn = {**files, DIAGRAM: draw_anew(read_source(bare)).data}
    after = {finding.code for finding in check_folder(from_bytes(drawn, "vraag-kernteam"), {})}

    assert "no_shape" in before
    assert after == before - {"no_shape"}


def _files(name: str) -> list[Path]:
    return [one for one in (STOCK / name).rglob("*") if one.is_file()]


BARE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="x">
  <process id="proces" isExecutable="true">
    <startEvent id="Begin" name="Begonnen"/>
    <exclusiveGateway id="Keuze" name="Hoeveel?" default="f3"/>
    <userTask id="Veel" name="Vragen"/>
    <userTask id="Weinig" name="Toekennen"/>
    <exclusiveGateway id="Samen"/>
    <endEvent id="Klaar" name="Klaar"/>
    <sequenceFlow sourceRef="Begin" targetRef="Keuze"/>
    <sequenceFlow id="f2" name="Veel" sourceRef="Keuze" targetRef="Veel"/>
    <sequenceFlow id="f3" name="Weinig" sourceRef="Keuze" targetRef="Weinig"/>
    <sequenceFlow id="f4" sourceRef="Veel" targetRef="Samen"/>
    <sequenceFlow id="f5" sourceRef="Weinig" targetRef="Samen"/>
    <sequenceFlow id="f6" sourceRef="Samen" targetRef="Klaar"/>
    <sequenceFlow id="f7" name="Terug" sourceRef="Weinig" targetRef="Keuze"/>
  </process>
</definitions>
"""


def test_a_file_written_by_hand_without_ids_for_its_flows_is_drawn_too() -> None:
    drawn = draw_anew(read_source(BARE.encode())).data

    layout = read_layout(read_source(drawn))
    assert faults(drawn) == frozenset()
    assert len(layout.ways) == len(Graph(read_source(drawn)).flows) == 7
    order = [layout.boxes[key].cx for key in ("Begin", "Keuze", "Veel", "Samen", "Klaar")]
    assert order == sorted(set(order))
    assert layout.boxes["Veel"].cx == layout.boxes["Weinig"].cx
    assert layout.boxes["Veel"].bottom < layout.boxes["Weinig"].y


def test_a_name_is_drawn_beside_a_gateway_an_event_and_a_flow() -> None:
    layout = read_layout(read_source(draw_anew(read_source(BARE.encode())).data))

    assert {"Begin", "Keuze", "Klaar", "f2", "f3", "f7"} == layout.labels.keys()


@pytest.mark.parametrize("name", FILES)
def test_no_two_names_of_flows_are_drawn_over_each_other(name: str) -> None:
    source = read_source(draw_anew(read_source(undrawn(FILES[name]))).data)
    layout, flows = read_layout(source), Graph(source).flows

    named = [key for key in layout.labels if key in flows]

    assert [(a, b) for a, b in combinations(named, 2) if layout.labels[a].meets(layout.labels[b])] == []


def test_pools_are_drawn_below_each_other_with_the_closed_ones_as_a_strip() -> None:
    pools = '<collaboration id="C"><participant id="Wij" processRef="proces"/><participant id="Bank"/></collaboration>'
    text = BARE.replace("  <process", f"  {pools}\n  <process", 1)

    layout = read_layout(read_source(draw_anew(read_source(text.encode())).data))

    assert layout.boxes["Wij"].bottom < layout.boxes["Bank"].y
    assert layout.boxes["Wij"].width == layout.boxes["Bank"].width
    assert layout.boxes["Wij"].holds(layout.boxes["Klaar"])


def test_lanes_in_lanes_are_drawn_in_each_other() -> None:
    members = "".join(f"<flowNodeRef>{key}</flowNodeRef>" for key in ("Begin", "Keuze", "Veel", "Samen", "Klaar"))
    inner = f'<childLaneSet><lane id="Boven">{members}</lane><lane id="Onder"><flowNodeRef>Weinig</flowNodeRef></lane>'
    lanes = f'<laneSet><lane id="Alles">{inner}</childLaneSet></lane></laneSet>'
    text = BARE.replace("    <startEvent", f"    {lanes}\n    <startEvent", 1)

    boxes = read_layout(read_source(draw_anew(read_source(text.encode())).data)).boxes

    assert boxes["Alles"].holds(boxes["Boven"])
    assert boxes["Alles"].holds(boxes["Onder"])
    assert boxes["Boven"].holds(boxes["Veel"])
    assert boxes["Onder"].holds(boxes["Weinig"])
    assert boxes["Boven"].bottom == boxes["Onder"].y


def test_a_circle_without_a_beginning_is_drawn() -> None:
    process = folder(user("A"), user("B"), chain("A", "B", "A"))

    drawn = draw_anew(read_source(DRAWING.sub(b"", process.files[DIAGRAM]))).data

    assert {shape.element for shape in read(drawn, DIAGRAM).shapes} == {"A", "B"}
    assert faults(drawn) == frozenset()


def test_a_file_without_steps_cannot_be_drawn() -> None:
    with pytest.raises(EditRefused):
        draw_anew(read_source(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D"/>'))


def test_what_branches_off_last_stands_nearest_below_the_main_line() -> None:
    links = [
        Link("a", "b"),
        Link("b", "c"),
        Link("c", "d"),
        Link("a", "x"),
        Link("x", "d"),
        Link("b", "y"),
        Link("y", "d"),
    ]

    places = rank(dict.fromkeys("abcdxy", ""), links, {})

    assert [places[key].row for key in "abcd"] == [0, 0, 0, 0]
    assert [places[key].column for key in "abcd"] == [0, 1, 2, 3]
    assert 0 < places["y"].row < places["x"].row


def test_a_deadline_makes_no_way_the_main_line() -> None:
    links = [Link("keuze", "vraag"), Link("keuze", "besluit"), Link("besluit", "klaar"), Link("vraag", "laat", True)]

    places = rank(dict.fromkeys(("keuze", "vraag", "besluit", "klaar", "laat"), ""), links, {})

    assert places["besluit"].row == places["klaar"].row == 0
    assert places["vraag"].row > 0


def test_a_chain_of_a_hundred_steps_is_drawn_in_one_row_and_a_longer_one_is_refused() -> None:
    keys = [f"S{number}" for number in range(99)]
    most = DRAWING.sub(b"", folder(start(), *(user(key) for key in keys), chain("Begin", *keys)).files[DIAGRAM])
    more = most.replace(b"</bpmn:process>", b'<bpmn:task id="Een_meer" /></bpmn:process>')

    drawn = draw_anew(read_source(most)).data

    assert len({shape.y + shape.height / 2 for shape in read(drawn, DIAGRAM).shapes}) == 1
    assert more != most
    with pytest.raises(EditRefused):
        draw_anew(read_source(more))
