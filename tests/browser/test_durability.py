"""The power goes out at any moment of the walk: what a page has confirmed is stored, and nothing is half done."""

from __future__ import annotations

import contextlib
import random
import threading

import pytest
from playwright.sync_api import Error

import engine
from engine import history
from engine.municipality import reading
from tests.browser.people import Meet
from tests.browser.serving import Server


def look_inside(server: Server) -> None:
    """The history is intact, no case is stuck, and every case can be read."""
    with server.inside():
        with reading() as session:
            assert history.verify(session) > 0
        auditor = engine.find_user("ada")
        for case in engine.list_cases(auditor, size=200).items:
            assert engine.read_case(case.id, auditor).incident is None


@pytest.mark.soak
def test_what_a_page_confirmed_survives_a_power_cut(meet_at_fragile: Meet, fragile: Server) -> None:
    resident = meet_at_fragile()

    reference = resident.hand_in(titel="Net op tijd")
    fragile.kill()
    fragile.start()
    resident.go("/mijn-idee")
    handed_in = resident.reads()
    office = meet_at_fragile("olga")
    office.do(reference, "Idee controleren", volledig="nee", ontbreekt="Hoeveel kost het?")
    fragile.kill()
    fragile.start()
    resident.go("/mijn-idee")

    assert reference in handed_in
    assert "Hoeveel kost het?" in resident.reads()
    look_inside(fragile)


@pytest.mark.soak
def test_a_power_cut_in_the_middle_of_an_act_leaves_all_of_it_or_nothing(
    meet_at_fragile: Meet, fragile: Server
) -> None:
    chance = random.Random(7)
    resident = meet_at_fragile()
    reference = resident.hand_in(titel="Halverwege")

    for _ in range(2):
        office = meet_at_fragile("olga")
        office.open_task(reference, "Idee controleren")
        office.fill({"volledig": "nee", "ontbreekt": "Waar komt het?"})
        cut = threading.Timer(chance.uniform(0, 0.06), fragile.kill)
        cut.start()
        with contextlib.suppress(Error):  # No page arrives when the server is gone.
            office.press("Versturen")
        cut.join()
        fragile.start()
        look_inside(fragile)
        resident.go("/mijn-idee")
        if "Waar komt het?" in resident.reads():
            resident.answer_own("Idee aanvullen", aanvulling="Bij de brug.")

    office = meet_at_fragile("olga")
    office.do(reference, "Idee controleren", volledig="ja")
    office.go(f"/ideeen/{reference}")
    assert "Gesprek met de indiener voeren" in office.reads()
