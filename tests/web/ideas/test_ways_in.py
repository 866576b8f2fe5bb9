"""Ways in: a process with several plain starts, and what a step uses and produces, on the pages."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.diagrams import chain, end, field, folder, form, message, node, properties, start, user
from tests.web.conftest import SignIn
from tests.web.visitor import Visitor

FORM = '<zeebe:formDefinition formId="vraag" />'
ARROWS = (
    '<bpmn:property id="Plek" /><bpmn:dataInputAssociation id="Leest"><bpmn:sourceRef>Papier</bpmn:sourceRef>'
    "<bpmn:targetRef>Plek</bpmn:targetRef></bpmn:dataInputAssociation>"
    '<bpmn:dataOutputAssociation id="Geeft"><bpmn:targetRef>Archief</bpmn:targetRef></bpmn:dataOutputAssociation>'
)


@pytest.fixture
def melding(site: Flask) -> None:
    """A process that visitors and staff each start with their own form, and messages start without one."""
    files = folder(
        start("Site", FORM, properties(startableBy="iedereen")),
        node("startEvent", "Balie", FORM, properties(startableBy="ondersteuning")),
        node("startEvent", "Komt", message()), user("Lezen", ARROWS), user("Bellen"), user("Kijken"),
        *(end(f"Einde{n}") for n in range(3)), chain("Site", "Lezen", "Einde0"), chain("Balie", "Bellen", "Einde1"),
        chain("Komt", "Kijken", "Einde2"), '<bpmn:dataObject id="Rapport" />',
        node("dataObjectReference", "Papier", name="Adviesrapport", dataObjectRef="Rapport"),
        node("dataStoreReference", "Archief"),
        process="melding", files={"forms/vraag.form": form("vraag", field("plaats"))},
    )  # fmt: skip
    with transaction() as session:
        definitions.put_in_use(session, "melding", files, "systeem")


@pytest.mark.usefixtures("melding")
def test_a_visitor_is_shown_the_one_way_in_that_is_for_everyone(resident: Visitor) -> None:
    links = resident.get("/").links()

    assert "/insturen/melding" in links
    assert "/insturen/melding.Balie" not in links


@pytest.mark.usefixtures("melding")
def test_staff_begin_at_the_start_that_they_chose(staff: SignIn) -> None:
    colleague = staff("ondersteuning")
    assert "/insturen/melding.Balie" in colleague.get("/beginnen").links()
    (first,) = [a for a in colleague.get("/insturen/melding.Balie").links() if a.startswith("/insturen/melding.Balie/")]

    colleague.post(first, {"plaats": "Elim"})
    colleague.post("/insturen/melding.Balie/controleren")

    found = engine.list_team_tasks(engine.find_user("ondersteuning")).items
    assert [task.name for task in found] == ["Bellen"]


@pytest.mark.usefixtures("melding")
@pytest.mark.parametrize("way", ["melding.Komt", "melding.Weg", "melding.Site"])
def test_a_start_that_nobody_is_offered_is_no_page(staff: SignIn, way: str) -> None:
    assert staff("ondersteuning").get(f"/insturen/{way}").status == 404


@pytest.mark.usefixtures("melding")
def test_the_list_of_steps_tells_which_data_a_step_uses_and_delivers(staff: SignIn) -> None:
    page = staff("ondersteuning").get("/stappenplan/melding")

    assert "Gebruikt: Adviesrapport. Levert: Archief." in page.main
