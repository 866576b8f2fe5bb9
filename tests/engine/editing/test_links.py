"""Links in a drawing: where one leads, and what becomes of the flow when it is taken away."""

from __future__ import annotations

import pytest

from engine.dialect.bpmn import read
from engine.dialect.elements import Process
from engine.editing import New, Source, add_branch, add_step, enclose, lead_link, list_lasts, read_source, remove_step
from engine.errors import EditRefused
from engine.steps import list_steps
from engine.workshop.blank import draw_blank
from tests.engine.diagrams import link as definition

PLACES = {"Weg": 500, "Hier": 620, "Daar": 620}


def _drawn() -> Source:
    """Begin → Taak → Weg, and at two other places Hier → Klaar and Daar → Einde. Weg leads to Hier."""
    text = draw_blank("proef", "Proef").decode()
    throw = '<bpmn:intermediateThrowEvent id="Weg" name="Weg"><bpmn:incoming>proef-naar-einde</bpmn:incoming>'
    nodes = throw + definition("hier") + "</bpmn:intermediateThrowEvent>"
    for key, name, flow, end in (("Hier", "hier", "F1", "proef-einde"), ("Daar", "daar", "F2", "Einde")):
        nodes += f'<bpmn:intermediateCatchEvent id="{key}" name="{key}"><bpmn:outgoing>{flow}</bpmn:outgoing>'
        nodes += f"{definition(name)}</bpmn:intermediateCatchEvent>"
        nodes += f'<bpmn:sequenceFlow id="{flow}" sourceRef="{key}" targetRef="{end}" />'
    nodes += '<bpmn:endEvent id="Einde" name="Einde"><bpmn:incoming>F2</bpmn:incoming></bpmn:endEvent>'
    text = text.replace('sourceRef="proef-taak" targetRef="proef-einde"', 'sourceRef="proef-taak" targetRef="Weg"')
    text = text.replace("<bpmn:incoming>proef-naar-einde</bpmn:incoming>", "<bpmn:incoming>F1</bpmn:incoming>")
    nodes = nodes.replace("<bpmn:incoming>F1</bpmn:incoming>", "<bpmn:incoming>proef-naar-einde</bpmn:incoming>", 1)
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{key}_di" bpmnElement="{key}"><dc:Bounds x="{x}" y="{y}" width="36" height="36" />'
        "</bpmndi:BPMNShape>"
        for key, x, y in (("Weg", 532, 102), ("Hier", 152, 302), ("Daar", 152, 402), ("Einde", 300, 402))
    )
    text = text.replace('<dc:Bounds x="532" y="102"', '<dc:Bounds x="300" y="302"')
    text = text.replace("</bpmn:process>", f"{nodes}</bpmn:process>")
    return read_source(text.replace("</bpmndi:BPMNPlane>", f"{shapes}</bpmndi:BPMNPlane>").encode())


def _process(source: Source) -> Process:
    return read(source.encode(), "x").processes[0]


def test_a_reader_meets_where_a_link_leads_right_after_it() -> None:
    steps = {one.element_id: [f.element_id for f in one.followed_by] for one in list_steps(_process(_drawn()))}

    assert steps["Weg"] == ["Hier"]
    order = list(steps)
    assert order.index("Hier") == order.index("Weg") + 1


def test_a_link_can_lead_to_another_place() -> None:
    edit = lead_link(_drawn(), "Weg", "Daar")

    steps = {one.element_id: [f.element_id for f in one.followed_by] for one in list_steps(_process(edit.source))}
    assert steps["Weg"] == ["Daar"]
    assert lead_link(edit.source, "Weg", "Daar").done is None


def test_a_link_that_is_taken_away_leaves_a_line_to_where_it_led() -> None:
    edit = remove_step(_drawn(), "Weg")

    elements = _process(edit.source).elements
    assert {"Weg", "Hier"} & set(elements) == set()
    assert elements["proef-naar-einde"].target == "proef-einde"
    assert "Daar" in elements


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda s: add_step(s, "Weg", "userTask", "Nog iets"), "after_link"),
        (lambda s: add_branch(s, "Weg", New("endEvent", "Klaar"), condition="=ja", question="Zo?"), "no_choice_here"),
        (lambda s: add_branch(s, "proef-taak", "Hier", condition="=ja", question="Zo?"), "link_led_to"),
        (lambda s: remove_step(s, "Hier"), "link_led_to"),
        (lambda s: lead_link(s, "Weg", "proef-taak"), "not_on_this_kind"),
        (lambda s: enclose(s, "proef-taak", "Weg", "Samen"), "part_leaves"),
    ],
    ids=["after_it", "a_choice", "a_line_to_it", "what_is_led_to", "to_a_task", "in_a_part"],
)
def test_what_a_link_cannot_have_is_refused(edit: object, code: str) -> None:
    assert callable(edit)

    with pytest.raises(EditRefused, match=code):
        edit(_drawn())


def test_no_part_is_offered_around_a_link() -> None:
    assert "Weg" not in list_lasts(_drawn(), "proef-taak")
