"""Residents: submitting an idea, and following it through the secret link."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from tests.conftest import TestClock
from tests.web.conftest import IDEA, open_task
from tests.web.visitor import Page, Visitor
from web.forms.unsent import cookie_of

COOKIE = cookie_of("idee")
FIRST = {key: IDEA[key] for key in ("titel", "omschrijving", "smederij")}
SECOND = {key: IDEA[key] for key in ("bedrag", "klaar_op", "hulp")}
THIRD = {key: IDEA[key] for key in ("naam", "email", "akkoord")}


def fill_in(resident: Visitor) -> Page:
    """Answer all pages; returns the page to check the answers."""
    resident.post("/idee-insturen/pagina_1", FIRST)
    resident.post("/idee-insturen/pagina_2", SECOND)
    return resident.follow(resident.post("/idee-insturen/pagina_3", THIRD))


def test_an_idea_is_handed_in_page_by_page(resident: Visitor) -> None:
    start = resident.get("/idee-insturen")
    assert "/idee-insturen/pagina_1" in start.links()

    first = resident.get("/idee-insturen/pagina_1")
    assert first.heading == "Uw idee"
    assert "Stap 1 van 4" in first.main
    assert resident.post("/idee-insturen/pagina_1", FIRST).location == "/idee-insturen/pagina_2"
    assert resident.post("/idee-insturen/pagina_2", SECOND).location == "/idee-insturen/pagina_3"
    check = resident.follow(resident.post("/idee-insturen/pagina_3", THIRD))

    assert check.heading == "Controleer uw antwoorden"
    for words in (
        "Bankje bij de vijver",
        "Wolfsbos",
        "€ 1.250,50",
        "1 september 2026",
        "Geld, Handen",
        "Bewoner Een",
        "Ja",
    ):
        assert words in check.main
    received = resident.follow(resident.post("/idee-insturen/controleren"))
    assert "IDEE-2026-0001" in received.main
    link = next(link for link in received.links() if link.startswith("http://127.0.0.1:8000/mijn-idee/"))
    assert resident.get(link.removeprefix("http://127.0.0.1:8000")).location == "/mijn-idee"


def test_what_was_typed_wrong_is_shown_with_what_to_do(resident: Visitor) -> None:
    page = resident.post("/idee-insturen/pagina_1", {"titel": "Ba", "omschrijving": "", "smederij": ""})

    assert page.status == 422
    assert page.errors == [
        "Maak ‘Hoe heet uw idee?’ langer. Gebruik minstens 3 tekens.",
        "Vul ‘Wat wilt u doen?’ in.",
        "Kies een antwoord bij ‘Waar is het?’.",
    ]
    assert page.title.startswith("Fout: ")
    assert page.values("titel") == ["Ba"]
    assert page.tree.xpath("//*[@id='veld-titel']/@aria-invalid") == ["true"]
    assert page.tree.xpath("//*[@id='veld-titel']/@aria-describedby") == ["veld-titel-uitleg veld-titel-fout"]


def test_what_is_too_long_or_came_along_with_a_copy_is_told_so_that_it_can_be_found(resident: Visitor) -> None:
    pasted = f"Een bankje.{chr(0x202A)} Bel 0528 12 34 56."

    page = resident.post("/idee-insturen/pagina_1", {**FIRST, "titel": "x" * 1_234, "omschrijving": pasted})

    long, unseen = page.errors
    assert long.endswith("tekens gebruiken, en het zijn er 1.234.")
    assert "bij ‘Een bankje. Bel 0528 12 34 56.’" in unseen
    assert page.values("omschrijving") == [pasted]


def test_going_back_loses_nothing_that_was_typed(resident: Visitor) -> None:
    resident.post("/idee-insturen/pagina_1", FIRST)

    back = resident.post("/idee-insturen/pagina_2", {"bedrag": "veel", "_actie": "vorige"})

    assert back.location == "/idee-insturen/pagina_1"
    assert resident.get("/idee-insturen/pagina_1").values("titel") == ["Bankje bij de vijver"]
    assert resident.get("/idee-insturen/pagina_2").values("bedrag") == ["veel"]


def test_who_sends_from_a_second_window_is_told_that_it_was_sent(resident: Visitor) -> None:
    fill_in(resident)
    sent = resident.follow(resident.post("/idee-insturen/controleren"))
    assert "IDEE-2026-0001" in sent.main

    page = resident.follow(resident.post("/idee-insturen/controleren"))

    assert page.heading == "Idee insturen"
    assert page.notices.startswith("Er is niets om te versturen. Misschien hebt u het al verstuurd")
    assert "/mijn-idee" in page.links()


def test_an_answer_that_is_changed_from_the_check_leads_back_to_the_check(resident: Visitor) -> None:
    fill_in(resident)

    page = resident.get("/idee-insturen/pagina_1?terug=controleren")
    assert page.values("_terug") == ["controleren"]
    check = resident.follow(
        resident.post("/idee-insturen/pagina_1", {**FIRST, "titel": "Twee bankjes", "_terug": "controleren"})
    )

    assert "Twee bankjes" in check.main


def test_a_box_that_is_unticked_later_is_really_gone(resident: Visitor) -> None:
    fill_in(resident)

    resident.post("/idee-insturen/pagina_2", {"bedrag": "10", "klaar_op": ""})

    assert "Handen" not in resident.get("/idee-insturen/controleren").main


def test_sending_twice_starts_one_idea(resident: Visitor) -> None:
    fill_in(resident)
    kept = resident.cookie(COOKIE)

    first = resident.post("/idee-insturen/controleren")
    resident._browser.set_cookie(COOKIE, str(kept), domain="127.0.0.1")
    second = resident.post("/idee-insturen/controleren")

    assert first.location == second.location == "/idee-insturen/ontvangen"
    assert engine.list_cases(engine.find_user("beheerder")).total == 1


def test_what_was_sent_is_gone_from_the_browser_and_from_the_folder(resident: Visitor, tmp_path: Path) -> None:
    fill_in(resident)
    assert len(list((tmp_path / "unsent").iterdir())) == 1

    resident.post("/idee-insturen/controleren")

    assert list((tmp_path / "unsent").iterdir()) == []
    assert resident.cookie(COOKIE) is None
    assert resident.get("/idee-insturen/controleren").location == "/idee-insturen"


def further(resident: Visitor) -> str:
    """The page that *Verder met invullen* links to."""
    (button,) = (a for a in resident.get("/idee-insturen").tree.xpath("//main//a") if a.text == "Verder met invullen")
    return str(button.get("href"))


def test_who_stopped_goes_on_at_the_page_that_comes_next(resident: Visitor) -> None:
    resident.post("/idee-insturen/pagina_1", FIRST)
    resident.post("/idee-insturen/pagina_2", SECOND)

    assert further(resident) == "/idee-insturen/pagina_3"


def test_a_page_that_nobody_saw_is_not_passed_over_though_it_asks_nothing_that_must_be(resident: Visitor) -> None:
    resident.post("/idee-insturen/pagina_1", FIRST)

    assert further(resident) == "/idee-insturen/pagina_2"


def test_who_stopped_goes_on_at_the_page_that_is_not_right_yet(resident: Visitor) -> None:
    resident.post("/idee-insturen/pagina_1", {**FIRST, "titel": ""})
    resident.post("/idee-insturen/pagina_2", SECOND)

    assert further(resident) == "/idee-insturen/pagina_1"


def test_who_filled_in_everything_goes_on_at_the_check(resident: Visitor) -> None:
    fill_in(resident)

    assert further(resident) == "/idee-insturen/controleren"


def test_someone_who_stops_can_wipe_everything(resident: Visitor, tmp_path: Path) -> None:
    resident.post("/idee-insturen/pagina_1", FIRST)

    home = resident.follow(resident.post("/idee-insturen/wissen"))

    assert "gewist" in home.notices
    assert list((tmp_path / "unsent").iterdir()) == []
    assert resident.get("/idee-insturen/pagina_1").values("titel") == [""]


def test_who_skips_a_page_is_led_to_what_is_missing(resident: Visitor) -> None:
    resident.post("/idee-insturen/pagina_1", FIRST)

    page = resident.get("/idee-insturen/controleren")

    assert page.location == "/idee-insturen/pagina_3?terug=controleren"


def test_the_fields_about_a_person_help_the_browser_fill_them_in(resident: Visitor) -> None:
    page = resident.get("/idee-insturen/pagina_3")

    assert page.tree.xpath("//*[@id='veld-naam']/@autocomplete") == ["name"]
    assert page.tree.xpath("//*[@id='veld-email']/@autocomplete") == ["email"]


def test_the_secret_does_not_stay_in_the_address(resident: Visitor, idea: engine.StartedCase) -> None:
    page = resident.get(f"/mijn-idee/{idea.secret}")

    assert page.location == "/mijn-idee"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    shown = resident.follow(page)
    assert idea.secret not in shown.text
    assert shown.response.headers["Referrer-Policy"] == "no-referrer"


def test_my_idea_shows_where_it_is_and_what_i_told(resident: Visitor, idea: engine.StartedCase) -> None:
    page = resident.open_link(idea.secret).get("/mijn-idee")

    assert page.heading == "Bankje bij de vijver"
    assert "Ingestuurd" in page.main
    assert "U hoeft nu niets te doen" in page.main
    assert "<b>uitzicht</b>" in page.main
    assert not page.tree.xpath("//main//b")


def test_a_question_is_answered_behind_the_link(resident: Visitor, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    typed = {"wat_ontbreekt": "Waar precies?", "soort": "groen"}
    engine.complete_task(task, engine.find_user("ondersteuning"), typed)

    page = resident.open_link(idea.secret).get("/mijn-idee")
    assert "Wij missen nog iets" in page.main
    assert "Waar precies?" in page.main
    address = next(link for link in page.links() if link.startswith("/mijn-idee/taak/"))
    question = resident.get(address)
    assert question.heading == "Idee aanvullen"
    assert resident.post(address, {"aanvulling": ""}).errors == ["Vul ‘Uw aanvulling’ in."]
    done = resident.follow(resident.post(address, {"aanvulling": "Bij de grote vijver"}))

    assert "Uw antwoord is verstuurd" in done.notices
    assert "Bij de grote vijver" in done.main


def test_a_question_that_was_answered_in_another_window_loses_no_text(
    resident: Visitor, idea: engine.StartedCase
) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    engine.complete_task(task, engine.find_user("ondersteuning"), {"soort": "groen"})
    page = resident.open_link(idea.secret).get("/mijn-idee")
    address = next(link for link in page.links() if link.startswith("/mijn-idee/taak/"))
    resident.post(address, {"aanvulling": "Eerste"})

    second = resident.post(address, {"aanvulling": "Tweede"})

    assert second.status == 409
    assert "Tweede" in second.main


def test_an_idea_is_withdrawn_after_a_confirmation(resident: Visitor, idea: engine.StartedCase) -> None:
    resident.open_link(idea.secret)
    assert "/mijn-idee/intrekken" in resident.get("/mijn-idee").links()

    unsure = resident.post("/mijn-idee/intrekken", {"reden": "Wij verhuizen"})
    assert unsure.status == 422
    assert unsure.values("reden") == ["Wij verhuizen"]
    done = resident.follow(resident.post("/mijn-idee/intrekken", {"reden": "Wij verhuizen", "zeker": "ja"}))

    assert "Ingetrokken. Wij stoppen ermee." in done.main
    assert "/mijn-idee/intrekken" not in done.links()


def test_withdrawing_twice_says_that_it_is_over(resident: Visitor, idea: engine.StartedCase) -> None:
    resident.open_link(idea.secret)
    resident.post("/mijn-idee/intrekken", {"zeker": "ja"})

    again = resident.post("/mijn-idee/intrekken", {"zeker": "ja"})

    assert again.status in {403, 409}
    assert again.heading


@pytest.mark.parametrize("act", ["hand in", "withdraw"])
def test_a_fault_in_a_diagram_promises_a_resident_nothing_that_is_not_so(
    resident: Visitor, idea: engine.StartedCase, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise engine.ExecutionFailed("the choice has no answer")

    monkeypatch.setattr(engine, "start_case" if act == "hand in" else "withdraw_case", fail)
    resident.open_link(idea.secret)

    if act == "hand in":
        fill_in(resident)
        page = resident.post("/idee-insturen/controleren", {})
    else:
        page = resident.post("/mijn-idee/intrekken", {"reden": "Wij verhuizen", "zeker": "ja"})

    assert page.status == 500
    assert "Bel ons" in page.main
    assert "concept" not in page.main
    assert "De beheerder ziet" not in page.main


def test_my_idea_without_a_link_asks_for_the_link(resident: Visitor, idea: engine.StartedCase) -> None:
    page = resident.get("/mijn-idee")
    assert page.status == 403
    assert page.heading == "Mijn idee openen"

    wrong = resident.post("/mijn-idee/openen", {"link": "http://127.0.0.1:8000/mijn-idee/" + "x" * 22})
    assert wrong.errors == ["Deze link kennen wij niet. Plak de hele link uit uw e-mail."]
    number = resident.post("/mijn-idee/openen", {"link": f" {idea.reference} "})
    assert number.errors == ["Dit is het nummer. Daarmee alleen kan het niet: wij hebben de hele link nodig."]
    assert any(link.startswith("tel:") for link in number.links())
    right = resident.post("/mijn-idee/openen", {"link": f" http://127.0.0.1:8000/mijn-idee/{idea.secret} "})

    assert right.location == f"/mijn-idee/{idea.secret}"


def test_an_idea_can_be_closed_on_someone_elses_computer(resident: Visitor, idea: engine.StartedCase) -> None:
    resident.open_link(idea.secret).get("/mijn-idee")

    resident.post("/mijn-idee/sluiten")

    assert resident.get("/mijn-idee").status == 403


def test_a_link_that_was_never_given_opens_nothing(resident: Visitor) -> None:
    page = resident.get("/mijn-idee/" + "A" * 22)

    assert page.status == 404
    assert resident.cookie("smederij_link") is None


def test_the_pages_are_in_english_when_asked(resident: Visitor) -> None:
    page = resident.get("/taal/en?next=/idee-insturen/pagina_1")
    assert page.location == "/idee-insturen/pagina_1"

    english = resident.get("/idee-insturen/pagina_1")

    assert english.tree.get("lang") == "en"
    assert "Step 1 of 4" in english.main
    assert english.tree.xpath("//h1/@lang") == ["nl"]


def test_what_was_left_for_a_day_is_thrown_away(resident: Visitor, tmp_path: Path, clock: TestClock) -> None:
    import os
    import time

    resident.post("/idee-insturen/pagina_1", FIRST)
    (old,) = (tmp_path / "unsent").iterdir()
    os.utime(old, (time.time() - 90_000,) * 2)

    resident.post("/idee-insturen/pagina_2", SECOND)

    assert resident.get("/idee-insturen/pagina_1").values("titel") == [""]
