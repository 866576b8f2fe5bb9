"""The menu: one row, for every user and any number of tasks; on a phone, the rest is behind a button."""

from __future__ import annotations

import pytest
import yaml

from engine.settings import installed_workflows
from tests.browser.axe import find_violations
from tests.browser.people import Meet

ACCOUNTS = yaml.safe_load((installed_workflows() / "demo.yaml").read_text(encoding="utf-8"))["accounts"]
FIRST_OF_ROLE = {group: one["username"] for one in reversed(ACCOUNTS) for group in one["groups"]}
MEASURE = """most => {
  for (const link of document.querySelectorAll(".smederij-nav__link")) {
    link.querySelector(".smederij-count")?.remove();
    const said = link.textContent;
    const few = /Werkplaats|Workshop|Bewaar|Retention/i.test(said) ? "9" : "";
    const figure = /taken|task|Stemmen|Votes/i.test(said) ? most : few;
    if (figure) link.insertAdjacentHTML("beforeend", ` <span class="smederij-count">${figure}</span>`);
  }
  const items = [...document.querySelectorAll(".smederij-nav__list > li, .smederij-nav__more")]
    .filter(item => item.checkVisibility());
  return items.map(item => Math.round(item.getBoundingClientRect().top));
}"""
"""Gives every list in the menu the largest figure that is ever shown, and returns the position of each item."""


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.soak)])
@pytest.mark.parametrize("role", FIRST_OF_ROLE)
def test_the_menu_is_one_row_at_a_desk_for_every_role(meet: Meet, role: str, language: str) -> None:
    person = meet(FIRST_OF_ROLE[role])
    person.go("/account")
    if language != "nl":
        # Wait until all is loaded: a page without its style yet shows its menu as a list.
        with person.page.expect_navigation(wait_until="load"):
            person.page.get_by_role("link", name="English").click()
    assert person.page.locator("html").get_attribute("lang") == language

    heights = person.page.evaluate(MEASURE, "1.000+")

    assert len(heights) >= 5
    assert len(set(heights)) == 1


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.soak)])
@pytest.mark.parametrize("role", FIRST_OF_ROLE)
def test_the_menu_is_one_row_on_a_phone_for_every_role(meet: Meet, role: str, language: str) -> None:
    person = meet(FIRST_OF_ROLE[role], viewport={"width": 375, "height": 700})
    person.go("/account")
    if language != "nl":
        with person.page.expect_navigation(wait_until="load"):
            person.page.get_by_role("link", name="English").click()

    heights = person.page.evaluate(MEASURE, "99")

    assert len(heights) == 3
    assert max(heights) - min(heights) <= 2


def test_the_rest_of_the_menu_opens_on_a_phone_without_script_and_closes_by_keyboard(meet: Meet) -> None:
    person = meet("roos", viewport={"width": 375, "height": 700}, java_script_enabled=False)
    person.go("/taken")
    menu = person.page.get_by_role("navigation", name="Hoofdmenu")
    rest = menu.get_by_role("link", name="Alle ideeën")
    assert not rest.is_visible()

    menu.get_by_role("button", name="Menu").press("Enter")

    assert rest.is_visible()
    assert menu.get_by_role("button", name="Sluit menu").evaluate("one => one === document.activeElement")
    person.page.keyboard.press("Escape")
    assert not rest.is_visible()
    assert menu.get_by_role("button", name="Menu").evaluate("one => one === document.activeElement")


def test_the_open_menu_breaks_no_rule_of_accessibility_and_leads_on(meet: Meet) -> None:
    person = meet("roos", viewport={"width": 375, "height": 700})
    person.go("/taken")

    person.page.get_by_role("button", name="Menu").click()

    assert find_violations(person.page) == []
    with person.page.expect_navigation():
        person.page.get_by_role("link", name="Alle ideeën").click()
    assert person.main.locator("h1").inner_text() == "Alle ideeën"
