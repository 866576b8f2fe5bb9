"""Decision tables: which rows match, and what the hit policy makes of them (DMN 1.5, clause 8)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from ..feel.builtins import BUILTINS
from ..feel.cells import ConstantCell
from ..feel.compiler import Code
from ..feel.errors import NO_RESULT, WRONG_ARGUMENT, Fault
from ..feel.expression import UnaryTests
from ..feel.limits import Frame
from ..feel.record import Record
from ..feel.types import Type, coerce
from ..feel.values import Value, same
from .boxed import Workshop, at_place, compile_tests, compile_text, compiles, nothing, typed
from .model import DecisionTable, InputClause, OutputClause
from .run import START, DecisionRun, Place, Trace

TO_FILL_IN = "vul in"
"""What a new table gives until somebody writes what it should give."""

# The compiled tests of a cell; None matches everything.
_Cell = UnaryTests | None


class _Input(Record):
    code: Code
    kind: Type | None
    allowed: _Cell
    label: str

    def read(self, frame: Frame) -> Value:
        """The value of this input. Raises Fault when it is not of its type or not allowed."""
        value = coerce(frame.run, self.code(frame), self.kind) if self.kind else self.code(frame)
        if self.allowed is not None and value is not None and self.allowed.match(value, frame) is not True:
            raise Fault("the value is not one of the allowed values of this input", WRONG_ARGUMENT)
        return value


class _Output(Record):
    name: str
    label: str
    order: UnaryTests | None
    default: Code | None


class _Row(Record):
    number: int
    tests: tuple[tuple[int, UnaryTests, Place], ...]
    outputs: tuple[Code, ...]
    cells: tuple[tuple[int, UnaryTests, Place, ConstantCell | None], ...]
    """The tests, each with the same as one function of the value if it holds only constants."""


class Table:
    """A compiled decision table."""

    def __init__(
        self, box: DecisionTable, inputs: list[_Input], outputs: list[_Output], rows: list[_Row], place: Place
    ) -> None:
        self.box = box
        self.inputs = inputs
        self.outputs = outputs
        self.rows = rows
        self.places = [Place(place.element, place.name, None, item.label) for item in inputs]

    def evaluate(self, frame: Frame) -> Value:
        """The result of the hit policy. Raises Fault."""
        return self.trace(frame)[0]

    def trace(self, frame: Frame) -> tuple[Value, Trace]:
        """The result with what led to it; a fault is a warning here, so that the trace is kept."""
        run = cast(DecisionRun, frame.run)
        before = run.place
        values: list[Value] = []
        try:
            refused = False
            for item, place in zip(self.inputs, self.places, strict=True):
                run.place = place
                try:
                    values.append(item.read(frame))
                except Fault as fault:
                    run.warn(START, fault.message, fault.kind)
                    values.append(None)
                    refused = refused or fault.kind == WRONG_ARGUMENT
            matched = [] if refused else self._match(frame, run, values)
        finally:
            run.place = before
        trace = Trace(tuple(row.number for row in matched), tuple(values))
        if refused:
            return None, trace
        try:
            return _POLICIES[self.box.hit_policy](self, frame, matched), trace
        except Fault as fault:
            run.warn(START, fault.message, fault.kind)
            return None, trace

    def _match(self, frame: Frame, run: DecisionRun, values: list[Value]) -> list[_Row]:
        first_only = self.box.hit_policy == "FIRST"
        matched: list[_Row] = []
        run.spend(len(self.rows))
        kinds = [type(value) for value in values]
        for row in self.rows:
            for index, tests, place, constant in row.cells:
                if constant is not None and kinds[index] is constant.kind:
                    if not constant.passes(values[index]):
                        break
                    continue
                run.place = place
                if tests.match(values[index], frame) is not True:
                    break
            else:
                matched.append(row)
                if first_only:
                    break
        return matched

    def output(self, frame: Frame, row: _Row) -> Value:
        """The output of one row: a value, or a context when there are several columns."""
        values = [code(frame) for code in row.outputs]
        return values[0] if len(values) == 1 else self._name(values)

    def _name(self, values: list[Value]) -> Value:
        return {output.name: value for output, value in zip(self.outputs, values, strict=True)}

    def default(self, frame: Frame) -> Value:
        """The default output, or a Fault when there is none."""
        if all(output.default is None for output in self.outputs):
            raise Fault("no row matches and there is no default output", NO_RESULT)
        values = [(output.default or nothing)(frame) for output in self.outputs]
        return values[0] if len(values) == 1 else self._name(values)

    def priority(self, frame: Frame, value: Value) -> tuple[int, ...]:
        """How early the output comes in the output values, column by column."""
        columns = [value] if len(self.outputs) == 1 else [value[output.name] for output in self.outputs]
        return tuple(
            output.order.rank(item, frame) if output.order is not None else 0
            for output, item in zip(self.outputs, columns, strict=True)
        )


def _unique(table: Table, frame: Frame, matched: list[_Row]) -> Value:
    if len(matched) > 1:
        rows = " and ".join(str(row.number) for row in matched)
        raise Fault(f"rows {rows} match, but the hit policy is UNIQUE: only one may", NO_RESULT)
    return table.output(frame, matched[0]) if matched else table.default(frame)


def _any(table: Table, frame: Frame, matched: list[_Row]) -> Value:
    if not matched:
        return table.default(frame)
    first, *others = [table.output(frame, row) for row in matched]
    if not all(same(frame.run, first, other) for other in others):
        rows = " and ".join(str(row.number) for row in matched)
        raise Fault(f"rows {rows} match with different outputs, but the hit policy is ANY", NO_RESULT)
    return first


def _first(table: Table, frame: Frame, matched: list[_Row]) -> Value:
    return table.output(frame, matched[0]) if matched else table.default(frame)


def _priority(table: Table, frame: Frame, matched: list[_Row]) -> Value:
    if not matched:
        return table.default(frame)
    return min((table.output(frame, row) for row in matched), key=lambda value: table.priority(frame, value))


def _rule_order(table: Table, frame: Frame, matched: list[_Row]) -> Value:
    return [table.output(frame, row) for row in matched] if matched else table.default(frame)


def _output_order(table: Table, frame: Frame, matched: list[_Row]) -> Value:
    if not matched:
        return table.default(frame)
    return sorted((table.output(frame, row) for row in matched), key=lambda value: table.priority(frame, value))


def _collect(table: Table, frame: Frame, matched: list[_Row]) -> Value:
    outputs = [table.output(frame, row) for row in matched]
    if table.box.aggregation == "COUNT":
        return Decimal(len(outputs))
    if not outputs:
        return table.default(frame)
    if not table.box.aggregation:
        return outputs
    if len(table.outputs) > 1:
        raise Fault(f"{table.box.aggregation} takes one output column", NO_RESULT)
    return BUILTINS[table.box.aggregation.lower()].call(frame.run, [outputs])


_POLICIES: dict[str, Callable[[Table, Frame, list[_Row]], Value]] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": _first,
    "PRIORITY": _priority,
    "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _output_order,
    "COLLECT": _collect,
}


def compile_table(shop: Workshop, box: DecisionTable, names: frozenset[str], place: Place) -> Table:
    """Compile a table; what cannot be read is reported with its row and column."""
    inputs = [_compile_input(shop, clause, names, place) for clause in box.inputs]
    outputs = [_compile_output(shop, clause, names, place) for clause in box.outputs]
    kinds = [shop.types.find(clause.type_ref, place.name) if clause.type_ref else None for clause in box.outputs]
    rows = []
    for number, rule in enumerate(box.rules, 1):
        tests = []
        for index, (clause, text) in enumerate(zip(box.inputs, rule.tests, strict=True)):
            cell = Place(place.element, place.name, number, clause.label)
            found = compile_tests(shop, text, names, cell)
            if found is not None:
                tests.append((index, found, cell))
        codes = []
        for output, kind, text in zip(box.outputs, kinds, rule.outputs, strict=True):
            cell = Place(place.element, place.name, number, output.label)
            codes.append(at_place(cell, typed(compile_text(shop, text, names, cell), kind)))
        cells = tuple((index, found, cell, getattr(found, "constant", None)) for index, found, cell in tests)
        rows.append(_Row(number, tuple(tests), tuple(codes), cells))
    if len(outputs) > 1 and len({output.name for output in outputs} - {""}) < len(outputs):
        shop.report(place, "each of several output columns needs a name of its own")
    return Table(box, inputs, outputs, rows, place)


def _compile_input(shop: Workshop, clause: InputClause, names: frozenset[str], place: Place) -> _Input:
    at = Place(place.element, place.name, None, clause.label)
    if not clause.text:
        shop.report(at, "this input has no expression")
    code = compile_text(shop, clause.text, names, at)
    kind = shop.types.find(clause.type_ref, place.name) if clause.type_ref else None
    return _Input(code, kind, compile_tests(shop, clause.allowed, names, at), clause.label)


def _compile_output(shop: Workshop, clause: OutputClause, names: frozenset[str], place: Place) -> _Output:
    at = Place(place.element, place.name, None, clause.label)
    order = compile_tests(shop, clause.allowed, names, at)
    default = None if clause.default is None else at_place(at, compile_text(shop, clause.default, names, at))
    return _Output(clause.name, clause.label, order, default)


def _compile_as_code(shop: Workshop, box: DecisionTable, names: frozenset[str], place: Place) -> Code:
    return compile_table(shop, box, names, place).evaluate


compiles(DecisionTable, cast(Any, _compile_as_code))
