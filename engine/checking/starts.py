"""Starts: whether it is clear how a process begins, and whether it can (BPMN 2.0.2 clauses 10.5.2 and 13.5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checking.finding import WARNING, Finding, make
from engine.dialect import feel, naming
from engine.dialect.elements import THROWING, UNREAD, Element, Event, Process
from engine.dialect.folder import ProcessFiles
from engine.dialect.starts import BY_EVENT, event_starts, only_plain_start, plain_starts, starts_of
from engine.names import READ_ONLY


def check(folder: ProcessFiles, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    file, process = folder.source, folder.process
    yield from _check_plain(file, process)
    for start in starts_of(process):
        if start.event is not None:
            yield from _check_event(file, process, start, start.event)
    for element in process.elements.values():
        if element.kind == "startEvent" and element.event is not None and element.parent != process.id:
            around = process.elements.get(element.parent)
            if element.event.kind != UNREAD and (around is None or not around.triggered_by_event):
                yield make("start_in_part", file, element, detail=element.event.kind)
        yield from _check_begun(file, element, folder, others)


def _check_plain(file: str, process: Process) -> Iterator[Finding]:
    """With several plain starts, people choose by form; without a form nobody would ever begin there."""
    plain = plain_starts(process)
    if len(plain) < 2:
        return
    for start in plain:
        if start.form_id is None or not start.properties.get("startableBy"):
            yield make("several_plain_starts", file, start, detail=len(plain))


def _check_event(file: str, process: Process, start: Element, event: Event) -> Iterator[Finding]:
    if event.kind == "conditional":
        yield make("start_by_condition", file, start)
    elif event.kind not in BY_EVENT | {"multiple"}:
        return  # Reported with the rules of the standard.
    if start.form_id is not None or start.properties.get("startableBy"):
        yield make("start_asks_nobody", file, start, detail=event.kind)
    if event.kind == "timer":
        yield from _check_timer(file, start, event)
    for other, same in event_starts(process):
        if other is start:
            break
        if event.kind != "timer" and (same.kind, same.reference) == (event.kind, event.reference):
            yield make("same_start", file, start, detail=event.reference or "", other=naming.describe(other))
    if event.kind == "signal" and any(_throws(e, event.reference) for e in process.elements.values()):
        yield make("begins_itself", file, start, severity=WARNING, detail=event.reference or "")


def _throws(element: Element, signal: str | None) -> bool:
    event = element.event
    return element.kind in THROWING and event is not None and event.kind == "signal" and event.reference == signal


def _check_timer(file: str, start: Element, event: Event) -> Iterator[Finding]:
    """No case exists yet from whose beginning a duration could count, or whose variables could be read."""
    text = event.expression or ""
    if event.timer_kind == "duration":
        yield make("start_by_duration", file, start, detail=text)
    if not text.startswith("="):
        return
    try:
        read = feel.parse(text[1:]).names - READ_ONLY
    except feel.FeelError:
        return  # Reported with the expressions.
    if read:
        yield make("start_reads", file, start, detail=", ".join(sorted(read)))


def _check_begun(
    file: str, element: Element, folder: ProcessFiles, others: Mapping[str, ProcessFiles]
) -> Iterator[Finding]:
    """What a call begins, or a case that follows from another, has one plain start."""
    name = element.called_process if element.kind == "callActivity" else None
    if element.job_type == "start-case":
        name = element.headers.get("process")
    begun = folder if name == folder.process.id else others.get(name or "")
    if begun is None or not starts_of(begun.process) or only_plain_start(begun.process) is not None:
        return
    plain = len(plain_starts(begun.process))
    if plain or element.kind != "callActivity":  # A call without any is reported with the references of calls.
        yield make("unclear_start", file, element, detail=name, other=plain)
