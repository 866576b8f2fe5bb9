"""Step fields: the settings of a step in a form, by its kind, with their present values and choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine import editing
from engine.checking.happenings import IN_FLOW
from engine.checking.meaning import is_of_case
from engine.dialect import naming, nouns
from engine.dialect.asides import OUTSIDERS, may_be_aside
from engine.dialect.document import ACTIVITIES
from engine.dialect.elements import CHOOSING, THROWING, Element, IoMapping, Process
from engine.dialect.foureyes import FOUR_EYES
from engine.workshop.eventfields import happening_fields
from engine.workshop.shapefields import shape_fields
from engine.workshop.stepfield import (
    CHOICE,
    FEEL,
    GROUPS,
    HEADER,
    LINES,
    LONG,
    MOMENT,
    NAME,
    NOUN,
    NUMBER,
    PREFIX,
    ROWS,
    TEXT,
    VALUE,
    StepField,
    with_own,
)
from engine.workshop.words import Choice, Words

JOINS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
"""How ways join: each arrival continues, the last one waits for all, or for those that are on their way."""
EVENT_BASED = "eventBasedGateway"
JOBS = frozenset({"serviceTask", "sendTask"})
MAPPED = frozenset({"userTask", "serviceTask", "sendTask", "businessRuleTask", "callActivity", "subProcess"})
FLAGS = (Choice("", "nee"), Choice("true", "ja"))
TIMERS = (Choice("duration", "duur"), Choice("date", "moment"), Choice("cycle", "herhaling"))

NEW_FORM, NEW_TABLE = Choice("+", "Een nieuw formulier"), Choice("+", "Een nieuwe beslistabel")
NEW_LETTER, NEW_MAIL = Choice("+", "Een nieuwe brief"), Choice("+", "Een nieuwe mail")
"""Chosen to give a step its own form, table, letter or mail, which is then made."""
NEW_TEXTS = {"letters": NEW_LETTER, "mails": NEW_MAIL}
"""By the list that provides the texts of a kind of work."""


def fields_of(process: Process, element: Element, words: Words) -> tuple[StepField, ...]:
    """Everything that the form of a step asks, in order."""
    return tuple(_fields(process, element, words))


def _fields(process: Process, element: Element, words: Words) -> Iterator[StepField]:
    yield StepField("name", TEXT, element.name, required=_needs_name(element))
    yield StepField("documentation", LONG, element.documentation or "")
    lanes = [lane for lane in process.lanes if element.parent == process.id]
    if lanes and element.kind != "boundaryEvent":
        own = next((lane.id for lane in reversed(lanes) if element.id in lane.element_ids), "")
        yield StepField("lane", CHOICE, own, tuple(Choice(lane.id, lane.name) for lane in lanes))
    if element.kind == "userTask":
        yield from _user_task(element, words)
    elif element.kind in JOBS or _throws_message(element):
        yield from _job(element, words)
    elif element.kind == "businessRuleTask":
        choices = (NEW_TABLE, *(one for one in words.decisions if one.id))
        yield _choice("calledDecision.decisionId", element.decision_id, choices, needed=True)
        yield StepField("calledDecision.resultVariable", TEXT, element.result_variable or "", reads=NAME, needed=True)
    elif element.kind == "callActivity":
        yield _choice("calledElement.processId", element.called_process, words.processes, needed=True)
    elif element.kind == "scriptTask":
        yield StepField("script.expression", TEXT, element.script or "", reads=FEEL, required=True)
        yield StepField("script.resultVariable", TEXT, element.result_variable or "", reads=NAME, required=True)
    if element.event is not None and element.event.kind == "timer":
        yield StepField("timer.kind", CHOICE, element.event.timer_kind or "duration", TIMERS, required=True)
        yield StepField("timer.value", TEXT, element.event.expression or "", reads=MOMENT, required=True)
    yield from _message(element, words)
    yield from happening_fields(process, element)
    if element.kind == "boundaryEvent" and (element.event is None or element.event.kind not in {"error", "compensate"}):
        stops = (Choice("true", "De stap stopt dan"), Choice("false", "De stap gaat door"))
        yield StepField("cancelActivity", CHOICE, "true" if element.interrupting else "false", stops, required=True)
    yield from shape_fields(process, element)
    if element.kind in MAPPED or _throws_message(element):
        yield StepField("inputs", ROWS, write_rows(element.inputs), needed=element.job_type == "register")
        yield StepField("outputs", ROWS, write_rows(element.outputs))
    if element.kind in ACTIVITIES and (element.loop is None or not element.loop.standard):
        yield from _loop(element)
    yield from _properties(process, element, words)
    if element.kind in JOINS and len(element.outgoing) == 1 and not element.default:
        yield StepField("join", CHOICE, element.kind, tuple(Choice(kind, kind) for kind in JOINS), required=True)
    if element.kind in editing.SPLITS and len(element.outgoing) > 1:
        kinds = [kind for kind in editing.SPLITS if kind != EVENT_BASED or _all_wait(process, element)]
        choices = tuple(Choice(kind, kind) for kind in kinds)
        yield StepField("split", CHOICE, element.kind, with_own(choices, element.kind), required=True)
    if element.kind in CHOOSING and len(element.outgoing) > 1:
        yield from _ways(process, element)


def _needs_name(element: Element) -> bool:
    """A gateway that asks nothing needs no name."""
    asks = element.kind != "parallelGateway" and len(element.outgoing) > 1
    return asks or not element.kind.endswith("Gateway")


def _user_task(element: Element, words: Words) -> Iterator[StepField]:
    groups = element.candidate_groups or ""
    listed = {part.strip() for part in groups.split(",") if part.strip()}
    if groups.startswith("=") or listed - {one.id for one in words.groups}:
        field = StepField("assignmentDefinition.candidateGroups", TEXT, groups, reads=VALUE)
    else:
        field = StepField("assignmentDefinition.candidateGroups", GROUPS, ",".join(sorted(listed)), words.groups)
    yield replace(field, needed=not element.assignee)
    yield _choice("formDefinition.formId", element.form_id, (NEW_FORM, *words.forms), needed=True)
    yield StepField("taskSchedule.dueDate", TEXT, element.due_date or "", reads=MOMENT)
    yield StepField("taskSchedule.followUpDate", TEXT, element.follow_up_date or "", reads=MOMENT)
    yield StepField("assignmentDefinition.assignee", TEXT, element.assignee or "", reads=VALUE)
    yield StepField("priorityDefinition.priority", TEXT, element.priority or "", reads=NUMBER)


def _job(element: Element, words: Words) -> Iterator[StepField]:
    kinds = tuple(Choice(job.type, job.type) for job in words.jobs)
    yield _choice("taskDefinition.type", element.job_type, kinds, needed=True)
    headers = next((job.headers for job in words.jobs if job.type == element.job_type), ())
    for header in headers:
        choices: tuple[Choice, ...] = getattr(words, header.choices) if header.choices else ()
        choices = (NEW_TEXTS[header.choices], *choices) if header.choices in NEW_TEXTS else choices
        value = element.headers.get(header.key, "")
        if choices and not value.startswith("="):
            field = StepField("header", CHOICE, value, with_own(choices, value), about=header.key)
        else:
            field = StepField("header", TEXT, value, reads=VALUE, about=header.key)
        # An event that waits for a message is found by its key; what a message begins is not.
        yield replace(field, needed=header.required, sometimes=header.key == "key")
    more = {key: element.headers[key] for key in element.headers if key not in {header.key for header in headers}}
    # A header that does not fit on a line, or whose key nobody would type, keeps its own field.
    listed = {key: value for key, value in more.items() if HEADER.fullmatch(key) and value == " ".join(value.split())}
    yield StepField("headers", LINES, write_lines(listed))
    for key in more.keys() - listed.keys():
        yield StepField("header", LONG, more[key], about=key)


def _throws_message(element: Element) -> bool:
    return element.kind in THROWING and element.event is not None and element.event.kind == "message"


def _message(element: Element, words: Words) -> Iterator[StepField]:
    """Which message it is: one that somebody waits for where it is sent, any name where it is awaited."""
    event = element.event
    name = (event.reference if event is not None else None) or ""
    if _throws_message(element) or (element.kind == "sendTask" and element.job_type == "message"):
        needed = not element.headers.get("message")
        # An existing message can be replaced, but not removed: the drawing keeps what it refers to.
        required = needed and bool(name)
        yield StepField("message.name", CHOICE, name, with_own(words.messages, name), required=required, needed=needed)
    elif element.kind != "sendTask" and event is not None and event.kind == "message":
        yield StepField("message.name", TEXT, name, required=True)
        yield StepField("message.key", TEXT, event.correlation_key or "", reads=FEEL, sometimes=True)


def _loop(element: Element) -> Iterator[StepField]:
    loop = element.loop
    yield StepField(
        "loop.inputCollection", TEXT, (loop.input_collection if loop else "") or "", reads=FEEL, sometimes=True
    )
    yield StepField("loop.inputElement", TEXT, (loop.input_element if loop else "") or "", reads=NAME, sometimes=True)
    yield StepField(
        "loop.outputCollection", TEXT, (loop.output_collection if loop else "") or "", reads=NAME, sometimes=True
    )
    yield StepField("loop.outputElement", TEXT, (loop.output_element if loop else "") or "", reads=FEEL, sometimes=True)
    yield StepField("loop.completionCondition", TEXT, (loop.completion_condition if loop else "") or "", reads=FEEL)


def _properties(process: Process, element: Element, words: Words) -> Iterator[StepField]:
    told = element.properties

    def choice(name: str, options: Sequence[str]) -> StepField:
        value = told.get(name, "")
        return StepField("property", CHOICE, value, with_own(tuple(Choice(o, o) for o in options), value), about=name)

    begins = element.kind == "startEvent" and element.parent == process.id
    if begins or element.kind in ACTIVITIES or element.kind in {"endEvent", "intermediateThrowEvent"}:
        yield choice("publishedStatus", words.statuses)
        yield StepField("property", TEXT, told.get("publishedText", ""), reads=VALUE, about="publishedText")
    if element.kind == "userTask":
        yield StepField("property", CHOICE, told.get("suspendsTerm", ""), FLAGS, about="suspendsTerm")
        yield StepField("property", CHOICE, told.get("ballot", ""), FLAGS, about="ballot")
        tasks = [one for one in process.elements.values() if one.kind == "userTask" and one is not element]
        named = told.get(FOUR_EYES, "")
        choices = tuple(Choice(one.id, naming.call(one)) for one in tasks)
        yield StepField("property", CHOICE, named, with_own(choices, named), about=FOUR_EYES)
    if begins:
        yield _starters(element, words.starters)
        yield choice("statutoryTerm", words.terms)
        if element.event is None:
            yield _choice("formDefinition.formId", element.form_id, (NEW_FORM, *words.forms), sometimes=True)
        yield from _process(process, words)
    if may_be_aside(process, element):
        yield _starters(element, tuple(one for one in words.starters if one.id not in OUTSIDERS))
        yield _choice("formDefinition.formId", element.form_id, (NEW_FORM, *words.forms), sometimes=True)
    told_of_case = told.keys() & {"legalEffect", "retentionClass", "outcome"}
    if element.kind == "endEvent" and (is_of_case(process, element) or told_of_case):
        # Elsewhere it does nothing; if it is there all the same it can be removed.
        yield choice("legalEffect", words.effects)
        yield replace(choice("retentionClass", words.retention_classes), is_open=True)
        yield replace(choice("outcome", words.outcomes), is_open=True)


def _starters(element: Element, choices: tuple[Choice, ...]) -> StepField:
    groups = element.properties.get("startableBy", "")
    listed = ",".join(sorted(part.strip() for part in groups.split(",") if part.strip()))
    return StepField("property", GROUPS, listed, choices, about="startableBy")


def _process(process: Process, words: Words) -> Iterator[StepField]:
    """What the process says about each of its cases; asked where they begin."""
    told = process.properties
    known = tuple(Choice(name, name) for name in sorted({one.name for one in words.variables if not one.within}))
    prefix = told.get("referencePrefix", "")
    yield StepField("process", TEXT, prefix, reads=PREFIX, about="referencePrefix")
    for name in nouns.PROPERTIES:
        value = told.get(name, "")
        if name == nouns.ARTICLE:
            choices = tuple(Choice(one, one) for one in nouns.ARTICLES)
            yield StepField("process", CHOICE, value, with_own(choices, value), about=name)
        else:
            yield StepField("process", TEXT, value, reads=NOUN, about=name)
    for name in ("titleVariable", "areaVariable"):
        value = told.get(name, "")
        yield StepField("process", CHOICE, value, with_own(known, value), about=name)


def _ways(process: Process, gateway: Element) -> Iterator[StepField]:
    flows = [process.elements[key] for key in gateway.outgoing]
    for flow in flows:
        yield StepField("way.name", TEXT, flow.name, about=flow.id)
        yield StepField("way.condition", TEXT, flow.condition or "", reads=FEEL, about=flow.id, sometimes=True)
    choices = tuple(Choice(flow.id, way_name(process, flow)) for flow in flows)
    yield StepField("default", CHOICE, gateway.default or "", choices, sometimes=True)


def _all_wait(process: Process, gateway: Element) -> bool:
    """Whether every way leads to something that waits, which nothing else leads to: events, or tasks that receive a
    message, not both (BPMN 2.0.2 clause 10.6.6)."""
    targets = [process.elements.get(process.elements[key].target or "") for key in gateway.outgoing]
    hearing = {one.kind for one in targets if one is not None and one.event is not None and one.event.kind == "message"}
    return len(hearing) < 2 and all(one is not None and len(one.incoming) == 1 and _waits(one) for one in targets)


def _waits(element: Element) -> bool:
    catches = element.kind == "intermediateCatchEvent" and element.event is not None and element.event.kind in IN_FLOW
    return catches or element.kind == "receiveTask"


def way_name(process: Process, flow: Element) -> str:
    """A way out of a choice: the answer, and where it leads."""
    target = process.elements.get(flow.target or "")
    led = naming.call(target) if target is not None else "?"
    return f"{flow.name} → {led}" if flow.name else f"→ {led}"


def _choice(
    name: str, value: str | None, choices: tuple[Choice, ...], *, needed: bool = False, sometimes: bool = False
) -> StepField:
    told = value or ""
    if told.startswith("="):
        return StepField(name, TEXT, told, reads=VALUE, needed=needed, sometimes=sometimes)
    return StepField(name, CHOICE, told, with_own(choices, told), needed=needed, sometimes=sometimes)


def write_rows(mappings: Sequence[IoMapping]) -> str:
    """Mappings as people edit them, one per line."""
    return "\n".join(f"{one.target} = {_expression(one.source)}" for one in mappings)


def write_lines(headers: Mapping[str, str]) -> str:
    """Headers as people edit them, one per line."""
    return "\n".join(f"{key}: {value}" for key, value in headers.items())


def _expression(source: str) -> str:
    if source.startswith("="):
        return source[1:].strip()
    # Without an equals sign it is literal text.
    return '"' + source.replace("\\", "\\\\").replace('"', '\\"') + '"'
