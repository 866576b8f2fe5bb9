"""Loops: many iterations stay correct, and an endless loop is stopped by an incident that names its elements."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.task import Task

from engine.errors import ExecutionFailed, Unavailable
from engine.workflow.budget import STEPS_OF_SCOPE
from tests.engine.conformance.telling import for_each
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    end,
    flow,
    link,
    message,
    node,
    part,
    script,
    signal,
    start,
    throw,
    timer,
    user,
)
from tests.engine.player import Player, play

LAPS = 400


def laps_of_everything() -> Player:
    """Each lap: a parallel block of two tasks, one with a reminder and a deadline on its edge, then the question."""
    return play(
        start("Begin"), node("exclusiveGateway", "In"), node("parallelGateway", "Splits"), user("A"), user("B"),
        boundary("Herinner", "B", timer("Duration", "P1D"), interrupting=False), end("Herinnerd"),
        boundary("Verloopt", "B", timer("Duration", "P3D")), node("exclusiveGateway", "Weer"),
        node("parallelGateway", "Samen"), user("Nog"), node("exclusiveGateway", "Genoeg", default="uit"), end("Klaar"),
        chain("Begin", "In", "Splits", "A", "Samen", "Nog", "Genoeg"), chain("Splits", "B", "Weer", "Samen"),
        flow("Verloopt", "Weer"), flow("Herinner", "Herinnerd"), flow("Genoeg", "In", "=nog"),
        flow("Genoeg", "Klaar", key="uit"),
    )  # fmt: skip


def test_four_hundred_laps_with_a_parallel_block_and_events_on_the_edge_stay_right() -> None:
    case = laps_of_everything()
    seen = []

    for lap in range(1, LAPS + 1):
        before = len(case.walked)
        case.answer("A", a=Decimal(lap))
        if lap % 10 == 0:
            case.wait(days=1)
        case = case.wait(days=3) if lap % 50 == 0 else case.answer("B", b=Decimal(lap))
        case.answer("Nog", nog=lap < LAPS)
        seen.append(tuple(case.walked[before:]))

    plain = ("A", "B", "Weer", "Samen", "Nog", "Genoeg", "In", "Splits")
    reminded = ("A", "Herinner", "Herinnerd", *plain[1:])
    expired = ("A", "Herinner", "Herinnerd", "Verloopt", *plain[2:])
    expected = [expired if n % 50 == 0 else reminded if n % 10 == 0 else plain for n in range(1, LAPS)]
    assert seen == [*expected, (*expired[:-2], "Klaar")]
    assert case.ended_in == "Klaar"
    assert case.step.timers == ()


def test_four_hundred_laps_that_each_wait_for_a_message_hear_each_one_once() -> None:
    case = play(
        start("Begin"), node("exclusiveGateway", "In"), user("Vul"), boundary("Stop", "Vul", message("Message_1")),
        node("exclusiveGateway", "Uit", default="terug"), end("Klaar"), chain("Begin", "In", "Vul", "Uit"),
        flow("Uit", "Klaar", "=klaar"), flow("Uit", "In", key="terug"), flow("Stop", "In"), klaar=False,
    )  # fmt: skip

    for lap in range(LAPS):
        case = case.send("intrekking") if lap % 2 else case.answer("Vul", klaar=False)

    assert case.walked.count("Stop") == LAPS // 2
    assert case.waiting == ["Vul"]
    assert len(case.step.subscriptions) == 1


def blame(*inside: str, **variables: object) -> ExecutionFailed:
    with pytest.raises(ExecutionFailed) as refusal:
        play(*inside, **variables)
    return refusal.value


def test_an_endless_loop_is_named_by_the_names_of_its_elements_in_their_order() -> None:
    found = blame(
        start("Begin"), script("Vooraf", "=0", "n"), node("exclusiveGateway", "In", name=""),
        script("Tel", "=n + 1", "n").replace('name="Tel"', 'name="Tellen maar"'),
        node("exclusiveGateway", "Genoeg", default="terug", name="Is het genoeg?"), end("Klaar"),
        chain("Begin", "Vooraf", "In", "Tel", "Genoeg"), flow("Genoeg", "Klaar", "=n &lt; 0"),
        flow("Genoeg", "In", key="terug"),
    )  # fmt: skip

    names = found.message.removeprefix("goes round without end: ").split(" → ")
    assert names[0] == names[-1]
    joined = "Samenvoeging voor ‘Tellen maar’"
    turn = names.index(joined)
    assert [*names[turn:-1], *names[:turn]] == [joined, "Tellen maar", "Is het genoeg?"]
    assert (found.process, found.element in {"In", "Tel", "Genoeg"}) == ("proef", True)


def test_an_endless_loop_through_a_subprocess_and_a_link_names_what_is_inside_too() -> None:
    inside = part("Deel", start("Erin"), script("Tel", "=n + 1", "n"), end("Eruit"), chain("Erin", "Tel", "Eruit"))

    found = blame(
        start("Begin"), catch("Van", link("terug")), node("exclusiveGateway", "In"), inside,
        node("exclusiveGateway", "Genoeg", default="weer"), throw("Naar", link("terug")), end("Klaar"),
        chain("Begin", "In", "Deel", "Genoeg"), flow("Genoeg", "Klaar", "=n &lt; 0"),
        flow("Genoeg", "Naar", key="weer"),
        flow("Van", "In"), n=Decimal(0),
    )  # fmt: skip

    assert set(found.message.removeprefix("goes round without end: ").split(" → ")) == {
        "Van", "In", "Deel", "Erin", "Tel", "Eruit", "Genoeg", "Naar",
    }  # fmt: skip


def test_an_endless_loop_of_timers_is_named() -> None:
    found = blame(
        start("Begin"), node("exclusiveGateway", "In"), catch("Wacht", timer("Date", "2020-01-01")),
        node("exclusiveGateway", "Genoeg", default="weer"), end("Klaar"), chain("Begin", "In", "Wacht", "Genoeg"),
        flow("Genoeg", "Klaar", "=1 = 2"), flow("Genoeg", "In", key="weer"),
    )  # fmt: skip

    assert set(found.message.removeprefix("goes round without end: ").split(" → ")) == {"In", "Wacht", "Genoeg"}


def test_an_event_on_an_edge_that_throws_what_it_waits_for_is_stopped_after_little_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    ready = BoundaryEventJoin._check_threshold_structured

    def look(self: BoundaryEventJoin, my_task: Task) -> object:
        looked.append(self.name)
        return ready(self, my_task)

    monkeypatch.setattr(BoundaryEventJoin, "_check_threshold_structured", look)
    case = play(
        start("Begin"), user("Werk"), boundary("Rand", "Werk", signal("piep"), interrupting=False),
        throw("Roep", signal("piep")), end("Klaar"), end("Weg"),
        chain("Begin", "Werk", "Klaar"), chain("Rand", "Roep", "Weg"),
    )  # fmt: skip

    with pytest.raises(ExecutionFailed, match="goes round without end"):
        case.signal("piep")

    # Each time it comes adds a join behind the activity, and these open together: one is looked at after each step.
    assert len(looked) < 2 * STEPS_OF_SCOPE


def test_two_hundred_instances_of_many_steps_each_are_no_endless_loop() -> None:
    steps = [f"Stap{number}" for number in range(40)]
    inside = (
        start("Erin"),
        *(script(key, "=n + 1", "n") for key in steps),
        end("Eruit"),
        chain("Erin", *steps, "Eruit"),
    )

    case = play(
        start("Begin"), part("Deel", for_each("=lijst", "n", yields="=n", into="uit"), *inside), end("Klaar"),
        chain("Begin", "Deel", "Klaar"), lijst=[Decimal(number) for number in range(200)],
    )  # fmt: skip

    assert case.ended_in == "Klaar"


def test_a_timer_that_repeats_and_stood_still_for_days_catches_up_bit_by_bit() -> None:
    case = play(
        start("Begin"), user("Vul"), boundary("Elke", "Vul", timer("Cycle", "R/PT1M"), interrupting=False),
        end("Gedaan"), end("Klaar"), chain("Begin", "Vul", "Klaar"), chain("Elke", "Gedaan"),
    )  # fmt: skip
    since = case.now
    case = case.wait(hours=6)

    with pytest.raises(Unavailable):
        case.answer("Vul")
    while case.step.timers[0].due_at <= case.now:
        case = case.wait()
    case.answer("Vul")

    assert case.walked.count("Elke") == 360
    assert case.now - since == timedelta(hours=6)
    assert case.ended_in == "Klaar"


def test_a_process_that_calls_itself_is_stopped() -> None:
    call = node("callActivity", "Roep", '<zeebe:calledElement processId="proef" />')

    found = blame(start("Begin"), call, end("Klaar"), chain("Begin", "Roep", "Klaar"))

    assert (found.element, found.process) == ("Roep", "proef")
