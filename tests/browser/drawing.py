"""Drawing in the tests: a process owner in the editor, with their actions by mouse and keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

import engine
from tests.browser.people import Person
from tests.browser.serving import Server
from tests.processes import PATIENCE

READY = "#tekenaar[data-ready='true']"


def begin(server: Server, process_id: str, title: str) -> str:
    """A change of one process, started by Eva."""
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
    """One person in the editor of one process."""

    def __init__(self, person: Person, server: Server, change_id: str, process_id: str) -> None:
        self.person = person
        self.page: Page = person.page
        self.server = server
        self.address = f"/werkplaats/wijziging/{change_id}/{process_id}"
        self.change_id, self.process_id = change_id, process_id
        self.sent: list[dict[str, Any]] = []
        """The saves that were sent, each with its revision and its files."""
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
        """Bring an element into view, like scrolling, but without the scrolling."""
        self.run("(w, id) => w.diagram.get('canvas').scrollToElement(id, 150)", element_id)

    def choose(self, element_id: str) -> None:
        """Click an element, near its edge; a second click would deselect it."""
        self.reveal(element_id)
        if self.chosen() != element_id:
            self.element(element_id).locator(".djs-hit").first.click(position={"x": 8, "y": 30})

    def pad(self, title: str) -> None:
        """Press an entry of the context pad beside the selected element."""
        self.page.locator(f".djs-context-pad .entry[title='{title}']").click()

    def pick(self, label: str) -> None:
        """Choose an entry of the open menu."""
        self.page.locator(".djs-popup .entry").filter(has_text=re.compile(f"^{re.escape(label)}")).first.click()

    def group(self, label: str) -> Locator:
        """Open a group of the properties panel."""
        group = self.page.locator(".bio-properties-panel-group").filter(
            has=self.page.locator(".bio-properties-panel-group-header-title", has_text=re.compile(f"^{label}$"))
        )
        if "open" not in (group.locator(".bio-properties-panel-group-header").first.get_attribute("class") or ""):
            group.locator(".bio-properties-panel-group-header").first.click()
        return group

    def let_go(self) -> None:
        """Click an empty spot, so that no context pad covers what comes next."""
        box = self.page.locator("[data-place=canvas]").bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 60)

    def drop(self, action: str, flow_id: str) -> None:
        """Drag something from the palette onto a flow, so that it is inserted there."""
        self.reveal(flow_id)
        x, y = self.run(MIDDLE, flow_id)
        self.page.locator(f".djs-palette .entry[data-action='{action}']").click()
        self.page.mouse.move(x - 30, y - 30)
        self.page.mouse.move(x, y, steps=4)
        self.page.mouse.click(x, y)

    def choose_flow(self, source: str, target: str) -> None:
        """Select the flow between two elements, as a click on it does."""
        flow_id = self.run(BETWEEN, [source, target])
        self.reveal(flow_id)
        x, y = self.run(MIDDLE, flow_id)
        self.page.mouse.click(x, y)

    def fill_feel(self, group: str, label: str, expression: str) -> None:
        """Write an expression in a field of the panel; the = only where the panel does not put it there."""
        entry = self.group(group).locator(".bio-properties-panel-entry").filter(has_text=label).first
        field = entry.locator(".cm-content, textarea, input[type=text]").first
        field.click()
        self.page.keyboard.press("Control+a")
        if expression.startswith("="):
            # A field that also accepts text becomes an expression field at the =.
            self.page.keyboard.type("=")
            self.page.wait_for_timeout(500)
        self.page.keyboard.type(expression.removeprefix("="))
        self.page.keyboard.press("Tab")

    def add_rule_on_top(self, *cells: str) -> None:
        """Add a rule above all others in the open table."""
        sheet = self.page.locator("#blad-tabellen")
        sheet.locator(".tjs-table td.input-cell").first.click(button="right")
        self.page.locator(".context-menu").get_by_text("Regel erboven", exact=True).click()
        fields = sheet.locator(".tjs-table tbody tr").first.locator("td.input-cell, td.output-cell")
        for number, text in enumerate(cells):
            fields.nth(number).click()
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def chosen(self) -> str:
        return str(self.run("w => w.diagram.get('selection').get()[0]?.id ?? ''"))

    def expect_state(self, said: str) -> None:
        expect(self.page.locator("[data-place=state]")).to_have_text(said, timeout=PATIENCE * 1000)

    def expect_saved(self) -> None:
        """Wait until what was typed is on the server, without asking for it."""
        self.page.wait_for_timeout(900)  # the debounce of the panel's fields
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
        """Every text, title and label that the editor currently shows or announces."""
        return set(self.page.evaluate(WORDS))


MIDDLE = """(w, id) => {
  const flow = w.diagram.get('elementRegistry').get(id);
  const canvas = w.diagram.get('canvas');
  const points = flow.waypoints, half = Math.floor((points.length - 1) / 2);
  const at = { x: (points[half].x + points[half + 1].x) / 2, y: (points[half].y + points[half + 1].y) / 2 };
  const view = canvas.viewbox(), box = canvas.getContainer().getBoundingClientRect();
  return [box.left + (at.x - view.x) * view.scale, box.top + (at.y - view.y) * view.scale];
}"""
BETWEEN = """(w, [source, target]) => w.diagram.get('elementRegistry').filter(
  (one) => one.source && one.source.id === source && one.target.id === target)[0].id"""
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
