"""What a municipality has to tell everybody: what happens with their data, and how accessible its site is."""

from __future__ import annotations

import pytest

import engine
from tests.web.conftest import SiteWith
from tests.web.visitor import Visitor

OFFICER = "fg@voorbeeld.invalid, of 14 0528"
STATEMENT = "https://register.voorbeeld.invalid/verklaring/1"


def test_who_hands_in_an_idea_can_read_who_reads_it_why_and_for_how_long(resident: Visitor) -> None:
    page = resident.get("/help").main

    for told in (
        "De gemeente Hoogeveen is verantwoordelijk voor uw gegevens.",
        "een taak van de gemeente",
        "lezen medewerkers van de vijf organisaties, en de bewoners in de initiatiefgroep en de stuurgroep",
        "De Archiefwet bepaalt hoelang wij bewaren wat u instuurt.",
        "Autoriteit Persoonsgegevens",
    ):
        assert told in page


def test_the_data_protection_officer_and_the_statement_are_named_where_the_municipality_gives_them(
    site_with: SiteWith,
) -> None:
    with site_with(privacy_contact=OFFICER, accessibility_statement=STATEMENT) as site:
        visitor = Visitor(site)
        told, accessible = visitor.get("/help"), visitor.get("/toegankelijkheid")

    assert f"onze functionaris gegevensbescherming: {OFFICER}" in told.main
    assert STATEMENT in accessible.links()


def test_without_them_nothing_points_to_nowhere(resident: Visitor) -> None:
    told, accessible = resident.get("/help"), resident.get("/toegankelijkheid")

    assert "functionaris gegevensbescherming" not in told.main
    assert "toegankelijkheidsverklaring" not in accessible.main
    assert "Nationale ombudsman" in accessible.main


@pytest.mark.parametrize("told", ["http://register.voorbeeld.invalid", "javascript:alert(1)", "register"])
def test_a_statement_that_is_no_safe_address_is_refused(told: str) -> None:
    with pytest.raises(engine.ConfigurationRefused):
        engine.load_settings({}, accessibility_statement=told)
