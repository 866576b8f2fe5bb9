"""Drawings that hang together in circles: an edit of one is done or refused, it never goes round for ever."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from engine.dialect.bpmn import read
from engine.editing import (
    Edited,
    New,
    Source,
    add_boundary,
    add_branch,
    add_step,
    change_lane,
    move_step,
    read_source,
    remove_branch,
    remove_step,
)
from engine.editing.interchange import read_layout
from engine.errors import EditRefused
from engine.steps import list_steps
from tests.engine.editing.stock import diagrams


def attach(data: bytes, edge: str, host: str) -> bytes:
    """The same drawing with an event on the edge of something else."""
    source = read_source(data)
    told = source.element(edge).attributes["attachedToRef"]
    return (source.text[: told.value_start] + host + source.text[told.value_end :]).encode()


def lead_back(data: bytes, flow: str, to: str) -> bytes:
    """The same drawing with a flow that leads elsewhere."""
    source = read_source(data)
    told = source.element(flow).attributes["targetRef"]
    return (source.text[: told.value_start] + to + source.text[told.value_end :]).encode()


def on_itself(data: bytes) -> bytes:
    return attach(data, "Beh_Twee_Weken", "Beh_Twee_Weken")


def on_each_other(data: bytes) -> bytes:
    return attach(attach(data, "Beh_Twee_Weken", "Beh_Week_Voorbij"), "Beh_Week_Voorbij", "Beh_Twee_Weken")


def onto_itself(data: bytes) -> bytes:
    """A step whose way out leads back to it."""
    return lead_back(data, onward(data, "Beh_Gesprek"), "Beh_Gesprek")


def two_in_a_ring(data: bytes) -> bytes:
    """A step whose way out leads back to the step before it."""
    source = read_source(data)
    before = next(node for node in source.root.walk() if node.get("targetRef") == "Beh_Gesprek" and node.get("id"))
    return lead_back(data, onward(data, "Beh_Gesprek"), before.get("sourceRef") or "")


def onward(data: bytes, step: str) -> str:
    flows = [node for node in read_source(data).root.walk() if node.get("sourceRef") == step]
    return next(node.get("id") or "" for node in flows if node.local == "sequenceFlow")


CIRCLES: dict[str, Callable[[bytes], bytes]] = {
    "an event on its own edge": on_itself,
    "two events on each other's edge": on_each_other,
    "a step that leads to itself": onto_itself,
    "two steps that lead to each other": two_in_a_ring,
}


@cache
def drawn(circle: str) -> Source:
    """Drawn once for all edits: an edit changes no source, it gives the next one."""
    return read_source(CIRCLES[circle](diagrams()["behandeling"]))


END = New("endEvent", "Klaar")
EDITS: dict[str, Callable[[Source, str], Edited]] = {
    "a step after": lambda s, at: add_step(s, at, "userTask", "Bellen"),
    "a branch": lambda s, at: add_branch(s, at, END, condition="=x", question="Ja?"),
    "a branch back": lambda s, at: add_branch(s, at, "Beh_Controleren", condition="=x", question="Ja?"),
    "a deadline": lambda s, at: add_boundary(s, at, "Te laat", END, "timer", "P1D"),
    "another lane": lambda s, at: change_lane(s, at, "Lane_behandeling_ondersteuning"),
    "another place": lambda s, at: move_step(s, at, "Beh_Gesprek"),
    "before another": lambda s, at: move_step(s, "Beh_Gesprek", at, before=True),
    "gone": remove_step,
    "a way gone": lambda s, at: remove_branch(s, onward(s.encode(), at)),
}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("at", ["Beh_Aanvullen", "Beh_Twee_Weken", "Beh_Gesprek"])
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("circle", CIRCLES)
def test_an_edit_in_a_circle_is_done_whole_or_refused(circle: str, edit: str, at: str) -> None:
    try:
        after = EDITS[edit](drawn(circle), at).source
    except EditRefused:
        return

    elements = read(after.encode(), "x").processes[0].elements
    flows = [one for one in elements.values() if one.kind == "sequenceFlow"]
    assert {end for flow in flows for end in (flow.source, flow.target)} <= elements.keys()


@pytest.mark.parametrize("circle", CIRCLES)
def test_the_steps_of_a_circle_are_listed(circle: str) -> None:
    process = read(drawn(circle).encode(), "x").processes[0]

    assert "Beh_Gesprek" in {item.element_id for item in list_steps(process)}


def test_only_what_stands_on_a_step_moves_along_with_a_host() -> None:
    layout = read_layout(read_source(on_each_other(diagrams()["behandeling"])))

    assert not {"Beh_Twee_Weken", "Beh_Week_Voorbij"} & layout.hosts.keys()
