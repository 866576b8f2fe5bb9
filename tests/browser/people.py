"""People in the tests: each with a window of their own, doing what one does with a mouse and a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Browser, Locator, Page

IDEA = {
    "titel": "Dorpshuis uitbreiden",
    "omschrijving": "Een extra zaal aan het dorpshuis.",
    "doel": "Ruimte voor jong en oud.",
    "plaats": "Hollandscheveld",
    "straat": "Bij het dorpshuis",
    "kosten": "45000",
    "binnen_een_jaar": "nee",
    "vergunning": "ja",
    "grond_van_ander": "nee",
    "naam": "Ina Inwoner",
    "e_mail": "ina@voorbeeld.invalid",
}


class Person:
    """Someone at a screen. With a username they are signed in, without one they are a visitor."""

    def __init__(self, browser: Browser, address: str, username: str = "", **options: Any) -> None:
        self.address = address
        self.context = browser.new_context(locale="nl-NL", **{"viewport": {"width": 1280, "height": 900}, **options})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        if username:
            self.go("/inloggen")
            self.page.fill("input[name=username]", username)
            self.page.fill("input[type=password]", "smederij")
            self.press("Inloggen")

    def leave(self) -> None:
        self.context.close()

    def go(self, path: str) -> int:
        """Open a page; its status."""
        answer = self.page.goto(self.address + path)
        return answer.status if answer is not None else 0

    def press(self, name: str) -> None:
        """Press a button, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def reads(self) -> str:
        """All that stands in the main part of the page."""
        return self.page.locator("main").inner_text()

    def fill(self, answers: Mapping[str, str]) -> None:
        """Fill in those of the answers that are asked on this page."""
        for key, value in answers.items():
            fields = self.page.locator(f"main [name='{key}']")
            if fields.count() == 0:
                continue
            self._fill_one(fields, value)

    def _fill_one(self, fields: Locator, value: str) -> None:
        kind = fields.first.get_attribute("type")
        if kind in {"radio", "checkbox"}:
            fields.locator(f"xpath=self::*[@value='{value}']").first.check()
        elif fields.first.evaluate("field => field.tagName") == "SELECT":
            fields.first.select_option(value)
        else:
            fields.first.fill(value)

    # ---- residents

    def hand_in(self, **changed: str) -> str:
        """Hand in an idea, page by page; its reference."""
        self.go("/idee-insturen")
        self.page.locator("main a.utrecht-button-link--primary-action").first.click()
        while self.page.get_by_role("button", name="Verder", exact=True).count():
            self.fill({**IDEA, **changed})
            self.press("Verder")
        self.press("Versturen")
        return self.page.locator("main").get_by_text("IDEE-").first.inner_text().strip().split()[-1].rstrip(".")

    def answer_own(self, task: str, **answers: str) -> None:
        """Answer what is asked of the submitter."""
        self.go("/mijn-idee")
        card = self.page.locator("main .smederij-card").filter(has_text=task)
        card.get_by_role("link", name="Beantwoorden").first.click()
        self.fill(answers)
        self.press("Versturen")

    # ---- staff

    def open_task(self, reference: str, task: str) -> None:
        """Find a task in the worklist of the team and open it."""
        self.go(f"/taken/team?zoek={reference}")
        row = self.page.locator("main tr").filter(has_text=reference).filter(has_text=task)
        row.get_by_role("link", name=task).first.click()

    def do(self, reference: str, task: str, **answers: str) -> None:
        """Do a task from the worklist."""
        self.open_task(reference, task)
        self.fill(answers)
        self.press("Versturen")

    def vote(self, reference: str, choice: str) -> None:
        self.go("/stemmen")
        card = self.page.locator("main .smederij-card").filter(has_text=reference)
        card.get_by_role("link").first.click()
        self.fill({"keuze": choice, "reden": "Zo denk ik erover."})
        changes = self.page.get_by_role("button", name="Stem wijzigen", exact=True).count()
        self.press("Stem wijzigen" if changes else "Stem versturen")


Meet = Callable[..., Person]
"""Makes a person: a username for who signs in, and options of the browser's window."""
