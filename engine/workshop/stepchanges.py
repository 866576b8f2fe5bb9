"""Step changes: from what was typed in the form of a step to edits of its file, with problems per field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from engine import editing
from engine.comparison.wording import read_told
from engine.dialect.compensation import KIND as COMPENSATE
from engine.dialect.elements import THROWING, Element, Process
from engine.editing import Done, Edited, Source
from engine.errors import FieldProblem, FieldsRefused
from engine.workshop.eventfields import REFERRED
from engine.workshop.stepfield import CHOICE, FEEL, GROUPS, LINES, MOMENT, PREFIX, ROWS, StepField
from engine.workshop.typed import Typed, as_feel, check_lines, check_rows, check_text, read_lines, read_rows

Change = Callable[[Source], Edited]


def key_of(field: StepField) -> str:
    """The name by which a page sends what was typed in a field."""
    return f"{field.name}:{field.about}" if field.about else field.name


def change_step(
    source: Source, process: Process, element: Element, fields: Iterable[StepField], typed: Typed
) -> tuple[Source, list[Done]]:
    """Update a step to what was typed. Unchanged values are left alone.

    Raises: FieldsRefused; EditRefused.
    """
    told = {key_of(field): (field, _read(field, typed[key_of(field)])) for field in fields if key_of(field) in typed}
    problems = {key: problem for key, (field, value) in told.items() if (problem := check_field(field, value))}
    problems |= _check_headers({key: value for key, (_, value) in told.items()}, problems)
    problems |= _check_event(element, {key: value for key, (_, value) in told.items()}, problems)
    problems |= _check_ways({key: value for key, (_, value) in told.items()}, problems)
    if problems:
        raise FieldsRefused(problems)
    changed = {key: (field, value) for key, (field, value) in told.items() if not _is_same(field, value)}
    done: list[Done] = []
    for change in _changes(process, element, changed, {key: value for key, (_, value) in told.items()}):
        edit = change(source)
        source = edit.source
        done += [edit.done] if edit.done is not None else []
    return source, done


def _read(field: StepField, text: str) -> str:
    told = _clean(text)
    if field.reads == MOMENT:
        return read_told(told)
    if field.reads == PREFIX:
        return told.upper()
    return as_feel(told) if field.reads == FEEL else told


def check_field(field: StepField, value: str) -> FieldProblem | None:
    """What is wrong with the text of one field; checked only where it was changed, or is required."""
    if not value:
        return FieldProblem("required") if field.required else None
    if _is_same(field, value):
        return None
    if field.control == CHOICE and not field.is_open:
        return None if any(one.id == value for one in field.choices) else FieldProblem("not_an_option", value)
    if field.control == GROUPS:
        known = {one.id for one in field.choices}
        return None if set(value.split(",")) <= known else FieldProblem("not_an_option", value)
    if field.control == ROWS:
        return check_rows(value)
    if field.control == LINES:
        return check_lines(value)
    return check_text(field.reads, value)


def _check_headers(told: Typed, problems: Mapping[str, FieldProblem]) -> dict[str, FieldProblem]:
    """A header with its own question is not listed again among the others."""
    if "headers" in problems:
        return {}
    twice = next((key for key in read_lines(told.get("headers", "")) if f"header:{key}" in told), None)
    return {"headers": FieldProblem("header_twice", twice)} if twice is not None else {}


def _check_event(element: Element, told: Typed, problems: Mapping[str, FieldProblem]) -> dict[str, FieldProblem]:
    """What an event tells others has a name. An error or escalation caught without a name catches all."""
    kind = told.get("event.kind", element.event.kind if element.event is not None else "")
    needs = kind in REFERRED and (element.kind in THROWING or kind == "signal")
    if "event.name" not in told or not needs or told["event.name"] or "event.name" in problems:
        return {}
    return {"event.name": FieldProblem("required")}


def _check_ways(told: Typed, problems: Mapping[str, FieldProblem]) -> dict[str, FieldProblem]:
    """Every way out of a choice has a condition, except the one that is taken when no other is."""
    found: dict[str, FieldProblem] = {}
    if not _chooses(told):
        return found
    for key, value in told.items():
        name, _, flow = key.partition(":")
        if name == "way.condition" and key not in problems and not value and told.get("default") != flow:
            found[key] = FieldProblem("required")
    return found


def _chooses(told: Typed) -> bool:
    """Whether the ways out of a gateway will have conditions."""
    return told.get("split") not in {"parallelGateway", "eventBasedGateway"}


def _changes(
    process: Process, element: Element, changed: Mapping[str, tuple[StepField, str]], told: Typed
) -> Iterator[Change]:
    """The edits, in an order in which each finds what it needs."""
    key = element.id
    for field, value in changed.values():
        if (change := _change_one(process, key, field, value)) is not None:
            yield change
    names = {field.name for field, _ in changed.values()}
    if names & {"header", "headers"}:
        yield _later(editing.set_headers, key, _headers(element, changed, told))
    if "message.name" in names and told["message.name"]:
        yield _later(editing.set_message, key, told["message.name"])
    if "message.key" in names:
        yield _later(editing.set_correlation_key, key, told["message.key"])
    if any(name.startswith("timer.") for name in names):
        yield _later(editing.set_timer, key, told["timer.kind"], told["timer.value"])
    if any(name.startswith("event.") for name in names):
        kind = told.get("event.kind", element.event.kind if element.event is not None else "")
        value = told.get("event.condition", "") or (told.get("event.name", "") if kind in REFERRED else "")
        value = told.get("event.activity", "") if kind == COMPENSATE else value
        yield _later(editing.set_event, key, kind, value)
    if loop := {name.partition(".")[2]: told[name] for name in names if name.startswith("loop.")}:
        yield _later(editing.set_loop, key, loop)
    yield from _change_ways(key, changed, told)
    if "split" in changed:
        yield _later(editing.set_split, key, told["split"])
    if "lane" in changed:
        # Last, because it moves what is drawn.
        yield _later(editing.change_lane, key, told["lane"])


def _change_one(process: Process, key: str, field: StepField, value: str) -> Change | None:
    """The edit for a field that is written by itself; None for one that is written together with others."""
    extension, _, attribute = field.name.partition(".")
    match field.name:
        case "name":
            return _later(editing.set_name, key, value)
        case "documentation":
            return _later(editing.set_documentation, key, value)
        case "property":
            return _later(editing.set_property, key, field.about, value)
        case "process":
            return _later(editing.set_property, process.id, field.about, value)
        case "join":
            return _later(editing.set_join, key, value)
        case "inputs" | "outputs":
            return _later(editing.set_mappings, key, field.name[:-1], read_rows(value))
        case "cancelActivity" | "isInterrupting":
            return _later(editing.set_attribute_of, key, field.name, value)
        case "link":
            return _later(editing.lead_link, key, value)
        case "part":
            return _later(editing.set_part, key, value)
    if attribute and extension not in {"loop", "timer", "way", "message", "event"}:
        return _later(editing.set_extension, key, extension, attribute, value)
    return None


def _change_ways(gateway: str, changed: Mapping[str, tuple[StepField, str]], told: Typed) -> Iterator[Change]:
    default = told.get("default")
    chooses = _chooses(told)
    if "default" in changed and chooses:
        yield _later(editing.make_default, default) if default else _later(editing.remove_default, gateway)
    for field, value in changed.values():
        if field.name == "way.name":
            yield _later(editing.set_name, field.about, value)
        elif field.name == "way.condition" and field.about != default and chooses:
            yield _later(editing.set_condition, field.about, value)


def _later(edit: Callable[..., Edited], *told: object) -> Change:
    return lambda source: edit(source, *told)


def _headers(element: Element, changed: Mapping[str, tuple[StepField, str]], told: Typed) -> dict[str, str]:
    """The headers of a job: those with their own question, and the lines of the others. What was not asked stays."""
    headers = dict(element.headers)
    if "headers" in changed:
        field, value = changed["headers"]
        lines = read_lines(value)
        headers = {key: text for key, text in headers.items() if key in lines or key not in read_lines(field.value)}
        headers |= lines
    for key, value in told.items():
        if key.startswith("header:"):
            headers[key.removeprefix("header:")] = value
    return {key: value for key, value in headers.items() if value}


def _is_same(field: StepField, value: str) -> bool:
    """Whether a field was left as it was; groups in another order are the same groups."""
    before = _clean(field.value)
    return set(value.split(",")) == set(before.split(",")) if field.control == GROUPS else value == before


def _clean(value: str) -> str:
    return value.replace("\r\n", "\n").strip()
