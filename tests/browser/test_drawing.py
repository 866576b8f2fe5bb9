"""Drawing in the browser: what is drawn is saved, nothing else is sent, and missing files are created on the spot."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect

from engine.dialect import dmn
from engine.dialect.mails import read_mail
from tests.browser.drawing import Drawer, begin, read_files, save
from tests.browser.people import Meet
from tests.browser.serving import Server


def test_a_task_that_is_drawn_with_its_group_and_form_is_there_after_a_reload(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.pad("Taak toevoegen")
    eva.page.keyboard.type("Buren vragen")
    eva.page.keyboard.press("Enter")
    made = eva.chosen()
    eva.group("Formulier").get_by_label("Welk formulier").select_option("idee-controleren")
    eva.group("Wie en wanneer").get_by_label("Ondersteuning").check()
    eva.expect_saved()

    eva.open()
    eva.choose(made)

    assert eva.group("Algemeen").get_by_label("Naam", exact=True).input_value() == "Buren vragen"
    assert eva.group("Formulier").get_by_label("Welk formulier").input_value() == "idee-controleren"
    assert eva.group("Wie en wanneer").get_by_label("Ondersteuning").is_checked()
    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert f'<bpmn:userTask id="{made}" name="Buren vragen">' in saved
    assert not eva.person.complaints


@pytest.mark.soak
def test_what_is_appended_comes_between_a_step_and_what_follows_and_one_undo_takes_it_away(eva: Drawer) -> None:
    before = eva.run(WAYS, "Beh_Controleren"), eva.run(PLACES)
    eva.choose("Beh_Controleren")
    eva.pad("Taak toevoegen")
    eva.page.keyboard.press("Escape")
    made = eva.chosen()

    ways, next_ways, places = eva.run(WAYS, "Beh_Controleren"), eva.run(WAYS, made), eva.run(PLACES)
    eva.page.locator("[data-place=canvas] .djs-container > svg").focus()
    eva.page.keyboard.press("Control+z")

    assert (ways, next_ways) == ([["Flow_Controleren_Volledig", made]], [[next_ways[0][0], "Beh_Volledig"]])
    assert places["Beh_Volledig"][0] > places[made][0] > places["Beh_Controleren"][0]
    assert (
        places["Beh_Vragen"][0] - before[1]["Beh_Vragen"][0] == places["Beh_Volledig"][0] - before[1]["Beh_Volledig"][0]
    )
    assert (eva.run(WAYS, "Beh_Controleren"), eva.run(PLACES)) == before


@pytest.mark.soak
def test_a_gateway_gets_a_branch_and_a_step_that_goes_on_no_end(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    ends = eva.page.locator(".djs-context-pad .entry[title='Einde toevoegen']").count()
    eva.choose("Beh_Volledig")
    before = eva.run(WAYS, "Beh_Volledig")
    eva.pad("Taak toevoegen")
    made = eva.chosen()

    assert ends == 0
    assert [target for _, target in eva.run(WAYS, "Beh_Volledig")] == [*(target for _, target in before), made]


@pytest.mark.soak
def test_a_way_back_keeps_its_bends_when_something_comes_before_it(eva: Drawer) -> None:
    ((way, _),) = eva.run(WAYS, "Beh_Aanvullen")
    top = "(w, id) => Math.min(...w.diagram.get('elementRegistry').get(id).waypoints.map((point) => point.y))"
    before = eva.run(top, way)

    eva.choose("Beh_Aanvullen")
    eva.pad("Keuze (gateway) toevoegen")
    made = eva.chosen()

    assert [target for _, target in eva.run(WAYS, "Beh_Aanvullen")] == [made]
    assert eva.run(WAYS, made) == [[way, "Beh_Controleren"]]
    assert eva.run(top, way) == before


WAYS = "(w, id) => w.diagram.get('elementRegistry').get(id).outgoing.map((flow) => [flow.id, flow.target.id])"
PLACES = """w => Object.fromEntries(w.diagram.get('elementRegistry').filter((one) => one.width && !one.labelTarget)
  .map((one) => [one.id, [one.x, one.y, one.width, one.height]]))"""


def test_opening_every_part_without_an_edit_changes_not_one_byte(eva: Drawer) -> None:
    before = read_files(eva.server, eva.change_id, "behandeling")

    for sheet in ("tabellen", "formulieren", "berichten", "verhalen", "tekening"):
        eva.page.click(f"#tab-{sheet}")
        eva.page.wait_for_timeout(400)
    eva.choose("Beh_Controleren")
    eva.group("Smederij")
    eva.page.click("[data-place=save]")
    eva.page.wait_for_timeout(1_500)

    assert eva.sent == []
    assert read_files(eva.server, eva.change_id, "behandeling") == before


@pytest.mark.soak
def test_an_edit_that_is_undone_sends_nothing_that_differs(eva: Drawer) -> None:
    before = read_files(eva.server, eva.change_id, "behandeling")

    eva.choose("Beh_Controleren")
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Anders")
    eva.page.click("[data-place='undo-edit']")
    eva.page.wait_for_timeout(1_500)

    assert read_files(eva.server, eva.change_id, "behandeling") == before


@pytest.mark.soak
def test_another_name_of_a_task_changes_one_line_of_the_file(eva: Drawer) -> None:
    before = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()

    eva.choose("Beh_Controleren")
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Anders")
    eva.expect_saved()

    after = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert after == before.replace('name="Idee controleren"', 'name="Anders"')


def test_a_task_is_found_appended_and_named_by_keyboard_alone(eva: Drawer) -> None:
    keyboard = eva.page.keyboard
    eva.page.locator("[data-place=canvas] .djs-container > svg").focus()
    keyboard.press("Control+f")
    keyboard.type("Idee controleren")
    expect(eva.page.locator(".djs-search-result").first).to_contain_text("Idee controleren")
    eva.page.wait_for_timeout(400)  # the pause of the search
    keyboard.press("Enter")
    expect(eva.page.locator("[data-place=canvas] .djs-container > svg")).to_be_focused()
    keyboard.press("a")
    expect(eva.page.locator(".djs-popup input")).to_be_focused()
    keyboard.type("Gebruikerstaak")
    expect(eva.page.locator(".djs-popup .entry.selected")).to_contain_text("Gebruikerstaak")
    keyboard.press("Enter")
    keyboard.type("Buren horen")
    keyboard.press("Enter")
    eva.expect_saved()

    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert re.search(r'<bpmn:userTask id="\w+" name="Buren horen">', saved)


@pytest.mark.soak
def test_the_button_to_search_opens_the_search(eva: Drawer) -> None:
    eva.page.locator("[data-place=search]").click()
    eva.page.keyboard.type("Route kiezen")
    expect(eva.page.locator(".djs-search-result").first).to_contain_text("Route kiezen")


def test_a_flow_is_drawn_and_taken_away_by_keyboard_alone(eva: Drawer) -> None:
    keyboard, menu = eva.page.keyboard, eva.page.locator(".djs-popup")
    before = eva.run(WAYS, "Beh_Controleren")
    eva.choose("Beh_Controleren")
    eva.page.locator("[data-place=canvas] .djs-container > svg").focus()
    keyboard.press("v")
    expect(menu.locator("input")).to_be_focused()
    keyboard.type("Route kiezen")
    expect(menu.locator(".entry.selected")).to_contain_text("Gebruikerstaak, stroom")
    keyboard.press("Enter")
    drawn = eva.run(WAYS, "Beh_Controleren")

    keyboard.press("v")
    keyboard.type("Weghalen: naar Route kiezen")
    expect(menu.locator(".entry.selected")).to_contain_text("naar Route kiezen")
    keyboard.press("Enter")

    assert [target for _, target in drawn] == ["Beh_Volledig", "Beh_Route_Kiezen"]
    assert eva.run(WAYS, "Beh_Controleren") == before
    assert eva.run("w => [...w.untranslated]") == []


def test_only_the_file_that_was_edited_is_sent_and_how_it_reads_is_shown_beside_it(eva: Drawer) -> None:
    eva.page.click("#tab-berichten")
    eva.page.locator("#blad-berichten textarea").fill("Onderwerp: Nieuw\n\nDag {{ aanhef }}")
    eva.expect_saved()

    expect(eva.page.locator("#blad-berichten .smederij-reading__subject")).to_have_text("Nieuw")
    expect(eva.page.locator("#blad-berichten .smederij-reading__body")).to_have_text("Dag aanhef")
    assert {name for sent in eva.sent for name in sent["files"]} == {"mails/aanvulling-herinnering.md"}


def test_the_second_editor_is_told_by_whom_and_keeps_the_text(eva: Drawer) -> None:
    saved = read_files(eva.server, eva.change_id, "behandeling")
    theirs = saved["process.bpmn"].replace(b'name="Route kiezen"', b'name="Route van Erik"')
    save(eva.server, eva.change_id, "behandeling", "erik", {"process.bpmn": theirs})

    eva.choose("Beh_Controleren")
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Route van Eva")
    conflict = eva.page.locator("[data-place=conflict]")
    expect(conflict).to_contain_text("Erik Eigenaar", timeout=20_000)
    conflict.get_by_role("button", name="Vergelijken").click()

    expect(conflict).to_contain_text("Van de ander")
    expect(conflict).to_contain_text("Route van Erik")
    expect(conflict).to_contain_text("Route van Eva")
    with eva.page.expect_download() as copy:
        conflict.get_by_role("button", name="Mijn versie als kopie downloaden").click()
    assert "Route van Eva" in Path(copy.value.path()).read_text(encoding="utf-8")
    assert read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"] == theirs


def test_the_second_editor_reads_what_the_first_did_and_puts_both_together(eva: Drawer) -> None:
    saved = read_files(eva.server, eva.change_id, "behandeling")
    theirs = saved["process.bpmn"].replace(b'name="Route kiezen"', b'name="Route van Erik"')
    save(eva.server, eva.change_id, "behandeling", "erik", {"process.bpmn": theirs})
    eva.choose("Beh_Controleren")
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Route van Eva")
    conflict = eva.page.locator("[data-place=conflict]")
    expect(conflict).to_contain_text("Wij kunnen het samenvoegen", timeout=20_000)
    expect(conflict.locator(".smederij-conflict__sides section").first).to_contain_text("Route van Erik")

    with eva.page.expect_navigation():
        conflict.get_by_role("button", name="Voeg mijn werk hieraan toe").click()
    eva.page.wait_for_selector("#tekenaar[data-ready='true']")

    name = "(w, key) => w.diagram.get('elementRegistry').get(key).businessObject.name"
    assert eva.run(name, "Beh_Route_Kiezen") == "Route van Erik"
    assert eva.run(name, "Beh_Controleren") == "Route van Eva"
    both = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"]
    assert both == theirs.replace(b'name="Idee controleren"', b'name="Route van Eva"')


@pytest.mark.soak
def test_the_newest_can_be_loaded_after_a_conflict(eva: Drawer) -> None:
    saved = read_files(eva.server, eva.change_id, "behandeling")
    theirs = saved["process.bpmn"].replace(b'name="Route kiezen"', b'name="Route van Erik"')
    save(eva.server, eva.change_id, "behandeling", "erik", {"process.bpmn": theirs})
    eva.choose("Beh_Controleren")
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Route van Eva")

    with eva.page.expect_navigation():
        eva.page.get_by_role("button", name="De nieuwste laden").click(timeout=20_000)
    eva.page.wait_for_selector("#tekenaar[data-ready='true']")

    assert (
        eva.run("w => w.diagram.get('elementRegistry').get('Beh_Route_Kiezen').businessObject.name") == "Route van Erik"
    )


def test_who_leaves_with_unsaved_work_is_asked_first(eva: Drawer) -> None:
    asked: list[str] = []

    def go_on(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    eva.page.on("dialog", go_on)
    eva.page.route("**/bestanden", lambda route: route.abort())
    eva.choose("Beh_Controleren")
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Nog niet bewaard")
    eva.expect_state("Niet opgeslagen: wij proberen het zo weer")

    eva.person.go("/werkplaats")

    assert asked == ["beforeunload"]


def test_a_form_that_is_missing_is_made_in_one_click_and_shown_as_its_page_will_be(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.group("Formulier").get_by_label("Welk formulier").select_option("")
    eva.group("Formulier").get_by_role("button", name="Maak formulier").click()

    expect(eva.page.locator("#blad-formulieren [data-preview]")).to_contain_text("Toelichting", timeout=20_000)
    eva.expect_saved()
    files = read_files(eva.server, eva.change_id, "behandeling")
    made = [name for name in files if name.startswith("forms/idee-controleren-")]
    assert len(made) == 1
    assert f'formId="{json.loads(files[made[0]])["id"]}"'.encode() in files["process.bpmn"]


@pytest.mark.soak
def test_a_table_that_is_missing_is_made_in_one_click_and_can_be_read_by_the_engine(eva: Drawer) -> None:
    eva.choose("Beh_Gebied")
    eva.group("Beslistabel").get_by_label("Welke beslissing").select_option("")
    eva.group("Beslistabel").get_by_role("button", name="Maak tabel").click()

    eva.page.locator("#blad-tabellen .tjs-table").wait_for()
    eva.expect_saved()
    made = read_files(eva.server, eva.change_id, "behandeling")["gebied-en-team-bepalen.dmn"]
    (decision,) = dmn.read(made, "gebied-en-team-bepalen.dmn").decisions.values()
    assert (decision.id, decision.name) == ("gebied-en-team-bepalen", "Gebied en team bepalen")


@pytest.mark.soak
def test_a_mail_that_is_missing_is_made_in_one_click(eva: Drawer) -> None:
    eva.choose("Beh_Vragen")
    eva.group("Werk").get_by_label("Welk bericht").select_option("")
    eva.group("Werk").get_by_role("button", name="Maak bericht").click()

    area = eva.page.locator("#blad-berichten textarea")
    expect(area).to_have_value(re.compile("^Onderwerp: Om aanvulling vragen"))
    eva.expect_saved()
    saved = read_files(eva.server, eva.change_id, "behandeling")
    assert b'key="template" value="om-aanvulling-vragen"' in saved["process.bpmn"]
    assert read_mail(saved["mails/om-aanvulling-vragen.md"].decode(), "m").subject


def test_a_rule_that_is_changed_in_a_table_is_saved_under_the_name_that_the_file_has_for_dmn(
    meet: Meet, server: Server
) -> None:
    change = begin(server, "behandeling", "Proef met een tabel van DMN 1.5")
    table = read_files(server, change, "behandeling")["gebied.dmn"].replace(b"DMN/20191111/", b"DMN/20230324/")
    save(server, change, "behandeling", "eva", {"gebied.dmn": table})
    eva = Drawer(meet("eva"), server, change, "behandeling").open()

    eva.choose("Beh_Gebied")
    eva.group("Beslistabel").get_by_role("button", name="Open tabel").click()
    cell = eva.page.locator("#blad-tabellen td", has_text=re.compile('^"Wijkteam Centrum"$')).first
    cell.click(timeout=20_000)
    eva.page.keyboard.press("Control+a")
    eva.page.keyboard.type('"Wijkteam Midden"')
    eva.page.keyboard.press("Tab")
    eva.expect_saved()

    saved = read_files(eva.server, eva.change_id, "behandeling")["gebied.dmn"].decode()

    assert saved == table.decode().replace('"Wijkteam Centrum"', '"Wijkteam Midden"', 1)
    assert "https://www.omg.org/spec/DMN/20230324/MODEL/" in saved
    assert not eva.person.complaints


@pytest.mark.soak
def test_a_column_of_a_table_is_moved_by_mouse_and_by_buttons(eva: Drawer) -> None:
    before = read_files(eva.server, eva.change_id, "behandeling")["gebied.dmn"]
    page, sheet = eva.page, eva.page.locator("#blad-tabellen")
    page.click("#tab-tabellen")
    heads = sheet.locator("th.output-cell")
    heads.nth(2).wait_for()

    heads.nth(0).hover()
    begin_at, end_at = heads.nth(0).locator(".dmn-icon-drag").bounding_box(), heads.nth(2).bounding_box()
    assert begin_at is not None
    assert end_at is not None
    page.mouse.move(begin_at["x"] + 7, begin_at["y"] + 10)
    page.mouse.down()
    page.mouse.move(begin_at["x"] + 40, begin_at["y"] + 20, steps=4)
    page.mouse.move(end_at["x"] + end_at["width"] - 30, end_at["y"] + 30, steps=8)
    page.mouse.up()
    expect(heads).to_contain_text(["DanWijkteam", "EnGebiedsregisseur", "EnSmederij"])
    sheet.locator("tbody tr").first.locator("td.output-cell").nth(2).click()
    to_left = page.get_by_role("button", name="Kolom naar links")
    to_left.focus()
    for _ in range(3):
        page.keyboard.press("Enter")

    expect(heads).to_contain_text(["DanSmederij", "EnWijkteam", "EnGebiedsregisseur"])
    expect(sheet).to_contain_text("Smederij kan niet verder naar links.")
    eva.expect_saved()
    assert read_files(eva.server, eva.change_id, "behandeling")["gebied.dmn"] == before
    assert not eva.person.complaints


@pytest.mark.one_in(3)
@pytest.mark.parametrize("before", ["", 'plaats = "Elim" and ', "not(volledig) or "])
def test_feel_is_completed_with_the_variables_of_the_process(eva: Drawer, before: str) -> None:
    eva.choose("Beh_Buiten")
    field = eva.group("Berekening").locator(".cm-content").first
    field.click()
    eva.page.keyboard.press("Control+a")
    eva.page.keyboard.insert_text(before)
    eva.page.keyboard.type("gespreks")

    completion = eva.page.locator(".cm-tooltip-autocomplete")

    expect(completion).to_contain_text("gespreksverslag")


def test_work_of_our_own_is_appended_from_the_menu(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.pad("Element toevoegen")
    eva.page.keyboard.type("E-mail")
    eva.pick("E-mail sturen")
    eva.page.keyboard.type("Buren schrijven")
    eva.page.keyboard.press("Enter")

    assert eva.group("Werk").get_by_label("Soort werk").input_value() == "mail"
    eva.group("Werk").get_by_label("Aan wie").select_option("wijkteam")
    eva.expect_saved()
    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert '<zeebe:taskDefinition type="mail" />' in saved
    assert '<zeebe:header key="to" value="wijkteam" />' in saved


@pytest.mark.soak
def test_a_letter_is_appended_from_the_menu_and_its_text_made_in_one_click(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.pad("Element toevoegen")
    eva.page.keyboard.type("Brief")
    eva.pick("Brief schrijven")
    eva.page.keyboard.type("Besluit op papier")
    eva.page.keyboard.press("Enter")

    assert eva.group("Werk").get_by_label("Aan wie").input_value() == "indiener"
    eva.group("Werk").get_by_role("button", name="Maak brief").click()

    expect(eva.page.get_by_role("tab", name="Brieven")).to_have_attribute("aria-selected", "true")
    eva.expect_saved()
    files = read_files(eva.server, eva.change_id, "behandeling")
    assert '<zeebe:taskDefinition type="letter" />' in files["process.bpmn"].decode()
    assert '<zeebe:header key="template" value="besluit-op-papier" />' in files["process.bpmn"].decode()
    assert files["letters/besluit-op-papier.md"].startswith(b"Onderwerp: Besluit op papier\n")


@pytest.mark.soak
def test_a_register_is_chosen_from_a_list(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.pad("Element toevoegen")
    eva.page.keyboard.type("register")
    eva.pick("In een register zetten")
    eva.page.keyboard.type("Besluit inschrijven")
    eva.page.keyboard.press("Enter")

    eva.group("Werk").get_by_label("In welk register").select_option(label="Besluitenregister")

    eva.expect_saved()
    saved = read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"].decode()
    assert '<zeebe:header key="register" value="besluitenregister" />' in saved


def test_who_was_signed_out_and_signs_in_elsewhere_loses_nothing(eva: Drawer) -> None:
    eva.page.context.clear_cookies()
    eva.choose("Beh_Controleren")
    eva.group("Algemeen").get_by_label("Naam", exact=True).fill("Toch bewaard")
    expect(eva.page.locator("[data-place=state]")).to_contain_text("uitgelogd", timeout=20_000)

    other = eva.page.context.new_page()
    other.goto(f"{eva.server.address}/inloggen")
    other.fill("input[name=username]", "eva")
    other.fill("input[type=password]", "smederij")
    with other.expect_navigation():
        other.get_by_role("button", name="Inloggen", exact=True).first.click()
    expect(eva.page.locator("[data-place=state]")).to_have_text("Opgeslagen", timeout=30_000)

    assert b"Toch bewaard" in read_files(eva.server, eva.change_id, "behandeling")["process.bpmn"]


def test_a_file_is_taken_away_and_put_back(eva: Drawer) -> None:
    before = read_files(eva.server, eva.change_id, "behandeling")
    eva.page.click("#tab-berichten")
    sheet = eva.page.locator("#blad-berichten")
    sheet.get_by_label("Bericht", exact=True).select_option("mails/idee-wordt-vraag.md")
    expect(sheet.locator("textarea")).to_have_attribute("aria-label", "Tekst van mails/idee-wordt-vraag.md")

    sheet.get_by_role("button", name="Dit bestand weghalen").click()
    eva.expect_saved()
    away = read_files(eva.server, eva.change_id, "behandeling")
    sheet.get_by_role("button", name="Terugzetten").click()
    eva.expect_saved()

    assert before.keys() - away.keys() == {"mails/idee-wordt-vraag.md"}
    assert read_files(eva.server, eva.change_id, "behandeling") == before


@pytest.mark.soak
def test_files_are_chosen_by_what_people_call_them(eva: Drawer) -> None:
    eva.page.click("#tab-berichten")
    sheet = eva.page.locator("#blad-berichten")
    choice = sheet.get_by_label("Bericht", exact=True)

    choice.select_option(label="Uw idee is een vraag")

    expect(choice).to_have_value("mails/idee-wordt-vraag.md")
    sheet.locator("textarea").fill("Onderwerp: Wij missen nog iets: {{ titel }}\n\nDag.\n")
    expect(choice.locator("option", has_text="Wij missen nog iets (idee-wordt-vraag)")).to_have_count(1)
    expect(choice).to_have_value("mails/idee-wordt-vraag.md")
    assert not [one for one in choice.locator("option").all_inner_texts() if one.endswith((".md", ".form"))]


@pytest.mark.soak
def test_the_pad_lies_beside_the_task_again_after_another_sheet_was_open(eva: Drawer) -> None:
    eva.choose("Beh_Controleren")
    eva.page.get_by_role("tab", name="Berichten").click()
    eva.page.get_by_role("tab", name="Tekening").click()

    task, pad = (one.bounding_box() for one in (eva.element("Beh_Controleren"), eva.page.locator(".djs-context-pad")))

    assert task is not None
    assert pad is not None
    assert 0 <= pad["x"] - (task["x"] + task["width"]) < 40
