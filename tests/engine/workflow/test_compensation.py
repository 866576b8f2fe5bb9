"""Compensation: what undoing does to a case: its state, its history, its incidents, and the people who do it."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest

import engine
from engine import events
from engine.errors import ExecutionFailed
from engine.workflow.state import read_document
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import (
    boundary,
    cancel,
    chain,
    compensate,
    each,
    end,
    error,
    field,
    flow,
    folder,
    form,
    io,
    listening,
    message,
    node,
    part,
    properties,
    script,
    start,
    throw,
    transaction,
    undone,
    user,
)
from tests.engine.player import Player, play

THROW = node("endEvent", "Terug", compensate())


def counters(case: Player) -> Any:
    return read_document(case.step.state)["counters"]


def size(case: Player) -> int:
    """Bytes of the state as it is kept once it is large."""
    return len(zlib.compress(json.dumps(read_document(case.step.state)).encode()))


def looping(*undo: str) -> tuple[str, ...]:
    return (
        start("Begin"), node("exclusiveGateway", "M"), user("A"), *undo,
        node("exclusiveGateway", "K", default="K_to_Terug"), THROW, chain("Begin", "M", "A", "K", "Terug"),
        flow("K", "M", "=nog"),
    )  # fmt: skip


def test_what_can_be_undone_adds_next_to_nothing_to_the_state_of_a_case() -> None:
    plain, undoable = play(*looping()), play(*looping(undone("A", user("XA"))))

    for _ in range(60):
        plain.answer("A", nog=True)
        undoable.answer("A", nog=True)

    assert size(undoable) - size(plain) < 200
    assert len(counters(undoable)["done"]["root"]) == 60


def test_what_has_been_undone_leaves_nothing_in_the_state_of_a_case() -> None:
    case = play(*looping(undone("A", part("X", start("In"), user("XA"), end("Uit"), chain("In", "XA", "Uit")))))
    for lap in range(20):
        case.answer("A", nog=lap < 19)
    first = size(case)
    for _ in range(19):
        case.answer("XA")

    assert size(case) < 1.05 * first
    case.answer("XA")
    assert case.ended_in == "Terug"
    assert counters(case) == {"last_end": "Terug"}


def test_what_undoes_a_repeated_task_sees_the_answers_of_that_time() -> None:
    told = each("=lijst", "ding")
    undo = undone("A", user("XA", io({"was": "=antwoord"})))
    case = play(start("Begin"), user("A", told), undo, THROW, chain("Begin", "A", "Terug"), lijst=["a", "b"])

    case.answer("A", "a", antwoord="ja").answer("A", "b", antwoord="nee")

    scopes = [scope for scope in engine.workflow.read_all_variables(case.step.state) if scope.key != "root"]
    assert [scope.variables for scope in scopes] == [{"ding": "b", "antwoord": "nee", "was": "nee"}]


def test_answers_that_are_changed_while_a_task_collects_are_those_that_are_undone() -> None:
    told = each("=lijst", "ding")
    undo = undone("A", script("XA", "=append(terug, antwoord)", "terug"))
    case = play(start("Begin"), user("A", told), undo, THROW, chain("Begin", "A", "Terug"), lijst=["a", "b"], terug=[])
    first = case.task("A", "a").ref
    case.answer("A", "a", antwoord="ja")

    step = engine.workflow.revise(case.compiled, case.step.state, first, {"antwoord": "toch niet"}, case.surroundings())
    case.step = step
    case.answer("A", "b", antwoord="nee")

    assert case.step.variables["terug"] == ["nee", "toch niet"]


def test_what_undoes_can_be_a_task_for_several_people() -> None:
    undo = undone("A", user("XA", each("=lijst", "ding")))
    case = play(start("Begin"), user("A"), undo, THROW, chain("Begin", "A", "Terug"), lijst=["a", "b"])

    case.answer("A").answer("XA", "a").answer("XA", "b")

    assert case.walked == ["Begin", "A", "ATerug", "XA", "Terug"]


def test_what_undoes_can_wait_for_a_message() -> None:
    undo = undone("A", node("receiveTask", "XA", messageRef="Message_1"))
    case = play(start("Begin"), user("A"), undo, THROW, chain("Begin", "A", "Terug"))

    case.answer("A").send("intrekking")

    assert case.walked == ["Begin", "A", "ATerug", "XA", "Terug"]


def test_the_history_says_what_was_thrown_and_what_it_led_to() -> None:
    case = play(
        start("Begin"), user("A"), undone("A", user("XA")), node("endEvent", "Terug", compensate("A")),
        chain("Begin", "A", "Terug"),
    )  # fmt: skip

    case.answer("A")

    assert case.step.events[-2:] == (
        events.EventThrown("proef", "Terug", "compensate", "A"),
        events.ElementCompleted("proef", "ATerug"),
    )


def test_an_error_while_a_transaction_is_being_undone_is_its_hazard() -> None:
    undo = part("X", start("XIn"), node("endEvent", "Stuk", error("stuk")), flow("XIn", "Stuk"))
    case = play(
        start("Begin"),
        transaction("Deel", start("In"), user("A"), undone("A", undo), node("endEvent", "Stop", cancel()),
                    chain("In", "A", "Stop")),
        boundary("Af", "Deel", cancel()), end("Afgebroken"), flow("Af", "Afgebroken"),
        boundary("Fout", "Deel", error("stuk")), end("Mislukt"), flow("Fout", "Mislukt"),
        end("Klaar"), chain("Begin", "Deel", "Klaar"),
    )  # fmt: skip

    case.answer("A")

    assert case.ended_in == "Mislukt"
    assert case.walked == ["Begin", "In", "A", "Stop", "ATerug", "XIn", "Stuk", "Fout", "Mislukt"]


def test_nothing_else_begins_in_a_transaction_that_is_being_undone() -> None:
    case = play(
        start("Begin"),
        transaction("Deel", start("In"), user("A"), undone("A", user("XA")), node("endEvent", "Stop", cancel()),
                    chain("In", "A", "Stop"),
                    listening("Sub", message(), end("SubKlaar"), flow("SubKomt", "SubKlaar"))),
        boundary("Af", "Deel", cancel()), end("Afgebroken"), flow("Af", "Afgebroken"), end("Klaar"),
        chain("Begin", "Deel", "Klaar"),
    )  # fmt: skip

    case.answer("A")

    assert case.step.subscriptions == ()
    assert case.answer("XA").ended_in == "Afgebroken"


@pytest.mark.parametrize("around", ["transaction", "subProcess"])
def test_a_cancel_that_nobody_catches_stops_the_case(around: str) -> None:
    inner = node(around, "Deel", start("In"), user("A"), node("endEvent", "Stop", cancel()), chain("In", "A", "Stop"))
    case = play(start("Begin"), inner, end(), chain("Begin", "Deel", "Klaar"))

    with pytest.raises(ExecutionFailed) as refusal:
        case.answer("A")

    assert refusal.value.element == "Stop"


def test_what_a_compensation_leaves_unfinished_when_its_scope_ends_is_forgotten() -> None:
    case = play(
        start("Begin"),
        part("Deel", start("In"), user("A"), undone("A", user("XA")), throw("Gooi", compensate()), end("Uit"),
             chain("In", "A", "Gooi", "Uit")),
        boundary("Weg", "Deel", message()), user("Daarna"), end("X"), end("Klaar"), chain("Begin", "Deel", "Klaar"),
        chain("Weg", "Daarna", "X"),
    )  # fmt: skip

    case.answer("A").send("intrekking")

    assert case.waiting == ["Daarna"]
    assert counters(case) == {}


def test_people_undo_by_tasks_on_their_list_and_the_case_goes_on_after_that(deploy: Deploy, people: People) -> None:
    begun = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
    deploy(
        folder(
            begun,
            transaction("Boeken", start("In"), user("Zaal huren"), undone("Zaal huren", user("Zaal afzeggen")),
                        user("Akkoord vragen"), node("exclusiveGateway", "Akkoord?", default="ja"), end("Geboekt"),
                        node("endEvent", "Geen akkoord", cancel()),
                        chain("In", "Zaal huren", "Akkoord vragen", "Akkoord?"),
                        flow("Akkoord?", "Geboekt", key="ja"), flow("Akkoord?", "Geen akkoord", "=akkoord = false")),
            boundary("Afgebroken", "Boeken", cancel()), end("Gestopt"), flow("Afgebroken", "Gestopt"), end("Klaar"),
            chain("Begin", "Boeken", "Klaar"),
            process="boeken", files={"forms/begin.form": form("begin", field("wens")),
                                     "forms/leeg.form": form("leeg", field("akkoord", "checkbox"))},
        )
    )  # fmt: skip
    case = engine.start_case("boeken", {"wens": "feest"}, None)

    done = []
    while tasks := engine.list_team_tasks(people.office).items:
        done.append(tasks[0].name)
        engine.complete_task(tasks[0].id, people.office, {})

    assert done == ["Zaal huren", "Akkoord vragen", "Zaal afzeggen"]
    seen = engine.read_case(case.case_id, people.office)
    assert seen.case.ended_at is not None
    names = [item.element_name for item in seen.timeline if item.kind == "element_completed"]
    assert [name for name in names if name in {"Zaal hurenTerug", "Afgebroken"}] == ["Zaal hurenTerug", "Afgebroken"]
