"""Workload W: a process of seventeen nodes whose tasks the bench completes, in our dialect and plainly for others."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from xml.sax.saxutils import escape

from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import chain, each, end, field, flow, folder, form, node, properties, script, start, user

PROCESS = "werk"
COUNCIL = ("a", "b", "c", "d", "e")
LAPS = 5
"""How often a case loops, unless stated otherwise."""
STEPS_A_LAP = 1 + len(COUNCIL)
"""One answer to *Beoordelen*, five to *Adviseren*."""
TEXT = "Een bank aan het pad langs de vijver, zodat ouderen onderweg kunnen rusten. " * 3
"""As much as a person types."""

_NODES = (
    ("Begin", "Terug", "Tellen", "Beoordelen", "Goed", "Splitsing"),
    ("Splitsing", "Links", "Samen"),
    ("Splitsing", "Rechts", "Samen"),
    ("Samen", "Adviseren", "Opmaken", "Nogmaals", "Afronden", "Vastgelegd", "Melden", "Klaar"),
)


def answers(element: str, again: str) -> dict[str, str]:
    """The answers to a user task; `again` says whether there is another lap, "ja" or "nee"."""
    if element == "Beoordelen":
        return {"oordeel": "goed", "vervolg": again, "reden": TEXT}
    return {"advies": "positief", "uitleg": TEXT}


def process() -> ProcessFiles:
    """Ours: two user tasks (one by five side by side), choices, a parallel block and the way back to the start."""
    choice = {"type": "radio", "values": [{"value": v, "label": v.capitalize()} for v in ("ja", "nee")]}
    asked = {"validate": {"required": True}}
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        node("exclusiveGateway", "Terug"),
        script("Tellen", "=if ronde = null then 1 else ronde + 1", "ronde"),
        user("Beoordelen", form="beoordelen", due='=duration("P5D")'),
        node("exclusiveGateway", "Goed", default="Goed_to_Splitsing"),
        node("parallelGateway", "Splitsing"),
        script("Links", "=ronde * 2", "links"),
        script("Rechts", "=ronde * 3", "rechts"),
        node("parallelGateway", "Samen"),
        user("Adviseren", each(f"={list(COUNCIL)}".replace("'", '"'), "lid", yields="=advies", into="adviezen"),
             form="adviseren", groups="ondersteuning"),
        script("Opmaken", "=count(adviezen)", "aantal"),
        node("exclusiveGateway", "Nogmaals", default="Nogmaals_to_Afronden"),
        script("Afronden", "=links + rechts", "som"),
        node("intermediateThrowEvent", "Vastgelegd"),
        node("manualTask", "Melden"),
        end("Klaar"),
        "".join(chain(*way) for way in _NODES),
        flow("Goed", "Terug", '=oordeel = "terug"'),
        flow("Nogmaals", "Terug", '=vervolg = "ja"'),
        process=PROCESS,
        files={
            "forms/insturen.form": form("insturen", field("titel")),
            "forms/beoordelen.form": form(
                "beoordelen", {**field("oordeel"), **asked}, {**field("vervolg"), **choice}, field("reden", "textarea")
            ),
            "forms/adviseren.form": form("adviseren", {**field("advies"), **asked}, field("uitleg", "textarea")),
        },
    )  # fmt: skip


def plain(back: Mapping[str, str], scripts: Mapping[str, str]) -> bytes:
    """The same for others: conditions of the ways back, by gateway, and scripts, by task, are in their language."""
    kinds = {"Begin": "startEvent", "Klaar": "endEvent", "Vastgelegd": "intermediateThrowEvent", "Melden": "task"}
    kinds |= dict.fromkeys(("Terug", "Goed", "Nogmaals"), "exclusiveGateway")
    kinds |= dict.fromkeys(("Splitsing", "Samen"), "parallelGateway")
    kinds |= dict.fromkeys(("Tellen", "Links", "Rechts", "Opmaken", "Afronden"), "scriptTask")
    kinds |= dict.fromkeys(("Beoordelen", "Adviseren"), "userTask")
    loop = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:loopCardinality>5</bpmn:loopCardinality>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    ways = [(a, b) for way in _NODES for a, b in pairwise(way)]
    flows = "".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in ways)
    for gateway, condition in back.items():
        told = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}'
        flows += f'<bpmn:sequenceFlow id="{gateway}_Terug" sourceRef="{gateway}" targetRef="Terug">{told}'
        flows += "</bpmn:conditionExpression></bpmn:sequenceFlow>"
        ways.append((gateway, "Terug"))
    otherwise = {"Goed": ' default="Goed_Splitsing"', "Nogmaals": ' default="Nogmaals_Afronden"'}
    language = ' scriptFormat="javascript"'
    nodes = "".join(
        f'<bpmn:{kind} id="{key}" name="{key}"{otherwise.get(key, "")}{language if key in scripts else ""}>'
        + "".join(f"<bpmn:incoming>{a}_{b}</bpmn:incoming>" for a, b in ways if b == key)
        + "".join(f"<bpmn:outgoing>{a}_{b}</bpmn:outgoing>" for a, b in ways if a == key)
        + (loop if key == "Adviseren" else "")
        + (f"<bpmn:script>{escape(scripts[key])}</bpmn:script>" if key in scripts else "")
        + f"</bpmn:{kind}>"
        for key, kind in kinds.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="http://smederij.invalid">'
        f'<bpmn:process id="{PROCESS}" isExecutable="true">{nodes}{flows}</bpmn:process></bpmn:definitions>'
    ).encode()
