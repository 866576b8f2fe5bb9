"""Withdrawing in a drawing: an event subprocess in the lane of somebody, with nothing drawn over anything else."""

from __future__ import annotations

import pytest

from engine.dialect.bpmn import read
from engine.editing import let_withdraw, read_source, remove_step
from engine.editing.graph import Graph
from engine.editing.interchange import read_layout
from engine.errors import EditRefused
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import diagrams, findings

WITHOUT = ("advies-wijkteam", "besluit-stuurgroep", "heroverweging", "korte-klap", "lange-klap", "uitvoering")
"""Processes of the stock in which nothing waits for a withdrawal."""
PLACES = [
    (process, lane.id)
    for process in WITHOUT
    for one in read(diagrams()[process], process).processes
    for lane in one.lanes
]


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("process", "lane"), PLACES, ids=[f"{lane}" for _process, lane in PLACES])
def test_withdrawing_lies_in_the_lane_that_was_chosen_and_nothing_is_wrong_with_it(process: str, lane: str) -> None:
    before = diagrams()[process]

    edit = let_withdraw(read_source(before), process, "intrekking", "=kenmerk", lane)

    assert edit.done is not None
    layout = read_layout(edit.source)
    assert layout.boxes[lane].holds(layout.boxes[edit.done.element])
    after = next(one for one in read(edit.data, "x").processes if one.executable)
    assert next(one.id for one in after.lanes if edit.done.element in one.element_ids) == lane
    assert faults(edit.data) == set()
    known = {(one.code, one.element_id) for one in findings(process, before)}
    assert {(one.code, one.element_id) for one in findings(process, edit.data)} <= known


def test_withdrawing_that_is_taken_away_leaves_the_same_process() -> None:
    source = read_source(diagrams()["korte-klap"])
    lane = "Lane_korte_klap_ondersteuning"
    edit = let_withdraw(source, "korte-klap", "intrekking", "=kenmerk", lane)
    assert edit.done is not None

    back = remove_step(edit.source, edit.done.element)

    assert set(Graph(back.source).nodes) == set(Graph(source).nodes)
    assert faults(back.data) == set()
    assert {one.code for one in findings("korte-klap", back.data)} == {
        one.code for one in findings("korte-klap", source.encode())
    }


def test_in_a_drawing_with_lanes_somebody_must_say_whose_it_is() -> None:
    with pytest.raises(EditRefused, match="whose_lane"):
        let_withdraw(read_source(diagrams()["korte-klap"]), "korte-klap", "intrekking", "=kenmerk")


def test_in_a_pool_without_lanes_withdrawing_lies_in_the_pool() -> None:
    drawn = diagrams()["korte-klap"].decode()
    first, last = drawn.index("<bpmn:laneSet"), drawn.index("</bpmn:laneSet>") + len("</bpmn:laneSet>")
    source = read_source((drawn[:first] + drawn[last:]).encode())

    edit = let_withdraw(source, "korte-klap", "intrekking", "=kenmerk")

    assert edit.done is not None
    layout = read_layout(edit.source)
    assert layout.boxes["Pool_korte_klap"].holds(layout.boxes[edit.done.element])
