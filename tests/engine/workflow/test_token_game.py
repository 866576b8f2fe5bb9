"""The token game: what a diagram does when it is played, element by element and trap by trap."""

from __future__ import annotations

import gc
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import workflow
from engine.errors import CaseEnded, ExecutionFailed
from tests.engine.diagrams import (
    boundary,
    chain,
    end,
    flow,
    folder,
    gateway,
    io,
    message,
    node,
    script,
    start,
    timer,
    user,
)
from tests.engine.player import Player, play
from tests.lengths import examples


def test_a_case_runs_from_start_to_end() -> None:
    case = play(start(), user("Doen"), end(), chain("Begin", "Doen", "Klaar"))

    case.answer("Doen")

    assert case.walked == ["Begin", "Doen", "Klaar"]
    assert case.ended_in == "Klaar"


def test_an_ended_case_takes_nothing_more() -> None:
    case = play(start(), end(), chain("Begin", "Klaar"))

    with pytest.raises(CaseEnded):
        case.send("intrekking")


def test_two_branches_that_set_different_things_both_survive_the_join() -> None:
    case = play(
        start(),
        gateway("Splits", "parallelGateway"),
        user("Links"),
        user("Rechts"),
        gateway("Samen", "parallelGateway"),
        end(),
        chain("Begin", "Splits", "Links", "Samen", "Klaar"),
        chain("Splits", "Rechts", "Samen"),
        bedrag=Decimal(1),
    )

    case.answer("Links", advies="goed", bedrag=Decimal(2)).answer("Rechts", kosten=Decimal(5))

    assert case.step.variables == {"bedrag": Decimal(2), "advies": "goed", "kosten": Decimal(5)}
    assert case.ended_in == "Klaar"


def test_a_join_waits_for_every_branch() -> None:
    case = play(
        start(),
        gateway("Splits", "parallelGateway"),
        user("Links"),
        user("Rechts"),
        gateway("Samen", "parallelGateway"),
        end(),
        chain("Begin", "Splits", "Links", "Samen", "Klaar"),
        chain("Splits", "Rechts", "Samen"),
    )

    case.answer("Rechts")

    assert case.waiting == ["Links"]
    assert not case.step.ended


def choice(condition: str) -> list[str]:
    return [
        start(),
        gateway("Goed?", default="anders"),
        end("Ja"),
        end("Nee"),
        flow("Begin", "Goed?"),
        flow("Goed?", "Ja", condition),
        flow("Goed?", "Nee", key="anders"),
    ]


@pytest.mark.parametrize(
    ("amount", "where"), [(Decimal(5001), "Ja"), (Decimal(5000), "Nee"), (Decimal("5000.01"), "Ja")]
)
def test_a_choice_follows_its_condition(amount: Decimal, where: str) -> None:
    assert play(*choice("=bedrag > 5000"), bedrag=amount).ended_in == where


@pytest.mark.parametrize("condition", ["=bedrag", '="ja"', "=bedrag > null", "=null"])
def test_a_condition_that_is_neither_true_nor_false_stops_the_case_and_names_the_flow(condition: str) -> None:
    with pytest.raises(ExecutionFailed) as refusal:
        play(*choice(condition), bedrag=Decimal(1))

    assert refusal.value.element == "Goed?_to_Ja"
    assert "neither true nor false" in refusal.value.message


@pytest.mark.parametrize(
    "condition", ['=akkoord = "ja"', '=akkoord != "nee"', "=akkoord = null", "=akkoord > 1", "=not(akkoord = 1)"]
)
def test_a_condition_on_a_variable_that_is_not_there_stops_the_case(condition: str) -> None:
    with pytest.raises(ExecutionFailed, match=r"reads what is not there .*'akkoord'") as refusal:
        play(*choice(condition), bedrag=Decimal(1))

    assert refusal.value.element == "Goed?_to_Ja"


def test_a_variable_that_is_there_and_empty_may_be_asked_about() -> None:
    assert play(*choice("=bedrag = null"), bedrag=None).ended_in == "Ja"


def test_what_need_not_be_read_need_not_be_there() -> None:
    assert play(*choice("=bedrag > 0 or akkoord"), bedrag=Decimal(1)).ended_in == "Ja"


def test_no_condition_true_and_no_default_stops_the_case() -> None:
    flows = [flow("Begin", "Wat?"), flow("Wat?", "Ja", "=false"), flow("Wat?", "Nee", "=1 > 2")]

    with pytest.raises(ExecutionFailed):
        play(start(), gateway("Wat?"), end("Ja"), end("Nee"), *flows)


