"""Extensions: what an element says in the zeebe namespace, and which parts of that have no effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.dialect.elements import IoMapping
from engine.dialect.xml import BPMN, ZEEBE, Node, local

_JOBS = frozenset({"serviceTask", "sendTask", "endEvent", "intermediateThrowEvent"})
HOSTS: Mapping[str, frozenset[str]] = {
    "userTask": frozenset({"userTask"}),
    "formDefinition": frozenset({"userTask", "startEvent"}),
    "assignmentDefinition": frozenset({"userTask"}),
    "taskSchedule": frozenset({"userTask"}),
    "priorityDefinition": frozenset({"userTask"}),
    "calledDecision": frozenset({"businessRuleTask"}),
    "calledElement": frozenset({"callActivity"}),
    "script": frozenset({"scriptTask"}),
    "taskDefinition": _JOBS,
    "taskHeaders": _JOBS,
}
"""The kinds of element on which an extension means something."""
INNER = ("EventDefinition", "LoopCharacteristics")
"""How the tags end of elements inside another that can have extensions of their own."""
PROPAGATED = ("propagateAllChildVariables", "propagateAllParentVariables")
ANYWHERE = frozenset({"properties", "ioMapping"})
PLAIN: Mapping[str, Mapping[str, str]] = {
    "formDefinition": {"formId": "form_id"},
    "assignmentDefinition": {
        "assignee": "assignee",
        "candidateGroups": "candidate_groups",
        "candidateUsers": "candidate_users",
    },
    "taskSchedule": {"dueDate": "due_date", "followUpDate": "follow_up_date"},
    "priorityDefinition": {"priority": "priority"},
    "calledDecision": {"decisionId": "decision_id", "resultVariable": "result_variable"},
    "taskDefinition": {"type": "job_type"},
    "script": {"expression": "script", "resultVariable": "result_variable"},
}
"""Attributes that are taken over as they are: extension → attribute → attribute of `Element`."""


def read_extensions(node: Node) -> dict[str, Any]:
    """Attributes of `Element`. `unknown` names everything on this element that would otherwise be ignored silently."""
    found: dict[str, Any] = {}
    unknown = [*_ignored(node)]
    told: set[str] = set()
    for child in node.iterfind(f"{BPMN}extensionElements/*"):
        if not isinstance(child.tag, str) or not child.tag.startswith(ZEEBE):
            continue
        name = local(child)
        if (name not in ANYWHERE and local(node) not in HOSTS.get(name, ())) or name in told - {"properties"}:
            unknown.append(name)
        told.add(name)
        unknown += _unread(child)
        for attribute, target in PLAIN.get(name, {}).items():
            if value := child.get(attribute, "").strip():
                found[target] = value
        found.update(_structured(name, child))
    if found.get("outputs") and "called_process" in found:
        # A call that says what it hands over hands over nothing else (as in Zeebe).
        found["propagate_all_child_variables"] = False
    return {**found, "unknown": tuple(unknown)}


def _structured(name: str, child: Node) -> Iterator[tuple[str, Any]]:
    if name == "calledElement":
        yield "called_process", child.get("processId")
        yield "propagate_all_child_variables", child.get("propagateAllChildVariables") != "false"
        yield "propagate_all_parent_variables", child.get("propagateAllParentVariables") != "false"
    elif name == "taskHeaders":
        headers = child.findall(ZEEBE + "header")
        yield "headers", {h.get("key") or "": (h.get("value") or "").strip() for h in headers}
    elif name == "ioMapping":
        for tag, target in (("input", "inputs"), ("output", "outputs")):
            rows = child.findall(ZEEBE + tag)
            yield target, tuple(IoMapping((r.get("source") or "").strip(), r.get("target") or "") for r in rows)


def _ignored(node: Node) -> Iterator[str]:
    """Attributes that BPMN itself allows on an activity and that have no effect on a case."""
    if local(node) in {"dataInputAssociation", "dataOutputAssociation"}:
        yield from (tag for tag in ("transformation", "assignment") if node.find(BPMN + tag) is not None)
    for inner in node:
        if isinstance(inner.tag, str) and inner.tag.startswith(BPMN) and local(inner).endswith(INNER):
            extensions = inner.iterfind(f"{BPMN}extensionElements/{ZEEBE}*")
            yield from (local(told) for told in extensions if local(told) not in {"loopCharacteristics", "properties"})
    loop = f"{BPMN}multiInstanceLoopCharacteristics/{BPMN}loopCardinality"
    if node.find(loop) is not None:
        yield "loopCardinality"


def _unread(extension: Node) -> Iterator[str]:
    """Attributes of an extension that have an effect in Camunda 8 and none here."""
    if extension.get("bindingType", "").strip() == "versionTag":
        yield "bindingType"
    yield from (name for name in PROPAGATED if extension.get(name, "true") not in {"true", "false"})


def read_properties(node: Node) -> dict[str, str]:
    rows = node.iterfind(f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property")
    return {row.get("name") or "": row.get("value") or "" for row in rows}
