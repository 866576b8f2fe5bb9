"""Points: the constants that a test compares its value with, read from the syntax tree of FEEL.

A test that does anything but compare with constants is unclear: nothing is said about it.
"""

from __future__ import annotations

from engine.checking.regions import TEXT, Unclear, kind_of
from engine.dialect.feel import Value, syntax
from engine.dialect.feel.compiler import Compiler
from engine.dialect.feel.errors import Fault, FeelError
from engine.dialect.feel.limits import Frame, Run

TESTED = "?"
"""The name in a cell for the value that it tests."""
MAKERS = frozenset({"date", "date and time", "duration"})
"""Functions that make a constant from constants."""


class Points:
    """For each tested value (a name, or a path such as `stand.totaal`) the constants it is compared with."""

    def __init__(self, *, named: bool) -> None:
        """`named` admits variables as tested values; otherwise only `?`, as in a table cell."""
        self.found: dict[str, list[Value]] = {}
        self._named = named

    def read_tests(self, tree: syntax.Tests) -> None:
        """Add the tests of a cell. Raises: Unclear."""
        for test in tree.tests:
            self._member(TESTED, test)

    def read_condition(self, node: syntax.Expr) -> None:
        """Add a condition on the tested values. Raises: Unclear."""
        if isinstance(node, syntax.Conjunction | syntax.Disjunction):
            for operand in node.operands:
                self.read_condition(operand)
        elif isinstance(node, syntax.Comparison):
            self._compare(node.operator, node.left, node.right)
        elif isinstance(node, syntax.Between):
            self._add_ordered(self._subject(node.value), node.low, node.high)
        elif isinstance(node, syntax.Within):
            subject = self._subject(node.value)
            for test in node.tests:
                self._member(subject, test)
        elif isinstance(node, syntax.Call) and _is_not(node):
            self.read_condition(node.arguments[0])
        elif not (isinstance(node, syntax.Literal) and isinstance(node.value, bool)):
            self.found.setdefault(self._subject(node), []).extend((True, False))

    def _compare(self, operator: str, left: syntax.Expr, right: syntax.Expr) -> None:
        subject, other = (left, right) if self._is_subject(left) else (right, left)
        if operator in ("=", "!="):
            self._add(self._subject(subject), constant(other))
        else:
            self._add_ordered(self._subject(subject), other)

    def _member(self, subject: str, test: syntax.Expr) -> None:
        if isinstance(test, syntax.Test):
            if test.operator in ("=", "!="):
                self._add(subject, constant(test.endpoint))
            else:
                self._add_ordered(subject, test.endpoint)
        elif isinstance(test, syntax.Interval) and not test.bare:
            self._add_ordered(subject, test.low, test.high)
        elif isinstance(test, syntax.ListOf):
            if subject == TESTED:
                raise Unclear  # A cell with a list also matches that list itself.
            for item in test.items:
                self._member(subject, item)
        else:
            try:
                self._add(subject, constant(test))
            except Unclear:
                if subject != TESTED:
                    raise
                self.read_condition(test)

    def _add(self, subject: str, value: Value) -> None:
        if value is not None:
            kind_of(value)
        self.found.setdefault(subject, []).append(value)

    def _add_ordered(self, subject: str, *ends: syntax.Expr) -> None:
        values = [constant(end) for end in ends]
        if any(value is None or kind_of(value) == TEXT for value in values):
            raise Unclear
        self.found.setdefault(subject, []).extend(values)

    def _is_subject(self, node: syntax.Expr) -> bool:
        try:
            self._subject(node)
        except Unclear:
            return False
        return True

    def _subject(self, node: syntax.Expr) -> str:
        if isinstance(node, syntax.Variable) and (node.name == TESTED) is not self._named:
            return node.name
        if self._named and isinstance(node, syntax.Path):
            return f"{self._subject(node.base)}.{node.name}"
        raise Unclear


def constant(node: syntax.Expr) -> Value:
    """The value of an expression without names in it. Raises: Unclear."""
    if not _is_constant(node):
        raise Unclear
    try:
        value = Compiler("").compile(node)(Frame({}, None, Run()))
    except (Fault, FeelError) as error:
        raise Unclear from error
    if value is None and not isinstance(node, syntax.Literal):
        raise Unclear
    return value


def _is_constant(node: syntax.Expr) -> bool:
    if isinstance(node, syntax.Literal | syntax.AtLiteral):
        return True
    if isinstance(node, syntax.Negation):
        return _is_constant(node.operand)
    if isinstance(node, syntax.Arithmetic):
        return _is_constant(node.left) and _is_constant(node.right)
    return (
        isinstance(node, syntax.Call)
        and isinstance(node.function, syntax.Variable)
        and node.function.name in MAKERS
        and all(_is_constant(argument) for argument in node.arguments)
    )


def _is_not(node: syntax.Call) -> bool:
    return isinstance(node.function, syntax.Variable) and node.function.name == "not" and len(node.arguments) == 1
