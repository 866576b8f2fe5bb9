"""Requests as no page of ours sends them: addresses and forms that somebody wrote by hand, to see what breaks."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

import engine
from tests.web.conftest import IDEA, SignIn

OWN_NAMES_OF_FLASK = ("endpoint", "_method", "_scheme", "_external", "_anchor", "values", "self", "number", "key")


@pytest.fixture
def many_ideas(site: Flask) -> None:
    for _ in range(26):
        engine.start_case("idee", IDEA, None)


def test_names_in_the_address_of_a_list_are_only_carried_on(many_ideas: None, staff: SignIn) -> None:
    asked = dict.fromkeys(OWN_NAMES_OF_FLASK, "x&y")

    page = staff("auditor").get("/ideeen", query_string={**asked, "zoek": "bankje"})

    (following,) = page.tree.xpath("//a[@rel='next']/@href")
    carried = {**asked, "zoek": "bankje", "pagina": "2"}
    assert urlsplit(following).path == "/ideeen"
    assert parse_qs(urlsplit(following).query) == {name: [value] for name, value in carried.items()}


def test_the_address_of_a_next_page_cannot_be_made_a_script(many_ideas: None, staff: SignIn) -> None:
    page = staff("auditor").get("/ideeen?_scheme=javascript&_external=ja")

    assert page.status == 200
    assert "javascript://" not in page.text


def test_names_in_the_address_of_the_experience_are_only_carried_on(idea: engine.StartedCase, staff: SignIn) -> None:
    asked = dict.fromkeys((*OWN_NAMES_OF_FLASK, "process_id"), "elders")

    page = staff("proceseigenaar").get("/werkplaats/idee/ervaring", query_string=asked)

    links = [link for link in page.links() if "kleur=" in link]
    assert {urlsplit(link).path for link in links} == {"/werkplaats/idee/ervaring"}
