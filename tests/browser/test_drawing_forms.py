"""Forms in the editor: what a process owner can set for a question beyond what form-js has."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import Drawer, read_files


def test_a_question_is_said_to_ask_for_the_address_of_the_submitter(eva: Drawer) -> None:
    page, sheet = eva.page, eva.page.locator("#blad-formulieren")
    page.click("#tab-formulieren")
    sheet.locator(".fjs-palette-field").first.wait_for()
    eva.run(ADD_QUESTION)
    sheet.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()

    sheet.get_by_label("Is dit iets van de indiener zelf?").select_option(label="Postadres")
    eva.expect_saved()

    files = read_files(eva.server, eva.change_id, "behandeling")
    asked = [json.loads(data)["components"][0] for name, data in files.items() if name.endswith(".form")]
    assert [one["properties"] for one in asked if one.get("label") == "Waar woont u?"] == [{"personal": "address"}]
    assert not eva.person.complaints


@pytest.mark.soak
def test_a_list_is_drawn_and_set_to_how_many_rows_it_can_have(eva: Drawer) -> None:
    page, sheet = eva.page, eva.page.locator("#blad-formulieren")
    page.click("#tab-formulieren")
    expect(sheet.locator(".fjs-palette-field[data-field-type=dynamiclist]")).to_contain_text("Lijst met regels")
    eva.run(ADD_LIST)
    sheet.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()

    sheet.get_by_label("Naam van de lijst").fill("helpers")
    sheet.get_by_label("Hooguit zoveel regels").click()
    page.keyboard.type("12")
    sheet.get_by_label("Minstens zoveel regels").fill("2")
    eva.expect_saved()

    expect(sheet.locator("[data-preview]")).to_contain_text("Regel 2 van 2", timeout=20_000)
    files = read_files(eva.server, eva.change_id, "behandeling")
    asked = [json.loads(data)["components"][0] for name, data in files.items() if name.endswith(".form")]
    (made,) = [one for one in asked if one.get("label") == "Wie helpen er mee?"]
    assert (made["path"], made["properties"]) == ("helpers", {"maxItems": "12", "minItems": "2"})
    assert [inner["key"] for inner in made["components"]] == ["wie"]
    assert not eva.person.complaints


def test_a_question_for_files_says_which_and_how_many_without_anything_to_type(eva: Drawer) -> None:
    page, sheet = eva.page, eva.page.locator("#blad-formulieren")
    page.click("#tab-formulieren")
    expect(sheet.locator(".fjs-palette-field[data-field-type=filepicker]")).to_contain_text("Bestanden")
    eva.run(ADD_FILES)
    sheet.locator("[data-group-id=group-general] .bio-properties-panel-group-header").click()

    sheet.get_by_label("Welke bestanden?").select_option("Alleen foto’s")
    sheet.get_by_label("Hoeveel bestanden?").select_option("Meer bestanden, hooguit 10")

    expect(sheet.locator("[data-preview] input[type=file]")).to_have_attribute("multiple", "", timeout=20_000)
    eva.expect_saved()
    files = read_files(eva.server, eva.change_id, "behandeling")
    asked = [json.loads(data)["components"][0] for name, data in files.items() if name.endswith(".form")]
    (made,) = (one for one in asked if one["type"] == "filepicker")
    assert (made["accept"], made["multiple"]) == ("image/*", True)
    assert not eva.person.complaints


ADD_FILES = """w => {
  const editor = w.sheets.editorOf('formulieren').editor;
  const root = editor.get('formFieldRegistry').getAll().find((field) => field.type === 'default');
  const made = { type: 'filepicker', label: 'Welke foto hoort erbij?', key: 'fotos', _parent: root.id };
  editor.get('modeling').addFormField(made, root, 0);
  editor.get('selection').set(root.components[0]);
}"""
ADD_LIST = """w => {
  const editor = w.sheets.editorOf('formulieren').editor;
  const [modeling, registry] = [editor.get('modeling'), editor.get('formFieldRegistry')];
  const root = registry.getAll().find((field) => field.type === 'default');
  modeling.addFormField({ type: 'dynamiclist', label: 'Wie helpen er mee?', _parent: root.id }, root, 0);
  const list = root.components[0];
  modeling.addFormField({ type: 'textfield', label: 'Wie?', key: 'wie', _parent: list.id }, list, 0);
  editor.get('selection').set(list);
}"""
ADD_QUESTION = """w => {
  const editor = w.sheets.editorOf('formulieren').editor;
  const root = editor.get('formFieldRegistry').getAll().find((field) => field.type === 'default');
  const made = { type: 'textfield', label: 'Waar woont u?', key: 'adres', _parent: root.id };
  editor.get('modeling').addFormField(made, root, 0);
  editor.get('selection').set(root.components[0]);
}"""
