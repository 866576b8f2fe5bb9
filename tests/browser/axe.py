"""Axe: what axe-core finds wrong with the page that is before somebody, by WCAG 2.2 A and AA."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "web/assets/node_modules/axe-core/axe.min.js"
# Of what is right it would work out as much as of what is wrong, and send it all: most of the time that it takes.
FIND = """async () => (await axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'],
})).violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`)"""


def find_violations(page: Page) -> list[str]:
    """Each rule that is broken, with the first element that breaks it."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FIND)
    return found
