"""Checking while drawing: errors are shown on their element and in a list, played, and fixed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import Drawer, begin, read_files, save
from tests.browser.people import Meet
from tests.browser.serving import Server


@pytest.mark.soak
def test_a_fault_is_told_beside_the_canvas_and_on_its_element(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.group("Formulier").get_by_label("Welk formulier").select_option("")

    told = eva.page.locator("[data-place=list] li").filter(has_text="Idee controleren")
    expect(told.first).to_contain_text("formulier", timeout=20_000)
    flag = eva.page.locator(".djs-overlays[data-container-id='Beh_Controleren'] .smederij-flag--error")
    expect(flag).to_be_visible()


def test_a_deadlock_that_is_drawn_is_told_with_the_way_that_leads_to_it(eva: Drawer) -> None:
    eva.reveal("Beh_Samen")
    eva.element("Beh_Samen").locator(".djs-hit").first.click()
    eva.pad("Element veranderen")
    eva.pick("Parallelle gateway (samenvoeging)")
    expect(eva.page.locator(".bio-properties-panel-header-type")).to_have_text("Parallelle gateway (samenvoeging)")

    told = eva.page.locator("[data-place=list] li[data-element='Beh_Samen']")
    told.get_by_role("button", name="Speel af").first.click(timeout=20_000)

    expect(eva.page.locator("[data-place=player]")).to_contain_text("Hier loopt het vast", timeout=60_000)


@pytest.mark.soak
def test_a_finding_leads_to_its_element_by_keyboard(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.group("Formulier").get_by_label("Welk formulier").select_option("")
    told = eva.page.locator("[data-place=list] li").filter(has_text="Idee controleren").get_by_role("button").first
    expect(told).to_be_visible(timeout=20_000)
    eva.run("w => w.diagram.get('selection').select([])")

    told.focus()
    eva.page.keyboard.press("Enter")

    expect(eva.page.locator("[data-place=panel]")).to_contain_text("Idee controleren")
    assert eva.chosen() == "Beh_Controleren"


def test_a_quick_fix_changes_the_drawing_and_can_be_put_back(eva: Drawer) -> None:
    _answer_with_fix(eva)
    eva.choose("Beh_Controleren")
    eva.page.get_by_role("button", name="Nu controleren").click()

    eva.page.get_by_role("button", name="Geef het een naam").click()
    expect(eva.page.locator("[data-place=panel]")).to_contain_text("Hersteld")
    kept = eva.chosen()
    eva.page.get_by_role("button", name="Herstel ongedaan maken").click()

    expect(eva.page.locator("[data-place=panel]")).to_contain_text("Idee controleren")
    assert kept == "Beh_Controleren"


def test_a_trace_is_played_on_the_canvas(eva: Drawer) -> None:
    _answer_with_fix(eva)
    eva.page.get_by_role("button", name="Nu controleren").click()

    eva.page.get_by_role("button", name="Speel af").click()

    expect(eva.page.locator("[data-place=player]")).to_contain_text(
        "Hier loopt het vast: Idee controleren", timeout=20_000
    )
    expect(eva.page.locator(".smederij-token")).to_be_attached()


@pytest.mark.soak
def test_who_wants_no_movement_plays_a_trace_step_by_step(eva: Drawer) -> None:
    eva.page.emulate_media(reduced_motion="reduce")
    _answer_with_fix(eva)
    eva.page.get_by_role("button", name="Nu controleren").click()

    eva.page.get_by_role("button", name="Speel af").click()
    eva.page.wait_for_timeout(700)
    still = eva.page.locator("[data-place=player]").inner_text()
    eva.page.keyboard.press("Enter")

    assert "Stap 1 van 3" in still
    expect(eva.page.locator("[data-place=player]")).to_contain_text("Stap 2 van 3")


def _answer_with_fix(eva: Drawer) -> None:
    """Findings as the check would report them, one with a trace and one with a fix."""
    finding = {
        "code": "proef",
        "severity": "error",
        "file": "behandeling/process.bpmn",
        "element_id": "Beh_Controleren",
        "element_name": "Idee controleren",
        "reason": "*Idee controleren* is een proef.",
        "remedy": "Herstel het.",
        "line": None,
        "trace": ["Beh_Begonnen", "Flow_Begonnen_Controleren", "Beh_Controleren"],
        "fixes": [{"key": "naam", "label": "Geef het een naam"}],
    }
    text = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    mended = text.replace('name="Idee controleren"', 'name="Hersteld"')
    eva.page.route("**/controle", lambda route: route.fulfill(json={"findings": [finding], "bounded": False}))
    eva.page.route("**/herstel", lambda route: route.fulfill(json={"files": {"process.bpmn": mended}}))


@pytest.mark.soak
def test_a_drawing_that_cannot_be_read_is_mended_as_text(meet: Meet, server: Server) -> None:
    change = begin(server, "behandeling", "Proef met een kapot bestand")
    whole = read_files(server, change, "behandeling")["process.bpmn"]
    save(server, change, "behandeling", "eva", {"process.bpmn": whole.replace(b"</bpmn:process>", b"")})
    eva = Drawer(meet("eva"), server, change, "behandeling").open()

    expect(eva.page.locator("[data-place=canvas]")).to_contain_text("niet te lezen")
    eva.page.locator("[data-place=canvas] textarea").fill(whole.decode())
    eva.expect_saved()
    eva.open()

    expect(eva.element("Beh_Controleren")).to_be_visible()


def test_markup_in_names_stays_text_wherever_it_is_shown(meet: Meet, server: Server) -> None:
    change = begin(server, "behandeling", "Proef met opmaak")
    files = read_files(server, change, "behandeling")
    bad = "&lt;img src=x onerror=document.title=1&gt;"
    diagram = files["process.bpmn"].replace(b'name="Idee controleren"', f'name="{bad}"'.encode())
    diagram = diagram.replace(b'<zeebe:formDefinition formId="idee-controleren" />', b"")
    table = files["gebied.dmn"].replace(b'label="Wijk of dorp"', f'label="{bad}"'.encode())
    first = "forms/antwoord-lezen.form"  # The one that the sheet opens with.
    form = files[first].replace(b"Wat doen wij met het antwoord?", b"<img src=x onerror=document.title=1>")
    written = {"process.bpmn": diagram, "gebied.dmn": table, first: form}
    save(server, change, "behandeling", "eva", written)
    eva = Drawer(meet("eva"), server, change, "behandeling").open()

    expect(eva.page.locator("[data-place=list]")).to_contain_text("<img src=x", timeout=20_000)
    eva.choose("Beh_Controleren")
    eva.pad("Element veranderen")
    eva.page.keyboard.press("Escape")
    for sheet in ("tabellen", "formulieren"):
        eva.page.click(f"#tab-{sheet}")
        expect(eva.page.locator(f"#blad-{sheet}")).to_contain_text("<img src=x", timeout=20_000)

    assert eva.page.locator("#tekenaar img[src='x']").count() == 0
    assert not eva.person.complaints
