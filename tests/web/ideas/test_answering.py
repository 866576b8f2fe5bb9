"""Answering: what residents read who answer twice, too late, or return to a question that no longer exists."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.conftest import TestClock
from tests.engine.attaching import attaching
from tests.pictures import picture
from tests.web.conftest import open_task
from tests.web.visitor import Visitor


@pytest.fixture
def question(resident: Visitor, idea: engine.StartedCase) -> str:
    """The address where the resident answers the office's question."""
    task = open_task("ondersteuning", "Idee toetsen")
    engine.complete_task(task, engine.find_user("ondersteuning"), {"soort": "groen", "wat_ontbreekt": "Waar?"})
    links = resident.open_link(idea.secret).get("/mijn-idee").links()
    return next(link for link in links if link.startswith("/mijn-idee/taak/"))


def test_who_answers_in_a_second_window_reads_that_they_answered_themselves(resident: Visitor, question: str) -> None:
    resident.post(question, {"aanvulling": "Bij de vijver"})

    again = resident.post(question, {"aanvulling": "Bij de beek"})

    assert again.status == 409
    assert again.heading == "U hebt deze vraag al beantwoord"
    assert "Bewoner Een" not in again.main
    assert "Bij de beek" in again.main
    assert "IDEE-2026-0001" in again.main


def test_who_answers_what_staff_filled_in_meanwhile_reads_that_it_was_answered(
    resident: Visitor, question: str
) -> None:
    office = engine.find_user("ondersteuning")
    engine.complete_task(question.rsplit("/", 1)[-1], office, {"aanvulling": "Aan de telefoon verteld"})

    late = resident.post(question, {"aanvulling": "Bij de beek"})

    assert late.heading == "Deze vraag is al beantwoord"
    assert "Bij de beek" in late.main


def test_a_question_that_was_answered_says_when_and_asks_nothing_any_more(resident: Visitor, question: str) -> None:
    resident.post(question, {"aanvulling": "Bij de vijver"})

    page = resident.get(question)

    assert "U hebt deze vraag beantwoord op 2 maart 2026, 09:00." in page.main
    assert "/mijn-idee" in page.links()
    assert "Uiterlijk" not in page.main
    assert "over " not in page.main


def test_a_question_that_ended_says_until_when_it_could_be_answered(
    resident: Visitor, question: str, idea: engine.StartedCase, clock: TestClock
) -> None:
    clock.turn(days=30)
    engine.withdraw_case(idea.case_id, engine.find_user("ondersteuning"), "De indiener belde.")

    page, late = resident.get(question), resident.post(question, {"aanvulling": "Bij de beek"})

    assert "U kunt deze vraag niet meer beantwoorden. De laatste dag was 16 maart 2026." in page.main
    assert late.heading == "U kunt deze vraag niet meer beantwoorden"
    assert "De laatste dag was 16 maart 2026." in late.main
    assert "Deze taak" not in late.main


def test_an_answer_that_was_kept_is_found_on_my_idea(resident: Visitor, question: str) -> None:
    resident.post(question, {"aanvulling": "Bij de vij", "_actie": "bewaren"})

    page = resident.get("/mijn-idee")

    assert "U hebt al iets ingevuld. Dat is bewaard, maar nog niet verstuurd." in page.main
    assert "Verder met uw antwoord" in page.buttons()


def test_files_of_an_answer_that_came_too_late_are_told_by_name(site: Flask, resident: Visitor) -> None:
    with transaction() as session:
        definitions.put_in_use(session, "tekening", attaching(), "systeem")
    started = engine.start_case("tekening", {"titel": "Hek", "naam": "Ina"}, None, idempotency_key="hek")
    office = engine.find_user("ondersteuning")
    engine.complete_task(open_task("ondersteuning", "Bekijken"), office, {})
    resident.open_link(started.secret)
    address = next(link for link in resident.get("/mijn-idee").links() if "/taak/" in link)
    kept = resident.post(address, {"bijlagen": [(BytesIO(picture()), "regen.jpg")], "_bestand": "erbij:bijlagen"})
    ids = kept.values("bijlagen")
    resident.post(address, {"bijlagen": ids})

    late = resident.post(address, {"bijlagen": [*ids, (BytesIO(picture()), "zon.jpg")]})

    assert late.status == 409
    assert "regen.jpg" in late.main
    assert "zon.jpg (niet ontvangen)" in late.main
    assert not any(one in late.main for one in ids if one)
