"""The menu: one row on the screen of a desk, whoever signs in, and however much waits for them."""

from __future__ import annotations

import pytest
import yaml

from engine.settings import installed_workflows
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
  const items = [...document.querySelectorAll(".smederij-nav__list > li")];
  return items.map(item => Math.round(item.getBoundingClientRect().top));
}"""
"""Gives every list in the menu the largest figure that is ever shown, and tells how high each item stands."""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", FIRST_OF_ROLE)
def test_the_menu_is_one_row_at_a_desk_for_every_role(meet: Meet, role: str, language: str) -> None:
    person = meet(FIRST_OF_ROLE[role])
    person.go("/account")
    if language != "nl":
        # Until all is there: a page whose style has not come yet has its menu as a list.
        with person.page.expect_navigation(wait_until="load"):
            person.page.get_by_role("link", name="English").click()
    assert person.page.locator("html").get_attribute("lang") == language

    heights = person.page.evaluate(MEASURE, "1.000+")

    assert len(heights) >= 5
    assert len(set(heights)) == 1
