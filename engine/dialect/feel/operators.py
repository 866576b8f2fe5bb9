"""Compiles arithmetic, comparison, three-valued logic, between and in (DMN 1.5, 10.3.2)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from . import syntax
from .arithmetic import NUMBERS, calculate, negate
from .compiler import Code, Compiler, compiles, guarded, make_test
from .errors import WRONG_TYPE, Fault, Position
from .limits import Frame, Run
from .values import COMPARE, Range, Value, contains, equal, name_type, order, same


@compiles(syntax.Negation)
def _negation(compiler: Compiler, node: syntax.Negation) -> Code:
    if isinstance(node.operand, syntax.Literal) and isinstance(node.operand.value, Decimal):
        value = negate(node.operand.value)
        return lambda frame: value
    operand = compiler.compile(node.operand)
    return guarded(compiler.locate(node.at), lambda frame: negate(operand(frame)))


@compiles(syntax.Arithmetic)
def _arithmetic(compiler: Compiler, node: syntax.Arithmetic) -> Code:
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    operator, position = node.operator, compiler.locate(node.at)
    if operator == "**":
        return guarded(position, lambda frame: calculate(frame.run, "**", left(frame), right(frame)))
    numbers = NUMBERS[operator]

    def arithmetic(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return numbers(a, b)
            except DecimalException:
                pass
        try:
            return calculate(frame.run, operator, a, b)
        except Fault as fault:
            frame.run.warn(position, fault.message, fault.kind)
            return None

    return arithmetic


@compiles(syntax.Comparison)
def _comparison(compiler: Compiler, node: syntax.Comparison) -> Code:
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    position = compiler.locate(node.at)
    if node.operator in ("=", "!="):
        return _equality(left, right, position, wanted=node.operator == "=")
    compare: Callable[[Any, Any], bool] = COMPARE[node.operator]

    def comparison(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        kind = type(a)
        if kind is type(b):
            if kind is Decimal:
                return compare(a, b)
            if kind is str:
                frame.run.admit_look(a)
                return compare(a, b)
        try:
            return compare(_order(frame.run, a, b), 0)
        except Fault as fault:
            frame.run.warn(position, fault.message, fault.kind)
            return None

    return comparison


# The steps that it costs to compare anything but numbers, texts and booleans.
_COMPARISON = 3


def _order(run: Run, left: Value, right: Value) -> int:
    if type(left) is str:
        run.admit_look(left)
    elif type(left) is not Decimal:
        run.spend(_COMPARISON)
    return order(left, right)


def _equality(left: Code, right: Code, position: Position, wanted: bool) -> Code:
    def equality(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        kind = type(a)
        if kind is type(b):
            if kind is Decimal or kind is bool:
                return (a == b) is wanted
            if kind is str:
                if len(a) != len(b):
                    return not wanted
                frame.run.admit_look(a)
                return (a == b) is wanted
        try:
            frame.run.spend(_COMPARISON)
            return equal(frame.run, a, b) is wanted
        except Fault as fault:
            frame.run.warn(position, fault.message, fault.kind)
            return None

    return equality


@compiles(syntax.Conjunction)
def _conjunction(compiler: Compiler, node: syntax.Conjunction) -> Code:
    return _junction(compiler, node.operands, decisive=False)


@compiles(syntax.Disjunction)
def _disjunction(compiler: Compiler, node: syntax.Disjunction) -> Code:
    return _junction(compiler, node.operands, decisive=True)


def _junction(compiler: Compiler, nodes: tuple[syntax.Expr, ...], decisive: bool) -> Code:
    """`and` is false as soon as one side is, `or` true; else null if a side was neither true nor false."""
    operands = [(compiler.compile(node), compiler.locate(node.at)) for node in nodes]
    otherwise = not decisive

    def junction(frame: Frame) -> Value:
        result: bool | None = otherwise
        for operand, position in operands:
            value = operand(frame)
            if value is decisive:
                return decisive
            if value is not otherwise:
                result = None
                if value is not None:
                    message = f"a {name_type(value)} is neither true nor false"
                    frame.run.warn(position, message, WRONG_TYPE)
        return result

    return junction


@compiles(syntax.Between)
def _between(compiler: Compiler, node: syntax.Between) -> Code:
    value, low, high = (compiler.compile(part) for part in (node.value, node.low, node.high))

    def between(frame: Frame) -> Value:
        found, least, most = value(frame), low(frame), high(frame)
        return _order(frame.run, found, least) >= 0 and _order(frame.run, found, most) <= 0

    return guarded(compiler.locate(node.at), between)


@compiles(syntax.Within)
def _within(compiler: Compiler, node: syntax.Within) -> Code:
    value, position = compiler.compile(node.value), compiler.locate(node.at)
    tests = [compile_member(compiler, test) for test in node.tests]

    def within(frame: Frame) -> Value:
        found = value(frame)
        result: bool | None = False
        for test in tests:
            try:
                matched = test(frame, found)
            except Fault as fault:
                frame.run.warn(position, fault.message, fault.kind)
                matched = None
            if matched is True:
                return True
            if matched is None:
                result = None
        return result

    return within


Member = Callable[[Frame, Value], "bool | None"]


def compile_member(compiler: Compiler, node: syntax.Expr) -> Member:
    """One test of `in (…)`: an operator with an endpoint, or a value, list or range. It raises Fault."""
    if isinstance(node, syntax.Test):
        endpoint, operator = compiler.compile(node.endpoint), node.operator
        if operator in ("=", "!="):
            wanted = operator == "="
            return lambda frame, value: equal(frame.run, value, endpoint(frame)) is wanted
        compare = COMPARE[operator]
        return lambda frame, value: compare(_order(frame.run, value, endpoint(frame)), 0)
    candidate = compiler.compile(node)
    if _is_constant(node):
        constant = candidate(Frame({}, None, Run()))
        if constant is not None:
            return _compile_constant(constant)
    return lambda frame, value: is_member(frame.run, value, candidate(frame))


def _is_constant(node: syntax.Expr) -> bool:
    if isinstance(node, syntax.Interval):
        return _is_constant(node.low) and _is_constant(node.high)
    if isinstance(node, syntax.Negation):
        return _is_constant(node.operand)
    return isinstance(node, (syntax.Literal, syntax.AtLiteral))


def _compile_constant(constant: Value) -> Member:
    """A cell with a constant in it, as most cells are: the common types are compared directly."""
    kind = type(constant)
    if kind is not Decimal and kind is not str:
        return lambda frame, value: is_member(frame.run, value, constant)

    def is_constant(frame: Frame, value: Value) -> bool:
        return bool(value == constant) if type(value) is kind else is_member(frame.run, value, constant)

    return is_constant


def is_member(run: Run, value: Value, candidate: Value) -> bool:
    """Whether a value is, or is in, a candidate: a value, a range, or a list of both. Raises Fault."""
    if isinstance(candidate, Range) and not isinstance(value, Range):
        return contains(run, candidate, value)
    if isinstance(candidate, list):
        run.spend(len(candidate) + 1)
        if isinstance(value, list) and same(run, value, candidate):
            return True
        return any(_is_element(run, value, item) for item in candidate)
    return equal(run, value, candidate)


def _is_element(run: Run, value: Value, item: Value) -> bool:
    try:
        if isinstance(item, Range) and not isinstance(value, Range):
            return contains(run, item, value)
        if isinstance(item, list) and not isinstance(value, list):
            return is_member(run, value, item)
        return equal(run, value, item)
    except Fault:
        return False


__all__ = ["compile_member", "is_member", "make_test"]
