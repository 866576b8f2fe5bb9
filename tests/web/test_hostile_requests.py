"""Requests that none of our pages send: addresses and forms that somebody wrote by hand, to see what breaks."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

import engine
from tests.web.conftest import IDEA, SignIn
from tests.web.visitor import Visitor

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


def test_names_in_the_address_of_a_file_that_cannot_be_made_are_left_behind(site: Flask, staff: SignIn) -> None:
    asked = {**dict.fromkeys(OWN_NAMES_OF_FLASK, "x&y"), "_scheme": "javascript", "_external": "ja"}

    page = staff("auditor").get("/controle/bekeken/csv", query_string={**asked, "wie": "Oda", "van": "gisteren"})

    assert (page.status, page.location) == (303, "/controle/bekeken?wie=Oda&van=gisteren")


BOTH = ["application/x-www-form-urlencoded", "multipart/form-data"]
LARGE = "/werkplaats/wijziging/geen/idee/bestanden"
"""A page where signed-in users may send megabytes."""


def write_form(kind: str, fields: int) -> tuple[str, str]:
    """A form with this many fields, and its content type."""
    if kind == BOTH[0]:
        return "&".join(f"{number:x}=1" for number in range(fields)), kind
    head = '--grens\r\nContent-Disposition: form-data; name="{:x}"\r\n\r\n1\r\n'
    return "".join(map(head.format, range(fields))) + "--grens--\r\n", f"{kind}; boundary=grens"


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("address", ["/inloggen", "/idee-insturen/pagina_1", LARGE])
def test_a_form_with_more_fields_than_any_page_has_is_not_taken_in(address: str, kind: str, site: Flask) -> None:
    body, content_type = write_form(kind, 12_000)

    answer = site.test_client().post(address, data=body, content_type=content_type)

    assert answer.status_code == 413
    assert len(answer.data) < 10_000


def test_a_large_form_of_who_is_not_signed_in_is_not_taken_in(resident: Visitor) -> None:
    assert resident.post(LARGE, {"files": "x" * 1_100_000}).status == 413


def test_a_large_form_of_who_is_signed_in_is_read(staff: SignIn) -> None:
    owner = staff("proceseigenaar")
    change = engine.begin_change("idee", engine.find_user("proceseigenaar"))

    page = owner.send_json(f"/werkplaats/wijziging/{change}/idee/controle", {"files": {"uitleg.txt": "x" * 1_100_000}})

    assert page.status == 200


@pytest.mark.parametrize("what", ["", '; filename="map.zip"'], ids=["text", "file"])
def test_a_part_without_a_name_is_as_if_it_were_not_there(what: str, site: Flask) -> None:
    body = f"--grens\r\nContent-Disposition: form-data{what}\r\n\r\n1\r\n--grens--\r\n"

    answer = site.test_client().post("/inloggen", data=body, content_type="multipart/form-data; boundary=grens")

    assert answer.status_code == 400


def test_a_pasted_text_without_end_is_looked_through_at_once(resident: Visitor) -> None:
    begun = time.process_time()

    page = resident.post("/mijn-idee/openen", {"link": "a" * 990_000 + "!"})

    assert page.status == 422
    assert time.process_time() - begun < 1
    assert len(page.text) < 20_000


def test_a_link_is_found_at_the_end_of_what_was_pasted(resident: Visitor, idea: engine.StartedCase) -> None:
    page = resident.post("/mijn-idee/openen", {"link": f"{'Beste lezer. ' * 999}http://x/mijn-idee/{idea.secret}/ \n"})

    assert page.location == f"/mijn-idee/{idea.secret}"


@pytest.mark.parametrize("host", ["a..b", "." * 100, "x" * 5000, "[::1", "a b", "", "\xff"], ids=lambda host: host[:10])
def test_a_host_that_is_no_name_is_refused_in_words(host: str, site: Flask) -> None:
    site.config["PROPAGATE_EXCEPTIONS"] = False

    answer = site.test_client().get("/", headers={"Host": host})

    assert answer.status_code == 421
    assert "Dit adres hoort niet bij deze site" in answer.get_data(as_text=True)
