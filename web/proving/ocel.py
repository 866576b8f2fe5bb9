"""OCEL: the history as objects and events, for object-centric process mining (OCEL 2.0, in JSON)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import IO, Any

import engine
from web.proving import xes

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""The start time for an attribute of an object that never had another value (clause JSON of OCEL 2.0)."""
TYPES: Mapping[type, str] = {str: "string", int: "integer", bool: "boolean", datetime: "time"}
Types = dict[str, dict[str, str]]
"""Per type name, the attributes of its members: the name of each, and its data type."""


def write(
    stories: Iterable[engine.LoggedStory], put_by: Callable[[], AbstractContextManager[IO[bytes]]]
) -> Iterator[str]:
    """The file, one line per object and event. The types come last, since they are only known then.

    `put_by` provides a file that holds the objects until all events are written.
    """
    events, objects = Types(), Types()
    with put_by() as waiting:
        yield '{"events": ['
        yield from _events(stories, events, objects, waiting)
        yield '\n],\n"objects": ['
        waiting.seek(0)
        for number, line in enumerate(waiting):
            yield ("," if number else "") + "\n" + line.decode().rstrip("\n")
        yield f'\n],\n"eventTypes": {_types(events)},\n"objectTypes": {_types(objects)}}}\n'


def _events(stories: Iterable[engine.LoggedStory], events: Types, objects: Types, waiting: IO[bytes]) -> Iterator[str]:
    before = "\n"
    for story in stories:
        of_tasks = {
            (told.event.process_id, told.event.element_id)
            for told in story.happenings
            if told.event.kind.startswith(("task_", "vote_"))
        }
        for happening in story.happenings:
            event = happening.event
            kind = _activity(event, of_tasks)
            said = [*_place(event), *happening.said]
            events.setdefault(kind, {}).update(_kinds(said))
            yield before + _spell(
                {
                    "id": str(event.number),
                    "type": kind,
                    "time": _value(event.at),
                    "attributes": [{"name": name, "value": _value(value)} for name, value in said],
                    "relationships": _related(happening.related),
                }
            )
            before = ",\n"
        for thing in story.objects:
            objects.setdefault(thing.kind, {}).update(_kinds((name, value) for name, value, _ in thing.said))
            waiting.write((_spell(_object(thing)) + "\n").encode())


def _activity(event: engine.LoggedEvent, of_tasks: set[tuple[str, str]]) -> str:
    """What was done: the name of the completed task or step, with its XES lifecycle transition where that is another;
    for anything else the kind of event. That a token left a task is reported once, by the task."""
    transition = xes.TRANSITIONS.get(event.kind)
    is_told = event.kind == "element_completed" and (event.process_id, event.element_id) in of_tasks
    if transition is None or is_told or not event.element_name:
        return event.kind
    return event.element_name if transition == "complete" else f"{event.element_name} ({transition})"


def _place(event: engine.LoggedEvent) -> Iterator[tuple[str, str | int]]:
    yield "kind", event.kind
    if event.process_id:
        yield "process", event.process_id
    if event.version is not None:
        yield "version", event.version
    if event.element_id:
        yield "element", event.element_id
        yield "name", event.element_name
    yield "digest", event.digest


def _object(thing: engine.LoggedObject) -> dict[str, Any]:
    attributes = [
        {"name": name, "time": _value(since or ALWAYS), "value": _value(value)} for name, value, since in thing.said
    ]
    told: dict[str, Any] = {"id": thing.id, "type": thing.kind, "attributes": attributes}
    return told | {"relationships": _related(thing.related)}


def _related(related: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": id, "qualifier": qualifier} for id, qualifier in related]


def _kinds(said: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {name: TYPES[type(value)] for name, value in said}


def _value(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _types(types: Types) -> str:
    return _spell(
        [
            {"name": name, "attributes": [{"name": said, "type": kind} for said, kind in attributes.items()]}
            for name, attributes in sorted(types.items())
        ]
    )


def _spell(value: Any) -> str:
    """JSON on one line, whatever the value contains: non-ASCII characters are escaped."""
    return json.dumps(value, separators=(",", ":"))
