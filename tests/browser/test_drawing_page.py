"""The page of the drawing editor: who may see it, how large and quick it is, and that everybody can use it."""

from __future__ import annotations

import gzip
import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import Drawer, begin
from tests.browser.people import Meet
from tests.browser.serving import Server
from tests.browser.test_accessibility import AXE, RULES

DIST = Path(__file__).resolve().parents[2] / "web/static/dist"
MOST_BYTES = 700_000
"""Script of the editor's page for its first load, compressed."""
MOST_SECONDS = 2.0
TRIES = 5


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_wrong_with_the_page(eva: Drawer, width: int) -> None:
    eva.page.set_viewport_size({"width": width, "height": 900})
    if width == 1280:
        eva.choose("Beh_Controleren")
    eva.page.evaluate(AXE.read_text(encoding="utf-8"))

    found = eva.page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]

    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    assert not eva.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


@pytest.mark.parametrize("sheet", ["tabellen", "formulieren", "berichten"])
def test_axe_finds_nothing_wrong_with_the_other_sheets(eva: Drawer, sheet: str) -> None:
    eva.page.click(f"#tab-{sheet}")
    eva.page.wait_for_timeout(1_500)
    eva.page.evaluate(AXE.read_text(encoding="utf-8"))

    found = eva.page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]

    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    assert not eva.person.complaints


def test_on_a_telephone_the_page_points_to_the_list_of_steps(eva: Drawer) -> None:
    eva.page.set_viewport_size({"width": 375, "height": 800})

    expect(eva.page.locator(".smederij-narrow")).to_be_visible()
    expect(eva.page.locator(".djs-palette")).to_be_hidden()
    expect(eva.element("Beh_Controleren")).to_be_attached()


def test_the_watermark_of_the_makers_is_there(eva: Drawer) -> None:
    expect(eva.page.locator("[data-place=canvas] .bjs-powered-by")).to_be_visible()


def test_script_comes_from_this_site_alone_and_nothing_is_evaluated(eva: Drawer) -> None:
    answer = eva.page.request.get(eva.server.address + f"{eva.address}/tekenen")
    policy = answer.headers["content-security-policy"]

    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "default-src 'self'" in policy


def test_an_auditor_sees_that_there_is_nothing_to_draw_here(meet: Meet, eva: Drawer) -> None:
    ada = meet("ada")

    ada.go(f"{eva.address}/tekenen")

    assert "kunt u nu niet veranderen" in ada.reads()
    assert ada.page.locator("#tekenaar").count() == 0


def test_the_largest_process_can_be_worked_on_within_two_seconds_of_a_cold_load(meet: Meet, server: Server) -> None:
    change = begin(server, "idee", "Proef met snelheid")
    drawer = Drawer(meet("eva"), server, change, "idee")
    took: list[float] = []
    # Nothing is kept from one load to the next. The machine may be busy with other tests: once is enough.
    session = drawer.page.context.new_cdp_session(drawer.page)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    while len(took) < TRIES and min(took, default=MOST_SECONDS) >= MOST_SECONDS:
        began = time.monotonic()
        drawer.open()
        took.append(time.monotonic() - began)

    assert min(took) < MOST_SECONDS


def test_the_script_of_the_first_load_is_small_enough() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())
    loaded: dict[str, int] = {}
    pending = [manifest["workshop.js"], manifest["main.js"]]
    while pending:
        name = pending.pop()
        if name not in loaded:
            text = (DIST / name).read_bytes()
            loaded[name] = len(gzip.compress(text, 9))
            pending += re.findall(r'(?:from|import)\s*"\./([^"]+)"', text.decode())

    assert sum(loaded.values()) < MOST_BYTES
    assert not any(name.startswith(("tables-", "forms-")) for name in loaded)
