"""Dutch: no text of the editors is left in the libraries' English, whatever is opened, chosen or created."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Route

from hatch_build import find_node
from tests.browser.drawing import Drawer, begin
from tests.browser.people import Meet
from tests.browser.serving import Server

ASSETS = Path(__file__).resolve().parents[2] / "web/assets"
UNCHANGED = {"Powered by bpmn.io"}
"""The makers' logo, which their licence requires unchanged."""
TASKS = ["Task", "UserTask", "ServiceTask", "ScriptTask", "BusinessRuleTask", "ReceiveTask", "SendTask", "ManualTask"]
OTHERS = ["CallActivity", "SubProcess", "Transaction", "DataObjectReference", "DataStoreReference", "TextAnnotation"]
GATEWAYS = ["ExclusiveGateway", "ParallelGateway", "InclusiveGateway", "EventBasedGateway"]
HAPPENINGS = {
    "StartEvent": ["", "Message", "Timer", "Signal"],
    "EndEvent": ["", "Message", "Signal", "Error", "Escalation", "Compensate", "Terminate", "Cancel"],
    "IntermediateCatchEvent": ["Message", "Timer", "Signal", "Conditional", "Link"],
    "IntermediateThrowEvent": ["", "Message", "Signal", "Escalation", "Compensate", "Link"],
    "BoundaryEvent": ["Message", "Timer", "Signal", "Error", "Escalation", "Conditional", "Compensate", "Cancel"],
}
LOOPS = ["StandardLoopCharacteristics", "MultiInstanceLoopCharacteristics"]
KINDS = [
    *((kind, "", "") for kind in (*TASKS, *OTHERS, *GATEWAYS)),
    *((kind, happening, "") for kind, happenings in HAPPENINGS.items() for happening in happenings),
    *(("UserTask", "", loop) for loop in LOOPS),
]
MAKE = """(w, [kind, happening, loop]) => {
  const [factory, bpmn] = [w.diagram.get('elementFactory'), w.diagram.get('bpmnFactory')];
  const [modeling, registry] = [w.diagram.get('modeling'), w.diagram.get('elementRegistry')];
  const shape = factory.createShape({
    type: `bpmn:${kind}`,
    ...(happening ? { eventDefinitionType: `bpmn:${happening}EventDefinition` } : {}),
  });
  const host = kind === 'BoundaryEvent' ? registry.get('Beh_Gesprek') : registry.get('Pool_behandeling');
  const at = { x: host.x + (kind === 'BoundaryEvent' ? 0 : 300), y: host.y + (kind === 'BoundaryEvent' ? 0 : 200) };
  const made = modeling.createShape(shape, at, host, kind === 'BoundaryEvent' ? { attach: true } : {});
  if (loop) {
    const characteristics = bpmn.create(`bpmn:${loop}`);
    characteristics.$parent = made.businessObject;
    modeling.updateProperties(made, { loopCharacteristics: characteristics });
  }
  w.diagram.get('canvas').scrollToElement(made, 150);
  w.diagram.get('selection').select(made);
  w.diagram.get('contextPad').open(made, true);
  return made.id;
}"""
MENU = """(w, [id, menu]) => {
  const element = w.diagram.get('elementRegistry').get(id);
  const popup = w.diagram.get('popupMenu');
  if (popup.isEmpty(element, menu)) return false;
  popup.open(element, menu, { x: 300, y: 100 }, { title: 'Element', search: true });
  return true;
}"""
OPEN_ALL = """within => {
  const panel = document.querySelector(within);
  panel.querySelectorAll('.bio-properties-panel-group-header:not(.open)').forEach((header) => header.click());
  panel.querySelectorAll('.bio-properties-panel-add-entry').forEach((button) => button.click());
}"""
BOTH = """w => {
  const both = ['Beh_Gesprek', 'Beh_Aanvullen'].map((id) => w.diagram.get('elementRegistry').get(id));
  w.diagram.get('selection').select(both);
  w.diagram.get('contextPad').open(both, true);
}"""


@pytest.fixture
def eva(meet: Meet, server: Server) -> Drawer:
    change = begin(server, "behandeling", "Proef met woorden")
    drawer = Drawer(meet("eva", viewport={"width": 1280, "height": 1400}), server, change, "behandeling")
    drawer.page.route("**/bestanden", _keep_nothing)
    return drawer.open()


def _keep_nothing(route: Route) -> None:
    """What is created here is for viewing only."""
    if route.request.method == "POST":
        route.fulfill(json={"revision": 1, "saved_at": ""})
    else:
        route.continue_()


