"""Moving: an operator lets a token continue from another element of its scope."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import soundness, workflow
from engine.errors import ExecutionFailed, NotWaiting
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    each,
    end,
    flow,
    listening,
    message,
    node,
    part,
    start,
    timer,
    user,
)
from tests.engine.player import MONDAY, Player, play

WEEK = timer("Duration", "P7D")


def straight() -> tuple[str, ...]:
    late = boundary("Laat", "Nakijken", WEEK) + end("Te laat") + flow("Laat", "Te laat")
    ways = chain("Begin", "Doen", "Nakijken", "Besluiten", "Klaar")
    return start(), user("Doen"), user("Nakijken"), late, user("Besluiten"), end(), ways


def side_by_side() -> tuple[str, ...]:
    inside = [user(key) + chain("Splits", key, "Samen") for key in ("Links", "Rechts")]
    gates = node("parallelGateway", "Splits"), node("parallelGateway", "Samen")
    return start(), *gates, *inside, user("Na"), end(), chain("Begin", "Splits"), chain("Samen", "Na", "Klaar")


def hindered(case: Player, element: str, to: str) -> list[str]:
    found = workflow.move(case.compiled, case.step.state, case.at(element), to, case.surroundings())
    return [obstacle.code for obstacle in found[1]]


def stuck(case: Player, element: str, to: str) -> set[str]:
    _, _, standing = workflow.move(case.compiled, case.step.state, case.at(element), to, case.surroundings())
    found = soundness.find_stuck(case.compiled.processes[standing.process], standing.parent, standing.flows)
    return set(found or ())


def test_a_token_goes_on_from_another_task() -> None:
    case = play(*straight()).move("Doen", "Besluiten")

    assert case.waiting == ["Besluiten"]
    assert case.answer("Besluiten").ended_in == "Klaar"


def test_a_token_can_go_back() -> None:
    case = play(*straight()).answer("Doen").answer("Nakijken").move("Besluiten", "Doen")

    assert case.answer("Doen").waiting == ["Nakijken"]


def test_what_is_on_the_edge_goes_with_the_task() -> None:
    case = play(*straight()).answer("Doen").move("Nakijken", "Besluiten")

    assert case.step.timers == ()
    assert case.answer("Besluiten").ended_in == "Klaar"


def test_what_is_on_the_edge_of_where_it_comes_is_waited_for() -> None:
    case = play(*straight()).wait(days=1).move("Doen", "Nakijken")

    assert [t.due_at for t in case.step.timers] == [MONDAY + timedelta(days=8)]
    assert case.wait(days=8).ended_in == "Te laat"


def test_a_reminder_that_came_does_not_keep_the_case_from_ending() -> None:
    edge = boundary("Herinneren", "Doen", WEEK, interrupting=False) + end("Herinnerd") + flow("Herinneren", "Herinnerd")
    case = play(start(), user("Doen"), edge, user("Na"), end(), chain("Begin", "Doen", "Na", "Klaar")).wait(days=8)

    case.move("Doen", "Na").answer("Na")

    assert case.ended_in == "Klaar"


def test_a_token_can_go_straight_to_an_end() -> None:
    assert play(*straight()).move("Doen", "Klaar").ended_in == "Klaar"


def test_all_events_behind_a_gateway_are_one_token() -> None:
    events = catch("Brief", message()), catch("Week", WEEK), node("eventBasedGateway", "Eerste"), user("Doen")
    case = play(
        start(), *events, end(), chain("Begin", "Eerste", "Brief", "Doen", "Klaar"), chain("Eerste", "Week", "Klaar")
    )

    case.move("Brief", "Doen")

    assert (case.step.timers, case.step.subscriptions) == ((), ())
    assert case.answer("Doen").ended_in == "Klaar"


def test_a_repeated_task_ends_with_all_its_instances() -> None:
    ways = chain("Begin", "Stem", "Na", "Klaar")
    case = play(start(), user("Stem", each("=leden", "lid")), user("Na"), end(), ways, leden=["a", "b"])

    case.answer("Stem", "a").move("Stem", "Na")

    assert case.waiting == ["Na"]
    assert case.answer("Na").ended_in == "Klaar"


def test_a_subprocess_ends_with_what_is_inside() -> None:
    inside = part(
        "Deel", start("In"), user("Binnen"), user("Daarna"), end("Uit"), chain("In", "Binnen", "Daarna", "Uit")
    )
    diagram = start(), inside, user("Na"), end(), chain("Begin", "Deel", "Na", "Klaar")

    assert play(*diagram).move("Deel", "Na").waiting == ["Na"]
    assert play(*diagram).move("Binnen", "Daarna").answer("Daarna").waiting == ["Na"]


@pytest.mark.parametrize(
    ("element", "to", "code"),
    [
        ("Links", "Samen", "into_join"),
        ("Links", "Begin", "no_place"),
        ("Links", "Nergens", "no_place"),
    ],
    ids=["into a join", "to the start", "to nowhere"],
)
def test_a_token_cannot_go_everywhere(element: str, to: str, code: str) -> None:
    assert hindered(play(*side_by_side()), element, to) == [code]


def test_a_token_stays_in_its_scope() -> None:
    inside = part("Deel", start("In"), user("Binnen"), end("Uit"), chain("In", "Binnen", "Uit"))
    case = play(start(), inside, user("Na"), end(), chain("Begin", "Deel", "Na", "Klaar"))

    assert hindered(case, "Deel", "Binnen") == ["across_scopes"]
    assert hindered(case, "Binnen", "Na") == ["across_scopes"]


def test_a_token_does_not_go_into_what_only_an_event_begins() -> None:
    case = play(*straight(), listening("Stop", message(), end("Gestopt"), flow("StopKomt", "Gestopt")))

    assert hindered(case, "Doen", "Stop") == ["into_event"]


def test_a_join_that_would_wait_for_ever_is_found() -> None:
    case = play(*side_by_side())

    assert stuck(case, "Links", "Na") == {"Samen"}
    assert stuck(case, "Links", "Rechts") == {"Samen"}
    assert stuck(case, "Links", "Links") == set()


def test_a_token_that_is_not_there_cannot_be_moved() -> None:
    case = play(*straight())
    ref = case.at("Doen")
    case.answer("Doen")

    with pytest.raises(NotWaiting):
        workflow.move(case.compiled, case.step.state, ref, "Besluiten", case.surroundings())


def test_a_timer_that_leads_to_what_cannot_go_on_is_passed_by() -> None:
    broken = node("exclusiveGateway", "Duur?", default="nee") + end("Goedkoop") + flow("Duur?", "Goedkoop", key="nee")
    ways = chain("Begin", "Week", "Duur?") + flow("Duur?", "Betalen", "=bedrag &gt; 1") + chain("Betalen", "Klaar")
    case = play(start(), catch("Week", WEEK), broken, user("Betalen"), end(), ways)
    with pytest.raises(ExecutionFailed):
        case.wait(days=8)

    case.move("Week", "Betalen")

    assert case.waiting == ["Betalen"]


def test_the_places_that_are_offered_can_all_be_gone_to() -> None:
    case = play(*straight())
    (token,) = workflow.list_tokens(case.compiled, case.step.state, case.surroundings())

    assert set(token.places) == {"Doen", "Nakijken", "Besluiten", "Klaar", "Te laat"}
    for place in token.places:
        assert hindered(case, "Doen", place) == []
