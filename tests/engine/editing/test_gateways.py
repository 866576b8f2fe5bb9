"""Editing how ways part: the kind changes, with what only the old kind could say, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from engine.editing import SPLITS, read_source, set_split
from engine.errors import EditRefused
from tests.engine.diagrams import catch, chain, definitions, end, flow, node, start, timer, user
from tests.engine.editing.stock import folders, outside

GATEWAYS = [
    (process, element.id)
    for process, folder in folders().items()
    for element in folder.process.elements.values()
    if element.kind in SPLITS and len(element.outgoing) > 1
]


def elements(data: bytes) -> dict[str, Element]:
    """What a drawing says, without where in the file that stands."""
    (process,) = (one for one in read(data, "x").processes if one.executable)
    return {key: replace(element, line=None, near=(None, None)) for key, element in process.elements.items()}


@pytest.mark.parametrize("kind", SPLITS)
@pytest.mark.parametrize(("process", "gateway"), GATEWAYS)
def test_another_kind_of_split_changes_that_and_its_conditions_alone(process: str, gateway: str, kind: str) -> None:
    source = read_source(folders()[process].files["process.bpmn"], process)
    before = elements(source.encode())

    after = elements(set_split(source, gateway, kind).data)

    bare = kind in {"parallelGateway", "eventBasedGateway"}
    told = before[gateway]
    expected = {**before, gateway: replace(told, kind=kind, default=None if bare else told.default)}
    if bare:
        expected |= {key: replace(before[key], condition=None) for key in told.outgoing}
    assert after == expected


def test_a_split_that_stays_of_its_kind_keeps_every_byte() -> None:
    process, gateway = GATEWAYS[0]
    source = read_source(folders()[process].files["process.bpmn"], process)

    edited = set_split(source, gateway, source.element(gateway).local)

    assert (edited.data, edited.done) == (source.encode(), None)


def test_a_kind_and_back_is_the_same_file_where_there_are_no_conditions() -> None:
    drawn = definitions(
        *(start(), node("parallelGateway", "Delen"), user("A"), user("B"), end("Een"), end("Twee")),
        *(chain("Begin", "Delen", "A", "Een"), chain("Delen", "B", "Twee")),
    )
    source = read_source(drawn, "x")

    there = set_split(source, "Delen", "eventBasedGateway")
    back = set_split(there.source, "Delen", "parallelGateway")

    assert outside(drawn, back.data) == (b"", b"")


def test_what_only_an_event_based_gateway_says_goes_with_that_kind() -> None:
    drawn = definitions(
        *(start(), node("eventBasedGateway", "Wachten", eventGatewayType="Exclusive", instantiate="false")),
        *(catch("Kort", timer("Duration", "P1D")), catch("Lang", timer("Duration", "P2D")), end("Een"), end("Twee")),
        *(flow("Begin", "Wachten"), chain("Wachten", "Kort", "Een"), chain("Wachten", "Lang", "Twee")),
    )

    changed = set_split(read_source(drawn, "x"), "Wachten", "exclusiveGateway").data

    assert b"eventGatewayType" not in changed
    assert b"instantiate" not in changed


@pytest.mark.parametrize(("element", "kind"), [("A", "parallelGateway"), ("Delen", "complexGateway")])
def test_what_does_not_part_ways_is_refused(element: str, kind: str) -> None:
    drawn = definitions(
        *(start(), node("parallelGateway", "Delen"), user("A"), end()), chain("Begin", "Delen", "A", "Klaar")
    )

    with pytest.raises(EditRefused):
        set_split(read_source(drawn, "x"), element, kind)
