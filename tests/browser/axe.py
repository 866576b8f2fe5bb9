"""Axe: what axe-core finds wrong with a person's current page, by WCAG 2.2 A and AA."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "web/assets/node_modules/axe-core/axe.min.js"
WIDTHS = pytest.mark.parametrize("width", [375, pytest.param(1280, marks=pytest.mark.soak)])
"""A telephone, where the most can go wrong, and in `make soak` a desk."""
# It would report passes in as much detail as violations, and send them all: most of its running time.
FIND = """async () => (await axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'],
})).violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`)"""


def find_violations(page: Page) -> list[str]:
    """Each violated rule, with the first element that violates it."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FIND)
    return found