def read_english(*modules: str) -> dict[str, str]:
    """The English that our tables replace, with its Dutch."""
    node = find_node()
    assert node is not None
    script = """
      const found = {};
      const walk = (table) => {
        for (const [said, dutch] of Object.entries(table)) {
          if (typeof dutch === 'string') found[said] = dutch;
          else walk(dutch);
        }
      };
      for (const name of process.argv.slice(1)) walk((await import(name)).default ?? (await import(name)));
      console.log(JSON.stringify(found));
    """
    names = [(ASSETS / "src/workshop/dutch" / name).as_uri() for name in modules]
    command = [node.program, "--input-type=module", "-e", script, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    table: dict[str, str] = json.loads(done.stdout)
    return {english: dutch for english, dutch in table.items() if english not in table.values()}


def open_groups(drawer: Drawer, within: str) -> None:
    """Open every group of a panel, and add one row to every list."""
    drawer.page.evaluate(OPEN_ALL, within)


@pytest.mark.soak
def test_every_kind_of_element_with_its_panel_pad_and_menus_is_in_dutch(eva: Drawer) -> None:
    english = read_english("diagram.js", "panel.js").keys() - UNCHANGED
    left: dict[str, set[str]] = {}

    for kind in KINDS:
        made = eva.run(MAKE, list(kind))
        eva.page.wait_for_timeout(60)
        open_groups(eva, "[data-place=panel]")
        eva.page.wait_for_timeout(60)
        seen = eva.visible_words()
        for menu in ("bpmn-replace", "bpmn-append", "smederij-connect"):
            if eva.run(MENU, [made, menu]):
                seen |= eva.visible_words()
                eva.run("w => w.diagram.get('popupMenu').close()")
        left[" ".join(kind)] = seen & english
        eva.run("(w, id) => w.diagram.get('modeling').removeElements([w.diagram.get('elementRegistry').get(id)])", made)

    assert {kind: words for kind, words in left.items() if words} == {}
    assert eva.run("w => [...w.untranslated]") == []


def test_the_tools_of_the_canvas_are_in_dutch(eva: Drawer) -> None:
    english = read_english("diagram.js", "panel.js", "built.mjs").keys() - UNCHANGED
    page = eva.page

    seen = eva.visible_words()
    page.locator(".djs-palette .entry[data-action='create']").click()
    seen |= eva.visible_words()
    page.keyboard.press("Escape")
    page.locator("[data-place=search]").click()
    seen |= eva.visible_words()
    page.keyboard.press("Escape")
    page.locator(".djs-minimap .toggle").click()
    eva.run(BOTH)
    seen |= eva.visible_words()
    eva.run("w => w.diagram.get('selection').select([])")
    page.locator(".bts-toggle-mode").click()
    page.locator(".bts-context-pad[title='Laten gebeuren']").first.click()
    page.wait_for_timeout(1_500)
    page.locator(".bts-palette [title='Verslag tonen of verbergen']").click()
    seen |= eva.visible_words()

    assert seen & english == set()
    assert eva.run("w => [...w.untranslated]") == []
    assert not eva.person.complaints


@pytest.mark.soak
def test_the_editor_of_tables_is_in_dutch(eva: Drawer) -> None:
    english = read_english("tables.js", "built.mjs").keys() - UNCHANGED
    page, sheet = eva.page, eva.page.locator("#blad-tabellen")

    page.click("#tab-tabellen")
    sheet.locator(".tjs-table").wait_for()
    seen = eva.visible_words()
    for header in (".input-cell", ".output-cell", ".hit-policy"):
        sheet.locator(header).first.dblclick()
        page.wait_for_timeout(300)
        seen |= eva.visible_words()
        page.keyboard.press("Escape")
    for cell in ("td.input-cell", "td.output-cell", "td.rule-index", "th.input-cell", "th.output-cell"):
        if sheet.locator(cell).count():
            sheet.locator(cell).first.click(button="right")
            page.wait_for_timeout(200)
            seen |= eva.visible_words()
            page.keyboard.press("Escape")
    sheet.get_by_role("button", name="Naar het overzicht").click()
    sheet.locator(".djs-palette").wait_for()
    sheet.locator(".djs-shape").first.click()
    page.wait_for_timeout(300)
    seen |= eva.visible_words()

    assert seen & english == set()
    assert eva.run("w => [...w.sheets.editorOf('tabellen').untranslated]") == []
    assert not eva.person.complaints


@pytest.mark.soak
def test_the_editor_of_forms_is_in_dutch(eva: Drawer) -> None:
    # Words that a form itself may contain too, in its own language.
    english = read_english("forms.mjs").keys() - UNCHANGED
    page, sheet = eva.page, eva.page.locator("#blad-formulieren")

    page.click("#tab-formulieren")
    sheet.locator(".fjs-palette-field").first.wait_for()
    seen = eva.visible_words()
    kinds = eva.run(ADD_ALL)
    for number in range(len(kinds)):
        eva.run(SELECT_FIELD, number)
        page.wait_for_timeout(100)
        open_groups(eva, "#blad-formulieren")
        page.wait_for_timeout(100)
        seen |= eva.visible_words()

    assert len(kinds) >= 8
    assert seen & english == set()
    assert not eva.person.complaints


ADD_ALL = """w => {
  const editor = w.sheets.editorOf('formulieren').editor;
  const [registry, modeling] = [editor.get('formFieldRegistry'), editor.get('modeling')];
  const root = registry.getAll().find((field) => field.type === 'default');
  const kinds = [
    'textfield', 'textarea', 'number', 'datetime', 'checkbox', 'checklist', 'radio', 'select', 'text', 'group',
    'dynamiclist', 'filepicker',
  ];
  for (const type of kinds) modeling.addFormField({ type, _parent: root.id }, root, 0);
  return kinds;
}"""
SELECT_FIELD = """(w, number) => {
  const editor = w.sheets.editorOf('formulieren').editor;
  const root = editor.get('formFieldRegistry').getAll().find((field) => field.type === 'default');
  editor.get('selection').set(root.components[number]);
}"""
