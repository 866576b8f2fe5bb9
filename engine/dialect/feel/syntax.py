"""The syntax tree of FEEL: frozen nodes, each with the offset (`at`) where it begins in the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Node:
    at: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, boolean or null."""

    value: Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """`@"2026-03-02"`: a date, time, date and time or duration; `value` is None if the text is none."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class Variable(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`base.name`"""

    base: Expr
    name: str


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Expr


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`operator` is one of + - * / **; `at` is the place of the operator."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`operator` is one of = != < <= > >=; `at` is the place of the operator."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Expr
    low: Expr
    high: Expr


@dataclass(frozen=True, slots=True)
class Within(Node):
    """`value in tests`"""

    value: Expr
    tests: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One unary test such as `< 5`: the operator and its endpoint. As a value, `(< 5)`, it is a range."""

    operator: str
    endpoint: Expr


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`[low..high)`; `bare` is the `low..high` of a for, which may count down."""

    low: Expr
    high: Expr
    low_closed: bool
    high_closed: bool
    bare: bool = False


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[tuple[str, Expr], ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some … satisfies` and, with `every`, `every … satisfies`."""

    every: bool
    iterators: tuple[tuple[str, Expr], ...]
    condition: Expr


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    entries: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Filter(Node):
    base: Expr
    condition: Expr


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`names` is None for positional arguments, else as long as `arguments`."""

    function: Expr
    arguments: tuple[Expr, ...]
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(a, b: number) body`; a body of None is an external function, which is refused when called."""

    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Expr | None


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Expr
    type: TypeNode


@dataclass(frozen=True, slots=True)
class TypeNode(Node):
    """A type as written: `name`, with `arguments` for list, range and function, `fields` for context."""

    name: str
    arguments: tuple[TypeNode, ...] = ()
    fields: tuple[tuple[str, TypeNode], ...] | None = None
    result: TypeNode | None = None


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """The unary tests of a decision table cell. No tests at all (`-`) match everything."""

    tests: tuple[Expr, ...]
    negated: bool = False


Expr: TypeAlias = Node
