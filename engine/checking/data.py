"""Data: whether what a diagram says of data objects is true (BPMN 2.0.2 clause 10.4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.contents import check_name
from engine.checking.finding import WARNING, Finding, make
from engine.checking.sources import Sources
from engine.dialect import naming
from engine.dialect.data import (
    OBJECT,
    PROPERTY,
    READ,
    REFERENCE,
    STORE,
    WRITTEN,
    associated,
    home_of,
    object_of,
    variable_of,
)
from engine.dialect.elements import Element, Process
from engine.dialect.folder import ProcessFiles

KNOWN_GIVERS = frozenset({"userTask", "scriptTask", "businessRuleTask"})
"""The steps whose results are known."""


def check(folder: ProcessFiles, sources: Sources) -> Iterator[Finding]:
    file, process = folder.source, folder.process
    for element in process.elements.values():
        if element.kind in {OBJECT, REFERENCE, STORE}:
            yield from _check_object(file, process, element, sources)
        elif element.kind in {READ, WRITTEN}:
            yield from _check_arrow(file, process, element, sources)


def _check_object(file: str, process: Process, element: Element, sources: Sources) -> Iterator[Finding]:
    for name in sorted(element.properties.keys() - {PROPERTY}):
        yield make("unknown_property", file, element, detail=name, other=PROPERTY, severity=WARNING)
    told = element.properties.get(PROPERTY)
    if told is None:
        return
    if element.kind == STORE:
        yield make("store_with_variable", file, element)
        return
    yield from check_name(file, element, told)
    for other in process.elements.values():
        if other is element:
            break
        said = other.properties.get(PROPERTY) if other.kind in {OBJECT, REFERENCE} else None
        if said and said != told and object_of(process, other).id == object_of(process, element).id:
            yield make("data_two_variables", file, element, detail=told, other=said)
    home = home_of(process, element)
    inside = [e for e in process.elements.values() if home in process.scopes_around(e)]
    if not any(told in sources.given_by(process.id, e) for e in inside) and not sources.is_open(process.id):
        yield make("data_never_given", file, element, detail=told, severity=WARNING)


def _check_arrow(file: str, process: Process, arrow: Element, sources: Sources) -> Iterator[Finding]:
    step = process.elements.get(arrow.parent)
    name = naming.describe(step) if step is not None else ""
    for extension in arrow.unknown:
        yield make("arrow_computes", file, arrow, name=name, detail=extension)
    drawn = next(associated(process, arrow), None)
    if drawn is None or step is None:
        yield make("arrow_to_nothing", file, arrow, name=name)
        return
    other = naming.describe(drawn)
    if drawn.kind != STORE and home_of(process, drawn) not in process.scopes_around(step):
        yield make("data_out_of_sight", file, arrow, name=name, other=other)
    variable = variable_of(process, drawn)
    known = arrow.kind == WRITTEN and step.kind in KNOWN_GIVERS
    if known and variable and variable not in sources.given_by(process.id, step):
        yield make("data_not_given", file, arrow, name=name, other=other, detail=variable, severity=WARNING)
