"""Compensating: a step is given another that undoes it; drawn over nothing, and gone together with what says so."""

from __future__ import annotations

from functools import cache

import pytest

from engine.dialect.bpmn import read
from engine.dialect.compensation import read_compensation
from engine.dialect.document import ACTIVITIES
from engine.dialect.elements import Process
from engine.dialect.folder import DIAGRAM
from engine.editing import (
    New,
    Source,
    add_branch,
    add_step,
    add_undoing,
    enclose,
    move_step,
    read_source,
    remove_branch,
    remove_step,
    set_event,
)
from engine.editing.extensions import name_of
from engine.editing.graph import Graph
from engine.editing.interchange import read_layout
from engine.errors import EditRefused
from engine.workshop.blank import draw_blank
from tests.engine.diagrams import chain, compensate, end, folder, listening, part, start, throw, user
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import diagrams

PLACES = [
    (process, one.id)
    for process, data in diagrams().items()
    for one in next(one for one in read(data, process).processes if one.executable).elements.values()
    if one.kind in ACTIVITIES and not one.triggered_by_event
]


def process_of(data: bytes) -> Process:
    return next(one for one in read(data, "x").processes if one.executable)


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("process", "step"), PLACES, ids=[step for _, step in PLACES])
def test_every_step_of_ours_can_be_undone_and_nothing_is_drawn_over_anything_else(process: str, step: str) -> None:
    before = diagrams()[process]

    edit = add_undoing(read_source(before), step, "manualTask", "Terugdraaien")

    assert edit.done is not None
    handler = edit.done.element
    told = process_of(edit.data)
    assert read_compensation(told).handlers[step] == handler
    assert told.elements[handler].lane == told.elements[step].lane
    assert faults(edit.data) <= faults(before)
    layout = read_layout(edit.source)
    (line,) = Graph(edit.source).undoings()
    assert layout.ways[line]


def drawn(*inside: str) -> Source:
    return read_source(folder(*inside).files[DIAGRAM])


PLAIN = (start("Begin"), user("A"), user("B"), end(), chain("Begin", "A", "B", "Klaar"))


@cache
def two_tasks() -> tuple[Source, str, str]:
    """A drawing as it is begun, with one task more; and the ids of both."""
    source = read_source(draw_blank("feest", "Buurtfeest"))
    first = next(key for key, node in Graph(source).nodes.items() if node.local == "userTask")
    added = add_step(source, first, "userTask", "B")
    assert added.done is not None
    return added.source, first, added.done.element


def test_what_says_so_and_what_undoes_go_together_whichever_is_taken_away() -> None:
    source, step, _ = two_tasks()
    edit = add_undoing(source, step, "userTask", "Afzeggen")
    assert edit.done is not None
    (edge,) = Graph(edit.source).edges(step)

    for gone in (edge, edit.done.element):
        back = remove_step(edit.source, gone)

        assert set(Graph(back.source).nodes) == set(Graph(source).nodes)
        assert not Graph(back.source).undoings()
        assert faults(back.data) == set()


def test_what_undoes_a_step_goes_with_the_way_that_the_step_is_on() -> None:
    source, first, _ = two_tasks()
    to = New("userTask", "Zaal huren", New("endEvent", "Gehuurd"))
    branched = add_branch(source, first, to, name="Ja", condition="=groot", question="Groot?").source
    step = next(key for key in Graph(branched).nodes if name_of(branched, key) == "Zaal huren")
    undone = add_undoing(branched, step, "userTask", "Zaal afzeggen")

    left = remove_branch(undone.source, Graph(branched).incoming(step)[0])

    assert set(Graph(left.source).nodes) == set(Graph(source).nodes)
    assert faults(left.data) == set()


def test_what_undoes_a_step_comes_along_into_a_part() -> None:
    source, first, last = two_tasks()
    undone = add_undoing(source, first, "userTask", "Afzeggen")
    assert undone.done is not None

    edit = enclose(undone.source, first, last, "Samen")

    assert edit.done is not None
    process = process_of(edit.data)
    assert process.elements[undone.done.element].parent == edit.done.element
    assert read_compensation(process).handlers[first] == undone.done.element
    assert faults(edit.data) == set()


def test_a_step_that_can_be_undone_is_moved_in_its_line() -> None:
    source, first, last = two_tasks()
    undone = add_undoing(source, first, "userTask", "Afzeggen")

    edit = move_step(undone.source, first, last)

    assert faults(edit.data) == set()


def test_an_event_undoes_all_or_one_activity_and_can_be_made_to_undo_another() -> None:
    undone = add_undoing(drawn(*PLAIN), "A", "userTask", "A afzeggen")

    one = set_event(undone.source, "Klaar", "compensate", "A")
    all_of_it = set_event(one.source, "Klaar", "compensate")

    for edit, wanted in ((one, "A"), (all_of_it, None)):
        event = process_of(edit.data).elements["Klaar"].event
        assert event is not None
        assert (event.kind, event.activity) == ("compensate", wanted)
    assert set_event(all_of_it.source, "Klaar", "compensate").done is None


LISTENS = listening("Sub", compensate(), throw("Binnen"), end("SubUit"), chain("SubKomt", "Binnen", "SubUit"))


@pytest.mark.parametrize(
    ("inside", "step", "why"),
    [
        (PLAIN, "Klaar", "undone_never"),
        ((start("Begin"), part("Deel", start("In"), end("Uit"), chain("In", "Uit"), LISTENS), end(),
          chain("Begin", "Deel", "Klaar")), "Deel", "undone_already"),
        ((start("Begin"), part("Deel", start("In"), end("Uit"), chain("In", "Uit"), LISTENS), end(),
          chain("Begin", "Deel", "Klaar")), "Sub", "undone_never"),
    ],
    ids=["an event", "a part that undoes itself", "what begins by itself"],
)  # fmt: skip
def test_what_cannot_be_undone_by_another_is_refused(inside: tuple[str, ...], step: str, why: str) -> None:
    with pytest.raises(EditRefused, match=why):
        add_undoing(drawn(*inside), step, "userTask", "Afzeggen")


def test_how_a_step_is_undone_is_said_once_and_what_undoes_is_not_undone_itself() -> None:
    edit = add_undoing(drawn(*PLAIN), "A", "userTask", "A afzeggen")
    assert edit.done is not None

    for step, why in (("A", "undone_already"), (edit.done.element, "undoes_itself")):
        with pytest.raises(EditRefused, match=why):
            add_undoing(edit.source, step, "userTask", "Nog eens")


def test_what_undoes_is_an_activity_with_a_name() -> None:
    for kind, name, why in (("endEvent", "Weg", "no_such_kind"), ("userTask", " ", "name_needed")):
        with pytest.raises(EditRefused, match=why):
            add_undoing(drawn(*PLAIN), "A", kind, name)
