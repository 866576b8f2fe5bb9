"""Leaving: before removing a step, people read what goes with it, and how many running cases are there."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.web.conftest import SignIn
from tests.web.workshop.step_room import Room


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def test_who_takes_a_step_away_reads_how_many_cases_stand_there(room: Room, idea: engine.StartedCase) -> None:
    page = room.see("/Task_Check/weghalen")

    assert "Er staat nu 1 idee op wat weggaat." in page.main
    assert f"/werkplaats/wijziging/{room.change}/gevolgen?stappenplan=idee" in page.links()


def test_a_step_where_no_case_stands_is_told_to_have_none(room: Room, idea: engine.StartedCase) -> None:
    page = room.see("/Task_Supplement/weghalen")

    assert "Er staat nu geen idee op wat weggaat." in page.main


def test_a_step_with_a_reminder_leads_to_the_reminder_that_must_go_first(room: Room) -> None:
    happens = {"kind": "timer", "value": "7 dagen", "name": "Een week voorbij", "stops": "false", "to": "End_Decided"}
    room.send("/Task_Check/intussen", **happens)
    reminder = room.named("Een week voorbij").id

    page = room.see("/Task_Check/weghalen")

    assert f"{room.address}/{reminder}/weghalen" in page.links()
    assert "Een week voorbij weghalen" in page.main
    assert "De stap zelf blijft." in room.see(f"/{reminder}/weghalen").main


def test_who_takes_a_way_away_reads_what_goes_with_it_and_who_stands_there(
    room: Room, idea: engine.StartedCase
) -> None:
    task = next(one.id for one in engine.list_team_tasks(engine.find_user("ondersteuning")).items)
    engine.complete_task(
        task, engine.find_user("ondersteuning"), {"volledig": "false", "soort": "groen", "wat_ontbreekt": "Het bedrag"}
    )

    page = room.see("/Flow_Incomplete/weghalen")

    assert "Er staat nu 1 idee op wat weggaat." in page.main
    gone = [item.text_content() for item in page.tree.xpath("//main//ul/li")]
    assert gone == ["Aanvulling gevraagd", "Idee aanvullen"]
    assert "Flow_Incomplete" in room.elements


def test_what_cannot_go_is_told_before_anybody_presses(room: Room) -> None:
    page = room.see("/Task_Vote/weghalen")

    told = "Er hoort een termijn, bericht of fout bij deze stap, of er staat hoe hij wordt teruggedraaid."
    assert f"Dit kan nu niet weg. {told} Haal dat eerst weg." in page.main
    assert page.tree.xpath("//main//form//button") == []
