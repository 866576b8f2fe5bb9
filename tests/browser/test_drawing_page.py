"""The page of the drawing editor: who may see it, how large and fast it is, and that everybody can use it."""

from __future__ import annotations

import gzip
import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import WIDTHS, find_violations
from tests.browser.drawing import Drawer, begin
from tests.browser.people import Meet
from tests.browser.serving import Server

DIST = Path(__file__).resolve().parents[2] / "web/static/dist"
MOST_BYTES = 700_000
"""Script of the editor's page for its first load, compressed."""
MOST_SECONDS = 2.0
TRIES = 5


@WIDTHS
def test_axe_finds_nothing_wrong_with_the_page(eva: Drawer, width: int) -> None:
    eva.page.set_viewport_size({"width": width, "height": 900})
    if width == 1280:
        eva.choose("Beh_Controleren")

    found = find_violations(eva.page)

    assert found == []
    assert not eva.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


@pytest.mark.one_in(3)
@pytest.mark.parametrize("sheet", ["tabellen", "formulieren", "berichten"])
def test_axe_finds_nothing_wrong_with_the_other_sheets(eva: Drawer, sheet: str) -> None:
    eva.page.click(f"#tab-{sheet}")
    eva.page.wait_for_timeout(1_500)

    found = find_violations(eva.page)

    assert found == []
    assert not eva.person.complaints


def test_on_a_telephone_the_page_points_to_the_list_of_steps(eva: Drawer) -> None:
    eva.page.set_viewport_size({"width": 375, "height": 800})

    expect(eva.page.locator(".smederij-narrow")).to_be_visible()
    expect(eva.page.locator(".djs-palette")).to_be_hidden()
    expect(eva.element("Beh_Controleren")).to_be_attached()


@pytest.mark.soak
def test_the_watermark_of_the_makers_is_there(eva: Drawer) -> None:
    expect(eva.page.locator("[data-place=canvas] .bjs-powered-by")).to_be_visible()


def test_script_comes_from_this_site_alone_and_nothing_is_evaluated(eva: Drawer) -> None:
    answer = eva.page.request.get(eva.server.address + f"{eva.address}/tekenen")
    policy = answer.headers["content-security-policy"]

    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "default-src 'self'" in policy


def test_an_auditor_looks_searches_and_reads_and_saves_nothing(meet: Meet, eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.group("Formulier").get_by_label("Welk formulier").select_option("")
    eva.expect_saved()
    ada = Drawer(meet("ada"), eva.server, eva.change_id, "behandeling").open()
    panel = ada.page.locator("[data-place=panel]")

    ada.page.locator("[data-place=search]").click()
    ada.page.keyboard.type("Idee controleren")
    ada.page.wait_for_timeout(500)  # the pause of the search
    ada.page.keyboard.press("Enter")
    expect(panel).to_contain_text("Termijn: 5 werkdagen")
    panel.get_by_role("link", name="Weten wij genoeg?").click()
    expect(panel).to_contain_text("als geen voorwaarde klopt")
    told = ada.page.locator("[data-place=list] li").filter(has_text="Idee controleren").first
    told.get_by_role("button", name="Idee controleren").click(timeout=20_000)

    expect(panel.get_by_role("heading", name="Idee controleren")).to_be_visible()
    assert (
        ada.page.locator(".djs-palette, .djs-context-pad, [data-place=save], .smederij-check__list form").count() == 0
    )
    assert told.get_by_role("button", name="Speel af").count() == told.get_by_role("button").count() - 1
    assert ada.sent == []
    assert ada.run("w => [...w.untranslated]") == []
    assert not ada.person.complaints


@WIDTHS
def test_axe_finds_nothing_wrong_with_the_page_of_who_only_looks(meet: Meet, eva: Drawer, width: int) -> None:
    ada = Drawer(meet("ada", viewport={"width": width, "height": 800}), eva.server, eva.change_id, "behandeling").open()
    ada.element("Beh_Controleren").locator(".djs-hit").first.click(force=True)

    found = find_violations(ada.page)

    assert found == []
    assert not ada.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def test_on_a_telephone_the_whole_drawing_is_there_and_fingers_and_buttons_move_it(meet: Meet, eva: Drawer) -> None:
    options = {"viewport": {"width": 375, "height": 800}, "has_touch": True}
    phone = Drawer(meet("eva", **options), eva.server, eva.change_id, "behandeling").open()
    canvas = phone.page.locator("[data-place=canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    view = "w => w.diagram.get('canvas').viewbox()"

    whole = phone.run(view)
    phone.page.get_by_role("button", name="Groter").tap()
    nearer = phone.run(view)
    touch = phone.page.context.new_cdp_session(phone.page)
    at = {"x": box["x"] + 200, "y": box["y"] + 100}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{**at, "x": at["x"] - 90}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    moved = phone.run(view)
    phone.page.get_by_role("button", name="Alles in beeld").press("Enter")

    assert whole["x"] <= whole["inner"]["x"]
    assert whole["x"] + whole["width"] >= whole["inner"]["x"] + whole["inner"]["width"]
    assert nearer["scale"] > whole["scale"]
    assert moved["x"] - nearer["x"] == pytest.approx(90 / nearer["scale"], rel=0.1)
    assert phone.run(view)["scale"] == pytest.approx(whole["scale"])
    expect(phone.page.locator(".djs-minimap")).to_be_hidden()


@WIDTHS
def test_drawings_beside_the_editor_are_shown_whole_and_can_be_made_larger(eva: Drawer, width: int) -> None:
    eva.page.set_viewport_size({"width": width, "height": 800})
    eva.person.go(f"/werkplaats/wijziging/{eva.change_id}/verhalen")
    view = eva.page.locator(".smederij-diagram__viewport").first
    hidden = "view => view.scrollWidth - view.clientWidth"

    at_first = view.evaluate(hidden)
    eva.page.get_by_label("Hele tekening").first.focus()
    eva.page.keyboard.press("ArrowRight")
    readable = view.evaluate(hidden)
    eva.page.get_by_label("Groot").first.check()

    assert at_first == 0 < readable < view.evaluate(hidden)
    assert not eva.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def test_the_largest_process_can_be_worked_on_within_two_seconds_of_a_cold_load(meet: Meet, server: Server) -> None:
    change = begin(server, "idee", "Proef met snelheid")
    drawer = Drawer(meet("eva"), server, change, "idee")
    took: list[float] = []
    # Nothing is cached between loads. The machine may be busy with other tests: one fast load is enough.
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
