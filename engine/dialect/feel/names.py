"""Which names an expression takes from its scope: what a static check compares with the known variables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from . import syntax
from .registry import find_builtin
from .syntax import Expr


@dataclass(slots=True)
class FreeNames:
    """`names` are certainly variables; `possible` occur in a filter and may be entries of its elements.

    `paths` are the names with what follows their dots; `calls` the names of functions that are not built in.
    """

    names: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)


def collect(tree: Expr, declared: Iterable[str] = ()) -> FreeNames:
    """The free names of a tree. A built-in function's name counts only if it is `declared` as a variable."""
    found = FreeNames()
    _Walk(found, frozenset(declared)).visit(tree, frozenset(), in_filter=False)
    return found


class _Walk:
    def __init__(self, found: FreeNames, declared: frozenset[str]) -> None:
        self.found = found
        self.declared = declared

    def visit(self, node: object, bound: frozenset[str], in_filter: bool) -> None:
        if isinstance(node, tuple):
            for item in node:
                self.visit(item, bound, in_filter)
        elif isinstance(node, syntax.Variable):
            self._note(node.name, node.name, bound, in_filter)
        elif isinstance(node, syntax.Path):
            self._path(node, bound, in_filter)
        elif isinstance(node, syntax.Call):
            self._call(node, bound, in_filter)
        elif isinstance(node, syntax.Filter):
            self.visit(node.base, bound, in_filter)
            self.visit(node.condition, bound | {"item"}, in_filter=True)
        elif isinstance(node, syntax.For):
            inner = self._iterators(node.iterators, bound, in_filter)
            self.visit(node.body, inner | {"partial"}, in_filter)
        elif isinstance(node, syntax.Quantified):
            self.visit(node.condition, self._iterators(node.iterators, bound, in_filter), in_filter)
        elif isinstance(node, syntax.ContextOf):
            for name, value in node.entries:
                self.visit(value, bound, in_filter)
                bound = bound | {name}
        elif isinstance(node, syntax.FunctionOf):
            if node.body is not None:
                self.visit(node.body, bound | {name for name, _ in node.parameters}, in_filter)
        elif isinstance(node, syntax.Node) and not isinstance(node, syntax.TypeNode):
            for part in node.parts():
                self.visit(part, bound, in_filter)

    def _iterators(
        self, iterators: tuple[tuple[str, Expr], ...], bound: frozenset[str], in_filter: bool
    ) -> frozenset[str]:
        for name, domain in iterators:
            self.visit(domain, bound, in_filter)
            bound = bound | {name}
        return bound

    def _call(self, node: syntax.Call, bound: frozenset[str], in_filter: bool) -> None:
        if isinstance(node.function, syntax.Variable):
            name = node.function.name
            if name not in bound and find_builtin(name) is None:
                self.found.calls.add(name)
                self._note(name, name, bound, in_filter)
        else:
            self.visit(node.function, bound, in_filter)
        self.visit(node.arguments, bound, in_filter)

    def _path(self, node: syntax.Path, bound: frozenset[str], in_filter: bool) -> None:
        parts = [node.name]
        base: Expr = node.base
        while isinstance(base, syntax.Path):
            parts.append(base.name)
            base = base.base
        if isinstance(base, syntax.Variable):
            self._note(base.name, ".".join([base.name, *reversed(parts)]), bound, in_filter)
        else:
            self.visit(base, bound, in_filter)

    def _note(self, name: str, path: str, bound: frozenset[str], in_filter: bool) -> None:
        if name in bound or (find_builtin(name) is not None and name not in self.declared):
            return
        if in_filter and name not in self.declared:
            self.found.possible.add(name)
            return
        self.found.names.add(name)
        self.found.paths.add(path)
