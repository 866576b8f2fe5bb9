"""The power goes out at any moment of the walk: what a page had confirmed is there, and nothing is half done."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error

import engine
from engine import history
from engine.municipality import reading
from tests.browser.people import Person
from tests.browser.serving import Server


@pytest.fixture
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that will be killed."""
    server = Server(tmp_path_factory.mktemp("fragile"))
    server.fill(cases=1)
    server.start()
    yield server
    server.kill()


def look_inside(server: Server) -> None:
    """The history is whole, no case stands still, and every case can be read."""
    municipality = engine.open_municipality(server.settings)
    with engine.at(municipality):
        with reading() as session:
            assert history.verify(session) > 0
        auditor = engine.find_user("ada")
        for case in engine.list_cases(auditor, size=200).items:
            assert engine.read_case(case.id, auditor).incident is None
    municipality.close()


def test_what_a_page_confirmed_survives_a_power_cut(browser: Browser, fragile: Server) -> None:
    resident = Person(browser, fragile.address)
    reference = resident.hand_in(titel="Net op tijd")
    fragile.kill()
    fragile.start()
    resident.go("/mijn-idee")
    assert reference in resident.reads()

    office = Person(browser, fragile.address, "olga")
    office.do(reference, "Idee controleren", volledig="nee", ontbreekt="Hoeveel kost het?")
    fragile.kill()
    fragile.start()
    resident.go("/mijn-idee")

    assert "Hoeveel kost het?" in resident.reads()
    look_inside(fragile)
    resident.leave()
    office.leave()


def test_a_power_cut_in_the_middle_of_an_act_leaves_all_of_it_or_nothing(browser: Browser, fragile: Server) -> None:
    chance = random.Random(7)
    resident = Person(browser, fragile.address)
    reference = resident.hand_in(titel="Halverwege")

    for _ in range(4):
        office = Person(browser, fragile.address, "olga")
        office.open_task(reference, "Idee controleren")
        office.fill({"volledig": "nee", "ontbreekt": "Waar komt het?"})
        cut = threading.Timer(chance.uniform(0, 0.06), fragile.kill)
        cut.start()
        try:
            office.press("Versturen")
        except Error:
            time.sleep(0)
        cut.join()
        office.leave()
        fragile.start()
        look_inside(fragile)
        resident.go("/mijn-idee")
        if "Waar komt het?" in resident.reads():
            resident.answer_own("Idee aanvullen", aanvulling="Bij de brug.")

    office = Person(browser, fragile.address, "olga")
    office.do(reference, "Idee controleren", volledig="ja")
    office.go(f"/ideeen/{reference}")
    assert "Gesprek met de indiener voeren" in office.reads()
    office.leave()
    resident.leave()
