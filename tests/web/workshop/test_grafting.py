"""Grafting: the written file differs from the file that was read where something was edited, and nowhere else."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from hatch_build import find_node

ROOT = Path(__file__).resolve().parents[3]
ASSETS = ROOT / "web/assets"
DIAGRAMS = sorted(ROOT.glob("workflows/*/process.bpmn"))
LIBRARIES = ASSETS / "node_modules/bpmn-moddle"
pytestmark = pytest.mark.skipif(
    find_node() is None or not LIBRARIES.exists(), reason="needs Node.js and the libraries, which make assets brings"
)
DESCRIPTORS = (
    "bpmn-moddle/resources/bpmn/json/bpmn.json",
    "dmn-moddle/resources/dmn/json/dmn13.json",
    "zeebe-bpmn-moddle/resources/zeebe.json",
)
SCRIPT = """
const [edit, grafting, libraries] = process.argv.slice(1);
const { graft } = await import(grafting);
const { BpmnModdle } = await import(`${libraries}/bpmn-moddle/dist/index.js`);
const { readFileSync } = await import('node:fs');
const zeebe = JSON.parse(readFileSync(new URL(`${libraries}/zeebe-bpmn-moddle/resources/zeebe.json`)));
const texts = JSON.parse(readFileSync(0, 'utf8'));
const made = [];
for (const text of texts) {
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement, elementsById } = await moddle.fromXML(text);
  const main = rootElement.rootElements.find((one) => one.$type === 'bpmn:Process' && one.flowElements);
  const plane = rootElement.diagrams[0].plane;
  // As the editor does at each save.
  plane.planeElement.reverse();
  const isTask = (one) => one.$type.endsWith('Task');
  const step = main.flowElements.find((one) => one.$type === 'bpmn:UserTask') ?? main.flowElements.find(isTask);
  const edits = {
    nothing() {},
    rename() {
      step.name = 'Iets anders & "nieuws"';
      const shape = plane.planeElement.find((one) => one.bpmnElement === step);
      shape.label = moddle.create('bpmndi:BPMNLabel');
    },
    add() {
      main.flowElements.push(moddle.create('bpmn:UserTask', { id: 'Taak_nieuw', name: 'Nieuw' }));
    },
    remove() {
      main.flowElements = main.flowElements.filter((one) => one !== step);
    },
    reorder() {
      main.flowElements.reverse();
    },
    interrupt() {
      for (const one of Object.values(elementsById)) {
        if (one.$type === 'bpmn:BoundaryEvent') one.cancelActivity = !one.cancelActivity;
      }
    },
  };
  edits[edit]();
  const { xml } = await moddle.toXML(rootElement, { format: true });
  made.push([xml, graft(text, xml)]);
}
console.log(JSON.stringify(made));
"""


@cache
def graft(edit: str, *texts: str) -> list[tuple[str, str]]:
    """What the library writes for each text after an edit, and the result of grafting that onto the text."""
    node = find_node()
    assert node is not None
    names = [(ASSETS / "src/workshop/grafting.js").as_uri(), (ASSETS / "node_modules").as_uri()]
    command = [node.program, "--input-type=module", "-e", SCRIPT, edit, *names]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return [(written, grafted) for written, grafted in json.loads(done.stdout)]


def read_all() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in DIAGRAMS]


def differing(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that are only in the first text, and lines that are only in the second."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in set(new)], [line for line in new if line not in set(old)]


def test_what_was_not_edited_is_the_file_letter_for_letter() -> None:
    texts = read_all()

    made = graft("nothing", *texts)

    assert texts
    assert [grafted for _, grafted in made] == texts


def test_another_name_changes_one_line() -> None:
    texts = read_all()

    made = graft("rename", *texts)

    changed = [differing(text, grafted) for text, (_, grafted) in zip(texts, made, strict=True)]
    assert {(len(old), len(new)) for old, new in changed} == {(1, 1)}
    assert all('name="Iets anders &amp; &#34;nieuws&#34;"' in new[0] for _, new in changed)


def test_a_step_that_is_added_or_taken_away_leaves_all_other_lines() -> None:
    texts = read_all()

    added, removed = graft("add", *texts), graft("remove", *texts)

    assert {len(differing(text, grafted)[0]) for text, (_, grafted) in zip(texts, added, strict=True)} == {0}
    assert {len(differing(text, grafted)[1]) for text, (_, grafted) in zip(texts, removed, strict=True)} == {0}


@pytest.mark.parametrize("edit", ["rename", "add", "remove", "reorder", "interrupt"])
def test_what_is_grafted_says_what_was_written(edit: str) -> None:
    made = graft(edit, *read_all())

    assert [say(grafted) for _, grafted in made] == [say(written) for written, _ in made]


LINES = '<?xml version="1.0"?>\n<!-- van ons -->\n'
SMALL = (
    LINES + "<d:definitions xmlns:d='http://www.omg.org/spec/BPMN/20100524/MODEL'\n"
    "   xmlns:di='http://www.omg.org/spec/BPMN/20100524/DI' id='D' targetNamespace='u'>\n"
    " <d:process id='P' isExecutable='true'> <!-- eerst -->"
    "<d:userTask name='Vraag' id='T'\n   isForCompensation='false'>"
    "<d:documentation><![CDATA[a < b]]></d:documentation></d:userTask>\n </d:process>\n"
    "<di:BPMNDiagram id='B'><di:BPMNPlane id='V' bpmnElement='P'><di:BPMNShape id='S' bpmnElement='T'/></di:BPMNPlane>"
    "</di:BPMNDiagram>\n</d:definitions>\n<!-- klaar -->\n"
)


def test_comments_quotes_and_line_ends_stay_around_what_was_edited() -> None:
    ((_, grafted),) = graft("rename", SMALL)

    assert grafted == SMALL.replace("'Vraag'", "'Iets anders &amp; \"nieuws\"'")


@pytest.mark.parametrize(
    ("declared", "saved"),
    [
        (
            "<?xml version='1.0' encoding='ISO-8859-1' standalone='yes'?>",
            "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>",
        ),
        ('<?xml version="1.0" encoding="us-ascii"?>', '<?xml version="1.0" encoding="UTF-8"?>'),
        ('<?xml version="1.0" encoding="utf-8"?>', '<?xml version="1.0" encoding="utf-8"?>'),
    ],
)
def test_a_file_says_the_encoding_in_which_its_text_is_saved(declared: str, saved: str) -> None:
    ((_, grafted),) = graft("rename", SMALL.replace('<?xml version="1.0"?>', declared))

    assert grafted.startswith(f"{saved}\n<!-- van ons -->\n")


def test_what_is_said_by_being_left_out_is_what_the_libraries_take_it_for() -> None:
    told = re.search(r"const UNSAID = \{(.*?)\};", (ASSETS / "src/workshop/grafting.js").read_text("utf-8"), re.DOTALL)

    unsaid = dict(re.findall(r'(\w+): "([^"]*)"', told[1] if told else ""))

    assert unsaid
    assert {name: _read_defaults().get(name) for name in unsaid} == {name: {value} for name, value in unsaid.items()}


def _read_defaults() -> dict[str, set[str]]:
    """The default of each attribute, in every vocabulary that a process's files use."""
    found: dict[str, set[str]] = {}
    for path in DESCRIPTORS:
        for kind in json.loads((ASSETS / "node_modules" / path).read_text("utf-8"))["types"]:
            for one in kind.get("properties", []):
                if "default" in one:
                    default = one["default"]
                    said = str(default).lower() if isinstance(default, bool) else str(default)
                    found.setdefault(one["name"], set()).add(said)
    return found


UNSAID = {
    "cancelActivity": "true",
    "isInterrupting": "true",
    "isForCompensation": "false",
    "gatewayDirection": "Unspecified",
}


def say(text: str) -> object:
    """The content of a file, without the order of attributes and shapes, defaults, and labels that have no position."""
    return _say(etree.fromstring(text.encode()))


def _say(element: etree._Element) -> object:
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    kept = sorted(item for item in attributes.items() if UNSAID.get(item[0]) != item[1])
    inner = [_say(child) for child in element.iterchildren(tag=etree.Element)]
    within = [child for child in inner if child != ("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNLabel", [], [], "")]
    if str(element.tag).endswith("}BPMNPlane"):
        within.sort(key=repr)
    return element.tag, kept, within, "" if len(element) else (element.text or "").strip()
