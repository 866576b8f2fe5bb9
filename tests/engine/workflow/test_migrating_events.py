"""Migrating what waits: timers and events on an edge, in the flow and behind a gateway, in another version."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    conditional,
    end,
    flow,
    message,
    node,
    start,
    timer,
    user,
)
from tests.engine.migrating import REMIND, codes
from tests.engine.player import MONDAY, play


# ---- timers and events on an edge ------------------------------------------------------------------------------------
def with_edge(edge: str = "", *more: str) -> tuple[str, ...]:
    after = end("Te laat") + flow("Termijn", "Te laat") if edge else ""
    return start(), user("Doen"), edge, after, *more, end(), chain("Begin", "Doen", "Klaar")


def deadline(days: int = 14, *, interrupting: bool = True) -> str:
    return boundary("Termijn", "Doen", timer("Duration", f"P{days}D"), interrupting=interrupting)


def test_a_timer_keeps_its_moment_also_when_its_duration_is_another() -> None:
    case = play(*with_edge(deadline(14))).wait(days=10)

    case.migrate(*with_edge(deadline(30)))

    assert [t.due_at for t in case.step.timers] == [MONDAY + timedelta(days=14)]
    assert case.wait(days=5).ended_in == "Te laat"


def test_a_timer_that_is_new_counts_from_the_migration() -> None:
    case = play(*with_edge()).wait(days=10)

    verdict = case.judge(*with_edge(deadline(14)))
    case.migrate(*with_edge(deadline(14)))

    assert verdict.begun == (("proef", "Termijn"),)
    assert [t.due_at for t in case.step.timers] == [MONDAY + timedelta(days=24)]
    assert case.wait(days=15).ended_in == "Te laat"


def test_an_answer_ends_what_is_new_on_the_edge() -> None:
    case = play(*with_edge()).migrate(*with_edge(deadline(14)))

    case.answer("Doen")

    assert case.ended_in == "Klaar"
    assert case.step.timers == ()


def test_an_event_that_is_gone_from_the_edge_is_waited_for_no_more() -> None:
    case = play(*with_edge(deadline(14)))

    verdict = case.judge(*with_edge())
    case.migrate(*with_edge())

    assert verdict.dropped == (("proef", "Termijn"),)
    assert case.step.timers == ()
    assert case.wait(days=15).waiting == ["Doen"]
    assert case.answer("Doen").ended_in == "Klaar"


def test_one_event_of_two_can_go_while_another_comes() -> None:
    case = play(*with_edge(deadline(14)))
    other = boundary("Stop", "Doen", message()) + end("Gestopt") + flow("Stop", "Gestopt")

    case.migrate(*with_edge("", other))

    assert [s.message for s in case.step.subscriptions] == ["intrekking"]
    assert case.send("intrekking").ended_in == "Gestopt"


def test_a_timer_that_became_a_message_begins_anew() -> None:
    case = play(*with_edge(deadline(14)))

    case.migrate(*with_edge(boundary("Termijn", "Doen", message())))

    assert case.step.timers == ()
    assert case.send("intrekking").ended_in == "Te laat"


def reminder(*after: str) -> tuple[str, ...]:
    edge = boundary("Herinneren", "Doen", REMIND, interrupting=False)
    return start(), user("Doen"), edge, *after, end(), chain("Begin", "Doen", "Klaar")


def test_a_reminder_that_came_does_not_come_again() -> None:
    case = play(*reminder(user("Bellen"), end("Gebeld"), chain("Herinneren", "Bellen", "Gebeld"))).wait(days=8)

    case.migrate(
        *reminder(user("Bellen"), user("Noteren"), end("Gebeld"), chain("Herinneren", "Bellen", "Noteren", "Gebeld"))
    )

    assert case.step.timers == ()
    assert case.answer("Bellen").answer("Noteren").answer("Doen").ended_in == "Klaar"


def test_what_a_reminder_began_goes_on_when_the_reminder_is_gone() -> None:
    case = play(*reminder(user("Bellen"), end("Gebeld"), chain("Herinneren", "Bellen", "Gebeld"))).wait(days=8)

    case.migrate(start(), user("Doen"), user("Bellen"), end(), chain("Begin", "Doen", "Bellen", "Klaar"))

    assert case.waiting == ["Bellen", "Doen"]
    assert case.answer("Bellen").answer("Doen").answer("Bellen").ended_in == "Klaar"


def test_a_date_that_has_been_is_an_obstacle_for_it_would_come_at_once() -> None:
    case = play(*with_edge())
    past = boundary("Termijn", "Doen", timer("Date", "2026-02-01T00:00:00Z"))

    assert codes(case, *with_edge(past)) == [("at_once", "Termijn")]


def test_a_condition_that_holds_already_is_an_obstacle() -> None:
    case = play(*with_edge(), bedrag=Decimal(5))

    assert codes(case, *with_edge(boundary("Termijn", "Doen", conditional("=bedrag > 1")))) == [("at_once", "Termijn")]


def test_a_condition_that_is_new_is_waited_for() -> None:
    case = play(*with_edge(), bedrag=Decimal(0))

    case.migrate(*with_edge(boundary("Termijn", "Doen", conditional("=bedrag > 1"))))

    assert case.waiting == ["Doen"]
    assert case.answer("Doen", bedrag=Decimal(9)).step.ended


# ---- events in the flow ----------------------------------------------------------------------------------------------
def test_a_moment_that_is_waited_for_in_the_flow_stays() -> None:
    case = play(start(), catch("Wachten", REMIND), end(), chain("Begin", "Wachten", "Klaar")).wait(days=3)

    case.migrate(
        start(), catch("Wachten", timer("Duration", "P1D")), user("Na"), end(), chain("Begin", "Wachten", "Na", "Klaar")
    )

    assert [t.due_at for t in case.step.timers] == [MONDAY + timedelta(days=7)]
    assert case.wait(days=5).waiting == ["Na"]


def test_an_event_that_waits_for_something_else_is_an_obstacle() -> None:
    case = play(start(), catch("Wachten", REMIND), end(), chain("Begin", "Wachten", "Klaar"))

    assert codes(case, start(), catch("Wachten", message()), end(), chain("Begin", "Wachten", "Klaar")) == [
        ("other_event", "Wachten")
    ]


def first_of(*events: str) -> tuple[str, ...]:
    known = {"Brief": message(), "Week": REMIND, "Maand": timer("Duration", "P14D")}
    inside = [catch(key, known[key]) + chain("Eerste", key, "Klaar") for key in events]
    return start(), node("eventBasedGateway", "Eerste"), end(), chain("Begin", "Eerste"), *inside


def test_events_behind_a_gateway_can_come_and_go() -> None:
    case = play(*first_of("Brief", "Week")).wait(days=2)

    case.migrate(*first_of("Week", "Maand"))

    assert sorted(t.due_at for t in case.step.timers) == [MONDAY + timedelta(days=7), MONDAY + timedelta(days=16)]
    assert case.step.subscriptions == ()
    assert case.wait(days=6).ended_in == "Klaar"
    assert "Maand" not in case.walked


def test_a_gateway_of_which_no_event_stays_is_an_obstacle() -> None:
    case = play(*first_of("Brief", "Week"))

    assert set(codes(case, *first_of("Maand"))) == {("gone", "Brief"), ("gone", "Week")}


def test_an_event_that_comes_to_stand_behind_a_gateway_is_an_obstacle() -> None:
    case = play(start(), catch("Week", REMIND), end(), chain("Begin", "Week", "Klaar"))

    assert codes(case, *first_of("Brief", "Week")) == [("other_choice", "Week")]
