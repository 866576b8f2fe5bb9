"""How flows split is chosen in the list of steps: one of them, some, all, or that of the first event."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.engine.diagrams import catch, chain, definitions, end, flow, message, node, start, timer, user
from tests.web.conftest import SignIn
from tests.web.visitor import Page
from tests.web.workshop.step_room import Room


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def _draw(room: Room, *inside: str) -> None:
    drawn = definitions(*inside, process="idee", messages={"Message_1": "betaald|=kenmerk"})
    engine.save_part(room.change, "idee", room.part.revision, {"process.bpmn": drawn}, room.user)


@pytest.fixture
def chosen(room: Room) -> Room:
    """A choice between two tasks whose branches join."""
    _draw(
        room,
        *(start(), node("exclusiveGateway", "Keuze", default="Nee"), node("exclusiveGateway", "Samen"), end()),
        *(user("A", form="idee-toetsen"), user("B", form="idee-toetsen"), chain("Begin", "Keuze")),
        *(
            flow("Keuze", "A", "=titel"),
            flow("Keuze", "B", key="Nee"),
            chain("A", "Samen", "Klaar"),
            chain("B", "Samen"),
        ),
    )
    return room


def _options(page: Page) -> list[str]:
    return [str(one.text_content()) for one in page.tree.xpath("//select[@name='split']/option[@value!='']")]


def test_a_choice_becomes_all_ways_at_once_and_says_that_its_conditions_went(chosen: Room) -> None:
    page = chosen.send("/Keuze", split="parallelGateway")

    elements = chosen.elements
    assert page.status == 303
    assert (elements["Keuze"].kind, elements["Keuze"].default) == ("parallelGateway", None)
    assert [elements[key].condition for key in elements["Keuze"].outgoing] == [None, None]
    assert "is het nu: Alle wegen tegelijk. De voorwaarden op de wegen zijn weggehaald." in chosen.see().main


def test_all_ways_at_once_need_no_conditions_in_the_form(chosen: Room) -> None:
    page = chosen.send("/Keuze", **{"split": "parallelGateway", "way.condition:Keuze_to_A": "", "default": ""})

    assert (page.status, chosen.elements["Keuze"].kind) == (303, "parallelGateway")


def test_some_ways_keep_their_conditions_and_come_together_as_they_parted(chosen: Room) -> None:
    assert chosen.send("/Keuze", split="inclusiveGateway").status == 303
    assert chosen.send("/Samen", join="inclusiveGateway").status == 303

    elements = chosen.elements
    assert (elements["Keuze"].kind, elements["Keuze"].default) == ("inclusiveGateway", "Nee")
    assert (elements["Keuze_to_A"].condition, elements["Samen"].kind) == ("=titel", "inclusiveGateway")
    assert "is het nu: Wacht op de wegen die nog onderweg zijn." in chosen.see().main


def test_a_choice_again_asks_for_its_conditions(chosen: Room) -> None:
    chosen.send("/Keuze", split="parallelGateway")
    chosen.send("/Keuze", split="exclusiveGateway")

    page = chosen.see("/Keuze")

    assert page.tree.xpath("//input[@name='way.condition:Keuze_to_A']")
    assert "heeft geen voorwaarde" in page.main


def test_what_happens_first_is_offered_only_where_every_way_waits(chosen: Room) -> None:
    words = ["Eén weg: de eerste waarvan de voorwaarde klopt", "Elke weg waarvan de voorwaarde klopt"]

    assert _options(chosen.see("/Keuze")) == [*words, "Alle wegen tegelijk"]
    assert chosen.send("/Keuze", split="eventBasedGateway").errors == [
        "Kies bij ‘Hoe gaan de wegen uit elkaar?’ iets uit de lijst."
    ]
    assert chosen.elements["Keuze"].kind == "exclusiveGateway"


def test_a_choice_between_what_waits_becomes_what_happens_first(room: Room) -> None:
    _draw(
        room,
        *(start(), node("exclusiveGateway", "Keuze", default="Nee"), end("Betaald"), end("Te_laat")),
        *(catch("Betaling", message()), catch("Termijn", timer("Duration", "P14D")), chain("Begin", "Keuze")),
        *(flow("Keuze", "Betaling", "=titel"), flow("Keuze", "Termijn", key="Nee")),
        *(chain("Betaling", "Betaald"), chain("Termijn", "Te_laat")),
    )

    assert room.send("/Keuze", split="eventBasedGateway").status == 303

    assert (room.elements["Keuze"].kind, room.elements["Nee"].condition) == ("eventBasedGateway", None)
    assert not [one for one in engine.read_step_list(room.change, "idee", room.user).steps if _is_wrong(one, "Keuze")]


def _is_wrong(step: engine.ListedStep, element: str) -> bool:
    return step.element.id == element and any(finding.severity == "error" for finding in step.findings)


def test_a_second_adviser_is_asked_at_once_and_the_next_step_waits_for_both(room: Room) -> None:
    _draw(
        room,
        *(start(), user("A", form="idee-toetsen"), user("B", form="idee-toetsen"), user("C", form="idee-toetsen")),
        end(),
        chain("Begin", "A", "B", "C", "Klaar"),
    )

    page = room.send(
        "/A/tak",
        split="parallelGateway",
        question="Wie geeft advies?",
        to="+userTask",
        to_name="Advies van de gemeente geven",
        groups=["gemeente"],
        form="+",
        then="C",
    )

    assert page.status == 303, page.main
    elements = room.elements
    split, join = room.named("Wie geeft advies?"), elements[str(elements[elements["C"].incoming[0]].source)]
    assert (split.kind, join.kind, len(join.incoming)) == ("parallelGateway", "parallelGateway", 2)
    assert [elements[flow].condition for flow in split.outgoing] == [None, None]
    assert "Voor ‘C’ wachten de wegen op elkaar." in room.see().main
    assert "twee keer tegelijk" not in room.see().main


def test_a_third_way_that_is_taken_at_once_asks_for_no_condition(room: Room) -> None:
    _draw(
        room,
        *(start(), node("parallelGateway", "Advies"), user("A", form="idee-toetsen")),
        *(user("B", form="idee-toetsen"), node("parallelGateway", "Samen"), end(), chain("Begin", "Advies")),
        *(chain("Advies", "A", "Samen", "Klaar"), chain("Advies", "B", "Samen")),
    )

    page = room.send("/Advies/tak", to="+userTask", to_name="D", groups=["gemeente"], form="+", then="Samen")

    assert page.status == 303, page.main
    assert f"{room.address}/Advies/tak" in room.see().links()
    assert 'name="condition"' not in room.see("/Advies/tak").text
    assert (len(room.elements["Advies"].outgoing), len(room.elements["Samen"].incoming)) == (3, 3)


def test_a_way_that_is_chosen_still_asks_for_its_condition(room: Room) -> None:
    _draw(room, start(), user("A", form="idee-toetsen"), end(), chain("Begin", "A", "Klaar"))

    page = room.send("/A/tak", split="exclusiveGateway", question="Mag het?", to="Klaar")

    assert (page.status, "Vul ‘Voorwaarde’ in." in page.main) == (422, True)
