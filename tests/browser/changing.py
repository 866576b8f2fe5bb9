"""Changing: the parts of a whole change that mouse and keyboard share: trying, saving, offering, moving and undoing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from playwright.sync_api import FloatRect, expect

import engine
from tests.browser.people import Person
from tests.browser.serving import Server

PICTURES = Path(__file__).resolve().parents[2] / "docs/images"
"""Where the pictures of the guide are; they are taken again when GUIDE_PICTURES is set."""
PROCESS = "buurtbudget"


class Hands(Protocol):
    """How somebody operates a page: by mouse, or with the keyboard alone."""

    person: Person

    def follow(self, said: str) -> None: ...
    def press(self, said: str) -> None: ...
    def fill(self, label: str, text: str) -> None: ...
    def choose(self, label: str, option: str) -> None: ...
    def tick(self, label: str) -> None: ...
    def pick(self, group: str, option: str) -> None: ...


class Mouse:
    """Somebody who points and clicks."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.page = person.page

    def follow(self, said: str) -> None:
        with self.page.expect_navigation():
            self.person.main.get_by_role("link", name=said).first.click()

    def press(self, said: str) -> None:
        with self.page.expect_navigation():
            self.person.main.get_by_role("button", name=said).first.click()

    def fill(self, label: str, text: str) -> None:
        self.person.main.get_by_label(label).first.fill(text)

    def choose(self, label: str, option: str) -> None:
        self.person.main.get_by_label(label).first.select_option(label=option)

    def tick(self, label: str) -> None:
        self.person.main.get_by_label(label).first.check()

    def pick(self, group: str, option: str) -> None:
        self.person.main.locator("fieldset").filter(has_text=group).last.get_by_label(option).first.check()


def photograph(person: Person, name: str, height: int = 900) -> None:
    """Take a picture for the guide, if requested: this many pixels, starting at the heading."""
    if os.environ.get("GUIDE_PICTURES"):
        person.page.mouse.move(0, 0)  # Nothing has a hover effect.
        above = person.page.locator("h1").evaluate("heading => heading.getBoundingClientRect().top + scrollY - 50")
        area: FloatRect = {"x": 0, "y": max(0, above), "width": 1280, "height": height}
        person.page.screenshot(path=PICTURES / f"werkplaats-{name}.png", full_page=True, clip=area)


def put_in_use(server: Server) -> dict[str, engine.StartedCase]:
    """The example in use, with three cases: at the first task, at the one to be removed, and at the last but one."""
    with server.inside():
        eva, erik = engine.find_user("eva"), engine.find_user("erik")
        if all(found.process_id != PROCESS for found in engine.list_definitions(eva)):
            begun = engine.begin_example(eva)
            engine.offer_change(begun, "Om op te oefenen.", eva)
            engine.approve_change(begun, "", erik, seal=engine.read_change(begun, erik).seal)
        roos = engine.find_user("roos")
        cases = {
            name: engine.start_case(PROCESS, {"titel": name, "bedrag": amount}, roos)
            for name, amount in (("Bankje", "300"), ("Bloembakken", "400"), ("Speeltoestel", "2000"))
        }
        for name in ("Bloembakken", "Speeltoestel"):
            _do(cases[name], "olga", "Aanvraag bekijken", {})
        _do(cases["Speeltoestel"], "roos", "Buren raadplegen", {"buren": "De buren zijn blij."})
        return cases


def _do(case: engine.StartedCase, username: str, task: str, answers: Mapping[str, str]) -> None:
    user = engine.find_user(username)
    found = [one.id for one in engine.list_team_tasks(user, search=case.reference).items if one.name == task]
    engine.complete_task(found[0], user, answers)


