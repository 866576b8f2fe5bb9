"""Contents: expressions, timers and names of variables on elements, each read in the same way as when it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checking.finding import WARNING, Finding, make
from engine.checking.wording import in_dutch
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.dialect.mails import DEFERRED
from engine.dialect.timers import is_cycle_text, is_timer_text
from engine.names import READ_ONLY

STYLE = re.compile(r"[a-z][a-z0-9_]*")
_PRIORITY = re.compile(r"[0-9]{1,2}|100")


def check(folder: ProcessFiles) -> Iterator[Finding]:
    file = folder.source
    for element in folder.process.elements.values():
        yield from _check_expressions(file, element)
        yield from _check_mappings(file, element)
        yield from _check_timers(file, element)
        yield from _check_targets(file, element)


def expressions_of(element: Element) -> Iterator[tuple[str, str]]:
    """(attribute as people know it, text) of everything that may hold FEEL."""
    told = [
        ("De groep", element.candidate_groups),
        ("De persoon", element.assignee),
        ("De termijn", element.due_date),
        ("De herinnering", element.follow_up_date),
        ("De prioriteit", element.priority),
        ("De timer", element.event.expression if element.event is not None else None),
        ("De tekst bij de status", element.properties.get("publishedText")),
        *((f"De invoer {m.target}", m.source) for m in element.inputs),
        *((f"De uitvoer {m.target}", m.source) for m in element.outputs),
        *((f"De kopregel {key}", value) for key, value in element.headers.items()),
        *_computed(element),
    ]
    return ((attribute, text) for attribute, text in told if text)


def _computed(element: Element) -> Iterator[tuple[str, str | None]]:
    """What is useless as literal text."""
    yield "De voorwaarde", element.condition
    yield "De uitdrukking", element.script
    if element.event is not None:
        yield "De sleutel van het bericht", element.event.correlation_key
    if element.loop is not None:
        yield "De invoerlijst", element.loop.input_collection
        yield "De uitvoerwaarde", element.loop.output_element
        yield "De voorwaarde om te stoppen", element.loop.completion_condition


def _check_expressions(file: str, element: Element) -> Iterator[Finding]:
    for attribute, text in expressions_of(element):
        if text.startswith("="):
            try:
                feel.parse(text[1:])
            except feel.FeelError as error:
                yield make("not_feel", file, element, attribute=attribute, detail=place_of(error))
                continue
            if (told := feel.slip(text[1:])) is not None:
                yield make("means_else", file, element, severity=WARNING, attribute=attribute, detail=in_dutch(told))
    for attribute, literal in _computed(element):
        if literal and not literal.startswith("="):
            yield make("needs_feel", file, element, attribute=attribute, detail=literal)


def place_of(error: feel.FeelError) -> str:
    """Where a text that begins with = is not FEEL, and why."""
    if not isinstance(error, feel.FeelSyntaxError):
        return in_dutch(str(error))
    column = error.column + (1 if error.line == 1 else 0)
    return f"regel {error.line}, teken {column}: {in_dutch(error.message)}"


def _check_mappings(file: str, element: Element) -> Iterator[Finding]:
    for direction, mappings in (("invoer", element.inputs), ("uitvoer", element.outputs)):
        for mapping in mappings:
            if not mapping.source:
                yield make("no_expression", file, element, detail=f"waarde voor de {direction} '{mapping.target}'")


def _check_timers(file: str, element: Element) -> Iterator[Finding]:
    event = element.event
    if event is not None and event.kind == "timer":
        if not event.expression:
            yield make("no_expression", file, element, detail="tijd")
        elif event.timer_kind == "cycle":
            yield from _check_cycle(file, element, event.expression)
        elif not event.expression.startswith("=") and not is_timer_text(event.expression):
            yield make("timer_value", file, element, detail=event.expression)
    for text in (element.due_date, element.follow_up_date):
        if text and not text.startswith("=") and not is_timer_text(text):
            yield make("timer_value", file, element, detail=text)
    priority = element.priority
    if priority and not priority.startswith("=") and not _PRIORITY.fullmatch(priority):
        yield make("priority_value", file, element, detail=priority)


def _check_cycle(file: str, element: Element, text: str) -> Iterator[Finding]:
    if not text.startswith("=") and not is_cycle_text(text):
        yield make("timer_cycle_value", file, element, detail=text)
    if element.parent == element.process and element.kind == "startEvent":
        return  # It begins a case each time.
    if element.interrupting or element.kind == "intermediateCatchEvent":
        yield make("timer_cycle_once", file, element, severity=WARNING, detail=text)


def _check_targets(file: str, element: Element) -> Iterator[Finding]:
    loop = element.loop
    targets = [element.result_variable, *(m.target for m in (*element.inputs, *element.outputs))]
    if loop is not None:
        targets += [loop.input_element, loop.output_collection]
    for target in targets:
        if target is not None:
            yield from check_name(file, element, target)


def check_name(file: str, element: Element, name: str) -> Iterator[Finding]:
    """What is wrong with the name of a variable that an element writes."""
    if name in READ_ONLY or name in DEFERRED:
        yield make("reserved_variable", file, element, detail=name)
    elif not _is_readable(name):
        yield make("variable_name", file, element, detail=name)
    elif not STYLE.fullmatch(name):
        yield make("variable_style", file, element, detail=name, severity=WARNING)


def _is_readable(name: str) -> bool:
    """Whether FEEL reads the name as one variable: no keyword, no space, no operator."""
    if not re.fullmatch(r"\w+", name):
        return False
    try:
        return feel.parse(name, names=(name,)).names == {name}
    except feel.FeelError:
        return False
