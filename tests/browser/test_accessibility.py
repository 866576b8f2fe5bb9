"""Every page, at the width of a telephone and of a desk: no violation that axe finds, nothing that sticks out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.people import Meet, Person

AXE = Path(__file__).resolve().parents[2] / "web/assets/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = {
    "": ["/", "/idee-insturen", "/mijn-idee", "/help", "/toegankelijkheid", "/inloggen", "/bestaat-niet"],
    "olga": [
        "/taken",
        "/taken/team",
        "/ideeen",
        "/concepten",
        "/stappenplan",
        "/stappenplan/idee",
        "/berichten",
        "/account",
    ],
    "stuurgroep-03": ["/stemmen", "/ideeen"],
    "ada": ["/ideeen", "/taken"],
    "bo": ["/beheer"],
}


def judge(person: Person) -> list[str]:
    """What is wrong with the page before this person, in words."""
    page = person.page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    said = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        said.append("the page is wider than the screen")
    if page.locator("h1").count() != 1:
        said.append(f"{page.locator('h1').count()} headings of the first level")
    if page.locator("html").get_attribute("lang") != "nl":
        said.append("the page does not say that it is Dutch")
    return said


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("username", PAGES, ids=[name or "visitor" for name in PAGES])
def test_no_page_hinders_anyone(meet: Meet, username: str, width: int) -> None:
    person = meet(username, viewport={"width": width, "height": 900})
    wrong = {}
    titles = set()

    for path in PAGES[username]:
        person.go(path)
        titles.add(person.page.title())
        if said := judge(person):
            wrong[path] = said

    assert wrong == {}
    assert len(titles) == len(PAGES[username])


@pytest.mark.parametrize("width", [375, 1280])
def test_no_page_on_the_way_of_an_idea_hinders_anyone(meet: Meet, width: int) -> None:
    resident = meet("", viewport={"width": width, "height": 900})
    wrong = {}
    resident.go("/idee-insturen")
    resident.follow("Beginnen")
    resident.press("Verder")
    wrong["errors"] = judge(resident)
    reference = resident.hand_in(titel=f"Toegankelijk {width}")
    wrong["received"] = judge(resident)
    resident.go("/mijn-idee")
    wrong["own idea"] = judge(resident)
    office = meet("olga", viewport={"width": width, "height": 900})
    office.open_task(reference, "Idee controleren")
    wrong["task"] = judge(office)
    office.press("Versturen")
    wrong["task with errors"] = judge(office)
    office.go(f"/ideeen/{reference}")
    wrong["case"] = judge(office)

    assert {where: said for where, said in wrong.items() if said} == {}


def test_the_keyboard_is_enough_to_begin(meet: Meet) -> None:
    resident = meet()
    resident.go("/idee-insturen")

    resident.page.keyboard.press("Tab")
    skip = resident.page.evaluate("document.activeElement.textContent").strip()
    resident.page.keyboard.press("Enter")
    for _ in range(12):
        resident.page.keyboard.press("Tab")
        if resident.page.evaluate("document.activeElement.textContent").strip() == "Beginnen":
            break
    resident.page.keyboard.press("Enter")
    resident.page.wait_for_url("**/idee-insturen/**")

    assert skip == "Naar de inhoud"
    assert resident.page.locator("main input[name=titel]").count() == 1
