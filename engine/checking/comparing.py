"""Comparing: whether what an expression compares a variable with is of its type, and one of its possible answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking import rowkeys
from engine.checking.finding import WARNING, Finding, make
from engine.checking.known import CONTEXT, LIST, Knowledge, Known, of_field, subject_of
from engine.checking.points import constant
from engine.checking.readings import Reading, readings_of
from engine.checking.regions import BOOLEAN, DATE, DAYS, MOMENT, MONTHS, NUMBER, TEXT, Unclear, kind_of
from engine.checking.resembling import Resembling
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.feel import syntax
from engine.dialect.feel.printing import print_tests
from engine.dialect.folder import ProcessFiles

WORDS: Mapping[str, str] = {
    NUMBER: "een getal", TEXT: "een tekst", BOOLEAN: "true of false", DATE: "een datum",
    MOMENT: "een datum en tijd", DAYS: "een duur", MONTHS: "een duur in maanden", LIST: "een lijst",
    CONTEXT: "een regel van een lijst",
}  # fmt: skip
_ASKS_VALUES = (
    syntax.Arithmetic, syntax.Comparison, syntax.Conjunction, syntax.Disjunction, syntax.If, syntax.Negation,
)  # fmt: skip
_HIDES_NAMES = (syntax.For, syntax.Quantified, syntax.FunctionOf, syntax.ContextOf)


def check(folder: ProcessFiles, knowledge: Knowledge) -> Iterator[Finding]:
    resembling = Resembling()
    for element in folder.process.elements.values():
        for reading in readings_of(folder, element, knowledge.sources):
            for test in dict.fromkeys(_misplaced(reading.tree)):
                shown = print_tests(syntax.Tests(0, (test,)))
                yield make("bare_test", folder.source, element, attribute=reading.attribute, test=shown)
            for subject, node in dict.fromkeys(_compared(reading.tree)):
                yield from _tell(folder, element, reading, subject, node, knowledge, resembling)


def _misplaced(node: syntax.Expr | None, told: bool = True) -> Iterator[syntax.Test]:
    """Tests with nothing to test, where only a value makes sense: `> = 5` reads as `> (= 5)`. FEEL allows it."""
    if isinstance(node, syntax.Test) and told:
        yield node
    elif node is not None:
        for part in node.parts():
            yield from _misplaced(part, isinstance(node, _ASKS_VALUES))


def _compared(node: syntax.Expr | None) -> Iterator[tuple[str, syntax.Expr]]:
    """(name or path, what it is compared with) in an expression, as far as its names are the variables themselves."""
    if isinstance(node, syntax.Filter):
        yield from _compared(node.base)
    elif node is not None and not isinstance(node, _HIDES_NAMES):
        yield from _pairs(node)
        for part in node.parts():
            yield from _compared(part)


def _pairs(node: syntax.Expr) -> Iterator[tuple[str, syntax.Expr]]:
    if isinstance(node, syntax.Comparison):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if (subject := subject_of(one)) is not None:
                yield subject, other
    elif isinstance(node, syntax.Between) and (subject := subject_of(node.value)) is not None:
        yield from ((subject, end) for end in (node.low, node.high))
    elif isinstance(node, syntax.Within) and (subject := subject_of(node.value)) is not None:
        for test in node.tests:
            yield from ((subject, end) for end in _ends(test))


def _ends(test: syntax.Expr) -> Iterator[syntax.Expr]:
    if isinstance(test, syntax.Test):
        yield test.endpoint
    elif isinstance(test, syntax.Interval):
        yield from (test.low, test.high)
    elif isinstance(test, syntax.ListOf):
        for item in test.items:
            yield from _ends(item)
    else:
        yield test


def _tell(
    folder: ProcessFiles,
    element: Element,
    reading: Reading,
    subject: str,
    node: syntax.Expr,
    knowledge: Knowledge,
    resembling: Resembling,
) -> Iterator[Finding]:
    known = _look_up(reading, subject, knowledge)
    if known is None or known.kind is None:
        return
    other = subject_of(node)
    try:
        value = None if other is not None else constant(node)
        kind = _kind_of_variable(reading, other, knowledge) if other is not None else kind_of(value)
    except Unclear:
        return
    shown = other or feel.write_value(value, nested=True)
    words: dict[str, Any] = {"attribute": reading.attribute, "subject": subject, "other": shown}
    if kind != known.kind:
        if {kind, known.kind} == {DATE, MOMENT} or (other is not None and other < subject):
            return  # A date is compared as its midnight; two variables are reported once.
        code = "compared_list" if LIST in (kind, known.kind) else "compared_types"
        words |= {"is": WORDS[known.kind], "is_other": WORDS[kind]}
        yield make(code, folder.source, element, severity=WARNING, **words)
    elif isinstance(value, str) and not known.admits(value):
        advice = resembling.advise(value, known.options or (), near='"{}"', each='"{}"')
        yield make("unknown_option", folder.source, element, severity=WARNING, detail=advice, **words)


def _look_up(reading: Reading, subject: str, knowledge: Knowledge) -> Known | None:
    name, _, entry = subject.partition(".")
    if name in reading.fields:
        found = of_field(reading.fields[name])
        return found.entry(entry) if entry else found
    if (inside := rowkeys.names_of_row(reading, knowledge).get(name)) is not None:
        return inside.entry(entry) if entry else inside
    return knowledge.of(reading.process_id, reading.element, subject)


def _kind_of_variable(reading: Reading, subject: str, knowledge: Knowledge) -> str:
    """Raises: Unclear: the type of the variable is not known."""
    known = _look_up(reading, subject, knowledge)
    if known is None or known.kind is None:
        raise Unclear
    return known.kind