def play(hands: Hands, change: str, amount: str, story: str, last: str) -> None:
    """Try the change with one amount, to its end, and save what was played."""
    hands.person.go(f"/werkplaats/wijziging/{change}/proberen/begin")
    hands.fill("Wat is het plan?", story)
    hands.fill("Hoeveel geld is er nodig?", amount)
    hands.press("Proef beginnen")
    hands.follow("Doen als Ondersteuning")
    hands.press("Versturen")
    expect(hands.person.main).to_contain_text("Locatie bekijken")
    photograph(hands.person, "proberen", height=1250)
    hands.follow("Doen als Gebiedsregisseur")
    hands.press("Versturen")
    hands.follow(f"Doen als {last}")
    if last == "Kernteam":
        hands.pick("Krijgt de aanvraag geld?", "Ja")
    hands.press("Versturen")
    expect(hands.person.main).to_contain_text("Dit verhaal is afgelopen.")
    hands.fill("Hoe heet dit verhaal?", story)
    hands.press("Bewaar als verhaal")


def finish(hands: Hands, colleague: Hands, change: str, cases: Mapping[str, engine.StartedCase]) -> None:
    """From a correct drawing to one in use, with running cases moved, and back again."""
    for amount, story, last in (
        ("50", "Een klein plan wordt meteen toegekend", "Gebiedsregisseur"),
        ("300", "Een klein bedrag kent de gebiedsregisseur toe", "Gebiedsregisseur"),
        ("2000", "Een groot bedrag beoordeelt het kernteam", "Kernteam"),
    ):
        play(hands, change, amount, story, last)
    hands.person.go(f"/werkplaats/wijziging/{change}/verhalen")
    for story in ("Een klein bedrag kent de gebiedsregisseur toe", "Een groot bedrag beoordeelt het kernteam"):
        assert story in hands.person.reads()
        hands.follow("Verhaal weghalen")
        hands.press("Ja, haal dit verhaal weg")
    expect(hands.person.main).to_contain_text("Alle 3 verhalen kloppen")

    hands.person.go(f"/werkplaats/wijziging/{change}")
    hands.follow("Verschillen bekijken")
    expect(hands.person.main).to_contain_text("Locatie bekijken")
    photograph(hands.person, "verschillen", height=1500)
    hands.person.go(f"/werkplaats/wijziging/{change}")
    hands.follow("Gevolgen voor lopende aanvragen")
    expect(hands.person.main).to_contain_text(cases["Bloembakken"].reference)
    hands.person.go(f"/werkplaats/wijziging/{change}")
    hands.follow("Controleren en aanbieden")
    hands.fill("Waarom deze wijziging?", "Wij kijken voortaan zelf ter plaatse.")
    hands.press("Aanbieden")

    colleague.person.go(f"/werkplaats/wijziging/{change}")
    colleague.follow("Beoordelen")
    photograph(colleague.person, "beoordelen", height=1420)
    colleague.press("Goedkeuren")
    expect(colleague.person.main).to_contain_text("in gebruik")

    hands.person.go(f"/werkplaats/wijziging/{change}")
    hands.follow("Lopende aanvragen overzetten")
    photograph(hands.person, "overzetten", height=1150)
    expect(hands.person.main).to_contain_text("Kunnen niet mee")
    hands.fill("Waarom doet u dit?", "De nieuwe werkwijze is beter.")
    hands.press("Alle 2 overzetten")
    report = hands.person.page.url
    expect_moved(hands.person, report, {"Bankje": True, "Bloembakken": False, "Speeltoestel": True}, cases)

    hands.person.go(f"/werkplaats/{PROCESS}")
    hands.press("Terug naar deze versie")
    back = hands.person.page.url.rpartition("/")[2]
    hands.follow("Controleren en aanbieden")
    hands.fill("Waarom deze wijziging?", "Toch liever zoals het was.")
    hands.press("Aanbieden")
    colleague.person.go(f"/werkplaats/wijziging/{back}")
    colleague.follow("Beoordelen")
    colleague.press("Goedkeuren")
    expect(colleague.person.main).to_contain_text("in gebruik")


def expect_moved(
    person: Person, report: str, moved: Mapping[str, bool], cases: Mapping[str, engine.StartedCase]
) -> None:
    """Wait until the worker has handled every case, and check which ones moved, which could not, and why."""
    page = person.page
    for _ in range(100):
        page.goto(report)
        if "Dit is nog bezig" not in person.reads():
            break
        page.wait_for_timeout(200)
    for name, went in moved.items():
        section = page.locator("section").filter(has=page.get_by_text(cases[name].reference))
        expect(section.locator("h2").last).to_contain_text("Overgezet" if went else "Konden niet mee")
