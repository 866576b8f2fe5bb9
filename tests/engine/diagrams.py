"""Small diagrams for tests: BPMN written as Python, with a drawing that is complete but not pretty."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from engine.dialect.folder import ProcessFiles, from_bytes

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="Definitions" targetNamespace="http://smederij.invalid">\n'
)


FORMAL = 'xsi:type="bpmn:tFormalExpression"'
"""What modelers write with every expression: one without it is natural language (BPMN 2.0.2 clause 8.4.6)."""


def node(kind: str, key: str, *inside: str, name: str | None = None, **attributes: str) -> str:
    """Any element. `inside` holds XML; parts in the zeebe namespace go into extensionElements."""
    extensions = "".join(part for part in inside if part.startswith("<zeebe:"))
    documented = "".join(part for part in inside if part.startswith("<bpmn:documentation>"))
    rest = "".join(part for part in inside if not part.startswith(("<zeebe:", "<bpmn:documentation>")))
    told = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    wrapped = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    label = key if name is None else name
    return f"<bpmn:{kind} id={quoteattr(key)} name={quoteattr(label)}{told}>{documented}{wrapped}{rest}</bpmn:{kind}>"


def gateway(key: str, kind: str = "exclusiveGateway", default: str = "") -> str:
    return node(kind, key, **({"default": default} if default else {}))


def start(key: str = "Begin", *inside: str) -> str:
    return node("startEvent", key, *inside)


def end(key: str = "Klaar", *inside: str) -> str:
    return node("endEvent", key, *inside)


def user(key: str, *inside: str, groups: str = "ondersteuning", form: str = "leeg", due: str = "") -> str:
    schedule = f"<zeebe:taskSchedule dueDate={quoteattr(due)} />" if due else ""
    return node(
        "userTask",
        key,
        f"<zeebe:formDefinition formId={quoteattr(form)} />",
        f"<zeebe:assignmentDefinition candidateGroups={quoteattr(groups)} />",
        *([schedule] if schedule else []),
        *inside,
    )


def each(collection: str, item: str, *, yields: str = "", into: str = "", until: str = "") -> str:
    """Parallel multi-instance characteristics."""
    output = f" outputCollection={quoteattr(into)} outputElement={quoteattr(yields)}" if into else ""
    condition = f"<bpmn:completionCondition {FORMAL}>{until}</bpmn:completionCondition>" if until else ""
    return (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        f"<zeebe:loopCharacteristics inputCollection={quoteattr(collection)} inputElement={quoteattr(item)}{output} />"
        f"</bpmn:extensionElements>{condition}</bpmn:multiInstanceLoopCharacteristics>"
    )


def properties(**told: str) -> str:
    rows = "".join(f"<zeebe:property name={quoteattr(k)} value={quoteattr(v)} />" for k, v in told.items())
    return f"<zeebe:properties>{rows}</zeebe:properties>"


def io(inputs: Mapping[str, str] | None = None, outputs: Mapping[str, str] | None = None) -> str:
    """An ioMapping; each as target → source."""
    rows = "".join(f"<zeebe:input source={quoteattr(s)} target={quoteattr(t)} />" for t, s in (inputs or {}).items())
    rows += "".join(f"<zeebe:output source={quoteattr(s)} target={quoteattr(t)} />" for t, s in (outputs or {}).items())
    return f"<zeebe:ioMapping>{rows}</zeebe:ioMapping>"


def script(key: str, expression: str, result: str, *inside: str) -> str:
    told = f"<zeebe:script expression={quoteattr(expression)} resultVariable={quoteattr(result)} />"
    return node("scriptTask", key, told, *inside)


def timer(kind: str, value: str) -> str:
    """An event definition; kind is Date, Duration or Cycle."""
    told = f"<bpmn:time{kind} {FORMAL}>{value}</bpmn:time{kind}>"
    return f"<bpmn:timerEventDefinition>{told}</bpmn:timerEventDefinition>"


def message(key: str = "Message_1") -> str:
    return f"<bpmn:messageEventDefinition messageRef={quoteattr(key)} />"


def signal(name: str = "alarm") -> str:
    return f"<bpmn:signalEventDefinition signalRef={quoteattr(name)} />"


def error(code: str = "") -> str:
    """An error with a code; without one, any error."""
    return f"<bpmn:errorEventDefinition errorRef={quoteattr(code)} />" if code else "<bpmn:errorEventDefinition />"


def escalation(code: str = "") -> str:
    told = f" escalationRef={quoteattr(code)}" if code else ""
    return f"<bpmn:escalationEventDefinition{told} />"


def conditional(condition: str) -> str:
    told = f"<bpmn:condition {FORMAL}>{escape(condition)}</bpmn:condition>"
    return f"<bpmn:conditionalEventDefinition>{told}</bpmn:conditionalEventDefinition>"


def link(name: str) -> str:
    return f"<bpmn:linkEventDefinition name={quoteattr(name)} />"


def catch(key: str, definition: str) -> str:
    return node("intermediateCatchEvent", key, definition)


def throw(key: str, definition: str = "") -> str:
    return node("intermediateThrowEvent", key, definition)


def compensate(activity: str = "", *, waits: bool = True) -> str:
    """Undoing one activity, or everything that was done."""
    told = f" activityRef={quoteattr(activity)}" if activity else ""
    later = "" if waits else ' waitForCompletion="false"'
    return f"<bpmn:compensateEventDefinition{told}{later} />"


def undone(activity: str, handler: str) -> str:
    """A compensation event `<activity>Terug` on the boundary of an activity, and the `handler` that it leads to."""
    key = re.search(r' id="([^"]+)"', handler)
    assert key is not None
    marked = re.sub(r'^(<bpmn:\w+ id="[^"]*")', r'\1 isForCompensation="true"', handler)
    edge = node("boundaryEvent", f"{activity}Terug", compensate(), attachedToRef=activity)
    link = f'<bpmn:association id="{activity}Ongedaan" sourceRef="{activity}Terug" targetRef="{key[1]}" />'
    return edge + link + marked


def cancel() -> str:
    return "<bpmn:cancelEventDefinition />"


def transaction(key: str, *inside: str) -> str:
    return node("transaction", key, *inside)


def listening(key: str, definition: str, *inside: str, interrupting: bool = True) -> str:
    """An event subprocess: `inside` leads on from the event `<key>Komt`."""
    begin = node("startEvent", f"{key}Komt", definition, isInterrupting=str(interrupting).lower())
    return node("subProcess", key, begin, *inside, triggeredByEvent="true")


def part(key: str, *inside: str) -> str:
    """An embedded subprocess."""
    return node("subProcess", key, *inside)


def boundary(key: str, on: str, definition: str, *, interrupting: bool = True) -> str:
    return node("boundaryEvent", key, definition, attachedToRef=on, cancelActivity=str(interrupting).lower())


def flow(source: str, target: str, condition: str = "", key: str = "") -> str:
    inner = f"<bpmn:conditionExpression {FORMAL}>{condition}</bpmn:conditionExpression>" if condition else ""
    key = key or f"{source}_to_{target}"
    return f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


def chain(*keys: str) -> str:
    """Flows from each to the next."""
    return "".join(flow(a, b) for a, b in pairwise(keys))


def definitions(
    *inside: str, process: str = "proef", messages: Mapping[str, str] | None = None, extra: str = "", around: str = ""
) -> bytes:
    """A whole file with one executable process and a drawing of every id in it. `around` is placed beside the process.

    `messages` are names by id, with the correlation key after a bar: `betaald|=nummer`. An error or escalation has
    its id as its code, and no code if the id starts with `elke_`.
    """
    body = "".join(inside)
    heads = "".join(_message(k, v) for k, v in (messages or {"Message_1": "intrekking"}).items())
    heads += "".join(
        f'<bpmn:{kind} id="{key}" name="{key}"{"" if key.startswith("elke_") else code.format(key)} />'
        for kind, code in (("signal", ""), ("error", ' errorCode="{}"'), ("escalation", ' escalationCode="{}"'))
        for key in sorted(set(re.findall(rf'{kind}Ref="([^"]+)"', body)))
    )
    return (
        f'{HEAD}{heads}{around}<bpmn:process id="{process}" name="{process}" isExecutable="true">{extra}{body}'
        "</bpmn:process>"
        f'<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="P" bpmnElement="{process}">{_draw(body)}'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()


def _message(key: str, told: str) -> str:
    name, bar, correlation = told.partition("|")
    if not bar:
        return f"<bpmn:message id={quoteattr(key)} name={quoteattr(name)} />"
    subscription = f"<zeebe:subscription correlationKey={quoteattr(correlation)} />"
    return node("message", key, subscription, name=name)


def _draw(body: str) -> str:
    found = []
    for number, (kind, key) in enumerate(re.findall(r'<bpmn:(\w+) id="([^"]*)"', body)):
        if kind == "sequenceFlow":
            points = "".join(f'<di:waypoint x="{x}" y="{number}" />' for x in (0, 10))
            found.append(f'<bpmndi:BPMNEdge id="di_{key}" bpmnElement="{key}">{points}</bpmndi:BPMNEdge>')
        else:
            box = f'<dc:Bounds x="{number * 150}" y="0" width="100" height="80" />'
            found.append(f'<bpmndi:BPMNShape id="di_{key}" bpmnElement="{key}">{box}</bpmndi:BPMNShape>')
    return "".join(found)


def form(key: str, *components: Mapping[str, object]) -> bytes:
    return json.dumps({"type": "default", "id": key, "components": list(components)}).encode()


def field(key: str, kind: str = "textfield", **told: object) -> dict[str, object]:
    return {"id": f"Field_{key}", "type": kind, "key": key, "label": key.capitalize(), **told}


def folder(*inside: str, process: str = "proef", files: Mapping[str, bytes] | None = None, **told: Any) -> ProcessFiles:
    """A process with an empty form, ready to be deployed or compiled."""
    found = {
        "process.bpmn": definitions(*inside, process=process, **told),
        "forms/leeg.form": form("leeg"),
        **(files or {}),
    }
    return from_bytes(found, source=process)
