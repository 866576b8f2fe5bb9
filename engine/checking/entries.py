"""Entries: whether what goes into a register is free text that somebody typed, since it stays there.

A register is kept for good, and those who may read it need not see contact data; a free text can contain a name (AVG
art. 5 lid 1 under c). The variables that end up in a column are traced back through what other steps make of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.checking.finding import WARNING, Finding, make
from engine.checking.sources import Sources
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.feel import syntax
from engine.dialect.folder import ProcessFiles
from engine.forms import FormField

FREE = frozenset({"textfield", "textarea"})
"""Kinds of questions that are answered in free text."""
MEASURING = frozenset(
    {
        *("string length", "count", "number", "date", "time", "date and time", "duration", "years and months duration"),
        *("contains", "starts with", "ends with", "matches", "list contains", "is", "index of", "not"),
    }
)
"""Functions that return something about a text, and not the text itself."""
_NAME = re.compile(r"=\s*\w+\s*")
Seen = set[tuple[str, str, str]]


def check(folder: ProcessFiles, sources: Sources) -> Iterator[Finding]:
    """A warning for each column that receives what somebody typed."""
    for element in folder.process.elements.values():
        for column in element.inputs if element.job_type == "register" else ():
            asked = _find_typed(column.source, folder.process.id, element, sources, set())
            if asked is not None:
                label = asked.label or asked.key
                yield make("typed_entry", folder.source, element, severity=WARNING, detail=column.target, other=label)


def _find_typed(text: str, process_id: str, element: Element | None, sources: Sources, seen: Seen) -> FormField | None:
    """The question whose answer is part of the value of an expression, if there is one."""
    try:
        names = sorted(set(_carried(feel.parse(text[1:]).tree))) if text.startswith("=") else []
    except feel.FeelError:
        return None  # that is reported elsewhere
    for path in names:
        at = (process_id, element.id if element is not None else "", path)
        if at in seen:
            continue
        seen.add(at)
        name, _, entry = path.partition(".")
        for giver in sources.givers(process_id, element, name):
            if giver.field is not None and (free := _free_in(giver.field, entry)) is not None:
                return free
            process, place = giver.place
            there = sources.folders[process].process.elements.get(place) if process in sources.folders else None
            text = giver.text or ""
            if entry and _NAME.fullmatch(text):
                text = f"{text}.{entry}"  # A giver that only passes a list on, or takes its items one by one.
            found = _find_typed(text, process, there, sources, seen) if there or not place else None
            if found is not None:
                return found
    return None


def _outside(path: str, iterators: Mapping[str, syntax.Expr]) -> Iterator[str]:
    """What a path in the body of a `for` is, in names that are known outside it."""
    name, _, entry = path.partition(".")
    if name not in iterators:
        yield path
        return
    others = {key: items for key, items in iterators.items() if key != name}
    for source in _carried(iterators[name]):
        yield from _outside(f"{source}.{entry}" if entry and "." not in source else source, others)


def _free_in(field: FormField, entry: str) -> FormField | None:
    """The free text question that a field is; for a list, one of those in its rows, or the one that is named."""
    if field.rows is None:
        return field if field.kind in FREE else None
    asked = (column for column in field.rows.questions if entry in ("", column.key))
    return next((column for column in asked if column.kind in FREE), None)


def _carried(tree: syntax.Expr) -> Iterator[str]:
    """The variables whose value itself, or a part of it, is in the result: not what is only compared.

    For a path that begins at a variable, the variable with the name after it.
    """
    match tree:
        case syntax.Variable(name=name):
            yield name
        case syntax.Path(base=syntax.Variable(name=name), name=entry):
            yield f"{name}.{entry}"
        case syntax.Path(base=base) | syntax.Filter(base=base):
            yield from _carried(base)
        case syntax.Arithmetic(left=left, right=right):
            yield from _carried(left)
            yield from _carried(right)
        case syntax.If(then=then, otherwise=otherwise):
            yield from _carried(then)
            yield from _carried(otherwise)
        case syntax.For(iterators=iterators, body=body):
            for path in _carried(body):
                yield from _outside(path, dict(iterators))
        case syntax.ListOf(items=items):
            for item in items:
                yield from _carried(item)
        case syntax.ContextOf(entries=entries):
            for _key, value in entries:
                yield from _carried(value)
        case syntax.Call(function=function, arguments=arguments):
            if not (isinstance(function, syntax.Variable) and function.name in MEASURING):
                for argument in arguments:
                    yield from _carried(argument)
