"""Printing: a syntax tree as FEEL again, one way for each tree, so that two expressions can be compared by meaning.

Parentheses surround every operand that is not a unit by itself; white space, comments and needless parentheses of the
original are gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from . import syntax as s
from .writing import write_literal

_UNITS = (s.Literal, s.AtLiteral, s.Variable, s.Path, s.Filter, s.Call, s.ListOf, s.ContextOf, s.Interval, s.Test)


def print_expression(tree: s.Expr) -> str:
    """The text of an expression; parsed with the same names it gives an equal tree."""
    return _print(tree)


def print_tests(tree: s.Tests) -> str:
    """The text of the unary tests of a cell."""
    if not tree.tests:
        return "-"
    tests = _tests(tree.tests)
    return f"not({tests})" if tree.negated else tests


def _print(node: s.Expr) -> str:
    return _FORMS[type(node)](node)


def _unit(node: s.Expr) -> str:
    """An operand: in parentheses unless it is a unit."""
    return _print(node) if isinstance(node, _UNITS) else f"({_print(node)})"


def _base(node: s.Expr) -> str:
    """What a path or filter follows. A point after a number would be read as part of it."""
    number = isinstance(node, s.Literal) and isinstance(node.value, Decimal)
    return f"({_print(node)})" if number else _unit(node)


def _listed(nodes: Iterable[s.Expr]) -> str:
    return ", ".join(_print(node) for node in nodes)


def _tests(nodes: Iterable[s.Expr]) -> str:
    return ", ".join(
        f"{node.operator} {_unit(node.endpoint)}" if isinstance(node, s.Test) else _unit(node) for node in nodes
    )


def _literal(node: s.Literal) -> str:
    return write_literal(node.value)


def _atliteral(node: s.AtLiteral) -> str:
    return "@" + write_literal(node.text)


def _variable(node: s.Variable) -> str:
    return node.name


def _path(node: s.Path) -> str:
    return f"{_base(node.base)}.{node.name}"


def _negation(node: s.Negation) -> str:
    return f"-{_unit(node.operand)}"


def _arithmetic(node: s.Arithmetic | s.Comparison) -> str:
    return f"{_unit(node.left)} {node.operator} {_unit(node.right)}"


def _conjunction(node: s.Conjunction) -> str:
    return " and ".join(_unit(operand) for operand in node.operands)


def _disjunction(node: s.Disjunction) -> str:
    return " or ".join(_unit(operand) for operand in node.operands)


def _between(node: s.Between) -> str:
    return f"{_unit(node.value)} between {_unit(node.low)} and {_unit(node.high)}"


def _within(node: s.Within) -> str:
    return f"{_unit(node.value)} in ({_tests(node.tests)})"


def _test(node: s.Test) -> str:
    return f"({node.operator} {_end(node.endpoint)})"


def _end(node: s.Expr) -> str:
    """The end of an interval, where a filter would be read as its closing bracket."""
    return _print(node) if isinstance(node, s.Literal | s.AtLiteral | s.Variable) else f"({_print(node)})"


def _interval(node: s.Interval) -> str:
    low, high = _end(node.low), _end(node.high)
    if node.bare:
        return f"{low}..{high}"
    return f"{'[' if node.low_closed else '('}{low}..{high}{']' if node.high_closed else ')'}"


def _if(node: s.If) -> str:
    return f"if {_print(node.condition)} then {_print(node.then)} else {_print(node.otherwise)}"


def _iterators(found: Iterable[tuple[str, s.Expr]]) -> str:
    return ", ".join(f"{name} in {_unit(domain)}" for name, domain in found)


def _for(node: s.For) -> str:
    return f"for {_iterators(node.iterators)} return {_print(node.body)}"


def _quantified(node: s.Quantified) -> str:
    word = "every" if node.every else "some"
    return f"{word} {_iterators(node.iterators)} satisfies {_print(node.condition)}"


def _listof(node: s.ListOf) -> str:
    return f"[{_listed(node.items)}]"


def _contextof(node: s.ContextOf) -> str:
    return "{" + ", ".join(f"{write_literal(key)}: {_print(value)}" for key, value in node.entries) + "}"


def _filter(node: s.Filter) -> str:
    return f"{_base(node.base)}[{_print(node.condition)}]"


def _call(node: s.Call) -> str:
    if node.names is None:
        return f"{_unit(node.function)}({_listed(node.arguments)})"
    named = zip(node.names, node.arguments, strict=True)
    return f"{_unit(node.function)}({', '.join(f'{name}: {_print(value)}' for name, value in named)})"


def _functionof(node: s.FunctionOf) -> str:
    told = (name if kind is None else f"{name}: {_typenode(kind)}" for name, kind in node.parameters)
    body = "external null" if node.body is None else _print(node.body)
    return f"function({', '.join(told)}) {body}"


def _instanceof(node: s.InstanceOf) -> str:
    return f"{_base(node.value)} instance of {_typenode(node.type)}"


def _typenode(node: s.TypeNode) -> str:
    arguments = ", ".join(_typenode(argument) for argument in node.arguments)
    if node.result is not None:
        return f"function<{arguments}> -> {_typenode(node.result)}"
    if node.fields is not None:
        return "context<" + ", ".join(f"{write_literal(key)}: {_typenode(kind)}" for key, kind in node.fields) + ">"
    name = "null" if node.name == "Null" else node.name
    return f"{name}<{arguments}>" if arguments else name


_FORMS: Mapping[type, Callable[[Any], str]] = {
    s.Literal: _literal,
    s.AtLiteral: _atliteral,
    s.Variable: _variable,
    s.Path: _path,
    s.Negation: _negation,
    s.Arithmetic: _arithmetic,
    s.Comparison: _arithmetic,
    s.Conjunction: _conjunction,
    s.Disjunction: _disjunction,
    s.Between: _between,
    s.Within: _within,
    s.Test: _test,
    s.Interval: _interval,
    s.If: _if,
    s.For: _for,
    s.Quantified: _quantified,
    s.ListOf: _listof,
    s.ContextOf: _contextof,
    s.Filter: _filter,
    s.Call: _call,
    s.FunctionOf: _functionof,
    s.InstanceOf: _instanceof,
}
