"""What a newcomer to the drawing editor does, and expects to see happen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import Drawer, read_files


@pytest.mark.one_in(5)
@pytest.mark.parametrize("written", ['="snel"', '= "snel"', '"snel"'])
@pytest.mark.parametrize("way", ["type", "insert_text"])
def test_the_equals_sign_before_an_expression_is_written_once(eva: Drawer, written: str, way: str) -> None:
    eva.choose("Beh_Buiten")
    eva.group("Berekening").locator(".cm-content").first.click()
    eva.page.keyboard.press("Control+a")

    getattr(eva.page.keyboard, way)(written)
    eva.page.keyboard.press("Tab")
    eva.expect_saved()

    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert re.search(r"""<zeebe:script expression=(?:"= ?&#34;snel&#34;"|'= ?"snel"')""", saved)


def test_who_pauses_while_typing_goes_on_in_the_same_field(eva: Drawer) -> None:
    eva.choose("Beh_Gesprek")
    term = eva.group("Wie en wanneer").locator(".bio-properties-panel-entry").filter(has_text="Termijn").first
    term.locator(".cm-content, input[type=text]").first.click()
    eva.page.keyboard.press("Control+a")
    eva.page.keyboard.press("Delete")
    eva.page.keyboard.press("Backspace")

    for part in ("P1", "4", "D"):
        eva.page.keyboard.type(part)
        eva.expect_saved()  # longer than the pause after which a field is written

    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert '<zeebe:taskSchedule dueDate="P14D"' in saved


@pytest.mark.soak
def test_a_text_that_is_written_over_becomes_an_expression_at_the_equals_sign(eva: Drawer) -> None:
    eva.choose("Beh_Gesprek")
    field = eva.group("Wie en wanneer").locator(".bio-properties-panel-entry").filter(has_text="Eén persoon").first
    field.locator("input[type=text]").click()
    eva.page.keyboard.type("gebiedsregisseur")
    eva.expect_saved()

    eva.page.keyboard.press("Control+a")
    eva.page.keyboard.type("=")
    eva.expect_saved()
    eva.page.keyboard.type("gebiedsregisseur")
    eva.expect_saved()

    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert 'assignee="=gebiedsregisseur"' in saved


@pytest.mark.soak
def test_the_overview_does_not_lie_over_the_drawing(eva: Drawer) -> None:
    eva.page.locator("[data-place=fit]").click()
    canvas, overview, mark = (
        eva.page.locator(where).first.bounding_box()
        for where in ("[data-place=canvas]", ".djs-minimap", "[data-place=canvas] .bjs-powered-by")
    )
    assert canvas is not None
    assert overview is not None
    assert mark is not None

    lowest = eva.run(LOWEST)

    assert lowest <= overview["y"]
    assert overview["x"] + overview["width"] <= mark["x"]
    assert overview["y"] + overview["height"] <= canvas["y"] + canvas["height"]


def test_what_a_finding_does_on_the_canvas_is_seen(eva: Drawer) -> None:
    finding = {
        "code": "proef",
        "severity": "error",
        "file": "behandeling/process.bpmn",
        "element_id": "Beh_Controleren",
        "element_name": "Idee controleren",
        "reason": "*Idee controleren* is een proef.",
        "remedy": "",
        "line": None,
        "trace": ["Beh_Begonnen", "Flow_Begonnen_Controleren", "Beh_Controleren"],
        "fixes": [],
    }
    eva.page.route("**/controle", lambda route: route.fulfill(json={"findings": [finding], "bounded": False}))
    eva.page.set_viewport_size({"width": 1280, "height": 700})
    eva.page.get_by_role("button", name="Nu controleren").click()
    told = eva.page.locator("[data-place=list] li").first

    for name in ("Fout: Idee controleren", "Speel af"):
        eva.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        told.get_by_role("button", name=name).click()
        expect(eva.page.locator("[data-place=canvas]")).to_be_in_viewport(ratio=0.95)


@pytest.mark.soak
def test_the_first_undo_takes_a_step_away_whose_name_field_is_open(eva: Drawer) -> None:
    # At an uneven zoom the field and the task differ in size, and closing the field was a change of its own.
    eva.run("w => w.diagram.get('canvas').zoom(1.37)")
    eva.choose("Beh_Controleren")
    eva.pad("Taak toevoegen")
    made = eva.chosen()
    expect(eva.page.locator(".djs-direct-editing-content")).to_be_visible()

    eva.page.locator("[data-place=undo-edit]").click()

    assert made != "Beh_Controleren"
    expect(eva.element(made)).to_have_count(0)
    expect(eva.page.locator(".djs-direct-editing-content")).to_have_count(0)


@pytest.mark.soak
def test_the_drawing_stays_where_it_is_whatever_is_told_about_saving(eva: Drawer) -> None:
    usual = {eva.run(TOP_WHILE, state) for state in ("saved", "unsaved", "saving")}
    tried_again = {eva.run(TOP_WHILE, state) for state in ("failed", "saving", "unsaved", "failed")}

    assert (len(usual), len(tried_again)) == (1, 1)


TOP_WHILE = """(w, state) => {
  w.part.state = state;
  w.part.dispatchEvent(new Event('state'));
  return document.querySelector('[data-place=canvas]').getBoundingClientRect().top;
}"""
LOWEST = """(w) => {
  const canvas = w.diagram.get('canvas'), view = canvas.viewbox();
  const { inner } = view, top = canvas.getContainer().getBoundingClientRect().top;
  return top + (inner.y + inner.height - view.y) * view.scale;
}"""


@pytest.mark.soak
def test_a_term_is_typed_in_the_drawing_as_in_the_list(eva: Drawer) -> None:
    eva.choose("Beh_Gesprek")
    term = eva.group("Wie en wanneer").locator(".bio-properties-panel-entry").filter(has_text="Termijn").first
    term.locator(".cm-content, input[type=text]").first.click()
    eva.page.keyboard.press("Control+a")
    eva.page.keyboard.press("Delete")
    eva.page.keyboard.press("Backspace")

    eva.page.keyboard.type("7 werkdagen")
    eva.expect_saved()
    eva.page.keyboard.press("Tab")
    eva.expect_saved()

    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert '<zeebe:taskSchedule dueDate="=werkdagen(7)"' in saved


@pytest.mark.soak
def test_what_a_table_gives_has_a_name_as_soon_as_the_table_is_chosen(eva: Drawer) -> None:
    eva.choose("Beh_Gebied")
    table = eva.group("Beslistabel")
    table.get_by_label("Naam van de uitkomst").fill("")
    eva.expect_saved()  # longer than the pause after which a field is written
    table.get_by_label("Welke beslissing").select_option("")

    table.get_by_label("Welke beslissing").select_option("routebepaling")
    eva.expect_saved()

    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    step = saved.split('id="Beh_Gebied"')[1].split("</bpmn:businessRuleTask>")[0]
    assert 'decisionId="routebepaling"' in step
    assert 'resultVariable="routebepaling"' in step
