"""Functions that make one value from a list, and `not` (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from ..arithmetic import calculate, calculate_numbers
from ..errors import NO_RESULT, NULL_OPERAND, WRONG_ARGUMENT, Fault
from ..limits import Run
from ..registry import builtin
from ..values import CONTEXT, Value, YearsMonths, order


@builtin("not", "negand: any")
def _not(run: Run, negand: Value) -> Value:
    if isinstance(negand, bool):
        return not negand
    raise Fault("only true and false can be negated", NULL_OPERAND if negand is None else WRONG_ARGUMENT)


@builtin("count", "list: list")
def _count(run: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


def _extreme(run: Run, items: list[Value], sign: int) -> Value:
    run.spend(len(items))
    if not items:
        return None
    best = items[0]
    order(best, best)
    for item in items[1:]:
        if type(item) is str and type(best) is str:
            run.admit_look(item)
        if order(item, best) * sign > 0:
            best = item
    return best


@builtin("min", "list: list")
def _min(run: Run, items: list[Value]) -> Value:
    return _extreme(run, items, -1)


@builtin("max", "list: list")
def _max(run: Run, items: list[Value]) -> Value:
    return _extreme(run, items, 1)


@builtin("min", "c1: any, cn: any*")
def _min_of(run: Run, *items: Value) -> Value:
    return _extreme(run, list(items), -1)


@builtin("max", "c1: any, cn: any*")
def _max_of(run: Run, *items: Value) -> Value:
    return _extreme(run, list(items), 1)


def _numbers(run: Run, items: list[Value]) -> list[Decimal]:
    run.spend(len(items))
    for item in items:
        if not isinstance(item, Decimal):
            raise Fault("the list holds something that is no number", WRONG_ARGUMENT)
    return items


def _total(run: Run, items: list[Value]) -> Value:
    if not items:
        return None
    run.spend(len(items))
    total = items[0]
    if not isinstance(total, (Decimal, timedelta, YearsMonths)):
        raise Fault("only numbers and durations can be added up", WRONG_ARGUMENT)
    for item in items[1:]:
        if type(item) is not type(total):
            raise Fault("only numbers, or durations of one kind, can be added up", WRONG_ARGUMENT)
        total = calculate(run, "+", total, item)
    return total


@builtin("sum", "list: list")
def _sum(run: Run, items: list[Value]) -> Value:
    return _total(run, items)


@builtin("sum", "n1: any, nn: any*")
def _sum_of(run: Run, *items: Value) -> Value:
    return _total(run, list(items))


def _average(run: Run, items: list[Value]) -> Value:
    return calculate(run, "/", _total(run, items), Decimal(len(items))) if items else None


@builtin("mean", "list: list")
def _mean(run: Run, items: list[Value]) -> Value:
    return _average(run, items)


@builtin("mean", "n1: any, nn: any*")
def _mean_of(run: Run, *items: Value) -> Value:
    return _average(run, list(items))


@builtin("product", "list: list")
def _product(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, items)
    if not numbers:
        raise Fault("an empty list has no product", WRONG_ARGUMENT)
    product = Decimal(1)
    for number in numbers:
        product = calculate_numbers("*", product, number)
    return product


@builtin("product", "n1: any, nn: any*")
def _product_of(run: Run, *items: Value) -> Value:
    return _product(run, list(items))


@builtin("median", "list: list")
def _median(run: Run, items: list[Value]) -> Value:
    numbers = sorted(_numbers(run, items))
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return CONTEXT.divide(CONTEXT.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@builtin("median", "n1: any, nn: any*")
def _median_of(run: Run, *items: Value) -> Value:
    return _median(run, list(items))


@builtin("stddev", "list: list")
def _stddev(run: Run, items: list[Value]) -> Value:
    """The sample standard deviation; null for fewer than two numbers."""
    numbers = _numbers(run, items)
    if len(numbers) < 2:
        raise Fault("a standard deviation needs at least two numbers", NO_RESULT)
    average = _average(run, items)
    squares = Decimal(0)
    for number in numbers:
        difference = calculate_numbers("-", number, average)
        squares = calculate_numbers("+", squares, calculate_numbers("*", difference, difference))
    return CONTEXT.sqrt(CONTEXT.divide(squares, Decimal(len(numbers) - 1)))


@builtin("stddev", "n1: any, nn: any*")
def _stddev_of(run: Run, *items: Value) -> Value:
    return _stddev(run, list(items))


@builtin("mode", "list: list")
def _mode(run: Run, items: list[Value]) -> Value:
    counts: dict[Decimal, int] = {}
    for number in _numbers(run, items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


@builtin("mode", "n1: any, nn: any*")
def _mode_of(run: Run, *items: Value) -> Value:
    return _mode(run, list(items))


def _decide(run: Run, items: list[Value], decisive: bool) -> Value:
    run.spend(len(items))
    if any(item is decisive for item in items):
        return decisive
    if all(item is (not decisive) for item in items):
        return not decisive
    raise Fault("the list holds something that is neither true nor false", WRONG_ARGUMENT)


@builtin("all", "list: list")
def _all(run: Run, items: list[Value]) -> Value:
    return _decide(run, items, decisive=False)


@builtin("any", "list: list")
def _any(run: Run, items: list[Value]) -> Value:
    return _decide(run, items, decisive=True)


@builtin("all", "b1: any, bn: any*")
def _all_of(run: Run, *items: Value) -> Value:
    return _decide(run, list(items), decisive=False)


@builtin("any", "b1: any, bn: any*")
def _any_of(run: Run, *items: Value) -> Value:
    return _decide(run, list(items), decisive=True)
