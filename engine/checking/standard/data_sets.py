"""Data sets: which data belong together, and to what (BPMN 2.0.2 clauses 10.3.3, 10.3.6, 10.3.8, 10.4.1 and 10.5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.standard.telling import tell
from engine.dialect.document import (
    CALLABLE,
    CATCHING,
    FLOW_NODES,
    TASKS,
    Document,
    around,
    children,
    definitions_of,
    references,
    runs,
)
from engine.dialect.elements import THROWING
from engine.dialect.xml import Node, local

OPTIONAL = {
    "inputSet": ("dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs"),
    "outputSet": ("dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs"),
}
"""For each kind of set: what names its data, and what marks some of them as arriving later or not at all."""
PAIRED = {"inputSet": ("outputSetRefs", "outputSet"), "outputSet": ("inputSetRefs", "inputSet")}
"""For each kind of set: what names the others that belong to it, and what those are."""
CARRIED = {"sendTask": ("inputSet", "dataInput"), "receiveTask": ("outputSet", "dataOutput")}
"""What a task puts in its message, or takes out of it."""
REPEATED = {"loopDataInputRef": "dataInput", "loopDataOutputRef": "dataOutput"}


def check(document: Document) -> Iterator[Finding]:
    yield from _check_sets(document)
    for task in document.all(*CARRIED):
        yield from _check_message(document, task)
    for task in document.all(*sorted(TASKS)):
        yield from _check_loop(document, task)
    for event in document.all(*sorted(CATCHING | THROWING)):
        yield from _check_event(document, event)
    for called in document.all(*sorted(CALLABLE)):
        if children(called, "supportedInterfaceRef") and not children(called, "ioBinding"):
            yield tell("service_without_binding", document, called)


def _check_sets(document: Document) -> Iterator[Finding]:
    """What may be left out of a set is in that set; two sets that belong together both say so (clause 10.4.1)."""
    sets = list(document.all(*OPTIONAL))
    somewhere = {key for one in sets for key in references(one, OPTIONAL[local(one)][0])}
    linked = {one.get("id"): set(references(one, PAIRED[local(one)][0])) for one in sets}
    for one in sets:
        holder = around(one, *FLOW_NODES, *CALLABLE)
        holder = one if holder is None else holder
        named, *later = OPTIONAL[local(one)]
        left_out = {key for tag in later for key in references(one, tag)} - set(references(one, named))
        for key in sorted(left_out & somewhere):  # What is in no set at all has a finding of its own.
            yield tell("optional_outside_set", document, holder, detail=key, other=one.get("id") or local(one))
        to, kind = PAIRED[local(one)]
        for key in references(one, to):
            if document.kind(key) == kind and one.get("id") not in linked.get(key, ()):
                yield tell("sets_disagree", document, holder, detail=one.get("id") or local(one), other=key)


def _check_message(document: Document, task: Node) -> Iterator[Finding]:
    """A message is filled from one piece of data, or leads to one (clause 10.3.3)."""
    if task.get("messageRef") is None and task.get("operationRef") is None:
        return
    group, kind = CARRIED[local(task)]
    told = children(task, "ioSpecification")
    groups, items = (sum(len(children(one, tag)) for one in told) for tag in (group, kind))
    # For a task with an operation, the sets are reported with the operation.
    if items > 1 or (groups > 1 and task.get("operationRef") is None):
        yield tell("message_data_too_much", document, task, detail=kind, other=group)


def _check_loop(document: Document, task: Node) -> Iterator[Finding]:
    """A task is repeated for data that go into it, and collects data that come out of it (clause 10.3.8)."""
    if not runs(task):
        return
    own = {
        tag: {item.get("id") for told in children(task, "ioSpecification") for item in children(told, kind)}
        for tag, kind in REPEATED.items()
    }
    for loop in children(task, "multiInstanceLoopCharacteristics"):
        for tag, kind in REPEATED.items():
            for key in references(loop, tag):
                if key not in own[tag]:
                    yield tell("loop_over_other", document, task, detail=key, other=kind, attribute=tag)


def _check_event(document: Document, event: Node) -> Iterator[Finding]:
    """If an event about several things has data, there is one for each of them (clause 10.5.1)."""
    kind = "dataInput" if local(event) in THROWING else "dataOutput"
    items, about = len(children(event, kind)), len(definitions_of(event))
    if items and about > 1 and items != about:
        yield tell("event_data_for_each", document, event, detail=f"{items} {kind}", other=about)
