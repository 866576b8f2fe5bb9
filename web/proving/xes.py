"""XES: the events of cases, in the format of process mining programs (IEEE 1849-2016)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import quoteattr

import engine

EXTENSIONS = {"Concept": "concept", "Lifecycle": "lifecycle", "Organizational": "org", "Time": "time"}
TRANSITIONS: Mapping[str, str] = {
    "task_opened": "schedule",
    "task_claimed": "assign",
    "task_released": "reassign",
    "task_delegated": "reassign",
    "task_passed_on": "reassign",
    "task_cancelled": "withdraw",
    "task_completed": "complete",
    "vote_cast": "complete",
    "element_completed": "complete",
}
"""Which events are exported, and as which lifecycle transition. For a task, `element_completed` would report
completion twice; the rest of the history (terms, requested mails, statuses) is in the table of all events."""


def write(cases: Iterable[engine.LoggedCase]) -> Iterator[str]:
    """The file, line by line."""
    return (f"{line}\n" for line in _lines(cases))


def _lines(cases: Iterable[engine.LoggedCase]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">'
    for name, prefix in EXTENSIONS.items():
        yield f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>'
    yield '<global scope="trace"><string key="concept:name" value=""/></global>'
    yield '<global scope="event">'
    yield '<string key="concept:name" value=""/><string key="lifecycle:transition" value="complete"/>'
    yield '<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>'
    yield '<classifier name="Activity" scope="event" keys="concept:name"/>'
    for case in cases:
        yield "<trace>"
        yield _text("concept:name", case.reference)
        yield _text("smederij:process", case.process_id)
        if case.outcome:
            yield _text("smederij:outcome", case.outcome)
        yield from _events(case)
        yield "</trace>"
    yield "</log>"


def _events(case: engine.LoggedCase) -> Iterator[str]:
    of_tasks = {(e.process_id, e.element_id) for e in case.events if e.kind.startswith(("task_", "vote_"))}
    for event in case.events:
        transition = TRANSITIONS.get(event.kind)
        is_told = event.kind == "element_completed" and (event.process_id, event.element_id) in of_tasks
        if transition is None or is_told:
            continue
        yield "<event>"
        yield _text("concept:name", event.element_name or event.kind)
        yield _text("lifecycle:transition", transition)
        yield f'<date key="time:timestamp" value="{event.at.isoformat(timespec="milliseconds")}"/>'
        yield _text("org:resource", event.by)
        yield _text("smederij:process", event.process_id)
        if event.version is not None:
            yield f'<int key="smederij:version" value="{event.version}"/>'
        yield _text("smederij:element", event.element_id)
        yield f'<int key="smederij:event" value="{event.number}"/>'
        yield "</event>"


def _text(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(value)}/>'
