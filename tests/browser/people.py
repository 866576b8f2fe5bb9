"""People in the tests: each with their own window, doing what people do with a mouse and a keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Locator, Page

from tests.processes import PATIENCE
from web.security import SESSION

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
    """Someone at a screen. With a username they are signed in, without one they are a visitor.

    `signed_in` has the cookies of those who signed in at this server before, and receives new ones: each person fills
    in the form once, instead of before each test, where it took a third of the time.
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        username: str = "",
        signed_in: dict[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.address = address
        self.username = username
        self.complaints: list[str] = []
        """What the browser complained about: script errors, and what the page's policy forbade."""
        self.context = browser.new_context(locale="nl-NL", **{"viewport": {"width": 1280, "height": 900}, **options})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)
        if username:
            self._come_in({} if signed_in is None else signed_in)

    def _come_in(self, signed_in: dict[str, str]) -> None:
        if self.username in signed_in:
            self.context.add_cookies([{"name": SESSION, "value": signed_in[self.username], "url": self.address}])
        else:
            self.sign_in()
            signed_in.update(
                (self.username, cookie["value"]) for cookie in self.context.cookies() if cookie["name"] == SESSION
            )

    def _listen(self, said: ConsoleMessage) -> None:
        # Responses with status 404 or 422 are also reported as errors, and some tests are about those.
        if said.type == "error" and "the server responded with a status of" not in said.text:
            self.complaints.append(said.text)

    def sign_in(self) -> None:
        self.go("/inloggen")
        self.page.fill("input[name=username]", self.username)
        self.page.fill("input[type=password]", "smederij")
        self.press("Inloggen")

    def leave(self) -> None:
        self.context.close()

    def photograph(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def go(self, path: str) -> int:
        """Open a page; returns its status."""
        answer = self.page.goto(self.address + path)
        return answer.status if answer is not None else 0

    def press(self, name: str) -> None:
        """Press a button, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        """Follow a link, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.main.get_by_role("link", name=name).first.click()

    def reads(self) -> str:
        """All text in the main part of the page."""
        return self.main.inner_text()

    def waits_for(self, path: str, words: str) -> Locator:
        """Reload a page until it has a row or card with these words: the server's worker is busy with it, or the timer
        has yet to fire."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.go(path)
            found = self.main.locator("tr, .smederij-card").filter(has_text=words)
            if found.count():
                return found.first
            time.sleep(0.1)
        raise AssertionError(f"{words} did not appear on {path}, which says: {self.reads()}")

    def fill(self, answers: Mapping[str, str]) -> None:
        """Fill in the answers that this page asks for."""
        for key, value in answers.items():
            fields = self.page.locator(f"main [name='{key}']")
            if fields.count():
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

    def choose(self, key: str, name: str, data: bytes) -> None:
        """Choose a file for a file question."""
        kind = "application/pdf" if name.endswith(".pdf") else "image/jpeg"
        file: FilePayload = {"name": name, "mimeType": kind, "buffer": data}
        self.page.locator(f"main input[type=file][name='{key}']").set_input_files(file)

    def begin_idea(self) -> None:
        """Open the first page of questions."""
        self.go("/idee-insturen")
        with self.page.expect_navigation():
            self.main.locator("a.utrecht-button-link--primary-action").first.click()

    def fill_idea(self, **changed: str) -> None:
        """Answer page by page, up to the page for checking all answers."""
        self.begin_idea()
        while self.main.get_by_role("button", name="Verder", exact=True).count():
            self.fill({**IDEA, **changed})
            self.press("Verder")

    def hand_in(self, **changed: str) -> str:
        """Submit an idea, page by page; returns its reference."""
        self.fill_idea(**changed)
        self.press("Versturen")
        return self.read_reference()

    def read_reference(self) -> str:
        return self.main.locator(".smederij-confirmation__reference").inner_text().strip()

    def answer_own(self, task: str, **answers: str) -> None:
        """Answer what is asked of the submitter."""
        self.open_own(task)
        self.fill(answers)
        self.press("Versturen")

    def open_own(self, task: str) -> None:
        self.go("/mijn-idee")
        card = self.main.locator(".smederij-card").filter(has_text=task)
        with self.page.expect_navigation():
            card.get_by_role("link", name="Beantwoorden").first.click()

    # ---- staff

    def open_task(self, reference: str, task: str) -> None:
        """Find a task in the worklist of the team and open it."""
        self.go(f"/taken/team?zoek={reference}")
        row = self.main.locator("tr").filter(has_text=reference).filter(has_text=task)
        with self.page.expect_navigation():
            row.get_by_role("link", name=task).first.click()

    def do(self, reference: str, task: str, **answers: str) -> None:
        """Do a task from the worklist."""
        self.open_task(reference, task)
        self.fill(answers)
        self.press("Versturen")

    def open_ballot(self, reference: str) -> None:
        """Open the ballot paper of a vote, once the papers have gone out."""
        card = self.waits_for("/stemmen", reference)
        with self.page.expect_navigation():
            card.get_by_role("link").first.click()

    def vote(self, reference: str, choice: str) -> None:
        self.open_ballot(reference)
        changes = self.main.get_by_role("button", name="Stem wijzigen", exact=True).count()
        self.fill({"keuze": choice, "reden": "Zo denk ik erover."})
        self.press("Stem wijzigen" if changes else "Stem versturen")


Meet = Callable[..., Person]
"""Creates a person: takes a username to sign in with, and options for the browser window."""
