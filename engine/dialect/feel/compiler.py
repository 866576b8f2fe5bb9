"""Turns a syntax tree into closures: one Python function per node, called with the frame of visible names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from . import syntax
from .errors import MISSING_ENTRY, NULL_OPERAND, UNKNOWN_VARIABLE, WRONG_TYPE, Fault, Position, locate
from .limits import Frame
from .registry import find_builtin
from .syntax import Expr
from .temporal import read_part
from .values import Range, Value, YearsMonths, name_type
from .wide import WideDate, WideMoment

Code: TypeAlias = Callable[[Frame], Value]
_WITH_PARTS = (date, time, datetime, timedelta, YearsMonths, WideDate, WideMoment)
_ABSENT: Any = object()


class Compiler:
    """Compiles the nodes of one text. `filters` counts the filters around the node that is being compiled."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.filters = 0
        self._sizes: dict[int, int] = {}

    def locate(self, at: int) -> Position:
        return locate(self.text, at)

    def measure(self, node: Expr) -> int:
        """How many nodes a tree has, which is the cost of one turn of a loop. Each node is counted once."""
        if id(node) not in self._sizes:
            self._sizes[id(node)] = 1 + sum(self.measure(part) for part in node.parts())
        return self._sizes[id(node)]

    def compile(self, node: Expr) -> Code:
        return _COMPILERS[type(node)](self, node)


def guarded(position: Position, code: Code) -> Code:
    """The same code, where a Fault becomes null with a warning."""

    def guard(frame: Frame) -> Value:
        try:
            return code(frame)
        except Fault as fault:
            frame.run.warn(position, fault.message, fault.kind)
            return None

    return guard


def find(frame: Frame, name: str) -> Value:
    """The value of a name, innermost first; _ABSENT if nothing has it."""
    at: Frame | None = frame
    while at is not None:
        if name in at.names:
            return at.names[name]
        at = at.parent
    return _ABSENT


def is_absent(value: Value) -> bool:
    return value is _ABSENT


def _literal(compiler: Compiler, node: syntax.Literal) -> Code:
    value = node.value
    return lambda frame: value


def _at_literal(compiler: Compiler, node: syntax.AtLiteral) -> Code:
    value, position = node.value, compiler.locate(node.at)
    if value is not None:
        return lambda frame: value

    def unreadable(frame: Frame) -> Value:
        frame.run.warn(position, f"@{node.text!r} is no date, time or duration", WRONG_TYPE)
        return None

    return unreadable


def _variable(compiler: Compiler, node: syntax.Variable) -> Code:
    name, position = node.name, compiler.locate(node.at)
    builtin = find_builtin(name)
    # In a filter an unknown name may be an entry that only some elements have.
    kind = MISSING_ENTRY if compiler.filters else UNKNOWN_VARIABLE

    def variable(frame: Frame) -> Value:
        at: Frame | None = frame
        while at is not None:
            names = at.names
            if name in names:
                return names[name]
            at = at.parent
        if builtin is not None:
            return builtin
        frame.run.warn(position, f"there is no variable {name!r}", kind)
        return None

    return variable


def _path(compiler: Compiler, node: syntax.Path) -> Code:
    base, name, position = compiler.compile(node.base), node.name, compiler.locate(node.at)

    def path(frame: Frame) -> Value:
        value = base(frame)
        return value[name] if type(value) is dict and name in value else read(frame, value)

    def read(frame: Frame, value: Value) -> Value:
        if type(value) is list:
            frame.run.admit_list(len(value))
            # A value without that entry is null by itself, and leaves the rest of the list as it is.
            return [item.get(name) if type(item) is dict else read(frame, item) for item in value]
        try:
            return _read_entry(value, name)
        except Fault as fault:
            frame.run.warn(position, fault.message, fault.kind)
            return None

    return path


def _read_entry(value: Value, name: str) -> Value:
    if value is None:
        raise Fault(f"null has no {name!r}", NULL_OPERAND)
    if type(value) is dict:
        raise Fault(f"the context has no entry {name!r}", MISSING_ENTRY)
    if type(value) is Range:
        return read_range(value, name)
    if type(value) in _WITH_PARTS:
        try:
            return read_part(value, name)
        except KeyError:
            pass
    raise Fault(f"a {name_type(value)} has no {name!r}", MISSING_ENTRY)


