"""A drawing in which all is connected with all costs what it holds to check: twice as much takes twice the work.

What comes from outside may be drawn to keep us busy. Work is counted in calls, so that no other load on the machine
has a say.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import permutations
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from engine import soundness
from engine.checking import check_folder
from engine.checking.gateways import judge
from engine.checking.sources import Sources
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.soundness import bounding
from tests.engine.diagrams import chain, definitions, end, field, flow, folder, form, message, node, start, user

SPARE = 1.3
"""How much more than in proportion the work may grow: what is sorted takes a little more."""


def test_the_counter_counts_what_is_done_twice_as_twice_the_work() -> None:
    assert calls(lambda: [len(str(n)) for n in range(200)]) > 1.8 * calls(lambda: [len(str(n)) for n in range(100)])


@pytest.mark.parametrize("kind", ["parallelGateway", "exclusiveGateway", "eventBasedGateway"])
def test_gateways_that_are_all_connected_take_work_in_proportion(kind: str) -> None:
    assert growth(lambda n: mesh(n, kind), 8, 16) < SPARE * flows_of(16) / flows_of(8)


def test_flows_without_names_of_which_much_is_told_take_work_in_proportion() -> None:
    def told(size: int) -> ProcessFiles:
        return folder(mesh_xml(size, "parallelGateway", name="").replace("<bpmn:sequenceFlow", LATE))

    assert growth(told, 10, 24) < SPARE * flows_of(24) / flows_of(10)


def test_what_a_step_can_read_is_gathered_once_for_all_its_expressions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand expressions that each gathered ten thousand names took a quarter of a minute."""
    gather, gathered = Sources.names, []

    def gather_and_count(sources: Sources, process_id: str, element: Element | None) -> frozenset[str]:
        gathered.append(element)
        return gather(sources, process_id, element)

    monkeypatch.setattr(Sources, "names", gather_and_count)

    check_folder(reading_names(300, "bekend_{size}_{before}"), {})

    assert 0 < len(gathered) < 20


def test_names_that_nothing_gives_take_work_in_proportion() -> None:
    """Each was compared with every other, to say which one may have been meant."""
    assert growth(lambda n: reading_names(n, "onbekend_{size}_{before}"), 400, 1600) < SPARE * 4


def test_answers_that_nobody_can_give_take_work_in_proportion_and_are_not_all_listed() -> None:
    def told(size: int) -> ProcessFiles:
        options = [{"label": f"Keuze {n}", "value": f"keuze {n}"} for n in range(size)]
        compared = "".join(inputs(f'keuze = "{size} anders {n}"', f"gelijk_{n}") for n in range(size))
        return folder(
            start("Begin"), user("A", form="kiezen"), user("B", mappings(compared)), end(),
            chain("Begin", "A", "B", "Klaar"),
            files={"forms/kiezen.form": form("kiezen", {**field("keuze", "select"), "values": options})},
        )  # fmt: skip

    assert growth(told, 200, 800) < SPARE * 4
    longest = max(len(finding.reason + finding.remedy) for finding in check_folder(told(200), {}))
    assert longest < 1_000


def reading_names(size: int, name: str) -> ProcessFiles:
    """A step with this many inputs, each of which reads a variable. Two sizes share no expression: those are kept."""
    told = "".join(inputs(name.format(size=size, before=number - 1), f"naam_{size}_{number}") for number in range(size))
    return folder(start("Begin"), user("A", mappings(told)), end(), chain("Begin", "A", "Klaar"))


def inputs(expression: str, target: str) -> str:
    return f"<zeebe:input source={quoteattr('=' + expression)} target={quoteattr(target)} />"


def mappings(told: str) -> str:
    return f"<zeebe:ioMapping>{told}</zeebe:ioMapping>"


def test_lists_of_flows_that_disagree_take_work_in_proportion() -> None:
    def told(size: int) -> ProcessFiles:
        return folder(mesh_xml(size, "parallelGateway", name="").replace("</bpmn:endEvent>", LISTED))

    assert growth(told, 10, 24) < SPARE * flows_of(24) / flows_of(10)


def test_what_is_connected_inside_a_subprocess_takes_work_in_proportion() -> None:
    def told(size: int) -> ProcessFiles:
        inside = mesh_xml(size, "parallelGateway", name="").replace("<bpmn:sequenceFlow", LATE)
        block = node("subProcess", "Blok", inside)
        return folder(start("Eerst"), block, end("Laatst"), chain("Eerst", "Blok", "Laatst"))

    assert growth(told, 10, 24) < SPARE * flows_of(24) / flows_of(10)


def test_a_lane_that_names_the_same_node_over_and_over_takes_work_in_proportion() -> None:
    def laned(times: int) -> ProcessFiles:
        lane = node("lane", "Baan", "<bpmn:flowNodeRef>Taak</bpmn:flowNodeRef>" * times)
        lanes = f'<bpmn:laneSet id="Banen">{lane}</bpmn:laneSet>'
        return folder(lanes, start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))

    assert growth(laned, 200, 400) < SPARE * 2


