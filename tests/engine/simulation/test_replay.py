"""Replay: against what queueing theory and plain sums say, and what must hold of any drawing."""

from __future__ import annotations

from math import factorial, log
from random import Random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.simulation import Measured, Node, Plan, draw_plan, plan_from_json, replay, sum_up, summarise
from engine.simulation.summing import spread
from tests.engine.diagrams import boundary, chain, each, end, flow, folder, node, start, timer, user
from tests.lengths import examples

HOUR, DAY = 3600.0, 86_400.0


def one_queue(lasts: tuple[float, ...]) -> Plan:
    """One task for one group, and the end."""
    nodes = {
        "begin": Node("begin", "Begin", "pass", (("a", "work"),)),
        "work": Node("work", "Werken", "task", (("b", "end"),), lasts=lasts, groups=("team",)),
        "end": Node("end", "Klaar", "end"),
    }
    return Plan(Node("p", "Proces", "part", begins=("begin",)), nodes)


def quantiles_of_exponential(mean: float, count: int = 20_000) -> tuple[float, ...]:
    return tuple(-mean * log(1 - (n + 0.5) / count) for n in range(count))


def poisson(rate: float, count: int, seed: int) -> list[float]:
    chance, moment, found = Random(seed), 0.0, []
    for _ in range(count):
        moment += chance.expovariate(rate)
        found.append(moment)
    return found


def erlang_c_wait(arrivals: float, service: float, people: int) -> float:
    """The mean wait in an M/M/c queue (Erlang's second formula)."""
    offered = arrivals * service
    top = offered**people / factorial(people) * people / (people - offered)
    chance = top / (sum(offered**k / factorial(k) for k in range(people)) + top)
    return chance * service / (people - offered)


@pytest.mark.parametrize(("people", "load"), [(1, 0.5), (2, 0.7), (4, 0.7)])
def test_the_wait_for_people_is_that_of_queueing_theory(people: int, load: float) -> None:
    rate = load * people / HOUR
    plan = one_queue(quantiles_of_exponential(HOUR))

    waits = [replay(plan, {"team": people}, poisson(rate, 3_000, seed), seed).groups["team"].wait for seed in range(12)]

    mean, expected = fmean(waits), erlang_c_wait(rate, HOUR, people)
    deviation = (sum((wait - mean) ** 2 for wait in waits) / (len(waits) - 1)) ** 0.5
    assert abs(mean - expected) < 3.1 * deviation / len(waits) ** 0.5  # t for 11 degrees of freedom, 99 %.


def test_the_load_of_a_group_is_its_work_over_its_time() -> None:
    plan = one_queue((HOUR,))

    run = replay(plan, {"team": 2}, [n * HOUR for n in range(101)], 1)

    assert run.groups["team"].load == pytest.approx(0.5, abs=0.01)
    assert run.groups["team"].wait == 0


def test_without_chance_a_case_takes_the_sum_of_its_steps() -> None:
    plan, _ = draw_plan(
        "proef",
        {"proef": DETERMINISTIC.process},
        Measured(lasts={("proef", "Eerst"): (2 * HOUR,), ("proef", "Kort"): (HOUR,), ("proef", "Lang"): (5 * HOUR,)}),
    )

    run = replay(plan, {}, [0.0, 7.0], 3)

    # The first task, a timer of three days, and the longest of two branches.
    assert run.leads == (2 * HOUR + 3 * DAY + 5 * HOUR,) * 2


DETERMINISTIC = folder(
    start(),
    user("Eerst"),
    node("intermediateCatchEvent", "Drie dagen", timer("Duration", "P3D")),
    node("parallelGateway", "Splitsen"),
    user("Kort"),
    user("Lang"),
    node("parallelGateway", "Samen"),
    end(),
    chain("Begin", "Eerst", "Drie dagen", "Splitsen", "Kort", "Samen", "Klaar"),
    chain("Splitsen", "Lang", "Samen"),
)


