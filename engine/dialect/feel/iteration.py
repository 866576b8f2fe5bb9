"""Compiles iteration over lists: for, some, every and filters. Each step is charged to the budget."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from . import syntax
from .compiler import Code, Compiler, compiles, guarded
from .errors import NO_RESULT, NULL_OPERAND, WRONG_TYPE, Fault
from .limits import Frame, Run
from .values import Range, Value, name_type, order
from .wide import DAYS, from_ordinal, to_ordinal


def measure(node: syntax.Expr) -> int:
    """How many nodes a tree has."""
    return Compiler("").measure(node)


def iterate(run: Run, domain: Value) -> list[Value]:
    """The elements that a for goes through. Raises Fault for null, and for a range without end or order."""
    if isinstance(domain, list):
        return domain
    if domain is None:
        raise Fault("there is nothing to go through: the list is null", NULL_OPERAND)
    if isinstance(domain, Range):
        return spread_range(run, domain)
    return [domain]


def spread_range(run: Run, domain: Range, down: bool = False) -> list[Value]:
    """The whole numbers or days of a range. Raises Fault for others, and for one that counts down unasked."""
    low, high = domain.low, domain.high
    days = type(low) in DAYS and type(high) in DAYS
    if (days or type(low) is type(high) is Decimal) and not down and order(low, high) > 0:
        raise Fault("the range begins after its end", NO_RESULT)
    if days:
        numbers = _count_between(run, to_ordinal(low), to_ordinal(high))
        return _drop_open_ends(domain, [from_ordinal(number) for number in numbers])
    if type(low) is not Decimal or type(high) is not Decimal:
        raise Fault("only a range of whole numbers or dates can be gone through", WRONG_TYPE)
    if low != low.to_integral_value() or high != high.to_integral_value():
        raise Fault("only a range of whole numbers or dates can be gone through", WRONG_TYPE)
    if max(low.adjusted(), high.adjusted()) > 15:
        raise Fault("the range is too long to go through", NO_RESULT)
    return _drop_open_ends(domain, [Decimal(number) for number in _count_between(run, int(low), int(high))])


def _count_between(run: Run, first: int, last: int) -> range:
    run.admit_list(abs(last - first) + 1)
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _drop_open_ends(domain: Range, elements: list[Value]) -> list[Value]:
    start = 0 if domain.low_closed else 1
    return elements[start : len(elements) if domain.high_closed else len(elements) - 1]


def _turns(frame: Frame, names: list[tuple[str, Code]], depth: int = 0) -> Iterator[Frame]:
    """Every combination of the iterators' elements, each as a frame, the last iterator turning fastest."""
    name, domain = names[depth]
    for element in iterate(frame.run, domain(frame)):
        inner = Frame({name: element}, frame, frame.run)
        if depth + 1 == len(names):
            yield inner
        else:
            frame.run.spend(1)
            yield from _turns(inner, names, depth + 1)


def _compile_domain(compiler: Compiler, node: syntax.Expr) -> Code:
    """The list of an iterator; only the bare `3..1` counts down, an interval `[3..1]` has no meaning."""
    domain = compiler.compile(node)
    if not (isinstance(node, syntax.Interval) and node.bare):
        return domain

    def spread(frame: Frame) -> Value:
        found = domain(frame)
        return spread_range(frame.run, found, down=True) if isinstance(found, Range) else found

    return spread


@compiles(syntax.For)
def _for(compiler: Compiler, node: syntax.For) -> Code:
    names = [(name, _compile_domain(compiler, domain)) for name, domain in node.iterators]
    return guarded(compiler.locate(node.at), make_for(names, compiler.compile(node.body), compiler.measure(node.body)))


def make_for(names: list[tuple[str, Code]], body: Code, cost: int) -> Code:
    """A for over compiled lists; `cost` is the size of its body. The code raises Fault."""

    def for_form(frame: Frame) -> Value:
        run = frame.run
        results: list[Value] = []
        outer = Frame({"partial": results}, frame, run)
        for inner in _turns(outer, names):
            run.spend(cost + 1)
            results.append(body(inner))
        return results

    return for_form


@compiles(syntax.Quantified)
def _quantified(compiler: Compiler, node: syntax.Quantified) -> Code:
    names = [(name, _compile_domain(compiler, domain)) for name, domain in node.iterators]
    condition, position = compiler.compile(node.condition), compiler.locate(node.condition.at)
    return guarded(position, make_quantified(node.every, names, condition, compiler.measure(node.condition)))


def make_quantified(every: bool, names: list[tuple[str, Code]], condition: Code, cost: int) -> Code:
    """A some or every over compiled lists. The code raises Fault."""
    decisive = not every

    def quantified(frame: Frame) -> Value:
        result: bool | None = every
        for inner in _turns(frame, names):
            frame.run.spend(cost + 1)
            value = condition(inner)
            if value is decisive:
                return decisive
            if value is every:
                continue
            result = None
            if value is not None:
                raise Fault(f"a {name_type(value)} is neither true nor false", WRONG_TYPE)
        return result

    return quantified


@compiles(syntax.Filter)
def _filter(compiler: Compiler, node: syntax.Filter) -> Code:
    base = compiler.compile(node.base)
    compiler.filters += 1
    condition = compiler.compile(node.condition)
    compiler.filters -= 1
    constant = isinstance(node.condition, syntax.Literal) or (
        isinstance(node.condition, syntax.Negation) and isinstance(node.condition.operand, syntax.Literal)
    )
    return guarded(compiler.locate(node.at), make_filter(base, condition, compiler.measure(node.condition), constant))


def make_filter(base: Code, condition: Code, cost: int, constant: bool = False) -> Code:
    """A filter over a compiled list; a `constant` condition is evaluated once. The code raises Fault."""

    def filter_form(frame: Frame) -> Value:
        value = base(frame)
        items: list[Value] = value if type(value) is list else [] if value is None else [value]
        if constant:
            chosen = condition(frame)
            if type(chosen) is Decimal:
                return pick(items, chosen)
        kept: list[Value] = []
        run = frame.run
        for index, item in enumerate(items):
            run.spend(cost + 1)
            chosen = condition(_item_frame(frame, item))
            if chosen is True:
                kept.append(item)
            elif type(chosen) is Decimal and index == 0:
                return pick(items, chosen)
            elif chosen is not False and chosen is not None:
                raise Fault(f"a filter gives true or false, or one position, not a {name_type(chosen)}", WRONG_TYPE)
        return kept

    return filter_form


def _item_frame(frame: Frame, item: Value) -> Frame:
    inner = Frame({"item": item}, frame, frame.run)
    return Frame(item, inner, frame.run) if type(item) is dict else inner


def pick(items: list[Value], position: Decimal) -> Value:
    """The element at a position from 1, or from -1 at the end. Raises Fault when there is none."""
    if position == position.to_integral_value() and position.adjusted() < 10:
        index = int(position)
        if 0 < index <= len(items):
            return items[index - 1]
        if -len(items) <= index < 0:
            return items[index]
    raise Fault(f"the list has no element {position}", NO_RESULT)
