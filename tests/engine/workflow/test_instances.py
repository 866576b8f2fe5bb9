"""Instances of a repeated activity: how many there may be, what each is called, and in what order they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import workflow
from engine.errors import ExecutionFailed
from tests.engine.conformance.telling import laps
from tests.engine.diagrams import chain, each, end, io, script, start, user
from tests.engine.player import Player, play
from tests.lengths import examples


def repeat(collection: str) -> Player:
    """A task for each item; the output is the item with its answer."""
    loop = each(collection, "item", yields="=[item, gezegd]", into="gevonden")
    return play(start(), user("Doen", loop), end(), chain("Begin", "Doen", "Klaar"))


@settings(max_examples=examples(15))
@given(order=st.permutations(range(1, 13)))
def test_what_a_dozen_people_answer_is_kept_in_the_order_of_the_people(order: Sequence[int]) -> None:
    case = repeat("=for i in 1..12 return string(i)")

    for number in order[:-1]:
        case.answer("Doen", of=str(number), gezegd=f"antwoord {number}")
        known = [item for item, _ in case.step.variables["gevonden"]]
        assert known == sorted(known, key=int)
    case.answer("Doen", gezegd=f"antwoord {order[-1]}")

    assert case.step.variables["gevonden"] == [[str(number), f"antwoord {number}"] for number in range(1, 13)]


def test_two_hundred_instances_are_still_meant() -> None:
    assert len(repeat("=for i in 1..200 return i").waiting) == 200


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ('{id: "lid-1", naam: "Anna"}', "Anna"),
        ('{id: "lid-1"}', "lid-1"),
        ('{id: "lid-1", naam: ""}', "lid-1"),
        ('"lid-1"', "lid-1"),
        ("3", None),
        ("{id: 3}", None),
    ],
    ids=["by a name", "else by an id", "an empty name is none", "a text is its name", "a number", "an id that is none"],
)
def test_people_tell_instances_apart_by_the_name_of_the_item(item: str, label: str | None) -> None:
    (task,) = repeat(f"=[{item}]").step.open_tasks

    assert task.instance == label


def count_laps(loop: str) -> Player:
    return play(
        start(), script("Tellen", "=n + 1", "n", loop), end(), chain("Begin", "Tellen", "Klaar"), n=Decimal(0)
    )  # fmt: skip


def test_a_loop_that_says_no_most_is_stopped_when_it_goes_round_without_end() -> None:
    with pytest.raises(ExecutionFailed, match="more than 200 times") as stopped:
        count_laps(laps("=true"))

    assert (stopped.value.process, stopped.value.element) == ("proef", "Tellen")


@pytest.mark.parametrize("most", [1, 3])
def test_a_loop_that_says_how_often_at_most_goes_on_after_that(most: int) -> None:
    case = count_laps(laps("=true", most))

    assert (case.ended_in, case.step.variables["n"]) == ("Klaar", most)


def test_a_loop_may_go_round_two_hundred_times() -> None:
    assert count_laps(laps("=n &lt; 200")).step.variables["n"] == 200


def test_the_inputs_of_a_repeated_task_are_worked_out_for_each_item() -> None:
    told = io({"naam": "=lid.naam", "groet": '="Beste " + naam'})
    case = play(
        start(),
        user("Stem", told, each('=[{naam: "Anna"}, {naam: "Bram"}]', "lid", yields="=groet", into="groeten")),
        user("Daarna"),
        end(),
        chain("Begin", "Stem", "Daarna", "Klaar"),
    )

    case.answer("Stem", "Anna").answer("Stem", "Bram")

    assert case.step.variables == {"groeten": ["Beste Anna", "Beste Bram"]}


def test_an_input_of_a_repeated_task_says_whom_it_is_for() -> None:
    told = io({"groep": '="team " + lid'})

    case = play(
        start(),
        user("Stem", told, each('=["a", "b"]', "lid"), groups="=[groep]"),
        end(),
        chain("Begin", "Stem", "Klaar"),
    )

    assert [task.groups for task in case.step.open_tasks] == [("team a",), ("team b",)]


def test_what_is_seen_by_one_who_does_a_repeated_task_stays_as_it_was_when_it_was_offered() -> None:
    told = io({"tot nu toe": "=count(gegeven)"})
    loop = each('=["a", "b"]', "lid", yields="=antwoord", into="gegeven")
    case = play(start(), user("Stem", told, loop), end(), chain("Begin", "Stem", "Klaar"))

    case.answer("Stem", "a", antwoord="ja")

    assert workflow.read_variables(case.step.state, case.task("Stem", "b").scope)["tot nu toe"] == 0


def test_the_outputs_of_a_repeated_task_are_what_its_output_is_made_of() -> None:
    told = io(None, {"stem": '=lid + ": " + keus'})
    case = play(
        start(),
        user("Stem", told, each('=["a", "b"]', "lid", yields="=stem", into="stemmen")),
        user("Daarna"),
        end(),
        chain("Begin", "Stem", "Daarna", "Klaar"),
    )

    case.answer("Stem", "a", keus="voor").answer("Stem", "b", keus="tegen")

    assert case.step.variables == {"stemmen": ["a: voor", "b: tegen"]}


def test_the_outputs_of_a_repeated_script_stay_in_it_as_all_that_is_set_there() -> None:
    told = io(None, {"uit": "=gevonden + lid"})
    case = play(
        start(),
        script("Maken", "=lid", "gevonden", told, each('=["a", "b"]', "lid", yields="=uit", into="gemaakt")),
        user("Daarna"),
        end(),
        chain("Begin", "Maken", "Daarna", "Klaar"),
    )

    assert case.step.variables == {"gemaakt": ["aa", "bb"]}