@settings(max_examples=examples(60))
@given(
    gaps=st.lists(st.integers(0, 9), min_size=1, max_size=40),
    lasts=st.lists(st.integers(0, 30), min_size=1, max_size=5),
    people=st.integers(1, 4),
    seed=st.integers(0, 99),
)
def test_more_people_never_make_anyone_wait_longer_in_a_single_queue(
    gaps: list[int], lasts: list[int], people: int, seed: int
) -> None:
    plan = one_queue(tuple(float(n) for n in lasts))
    arrivals = [float(sum(gaps[: n + 1])) for n in range(len(gaps))]

    fewer = replay(plan, {"team": people}, arrivals, seed)
    more = replay(plan, {"team": people + 1}, arrivals, seed)

    assert all(b <= a for a, b in zip(fewer.leads, more.leads, strict=True))


def test_the_same_seed_gives_the_same_run_and_another_seed_another() -> None:
    plan = one_queue(quantiles_of_exponential(HOUR, 50))
    arrivals = [n * HOUR for n in range(40)]

    first, again, other = (replay(plan, {"team": 1}, arrivals, seed) for seed in (1, 1, 2))

    assert first == again
    assert first.leads != other.leads


def test_a_plan_that_was_written_down_plays_the_same() -> None:
    plan, _ = draw_plan("proef", {"proef": LATE.process}, Measured(members={"ondersteuning": 1}))

    again = plan_from_json(plan.to_json())

    assert replay(again, {"ondersteuning": 1}, [0.0, 5.0], 1) == replay(plan, {"ondersteuning": 1}, [0.0, 5.0], 1)


LATE = folder(
    start(),
    user("Werken"),
    boundary("Te laat", "Werken", timer("Duration", "PT6H")),
    end(),
    end("Verlopen"),
    chain("Begin", "Werken", "Klaar"),
    flow("Te laat", "Verlopen"),
)


def test_a_deadline_ends_what_takes_too_long_and_frees_its_people() -> None:
    plan, _ = draw_plan(
        "proef",
        {"proef": LATE.process},
        Measured(lasts={("proef", "Werken"): (10 * HOUR,)}, members={"ondersteuning": 1}),
    )

    run = replay(plan, {"ondersteuning": 1}, [0.0, HOUR], 1)

    # The second waits five hours for the first to be called off, works one hour, and is called off as well.
    assert run.leads == (6 * HOUR, 6 * HOUR)
    assert run.groups["ondersteuning"].wait == pytest.approx(2.5 * HOUR)


@pytest.mark.parametrize("asked", ["=groepen.team", '=groepen.team[rol != "gast"]'], ids=["all", "or almost all"])
def test_a_task_for_many_waits_for_the_last_of_them(asked: str) -> None:
    files = folder(start(), user("Advies", each(asked, "lid")), end(), chain("Begin", "Advies", "Klaar"))
    lasts = {("proef", "Advies"): (HOUR,)}
    plan, _ = draw_plan(
        "proef", {"proef": files.process}, Measured(lasts=lasts, members={"team": 5, "ondersteuning": 2})
    )

    run = replay(plan, {"ondersteuning": 2}, [0.0], 1)

    assert run.leads == (3 * HOUR,)


def test_a_case_that_waits_at_a_join_for_ever_is_told_to_be_stuck_there() -> None:
    files = folder(
        start(),
        node("exclusiveGateway", "Kiezen"),
        user("Een"),
        user("Twee"),
        node("parallelGateway", "Samen"),
        end(),
        chain("Begin", "Kiezen", "Een", "Samen", "Klaar"),
        chain("Kiezen", "Twee", "Samen"),
    )
    plan, _ = draw_plan("proef", {"proef": files.process}, Measured())

    run = replay(plan, {}, [0.0, 1.0, 2.0], 1)

    assert (run.leads, run.stuck) == ((), {"Samen": 3})


def test_a_case_that_goes_round_for_ever_is_given_up() -> None:
    files = folder(
        start(),
        node("exclusiveGateway", "Terug"),
        user("Werken"),
        chain("Begin", "Terug", "Werken", "Terug"),
    )
    plan, _ = draw_plan("proef", {"proef": files.process}, Measured())

    run = replay(plan, {}, [0.0], 1)

    assert sum(run.stuck.values()) == 1


