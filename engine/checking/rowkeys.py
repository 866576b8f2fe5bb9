"""Row keys: whether what an expression reads from the rows of a list is asked in those rows, or is known of a file.

Known are the rows of lists and the files in forms, and whatever passes those on unchanged: a mapping, a call, a
repeated task that takes them one by one, `for`, `some` and `every`, a filter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking.finding import ERROR, WARNING, Finding, make
from engine.checking.known import CONTEXT, PARTS_OF_FILE, Knowledge, Known, of_field
from engine.checking.readings import Reading, readings_of
from engine.checking.resembling import Resembling
from engine.dialect import feel
from engine.dialect.feel import syntax
from engine.dialect.folder import ProcessFiles
from engine.forms import ITEM, THIS

Scope = Mapping[str, Known | None]
"""What is known of the names that an expression itself introduces."""


def check(folder: ProcessFiles, knowledge: Knowledge) -> Iterator[Finding]:
    # A message may bring rows of another kind under the name of a list that a form asks for.
    severity = WARNING if knowledge.sources.is_open(folder.process.id) else ERROR
    resembling = Resembling()
    for element in folder.process.elements.values():
        for reading in readings_of(folder, element, knowledge.sources):
            if reading.tree is None:
                continue
            found = _Looking(reading, knowledge).find(reading.tree, names_of_row(reading, knowledge))
            for path, name, known in dict.fromkeys(found):
                advice = resembling.advise(name, known, near="*{}*", each="{}")
                words: dict[str, Any] = {"attribute": reading.attribute, "other": path, "detail": advice}
                code = "unknown_of_file" if known in PARTS_OF_FILE else "unknown_column"
                yield make(code, folder.source, element, severity=severity, **words)


def names_of_row(reading: Reading, knowledge: Knowledge) -> dict[str, Known | None]:
    """What `this` and `item` are where an expression is read in a row of a list."""
    if reading.row is None or reading.row.rows is None:
        return {}
    rows = reading.row.rows
    found: dict[str, Known | None] = {THIS: of_field(reading.row).item}
    if rows.for_each is not None:
        try:
            tree = feel.parse(rows.for_each).tree
        except feel.FeelError:
            return found
        given = _Looking(reading, knowledge).known_of(tree, {})
        found[ITEM] = given.item if given is not None else None
    return found


class _Looking:
    """Walks through one expression."""

    def __init__(self, reading: Reading, knowledge: Knowledge) -> None:
        self._reading = reading
        self._knowledge = knowledge

    def known_of(self, node: object, scope: Scope) -> Known | None:
        """What is known of the value of a part of the expression, if it is a row or a list of rows."""
        if isinstance(node, syntax.Variable):
            if node.name in scope:
                return scope[node.name]
            if node.name in self._reading.fields:
                return of_field(self._reading.fields[node.name])
            return self._knowledge.of(self._reading.process_id, self._reading.element, node.name)
        if isinstance(node, syntax.Filter):
            return self.known_of(node.base, scope)
        if isinstance(node, syntax.Path):
            known = self.known_of(node.base, scope)
            return known.entry(node.name) if known is not None else None
        return None

    def find(self, node: syntax.Expr, scope: Scope) -> Iterator[tuple[str, str, frozenset[str]]]:
        """(path, name, what is asked) of each path into a row that lacks it."""
        if isinstance(node, syntax.For | syntax.Quantified):
            inner = dict(scope)
            for name, items in node.iterators:
                yield from self.find(items, inner)
                given = self.known_of(items, inner)
                inner[name] = given.item if given is not None else None
            yield from self.find(node.body if isinstance(node, syntax.For) else node.condition, inner)
        elif isinstance(node, syntax.Filter):
            yield from self.find(node.base, scope)
            yield from self.find(node.condition, self._in_filter(node, scope))
        elif isinstance(node, syntax.FunctionOf):
            if node.body is not None:
                yield from self.find(node.body, {**scope, **{name: None for name, _ in node.parameters}})
        elif isinstance(node, syntax.ContextOf):
            inner = {**scope, **{str(key): None for key, _ in node.entries}}
            for _, value in node.entries:
                yield from self.find(value, inner)
        else:
            if isinstance(node, syntax.Path):
                yield from self._look_at(node, scope)
            for part in node.parts():
                yield from self.find(part, scope)

    def _look_at(self, path: syntax.Path, scope: Scope) -> Iterator[tuple[str, str, frozenset[str]]]:
        known = self.known_of(path.base, scope)
        if known is not None and known.entries is not None and path.name not in known.entries:
            yield f"{_said(path.base)}.{path.name}", path.name, frozenset(known.entries)

    def _in_filter(self, node: syntax.Filter, scope: Scope) -> Scope:
        """Inside a filter the entries of an item are known by their own names, and the item itself as `item`."""
        given = self.known_of(node.base, scope)
        item = given.item if given is not None and given.kind != CONTEXT else given
        entries = item.entries if item is not None and item.entries is not None else {}
        return {**scope, **dict.fromkeys(entries), ITEM: item}


def _said(node: syntax.Expr) -> str:
    if isinstance(node, syntax.Variable):
        return node.name
    if isinstance(node, syntax.Path):
        return f"{_said(node.base)}.{node.name}"
    return f"{_said(node.base)}[…]" if isinstance(node, syntax.Filter) else "…"
