"""A list of any length by keyboard alone and without script: rows come and go, and the focus follows."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.axe import WIDTHS
from tests.browser.people import Meet, Person
from tests.browser.test_accessibility import Judge, size

ROUND = {
    "smederij": "De Weide",
    "titel": "Wijkverkiezing zonder script",
    "sluitdatum": "31-12-2027",
    "stemregel": "1",
    "budget": "3000",
    "hoogste_bedrag": "2000",
    "deels": "ja",
}
PLANS = "opgegeven_plannen"


def begin_round(person: Person) -> None:
    """Fill in what comes before the plans."""
    person.go("/insturen/wijkverkiezing/pagina_1")
    for _ in range(2):
        person.fill(ROUND)
        person.press("Verder")


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def on(page: Page) -> str:
    """The name or id of the focused element."""
    return str(page.evaluate("document.activeElement.name?.replace(/^_.*/, '') || document.activeElement.id"))


def tab_to(page: Page, words: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if str(page.evaluate("document.activeElement.innerText ?? ''")).startswith(words):
            return
    raise AssertionError(f"no Tab leads to {words}")


@WIDTHS
def test_plans_are_added_and_taken_away_by_keyboard_alone(meet: Meet, width: int) -> None:
    office = meet("olga", **size(width))
    page, judge = office.page, Judge()
    begin_round(office)

    page.fill(f"[name='{PLANS}.1.naam']", "Speeltuin")
    page.fill(f"[name='{PLANS}.2.naam']", "Bankjes")
    tab_to(page, "Nog een regel toevoegen")
    press_enter(page)
    # A browser moves the focus at the first paint of the page, which can be after its last byte.
    expect(page.locator(f"[name='{PLANS}.3.naam']")).to_be_focused()
    page.keyboard.type("Kerstmarkt")
    judge.look(office, "three rows", says="Regel 3 van 3")
    press_enter(page)
    refused = page.locator(".smederij-error-summary a").all_inner_texts()
    judge.look(office, "rows that are not right", says="(regel 2)")
    with page.expect_navigation():
        page.get_by_role("button", name="Deze regel weghalen Regel 2 van 3: Bankjes").press("Enter")
    expect(page.locator(f"#veld-{PLANS}-erbij")).to_be_focused()
    judge.look(office, "a row less", says="Regel 2 is weggehaald.")

    assert refused == [f"Vul ‘Hoeveel geld vraagt het? (regel {row})’ in." for row in (1, 2, 3)]
    assert [page.input_value(f"[name='{PLANS}.{row}.naam']") for row in (1, 2)] == ["Speeltuin", "Kerstmarkt"]
    assert judge.wrong == {}
    assert office.complaints == []


def test_a_row_is_added_and_the_keyboard_is_in_it_without_any_script(meet: Meet) -> None:
    office = meet("olga", java_script_enabled=False)
    begin_round(office)
    office.page.fill(f"[name='{PLANS}.1.naam']", "Speeltuin")

    office.press("Nog een regel toevoegen Welke plannen doen mee?")

    expect(office.page.locator(f"[name='{PLANS}.3.naam']")).to_be_focused()
    expect(office.page.locator(f"[name='{PLANS}.1.naam']")).to_have_value("Speeltuin")


@WIDTHS
def test_a_round_with_a_list_is_sent_and_read_back_as_a_table(meet: Meet, width: int) -> None:
    office = meet("olga", **size(width))
    page, judge = office.page, Judge()
    begin_round(office)
    page.fill(f"[name='{PLANS}.1.naam']", "Speeltuin")
    page.fill(f"[name='{PLANS}.1.bedrag']", "1800")
    page.fill(f"[name='{PLANS}.2.naam']", "Bankjes")

    office.press("Verder")
    page.locator(".smederij-error-summary a").first.click()
    wrong = on(page)
    page.keyboard.type("600")
    press_enter(page)
    judge.look(office, "the check of all answers", says="Speeltuin")
    shown = page.get_by_role("table").locator("tbody tr").all_inner_texts()
    office.press("Versturen")
    judge.look(office, "the round", says="Speeltuin")

    assert wrong == f"{PLANS}.2.bedrag"
    assert [" ".join(row.split()) for row in shown] == ["1 Speeltuin € 1.800", "2 Bankjes € 600"]
    assert judge.wrong == {}
    assert office.complaints == []
