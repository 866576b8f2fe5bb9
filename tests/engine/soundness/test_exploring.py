"""What is unsound is found, with the shortest way that leads there."""

from __future__ import annotations

from time import perf_counter

from engine import soundness
from engine.dialect.elements import Process
from tests.engine.diagrams import (
    boundary,
    chain,
    end,
    escalation,
    flow,
    folder,
    link,
    listening,
    message,
    node,
    part,
    start,
    throw,
    timer,
    user,
)
from tests.engine.soundness.replaying import follow

SPLIT = node("parallelGateway", "Splits")
JOIN = node("parallelGateway", "Samen")
CHOICE = node("exclusiveGateway", "Keuze", default="Nee")
MEET = node("exclusiveGateway", "Weer")


def explore(*inside: str) -> tuple[Process, soundness.Soundness]:
    process = folder(*inside).process
    return process, soundness.explore(process)


def problems(*inside: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, element and the nodes of the trace; the trace must be one that can be played."""
    process, found = explore(*inside)
    assert [follow(process, problem.trace) for problem in found.problems] == [[]] * len(found.problems)
    nodes = [tuple(key for key in p.trace if process.elements[key].kind != "sequenceFlow") for p in found.problems]
    return [(p.kind, p.element, trace) for p, trace in zip(found.problems, nodes, strict=True)]


def test_a_join_behind_a_choice_is_shown_with_the_way_to_it() -> None:
    found = problems(start(), CHOICE, user("A"), user("B"), JOIN, end(), chain("Begin", "Keuze"),
                     flow("Keuze", "A", "=ja"), flow("Keuze", "B", key="Nee"), chain("A", "Samen", "Klaar"),
                     chain("B", "Samen"))  # fmt: skip

    assert found == [("stuck", "Samen", ("Begin", "Keuze", "A", "Samen"))]


def test_of_two_ways_to_what_goes_wrong_the_shorter_is_shown() -> None:
    found = problems(start(), CHOICE, user("A"), user("A2"), user("B"), JOIN, end(), chain("Begin", "Keuze"),
                     flow("Keuze", "A", "=ja"), flow("Keuze", "B", key="Nee"),
                     chain("A", "A2", "Samen", "Klaar"), chain("B", "Samen"))  # fmt: skip

    assert found == [("stuck", "Samen", ("Begin", "Keuze", "B", "Samen"))]


def test_two_tokens_where_one_is_meant_are_shown_one_after_the_other() -> None:
    found = problems(start(), SPLIT, user("A"), user("B"), user("Samen"), end(),
                     chain("Begin", "Splits", "A", "Samen", "Klaar"), chain("Splits", "B", "Samen"))  # fmt: skip

    assert found == [("doubled", "Samen", ("Begin", "Splits", "A", "Samen", "B", "Samen"))]


def test_tokens_that_multiply_in_a_loop_are_told_where_they_pile_up() -> None:
    found = problems(start(), MEET, user("Werk"), CHOICE, SPLIT, user("Apart"), end(),
                     chain("Begin", "Weer", "Werk", "Keuze"), flow("Keuze", "Klaar", key="Nee"),
                     flow("Keuze", "Splits", "=ja"), chain("Splits", "Weer"),
                     chain("Splits", "Apart", "Klaar"))  # fmt: skip

    assert [(kind, element) for kind, element, _ in found] == [("doubled", "Apart")]


def test_a_mail_in_every_lap_of_a_loop_is_sound() -> None:
    found = problems(start(), MEET, user("Werk"), CHOICE, SPLIT, node("serviceTask", "Mail"), end(), end("Gemaild"),
                     chain("Begin", "Weer", "Werk", "Keuze"), flow("Keuze", "Klaar", key="Nee"),
                     flow("Keuze", "Splits", "=ja"), chain("Splits", "Weer"),
                     chain("Splits", "Mail", "Gemaild"))  # fmt: skip

    assert found == []


def test_a_loop_that_can_never_end_is_told_although_an_end_is_drawn() -> None:
    found = problems(start(), MEET, user("Werk"), SPLIT, end(), chain("Begin", "Weer", "Werk", "Splits", "Weer"),
                     chain("Splits", "Klaar"))  # fmt: skip

    assert [(kind, element) for kind, element, _ in found] == [("endless", "Weer")]


def test_a_loop_that_an_event_ends_is_sound() -> None:
    ended = listening("Intrekken", message(), end("Weg"), chain("IntrekkenKomt", "Weg"))

    found = problems(start(), MEET, user("Werk"), SPLIT, end(), chain("Begin", "Weer", "Werk", "Splits", "Weer"),
                     chain("Splits", "Klaar"), ended)  # fmt: skip

    assert found == []


def test_a_join_that_waits_for_what_comes_after_it_never_lets_anything_through() -> None:
    stop = node("endEvent", "Stop", "<bpmn:terminateEventDefinition />")

    found = problems(start(), SPLIT, user("A"), user("B"), stop, JOIN, CHOICE, user("Later"), end(),
                     chain("Begin", "Splits", "A", "Samen", "Keuze"), chain("Splits", "B", "Stop"),
                     flow("Keuze", "Later", "=ja"), flow("Keuze", "Klaar", key="Nee"),
                     chain("Later", "Samen"))  # fmt: skip

    assert [(kind, element) for kind, element, _ in found] == [("never", "Samen")]


def test_a_trace_leads_into_the_subprocess_where_it_goes_wrong() -> None:
    inner = part("Deel", start("Erin"), CHOICE, JOIN, end("Eruit"), chain("Erin", "Keuze"),
                 flow("Keuze", "Samen", "=ja", key="Ja"), flow("Keuze", "Samen", key="Nee"),
                 flow("Samen", "Eruit"))  # fmt: skip

    found = problems(start(), user("Eerst"), SPLIT, user("A"), inner, JOIN.replace("Samen", "Bijeen"), end(),
                     chain("Begin", "Eerst", "Splits", "A", "Bijeen", "Klaar"),
                     chain("Splits", "Deel", "Bijeen"))  # fmt: skip

    ((kind, element, trace),) = found
    assert (kind, element) == ("stuck", "Samen")
    assert trace == ("Begin", "Eerst", "Splits", "Deel", "Erin", "Keuze", "Samen")


def test_a_trace_goes_through_a_link() -> None:
    found = problems(start(), SPLIT, throw("Weg", link("verder")), user("B"),
                     node("intermediateCatchEvent", "Hier", link("verder")), user("Samen"), end(),
                     chain("Begin", "Splits", "Weg"), chain("Splits", "B", "Samen", "Klaar"),
                     chain("Hier", "Samen"))  # fmt: skip

    ((kind, element, trace),) = found
    assert (kind, element) == ("doubled", "Samen")
    assert trace.index("Weg") + 1 == trace.index("Hier")


def test_an_escalation_that_interrupts_its_subprocess_leaves_no_join_waiting() -> None:
    above = node("endEvent", "Hogerop", escalation("hoger"))
    inner = part("Deel", start("Erin"), SPLIT, user("A"), CHOICE, above, JOIN,
                 end("Eruit"), chain("Erin", "Splits", "A", "Samen", "Eruit"), chain("Splits", "Keuze"),
                 flow("Keuze", "Hogerop", "=ja"), flow("Keuze", "Samen", key="Nee"))  # fmt: skip

    def around(interrupting: bool) -> list[str]:
        edge = boundary("Rand", "Deel", escalation("hoger"), interrupting=interrupting)
        found = problems(start(), inner, edge, end("Boven"), end(), chain("Begin", "Deel", "Klaar"),
                         flow("Rand", "Boven"))  # fmt: skip
        return [kind for kind, _, _ in found]

    assert around(interrupting=True) == []
    assert around(interrupting=False) == ["stuck"]


def test_a_deadline_that_leads_back_to_its_own_task_is_sound() -> None:
    found = problems(start(), SPLIT, user("A"), user("B"), boundary("Om", "A", timer("Duration", "P1D")), JOIN, end(),
                     chain("Begin", "Splits", "A", "Samen", "Klaar"), chain("Splits", "B", "Samen"),
                     flow("Om", "A"))  # fmt: skip

    assert found == []


def mesh(width: int) -> list[str]:
    """Branches that each wait for their neighbour half-way: sound, and nothing of it can be taken together."""
    keys = range(width)
    told = [start(), SPLIT, JOIN, end(), chain("Begin", "Splits"), chain("Samen", "Klaar")]
    for n in keys:
        told += [user(f"A{n}"), user(f"B{n}"), node("parallelGateway", f"Uit{n}"), node("parallelGateway", f"In{n}")]
        told += [chain("Splits", f"A{n}", f"Uit{n}", f"In{n}", f"B{n}", "Samen")]
        told += [chain(f"Uit{n}", f"In{(n + 1) % width}")]
    return told


def test_what_is_too_entangled_is_told_by_its_scope_and_within_a_second_or_two() -> None:
    begun = perf_counter()

    _, found = explore(*mesh(14))

    assert found.bounded
    assert found.entangled == ("proef",)
    assert perf_counter() - begun < 10


def test_what_is_entangled_a_little_is_looked_at_to_the_end() -> None:
    _, found = explore(*mesh(5))

    assert found == soundness.Soundness()


def test_long_branches_side_by_side_are_no_trouble() -> None:
    branches = [[f"T{b}_{n}" for n in range(20)] for b in range(30)]

    _, found = explore(start(), SPLIT, JOIN, end(), chain("Begin", "Splits"), flow("Samen", "Klaar"),
                       *(user(key) for branch in branches for key in branch),
                       *(chain("Splits", *branch, "Samen") for branch in branches))  # fmt: skip

    assert found == soundness.Soundness()


def test_an_inclusive_choice_with_more_ways_than_are_played_is_said_to_be_looked_at_in_part() -> None:
    ways = [f"W{n}" for n in range(9)]

    _, found = explore(start(), node("inclusiveGateway", "Kies"), *map(user, ways), *(end(f"E{w}") for w in ways),
                       node("inclusiveGateway", "Bijeen"), end(), user("Z"), chain("Begin", "Kies"),
                       *(chain("Kies", w, "Bijeen") for w in ways[1:]), chain("Kies", "W0", "EW0"),
                       chain("Bijeen", "Klaar"))  # fmt: skip

    assert found.bounded


# ---- beyond where two tokens come together -----------------------------------------------------------------------


def test_a_join_that_waits_for_ever_is_found_beyond_what_two_tokens_come_to() -> None:
    # Two of the three ways come together unjoined; the choice behind that leads past the join or into it.
    found = problems(start(), SPLIT, user("A"), user("B"), MEET, user("Na"), CHOICE, JOIN, user("C"), end(),
                     end("Langs"), chain("Begin", "Splits", "A", "Weer", "Na", "Keuze"), chain("Splits", "B", "Weer"),
                     flow("Keuze", "Samen", "=ja"), flow("Keuze", "Langs", key="Nee"),
                     chain("Splits", "C", "Samen", "Klaar"))  # fmt: skip

    assert {(kind, key) for kind, key, _ in found} >= {("doubled", "Weer"), ("stuck", "Samen")}


def test_the_second_token_that_waits_alone_is_found_where_the_join_has_let_the_first_through() -> None:
    found = problems(start(), SPLIT, user("A"), user("B"), user("Na"), user("C"), JOIN, end(),
                     chain("Begin", "Splits", "A", "Na", "Samen", "Klaar"), chain("Splits", "B", "Na"),
                     chain("Splits", "C", "Samen"))  # fmt: skip

    assert [(kind, key) for kind, key, _ in found] == [("doubled", "Na"), ("stuck", "Samen")]


def test_two_tokens_that_only_run_on_are_told_once_and_nothing_more() -> None:
    found = problems(start(), SPLIT, user("A"), user("B"), user("Na"), user("Later"), end(),
                     chain("Begin", "Splits", "A", "Na", "Later", "Klaar"), chain("Splits", "B", "Na"))  # fmt: skip

    assert [(kind, key) for kind, key, _ in found] == [("doubled", "Na")]


def test_a_block_beyond_two_tokens_that_is_joined_as_it_was_split_is_not_accused() -> None:
    # Each of the two splits anew; what stands at the join comes in pairs, whoever is first.
    again = node("parallelGateway", "Opnieuw")
    found = problems(start(), SPLIT, user("A"), user("B"), MEET, again, user("C"), user("D"), JOIN, end(),
                     chain("Begin", "Splits", "A", "Weer", "Opnieuw", "C", "Samen", "Klaar"),
                     chain("Splits", "B", "Weer"), chain("Opnieuw", "D", "Samen"))  # fmt: skip

    assert {kind for kind, _, _ in found} == {"doubled"}
