"""Fixing: after a fix its finding is gone, there is no new error, and no byte is changed that it is not about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.checking import ERROR, Finding, check_folder, unreadable
from engine.dialect.folder import from_bytes
from engine.errors import DiagramRefused, EditRefused
from engine.versions.folders import read_folders
from engine.workshop.fixing import apply_fix, list_fixes
from engine.workshop.offers import Fix
from tests.engine.diagrams import (
    FORMAL,
    boundary,
    cancel,
    chain,
    compensate,
    definitions,
    each,
    end,
    flow,
    form,
    listening,
    node,
    part,
    start,
    timer,
    transaction,
    undone,
    user,
)  # fmt: skip

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"
CHOICE = node("exclusiveGateway", "Keuze")
BESIDE = (user("A"), user("B"), end(), chain("Begin", "Keuze"), chain("A", "Klaar"), chain("B", "Klaar"))
UNDOES = node("endEvent", "Terug", compensate())
UNDOING = (start(), user("A"), UNDOES, chain("Begin", "A", "Terug"))
DIVIDED = (start(), node("parallelGateway", "Splits"), user("A"), user("B"), end(), chain("Begin", "Splits", "A"))


def written(*inside: str, default: str = "") -> dict[str, bytes]:
    return {"process.bpmn": definitions(*inside), "forms/leeg.form": form("leeg")}


def judge(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    try:
        return check_folder(from_bytes(files, source="proef"), {})
    except DiagramRefused as error:
        return (unreadable(error),)


def offered(files: Mapping[str, bytes], code: str) -> list[Fix]:
    try:
        read = from_bytes(files, source="proef")
    except DiagramRefused:
        read = None
    return [fix for found in judge(files) if found.code == code for fix in list_fixes(found, files, read)]


def test_a_drawing_that_is_not_there_is_made_by_one_button_at_the_first_finding() -> None:
    files = written(start(), user("A"), end(), chain("Begin", "A", "Klaar"))
    bare = {**files, "process.bpmn": re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", files["process.bpmn"])}

    (fix,) = offered(bare, "no_shape")

    assert len([found for found in judge(bare) if found.code == "no_shape"]) == 5
    assert not [found for found in judge({**bare, **apply_fix(bare, fix.key)}) if found.code == "no_shape"]


def test_where_a_part_is_drawn_the_rest_is_for_people_to_draw() -> None:
    files = written(start(), user("A"), end(), chain("Begin", "A", "Klaar"))
    part = {**files, "process.bpmn": files["process.bpmn"].replace(b'bpmnElement="A"', b'bpmnElement="Begin"')}

    assert [found for found in judge(part) if found.code == "no_shape"]
    assert offered(part, "no_shape") == []


CASES: dict[str, tuple[str, dict[str, bytes]]] = {
    "the only answer without a condition becomes the default": (
        "flow_without_condition",
        written(start(), CHOICE, *BESIDE, flow("Keuze", "A", "=ja"), flow("Keuze", "B")),
    ),
    "a default loses its condition": (
        "default_with_condition",
        written(start(), node("exclusiveGateway", "Keuze", default="Nee"), *BESIDE, flow("Keuze", "A", "=ja"),
                flow("Keuze", "B", "=nee", key="Nee")),
    ),
    "a deadline on an edge is written as files do": (
        "timer_value",
        written(start(), user("A"), boundary("Laat", "A", timer("Duration", "5 werkdagen")), end(),
                chain("Begin", "A", "Klaar"), chain("Laat", "Klaar")),
    ),
    "a term is written as files do": (
        "timer_value",
        written(start(), user("A", '<zeebe:taskSchedule dueDate="14 dagen" />'), end(), chain("Begin", "A", "Klaar")),
    ),
    "a condition gets the sign that it is computed": (
        "needs_feel",
        written(start(), node("exclusiveGateway", "Keuze", default="Nee"), *BESIDE,
                flow("Keuze", "A", "bedrag &gt; 5000"), flow("Keuze", "B", key="Nee")),
    ),
    "a script gets the sign that it is computed": (
        "needs_feel",
        written(start(), node("scriptTask", "S", '<zeebe:script expression="a &gt; 1" resultVariable="b" />'), end(),
                chain("Begin", "S", "Klaar")),
    ),
    "the list of a repeated task gets the sign that it is computed": (
        "needs_feel",
        written(start(), user("Taak", each("leden", "lid")), end(), chain("Begin", "Taak", "Klaar")),
    ),
    "a condition says that it is formal": (
        "expression_not_formal",
        written(start(), node("exclusiveGateway", "Keuze", default="Nee"), *BESIDE,
                flow("Keuze", "A", "=bedrag &gt; 5000").replace(f" {FORMAL}", ""), flow("Keuze", "B", key="Nee")),
    ),
    "when a repeated task stops says that it is formal": (
        "expression_not_formal",
        written(start(), user("Taak", each("=leden", "lid", until="=klaar").replace(f" {FORMAL}", "")), end(),
                chain("Begin", "Taak", "Klaar")),
    ),
    "a timer on an edge says that it is formal": (
        "expression_not_formal",
        written(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"), end("Laat"), flow("Rand", "Laat"),
                boundary("Rand", "Taak", timer("Duration", "P14D")).replace(f" {FORMAL}", "")),
    ),
    "a form is made": (
        "unknown_form", written(start(), user("Taak", form="nieuw"), end(), chain("Begin", "Taak", "Klaar")),
    ),
    "a table is made": (
        "unknown_decision",
        written(start(), node("businessRuleTask", "Kies", '<zeebe:calledDecision decisionId="keuze" '
                              'resultVariable="gekozen" />'), end(), chain("Begin", "Kies", "Klaar")),
    ),
    "a mail is made": (
        "unknown_mail",
        written(start(), node("serviceTask", "Mail", '<zeebe:taskDefinition type="mail" />',
                              '<zeebe:taskHeaders><zeebe:header key="template" value="bedankt" />'
                              '<zeebe:header key="to" value="ondersteuning" /></zeebe:taskHeaders>'), end(),
                chain("Begin", "Mail", "Klaar")),
    ),
    "a letter is made": (
        "unknown_letter",
        written(start(), node("serviceTask", "Brief", '<zeebe:taskDefinition type="letter" />',
                              '<zeebe:taskHeaders><zeebe:header key="template" value="bedankt" />'
                              '<zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>'), end(),
                chain("Begin", "Brief", "Klaar")),
    ),
    "a drawing is run": (
        "unreadable",
        {name: data.replace(b' isExecutable="true"', b"")
         for name, data in written(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar")).items()},
    ),
    "an association gets an id": (
        "no_id",
        written(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"),
                '<bpmn:textAnnotation id="T"><bpmn:text>Let op</bpmn:text></bpmn:textAnnotation>',
                '<bpmn:association sourceRef="Taak" targetRef="T" />'),
    ),
    "a join behind a choice lets each way through": (
        "join_without_split",
        written(start(), node("exclusiveGateway", "Keuze", default="Nee"), *BESIDE[:2],
                node("parallelGateway", "Samen"), end(), chain("Begin", "Keuze"), flow("Keuze", "A", "=ja"),
                flow("Keuze", "B", key="Nee"), chain("A", "Samen", "Klaar"), chain("B", "Samen")),
    ),
    "a merge behind a split waits for all ways": (
        "two_at_once",
        written(*DIVIDED, node("exclusiveGateway", "Samen"), chain("A", "Samen", "Klaar"),
                chain("Splits", "B", "Samen")),
    ),
    "what undoes a step gets the mark of it": (
        "handler_unmarked",
        written(*UNDOING, undone("A", user("XA")).replace(' isForCompensation="true"', "")),
    ),
    "what undoes a repeated step is not repeated itself": (
        "handler_repeated",
        written(start(), user("A", each("=leden", "lid")), UNDOES, chain("Begin", "A", "Terug"),
                undone("A", user("XA", each("=leden", "lid")))),
    ),
    "what undoes a part begins and stops it": (
        "compensation_goes_on",
        written(start(), UNDOES, chain("Begin", "Deel", "Terug"),
                part("Deel", start("In"), end("Uit"), flow("In", "Uit"),
                     listening("Sub", compensate(), end("SubUit"), flow("SubKomt", "SubUit"), interrupting=False))),
    ),
    "a compensation event on an edge does not say that its step goes on": (
        "compensation_edge_goes_on",
        written(*UNDOING, undone("A", user("XA")).replace(
            "<bpmn:boundaryEvent ", '<bpmn:boundaryEvent cancelActivity="false" ')),
    ),
    "what is cancelled does not go on": (
        "cancel_goes_on",
        written(start(), transaction("Deel", start("In"), node("endEvent", "Stop", cancel()), flow("In", "Stop")),
                boundary("Af", "Deel", cancel(), interrupting=False), end(), end("X"), chain("Begin", "Deel", "Klaar"),
                flow("Af", "X")),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "files"), CASES.values(), ids=CASES)
def test_a_fix_takes_its_finding_away_and_brings_no_error(code: str, files: dict[str, bytes]) -> None:
    before = judge(files)

    (fix,) = offered(files, code)
    after = judge({**files, **apply_fix(files, fix.key)})

    assert code not in {finding.code for finding in after}
    known = {finding.code for finding in before}
    fresh = [str(finding) for finding in after if finding.severity == ERROR and finding.code not in known]
    assert [text for text in fresh if code != "unreadable" and "variabele" not in text] == []


@pytest.mark.parametrize(("code", "files"), CASES.values(), ids=CASES)
def test_a_fix_changes_no_byte_that_it_is_not_about(code: str, files: dict[str, bytes]) -> None:
    (fix,) = offered(files, code)

    ((name, data),) = apply_fix(files, fix.key).items()

    if name in files:
        # The X of an exclusive gateway stands in the drawing, far from the gateway itself.
        old, new = files[name], data.replace(b' isMarkerVisible="true"', b"")
        begin = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
        end = next(n for n, (a, b) in enumerate(zip(reversed(old), reversed(new), strict=False)) if a != b)
        assert len(old) - begin - end < 200
        assert len(new) - begin - end < 200
    else:
        assert name.endswith((".form", ".dmn", ".md"))


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("flow_without_condition",
         written(start(), CHOICE, *BESIDE, flow("Keuze", "A"), flow("Keuze", "B"))),
        ("needs_feel",
         written(start(), node("exclusiveGateway", "Keuze", default="Nee"), *BESIDE,
                 flow("Keuze", "A", "dit is geen FEEL"), flow("Keuze", "B", key="Nee"))),
        ("expression_not_formal",
         written(start(), node("exclusiveGateway", "Keuze", default="Nee"), *BESIDE,
                 flow("Keuze", "A", "als het goed is").replace(f" {FORMAL}", ""), flow("Keuze", "B", key="Nee"))),
        ("unknown_form",
         written(start(), user("Taak", form="../buiten"), end(), chain("Begin", "Taak", "Klaar"))),
        ("join_without_split",
         written(start(), node("parallelGateway", "Splits"), user("A"),
                 node("exclusiveGateway", "Keuze", default="Door"), node("parallelGateway", "Samen"), end(),
                 end("Weg"), chain("Begin", "Splits", "A", "Samen", "Klaar"), chain("Splits", "Keuze"),
                 flow("Keuze", "Samen", key="Door"), flow("Keuze", "Weg", "=stop"))),
    ],
    ids=["two answers without a condition", "what is no FEEL", "what is natural language",
         "a name that leads out of the folder", "a join that would let two through"],
)  # fmt: skip
def test_where_it_is_not_sure_what_was_meant_nothing_is_offered(code: str, files: dict[str, bytes]) -> None:
    assert code in {finding.code for finding in judge(files)}
    assert offered(files, code) == []


@pytest.mark.parametrize(
    "key", ["", "onzin", "standaard:", "standaard:weg", "formulier:../x", "formulier:leeg", "feel:x"]
)
def test_a_fix_that_nobody_offered_changes_nothing(key: str) -> None:
    files = written(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))

    with pytest.raises((KeyError, EditRefused)):
        apply_fix(files, key)


def test_a_step_of_which_is_said_that_it_is_undone_gets_a_task_that_does_so_of_the_same_group() -> None:
    files = dict(read_folders(WORKFLOWS / "oefenen")["buurtbudget"].files)
    ending = re.search(rb'<bpmn:endEvent id="Bb_Klaar"[^>]*>', files["process.bpmn"])
    assert ending is not None
    undoing = b'<bpmn:compensateEventDefinition id="Terug" activityRef="Bb_Buren" />'
    whole = re.sub(rb'(<bpmn:endEvent id="Bb_Klaar".*?)(\s*</bpmn:endEvent>)', rb"\1" + undoing + rb"\2",
                   files["process.bpmn"], count=1, flags=re.DOTALL)  # fmt: skip
    files["process.bpmn"] = whole

    (fix,) = offered(files, "compensates_unprepared")
    mended = {**files, **apply_fix(files, fix.key)}

    elements = from_bytes(mended, source="proef").process.elements
    (undoes,) = [one for one in elements.values() if one.for_compensation]
    assert fix.label == "Maak een taak die ‘Buren raadplegen’ terugdraait"
    assert (undoes.name, undoes.candidate_groups) == (
        "Buren raadplegen terugdraaien", elements["Bb_Buren"].candidate_groups,
    )  # fmt: skip
    assert "compensates_unprepared" not in {finding.code for finding in judge(mended)}


def test_a_condition_says_that_it_is_formal_in_a_file_that_did_not_know_the_word() -> None:
    files = CASES["a condition says that it is formal"][1]
    without = files["process.bpmn"].replace(b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', b"")

    after = apply_fix({**files, "process.bpmn": without}, "formeel:Keuze_to_A")["process.bpmn"]

    assert b'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=bedrag' in after
    assert offered({**files, "process.bpmn": after}, "expression_not_formal") == []


def test_a_step_takes_over_the_flows_as_they_are_drawn() -> None:
    files = dict(read_folders(WORKFLOWS)["advies-wijkteam"].files)
    whole = files["process.bpmn"]
    entry = re.search(rb"\s*<bpmn:incoming>[^<]+</bpmn:incoming>", whole)
    assert entry is not None
    files["process.bpmn"] = whole.replace(entry[0], entry[0].replace(b"<bpmn:incoming>", b"<bpmn:incoming>weg-"), 1)

    (fix,) = set(offered(files, "lists_disagree"))
    mended = apply_fix(files, fix.key)["process.bpmn"]

    assert "lists_disagree" not in {finding.code for finding in judge({**files, "process.bpmn": mended})}
    assert b"".join(mended.split()) == b"".join(whole.split())


def test_ways_that_come_to_a_task_each_on_their_own_wait_for_each_other_before_it() -> None:
    files = written(*DIVIDED, user("C"), chain("A", "C", "Klaar"), chain("Splits", "B", "C"))

    (fix,) = offered(files, "two_at_once")
    mended = {**files, **apply_fix(files, fix.key)}

    elements = from_bytes(mended, source="proef").process.elements
    (way,) = elements["C"].incoming
    join = elements[str(elements[way].source)]
    assert (join.kind, sorted(elements[flow].source or "" for flow in join.incoming)) == ("parallelGateway", ["A", "B"])
    assert "two_at_once" not in {finding.code for finding in judge(mended)}


def test_a_task_that_is_also_come_back_to_gets_no_join_that_would_wait_for_ever() -> None:
    back = (
        node("exclusiveGateway", "Goed?", default="Ja"),
        flow("Goed?", "C", "=nee"),
        flow("Goed?", "Klaar", key="Ja"),
    )
    files = written(*DIVIDED, user("C"), *back, chain("A", "C", "Goed?"), chain("Splits", "B", "C"))

    assert offered(files, "two_at_once") == []


def test_a_join_that_lets_each_way_through_is_drawn_with_its_x_again() -> None:
    whole = read_folders(WORKFLOWS / "oefenen")["buurtbudget"].files["process.bpmn"]
    waiting = whole.replace(b'exclusiveGateway id="Bb_Samen"', b'parallelGateway id="Bb_Samen"')
    waiting = waiting.replace(b'bpmnElement="Bb_Samen" isMarkerVisible="true"', b'bpmnElement="Bb_Samen"')
    waiting = re.sub(rb'(id="Bb_Samen".*?</bpmn:)exclusive', rb"\1parallel", waiting, count=1, flags=re.DOTALL)

    mended = apply_fix({"process.bpmn": waiting}, "kruising:Bb_Samen")["process.bpmn"]

    assert mended == whole


def test_a_join_that_waits_for_all_is_drawn_without_an_x() -> None:
    whole = read_folders(WORKFLOWS / "oefenen")["buurtbudget"].files["process.bpmn"]

    mended = apply_fix({"process.bpmn": whole}, "samenkomst:Bb_Samen")["process.bpmn"]

    assert b'bpmnElement="Bb_Samen">' in mended
