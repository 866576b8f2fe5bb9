"""Files after they were sent: proved on the auditor's page, not named in exports, and erased with a case."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, update

import engine
from engine.models import Document
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.handing_in import asking, hand_in
from tests.web.conftest import SignIn
from web import bounding

PROOF = "/controle"
DEPLOY = Path(__file__).parents[3] / "deploy"


@pytest.fixture
def handed_in(site: Flask) -> engine.StartedCase:
    with transaction() as session:
        definitions.put_in_use(session, "proef", asking(), "systeem")
    return hand_in("geheim", "tuinhek.jpg")


def test_an_auditor_reads_how_many_files_were_proved(handed_in: engine.StartedCase, staff: SignIn) -> None:
    page = staff("auditor").post(PROOF)

    assert "Alles klopt met de geschiedenis." in page.main
    assert page.tree.xpath("normalize-space(//dt[normalize-space()='Bestanden']/following-sibling::dd)") == "1"


def test_an_auditor_reads_which_file_was_changed_and_of_which_idea(
    handed_in: engine.StartedCase, staff: SignIn
) -> None:
    with transaction() as session:
        session.execute(update(Document).values(data=b"anders"))

    page = staff("auditor").post(PROOF)

    assert "Dit is veranderd: het is niet wat de geschiedenis bewijst." in page.main
    assert f"/ideeen/{handed_in.reference}" in page.links()
    assert "tuinhek" not in page.main


@pytest.mark.parametrize("address", ["gebeurtenissen-2026.csv", "ideeen-2026.xes"])
def test_what_goes_out_about_processes_names_no_file(
    handed_in: engine.StartedCase, staff: SignIn, address: str
) -> None:
    said = staff("auditor").get(f"{PROOF}/{address}").text

    assert handed_in.reference in said
    assert not any(word in said for word in ("tuinhek", ".jpg", "image/jpeg"))


def test_of_a_file_that_is_gone_the_case_says_so_and_leads_nowhere(
    handed_in: engine.StartedCase, staff: SignIn
) -> None:
    with transaction() as session:
        session.execute(delete(Document))

    page = staff("auditor").get(f"/ideeen/{handed_in.reference}")

    assert page.status == 200
    (told,) = page.tree.xpath("//main//span[@class='smederij-file']")
    assert " ".join(told.text_content().split()) == "tuinhek.jpg is er niet meer"
    assert not any("/bestanden/" in link for link in page.links())


@pytest.mark.parametrize("name", ["nginx-compose.conf", "systemd/nginx.conf"])
def test_the_example_of_a_proxy_lets_files_through_where_they_may_come_and_nowhere_else(site: Flask, name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    places = re.findall(r"location ~ (\S+) \{([^}]*)\}", text)
    patterns = {
        place: int(most) for place, told in places for most in re.findall(r"client_max_body_size (\d+)m;", told)
    }
    taking = {rule.rule for rule in site.url_map.iter_rules() if rule.endpoint in bounding.WITH_FILES}

    def takes_files(place: str) -> bool:
        return any(re.match(pattern, place) for pattern in patterns)

    assert min(patterns.values()) * 1024**2 > bounding.LARGEST_WITH_FILES
    assert [rule for rule in taking if not takes_files(rule)] == []
    assert [place for place in ("/", "/inloggen", "/werkplaats", "/mijn-taken") if takes_files(place)] == []
