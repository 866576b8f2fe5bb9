"""Arriving: a file from elsewhere becomes a working draft, or is told by name with what to do about it."""

from __future__ import annotations

import re

import pytest

import engine
from engine.checking import ERROR, check_folder, unreadable
from engine.dialect.bpmn import read
from engine.dialect.folder import DIAGRAM, from_bytes
from engine.errors import DiagramRefused
from engine.workshop.adopting import adopt
from engine.workshop.arriving import is_beside, take_beside
from engine.workshop.fixing import apply_fix, list_fixes
from tests.engine.workshop.elsewhere import CAMUNDA, around, exported, pools

PLAIN = exported("", *around('<task id="Taak" name="Kijken"/>')).decode()
TABLE = (
    '<definitions xmlns="{}" id="D" name="D" namespace="x"><decision id="punten" name="Punten">'
    '<decisionTable id="T" hitPolicy="COLLECT" aggregation="SUM"><input id="I"><inputExpression id="E" '
    'typeRef="string"><text>buurt</text></inputExpression></input><output id="O" name="punten" typeRef="integer"/>'
    '<rule id="R"><inputEntry id="i"><text>"Zuid"</text></inputEntry><outputEntry id="o"><text>5</text></outputEntry>'
    "</rule></decisionTable></decision></definitions>"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + PLAIN.encode(), id="UTF-8 with a mark"),
        pytest.param(PLAIN.replace("UTF-8", "UTF-16").encode("utf-16"), id="UTF-16"),
        pytest.param(PLAIN.replace("UTF-8", "UTF-16LE").encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(PLAIN.replace("UTF-8", "UTF-16BE").encode("utf-16-be"), id="UTF-16, the other way round"),
        pytest.param(PLAIN.replace("UTF-8", "ISO-8859-2").encode("iso8859-2"), id="Central European letters"),
        pytest.param(
            PLAIN.replace("?>", '?><?xml-stylesheet href="x.xsl"?><!-- ARIS -->', 1).encode(), id="instructions"
        ),
    ],
)
def test_letters_in_any_encoding_arrive(data: bytes) -> None:
    adopted = adopt(data, "proef", "Proef", "elders.bpmn", {})

    process = from_bytes({DIAGRAM: adopted.drawing}, "proef").process
    assert (process.id, process.elements["Taak"].name) == ("proef", "Kijken")


def test_an_empty_pool_beside_it_is_not_taken_for_the_process() -> None:
    adopted = adopt(pools("Subsidie", empty="Main"), "proef", "Proef", "bizagi.bpmn", {})

    process = from_bytes({DIAGRAM: adopted.drawing}, "proef").process
    assert (process.id, process.name) == ("proef", "Subsidie")


def test_of_several_pools_one_is_chosen_with_a_button() -> None:
    files = {DIAGRAM: adopt(pools("Gemeente", "Bureau"), "proef", "Proef", "signavio.bpmn", {}).drawing}
    with pytest.raises(DiagramRefused) as refused:
        from_bytes(files, "proef")

    fixes = list_fixes(unreadable(refused.value), files, None)

    assert [fix.label for fix in fixes] == ["Dit stappenplan is ‘Gemeente’", "Dit stappenplan is ‘Bureau’"]
    chosen = from_bytes(files | apply_fix(files, fixes[1].key), "proef")
    assert (chosen.process.id, chosen.process.name) == ("proef", "Bureau")
    assert [one.name for one in chosen.diagram.processes if not one.executable] == ["Gemeente"]
    assert b'processRef="proef"' in chosen.files[DIAGRAM]


