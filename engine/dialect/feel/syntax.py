"""The syntax tree of FEEL: frozen nodes, each with the offset (`at`) where it begins in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TypeAlias

from .record import Record


class Node(Record):
    at: int

    def parts(self) -> Iterator[Node]:
        """The nodes right below it, in the order in which they are written."""
        return _nodes_in(getattr(self, name) for name in self.__dataclass_fields__)


def _nodes_in(values: Iterable[object]) -> Iterator[Node]:
    for value in values:
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from _nodes_in(value)


class Literal(Node):
    """A number, text, boolean or null."""

    value: Decimal | str | bool | None


class AtLiteral(Node):
    """`@"2026-03-02"`: a date, time, date and time or duration; `value` is None if the text is none."""

    text: str
    value: Any


class Variable(Node):
    name: str


class Path(Node):
    """`base.name`"""

    base: Expr
    name: str


class Negation(Node):
    operand: Expr


class Arithmetic(Node):
    """`operator` is one of + - * / **; `at` is the place of the operator."""

    operator: str
    left: Expr
    right: Expr


class Comparison(Node):
    """`operator` is one of = != < <= > >=; `at` is the place of the operator."""

    operator: str
    left: Expr
    right: Expr


class Conjunction(Node):
    operands: tuple[Expr, ...]


class Disjunction(Node):
    operands: tuple[Expr, ...]


class Between(Node):
    value: Expr
    low: Expr
    high: Expr


class Within(Node):
    """`value in tests`"""

    value: Expr
    tests: tuple[Expr, ...]


class Test(Node):
    """One unary test such as `< 5`: the operator and its endpoint. As a value, `(< 5)`, it is a range."""

    operator: str
    endpoint: Expr


class Interval(Node):
    """`[low..high)`; `bare` is the `low..high` of a for, which may count down."""

    low: Expr
    high: Expr
    low_closed: bool
    high_closed: bool
    bare: bool = False


class If(Node):
    condition: Expr
    then: Expr
    otherwise: Expr


class For(Node):
    iterators: tuple[tuple[str, Expr], ...]
    body: Expr


class Quantified(Node):
    """`some … satisfies` and, with `every`, `every … satisfies`."""

    every: bool
    iterators: tuple[tuple[str, Expr], ...]
    condition: Expr


class ListOf(Node):
    items: tuple[Expr, ...]


class ContextOf(Node):
    entries: tuple[tuple[str, Expr], ...]


class Filter(Node):
    base: Expr
    condition: Expr


class Call(Node):
    """`names` is None for positional arguments, else as long as `arguments`."""

    function: Expr
    arguments: tuple[Expr, ...]
    names: tuple[str, ...] | None = None


class FunctionOf(Node):
    """`function(a, b: number) body`; a body of None is an external function, which is refused when called."""

    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Expr | None


class InstanceOf(Node):
    value: Expr
    type: TypeNode


class TypeNode(Node):
    """A type as written: `name`, with `arguments` for list, range and function, `fields` for context."""

    name: str
    arguments: tuple[TypeNode, ...] = ()
    fields: tuple[tuple[str, TypeNode], ...] | None = None
    result: TypeNode | None = None


class Tests(Node):
    """The unary tests of a decision table cell. No tests at all (`-`) match everything."""

    tests: tuple[Expr, ...]
    negated: bool = False


Expr: TypeAlias = Node
