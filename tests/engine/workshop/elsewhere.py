"""Drawings as other programs export them: their namespaces, prefixes, settings and habits."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

DI = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" exporter="Camunda Modeler" exporterVersion="5.19.0"'
FLOWABLE = 'xmlns:flowable="http://flowable.org/bpmn" exporter="Flowable Open Source Modeler"'


def drawn(*keys: str) -> str:
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{key}_di" bpmnElement="{key}">'
        f'<dc:Bounds x="{100 + 150 * at}" y="80" width="100" height="80"/></bpmndi:BPMNShape>'
        for at, key in enumerate(keys)
    )
    plane = f'<bpmndi:BPMNPlane id="P" bpmnElement="Process_1">{shapes}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="D">{plane}</bpmndi:BPMNDiagram>'


def chained(*keys: str) -> str:
    pairs = pairwise(keys)
    return "".join(f'<sequenceFlow id="van_{one}" sourceRef="{one}" targetRef="{other}"/>' for one, other in pairs)


def exported(program: str, *inside: str, process: str = "") -> bytes:
    """A drawing of one process, in the default namespace."""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        f'{DI} {XSI} {program} id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn">\n'
        f'  <process id="Process_1" isExecutable="true"{process}>\n    {"".join(inside)}\n  </process>\n'
        f"  {drawn('Begin', 'Taak', 'Klaar')}\n</definitions>\n"
    )
    return text.encode()


def around(task: str) -> Iterable[str]:
    """A task between a start and an end."""
    return (
        '<startEvent id="Begin" name="Begonnen"/>',
        task,
        '<endEvent id="Klaar" name="Klaar"/>',
        chained("Begin", "Taak", "Klaar"),
    )


def pools(*names: str, empty: str = "") -> bytes:
    """Several pools of which none runs, as Signavio and Bizagi export them; `empty` has nothing in it."""
    parties = "".join(
        f'<participant id="p_{one}" name="{one}" processRef="proces_{one}"/>' for one in (*names, empty) if one
    )
    processes = "".join(
        f'<process id="proces_{one}" name="{one}" isExecutable="false">'
        f'<startEvent id="s_{one}"/><task id="t_{one}" name="Kijken"/><endEvent id="e_{one}"/>'
        f"{chained(f's_{one}', f't_{one}', f'e_{one}')}</process>"
        for one in names
    )
    if empty:
        processes += (
            f'<process id="proces_{empty}"><ioSpecification><inputSet/><outputSet/></ioSpecification></process>'
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><definitions '
        f'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" {DI} exporter="Signavio Process Editor" id="sid-0" '
        f'targetNamespace="http://www.signavio.com"><collaboration id="sid-1">{parties}</collaboration>{processes}'
        f"</definitions>"
    ).encode()
