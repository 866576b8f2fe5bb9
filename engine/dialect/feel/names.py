"""Which names an expression takes from its scope: what a static check compares with the known variables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

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
    _Scope(found, frozenset(declared)).visit(tree)
    return found


@dataclass(frozen=True, slots=True)
class _Scope:
    """A place in an expression, with the names that the expression itself gives a meaning there."""

    found: FreeNames
    declared: frozenset[str]
    bound: frozenset[str] = frozenset()
    in_filter: bool = False

    def binding(self, *names: str) -> _Scope:
        return replace(self, bound=self.bound.union(names))

    def visit(self, node: object) -> None:
        match node:
            case tuple():
                self._visit_each(node)
            case syntax.Variable(name=name):
                self._note(name, name)
            case syntax.Path():
                self._visit_path(node)
            case syntax.Call():
                self._visit_call(node)
            case syntax.Filter(base=base, condition=condition):
                self.visit(base)
                replace(self.binding("item"), in_filter=True).visit(condition)
            case syntax.For(iterators=iterators, body=body):
                self._iterate(iterators).binding("partial").visit(body)
            case syntax.Quantified(iterators=iterators, condition=condition):
                self._iterate(iterators).visit(condition)
            case syntax.ContextOf(entries=entries):
                self._iterate(entries)
            case syntax.FunctionOf(parameters=parameters, body=body):
                self.binding(*(name for name, _ in parameters)).visit(body)
            case syntax.Node() if not isinstance(node, syntax.TypeNode):
                self._visit_each(node.parts())

    def _visit_each(self, nodes: Iterable[object]) -> None:
        for node in nodes:
            self.visit(node)

    def _iterate(self, named: Iterable[tuple[str, Expr]]) -> _Scope:
        """Visit expressions of which each can use the names before it. Returns the scope with all names."""
        scope = self
        for name, value in named:
            scope.visit(value)
            scope = scope.binding(name)
        return scope

    def _visit_call(self, node: syntax.Call) -> None:
        if not isinstance(node.function, syntax.Variable):
            self.visit(node.function)
        elif (name := node.function.name) not in self.bound and find_builtin(name) is None:
            self.found.calls.add(name)
            self._note(name, name)
        self.visit(node.arguments)

    def _visit_path(self, node: syntax.Path) -> None:
        """A path that begins at a variable counts as a whole."""
        parts = [node.name]
        base: Expr = node.base
        while isinstance(base, syntax.Path):
            parts.append(base.name)
            base = base.base
        if isinstance(base, syntax.Variable):
            self._note(base.name, ".".join([base.name, *reversed(parts)]))
        else:
            self.visit(base)

    def _note(self, name: str, path: str) -> None:
        if name in self.bound or (find_builtin(name) is not None and name not in self.declared):
            return
        if self.in_filter and name not in self.declared:
            self.found.possible.add(name)
            return
        self.found.names.add(name)
        self.found.paths.add(path)
