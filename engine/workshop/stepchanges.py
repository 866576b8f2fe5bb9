"""Step changes: from what was typed in the form of a step to edits of its file; what cannot be is told per field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from engine import editing
from engine.checking.meaning import PREFIX as REFERENCE_PREFIX
from engine.checking.wording import in_dutch
from engine.comparison.wording import read_told
from engine.dialect import feel
from engine.dialect.elements import Element, IoMapping, Process
from engine.dialect.timers import is_cycle_text, is_timer_text
from engine.editing import Done, Edited, Source
from engine.errors import FieldProblem, FieldsRefused
from engine.workshop.stepfields import (
    CHOICE,
    FEEL,
    GROUPS,
    HEADER,
    LINES,
    MOMENT,
    NAME,
    NUMBER,
    PREFIX,
    ROWS,
    StepField,
)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
Typed = Mapping[str, str]
Change = Callable[[Source], Edited]


def key_of(field: StepField) -> str:
    """By which name a page sends what was typed in a field."""
    return f"{field.name}:{field.about}" if field.about else field.name


def change_step(
    source: Source, process: Process, element: Element, fields: Iterable[StepField], typed: Typed
) -> tuple[Source, list[Done]]:
    """Bring a step in line with what was typed. What stayed the same is not touched.

    Raises: FieldsRefused; EditRefused.
    """
    told = {key_of(field): (field, _read(field, typed[key_of(field)])) for field in fields if key_of(field) in typed}
    problems = {key: problem for key, (field, value) in told.items() if (problem := check_field(field, value))}
    problems |= _check_headers({key: value for key, (_, value) in told.items()}, problems)
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


def as_feel(text: str) -> str:
    """What was typed where nothing but an expression can be: with its `=`, which people forget."""
    told = text.strip()
    return told if not told or told.startswith("=") else f"={told}"


def check_field(field: StepField, value: str) -> FieldProblem | None:
    """What is wrong with what was typed in one field; it is looked at only where it was changed, or must be there."""
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
        return _check_rows(value)
    if field.control == LINES:
        return _check_lines(value)
    return check_text(field.reads, value)


def check_text(reads: str, value: str) -> FieldProblem | None:
    """What is wrong with a text that says something in FEEL, or is a name, number or moment."""
    if reads == PREFIX:
        return None if REFERENCE_PREFIX.fullmatch(value) else FieldProblem("not_a_prefix", value)
    if reads == NAME:
        return None if _NAME.fullmatch(value) else FieldProblem("not_a_name", value)
    if value.startswith("=") and reads:
        return check_feel(value[1:])
    if reads == MOMENT and not (is_timer_text(value) or is_cycle_text(value)):
        return FieldProblem("not_a_moment", value)
    if reads == NUMBER and not value.isdecimal():
        return FieldProblem("not_a_number", value)
    return None


def check_feel(text: str) -> FieldProblem | None:
    try:
        feel.parse(text)
    except feel.FeelError as error:
        return FieldProblem("not_feel", in_dutch(str(error)))
    return _check_slip(feel.slip(text))


def _check_slip(told: str | None) -> FieldProblem | None:
    """What reads as FEEL, but as something that nobody means."""
    return FieldProblem("not_feel", in_dutch(told)) if told else None


def check_cell(text: str, *, tests: bool) -> FieldProblem | None:
    """What is wrong with a cell of a table; an output with nothing in it gives nothing."""
    if not text.strip():
        return FieldProblem("empty_cell") if tests else None
    try:
        feel.parse_unary_tests(text) if tests else feel.parse(text)
    except feel.FeelError as error:
        return FieldProblem("not_feel", in_dutch(str(error)))
    return _check_slip(feel.slip(text, cell=tests))


def require_told(values: Typed) -> None:
    """Raises: FieldsRefused: something that must be there is not."""
    missing = {name: FieldProblem("required") for name, value in values.items() if not value.strip()}
    if missing:
        raise FieldsRefused(missing)


def require_feel(text: str, name: str) -> str:
    """The expression with its `=`. Raises: FieldsRefused: it is no FEEL."""
    told = as_feel(text)
    if (problem := check_feel(told[1:])) is not None:
        raise FieldsRefused({name: problem})
    return told


def read_moment(values: Typed, name: str) -> Typed:
    """The values, with one as files say it where it was typed as people do: 14 dagen.

    Raises: FieldsRefused: neither a moment or duration, nor FEEL; nothing at all may be.
    """
    value = read_told(values.get(name, "").strip())
    if value and (problem := check_text(MOMENT, value)) is not None:
        raise FieldsRefused({name: problem})
    return {**values, name: value} if name in values else values


def read_rows(text: str) -> list[IoMapping]:
    """Mappings from the lines that people edit."""
    rows = []
    for line in text.split("\n"):
        target, _, expression = line.partition("=")
        if line.strip():
            rows.append(IoMapping(f"={expression.strip()}", target.strip()))
    return rows


def _check_rows(value: str) -> FieldProblem | None:
    for line in value.split("\n"):
        if not line.strip():
            continue
        target, equals, expression = line.partition("=")
        if not equals or not _NAME.fullmatch(target.strip()) or not expression.strip():
            return FieldProblem("not_rows", line.strip())
        if (problem := check_feel(expression)) is not None:
            return problem
    return None


def read_lines(text: str) -> dict[str, str]:
    """Headers from the lines that people edit, each with its text as it was typed."""
    told = [line.partition(":") for line in text.split("\n") if line.strip()]
    return {key.strip(): value.strip() for key, _, value in told}


def _check_lines(value: str) -> FieldProblem | None:
    seen = set()
    for line in value.split("\n"):
        key, colon, text = (part.strip() for part in line.partition(":"))
        if not line.strip():
            continue
        if not colon or not HEADER.fullmatch(key) or not text:
            return FieldProblem("not_lines", line.strip())
        if key in seen:
            return FieldProblem("header_twice", key)
        if text.startswith("=") and (problem := check_feel(text[1:])) is not None:
            return problem
        seen.add(key)
    return None


def _check_headers(told: Typed, problems: Mapping[str, FieldProblem]) -> dict[str, FieldProblem]:
    """A header with a question of its own is not told a second time among the others."""
    if "headers" in problems:
        return {}
    twice = next((key for key in read_lines(told.get("headers", "")) if f"header:{key}" in told), None)
    return {"headers": FieldProblem("header_twice", twice)} if twice is not None else {}


def _check_ways(told: Typed, problems: Mapping[str, FieldProblem]) -> dict[str, FieldProblem]:
    """Every way out of a choice has a condition, but for the one that is taken when no other is."""
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
        extension, _, attribute = field.name.partition(".")
        if field.name == "name":
            yield _later(editing.set_name, key, value)
        elif field.name == "documentation":
            yield _later(editing.set_documentation, key, value)
        elif field.name == "property":
            yield _later(editing.set_property, key, field.about, value)
        elif field.name == "join":
            yield _later(editing.set_join, key, value)
        elif field.name == "process":
            yield _later(editing.set_property, process.id, field.about, value)
        elif field.name in {"inputs", "outputs"}:
            yield _later(editing.set_mappings, key, field.name[:-1], read_rows(value))
        elif field.name == "cancelActivity":
            yield _later(editing.set_attribute_of, key, "cancelActivity", value)
        elif attribute and extension not in {"loop", "timer", "way", "message"}:
            yield _later(editing.set_extension, key, extension, attribute, value)
    names = {field.name for field, _ in changed.values()}
    if names & {"header", "headers"}:
        yield _later(editing.set_headers, key, _headers(element, changed, told))
    if "message.name" in names and told["message.name"]:
        yield _later(editing.set_message, key, told["message.name"])
    if "message.key" in names:
        yield _later(editing.set_correlation_key, key, told["message.key"])
    if any(name.startswith("timer.") for name in names):
        yield _later(editing.set_timer, key, told["timer.kind"], told["timer.value"])
    if loop := {name.partition(".")[2]: told[name] for name in names if name.startswith("loop.")}:
        yield _later(editing.set_loop, key, loop)
    yield from _change_ways(key, changed, told)
    if "split" in changed:
        yield _later(editing.set_split, key, told["split"])
    if "lane" in changed:
        # Last, for it moves what is drawn.
        yield _later(editing.change_lane, key, told["lane"])


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
    """What the job is told: what has a question of its own, and the lines of the others. What was not asked stays."""
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
