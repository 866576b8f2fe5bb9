"""The list of steps accepts what people type, and uses terms that they know."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.conftest import SignIn
from tests.web.workshop.step_room import Room


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def test_an_outcome_that_no_process_has_yet_is_typed(room: Room) -> None:
    end = next(one for one in room.elements.values() if one.kind == "endEvent" and one.parent == "idee")

    page = room.send(f"/{end.id}", **{"property:outcome": "geregeld", "property:retentionClass": "6.4"})

    assert page.status == 303
    assert room.elements[end.id].properties["outcome"] == "geregeld"
    assert room.elements[end.id].properties["retentionClass"] == "6.4"


def test_outcomes_that_are_in_use_are_offered_where_one_is_typed(room: Room) -> None:
    end = next(one for one in room.elements.values() if one.properties.get("outcome"))

    page = room.see(f"/{end.id}")

    (field,) = page.tree.xpath("//input[@name='property:outcome']")
    offered = page.tree.xpath(f"//datalist[@id='{field.get('list')}']/option/@value")
    assert end.properties["outcome"] in offered


def test_a_condition_without_its_equals_sign_gets_it(room: Room) -> None:
    room.send("/Task_Check/tak", question="Is het veel?", condition="bedrag > 5", to="+endEvent", to_name="Te veel")

    flow = next(one for one in room.elements.values() if one.condition and "bedrag" in one.condition)
    assert flow.condition == "=bedrag > 5"


def test_a_term_is_shown_as_people_type_it(room: Room) -> None:
    room.send("/Task_Check", **{"taskSchedule.dueDate": "7 werkdagen"})

    assert room.elements["Task_Check"].due_date == "=werkdagen(7)"
    assert room.see("/Task_Check").values("taskSchedule.dueDate") == ["7 werkdagen"]


def test_the_beginning_of_a_reference_is_written_in_capitals(room: Room) -> None:
    begin = next(one for one in room.elements.values() if one.kind == "startEvent" and one.parent == "idee")

    room.send(f"/{begin.id}", **{"process:referencePrefix": "bbq"})

    assert room.process.properties["referencePrefix"] == "BBQ"


def test_what_a_new_table_gives_is_called_as_in_its_head(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="businessRuleTask", name="Soort bepalen", decision="+")

    step = room.named("Soort bepalen")
    page = room.see(f"/tabel/{step.decision_id}")
    assert step.result_variable == "soort_bepalen"
    assert "soort_bepalen" in page.values("expression-1")
    assert "De uitkomst heet: soort_bepalen" in room.see().main


def test_a_table_that_is_made_later_keeps_the_name_that_was_typed(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="businessRuleTask", name="Soort bepalen")
    step = room.named("Soort bepalen")

    room.send(f"/{step.id}", **{"calledDecision.decisionId": "+", "calledDecision.resultVariable": "soort"})

    step = room.named("Soort bepalen")
    assert step.result_variable == "soort"
    assert "soort" in room.see(f"/tabel/{step.decision_id}").values("expression-1")


def test_who_may_begin_is_told_at_the_first_step(room: Room) -> None:
    assert "Wie mag dit beginnen: Iedereen" in room.see().main


def test_a_question_is_added_with_its_answers_and_must_be_answered(room: Room) -> None:
    typed = {
        "do": "add",
        "label": "Waar is het?",
        "kind": "radio",
        "options": "Op straat\nIn een tuin",
        "required": "true",
    }

    room.visitor.post(
        f"{room.address}/formulier/idee-toetsen", {**typed, "required": "true", "revision": str(room.part.revision)}
    )

    form = room.part.files["forms/idee-toetsen.form"].decode()
    assert "Op straat" in form
    assert '"required": true' in form.split("Waar is het?")[1]
    assert room.part.revision == 2


def test_a_new_process_gets_a_short_name_of_its_name(room: Room) -> None:
    page = room.visitor.follow(room.visitor.post("/werkplaats", {"naam": "Straatfeest melden", "process_id": ""}))

    assert page.heading == "Straatfeest melden"
    assert any("/straatfeest-melden/stappen" in link for link in page.links())