def test_a_loop_goes_round_until_the_answer_is_yes() -> None:
    case = play(
        start(),
        user("Vragen"),
        gateway("Genoeg?", default="terug"),
        end(),
        chain("Begin", "Vragen", "Genoeg?"),
        flow("Genoeg?", "Klaar", "=ja"),
        flow("Genoeg?", "Vragen", key="terug"),
    )

    for _ in range(20):
        case.answer("Vragen", ja=False)
    case.answer("Vragen", ja=True)

    assert case.walked.count("Vragen") == 21
    assert case.ended_in == "Klaar"


def test_an_automatic_loop_without_end_is_stopped() -> None:
    with pytest.raises(ExecutionFailed, match="round without end"):
        play(
            start(),
            script("Reken", "=1", "x"),
            gateway("Klaar?", default="terug"),
            end(),
            chain("Begin", "Reken", "Klaar?"),
            flow("Klaar?", "Klaar", "=false"),
            flow("Klaar?", "Reken", key="terug"),
        )


# ---- subprocesses and calls ------------------------------------------------------------------------------------------


def test_a_called_process_sees_its_inputs_only_and_gives_its_outputs_only() -> None:
    called = folder(
        start("Binnen"), user("Adviseren"), end("Gegeven"), chain("Binnen", "Adviseren", "Gegeven"), process="advies"
    )
    call = node(
        "callActivity",
        "Advies vragen",
        '<zeebe:calledElement processId="advies" propagateAllChildVariables="false"'
        ' propagateAllParentVariables="false" />',
        io({"titel": "=titel"}, {"oordeel": "=advies"}),
    )
    case = Player(
        {"proef": folder(start(), call, end(), chain("Begin", "Advies vragen", "Klaar")), "advies": called}
    ).begin(titel="Bankje", geheim="niet meegeven")

    seen = workflow.read_variables(case.step.state, case.task("Adviseren").scope)
    case.answer("Adviseren", advies="positief", kladblok="blijft binnen")

    assert seen == {"titel": "Bankje"}
    assert case.step.variables == {"titel": "Bankje", "geheim": "niet meegeven", "oordeel": "positief"}
    assert case.ended_in == "Klaar"


def test_a_timer_on_a_call_ends_what_was_called() -> None:
    called = folder(
        start("Binnen"), user("Adviseren"), end("Weg"), chain("Binnen", "Adviseren", "Weg"), process="advies"
    )
    call = node("callActivity", "Vragen", '<zeebe:calledElement processId="advies" />')
    inside = [start(), call, boundary("Te lang", "Vragen", timer("Duration", "P1D")), end(), end("Over tijd")]
    case = Player(
        {"proef": folder(*inside, chain("Begin", "Vragen", "Klaar"), flow("Te lang", "Over tijd")), "advies": called}
    ).begin()

    case.wait(days=2)

    assert case.ended_in == "Over tijd"
    assert case.waiting == []


@pytest.mark.parametrize("name", ["typename", "$date", "_class", "Start", "naam met spaties"])
def test_variables_may_have_any_name(name: str) -> None:
    case = Player({"proef": folder(start(), user("Doen"), end(), chain("Begin", "Doen", "Klaar"))}).begin(**{name: "x"})

    case.answer("Doen")

    assert case.step.variables[name] == "x"


@given(order=st.permutations(["A", "B", "C", "D"]), late=st.integers(0, 3))
@settings(max_examples=examples(25), deadline=None)
def test_whatever_the_order_of_answers_a_join_fires_once_and_nothing_is_lost(order: list[str], late: int) -> None:
    inside = [start(), gateway("S", "parallelGateway"), gateway("J", "parallelGateway"), end()]
    for key in order:
        inside += [user(key), flow("S", key), flow(key, "J")]
    case = play(*inside, chain("Begin", "S"), chain("J", "Klaar"))

    for key in order[late:] + order[:late]:
        case.answer(key, **{key.lower(): key})

    assert case.ended_in == "Klaar"
    assert case.walked.count("J") == 1
    assert case.step.variables == {key.lower(): key for key in order}


def test_the_key_of_a_message_that_is_sent_may_be_one_of_its_inputs() -> None:
    headers = '<zeebe:taskHeaders><zeebe:header key="key" value="=eigen" /></zeebe:taskHeaders>'
    sends = node("intermediateThrowEvent", "Melden", '<zeebe:taskDefinition type="message" />', headers,
                 io({"eigen": "=nummer"}), message())  # fmt: skip

    case = play(start(), sends, end(), chain("Begin", "Melden", "Klaar"), nummer="12", eigen="ander")

    assert [job.headers["key"] for job in case.asked] == ["12"]


def test_a_step_leaves_nothing_for_the_collector_to_search_for() -> None:
    case = play(
        start(), user("Lezen"), user("Doen"), end(), chain("Begin", "Lezen", "Doen", "Klaar"), bedrag=Decimal(1)
    )
    gc.collect()

    case.answer("Lezen", advies="goed")

    assert gc.collect() == 0
