"""Absences in the browser: no page is an obstacle to anyone, at phone and desktop width."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.browser.axe import WIDTHS
from tests.browser.people import Meet
from tests.browser.test_accessibility import Judge, size


def day(after: int) -> str:
    found = date.today() + timedelta(days=after)
    return f"{found.day}-{found.month}-{found.year}"


@pytest.mark.soak
@WIDTHS
def test_no_page_about_being_away_hinders_anyone(meet: Meet, width: int) -> None:
    member, operator, judge = meet("stuurgroep-09", **size(width)), meet("bo", **size(width)), Judge()

    member.go("/account")
    member.follow("Mijn afwezigheid")
    judge.look(member, "nothing planned", "Afwezigheid plannen")
    member.fill({"eerste_dag": "gisteren", "laatste_dag": day(-1)})
    member.press("Bewaren")
    judge.look(member, "errors", "Deze dag is al geweest")
    member.fill({"eerste_dag": day(20), "laatste_dag": day(30)})
    member.page.get_by_label("Vervanger").select_option(label="Stuurgroeplid Tien")
    member.press("Bewaren")
    judge.look(member, "planned", "De afwezigheid is bewaard.")
    operator.go("/beheer")
    operator.page.get_by_role("link", name="Stuurgroeplid Negen").click()
    judge.look(operator, "seen by an operator", "Stuurgroeplid Tien")
    operator.page.get_by_role("link", name="Veranderen").click()
    judge.look(operator, "to be changed", "Afwezigheid veranderen")
    member.page.get_by_role("button", name="Gaat niet door").click()
    judge.look(member, "withdrawn", "De afwezigheid gaat niet door.")
    operator.press("Bewaren")
    judge.look(operator, "changed too late", "Deze afwezigheid is er niet meer")
    operator.go("/rechten")
    judge.look(operator, "the history", "trok in dat Stuurgroeplid Negen (stuurgroep-09) er niet zou zijn")

    assert judge.wrong == {}
