"""Trying a change in the browser: nothing is an obstacle to anyone, at phone and desktop width."""

from __future__ import annotations

import pytest

from tests.browser.axe import WIDTHS
from tests.browser.people import Meet
from tests.browser.test_accessibility import Judge, size


@pytest.mark.soak
@WIDTHS
def test_no_page_on_the_way_of_trying_hinders_anyone(meet: Meet, width: int) -> None:
    owner, judge = meet("eva", **size(width)), Judge()

    owner.go("/werkplaats")
    row = owner.main.locator("tr").filter(has_text="Vraag aan het kernteam")
    row.get_by_role("button", name="Wijzigen").first.click()
    owner.page.wait_for_url("**/wijziging/*")
    address = owner.page.url.removeprefix(owner.address)
    owner.go(f"{address}/proberen")
    judge.look(owner, "begin", "Probeer uw wijziging")
    owner.fill({"titel": ""})
    owner.press("Proef beginnen")
    judge.look(owner, "begin with errors", "Vul")
    owner.go(f"{address}/proberen/begin?naar=vraag-kernteam/Vraag_Is_Idee")
    owner.press("Proef beginnen")
    judge.look(owner, "trial", "Doen als Kernteam")
    owner.fill({"datum": "1-1-2020"})
    owner.press("Vooruit")
    judge.look(owner, "trial with errors", "Dit moment is al geweest.")
    owner.follow("Doen als Kernteam")
    owner.press("Versturen")
    judge.look(owner, "task with errors", "Kies een antwoord")
    owner.go(f"{address}/verhalen")
    judge.look(owner, "scenarios", "Zoals verwacht")

    assert judge.wrong == {}
