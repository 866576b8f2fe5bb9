"""The keyboard focus after an action: at what the page has to say, with and without script."""

from __future__ import annotations

import pytest

from tests.browser.people import Meet, Person

SCRIPT = pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.soak)], ids=["with script", "without script"]
)
HERE = """() => {
    const here = document.activeElement;
    return here === document.body ? '' : here.innerText.trim() || here.name || here.id;
}"""


def lies_at(person: Person) -> str:
    """The text or name of the focused element; nothing for the page as a whole."""
    return str(person.page.evaluate(HERE))


def tabs_to(person: Person, name: str) -> int:
    """How many times to press Tab until a control with this name has the focus."""
    for times in range(1, 30):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("document.activeElement.name") == name:
            return times
    raise AssertionError(f"{name} is not reached")


@SCRIPT
def test_a_task_that_is_opened_from_a_list_begins_past_the_menu(meet: Meet, script: bool) -> None:
    reference = meet().hand_in(titel="Van de lijst af")
    office = meet("olga", java_script_enabled=script)

    office.open_task(reference, "Idee controleren")

    assert tabs_to(office, "volledig") == 3  # The buttons to claim the task and to hand it over come first.
    assert office.page.evaluate("scrollY") == 0


@SCRIPT
def test_after_a_form_the_keyboard_lies_at_what_came_of_it(meet: Meet, script: bool) -> None:
    reference = meet().hand_in(titel="Wat ervan kwam")
    office = meet("olga", java_script_enabled=script)
    office.open_task(reference, "Idee controleren")

    office.press("Taak oppakken")
    taken = lies_at(office)
    office.press("Versturen")
    refused = lies_at(office)
    office.press("Taak teruggeven")
    given_back = lies_at(office)

    assert taken.startswith("U hebt deze taak opgepakt.")
    assert refused.startswith("Controleer uw antwoorden")
    assert given_back.startswith("U hebt de taak teruggegeven.")


@SCRIPT
def test_who_comes_too_late_begins_at_what_happened(meet: Meet, script: bool) -> None:
    reference = meet().hand_in(titel="Te laat")
    office, colleague = meet("olga", java_script_enabled=script), meet("otto")
    office.open_task(reference, "Idee controleren")
    colleague.do(reference, "Idee controleren", volledig="ja")

    office.fill({"volledig": "ja"})
    office.press("Versturen")

    assert lies_at(office).startswith("Deze taak is al afgerond")


def test_going_back_and_looking_around_move_no_keyboard(meet: Meet) -> None:
    office = meet("olga")

    office.go("/taken/team")
    looked = lies_at(office)
    office.page.evaluate("scrollTo(0, 300)")
    was = office.page.evaluate("scrollY")
    with office.page.expect_navigation():
        office.main.locator("a.smederij-worklist__main").last.click()
    with office.page.expect_navigation():
        office.page.go_back()

    assert (looked, lies_at(office)) == ("", "")
    assert office.page.evaluate("scrollY") == pytest.approx(was, abs=400)
