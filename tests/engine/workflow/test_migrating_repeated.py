"""Migrating what is halfway: what instances yielded already, when it has been enough, and what is handed in anew."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import workflow
from tests.engine.conformance.telling import for_each
from tests.engine.diagrams import (
    boundary,
    chain,
    end,
    flow,
    folder,
    io,
    node,
    part,
    properties,
    script,
    start,
    user,
)
from tests.engine.migrating import REMIND, codes
from tests.engine.player import Player, play

THREE = {"lijst": ["a", "b", "c"]}


def asked(loop: str, *inside: str) -> tuple[str, ...]:
    return start(), user("Vragen", loop, *inside), user("Na"), end(), chain("Begin", "Vragen", "Na", "Klaar")


@pytest.mark.parametrize("sequential", [False, True], ids=["side by side", "in turn"])
def test_a_list_that_is_collected_for_the_first_time_has_what_was_answered_before(*, sequential: bool) -> None:
    case = play(*asked(for_each(sequential=sequential)), **THREE).answer("Vragen", "a", zegt="ja")

    case.migrate(*asked(for_each(yields="=zegt", into="antwoorden", sequential=sequential)))

    assert case.step.variables["antwoorden"] == ["ja"]
    case.answer("Vragen", "b", zegt="nee").answer("Vragen", "c", zegt="ja")
    assert case.step.variables["antwoorden"] == ["ja", "nee", "ja"]


def test_a_list_that_nobody_answered_for_yet_is_empty_from_the_migration() -> None:
    case = play(*asked(for_each()), **THREE).migrate(*asked(for_each(yields="=zegt", into="antwoorden")))

    assert case.step.variables["antwoorden"] == []


def test_a_list_under_another_name_has_what_was_collected_also_when_a_deadline_ends_it() -> None:
    late = boundary("Laat", "Vragen", REMIND), end("Te laat"), flow("Laat", "Te laat")
    case = play(*asked(for_each(yields="=zegt", into="oud")), *late, **THREE).answer("Vragen", "a", zegt="ja")

    case.migrate(*asked(for_each(yields="=zegt", into="nieuw")), *late).wait(days=8)

    assert case.step.variables["nieuw"] == ["ja"]


def test_what_is_collected_of_an_answer_follows_the_new_version() -> None:
    case = play(*asked(for_each(yields="=zegt", into="uit")), **THREE).answer("Vragen", "a", zegt="ja", waarom="mooi")

    case.migrate(*asked(for_each(yields="=waarom", into="uit")))

    assert case.step.variables["uit"] == ["mooi"]


def test_what_cannot_be_collected_of_an_answer_is_an_obstacle() -> None:
    case = play(*asked(for_each()), **THREE).answer("Vragen", "a", zegt="ja")

    assert codes(case, *asked(for_each(yields="=wijkteam zegt(", into="uit"))) == [("not_computed", "Vragen")]


def test_what_repeated_subprocesses_yielded_is_collected_too() -> None:
    def inside(loop: str) -> tuple[str, ...]:
        deel = part("Deel", loop, start("In"), user("Vragen"), end("Uit"), chain("In", "Vragen", "Uit"))
        return start(), deel, end(), chain("Begin", "Deel", "Klaar")

    case = play(*inside(for_each()), **THREE).answer("Vragen", zegt="ja")

    case.migrate(*inside(for_each(yields="=zegt", into="uit")))

    assert case.step.variables["uit"] == ["ja"]


def test_enough_that_has_been_reached_already_is_an_obstacle() -> None:
    until = "=numberOfCompletedInstances &gt;= {}"
    case = play(*asked(for_each()), **THREE).answer("Vragen", "a").answer("Vragen", "b")

    assert codes(case, *asked(for_each(until=until.format(2)))) == [("at_once", "Vragen")]
    assert case.migrate(*asked(for_each(until=until.format(3)))).answer("Vragen", "c").waiting == ["Na"]


def test_enough_that_the_old_version_said_too_is_no_obstacle() -> None:
    until = "=numberOfCompletedInstances &gt;= drempel"
    case = play(*asked(for_each(until=until)), drempel=Decimal(3), **THREE).answer("Vragen", "a")

    assert codes(case, *asked(for_each(until=until))) == []


def test_new_inputs_are_filled_in_each_instance() -> None:
    case = play(*asked(for_each()), bedrag=Decimal(5), **THREE)

    case.migrate(*asked(for_each(), io({"wat": '=ding + " voor " + string(bedrag)'})))

    seen = [workflow.read_variables(case.step.state, task.scope)["wat"] for task in case.step.open_tasks]
    assert sorted(seen) == ["a voor 5", "b voor 5", "c voor 5"]


GRENS = '<bpmn:dataObject id="Gegeven" />' + node(
    "dataObjectReference", "Grens", properties(variable="grens"), dataObjectRef="Gegeven"
)
COUNTING = user("Doen"), script("Reken", "=grens * 2", "uitkomst"), user("Later")


def holding(*inside: str) -> tuple[str, ...]:
    steps = start("In"), *COUNTING, end("Uit"), chain("In", "Doen", "Reken", "Later", "Uit")
    return start(), part("Deel", *inside, *steps), end(), chain("Begin", "Deel", "Klaar")


def test_new_inputs_of_a_subprocess_that_runs_are_there_from_now() -> None:
    case = play(*holding(), bedrag=Decimal(5)).migrate(*holding(io({"grens": "=bedrag"})))

    assert case.answer("Doen").step.variables["uitkomst"] == 10
    assert "grens" not in case.step.variables


def test_an_input_that_a_subprocess_got_when_it_began_stays() -> None:
    case = play(*holding(io({"grens": "=1"}))).migrate(*holding(io({"grens": "=2"})))

    assert case.answer("Doen").step.variables["uitkomst"] == 2


def test_a_data_object_that_was_filled_is_not_filled_again_by_a_new_input() -> None:
    case = play(*holding(GRENS)).answer("Doen", grens=Decimal(3))

    case.migrate(*holding(GRENS, io({"grens": "=100"})))

    assert case.answer("Later", grens=Decimal(4)).ended_in == "Klaar"
    assert case.step.variables["uitkomst"] == 6


def test_an_input_that_cannot_be_worked_out_is_an_obstacle() -> None:
    case = play(*holding())

    assert codes(case, *holding(io({"grens": "=elders("}))) == [("not_computed", "Deel")]


def calling(*inside: str) -> tuple[str, ...]:
    call = node("callActivity", "Roep", '<zeebe:calledElement processId="ander" />', *inside)
    return start(), call, end(), chain("Begin", "Roep", "Klaar")


def called_case(**variables: Decimal) -> Player:
    other = start("In"), *COUNTING, end("Uit"), chain("In", "Doen", "Reken", "Later", "Uit")
    return Player({"proef": folder(*calling()), "ander": folder(*other, process="ander")}).begin(**variables)


def test_new_inputs_of_a_called_process_that_runs_are_there_from_now() -> None:
    case = called_case(bedrag=Decimal(5)).migrate(*calling(io({"grens": "=bedrag"})))

    assert case.answer("Doen").answer("Later").step.variables["uitkomst"] == 10


def test_a_new_input_takes_the_place_of_what_was_only_passed_on() -> None:
    case = called_case(grens=Decimal(5)).migrate(*calling(io({"grens": "=grens + 1"})))

    assert case.answer("Doen").answer("Later").step.variables["uitkomst"] == 12


def test_what_a_called_process_made_of_it_stays_whatever_is_handed_in_anew() -> None:
    case = called_case(grens=Decimal(5)).answer("Doen", grens=Decimal(7)).migrate(*calling(io({"grens": "=grens + 1"})))

    assert case.answer("Later").step.variables["grens"] == 7