def test_a_plain_task_becomes_a_task_for_people_with_a_button_and_all_of_them_with_another() -> None:
    tasks = '<task id="Taak" name="Kijken"/><manualTask id="Nog" name="Bellen"></manualTask>'
    files = {DIAGRAM: exported("", *around(tasks))}
    folder = from_bytes(files, "proef")
    finding = next(one for one in check_folder(folder, {}) if one.code == "passes_by_itself")

    one, every = list_fixes(finding, files, folder)

    def kinds(key: str) -> list[str]:
        found = read(apply_fix(files, key)[DIAGRAM], DIAGRAM).processes[0].elements
        return [found["Taak"].kind, found["Nog"].kind]

    assert kinds(one.key) == ["userTask", "manualTask"]
    assert kinds(every.key) == ["userTask", "userTask"]


def test_what_we_do_nothing_with_goes_with_a_button() -> None:
    task = (
        '<userTask id="Taak" name="Kijken"><extensionElements><zeebe:taskListeners/><zeebe:assignmentDefinition '
        'candidateGroups="ondersteuning" candidateUsers="jan"/></extensionElements></userTask>'
    )
    files = {DIAGRAM: exported('xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"', *around(task))}
    folder = from_bytes(files, "proef")
    found = {one.code: one for one in check_folder(folder, {})}

    for code in ("unknown_extension", "candidate_users"):
        (fix,) = list_fixes(found[code], files, folder)
        files = {**files, **apply_fix(files, fix.key)}

    after = {one.code for one in check_folder(from_bytes(files, "proef"), {})}
    assert not after & {"unknown_extension", "candidate_users"}
    assert b'candidateGroups="ondersteuning"' in files[DIAGRAM]


def test_an_arrow_between_pools_that_is_no_message_goes_with_a_button() -> None:
    data = exported("", *around('<task id="Taak" name="Kijken"/>')).replace(
        b"  <process ",
        b'  <collaboration id="C"><participant id="G" processRef="Process_1"/><participant id="I" name="Inwoner"/>'
        b'<messageFlow id="M" sourceRef="I" targetRef="Begin"/></collaboration>\n  <process ',
    )
    line = b'<bpmndi:BPMNEdge id="M_di" bpmnElement="M"><di:waypoint x="1" y="1"/></bpmndi:BPMNEdge></bpmndi:BPMNPlane>'
    files = {DIAGRAM: data.replace(b"</bpmndi:BPMNPlane>", line)}
    folder = from_bytes(files, "proef")
    (finding,) = [one for one in check_folder(folder, {}) if one.code == "message_flow_without_message"]

    (fix,) = list_fixes(finding, files, folder)

    after = apply_fix(files, fix.key)[DIAGRAM]
    assert b"messageFlow" not in after
    assert b"M_di" not in after


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'<mxfile host="app.diagrams.net"/>', "een tekening van draw.io"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "een plaatje"),
        (b'<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>', "XPDL, een andere taal"),
        (b'<VisioDocument xmlns="http://schemas.microsoft.com/visio/2003/core"/>', "een tekening van Visio"),
    ],
)
def test_what_is_no_bpmn_is_told_as_what_it_is_and_what_to_do(data: bytes, told: str) -> None:
    with pytest.raises(DiagramRefused) as refused:
        adopt(data, "proef", "Proef", "elders.xml", {})

    assert told in unreadable(refused.value).reason


def test_words_at_a_wrong_place_are_told_at_the_step_and_not_by_their_own_id() -> None:
    task = '<task id="Taak" name="Kijken"><extensionElements/><documentation id="sid-1">Zie</documentation></task>'
    files = {DIAGRAM: exported("", *around(task))}
    folder = from_bytes(files, "proef")

    (finding,) = [one for one in check_folder(folder, {}) if one.code == "misplaced"]
    (fix,) = list_fixes(finding, files, folder)

    assert (finding.element_id, finding.element_name) == ("Taak", "Kijken")
    after = from_bytes(apply_fix(files, fix.key), "proef")
    assert after.process.elements["Taak"].documentation == "Zie"
    assert "misplaced" not in {one.code for one in check_folder(after, {})}


