"""Functions that make lists from lists, and sort (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from functools import cmp_to_key

from ..errors import WRONG_ARGUMENT, Fault
from ..limits import Run
from ..registry import builtin
from ..values import HASHED, Function, Value, order, same
from .numbers import whole


@builtin("list contains", "list: list, element: any")
def _contains(run: Run, items: list[Value], element: Value) -> Value:
    run.spend(len(items))
    return any(same(run, item, element) for item in items)


def _index(items: list[Value], position: Decimal, extra: int = 0) -> int:
    """A position as an index from 0. Raises Fault when the list has no such position."""
    at = whole(position.to_integral_value(ROUND_DOWN), "position")
    length = len(items) + extra
    if 0 < at <= length:
        return at - 1
    if -len(items) <= at < 0:
        return len(items) + at
    raise Fault(f"the list has no position {at}", WRONG_ARGUMENT)


@builtin("sublist", "list: list, start position: number, length?: number")
def _sublist(run: Run, items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    begin = _index(items, start)
    end = len(items) if length is None else begin + whole(length.to_integral_value(ROUND_DOWN), "length")
    if end < begin or end > len(items):
        raise Fault("'length' reaches beyond the list", WRONG_ARGUMENT)
    run.admit_list(end - begin)
    return items[begin:end]


@builtin("append", "list: list, item: any*")
def _append(run: Run, items: list[Value], *more: Value) -> Value:
    run.admit_list(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate", "list: list*")
def _concatenate(run: Run, *lists: list[Value]) -> Value:
    run.admit_list(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list: list, position: number, newItem: any")
def _insert(run: Run, items: list[Value], position: Decimal, item: Value) -> Value:
    at = _index(items, position)
    run.admit_list(len(items) + 1)
    return [*items[:at], item, *items[at:]]


@builtin("remove", "list: list, position: number")
def _remove(run: Run, items: list[Value], position: Decimal) -> Value:
    at = _index(items, position)
    run.admit_list(len(items))
    return [*items[:at], *items[at + 1 :]]


@builtin("list replace", "list: list, position: number, newItem: any")
def _replace_at(run: Run, items: list[Value], position: Decimal, item: Value) -> Value:
    at = _index(items, position)
    run.admit_list(len(items))
    return [*items[:at], item, *items[at + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any")
def _replace_where(run: Run, items: list[Value], match: Function, item: Value) -> Value:
    run.admit_list(len(items))
    replaced = []
    for old in items:
        chosen = match.call(run, [old, item])
        if not isinstance(chosen, bool):
            raise Fault("'match' gives true or false", WRONG_ARGUMENT)
        replaced.append(item if chosen else old)
    return replaced


@builtin("reverse", "list: list")
def _reverse(run: Run, items: list[Value]) -> Value:
    run.admit_list(len(items))
    return items[::-1]


@builtin("index of", "list: list, match: any")
def _index_of(run: Run, items: list[Value], match: Value) -> Value:
    run.admit_list(len(items))
    return [Decimal(index) for index, item in enumerate(items, 1) if same(run, item, match)]


def _distinct(run: Run, items: list[Value]) -> list[Value]:
    kept: list[Value] = []
    seen: set[tuple[type, Value]] = set()
    parts: list[Value] = []  # lists, contexts, moments and the like, which are compared one by one
    run.spend(len(items))
    for item in items:
        if type(item) in HASHED:
            if type(item) is str:
                run.admit_look(item)
            if (type(item), item) not in seen:
                seen.add((type(item), item))
                kept.append(item)
            continue
        run.spend(len(parts))
        if not any(same(run, item, other) for other in parts):
            parts.append(item)
            kept.append(item)
    return kept


@builtin("distinct values", "list: list")
def _distinct_values(run: Run, items: list[Value]) -> Value:
    return _distinct(run, items)


@builtin("union", "list: list*")
def _union(run: Run, *lists: list[Value]) -> Value:
    return _distinct(run, [item for items in lists for item in items])


@builtin("flatten", "list: list")
def _flatten(run: Run, items: list[Value]) -> Value:
    flat: list[Value] = []
    run.spend(len(items) + 1)
    for item in items:
        if isinstance(item, list):
            flat.extend(_flatten(run, item))
        else:
            flat.append(item)
    run.admit_list(len(flat))
    return flat


@builtin("sort", "list: list, precedes?: function")
def _sort(run: Run, items: list[Value], precedes: Function | None = None) -> Value:
    run.admit_list(len(items))
    return sorted(items, key=cmp_to_key(_order_by(run, precedes)))


def _order_by(run: Run, precedes: Function | None) -> Callable[[Value, Value], int]:
    def natural(left: Value, right: Value) -> int:
        run.spend(1)
        if type(left) is str and type(right) is str:
            run.admit_look(left)
        return order(left, right)

    def asked(left: Value, right: Value) -> int:
        for first, second, result in ((left, right, -1), (right, left, 1)):
            run.spend(1)
            chosen = precedes.call(run, [first, second]) if precedes else None
            if not isinstance(chosen, bool):
                raise Fault("'precedes' gives true or false", WRONG_ARGUMENT)
            if chosen:
                return result
        return 0

    return asked if precedes is not None else natural
