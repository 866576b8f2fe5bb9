"""*Afwezigheid*: entering an absence and who takes over; an operator does it for somebody who fell ill."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.conftest import TestClock
from tests.web.conftest import SignIn, open_task
from tests.web.visitor import Page, Visitor

TODAY, LATER, LAST = "2-3-2026", "9-3-2026", "13-3-2026"
"""By the clock of the tests: today, and a week of which these are the first and the last working day."""


def page_of(username: str) -> str:
    return f"/afwezigheid/{engine.find_user(username).id}"


def plan(visitor: Visitor, whose: str, first: str = LATER, last: str = LAST, replacement: str = "") -> Page:
    to = engine.find_user(replacement).id if replacement else ""
    return visitor.post(page_of(whose), {"eerste_dag": first, "laatste_dag": last, "vervanger": to})


def change_page(visitor: Visitor, whose: str) -> str:
    """The address where the first planned absence can be changed."""
    return next(link for link in visitor.get(page_of(whose)).links() if link.startswith(page_of(whose) + "/"))


def test_from_my_account_one_comes_to_ones_own_absence(staff: SignIn) -> None:
    visitor = staff("ondersteuning")

    assert page_of("ondersteuning") in visitor.get("/account").links()
    assert "Er is geen afwezigheid gepland." in visitor.get(page_of("ondersteuning")).main


def test_what_was_planned_stands_on_ones_own_pages_and_on_that_of_who_takes_over(staff: SignIn) -> None:
    visitor, colleague = staff("ondersteuning"), staff("ondersteuning-2")

    page = visitor.follow(plan(visitor, "ondersteuning", replacement="ondersteuning-2"))

    assert "De afwezigheid is bewaard." in page.notices
    assert "9 maart 2026" in page.main
    assert "13 maart 2026" in page.main
    own = visitor.get("/account").main
    assert "U bent er niet van 9 maart 2026 tot en met 13 maart 2026. Vervanger: Tweede collega." in own
    assert "U vervangt Collega ondersteuning van 9 maart 2026" in colleague.get("/account").main


def test_who_is_away_from_today_on_reads_what_became_of_their_tasks(staff: SignIn, idea: engine.StartedCase) -> None:
    visitor = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")
    visitor.post(f"/taken/{task}/oppakken")

    page = visitor.follow(plan(visitor, "ondersteuning", TODAY, replacement="ondersteuning-2"))

    assert "Vanaf nu staat u op afwezig. 1 taak is nu van de vervanger." in page.notices
    assert staff("ondersteuning-2").get(f"/taken/{task}").status == 200
    story = staff("auditor").get(f"/ideeen/{idea.reference}").main
    assert "Collega ondersteuning is er niet. De taak is nu van vervanger Tweede collega: Idee toetsen" in story


def test_an_operator_says_it_for_who_fell_ill(staff: SignIn) -> None:
    operator = staff("beheerder")
    assert page_of("ondersteuning") in operator.get("/beheer").links()

    page = operator.follow(plan(operator, "ondersteuning", TODAY))

    assert "Vanaf nu staat Collega ondersteuning op afwezig." in page.notices
    assert "Er niet tot en met 13 maart 2026" in operator.get("/beheer").main


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("", "", ["Eerste dag: Vul een dag in", "Laatste dag: Vul een dag in"]),
        ("1-3-2026", LAST, ["Deze dag is al geweest."]),
        (LAST, LATER, ["De laatste dag ligt voor de eerste."]),
        (LATER, "13-3-2036", ["Deze dag ligt meer dan twee jaar weg."]),
        ("6-3-2026", LATER, ["een afwezigheid: van 9 maart 2026 tot en met 13 maart 2026. Kies andere dagen"]),
    ],
    ids=["nothing", "yesterday", "the wrong way round", "ten years", "over another"],
)
def test_days_that_cannot_be_are_told_beside_their_field_with_what_was_typed(
    staff: SignIn, first: str, last: str, said: list[str]
) -> None:
    visitor = staff("ondersteuning")
    plan(visitor, "ondersteuning")

    page = plan(visitor, "ondersteuning", first, last)

    assert page.status == 422
    assert [words in error for words, error in zip(said, page.errors, strict=True)] == [True] * len(said)
    assert page.values("eerste_dag") + page.values("laatste_dag") == [first, last]
    assert len(page.tree.xpath("//main//input[@aria-invalid='true'][@aria-describedby]")) == len(said)


def test_a_replacement_who_is_away_is_refused_with_the_days(staff: SignIn) -> None:
    plan(staff("ondersteuning-2"), "ondersteuning-2")

    page = plan(staff("ondersteuning"), "ondersteuning", replacement="ondersteuning-2")

    assert page.errors == [
        "Vervanger: Deze collega is er zelf niet van 9 maart 2026 tot en met 13 maart 2026. "
        "Kies iemand anders, of niemand."
    ]
    assert page.tree.xpath("//main//select/@aria-invalid") == ["true"]
    assert page.values("vervanger") == [engine.find_user("ondersteuning-2").id]


def test_that_the_replacement_will_be_away_after_all_is_told(staff: SignIn) -> None:
    visitor = staff("ondersteuning")
    plan(visitor, "ondersteuning", replacement="ondersteuning-2")

    plan(staff("ondersteuning-2"), "ondersteuning-2")

    assert "Let op: deze collega is er dan zelf niet." in visitor.get(page_of("ondersteuning")).main


def test_what_was_planned_can_be_changed_and_withdrawn(staff: SignIn) -> None:
    visitor = staff("ondersteuning")
    plan(visitor, "ondersteuning")
    address = change_page(visitor, "ondersteuning")
    form = visitor.get(address)
    assert form.values("eerste_dag") + form.values("laatste_dag") == [LATER, LAST]
    seen = form.values("versie")[0]

    changed = visitor.post(address, {"versie": seen, "eerste_dag": "10-3-2026", "laatste_dag": LAST})
    page = visitor.follow(changed)
    again = page.values("versie")[0]
    withdrawn = visitor.follow(visitor.post(f"{address}/stoppen", {"versie": again}))

    assert "10 maart 2026" in page.main
    assert "De afwezigheid gaat niet door." in withdrawn.notices
    assert "Er is geen afwezigheid gepland." in withdrawn.main


def test_of_two_who_change_it_the_second_reads_that_it_changed_also_after_a_slip_of_the_pen(staff: SignIn) -> None:
    visitor, operator = staff("ondersteuning"), staff("beheerder")
    plan(visitor, "ondersteuning")
    address = change_page(visitor, "ondersteuning")
    seen = visitor.get(address).values("versie")[0]
    slip = visitor.post(address, {"versie": seen, "eerste_dag": LATER, "laatste_dag": "dertien"})
    operator.get(address)
    operator.post(address, {"versie": seen, "eerste_dag": LATER, "laatste_dag": "20-3-2026"})

    page = visitor.post(address, {"versie": slip.values("versie")[0], "eerste_dag": LATER, "laatste_dag": LATER})

    assert (slip.status, page.status) == (422, 409)
    assert page.heading == "Deze afwezigheid is intussen veranderd"
    assert "20 maart 2026" in visitor.get(page_of("ondersteuning")).main


def test_what_is_gone_says_so(staff: SignIn) -> None:
    visitor = staff("ondersteuning")

    pages = [
        visitor.get(f"{page_of('ondersteuning')}/geen"),
        visitor.post(f"{page_of('ondersteuning')}/geen/stoppen", {"versie": "0"}),
        visitor.post(f"{page_of('ondersteuning')}/geen/stoppen", {"versie": "een"}),
    ]

    assert [(page.status, page.heading) for page in pages] == [(409, "Deze afwezigheid is er niet meer")] * 3


def test_of_one_that_has_begun_only_the_last_day_is_asked(staff: SignIn) -> None:
    visitor = staff("ondersteuning")
    plan(visitor, "ondersteuning", TODAY)
    address = change_page(visitor, "ondersteuning")
    form = visitor.get(address)

    done = visitor.post(address, {"versie": form.values("versie")[0], "laatste_dag": LATER})
    back = visitor.follow(visitor.post(f"{address}/stoppen", {"versie": visitor.get(address).values("versie")[0]}))

    assert (form.values("eerste_dag"), form.values("laatste_dag"), done.status) == ([], [LAST], 303)
    assert "De afwezigheid is voorbij." in back.notices


def test_who_hands_a_task_over_reads_who_is_away_until_when(staff: SignIn, idea: engine.StartedCase) -> None:
    visitor = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")
    plan(staff("ondersteuning-2"), "ondersteuning-2", TODAY, replacement="ondersteuning")

    page = visitor.get(f"/taken/{task}/overdragen")

    assert "Tweede collega is er niet tot en met 13 maart 2026, vervanger: Collega ondersteuning" in page.main


def test_a_vote_that_nobody_else_can_cast_is_named(staff: SignIn, vote: engine.StartedCase) -> None:
    member = staff("stuurgroep-1")

    page = member.follow(plan(member, "stuurgroep-1", TODAY, replacement="stuurgroep-2"))

    assert "1 taak is persoonlijk, zoals een stem, en blijft staan." in page.notices
    assert f"/ideeen/{vote.reference}" in page.links()


def test_auditors_read_who_was_away_who_took_over_and_what_became_of_their_tasks(
    site: Flask, staff: SignIn, idea: engine.StartedCase
) -> None:
    clock = site.extensions["smederij_municipality"].clock
    assert isinstance(clock, TestClock)
    visitor = staff("ondersteuning")
    plan(visitor, "ondersteuning", replacement="ondersteuning-2")
    address = change_page(visitor, "ondersteuning")
    visitor.post(address, {"versie": "0", "eerste_dag": LATER, "laatste_dag": "10-3-2026", "vervanger": ""})
    clock.turn(days=7)
    engine.run_worker_once()
    clock.turn(days=2)
    engine.run_worker_once()
    plan(staff("beheerder"), "ondersteuning", "14-3-2026", "14-3-2026")
    clock.turn(days=9)
    engine.run_worker_once()

    told = staff("auditor").get("/rechten").main

    who = "Collega ondersteuning (ondersteuning)"
    assert f"{who} meldde dat {who} er niet is van 9 maart 2026 tot en met 13 maart 2026. Vervanger: Tweede" in told
    assert f"{who} veranderde wanneer {who} er niet is: van 9 maart 2026 tot en met 10 maart" in told
    assert f"{who} is er niet. Taken naar de vervanger: 0. Terug naar het team: 0." in told
    assert f"Smederij sloot de afwezigheid van {who} af" in told
    assert "De dagen gingen voorbij zonder dat er een werker was." in told


def test_a_personal_task_is_told_by_what_it_is_and_not_by_a_number_alone(
    staff: SignIn, vote: engine.StartedCase
) -> None:
    page = staff("stuurgroep-1").get(page_of("stuurgroep-1"))

    told = [
        " ".join(one.text_content().split()) for one in page.tree.xpath("//section[@aria-labelledby='gepland']//li")
    ]
    assert len(told) == 1
    assert told[0].startswith(f"Stem uitbrengen: {vote.reference} · Bankje bij de vijver")
