"""Cells that hold only constants, as most cells of a decision table do: each as one Python function of the value.

A table of a hundred rows evaluates hundreds of cells for one answer. The general way makes a frame of names for each; a
cell such as `"positief"`, `<= 5000`, `[10..20)` or `not("a", "b")` needs none, for a value of its own type.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from . import syntax
from .arithmetic import negate
from .record import Record
from .syntax import Expr
from .values import Value

_Passes = Callable[[Value], bool]
_KINDS = (Decimal, str, bool)
_SEEN_FROM_THE_CONSTANT = {
    "=": "__eq__", "!=": "__ne__", "<": "__gt__", "<=": "__ge__", ">": "__lt__", ">=": "__le__",
}  # fmt: skip


class ConstantCell(Record):
    """`passes` gives, for a value of exactly this `kind`, the result of the tests of the cell, without a warning."""

    kind: type
    passes: _Passes


def read_constant_cell(tree: syntax.Tests) -> ConstantCell | None:
    """The cell as a function of the value, or None if it holds anything but constants of one type."""
    kinds: set[type] = set()
    members = [_read_member(test, kinds) for test in tree.tests]
    if len(kinds) != 1 or any(member is None for member in members):
        return None
    passes = _join([member for member in members if member is not None])
    if tree.negated:
        inner = passes
        return ConstantCell(kinds.pop(), lambda value: not inner(value))
    return ConstantCell(kinds.pop(), passes)


def _join(members: list[_Passes]) -> _Passes:
    if len(members) == 1:
        return members[0]
    return lambda value: any(member(value) for member in members)


def _read_member(node: Expr, kinds: set[type]) -> _Passes | None:
    """One test; adds the type of its constants to `kinds`."""
    if isinstance(node, syntax.Test):
        return _read_comparison(node.operator, _read_constant(node.endpoint, kinds))
    if isinstance(node, syntax.Interval):
        low, high = _read_constant(node.low, kinds), _read_constant(node.high, kinds)
        above = _read_comparison(">=" if node.low_closed else ">", low)
        below = _read_comparison("<=" if node.high_closed else "<", high)
        return None if above is None or below is None else lambda value: above(value) and below(value)
    return _read_comparison("=", _read_constant(node, kinds))


def _read_comparison(operator: str, constant: Value) -> _Passes | None:
    if type(constant) not in _KINDS:
        return None
    if type(constant) is bool and operator not in ("=", "!="):
        return None
    # The method of the constant itself is the fastest in Python; the value is then the other operand.
    passes: _Passes = getattr(constant, _SEEN_FROM_THE_CONSTANT[operator])
    return passes


def _read_constant(node: Expr, kinds: set[type]) -> Value:
    """The value of a literal; None, with its type, for anything else."""
    value: Value = None
    if isinstance(node, syntax.Literal):
        value = node.value
    elif isinstance(node, syntax.Negation) and isinstance(node.operand, syntax.Literal):
        value = negate(node.operand.value) if type(node.operand.value) is Decimal else None
    kinds.add(type(value))
    return value
