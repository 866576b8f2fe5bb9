"""Linking: a way goes on elsewhere without a line; the process stays the same one, and taken away the line is back."""

from __future__ import annotations

import pytest

from engine.dialect.bpmn import read
from engine.dialect.elements import Process, links
from engine.editing import Source, link_way, read_source, remove_step
from engine.editing.graph import Graph
from engine.editing.interchange import read_layout
from engine.errors import EditRefused
from engine.workshop.blank import draw_blank
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import diagrams, own_findings

WAYS = [
    (process, flow)
    for process in ("besluit-stuurgroep", "heroverweging", "korte-klap", "lange-klap")
    for flow in Graph(read_source(diagrams()[process])).flows
]


def process_of(data: bytes) -> Process:
    return next(one for one in read(data, "x").processes if one.executable)


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("process", "flow"), WAYS, ids=[flow for _, flow in WAYS])
def test_every_way_of_ours_can_go_on_without_a_line_and_nothing_is_wrong_with_it(process: str, flow: str) -> None:
    before = diagrams()[process]
    source = read_source(before)
    start, end = Graph(source).ends(flow)

    edit = link_way(source, flow, "Verderop")

    assert edit.done is not None
    after = process_of(edit.data)
    ((leaves, comes),) = links(after.elements.values())
    assert (after.elements[flow].source, after.elements[flow].target) == (start, leaves)
    assert [after.elements[one].target for one in after.elements[comes].outgoing] == [end]
    assert faults(edit.data) <= faults(before)
    known = {(one.code, one.element_id) for one in own_findings(process, before)}
    assert {(one.code, one.element_id) for one in own_findings(process, edit.data)} <= known


def plain() -> tuple[Source, str]:
    """A drawing as it is begun, and its way to the end."""
    source = read_source(draw_blank("feest", "Buurtfeest"))
    graph = Graph(source)
    task = next(key for key, node in graph.nodes.items() if node.local == "userTask")
    return source, graph.outgoing(task)[0]


def test_a_link_that_is_taken_away_leaves_the_line_that_it_stood_for() -> None:
    source, way = plain()
    edit = link_way(source, way, "Einde")
    assert edit.done is not None

    back = remove_step(edit.source, edit.done.element)

    assert Graph(back.source).ends(way) == Graph(source).ends(way)
    assert set(Graph(back.source).nodes) == set(Graph(source).nodes)
    assert faults(back.data) == set()


def test_what_a_way_says_stays_with_it() -> None:
    process = "korte-klap"
    source = read_source(diagrams()[process])
    flow = next(key for key, node in Graph(source).flows.items() if node.get("name") and node.children)
    told = process_of(diagrams()[process]).elements[flow]

    edit = link_way(source, flow, "Verderop")

    after = process_of(edit.data).elements[flow]
    assert (after.name, after.condition) == (told.name, told.condition)
    assert flow in read_layout(edit.source).labels


@pytest.mark.parametrize(("name", "why"), [(" ", "name_needed"), ("Einde", "link_taken")])
def test_a_link_has_a_name_of_its_own(name: str, why: str) -> None:
    source, way = plain()
    linked = link_way(source, way, "Einde").source
    first = next(flow for flow in Graph(source).flows if flow != way)

    with pytest.raises(EditRefused, match=why):
        link_way(linked, first, name)


def test_a_way_that_leads_to_a_link_is_not_linked_again() -> None:
    source, way = plain()

    with pytest.raises(EditRefused, match="no_link_here"):
        link_way(link_way(source, way, "Einde").source, way, "Nog eens")
