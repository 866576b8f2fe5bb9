"""Compiled expressions and unary tests, and the cache of them that threads share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from . import invocation, iteration, operators  # noqa: F401  (each registers its compilers)
from .cells import read_constant_cell
from .codec import from_python
from .compiler import Code, Compiler
from .errors import WRONG_TYPE, Evaluation, Fault, FeelBudgetExceeded
from .limits import Frame, Run
from .names import FreeNames, collect
from .operators import Member, compile_member
from .parser import Parser
from .syntax import Expr, Tests
from .values import Function, Value, name_type

_SCOPE_KINDS = frozenset({int, float, tuple})
_WITH_SIZE = frozenset({str, list, dict})
# Longer texts are compiled each time, so that the cache stays within tens of megabytes.
_CACHED = 2_000
_TOO_DEEP = "the expression, or a value in it, is nested too deep"


def _admit_scope(scope: Mapping[str, Value]) -> Mapping[str, Value]:
    """The scope itself if its values are FEEL values; Python numbers and tuples at its top level are converted."""
    for value in scope.values():
        if type(value) in _SCOPE_KINDS:
            break
    else:
        return scope
    return {
        name: value if isinstance(value, Function) or type(value) not in _SCOPE_KINDS else from_python(value)
        for name, value in scope.items()
    }


class Expression:
    """A compiled expression. It has no state: threads may share it."""

    __slots__ = ("calls", "code", "names", "paths", "possible_names", "text", "tree")

    def __init__(self, text: str, tree: Expr, free: FreeNames, code: Code) -> None:
        self.text = text
        self.tree = tree
        self.names = frozenset(free.names)
        self.possible_names = frozenset(free.possible)
        self.paths = frozenset(free.paths)
        self.calls = frozenset(free.calls)
        self.code = code

    def evaluate(
        self, scope: Mapping[str, Value], now: datetime | None = None, types: Mapping[str, Any] | None = None
    ) -> Value:
        """The value in this scope. What cannot be computed is null (see explain for the reasons).

        Nested values must be FEEL values (see from_python). `now` is the result of now() and today().

        Raises:
            FeelBudgetExceeded: the expression needs too much.
        """
        run = Run(now, types)
        value = self.run(scope, run)
        if type(value) in _WITH_SIZE:
            run.admit_result(value)
        return value

    def explain(
        self, scope: Mapping[str, Value], now: datetime | None = None, types: Mapping[str, Any] | None = None
    ) -> Evaluation:
        """The value and every warning on the way to it. Raises FeelBudgetExceeded."""
        run = Run(now, types)
        value = self.run(scope, run)
        if type(value) in _WITH_SIZE:
            run.admit_result(value)
        return Evaluation(value, tuple(run.warnings), run.cost)

    def run(self, scope: Mapping[str, Value], run: Run) -> Value:
        """Evaluate as a part of a larger evaluation, on its budget. Raises FeelBudgetExceeded."""
        try:
            return self.code(Frame(_admit_scope(scope), None, run))
        except RecursionError:
            raise FeelBudgetExceeded(_TOO_DEEP) from None

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


class UnaryTests:
    """The compiled tests of one cell of a decision table."""

    __slots__ = ("_members", "always", "calls", "constant", "names", "paths", "possible_names", "text", "tree")

    def __init__(self, text: str, tree: Tests, free: FreeNames, members: list[Member]) -> None:
        self.text = text
        self.tree = tree
        self.names = frozenset(free.names)
        self.possible_names = frozenset(free.possible)
        self.paths = frozenset(free.paths)
        self.calls = frozenset(free.calls)
        self.always = not tree.tests
        self.constant = read_constant_cell(tree)
        self._members = members

    def matches(
        self,
        value: Value,
        scope: Mapping[str, Value],
        now: datetime | None = None,
        types: Mapping[str, Any] | None = None,
    ) -> bool | None:
        """Whether a value passes; None if that cannot be decided. Raises FeelBudgetExceeded."""
        return self.run(value, scope, Run(now, types))

    def explain(
        self,
        value: Value,
        scope: Mapping[str, Value],
        now: datetime | None = None,
        types: Mapping[str, Any] | None = None,
    ) -> Evaluation:
        """The same with every warning. Raises FeelBudgetExceeded."""
        run = Run(now, types)
        matched = self.run(value, scope, run)
        return Evaluation(matched, tuple(run.warnings))

    def run(self, value: Value, scope: Mapping[str, Value], run: Run) -> bool | None:
        """Test as a part of a larger evaluation, on its budget. Raises FeelBudgetExceeded."""
        if self.always:
            return True
        if type(value) in _SCOPE_KINDS:
            value = from_python(value)
        try:
            return self.match(value, Frame(_admit_scope(scope), None, run))
        except RecursionError:
            raise FeelBudgetExceeded(_TOO_DEEP) from None

    def match(self, value: Value, outer: Frame) -> bool | None:
        """Test in a frame of a larger evaluation."""
        frame = Frame({"?": value}, outer, outer.run)
        result: bool | None = False
        for member in self._members:
            matched = member(frame, value)
            if matched is True:
                result = True
                break
            if matched is None:
                result = None
        if self.always or not self.tree.negated or result is None:
            return True if self.always else result
        return not result

    def rank(self, value: Value, outer: Frame) -> int:
        """Which of the tests a value passes first, from 0; their number if it passes none."""
        frame = Frame({"?": value}, outer, outer.run)
        outer.run.spend(len(self._members))
        for index, member in enumerate(self._members):
            if member(frame, value) is True:
                return index
        return len(self._members)

    def __repr__(self) -> str:
        return f"UnaryTests({self.text!r})"


def _compile_test(compiler: Compiler, node: Expr) -> Member:
    """A test of a cell: with `?` in it a condition, else a value, list or range to compare with."""
    position = compiler.locate(node.at)
    member = compile_member(compiler, node)
    if "?" not in collect(node).names:

        def compare(frame: Frame, value: Value) -> bool | None:
            try:
                return member(frame, value)
            except Fault as fault:
                frame.run.warn(position, fault.message, fault.kind)
                return None

        return compare
    condition = compiler.compile(node)

    def decide(frame: Frame, value: Value) -> bool | None:
        found = condition(frame)
        if type(found) is bool:
            return bool(found)
        if found is None:
            return None
        frame.run.warn(position, f"the test gives a {name_type(found)}, not true or false", WRONG_TYPE)
        return None

    return decide


def parse(text: str, names: Iterable[str] = ()) -> Expression:
    """Compile an expression. `names` are the names of its scope that have spaces or operators in them.

    Raises:
        FeelSyntaxError: the text is not FEEL.
        FeelBudgetExceeded: it is too long or nested too deep.
    """
    return parse_with_members(text, frozenset(names), frozenset())


def parse_unary_tests(text: str) -> UnaryTests:
    """Compile the tests of a cell: `-`, `not(…)`, `< 5, [10..20]`, or a condition on `?`. Raises as parse."""
    return parse_tests_with_members(text, frozenset(), frozenset())


def parse_with_members(text: str, names: frozenset[str], members: frozenset[str]) -> Expression:
    """The same as parse, where the names of entries of contexts are known as well. Raises as parse."""
    return (_parse if len(text) <= _CACHED else _parse.__wrapped__)(text, names, members)


def parse_tests_with_members(text: str, names: frozenset[str], members: frozenset[str]) -> UnaryTests:
    """The same as parse_unary_tests, where the names of entries of contexts are known as well."""
    return (_parse_tests if len(text) <= _CACHED else _parse_tests.__wrapped__)(text, names, members)


@lru_cache(maxsize=2048)
def _parse(text: str, names: frozenset[str], members: frozenset[str]) -> Expression:
    try:
        tree = Parser(text, names, members).whole_expression()
        return Expression(text, tree, collect(tree, names), Compiler(text).compile(tree))
    except RecursionError:
        raise FeelBudgetExceeded(_TOO_DEEP) from None


@lru_cache(maxsize=2048)
def _parse_tests(text: str, names: frozenset[str], members: frozenset[str]) -> UnaryTests:
    try:
        tree = Parser(text, names, members).whole_tests()
        compiler = Compiler(text)
        compiled = [_compile_test(compiler, test) for test in tree.tests]
        return UnaryTests(text, tree, collect(tree, (*names, "?")), compiled)
    except RecursionError:
        raise FeelBudgetExceeded(_TOO_DEEP) from None
