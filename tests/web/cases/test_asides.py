"""What staff start beside the tasks of a case, on the pages: the button, its form, and what is no longer possible."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.diagrams import chain, end, field, folder, form, message, node, properties, start, user
from tests.web.conftest import SignIn, open_task

BEGUN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
ROWS = {
    "type": "dynamiclist", "id": "Field_punten", "path": "punten", "label": "Punten", "allowAddRemove": True,
    "components": [field("punt")],
}  # fmt: skip
SENT = {"_sleutel": "een", "vraag": "Hoe groot wordt het?"}


@pytest.fixture
def reference(site: Flask) -> str:
    """An idea for which the office may ask for more alongside its task."""
    comes = node("startEvent", "Vragen", '<zeebe:formDefinition formId="vragen" />',
                 properties(startableBy="ondersteuning"), message(), isInterrupting="false")  # fmt: skip
    leads = chain("Vragen", "Antwoorden", "Beantwoord")
    aside = node("subProcess", "Meer", comes, user("Antwoorden", groups="indiener"), end("Beantwoord"), leads,
                 name="Vraag om meer", triggeredByEvent="true")  # fmt: skip
    asked = form("vragen", field("vraag", validate={"required": True}), ROWS)
    naam = field("naam", properties={"personal": "name"})
    files = folder(BEGUN, user("Doen"), end(), aside, chain("Begin", "Doen", "Klaar"), process="vragen",
                   files={"forms/begin.form": form("begin", field("titel"), naam), "forms/vragen.form": asked},
                   messages={"Message_1": "meer-vragen"})  # fmt: skip
    with transaction() as session:
        definitions.put_in_use(session, "vragen", files, "systeem")
    return engine.start_case("vragen", {"titel": "Bankje", "naam": "Ina"}, None).reference


def waiting(reference: str) -> list[str]:
    return [one.name for one in engine.read_case(reference, engine.find_user("ondersteuning")).open_tasks]


def test_the_page_of_a_case_and_of_its_tasks_have_the_button_for_who_may(reference: str, staff: SignIn) -> None:
    address = f"/ideeen/{reference}/beginnen/Vragen"
    office = staff("ondersteuning")

    assert address in office.get(f"/ideeen/{reference}").links()
    assert address in office.get(f"/taken/{open_task('ondersteuning', 'Doen')}").links()
    assert address not in staff("gebiedsregisseur").get(f"/ideeen/{reference}").links()
    assert staff("gebiedsregisseur").get(address).status == 403


def test_what_is_sent_begins_it_and_leads_back_to_the_case(reference: str, staff: SignIn) -> None:
    office = staff("ondersteuning")
    address = f"/ideeen/{reference}/beginnen/Vragen"
    assert office.get(address).heading == "Vraag om meer"

    page = office.follow(office.post(address, SENT))

    assert "Verstuurd." in page.notices
    assert "Collega ondersteuning heeft dit in gang gezet: Vraag om meer" in page.main
    assert "Hoe groot wordt het?" in page.main
    assert waiting(reference) == ["Doen", "Antwoorden"]


def test_a_second_click_begins_it_once(reference: str, staff: SignIn) -> None:
    office = staff("ondersteuning")
    for _ in range(2):
        office.post(f"/ideeen/{reference}/beginnen/Vragen", SENT)

    assert waiting(reference) == ["Doen", "Antwoorden"]


def test_a_question_that_was_left_empty_is_told_and_nothing_begins(reference: str, staff: SignIn) -> None:
    page = staff("ondersteuning").post(f"/ideeen/{reference}/beginnen/Vragen", {"_sleutel": "een", "vraag": ""})

    assert (page.status, page.errors, page.values("_sleutel")) == (422, ["Vul ‘Vraag’ in."], ["een"])
    assert waiting(reference) == ["Doen"]


def test_a_row_more_keeps_what_was_typed(reference: str, staff: SignIn) -> None:
    typed = {**SENT, "_regel": "erbij:punten"}
    page = staff("ondersteuning").post(f"/ideeen/{reference}/beginnen/Vragen", typed)

    assert (page.status, page.values("vraag"), page.values("_sleutel")) == (200, ["Hoe groot wordt het?"], ["een"])
    assert waiting(reference) == ["Doen"]


def test_what_was_typed_too_late_is_shown_again(reference: str, staff: SignIn) -> None:
    office = staff("ondersteuning")
    engine.complete_task(open_task("ondersteuning", "Doen"), engine.find_user("ondersteuning"), {})

    page = office.post(f"/ideeen/{reference}/beginnen/Vragen", SENT)

    assert (page.status, page.heading) == (409, "Dit is al afgelopen")
    assert "Hoe groot wordt het?" in page.main
    assert office.get(f"/ideeen/{reference}/beginnen/Vragen").status == 409


def test_a_trial_has_the_button_and_its_form(reference: str, staff: SignIn) -> None:
    owner = staff("proceseigenaar")
    change = engine.begin_change("vragen", engine.find_user("proceseigenaar"))
    place = f"/werkplaats/wijziging/{change}/proberen"
    engine.begin_trial(change, engine.find_user("proceseigenaar"), "vragen.Begin", {"titel": ["Bankje"]})

    assert f"{place}/knop/Vragen" in owner.get(place).links()
    assert owner.get(f"{place}/knop/Vragen").heading == "Vraag om meer"
    assert owner.post(f"{place}/knop/Vragen", {"vraag": ""}).errors == ["Vul ‘Vraag’ in."]
    assert "Antwoorden" in owner.follow(owner.post(f"{place}/knop/Vragen", {"vraag": "Hoe groot?"})).main
