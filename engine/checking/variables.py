"""Variables: whether every name that an expression reads can have a value by then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.checking.finding import WARNING, Finding, make
from engine.checking.readings import Reading, readings_of
from engine.checking.resembling import Resembling
from engine.checking.sources import Sources
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.feel import syntax
from engine.dialect.folder import ProcessFiles
from engine.names import READ_ONLY


def check(folder: ProcessFiles, sources: Sources) -> Iterator[Finding]:
    resembling = Resembling()
    for element in folder.process.elements.values():
        told: set[tuple[str, str]] = set()
        # One step can have thousands of expressions, which all find the same variables.
        known: dict[tuple[str, str], frozenset[str]] = {}
        for reading in readings_of(folder, element, sources):
            place = reading.process_id, reading.element.id if reading.element is not None else ""
            if place not in known:
                known[place] = sources.names(reading.process_id, reading.element) | READ_ONLY
            for name in sorted(reading.names - known[place]):
                if (reading.attribute, name) not in told:
                    told.add((reading.attribute, name))
                    advice = _advise(reading, name, known[place], sources, resembling)
                    yield from _tell(folder, element, reading, name, advice, sources)


def _tell(
    folder: ProcessFiles, element: Element, reading: Reading, name: str, advice: str, sources: Sources
) -> Iterator[Finding]:
    words: dict[str, Any] = {"attribute": reading.attribute, "other": name, "detail": advice}
    if not sources.is_open(reading.process_id):
        yield make("unknown_variable", folder.source, element, **words)
    elif name not in sources.rehearsed(reading.process_id):
        yield make("foreign_variable", folder.source, element, severity=WARNING, **words)


def _advise(reading: Reading, name: str, known: frozenset[str], sources: Sources, resembling: Resembling) -> str:
    """What was probably meant: a similar name, the answer to a question with that label, or a text."""
    if meant := _find_meant(reading, name, known, sources, resembling):
        return meant
    usual = "verbeter de naam, of vraag de waarde in een formulier."
    if reading.tree is None or name in _names_compared(reading.tree):
        return f'Is {name} een tekst? Zet er dan aanhalingstekens om: "{name}". Anders: {usual}'
    return usual[0].upper() + usual[1:]


def _find_meant(reading: Reading, name: str, known: frozenset[str], sources: Sources, resembling: Resembling) -> str:
    """What exists and was meant; empty for nothing, or where too much was looked through already."""
    folder = sources.folders[reading.process_id]
    asked = [field for form in sources.forms[reading.process_id].values() for field in form.fields]
    if not resembling.may_look(len(asked) + len(folder.process.elements)):
        return ""
    if any(field.key == name and field.personal for field in asked):
        return (
            "Dit is van de indiener zelf en wordt apart bewaard: een uitdrukking kan het niet lezen. "
            "Een mail of brief noemt de indiener met aanhef."
        )
    if answer := next((field.key for field in asked if _bare(field.label) == _bare(name) and field.key in known), ""):
        return f"Dit is een vraag. Het antwoord heet *{answer}*."
    if result := _result_called(folder, name, known):
        return result
    # Function names resemble many names, and are rarely meant if nothing is called.
    functions = feel.BUILTIN_NAMES if reading.tree is not None and name in _names_called(reading.tree) else frozenset()
    near = resembling.find(name, known | functions, cutoff=0.75)
    return f"Bedoelt u *{near}*?" if near else ""


def _result_called(folder: ProcessFiles, name: str, known: frozenset[str]) -> str:
    """The variable for a step's table result, if this name is a heading of that table."""
    tables = {key: table.box for model in folder.decisions.values() for key, table in model.graph.tables.items()}
    for element in folder.process.elements.values():
        table, result = tables.get(element.decision_id or ""), element.result_variable
        if table is None or result not in known:
            continue
        if any(_bare(name) in {_bare(output.label), _bare(output.name)} for output in table.outputs):
            return f"Dit is een kolom van een tabel. Wat *{element.name or element.id}* geeft, heet *{result}*."
    return ""


def _bare(text: str) -> str:
    """A question as people remember it: ignoring capitals, and without the punctuation at its end."""
    return " ".join(text.casefold().rstrip("?:. ").split())


def _names_called(node: syntax.Expr) -> Iterator[str]:
    """The names that are used as functions."""
    if isinstance(node, syntax.Call) and isinstance(node.function, syntax.Variable):
        yield node.function.name
    for part in node.parts():
        yield from _names_called(part)


def _names_compared(node: syntax.Expr) -> Iterator[str]:
    """The names that are compared for equality with something."""
    if isinstance(node, syntax.Comparison) and node.operator in {"=", "!="}:
        yield from (side.name for side in (node.left, node.right) if isinstance(side, syntax.Variable))
    for part in node.parts():
        yield from _names_compared(part)