# ---- a table or a form by itself ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "namespace",
    ["http://www.omg.org/spec/DMN/20151101/dmn.xsd", "https://www.omg.org/spec/DMN/20191111/MODEL/"],
    ids=["DMN 1.1", "DMN 1.3"],
)
def test_a_table_of_camunda_arrives_with_its_numbers(namespace: str) -> None:
    data = TABLE.format(namespace).encode()

    taken = take_beside(data, "Punten per buurt.dmn", {})

    (name,) = taken
    assert name == "punten-per-buurt.dmn"
    folder = from_bytes({DIAGRAM: exported("", *around('<task id="Taak" name="Kijken"/>')), **taken}, "proef")
    found = [one for one in check_folder(folder, {}) if one.file.endswith(".dmn")]
    assert [one.code for one in found if one.severity == ERROR] == []


def test_a_table_with_the_same_decision_comes_in_the_place_of_the_one_here() -> None:
    data = TABLE.format("https://www.omg.org/spec/DMN/20191111/MODEL/").encode()

    assert list(take_beside(data, "anders.dmn", {"punten.dmn": data})) == ["punten.dmn"]
    assert list(take_beside(data, "route.dmn", {"route.dmn": data.replace(b'"punten"', b'"route"')})) == ["route-2.dmn"]


def test_a_form_comes_in_the_place_of_the_one_with_its_id() -> None:
    form = b'{"type": "default", "id": "aanvraag", "components": []}'

    assert take_beside(form, "los.form", {"forms/oud.form": form}) == {"forms/oud.form": form}
    assert list(take_beside(form, "los.form", {})) == ["forms/aanvraag.form"]


@pytest.mark.parametrize(
    ("data", "named", "told"),
    [
        (b"<definitions/>", "tabel.dmn", "geen beslistabel"),
        (b"{}", "vragen.form", "geen formulier"),
        (b"{", "vragen.form", "geen formulier"),
    ],
)
def test_what_is_no_table_and_no_form_is_told(data: bytes, named: str, told: str) -> None:
    assert is_beside(data, named)
    with pytest.raises(DiagramRefused) as refused:
        take_beside(data, named, {})

    assert told in unreadable(refused.value).reason


OWNER = engine.User("petra", "Petra", frozenset({"proceseigenaar"}))


def test_what_was_taken_over_is_told_as_the_last_thing_done(place: engine.Municipality) -> None:
    change = engine.begin_process("proef", "Proef", OWNER)
    task = '<userTask id="Taak" name="Toetsen" camunda:candidateGroups="ondersteuning"/>'

    engine.import_part(change, "proef", 1, exported(CAMUNDA, *around(task)), OWNER, kept_as="Eerst", named="c7.bpmn")

    last = engine.read_last_edit(change, "proef", OWNER)
    assert last is not None
    assert [one.code for one in last.done] == ["drawing", "translated"]


def test_a_table_by_itself_leaves_the_rest_of_the_files(place: engine.Municipality) -> None:
    change = engine.begin_process("proef", "Proef", OWNER)
    before = engine.read_part(change, "proef", OWNER).files
    data = TABLE.format("https://www.omg.org/spec/DMN/20191111/MODEL/").encode()

    part = engine.import_part(change, "proef", 1, data, OWNER, kept_as="Eerst", named="punten.dmn")

    assert {name: file for name, file in part.files.items() if name != "punten.dmn"} == dict(before)
    assert engine.list_snapshots(change, "proef", OWNER)[0].name == "Eerst"


def test_a_drawing_that_nobody_drew_is_drawn_and_told() -> None:
    data = re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", exported("", *around('<userTask id="Taak"/>')))

    adopted = adopt(data, "proef", "Proef", "elders.bpmn", {})

    assert [one.code for one in adopted.done] == ["drafted"]
    assert [adopted.drawing.count(f'bpmnElement="{key}"'.encode()) for key in ("Begin", "Taak", "Klaar")] == [1, 1, 1]