# ---- whatever is drawn ------------------------------------------------------------------------------------------


@st.composite
def blocks(draw: st.DrawFn, depth: int = 2, key: str = "n") -> tuple[str, str, str]:
    """Well-nested pieces of a drawing: (elements, first id, last id)."""
    kind = draw(
        st.sampled_from(("task", "many", "late") if depth == 0 else ("task", "choice", "both", "some", "loop", "sub"))
    )
    if kind == "task":
        return user(key), key, key
    if kind == "many":
        return user(key, each("=groepen.team", "x")), key, key
    if kind == "late":
        interrupts, after = draw(st.booleans()), f"{key}m"
        edge = boundary(f"{key}t", key, timer("Duration", "PT1H"), interrupting=interrupts)
        rest = flow(f"{key}t", after) if interrupts else end(f"{key}e") + flow(f"{key}t", f"{key}e")
        return user(key) + edge + node("exclusiveGateway", after) + flow(key, after) + rest, key, after
    if kind == "sub":
        inner, first, last = draw(blocks(depth=depth - 1, key=f"{key}i"))
        inside = start(f"{key}s") + inner + end(f"{key}k") + flow(f"{key}s", first) + flow(last, f"{key}k")
        return node("subProcess", key, inside), key, key
    one, two = (draw(blocks(depth=depth - 1, key=key + side)) for side in "lr")
    tag = {
        "choice": "exclusiveGateway",
        "loop": "exclusiveGateway",
        "both": "parallelGateway",
        "some": "inclusiveGateway",
    }[kind]
    split, join = f"{key}a", f"{key}b"
    if kind == "loop":
        told = (
            node(tag, split) + one[0] + node(tag, join) + flow(split, one[1]) + flow(one[2], join) + flow(join, split)
        )
        return told, split, join
    ways = "".join(flow(split, first) + flow(last, join) for _, first, last in (one, two))
    return node(tag, split) + one[0] + two[0] + node(tag, join) + ways, split, join


@settings(max_examples=examples(60))
@given(
    block=blocks(), arrivals=st.lists(st.floats(0, 1e6), min_size=1, max_size=15).map(sorted), seed=st.integers(0, 9)
)
def test_every_arrival_ends_or_is_told_to_be_stuck(
    block: tuple[str, str, str], arrivals: list[float], seed: int
) -> None:
    inner, first, last = block
    files = folder(start(), inner, end(), flow("Begin", first), flow(last, "Klaar"))
    plan, _ = draw_plan("proef", {"proef": files.process}, Measured(members={"ondersteuning": 1, "team": 3}))

    run = replay(plan, {"ondersteuning": 2}, arrivals, seed)

    assert len(run.leads) + sum(run.stuck.values()) == len(arrivals)
    assert not run.stuck  # Every drawing that is made here is well nested.
    assert all(lead >= 0 for lead in run.leads)
    assert 0 <= run.groups["ondersteuning"].load <= 1


def test_runs_together_tell_how_far_they_lie_apart() -> None:
    plan = one_queue(quantiles_of_exponential(HOUR, 500))
    runs = [sum_up(replay(plan, {"team": 1}, poisson(0.5 / HOUR, 50, seed), seed)) for seed in range(20)]

    outcome = summarise(runs)

    median = outcome.leads["median"]
    assert (outcome.runs, outcome.cases) == (20, 50)
    assert median.tenth < median.median < median.ninetieth


def test_medians_differ_by_more_than_chance_where_nearly_all_runs_of_one_are_beyond_those_of_the_other() -> None:
    fast, slow, wide = spread(range(1, 11)), spread(range(11, 21)), spread(range(5, 15))

    assert fast.differ_from(slow)
    assert slow.differ_from(fast)
    assert not fast.differ_from(wide)
    assert not wide.differ_from(fast)
    assert not fast.differ_from(fast)