def test_references_into_what_is_not_imported_take_work_in_proportion() -> None:
    def pointing(size: int) -> ProcessFiles:
        ends = [f"E{n}" for n in range(size)]
        told = [node("endEvent", key, message("elders:bericht")) for key in ends]
        imports = '<bpmn:import importType="x" location="x" namespace="x" />' * size
        drawn = definitions(start(), node("parallelGateway", "Splits"), chain("Begin", "Splits"), *told,
                            *(chain("Splits", key) for key in ends))  # fmt: skip
        first = drawn.index(b"<bpmn:process")
        return folder(files={"process.bpmn": drawn[:first] + imports.encode() + drawn[first:]})

    assert growth(pointing, 40, 80) < SPARE * 2


def test_conditions_that_all_hold_are_not_weighed_pair_by_pair() -> None:
    def weigh(count: int) -> Callable[[], object]:
        conditions = [feel.parse("x = 1")] * count
        return lambda: judge(conditions, lambda subject: None)

    assert calls(weigh(120)) < SPARE * 2 * calls(weigh(60))


def test_conditions_of_which_no_two_hold_together_are_not_weighed_pair_by_pair() -> None:
    def weigh(count: int) -> Callable[[], object]:
        conditions = [feel.parse(f"x = {number % 2}") for number in range(2)] + [feel.parse("false")] * count
        return lambda: judge(conditions, lambda subject: None)

    assert calls(weigh(120)) < SPARE * 2 * calls(weigh(60))


def test_what_an_inclusive_join_waits_for_is_looked_up_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "MOST_STEPS", 20)

    def explore(size: int) -> Callable[[], object]:
        process = mesh(size, "inclusiveGateway").process
        return lambda: soundness.explore(process)

    # For each way the gateways before it: in proportion to both.
    assert calls(explore(16)) < SPARE * 2 * flows_of(16) / flows_of(8) * calls(explore(8))


@pytest.mark.parametrize("kind", ["exclusiveGateway", "parallelGateway", "inclusiveGateway"])
def test_one_gateway_with_many_ways_takes_work_in_proportion(kind: str) -> None:
    def explore(width: int) -> Callable[[], object]:
        ways = [f"Weg{n}" for n in range(width)]
        process = folder(start(), node(kind, "Uiteen"), node(kind, "Bijeen"), end(), *map(user, ways),
                         chain("Begin", "Uiteen"), *(chain("Uiteen", way, "Bijeen") for way in ways),
                         chain("Bijeen", "Klaar")).process  # fmt: skip
        return lambda: soundness.explore(process)

    assert calls(explore(80)) < SPARE * 2 * calls(explore(40))


def test_many_parts_that_are_each_too_entangled_share_what_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "MOST_STEPS", 300)
    monkeypatch.setattr(bounding, "MOST_STEPS_IN_ALL", 600)
    monkeypatch.setattr(bounding, "FEWEST_STEPS", 5)

    def explore(parts: int) -> Callable[[], object]:
        blocks = [f"Blok{n}" for n in range(parts)]
        told = [node("subProcess", key, mesh_xml(6, "userTask", prefix=key)) for key in blocks]
        process = folder(start("Eerst"), *told, end("Laatst"), chain("Eerst", *blocks, "Laatst")).process
        return lambda: soundness.explore(process)

    assert calls(explore(16)) < 1.7 * calls(explore(8))


LATE = '<bpmn:sequenceFlow isImmediate="false"'
LISTED = "<bpmn:incoming>Onbekend</bpmn:incoming></bpmn:endEvent>"
"""A node that lists its flows: then all must."""


def mesh(size: int, kind: str) -> ProcessFiles:
    return folder(mesh_xml(size, kind))


def mesh_xml(size: int, kind: str, *, name: str | None = None, prefix: str = "") -> str:
    """Nodes of one kind, from each of which a flow leads to each other."""
    keys = [f"{prefix}N{number}" for number in range(size)]
    nodes = [node(kind, key, name=name) for key in keys]
    flows = [flow(one, other, key=f"{one}_{other}") for one, other in permutations(keys, 2)]
    begin, done = f"{prefix}Begin", f"{prefix}Klaar"
    return "".join([start(begin), *nodes, *flows, end(done), chain(begin, keys[0]), chain(keys[-1], done)])


def flows_of(size: int) -> int:
    return size * (size - 1)


def growth(drawn: Callable[[int], ProcessFiles], small: int, large: int) -> float:
    """How many times as much work it is to check the larger of two drawings."""
    few, many = drawn(small), drawn(large)
    check_folder(drawn(2), {})  # What is read once and kept, such as the schema, is not of the drawing.
    return calls(lambda: check_folder(many, {})) / calls(lambda: check_folder(few, {}))


def calls(act: Callable[[], object]) -> int:
    """How often something is called meanwhile, of Python or of C."""
    done = 0

    def count(_frame: Any, event: str, _about: Any) -> None:
        nonlocal done
        done += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return done