def read_range(value: Range, name: str) -> Value:
    """A part of a range: start, end, start included, end included. Raises Fault."""
    low, high = value.low, value.high
    if value.operator == "=":
        high = low
    parts = {
        "start": low,
        "end": high,
        "start included": value.low_closed,
        "end included": value.high_closed,
    }
    if name not in parts or value.operator == "!=":
        raise Fault(f"this range has no {name!r}", MISSING_ENTRY)
    return parts[name]


def _if(compiler: Compiler, node: syntax.If) -> Code:
    condition, then, otherwise = (compiler.compile(part) for part in (node.condition, node.then, node.otherwise))
    position = compiler.locate(node.condition.at)

    def if_form(frame: Frame) -> Value:
        decided = condition(frame)
        if decided is True:
            return then(frame)
        if decided is not False:
            frame.run.warn(position, f"the condition of if is {name_type(decided)}, not true or false", WRONG_TYPE)
        return otherwise(frame)

    return if_form


def _list(compiler: Compiler, node: syntax.ListOf) -> Code:
    items = [compiler.compile(item) for item in node.items]

    def list_form(frame: Frame) -> Value:
        frame.run.spend(len(items) + 1)
        return [item(frame) for item in items]

    return list_form


def _context(compiler: Compiler, node: syntax.ContextOf) -> Code:
    entries = [(name, compiler.compile(value)) for name, value in node.entries]

    def context_form(frame: Frame) -> Value:
        run = frame.run
        run.spend(len(entries) + 1)
        context: dict[str, Value] = {}
        inner = Frame(context, frame, run)
        for name, value in entries:
            context[name] = value(inner)
        return context

    return context_form


def _interval(compiler: Compiler, node: syntax.Interval) -> Code:
    low, high = compiler.compile(node.low), compiler.compile(node.high)
    low_closed, high_closed = node.low_closed, node.high_closed

    def interval(frame: Frame) -> Value:
        return make_range(low(frame), high(frame), low_closed, high_closed)

    return guarded(compiler.locate(node.at), interval)


def make_range(low: Value, high: Value, low_closed: bool, high_closed: bool) -> Range:
    """A range between two values, one of which may be null. Raises Fault when they are of different types."""
    for end in (low, high):
        if end is not None and type(end) not in (Decimal, str, *_WITH_PARTS):
            raise Fault(f"a {name_type(end)} cannot be the end of a range", WRONG_TYPE)
    if low is not None and high is not None and type(low) is not type(high) and name_type(low) != name_type(high):
        raise Fault(f"a range cannot go from a {name_type(low)} to a {name_type(high)}", WRONG_TYPE)
    return Range(low, high, low_closed and low is not None, high_closed and high is not None)


def _test_value(compiler: Compiler, node: syntax.Test) -> Code:
    endpoint, operator = compiler.compile(node.endpoint), node.operator

    def test_value(frame: Frame) -> Value:
        return make_test(operator, endpoint(frame))

    return guarded(compiler.locate(node.at), test_value)


def make_test(operator: str, end: Value) -> Range:
    """The range that a unary test such as `< 5` stands for. Raises Fault for an end that has no order."""
    if operator in ("=", "!="):
        return Range(end, None, True, True, operator)
    if type(end) not in (Decimal, str, *_WITH_PARTS):
        raise Fault(
            f"a {name_type(end)} cannot be compared by {operator}",
            NULL_OPERAND if end is None else WRONG_TYPE,
        )
    if operator in ("<", "<="):
        return Range(None, end, False, operator == "<=", operator)
    return Range(end, None, operator == ">=", False, operator)


_COMPILERS: dict[type, Callable[[Compiler, Any], Code]] = {
    syntax.Literal: _literal,
    syntax.AtLiteral: _at_literal,
    syntax.Variable: _variable,
    syntax.Path: _path,
    syntax.If: _if,
    syntax.ListOf: _list,
    syntax.ContextOf: _context,
    syntax.Interval: _interval,
    syntax.Test: _test_value,
}


def compiles(kind: type) -> Callable[[Callable[[Compiler, Any], Code]], Callable[[Compiler, Any], Code]]:
    """Register the compiler of a kind of node that lives in another module."""

    def register(function: Callable[[Compiler, Any], Code]) -> Callable[[Compiler, Any], Code]:
        _COMPILERS[kind] = function
        return function

    return register
