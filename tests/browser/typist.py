"""A typist: somebody who operates a page with the keyboard alone, and only gets where Tab leads."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.people import Person

MOST_TABS = 600
SKIP = "Naar de inhoud"
"""The first link of every page."""
FOCUSED = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const words = (text) => (text || "").replace(/\\s+/g, " ").trim();
  const label = at.labels && at.labels.length ? [...at.labels].map((one) => words(one.textContent)).join(" ") : "";
  const group = at.closest("fieldset") ? words(at.closest("fieldset").querySelector("legend")?.textContent) : "";
  return {
    tag: at.tagName.toLowerCase(), type: at.type || "", name: at.name || "", value: at.value || "", group,
    said: words(at.getAttribute("aria-label")) || label || words(at.textContent),
  };
}"""

CHOSEN = "() => document.activeElement.selectedOptions[0].textContent.trim()"


class Typist:
    """One person without a mouse. Every action starts at the top of the page and continues with Tab."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.page: Page = person.page

    @property
    def keys(self) -> object:
        return self.page.keyboard

    def reach(self, said: str, *, tags: tuple[str, ...], within: str = "", exact: bool = False) -> None:
        """Tab until the focused element says this, then stop. Fails after passing the whole page."""
        passed: list[str] = []
        rounds = 0
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUSED)
            if at is None:
                # Past the end of the page, or at its start. Tabbing on re-enters at the top.
                rounds += 1
                if rounds > 2:
                    break
                continue
            passed.append(at["said"])
            if at["said"] == SKIP and said != SKIP:
                # As people do who know the page: skip the menu. Whatever is in the menu comes at the end.
                self.page.keyboard.press("Enter")
                continue
            fits = at["said"] == said if exact else said in at["said"]
            if fits and at["tag"] in tags and within in at["group"]:
                return
        raise AssertionError(f"Tab never leads to {said!r}; it leads to {passed[:80]}")

    def follow(self, said: str, *, exact: bool = False) -> None:
        """Follow a link."""
        self.reach(said, tags=("a",), exact=exact)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, said: str) -> None:
        """Press a button that leads to a page."""
        self.reach(said, tags=("button",))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, label: str, text: str) -> None:
        """Type in a field, replacing its content."""
        self.reach(label, tags=("input", "textarea"))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Choose in a list, from the top down."""
        self.reach(label, tags=("select",))
        self.page.keyboard.press("Home")
        for _ in range(100):
            if self.page.evaluate(CHOSEN) == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option!r} is not in the list {label!r}")

    def tick(self, label: str) -> None:
        """Tick a box."""
        self.reach(label, tags=("input",))
        self.page.keyboard.press("Space")

    def pick(self, group: str, option: str) -> None:
        """Choose one of a group of radio buttons: Tab enters the group, the arrow keys move through it."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUSED)
            if at is not None and at["type"] == "radio" and group in at["group"]:
                break
        for _ in range(30):
            at = self.page.evaluate(FOCUSED)
            if option in at["said"]:
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never lead to {option!r} in {group!r}")

    def pick_entry(self, said: str) -> None:
        """Choose in a menu of the canvas, with the arrow keys."""
        chosen = self.page.locator(".djs-popup .entry.selected")
        chosen.wait_for()
        for _ in range(60):
            if said in chosen.inner_text():
                self.page.keyboard.press("Enter")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{said!r} is not in the menu")
