"""Editing what an element says: only that changes, in the drawing and in the bytes, and it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dialect.bpmn import read
from engine.dialect.elements import Element, IoMapping, Loop, Process
from engine.editing import (
    Edited,
    Source,
    make_default,
    move_to_lane,
    read_source,
    remove_default,
    set_condition,
    set_documentation,
    set_extension,
    set_headers,
    set_loop,
    set_mappings,
    set_name,
    set_property,
    set_timer,
)
from engine.errors import EditRefused
from tests.engine.editing.stock import diagrams, folders, outside, own_findings, stock_source
from tests.lengths import examples

ELEMENTS = [(key, e) for key, folder in folders().items() for e in folder.process.elements.values()]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=40)


def of_kind(*kinds: str) -> st.SearchStrategy[tuple[str, Element]]:
    return st.sampled_from([(process, e) for process, e in ELEMENTS if e.kind in kinds])


def process_of(data: bytes) -> Process:
    return next(one for one in read(data, "x").processes if one.executable)


def changed(before: bytes, after: bytes) -> dict[str, set[str]]:
    """Of each element that is read otherwise, the attributes that are; the drawing must be the same."""
    old, new = (read(data, "x") for data in (before, after))
    assert (old.shapes, old.edges, old.collaboration, old.messages) == (
        new.shapes,
        new.edges,
        new.collaboration,
        new.messages,
    )
    a, b = process_of(before), process_of(after)
    assert list(a.elements) == list(b.elements)
    names = [f.name for f in fields(Element) if f.name not in {"line", "near"}]
    found = {}
    for key, element in a.elements.items():
        told = {name for name in names if getattr(element, name) != getattr(b.elements[key], name)}
        if told:
            found[key] = told
    return found


@given(st.sampled_from(ELEMENTS), TEXT)
def test_a_name_changes_a_name_and_can_be_taken_back(one: tuple[str, Element], name: str) -> None:
    process, element = one
    data = diagrams()[process]

    after = set_name(stock_source(process), element.id, name).data

    expected = " ".join(name.split())
    assert changed(data, after) == ({element.id: {"name"}} if expected != element.name else {})
    assert process_of(after).elements[element.id].name == expected
    if element.name and expected:
        assert set_name(read_source(after), element.id, element.name).data == data


SETTINGS = [
    (("userTask",), "formDefinition", "formId", "form_id"),
    (("userTask",), "assignmentDefinition", "candidateGroups", "candidate_groups"),
    (("userTask",), "assignmentDefinition", "assignee", "assignee"),
    (("userTask",), "taskSchedule", "dueDate", "due_date"),
    (("userTask",), "taskSchedule", "followUpDate", "follow_up_date"),
    (("userTask",), "priorityDefinition", "priority", "priority"),
    (("serviceTask",), "taskDefinition", "type", "job_type"),
    (("businessRuleTask",), "calledDecision", "decisionId", "decision_id"),
    (("businessRuleTask",), "calledDecision", "resultVariable", "result_variable"),
    (("scriptTask",), "script", "expression", "script"),
    (("callActivity",), "calledElement", "processId", "called_process"),
]


@given(st.sampled_from(SETTINGS), st.data(), TEXT)
def test_a_setting_changes_that_setting_and_can_be_taken_back(
    setting: tuple[tuple[str, ...], str, str, str], data: st.DataObject, value: str
) -> None:
    kinds, extension, attribute, name = setting
    process, element = data.draw(of_kind(*kinds))
    before = diagrams()[process]

    after = set_extension(stock_source(process), element.id, extension, attribute, value).data

    now = getattr(process_of(after).elements[element.id], name)
    assert (now or "") == value.strip()
    told = changed(before, after)
    assert set(told) <= {element.id}
    assert set().union(*told.values()) <= {name}
    old = getattr(element, name)
    if old is not None and value.strip():
        assert set_extension(read_source(after), element.id, extension, attribute, old).data == before
    if old is None and value.strip():
        assert set_extension(read_source(after), element.id, extension, attribute, None).data == before


@given(
    of_kind("userTask", "serviceTask", "endEvent", "startEvent"), st.sampled_from(["publishedStatus", "eigen"]), TEXT
)
def test_a_property_changes_that_property_and_can_be_taken_back(
    one: tuple[str, Element], name: str, value: str
) -> None:
    process, element = one
    before = diagrams()[process]

    after = set_property(stock_source(process), element.id, name, value).data

    assert process_of(after).elements[element.id].properties.get(name, "") == value.strip()
    assert changed(before, after) in ({}, {element.id: {"properties"}})
    old = element.properties.get(name)
    if old is None or value.strip():
        assert set_property(read_source(after), element.id, name, old).data == before


MAPPINGS = st.lists(
    st.builds(IoMapping, TEXT.map(lambda text: f"={text}x"), st.sampled_from(["a", "b", "c"])), max_size=5
)


@settings(max_examples=examples(25))
@given(of_kind("userTask", "serviceTask", "callActivity"), MAPPINGS, MAPPINGS)
def test_inputs_and_outputs_become_those_that_are_given(
    one: tuple[str, Element], inputs: list[IoMapping], outputs: list[IoMapping]
) -> None:
    process, element = one
    before = diagrams()[process]

    source = set_mappings(stock_source(process), element.id, "output", outputs).source
    after = set_mappings(source, element.id, "input", inputs).data

    now = process_of(after).elements[element.id]
    assert ([*now.inputs], [*now.outputs]) == (inputs, outputs)
    assert set().union(*changed(before, after).values()) <= {"inputs", "outputs"}
    assert not [f for f in own_findings(process, after) if f.code == "misplaced"]


@given(of_kind("serviceTask"), st.dictionaries(st.sampled_from(["to", "template", "process", "x"]), TEXT, max_size=3))
def test_headers_become_those_that_are_given(one: tuple[str, Element], headers: dict[str, str]) -> None:
    process, element = one
    before = diagrams()[process]

    after = set_headers(stock_source(process), element.id, headers).data

    assert process_of(after).elements[element.id].headers == {key: value.strip() for key, value in headers.items()}
    assert set().union(*changed(before, after).values()) <= {"headers"}


@settings(max_examples=examples(25))
@given(of_kind("userTask", "exclusiveGateway", "endEvent", "sequenceFlow"), TEXT)
def test_a_documentation_is_put_where_the_schema_wants_it(one: tuple[str, Element], text: str) -> None:
    process, element = one
    before = diagrams()[process]

    after = set_documentation(stock_source(process), element.id, text).data

    assert (process_of(after).elements[element.id].documentation or "") == text.strip()
    assert not [f for f in own_findings(process, after) if f.code == "misplaced"]
    if element.documentation and text.strip():
        assert set_documentation(read_source(after), element.id, element.documentation).data == before
    elif not element.documentation:
        assert set_documentation(read_source(after), element.id, "").data == before


CHOICES = [
    (process, flow)
    for process, flow in ELEMENTS
    if flow.kind == "sequenceFlow" and folders()[process].process.elements[flow.source or ""].kind == "exclusiveGateway"
]


@settings(max_examples=examples(25))
@given(st.sampled_from(CHOICES), TEXT)
def test_a_condition_changes_that_condition_and_can_be_taken_back(one: tuple[str, Element], text: str) -> None:
    process, flow = one
    before = diagrams()[process]

    after = set_condition(stock_source(process), flow.id, f"={text}1").data

    assert process_of(after).elements[flow.id].condition == f"={text}1".strip()
    assert not [f for f in own_findings(process, after) if f.code == "misplaced"]
    assert set_condition(read_source(after), flow.id, flow.condition or "").data == before


def test_a_condition_on_a_flow_that_leaves_no_choice_is_refused() -> None:
    with pytest.raises(EditRefused, match="condition_elsewhere"):
        set_condition(read_source(diagrams()["behandeling"]), "Flow_Begonnen_Controleren", "=x")


def test_a_flow_that_becomes_the_default_loses_its_condition() -> None:
    source = make_default(read_source(diagrams()["behandeling"]), "Flow_Volledig_Gebied").source

    elements = process_of(source.encode()).elements
    assert elements["Beh_Volledig"].default == "Flow_Volledig_Gebied"
    assert elements["Flow_Volledig_Gebied"].condition is None
    assert process_of(remove_default(source, "Beh_Volledig").data).elements["Beh_Volledig"].default is None


@pytest.mark.parametrize("kind", ["duration", "date", "cycle"])
def test_a_timer_is_set_and_keeps_how_it_is_written(kind: str) -> None:
    before = diagrams()["behandeling"]

    source = set_timer(read_source(before), "Beh_Week_Voorbij", kind, "=termijn").source

    event = process_of(source.encode()).elements["Beh_Week_Voorbij"].event
    assert event is not None
    assert (event.timer_kind, event.expression) == (kind, "=termijn")
    assert set_timer(source, "Beh_Week_Voorbij", "duration", "P7D").data == before


def test_a_timer_without_a_time_gets_one_that_is_formal() -> None:
    whole = diagrams()["behandeling"]
    element = whole[whole.index(b'id="Beh_Week_Voorbij"') :]
    time = element[element.index(b"<bpmn:timeDuration") : element.index(b"</bpmn:timeDuration>") + 20]

    after = set_timer(read_source(whole.replace(time, b"", 1)), "Beh_Week_Voorbij", "duration", "P7D").data

    assert b'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D<' in after
    assert not [f for f in own_findings("behandeling", after) if f.code == "expression_not_formal"]


LOOP = {
    "inputCollection": "=leden",
    "inputElement": "lid",
    "outputCollection": "stemmen",
    "outputElement": "=stem",
    "completionCondition": "=numberOfCompletedInstances > 3",
}


@pytest.mark.parametrize("task", ["Beh_Gesprek", "Beh_Korte_Klap"])
def test_a_task_is_repeated_for_each_of_a_list_and_can_be_done_once_again(task: str) -> None:
    before = diagrams()["behandeling"]

    source = set_loop(read_source(before), task, LOOP).source

    assert process_of(source.encode()).elements[task].loop == Loop(
        False, False, "=leden", "lid", "stemmen", "=stem", "=numberOfCompletedInstances > 3"
    )
    told = {"misplaced", "unknown_content", "expression_not_formal"}
    assert not [f for f in own_findings("behandeling", source.encode()) if f.code in told]
    assert set_loop(source, task, dict.fromkeys(LOOP, "")).data == before


def test_a_condition_to_stop_that_comes_later_is_formal_too() -> None:
    source = set_loop(read_source(diagrams()["behandeling"]), "Beh_Gesprek", {**LOOP, "completionCondition": ""}).source

    after = set_loop(source, "Beh_Gesprek", {"completionCondition": "=klaar"}).data

    assert b'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=klaar<' in after


def test_what_a_repetition_says_is_changed_one_by_one() -> None:
    before = diagrams()["besluit-stuurgroep"]
    task = next(e for _, e in ELEMENTS if e.loop is not None and e.process == "besluit-stuurgroep")

    source = set_loop(read_source(before), task.id, {"inputElement": "persoon", "isSequential": "true"}).source

    loop = process_of(source.encode()).elements[task.id].loop
    assert task.loop is not None
    assert loop == replace(task.loop, input_element="persoon", sequential=True)
    undone = {"inputElement": task.loop.input_element or "", "isSequential": "false"}
    assert set_loop(source, task.id, undone).data == before


def test_a_step_goes_to_another_lane() -> None:
    before = diagrams()["behandeling"]

    source = move_to_lane(read_source(before), "Beh_Gesprek", "Lane_behandeling_ondersteuning").source

    assert process_of(source.encode()).elements["Beh_Gesprek"].lane == "Ondersteuning"
    assert changed(before, source.encode()) == {"Beh_Gesprek": {"lane"}}


def add_status(source: Source) -> Edited:
    return set_property(source, "Beh_Gesprek", "publishedStatus", "Bezig")


def add_reading(source: Source) -> Edited:
    return set_documentation(source, "Beh_Volledig", "Weten wij <genoeg>?")


MANNERS: dict[str, Callable[[bytes], bytes]] = {
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "tabs": lambda data: data.replace(b"  ", b"\t"),
    "one line": lambda data: b"".join(line.strip() for line in data.splitlines()),
    "no space before the end": lambda data: data.replace(b" />", b"/>"),
    "no prefix": lambda data: (
        data.replace(b"xmlns:bpmn=", b"xmlns=").replace(b"<bpmn:", b"<").replace(b"</bpmn:", b"</")
    ),
    "another prefix": lambda data: data.replace(b"zeebe:", b"z:").replace(b":zeebe=", b":z="),
}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("edit", [add_status, add_reading])
def test_what_is_new_is_written_in_the_manner_of_the_file(manner: str, edit: Callable[[Source], Edited]) -> None:
    before = diagrams()["behandeling"]

    after = edit(read_source(MANNERS[manner](before))).data

    assert after == MANNERS[manner](edit(read_source(before)).data)


def test_only_the_place_of_a_change_is_different() -> None:
    before = diagrams()["behandeling"]

    after = set_extension(read_source(before), "Beh_Gesprek", "taskSchedule", "dueDate", "=werkdagen(10)").data

    assert outside(before, after) == (b"5", b"0")


def test_a_setting_that_means_nothing_on_an_element_is_refused() -> None:
    with pytest.raises(EditRefused, match="not_on_this_kind"):
        set_extension(read_source(diagrams()["behandeling"]), "Beh_Volledig", "formDefinition", "formId", "x")
