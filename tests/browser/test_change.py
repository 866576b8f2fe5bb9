"""A whole change: drawn, found wrong, fixed, tried, saved, compared, offered, approved, migrated and undone.

Once by mouse on the canvas, and once with the keyboard alone: the list of steps for everything that a list can express,
and the canvas for the one thing that only a drawing has.
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
from tests.browser.typist import Typist

CANVAS = "[data-place=canvas] .djs-container > svg"
SLOW = 20_000
"""Milliseconds that a check by the server may take on a busy machine."""


def begin(server: Server) -> str:
    with server.inside():
        return engine.begin_change(PROCESS, engine.find_user("eva"), "Zelf gaan kijken")


@pytest.mark.soak
def test_a_whole_change_with_the_keys_alone(meet_at_fragile: Meet, fragile: Server) -> None:
    cases = put_in_use(fragile)
    change = begin(fragile)
    eva, erik = Typist(meet_at_fragile("eva")), Typist(meet_at_fragile("erik"))

    eva.person.go(f"/werkplaats/wijziging/{change}")
    photograph(eva.person, "wijziging", height=1330)
    eva.follow("Stappenlijst")
    photograph(eva.person, "stappenlijst", height=1000)
    eva.follow("Aanpassen bij stap 2: Aanvraag bekijken")
    eva.fill("Naam", "Aanvraag controleren")
    eva.press("Bewaren")
    eva.follow("Weghalen bij stap 3: Buren raadplegen")
    eva.press("Weghalen")
    eva.follow("Stap hierna toevoegen bij stap 2: Aanvraag controleren")
    eva.fill("Naam", "Locatie bekijken")
    eva.tick("Gebiedsregisseur")
    eva.choose("Formulier", "Een nieuw formulier")
    eva.fill("Termijn", "=werkdagen(5)")
    eva.press("Toevoegen")
    eva.follow("Tak toevoegen bij stap 5: Welk bedrag?")
    eva.fill("Antwoord dat naar de tak leidt", "Klein genoeg")
    eva.fill("Voorwaarde", '=besluit = "snel"')
    eva.choose("Waar leidt dit naartoe?", "Nieuw: Taak voor een mens")
    eva.fill("Naam van wat nieuw is", "Meteen toekennen")
    eva.choose("Wat komt er na de nieuwe taak?", "Samenvoeging voor ‘Aanvraag afgehandeld’")
    eva.press("Toevoegen")
    eva.follow("Aanpassen bij stap 5.3: Meteen toekennen")
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
    eva.page.wait_for_timeout(500)  # the pause of the search
    eva.page.keyboard.press("Enter")
    expect(eva.page.locator(CANVAS)).to_be_focused()
    eva.page.keyboard.press("r")
    eva.pick_entry("Parallelle gateway")
    expect(eva.page.locator("[data-place=list]")).to_contain_text("staat het voor altijd stil", timeout=SLOW)
    eva.reach("Speel af", tags=("button",))
    eva.page.keyboard.press("Enter")
    expect(eva.page.locator("[data-place=player]")).to_contain_text("Hier loopt het vast", timeout=SLOW)
    eva.reach("Laat elke weg gewoon doorlopen (exclusief)", tags=("button",))
    eva.page.keyboard.press("Enter")
    expect(eva.page.locator("[data-place=summary]")).to_contain_text("Geen fouten", timeout=SLOW)
    drawer.expect_saved()

    finish(eva, erik, change, cases)

    with fragile.inside():
        assert engine.read_definition(PROCESS, engine.find_user("eva")).version == 1
    assert not [*eva.person.complaints, *erik.person.complaints]


@pytest.mark.soak
def test_a_whole_change_by_mouse(meet_at_fragile: Meet, fragile: Server) -> None:
    cases = put_in_use(fragile)
    change = begin(fragile)
    person = meet_at_fragile("eva")
    eva = Drawer(person, fragile, change, PROCESS).open()

    eva.choose("Bb_Bekijken")
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Aanvraag controleren")
    eva.let_go()
    eva.choose("Bb_Buren")
    eva.pad("Verwijderen")
    eva.drop("create.task", "Bb_F2")
    eva.page.keyboard.type("Locatie bekijken")
    eva.page.keyboard.press("Enter")
    visit = eva.chosen()
    eva.group("Wie en wanneer").get_by_label("Gebiedsregisseur").check()
    eva.fill_feel("Wie en wanneer", "Termijn", "=werkdagen(5)")
    eva.group("Formulier").get_by_role("button", name="Maak formulier").click()
    expect(eva.page.locator("#blad-formulieren [data-preview]")).to_contain_text("Toelichting", timeout=SLOW)
    eva.page.get_by_role("tab", name="Tekening").click()
    eva.expect_saved()
    photograph(person, "tekenen")

    eva.let_go()
    eva.choose("Bb_Wie")
    eva.pad("Taak toevoegen")
    eva.page.keyboard.type("Meteen toekennen")
    eva.page.keyboard.press("Enter")
    at_once = eva.chosen()
    eva.group("Wie en wanneer").get_by_label("Gebiedsregisseur").check()
    eva.group("Formulier").get_by_label("Welk formulier").select_option("toekennen")
    eva.page.get_by_role("button", name="Verbinden met …").click()
    eva.pick("Samenvoeging voor ‘Aanvraag afgehandeld’")
    eva.let_go()
    eva.choose_flow("Bb_Wie", at_once)
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Klein genoeg")
    eva.fill_feel("Voorwaarde", "Voorwaarde", 'besluit = "snel"')

    eva.let_go()
    eva.choose("Bb_Soort")
    eva.group("Beslistabel").get_by_role("button", name="Open tabel").click()
    eva.add_rule_on_top("<= 100", '"snel"')
    eva.expect_saved()
    eva.page.get_by_role("tab", name="Tekening").click()

    eva.let_go()
    eva.choose("Bb_Samen")
    eva.pad("Element veranderen")
    eva.pick("Parallelle gateway")
    expect(eva.page.locator("[data-place=list]")).to_contain_text("staat het voor altijd stil", timeout=SLOW)
    photograph(person, "controle", height=1400)
    eva.page.get_by_role("button", name="Speel af").first.click()
    expect(eva.page.locator("[data-place=player]")).to_contain_text("Hier loopt het vast", timeout=SLOW)
    eva.page.get_by_role("button", name="Laat elke weg gewoon doorlopen (exclusief)").click()
    expect(eva.page.locator("[data-place=summary]")).to_contain_text("Geen fouten", timeout=SLOW)
    eva.expect_saved()

    colleague = meet_at_fragile("erik")
    finish(Mouse(person), Mouse(colleague), change, cases)

    assert re.match(r"Activity_", visit)
    assert not [*person.complaints, *colleague.complaints]
