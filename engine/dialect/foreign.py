"""Foreign: what a drawing says in the words of another engine: Camunda 7, Flowable or Activiti. None of it is run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.dialect.xml import BPMN, Node, local

PROGRAMS: Mapping[str, str] = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://flowable.org/bpmn": "Flowable",
    "http://activiti.org/bpmn": "Activiti",
}
"""What wrote something, by its namespace."""
TECHNICAL = frozenset(
    {"asyncBefore", "asyncAfter", "async", "exclusive", "jobPriority", "failedJobRetryTimeCycle", "historyTimeToLive"}
    | {"versionTag", "isStartableInTasklist", "formFieldValidation", "parallelInSameTransaction", "formHandlerClass"}
    | {"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon", "mapDecisionResult", "decisionRefBinding"}
    | {"calledElementBinding", "formRefBinding", "potentialStarter", "inheritVariables", "fallbackToDefaultTenant"}
)
"""How the other engine goes about it. A case here does the same without."""
LOOP = f"{BPMN}multiInstanceLoopCharacteristics"


def program_of(tag: str) -> str:
    """The program that a qualified name (`{namespace}local`) belongs to; empty for what is standard, or ours."""
    return PROGRAMS.get(tag[1:].partition("}")[0], "") if tag.startswith("{") else ""


def foreign_settings(node: Node) -> tuple[str, ...]:
    """What another engine would do something with on this element, each by its name there, in order and once."""
    return tuple(dict.fromkeys(_settings(node)))


def _settings(node: Node) -> Iterator[str]:
    for name in node.attrib:
        if program_of(name) and (told := name.rpartition("}")[2]) not in TECHNICAL:
            yield told
    if node.tag == f"{BPMN}scriptTask" and node.find(f"{BPMN}script") is not None:
        yield f"script ({node.get('scriptFormat') or 'script'})"
    for child in node.iterfind(f"{BPMN}extensionElements/*"):
        if isinstance(child.tag, str) and program_of(child.tag) and local(child) not in TECHNICAL:
            yield local(child)
    for inner in node:
        if isinstance(inner.tag, str) and (inner.tag == LOOP or inner.tag.endswith("EventDefinition")):
            yield from _settings(inner)
