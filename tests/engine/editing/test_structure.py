"""Steps that are added, removed and moved: the file still reads, breaks no rule of the standard, and looks right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checking.sentences.standard import STANDARD
from engine.dialect.bpmn import read
from engine.dialect.elements import Element
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
from engine.errors import EditRefused
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import diagrams, findings
from tests.lengths import examples

FORBIDDEN = {*STANDARD, "no_shape", "dangling_flow", "unreachable", "no_way_to_end", "flow_crosses_scope"}
FORBIDDEN |= {"begins_nowhere", "never_reached", "leads_to_no_end"}


def elements_of(source: Source) -> dict[str, Element]:
    return dict(next(one for one in read(source.encode(), "x").processes if one.executable).elements)


def steps_of(source: Source) -> list[str]:
    return [key for key, e in elements_of(source).items() if e.kind != "sequenceFlow"]


Edit = Callable[[st.DataObject, Source], Edited]


def step(data: st.DataObject, source: Source) -> str:
    return data.draw(st.sampled_from(steps_of(source)))


def adds(data: st.DataObject, source: Source) -> Edited:
    after = step(data, source)
    ways = [key for key, e in elements_of(source).items() if e.source == after and e.kind == "sequenceFlow"]
    way = data.draw(st.sampled_from(ways)) if ways else None
    kind = data.draw(st.sampled_from(["userTask", "serviceTask", "businessRuleTask", "callActivity"]))
    return add_step(source, after, kind, "Iets nieuws doen", flow=way)


def branches_to_an_end(data: st.DataObject, source: Source) -> Edited:
    end = New("endEvent", "Het is klaar")
    return add_branch(source, step(data, source), end, name="Nee", condition="=x = 1", question="Mag het?")


def branches_to_a_task(data: st.DataObject, source: Source) -> Edited:
    task = New("userTask", "Iets anders doen", step(data, source))
    return add_branch(source, step(data, source), task, name="Soms", condition="=x = 1", question="Mag het?")


def branches_back(data: st.DataObject, source: Source) -> Edited:
    to = step(data, source)
    return add_branch(source, step(data, source), to, name="Opnieuw", condition="=x = 1", question="Mag het?")


def waits_for_time(data: st.DataObject, source: Source) -> Edited:
    then = New("serviceTask", "Herinneren", New("endEvent", "Herinnerd"))
    return add_boundary(source, step(data, source), "2 dagen voorbij", then, "timer", "P2D", interrupting=False)


def waits_for_a_message(data: st.DataObject, source: Source) -> Edited:
    return add_boundary(source, step(data, source), "Gebeld", New("endEvent", "Gestopt"), "message", "gebeld")


def removes(data: st.DataObject, source: Source) -> Edited:
    return remove_step(source, step(data, source))


def unbranches(data: st.DataObject, source: Source) -> Edited:
    flows = [key for key, e in elements_of(source).items() if e.kind == "sequenceFlow"]
    return remove_branch(source, data.draw(st.sampled_from(flows)))


def moves(data: st.DataObject, source: Source) -> Edited:
    return move_step(source, step(data, source), step(data, source), before=data.draw(st.booleans()))


def changes_lane(data: st.DataObject, source: Source) -> Edited:
    lanes = [lane.id for p in read(source.encode(), "x").processes for lane in p.lanes]
    return change_lane(source, step(data, source), data.draw(st.sampled_from(lanes)) if lanes else "")


EDITS: list[Edit] = [
    adds,
    branches_to_an_end,
    branches_to_a_task,
    branches_back,
    waits_for_time,
    waits_for_a_message,
    removes,
    unbranches,
    moves,
    changes_lane,
]


@settings(max_examples=examples(40))
@given(st.sampled_from(sorted(diagrams())), st.data())
def test_after_some_edits_a_drawing_reads_obeys_the_standard_and_looks_right(process: str, data: st.DataObject) -> None:
    source = read_source(diagrams()[process])
    known = {(f.code, f.element_id) for f in findings(process, source.encode())}

    for _ in range(data.draw(st.integers(1, 4))):
        try:
            source = data.draw(st.sampled_from(EDITS))(data, source).source
        except EditRefused:
            continue

    assert faults(source.encode()) == set()
    new = {(f.code, f.element_id) for f in findings(process, source.encode())} - known
    assert not [one for one in new if one[0] in FORBIDDEN]


def test_a_task_comes_between_two_steps_in_the_lane_of_the_first() -> None:
    source = read_source(diagrams()["behandeling"])

    edit = add_step(source, "Beh_Gesprek", "userTask", "Verslag maken")

    assert edit.done is not None
    elements = elements_of(edit.source)
    new = elements[edit.done.element]
    assert (new.kind, new.name, new.lane) == ("userTask", "Verslag maken", "Gebiedsregisseur")
    assert [elements[flow].source for flow in new.incoming] == ["Beh_Gesprek"]
    assert [elements[flow].target for flow in new.outgoing] == ["Beh_Voorstel"]


def test_the_same_edit_gives_the_same_ids_and_the_next_one_others() -> None:
    source = read_source(diagrams()["behandeling"])

    first, again = (add_step(source, "Beh_Gesprek", "userTask", "Verslag maken") for _ in range(2))
    second = add_step(first.source, "Beh_Gesprek", "userTask", "Verslag maken")

    assert first.data == again.data
    assert first.done is not None
    assert second.done is not None
    assert first.done.element != second.done.element
    assert first.done.element.startswith("Activity_")


def test_a_step_that_is_added_and_removed_leaves_the_same_process() -> None:
    source = read_source(diagrams()["behandeling"])
    edit = add_step(source, "Beh_Gesprek", "userTask", "Verslag maken")
    assert edit.done is not None

    back = remove_step(edit.source, edit.done.element).source

    told = [
        {key: (e.kind, e.name, e.source, e.target, e.incoming, e.outgoing, e.condition) for key, e in told.items()}
        for told in (elements_of(source), elements_of(back))
    ]
    assert told[0] == told[1]


def test_a_branch_of_a_step_asks_a_question_and_leaves_the_old_way_for_when_nothing_else_fits() -> None:
    source = read_source(diagrams()["behandeling"])

    edit = add_branch(
        source,
        "Beh_Gesprek",
        New("endEvent", "Niets nodig"),
        name="Nee",
        condition='=soort = "geen"',
        question="Is er iets nodig?",
    )

    assert edit.done is not None
    elements = elements_of(edit.source)
    flow = elements[edit.done.element]
    gateway = elements[flow.source or ""]
    assert (flow.name, flow.condition, elements[flow.target or ""].name) == ("Nee", '=soort = "geen"', "Niets nodig")
    assert (gateway.kind, gateway.name) == ("exclusiveGateway", "Is er iets nodig?")
    assert elements[gateway.default or ""].target == "Beh_Voorstel"


def test_a_branch_that_is_taken_away_takes_what_it_alone_leads_to_and_an_idle_gateway() -> None:
    source = read_source(diagrams()["behandeling"])
    end = New("endEvent", "Niets nodig")
    edit = add_branch(source, "Beh_Gesprek", end, name="Nee", condition="=x", question="Is er iets nodig?")
    assert edit.done is not None

    back = remove_branch(edit.source, edit.done.element).source

    assert set(elements_of(back)) == set(elements_of(source))


def test_what_happens_on_an_edge_is_taken_away_with_all_that_follows() -> None:
    source = read_source(diagrams()["behandeling"])

    gone = set(elements_of(source)) - set(elements_of(remove_step(source, "Beh_Week_Voorbij").source))

    assert gone == {
        "Beh_Week_Voorbij",
        "Beh_Herinneren",
        "Beh_Herinnerd",
        "Flow_Week_Voorbij_Herinneren",
        "Flow_Herinneren_Herinnerd",
    }


def test_a_step_is_done_later_in_its_line() -> None:
    source = read_source(diagrams()["behandeling"])

    elements = elements_of(move_step(source, "Beh_Gesprek", "Beh_Route_Kiezen").source)

    order, at = [], "Beh_Gebied"
    while elements[at].kind != "exclusiveGateway":
        order.append(at)
        at = elements[elements[at].outgoing[0]].target or ""
    assert order == ["Beh_Gebied", "Beh_Voorstel", "Beh_Route_Kiezen", "Beh_Gesprek"]


def test_a_message_that_is_there_is_waited_for_and_a_new_one_is_added() -> None:
    source = read_source(diagrams()["behandeling"])
    end = New("endEvent", "Gestopt")
    before = dict(read(source.encode(), "x").messages)

    known = add_boundary(source, "Beh_Gesprek", "Ingetrokken", end, "message", "intrekking")
    new = add_boundary(source, "Beh_Gesprek", "Gebeld", end, "message", "gebeld")

    assert before["Message_Intrekking"] == "intrekking"
    assert read(known.data, "x").messages == before
    assert sorted(read(new.data, "x").messages.values()) == sorted([*before.values(), "gebeld"])


def test_one_deadline_more_than_the_edge_of_a_task_has_room_for_is_refused() -> None:
    source = read_source(diagrams()["advies-wijkteam"])

    refusals = []
    for number in range(9):
        end = New("endEvent", "Klaar")
        try:
            source = add_boundary(source, "Advies_Geven", f"{number} dagen voorbij", end, "timer", "P2D").source
        except EditRefused as refused:
            refusals.append(refused.code)

    assert set(refusals) == {"no_room"}
    assert faults(source.encode()) == set()


REFUSED: dict[str, tuple[str, Callable[[Source], Edited]]] = {
    "an end after a step that goes on": ("has_next", lambda s: add_step(s, "Beh_Gesprek", "endEvent", "Klaar")),
    "a step after what begins by itself": ("stands_alone", lambda s: add_step(s, "Beh_Intrekken", "userTask", "Iets")),
    "a step after an end": ("after_end", lambda s: add_step(s, "Beh_Besloten", "userTask", "Iets")),
    "a step after a choice without saying which": (
        "which_way",
        lambda s: add_step(s, "Beh_Volledig", "userTask", "Iets"),
    ),
    "a step without a name": ("name_needed", lambda s: add_step(s, "Beh_Gesprek", "userTask", " ")),
    "something else than a step": ("no_such_kind", lambda s: add_step(s, "Beh_Gesprek", "script", "Iets")),
    "a branch into a subprocess": (
        "other_scope",
        lambda s: add_branch(s, "Beh_Gesprek", "Beh_Intrekking_Noteren", condition="=x", question="Ja?"),
    ),
    "a branch without a condition": (
        "condition_needed",
        lambda s: add_branch(s, "Beh_Gesprek", "Beh_Besloten", question="Ja?"),
    ),
    "a branch to a new step with nothing after it": (
        "nothing_after_new",
        lambda s: add_branch(s, "Beh_Gesprek", New("userTask", "Iets"), condition="=x", question="Ja?"),
    ),
    "a deadline on what is done at once": (
        "does_not_wait",
        lambda s: add_boundary(s, "Beh_Gebied", "Te laat", New("endEvent", "Klaar"), "timer", "P1D"),
    ),
    "the start": ("begins_here", lambda s: remove_step(s, "Beh_Begonnen")),
    "a choice": ("choice_left", lambda s: remove_step(s, "Beh_Volledig")),
    "a task with a deadline on it": ("has_edge", lambda s: remove_step(s, "Beh_Aanvullen")),
    "the only way on": ("only_way", lambda s: remove_step(s, "Beh_Intrekking_Klaar")),
    "steps of different branches": ("not_in_line", lambda s: move_step(s, "Beh_Gesprek", "Beh_Vraag_Melden")),
    "an event on an edge, to another lane": (
        "lane_of_host",
        lambda s: change_lane(s, "Beh_Twee_Weken", "Lane_behandeling_ondersteuning"),
    ),
    "what is not there": ("no_element", lambda s: remove_step(s, "Niets")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_edit_that_would_break_the_process_is_refused(what: str) -> None:
    code, edit = REFUSED[what]

    with pytest.raises(EditRefused) as refusal:
        edit(read_source(diagrams()["behandeling"]))

    assert refusal.value.code == code
