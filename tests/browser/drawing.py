"""Drawing in the tests: a process owner before the editor, with what one does there by mouse and by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

import engine
from tests.browser.people import Person
from tests.browser.serving import PATIENCE, Server

READY = "#tekenaar[data-ready='true']"


def begin(server: Server, process_id: str, title: str) -> str:
    """A change of one process, begun by Eva."""
    with server.inside():
        return engine.begin_change(process_id, engine.find_user("eva"), title, None)


def read_files(server: Server, change_id: str, process_id: str) -> dict[str, bytes]:
    with server.inside():
        return dict(engine.read_part(change_id, process_id, engine.find_user("eva")).files)


def save(server: Server, change_id: str, process_id: str, username: str, files: Mapping[str, bytes]) -> None:
    """Somebody else saves, as their own editor would."""
    with server.inside():
        user = engine.find_user(username)
        part = engine.read_part(change_id, process_id, user)
        engine.save_part(change_id, process_id, part.revision, dict(files), user)


class Drawer:
    """One person before the editor of one process."""

    def __init__(self, person: Person, server: Server, change_id: str, process_id: str) -> None:
        self.person = person
        self.page: Page = person.page
        self.server = server
        self.address = f"/werkplaats/wijziging/{change_id}/{process_id}"
        self.change_id, self.process_id = change_id, process_id
        self.sent: list[dict[str, Any]] = []
        """What was sent to be saved, each with its revision and its files."""
        self.page.on("request", self._listen)

    def _listen(self, request: Any) -> None:
        if request.method == "POST" and request.url.endswith("/bestanden"):
            self.sent.append(json.loads(request.post_data))

    def open(self) -> Drawer:
        self.person.go(f"{self.address}/tekenen")
        self.page.wait_for_selector(READY, timeout=PATIENCE * 1000)
        return self

    def element(self, element_id: str) -> Locator:
        return self.page.locator(f".djs-container g[data-element-id='{element_id}']").first

    def reveal(self, element_id: str) -> None:
        """Bring an element into view: what scrolling does, without the scrolling."""
        self.run("(w, id) => w.diagram.get('canvas').scrollToElement(id, 150)", element_id)

    def choose(self, element_id: str) -> None:
        """Click an element, near its edge; a second click would let go of it again."""
        self.reveal(element_id)
        if self.chosen() != element_id:
            self.element(element_id).locator(".djs-hit").first.click(position={"x": 8, "y": 30})

    def pad(self, title: str) -> None:
        """Press an entry of the pad beside the chosen element."""
        self.page.locator(f".djs-context-pad .entry[title='{title}']").click()

    def pick(self, label: str) -> None:
        """Choose an entry of the menu that is open."""
        self.page.locator(".djs-popup .entry").filter(has_text=re.compile(f"^{re.escape(label)}")).first.click()

    def group(self, label: str) -> Locator:
        """Open a group of the properties panel."""
        group = self.page.locator(".bio-properties-panel-group").filter(
            has=self.page.locator(".bio-properties-panel-group-header-title", has_text=re.compile(f"^{label}$"))
        )
        if "open" not in (group.locator(".bio-properties-panel-group-header").first.get_attribute("class") or ""):
            group.locator(".bio-properties-panel-group-header").first.click()
        return group

    def chosen(self) -> str:
        return str(self.run("w => w.diagram.get('selection').get()[0]?.id ?? ''"))

    def expect_state(self, said: str) -> None:
        expect(self.page.locator("[data-place=state]")).to_have_text(said, timeout=PATIENCE * 1000)

    def expect_saved(self) -> None:
        """Wait until what was typed is on the server, without asking for it."""
        self.page.wait_for_timeout(900)  # the pause of the fields of the panel
        self.run("async w => { await w.diagram.flush(); await w.sheets.flush(); }")
        expect(self.page.locator("[data-place=state]")).to_have_attribute(
            "data-state", "saved", timeout=PATIENCE * 1000
        )

    def run(self, script: str, argument: Any = None) -> Any:
        """Ask the editor itself."""
        return self.page.evaluate(
            f"argument => ({script})(document.querySelector('#tekenaar').workshop, argument)", argument
        )

    def visible_words(self) -> set[str]:
        """Every text, title and label that the editor shows or says at this moment."""
        return set(self.page.evaluate(WORDS))


WORDS = """() => {
  const said = new Set();
  const root = document.querySelector('#tekenaar');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    if (text && walker.currentNode.parentElement.checkVisibility()) said.add(text);
  }
  for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
    for (const element of root.querySelectorAll(`[${name}]`)) said.add(element.getAttribute(name).trim());
  }
  return [...said];
}"""
