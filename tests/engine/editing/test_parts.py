"""Parts: steps that are put together in one, and a part that is taken apart: nothing of what they do or say is lost."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from engine.editing import (
    New,
    Source,
    add_boundary,
    add_step,
    add_undoing,
    define,
    enclose,
    list_lasts,
    read_source,
    set_part,
    unpack,
)
from engine.editing.graph import Graph
from engine.errors import EditRefused
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import diagrams, findings
from tests.lengths import examples


def _elements(source: Source) -> Mapping[str, Element]:
    return next(one for one in read(source.encode(), "x").processes if one.executable).elements


def _told(source: Source) -> dict[str, object]:
    """What everything of a drawing says and how it hangs together, in whatever order."""
    return {
        key: (e.kind, e.name, e.parent, e.lane, e.source, e.target, set(e.incoming), set(e.outgoing), e.condition)
        for key, e in _elements(source).items()
    }


@settings(max_examples=examples(25))
@given(st.sampled_from(sorted(diagrams())), st.data())
def test_steps_that_are_put_in_a_part_look_right_and_taken_apart_are_what_they_were(
    process: str, data: st.DataObject
) -> None:
    source = read_source(diagrams()[process])
    pairs = [(first, last) for first in Graph(source).nodes for last in list_lasts(source, first)]
    first, last = data.draw(st.sampled_from(pairs))
    try:
        put = enclose(source, first, last, "Samen doen")
    except EditRefused:
        # In a crowded drawing there is no room for it.
        return
    assert put.done is not None

    back = unpack(put.source, put.done.element)

    known = {(one.code, one.element_id) for one in findings(process, source.encode())}
    assert faults(put.data) == set()
    assert {(one.code, one.element_id) for one in findings(process, put.data)} <= known
    assert faults(back.data) == set()
    assert _told(back.source) == _told(source)


def test_a_part_has_what_was_between_with_what_stands_on_its_edges() -> None:
    source = read_source(diagrams()["heroverweging"])

    edit = enclose(source, "Her_Reageren", "Her_Gereageerd", "Reactie vragen")

    assert edit.done is not None
    elements, key = _elements(edit.source), edit.done.element
    inside = {one.id for one in elements.values() if one.parent == key and one.kind != "sequenceFlow"}
    assert {"Her_Reageren", "Her_Geen_Reactie", "Her_Gereageerd"} <= inside
    assert elements[key].lane == "Indiener"
    assert [elements[flow].source for flow in elements[key].incoming] == ["Her_Uitleg_Sturen"]
    assert [elements[flow].target for flow in elements[key].outgoing] == ["Her_Voorgelegd"]


@pytest.mark.parametrize(
    ("process", "first", "last", "code"),
    [
        ("heroverweging", "Her_Uitleggen", "Her_Reageren", "part_ends"),
        ("heroverweging", "Her_Uitleggen", "Her_Gereageerd", "part_in_lanes"),
        ("heroverweging", "Her_Gevraagd", "Her_Uitleggen", "part_begins"),
        ("heroverweging", "Her_Blijft_Melden", "Her_Besluit_Blijft", "part_ends"),
        ("heroverweging", "Her_Voorgelegd", "Her_Beslist", "part_leaves"),
        ("korte-klap", "Kort_Samen", "Kort_Bekendmaken", "part_begins"),
    ],
    ids=[
        "a_way_out_on_an_edge_to_the_end",
        "two_lanes",
        "where_the_process_begins",
        "where_it_ends",
        "a_choice_as_the_last",
        "a_gateway_that_joins_what_comes_from_outside",
    ],
)
def test_what_has_more_ways_in_or_out_makes_no_part(process: str, first: str, last: str, code: str) -> None:
    with pytest.raises(EditRefused, match=code):
        enclose(read_source(diagrams()[process]), first, last, "Samen doen")


@pytest.mark.parametrize("lane", ["indiener", "stuurgroep", "gebiedsregisseur"])
def test_steps_of_several_lanes_come_together_in_the_lane_of_their_part(lane: str) -> None:
    source = read_source(diagrams()["heroverweging"])
    lane = f"Lane_heroverweging_{lane}"

    edit = enclose(source, "Her_Bevestigen", "Her_Gereageerd", "Uitleg en reactie vragen", lane)

    assert edit.done is not None
    elements, key = _elements(edit.source), edit.done.element
    inside = {one.id for one in elements.values() if one.parent == key}
    assert {"Her_Bevestigen", "Her_Uitleggen", "Her_Reageren", "Her_Gereageerd"} <= inside
    assert Graph(edit.source).lane(key) == lane
    assert elements["Her_Reageren"].candidate_groups == _elements(source)["Her_Reageren"].candidate_groups
    assert faults(edit.data) == set()
    known = {(one.code, one.element_id) for one in findings("heroverweging", source.encode())}
    assert {(one.code, one.element_id) for one in findings("heroverweging", edit.data)} <= known


def test_a_part_within_one_that_has_something_on_its_edge_keeps_clear_of_that() -> None:
    source = read_source(diagrams()["uitvoering"])

    edit = enclose(source, "Uitv_Voortgang_Vragen", "Uitv_Voortgang_Vragen", "Naar voortgang vragen")

    assert edit.done is not None
    assert faults(edit.data) == set()


def test_a_text_of_more_lines_stays_as_it_was_written_in_a_part() -> None:
    drawn = diagrams()["korte-klap"].decode()
    told = "<bpmn:documentation>Eerste regel,\n  tweede regel.</bpmn:documentation>"
    task = drawn.index(">", drawn.index('<bpmn:userTask id="Kort_Afspreken"')) + 1
    source = read_source((drawn[:task] + told + drawn[task:]).encode())

    edit = enclose(source, "Kort_Afspreken", "Kort_Afspreken", "Plan afspreken")

    assert told in edit.source.text


def test_a_part_with_a_deadline_on_its_edge_is_not_taken_apart() -> None:
    put = enclose(read_source(diagrams()["korte-klap"]), "Kort_Advies", "Kort_Afspreken", "Plan afspreken")
    assert put.done is not None
    end = New("endEvent", "Te laat")
    late = add_boundary(put.source, put.done.element, "30 dagen voorbij", end, "timer", "P30D")

    with pytest.raises(EditRefused, match="has_edge"):
        unpack(late.source, put.done.element)


def test_a_part_that_says_something_of_itself_is_not_taken_apart() -> None:
    put = enclose(read_source(diagrams()["korte-klap"]), "Kort_Advies", "Kort_Afspreken", "Plan afspreken")
    assert put.done is not None
    tag = f'<bpmn:subProcess id="{put.done.element}" name="Plan afspreken">'
    said = put.source.text.replace(tag, f"{tag}<bpmn:documentation>Let op.</bpmn:documentation>")

    with pytest.raises(EditRefused, match="part_says"):
        unpack(read_source(said.encode()), put.done.element)


def test_what_undoes_a_step_leaves_a_part_with_that_step() -> None:
    source = add_undoing(
        read_source(diagrams()["korte-klap"]), "Kort_Afspreken", "userTask", "Afspraak afzeggen"
    ).source
    put = enclose(source, "Kort_Afspreken", "Kort_Afspreken", "Plan afspreken")
    assert put.done is not None

    back = unpack(put.source, put.done.element)

    assert _told(back.source) == _told(source)
    assert faults(back.data) == set()


@pytest.mark.parametrize("of_part", [True, False], ids=["the part from outside", "all that was done in it"])
def test_a_part_is_not_taken_apart_if_it_decides_what_is_undone(of_part: bool) -> None:
    source = add_undoing(
        read_source(diagrams()["korte-klap"]), "Kort_Afspreken", "userTask", "Afspraak afzeggen"
    ).source
    put = enclose(source, "Kort_Afspreken", "Kort_Afspreken", "Plan afspreken")
    assert put.done is not None
    part = put.done.element
    added = add_step(put.source, part if of_part else "Kort_Afspreken", "intermediateThrowEvent", "Teruggedraaid")
    assert added.done is not None
    undoing = define(added.source, added.done.element, "compensate", part if of_part else "")

    with pytest.raises(EditRefused, match="part_undone"):
        unpack(undoing, part)


def test_a_part_that_can_be_undone_as_a_whole_can_be_broken_off_and_an_ordinary_one_cannot() -> None:
    put = enclose(read_source(diagrams()["korte-klap"]), "Kort_Advies", "Kort_Afspreken", "Plan afspreken")
    assert put.done is not None
    part, stopped = put.done.element, New("endEvent", "Afgebroken")
    whole = set_part(put.source, part, "transaction")

    edit = add_boundary(whole.source, part, "Afspraken afgebroken", stopped, "cancel", interrupting=False)

    (edge,) = (one for one in _elements(edit.source).values() if one.name == "Afspraken afgebroken")
    assert edge.event is not None
    assert (edge.event.kind, edge.interrupting) == ("cancel", True)
    assert set_part(whole.source, part, "subProcess").data == put.data
    with pytest.raises(EditRefused, match="no_transaction"):
        add_boundary(put.source, part, "Afspraken afgebroken", stopped, "cancel")
