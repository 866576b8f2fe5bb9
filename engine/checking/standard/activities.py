"""Activities and gateways: what their attributes promise and we would not do, or the standard forbids.

BPMN 2.0.2 clauses 10.3.3 to 10.3.8, 10.4.1 and 10.6.1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.standard.telling import called, tell
from engine.dialect.document import ACTIVITIES, GATEWAYS, SUBPROCESSES, Document, children, name_of, references
from engine.dialect.xml import BPMN, ZEEBE, Node, local

PERFORMERS = ("resourceRole", "performer", "humanPerformer", "potentialOwner")
QUANTITIES = ("startQuantity", "completionQuantity")
WHOLE = re.compile(r"[+-]?[0-9]+")


def check(document: Document) -> Iterator[Finding]:
    for activity in document.all(*ACTIVITIES):
        yield from _check_quantities(document, activity)
        yield from _check_loop(document, activity)
        for performer in children(activity, *PERFORMERS):
            yield tell("performer_not_read", document, activity, detail=local(performer))
        if activity.get("operationRef") is not None:
            yield from _check_operation(document, activity)
        if local(activity) in SUBPROCESSES and children(activity, "ioSpecification"):
            yield tell("subprocess_with_data", document, activity)
        if local(activity) == "transaction" and activity.get("method", "##Compensate") != "##Compensate":
            yield tell("transaction_method", document, activity, detail=activity.get("method"))
    yield from _check_beginning(document)
    for task in document.all("scriptTask"):
        if any((script.text or "").strip() for script in children(task, "script")) and not task.get("scriptFormat"):
            yield tell("script_without_format", document, task)
    for part in document.all("adHocSubProcess"):
        yield from _check_ad_hoc(document, part)
    for call in document.all("callActivity"):
        yield from _check_call(document, call)
    yield from _check_gateways(document)
    yield from _check_data(document)
    yield from _check_languages(document)


def _check_beginning(document: Document) -> Iterator[Finding]:
    """What begins a process by itself comes first: no flow leads to it (clauses 10.3.3 and 10.6.6)."""
    targets = {name_of(flow.get("targetRef")) for flow in document.all("sequenceFlow")}
    for node in document.all("receiveTask", "eventBasedGateway"):
        if node.get("instantiate") != "true":
            continue
        if node.get("id") not in targets:
            yield tell("instantiates", document, node)
        elif local(node) == "receiveTask":
            yield tell("task_begins_late", document, node)
        else:
            yield tell("gateway_begins_late", document, node)


def _check_ad_hoc(document: Document, part: Node) -> Iterator[Finding]:
    """It contains activities, any of which may be first and any last (clause 10.3.5)."""
    if not children(part, *ACTIVITIES):
        yield tell("ad_hoc_empty", document, part)
    for event in children(part, "startEvent", "endEvent"):
        yield tell("ad_hoc_with_event", document, event, other=called(document, str(part.get("id"))))


def _check_quantities(document: Document, activity: Node) -> Iterator[Finding]:
    """Not less than one (clause 10.3); and we would not wait for more than one."""
    for name in QUANTITIES:
        told = activity.get(name, "1").strip()
        if not WHOLE.fullmatch(told) or told.lstrip("+0") == "1":
            continue  # What is not a number is reported with the schema.
        less = told.startswith("-") or not told.strip("+0")
        yield tell("quantity" if less else "more_tokens", document, activity, detail=name, other=told)


def _check_loop(document: Document, activity: Node) -> Iterator[Finding]:
    """The number of times is stated once: by a number or by a collection (clause 10.3.8)."""
    for loop in children(activity, "multiInstanceLoopCharacteristics"):
        said = len(children(loop, "loopCardinality", "loopDataInputRef"))
        if said > 1:
            yield tell("loop_said_twice", document, activity)
        if loop.get("behavior", "All") != "All":
            yield tell("loop_behaviour", document, activity, detail=loop.get("behavior"))


def _check_operation(document: Document, activity: Node) -> Iterator[Finding]:
    """What an operation takes and gives is stated: one set of data in, at most one out (clause 10.3.3)."""
    sets = [len(children(told, "inputSet")) for told in children(activity, "ioSpecification")]
    given = sum(len(children(told, "outputSet")) for told in children(activity, "ioSpecification"))
    if sets != [1] or given > 1:
        yield tell("operation_data", document, activity)


def _check_call(document: Document, call: Node) -> Iterator[Finding]:
    """The called process is named once, or twice the same (clause 10.3.6)."""
    standard = name_of(call.get("calledElement"))
    ours = next((n.get("processId") for n in call.iterfind(f"{BPMN}extensionElements/{ZEEBE}calledElement")), None)
    if not standard:
        return
    if ours is not None and ours != standard:
        yield tell("called_twice", document, call, detail=standard, other=ours)
    elif ours is None and not document.kind(standard) and not document.imported(call, standard):
        yield tell("reference_unknown", document, call, detail=standard, attribute="calledElement")


def _check_gateways(document: Document) -> Iterator[Finding]:
    """A gateway splits or joins, and does as its direction says (clause 10.6.1)."""
    flows = list(document.all("sequenceFlow"))
    into = Counter(name_of(flow.get("targetRef")) for flow in flows)
    out = Counter(name_of(flow.get("sourceRef")) for flow in flows)
    for gateway in document.all(*GATEWAYS):
        came, went = into[str(gateway.get("id"))], out[str(gateway.get("id"))]
        if came == went == 1 and local(gateway) != "eventBasedGateway":
            yield tell("gateway_does_nothing", document, gateway)
        direction = gateway.get("gatewayDirection", "Unspecified")
        joins, splits = came > 1, went > 1
        fits = {
            "Converging": joins and not splits,
            "Diverging": splits and not joins,
            "Mixed": joins and splits,
        }.get(direction, True)
        if not fits:
            yield tell("gateway_direction", document, gateway, detail=direction, other=f"{came} in, {went} uit")


def _check_data(document: Document) -> Iterator[Finding]:
    """Data that go in or come out belong to a set; without a transformation they have one source (clause 10.4)."""
    for kind, tag in (("dataInput", "dataInputRefs"), ("dataOutput", "dataOutputRefs")):
        named = {key for owner in document.all("inputSet", "outputSet") for key in references(owner, tag)}
        for node in document.all(kind):
            # The data of an event have a set that need not be written.
            around = node.getparent()
            if around is not None and local(around) == "ioSpecification" and node.get("id") not in named:
                yield tell("data_in_no_set", document, node)
    for node in document.all("dataInputAssociation", "dataOutputAssociation"):
        if not children(node, "transformation") and len(children(node, "sourceRef")) > 1:
            yield tell("data_from_several", document, node)


def _check_languages(document: Document) -> Iterator[Finding]:
    """An expression that declares another language would still be read as FEEL (clause 8.4.6)."""
    for node in document.root.iter():
        language = node.get("language") if isinstance(node.tag, str) and node.tag.startswith(BPMN) else None
        if language is not None and "feel" not in language.lower():
            owner = node
            while owner.getparent() is not None and not (owner.get("id") and owner.get("name") is not None):
                owner = owner.getparent()
            yield tell("other_language", document, owner, detail=language)
