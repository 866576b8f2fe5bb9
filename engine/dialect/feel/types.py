"""The types of FEEL: what conforms to them, and the implicit conversions (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from .errors import UNKNOWN_TYPE, WRONG_TYPE, Fault
from .limits import Run
from .record import Record
from .syntax import TypeNode
from .values import Function, Range, Value, YearsMonths, to_date_time
from .wide import DAYS, WideDate, WideMoment


class Type(Record):
    """A type of FEEL or of a model."""

    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        """Whether a value other than null is of this type and, if `limited`, among its allowed values."""
        raise NotImplementedError


class AnyType(Type):
    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        return True


class NullType(Type):
    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        return False


class SimpleType(Type):
    """A type without parts; `kind` is the class of its values, `wide` of those in wide years."""

    name: str
    kind: type
    wide: type | None = None

    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        return type(value) is self.kind or type(value) is self.wide


class ListType(Type):
    element: Type

    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        if not isinstance(value, list):
            return False
        run.spend(len(value) + 2)
        return all(item is None or self.element.conforms(run, item, limited) for item in value)


class ContextType(Type):
    """A context that has at least these entries."""

    fields: Mapping[str, Type]

    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        return isinstance(value, dict) and all(
            name in value and (value[name] is None or kind.conforms(run, value[name], limited))
            for name, kind in self.fields.items()
        )


class RangeType(Type):
    element: Type

    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        return isinstance(value, Range) and all(
            end is None or self.element.conforms(run, end, limited) for end in (value.low, value.high)
        )


class FunctionType(Type):
    """A function; the types of its parameters and result are compared where the function declares them."""

    parameters: tuple[Type, ...]
    result: Type

    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        if not isinstance(value, Function):
            return False
        declared = getattr(value, "types", None)
        if declared is None:
            return True
        return len(declared) == len(self.parameters) and all(
            found is None or isinstance(wanted, AnyType) or found == wanted
            for found, wanted in zip(declared, self.parameters, strict=True)
        )


ANY = AnyType()
SIMPLE: dict[str, Type] = {
    "Any": ANY,
    "Null": NullType(),
    "number": SimpleType("number", Decimal),
    "string": SimpleType("string", str),
    "boolean": SimpleType("boolean", bool),
    "date": SimpleType("date", date, WideDate),
    "time": SimpleType("time", time),
    "date and time": SimpleType("date and time", datetime, WideMoment),
    "dateTime": SimpleType("date and time", datetime, WideMoment),
    "days and time duration": SimpleType("days and time duration", timedelta),
    "dayTimeDuration": SimpleType("days and time duration", timedelta),
    "years and months duration": SimpleType("years and months duration", YearsMonths),
    "yearMonthDuration": SimpleType("years and months duration", YearsMonths),
    "list": ListType(ANY),
    "context": ContextType({}),
    "range": RangeType(ANY),
}


def resolve_type(node: TypeNode, types: Mapping[str, Any] | None) -> Type:
    """The type that was written.

    Raises:
        Fault: neither FEEL nor the model has a type of this name.
    """
    if node.fields is not None:
        return ContextType({name: resolve_type(field, types) for name, field in node.fields})
    if node.result is not None:
        parameters = tuple(resolve_type(argument, types) for argument in node.arguments)
        return FunctionType(parameters, resolve_type(node.result, types))
    if node.arguments:
        element = resolve_type(node.arguments[0], types)
        return ListType(element) if node.name == "list" else RangeType(element)
    if types is not None and isinstance(found := types.get(node.name), Type):
        return found
    if node.name in SIMPLE:
        return SIMPLE[node.name]
    raise Fault(f"there is no type {node.name!r}", UNKNOWN_TYPE)


def coerce(run: Run, value: Value, wanted: Type) -> Value:
    """The value as the wanted type: itself, a list's one element, a list of it, or a date as a date and time.

    Raises:
        Fault: it cannot be made to conform.
    """
    if value is None:
        return None
    if wanted.conforms(run, value):
        return value
    if isinstance(value, list) and len(value) == 1 and value[0] is not None and wanted.conforms(run, value[0]):
        return value[0]
    if not isinstance(value, list) and wanted.conforms(run, [value]):
        return [value]
    if type(value) in DAYS and wanted.conforms(run, moment := to_date_time(value)):
        return moment
    raise Fault("the value is not of the type that was declared", WRONG_TYPE)
