"""Signed out while typing: what becomes of what was typed when a session has ended."""

from __future__ import annotations

import time

import pytest

import engine
from tests.web.conftest import PASSWORD, SignIn, open_task
from tests.web.visitor import Page, Visitor

NEW = "vier gewone woorden samen"
DAYS = 86_400


def end_sessions() -> None:
    engine.sign_out_everywhere(engine.find_user("ondersteuning"))


def sign_in(visitor: Visitor, page: Page) -> Page:
    """Sign in on the page that asks for it, which may carry something on; returns the page that follows."""
    carried = {name: value for name in ("kept", "next") for value in page.values(name)[:1]}
    answer = visitor.post("/inloggen", {"username": "ondersteuning", "password": PASSWORD, **carried})
    return visitor.follow(answer) if answer.location else answer


@pytest.mark.parametrize(
    ("button", "sent"),
    [("oppakken", {}), ("overdragen", {"collega": "iemand"})],
    ids=["claiming it in a list", "handing it over"],
)
def test_a_button_that_sends_no_answers_leaves_a_draft_as_it_was(
    staff: SignIn, idea: engine.StartedCase, button: str, sent: dict[str, str]
) -> None:
    colleague, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    colleague.get("/taken/team")
    colleague.post(f"/taken/{task}/concept", {"wat_ontbreekt": "Een lang verhaal"})
    end_sessions()

    sign_in(colleague, colleague.post(f"/taken/{task}/{button}", sent))

    assert colleague.get(f"/taken/{task}").values("wat_ontbreekt") == ["Een lang verhaal"]


def test_who_signs_in_days_later_has_what_was_typed(
    staff: SignIn, idea: engine.StartedCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page to sign in stayed open over a weekend."""
    colleague, task, then = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen"), time.time()
    colleague.get(f"/taken/{task}")
    end_sessions()
    page = colleague.post(f"/taken/{task}", {"wat_ontbreekt": "Een lang verhaal"})
    monkeypatch.setattr(time, "time", lambda: then + 3 * DAYS)

    back = sign_in(colleague, page)

    assert "Wat u had getypt staat weer in de taak." in back.notices
    assert back.values("wat_ontbreekt") == ["Een lang verhaal"]


def test_what_was_typed_outside_a_task_is_shown_before_it_is_gone(staff: SignIn, idea: engine.StartedCase) -> None:
    """No draft can hold it: such a form is only sent, never saved."""
    colleague, address = staff("ondersteuning"), f"/ideeen/{idea.reference}/intrekken"
    heading = colleague.get(address).heading
    end_sessions()

    page = colleague.post(address, {"reden": "De indiener belde."})

    assert "Kopieer wat u had getypt, voordat u inlogt." in page.notices
    assert "De indiener belde." in page.main
    assert sign_in(colleague, page).heading == heading


def test_what_a_form_without_a_page_sends_leads_on_to_the_first_page(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    colleague.get(f"/ideeen/{idea.reference}")
    end_sessions()

    page = colleague.post(f"/ideeen/{idea.reference}/link-sturen")

    assert "Log in en doe het opnieuw." in page.notices
    assert "getypt" not in page.main
    assert sign_in(colleague, page).heading == "Teamtaken"


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["the form was old", "the session had ended"])
def test_no_password_is_shown_of_a_form_that_was_not_read(staff: SignIn, is_signed_in: bool) -> None:
    colleague = staff("ondersteuning")
    colleague.get("/account/wachtwoord")
    if not is_signed_in:
        end_sessions()

    typed = {"huidig": PASSWORD, "nieuw": NEW, "nogmaals": NEW}
    page = colleague.post("/account/wachtwoord", typed, token="van gisteren" if is_signed_in else None)

    assert page.status == (400 if is_signed_in else 401)
    assert PASSWORD not in page.text
    assert NEW not in page.text


def test_what_was_typed_before_signing_in_replaces_nothing_from_another_window(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    colleague, address = staff("ondersteuning"), f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    first, second = (colleague.get(address).values("_venster")[0] for _ in range(2))
    colleague.post(f"{address}/concept", {"wat_ontbreekt": "Uit de eerste", "_venster": first})
    end_sessions()
    page = colleague.post(address, {"wat_ontbreekt": "Uit de tweede", "_venster": second})

    led = sign_in(colleague, page)

    assert led.heading == "U typte in twee vensters"
    assert "Uit de tweede" in led.main
    assert colleague.get(address).values("wat_ontbreekt") == ["Uit de eerste"]
    carried = {name: led.values(name)[0] for name in ("wat_ontbreekt", "_venster")}
    both = colleague.post(address, {**carried, "_actie": "bewaren"})
    assert both.status == 409
    assert "Uit de eerste" in both.tree.xpath("//*[@data-unsaved]")[0].text_content()
    assert both.values("wat_ontbreekt") == ["Uit de tweede"]


def test_what_was_typed_before_signing_in_is_held_up_by_nothing_from_its_own_window(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    colleague, address = staff("ondersteuning"), f"/taken/{open_task('ondersteuning', 'Idee toetsen')}"
    (opened,) = colleague.get(address).values("_venster")
    colleague.post(f"{address}/concept", {"wat_ontbreekt": "Een begin", "_venster": opened})
    end_sessions()

    back = sign_in(colleague, colleague.post(address, {"wat_ontbreekt": "Een begin, en meer", "_venster": opened}))

    assert back.values("wat_ontbreekt") == ["Een begin, en meer"]
