"""Functions that are not written in FEEL: how built-in and host functions declare their parameters and are called.

A signature is a text such as `"string: string, start position: number, length?: number"`. A `?` after the
name makes the argument optional, after the type it admits null; a `*` there takes all further arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, DecimalException
from functools import cache
from typing import Any

from .errors import NULL_OPERAND, WRONG_ARGUMENT, Fault
from .limits import Run
from .record import Record
from .values import Function, Range, Value, YearsMonths, name_type, to_date_time
from .wide import DAYS, WIDE, WideDate, WideMoment

_KINDS: dict[str, tuple[type, ...]] = {
    "any": (object,),
    "string": (str,),
    "number": (Decimal,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "date": (date, WideDate),
    "time": (time,),
    "date and time": (datetime, WideMoment),
    "days": (timedelta,),
    "years": (YearsMonths,),
    "duration": (timedelta, YearsMonths),
    "day": (date, WideDate, datetime, WideMoment),
    "moment": (date, WideDate, datetime, WideMoment, time),
    "range": (Range,),
    "function": (Function,),
    "point": (Decimal, str, date, WideDate, time, datetime, WideMoment, timedelta, YearsMonths),
}


class Parameter(Record):
    name: str
    kind: str
    optional: bool
    nullable: bool
    repeated: bool

    def accept(self, value: Value) -> Value:
        """The value as this parameter accepts it. Raises Fault."""
        kinds = _KINDS[self.kind]
        if value is None:
            if self.nullable or self.kind == "any":
                return None
            raise Fault(f"{self.name!r} is null", NULL_OPERAND)
        kind = type(value)
        if kind in kinds or kinds[0] is object or (kinds[0] is Function and isinstance(value, Function)):
            return value
        if kinds[0] is list:
            return [value]
        if kind is list and len(value) == 1 and value[0] is not None:
            return self.accept(value[0])
        if kind in DAYS and kinds[0] is datetime:
            return to_date_time(value)
        raise Fault(f"{self.name!r} should be a {self.kind}, not a {name_type(value)}", WRONG_ARGUMENT)


@cache
def read_signature(text: str) -> tuple[Parameter, ...]:
    """Read a signature (see above)."""
    parameters = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, kind = (piece.strip() for piece in part.partition(":"))
        bare = kind.rstrip("?*")
        if bare not in _KINDS:
            raise ValueError(f"signature {text!r}: {bare!r} is not a type of argument")
        parameters.append(Parameter(name.rstrip("?"), bare, name.endswith("?"), "?" in kind, "*" in kind))
    return tuple(parameters)


class Overload:
    """One signature of a native function and the Python that implements it, called as `run, *arguments`."""

    __slots__ = ("body", "least", "most", "parameters")

    def __init__(self, signature: str, body: Callable[..., Value]) -> None:
        self.parameters = read_signature(signature)
        self.body = body
        self.least = sum(not (parameter.optional or parameter.repeated) for parameter in self.parameters)
        repeated = any(parameter.repeated for parameter in self.parameters)
        self.most = 1_000 if repeated else len(self.parameters)

    def bind(self, arguments: Sequence[Value]) -> list[Value]:
        """The arguments as the body accepts them. Raises Fault."""
        bound = []
        last = len(self.parameters) - 1
        for index, value in enumerate(arguments):
            parameter = self.parameters[min(index, last)]
            bound.append(parameter.accept(value))
        return bound


def _carry_out(overload: Overload, run: Run, arguments: list[Value]) -> Value:
    try:
        return overload.body(run, *arguments)
    except (DecimalException, OverflowError):
        raise Fault("the result is beyond what numbers and dates can hold") from None


# The steps that a call costs besides those of its body, and the extra of a call by name and of one without a result.
_CALL, _BY_NAME, _NO_RESULT = 3, 8, 16


class NativeFunction(Function):
    """A function in Python. It has no side effects, and sees nothing but the values of its arguments."""

    def __init__(self, name: str, overloads: Sequence[Overload] = (), cost: int = _CALL) -> None:
        self.name = name
        self.cost = cost
        self.overloads = list(overloads)

    @property
    def parameters(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(parameter.name for parameter in self.overloads[0].parameters)

    def _charge(self, run: Run, arguments: Iterable[Value]) -> None:
        run.spend(self.cost)
        for value in arguments:
            if type(value) is str:
                run.admit_look(value)

    def call(self, run: Run, arguments: Sequence[Value]) -> Value:
        self._charge(run, arguments)
        count = len(arguments)
        fault: Fault | None = None
        for overload in self.overloads:
            if overload.least <= count <= overload.most:
                try:
                    bound = overload.bind(arguments)
                except Fault as found:
                    fault = fault or found
                    continue
                return _carry_out(overload, run, bound)
        run.spend(_NO_RESULT)
        if fault is None:
            raise Fault(f"{self.name} does not take {count} arguments", WRONG_ARGUMENT)
        raise Fault(f"{self.name}: {fault.message}", fault.kind)

    def call_named(self, run: Run, arguments: Mapping[str, Value]) -> Value:
        self._charge(run, arguments.values())
        run.spend(_BY_NAME)
        fault: Fault | None = None
        for overload in self.overloads:
            required = {parameter.name for parameter in overload.parameters if not parameter.optional}
            if not required <= set(arguments) <= {parameter.name for parameter in overload.parameters}:
                continue
            try:
                bound = [
                    parameter.accept(arguments[parameter.name]) if parameter.name in arguments else None
                    for parameter in overload.parameters
                ]
            except Fault as found:
                fault = fault or found
                continue
            return _carry_out(overload, run, bound)
        if fault is None:
            raise Fault(f"{self.name} does not take the arguments {', '.join(arguments)}", WRONG_ARGUMENT)
        raise Fault(f"{self.name}: {fault.message}", fault.kind)


def host_function(
    name: str, signatures: Mapping[str, Callable[..., Any]], cost: Callable[..., int] = lambda *values: 0
) -> NativeFunction:
    """A function of the host, to be put into a scope: signature → Python callable, which gets only the values.

    The callable raises ValueError, with a sentence for the reader, when it has no result: null and a warning.
    It is never given a date before the year 1 or after 9999: that too is null and a warning. An optional argument that
    was not given is left out, or None if a later one was given by name. `cost` takes the same values and returns what
    the call costs in steps: a step is half a microsecond.
    """

    def adapt(body: Callable[..., Any]) -> Callable[..., Value]:
        def run_body(run: Run, *arguments: Value) -> Value:
            if any(type(value) in WIDE for value in arguments):
                raise Fault(f"{name} takes dates between the years 1 and 9999", WRONG_ARGUMENT)
            run.spend(cost(*arguments))
            try:
                return body(*arguments)
            except ValueError as error:
                raise Fault(f"{name}: {error}") from None

        return run_body

    return NativeFunction(name, [Overload(signature, adapt(body)) for signature, body in signatures.items()])
