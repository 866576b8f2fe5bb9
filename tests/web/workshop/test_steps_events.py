"""Events in the list of steps: what is waited for, errors in a part, and what an end announces to others."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.web.conftest import SignIn
from tests.web.workshop.step_room import Room


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


@pytest.fixture
def part(room: Room) -> str:
    room.send("/Event_Asked/deel", last="Task_Supplement", name="Aanvulling vragen")
    return room.named("Aanvulling vragen").id


def _errors(room: Room) -> list[str]:
    found = engine.check_change(room.change, "idee", {}, room.user).findings
    return [finding.code for finding, _fixes in found if finding.severity == "error"]


@pytest.mark.parametrize(
    ("kind", "field", "typed", "told"),
    [
        ("await-timer", "term", "14 dagen", "P14D"),
        ("await-message", "happening", "betaald", "betaald"),
        ("await-signal", "happening", "noodweer", "noodweer"),
        ("await-condition", "until", "volledig = true", "=volledig = true"),
        ("throw-signal", "happening", "noodweer", "noodweer"),
    ],
)
def test_a_step_waits_for_something_or_lets_others_know(
    room: Room, kind: str, field: str, typed: str, told: str
) -> None:
    page = room.send("/Task_Check/daarna", kind=kind, name="Er is iets", **{field: typed})

    assert page.status == 303, page.errors
    event = room.named("Er is iets").event
    assert event is not None
    assert told in {event.expression, event.reference}
    assert _errors(room) == []


def test_a_step_that_waits_for_a_term_says_which(room: Room) -> None:
    page = room.send("/Task_Check/daarna", kind="await-timer", name="Twee weken voorbij", term="")

    assert page.status == 422
    assert page.errors == ["Vul ‘Tot wanneer wachten wij?’ in."]


def test_only_within_a_part_is_there_something_around_it_to_tell(room: Room, part: str) -> None:
    outside, inside = (
        [one.get("value") for one in room.see(f"/{key}/daarna").tree.xpath("//input[@name='kind']")]
        for key in ("Task_Check", "Task_Supplement")
    )

    assert "throw-escalation" not in outside
    assert "throw-escalation" in inside


def test_what_goes_wrong_in_a_part_leads_elsewhere(room: Room, part: str) -> None:
    end = next(one.id for one in room.elements.values() if one.parent == part and one.kind == "endEvent")

    thrown = room.send(f"/{end}", **{"event.kind": "error", "event.name": "geen_antwoord"})
    caught = room.send(
        f"/{part}/intussen",
        kind="error",
        value="geen_antwoord",
        name="Geen antwoord",
        to="+endEvent",
        to_name="Niet behandeld",
    )

    assert (thrown.status, caught.status) == (303, 303), caught.errors
    assert room.named("Geen antwoord").attached_to == part
    listed = room.see()
    assert "geen_antwoord" in listed.main
    codes = [finding.code for finding, _ in engine.check_change(room.change, "idee", {}, room.user).findings]
    assert "error_not_caught" not in codes


def test_of_a_task_no_error_is_offered_but_a_signal_is(room: Room, part: str) -> None:
    task, whole = (
        [one.get("value") for one in room.see(f"/{key}/intussen").tree.xpath("//input[@name='kind']")]
        for key in ("Task_Check", part)
    )

    assert task == ["timer", "message", "signal", "conditional"]
    assert whole == ["timer", "message", "signal", "conditional", "error", "escalation"]


def test_an_end_that_lets_others_know_something_says_what(room: Room) -> None:
    page = room.send("/End_Decided", **{"event.kind": "signal", "event.name": ""})

    assert page.status == 422
    assert page.errors == ["Vul ‘Naam van het signaal, de fout of de melding’ in."]


def test_what_an_end_does_is_taken_back_in_its_form_without_a_trace(room: Room) -> None:
    before = room.part.files["process.bpmn"]
    room.send("/End_Decided", **{"event.kind": "signal", "event.name": "besloten"})
    assert room.elements["End_Decided"].event is not None

    room.send("/End_Decided", **{"event.kind": "", "event.name": ""})

    assert room.part.files["process.bpmn"] == before
