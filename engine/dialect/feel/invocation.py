"""Compiles calls, functions written in FEEL, and instance of (DMN 1.5, 10.3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import syntax
from .compiler import Code, Compiler, compiles, find, guarded, is_absent
from .errors import EXTERNAL_FUNCTION, UNKNOWN_FUNCTION, WRONG_ARGUMENT, WRONG_TYPE, Fault, Position
from .limits import Frame, Run
from .registry import find_builtin
from .types import Type, coerce, resolve_type
from .values import Function, Value, name_type

# The steps that a call costs besides its body, and that making a function costs.
_CALL, _MAKE = 4, 8


class Closure(Function):
    """A function written in FEEL, with the frame in which it was written."""

    def __init__(
        self,
        parameters: tuple[str, ...],
        types: tuple[Type | None, ...],
        body: Code,
        frame: Frame | None,
        cost: int,
        result: Type | None = None,
        name: str = "function",
    ) -> None:
        self.parameters = parameters
        self.types = types
        self.body = body
        self.frame = frame
        self.cost = cost
        self.result = result
        self.name = name

    def call(self, run: Run, arguments: Sequence[Value]) -> Value:
        if len(arguments) != len(self.parameters):
            raise Fault(f"{self.name} takes {len(self.parameters)} arguments, not {len(arguments)}", WRONG_ARGUMENT)
        names: dict[str, Value] = {}
        for name, kind, value in zip(self.parameters, self.types, arguments, strict=True):
            names[name] = value if kind is None else coerce(run, value, kind)
        run.spend(self.cost + _CALL)
        run.enter_call()
        value = self.body(Frame(names, self.frame, run))
        run.leave_call()
        return value if self.result is None else coerce(run, value, self.result)

    def call_named(self, run: Run, arguments: Any) -> Value:
        missing = [name for name in self.parameters if name not in arguments]
        if missing:
            raise Fault(f"{self.name} needs the argument {missing[0]!r}", WRONG_ARGUMENT)
        return super().call_named(run, arguments)


@compiles(syntax.FunctionOf)
def _function(compiler: Compiler, node: syntax.FunctionOf) -> Code:
    parameters = tuple(name for name, _ in node.parameters)
    if node.body is None:
        return _refuse_external(compiler.locate(node.at))
    filters, compiler.filters = compiler.filters, 0
    body, cost = compiler.compile(node.body), compiler.measure(node.body) + 1
    compiler.filters = filters
    nodes = [kind for _, kind in node.parameters]

    def function(frame: Frame) -> Value:
        frame.run.spend(_MAKE)
        types = tuple(None if kind is None else resolve_type(kind, frame.run.types) for kind in nodes)
        return Closure(parameters, types, body, frame, cost)

    return guarded(compiler.locate(node.at), function)


def _refuse_external(position: Position) -> Code:
    def external(frame: Frame) -> Value:
        frame.run.warn(position, "external functions (Java, PMML) are not carried out", EXTERNAL_FUNCTION)
        return None

    return external


@compiles(syntax.Call)
def _call(compiler: Compiler, node: syntax.Call) -> Code:
    target = _target(compiler, node.function)
    arguments = [compiler.compile(argument) for argument in node.arguments]
    names, position = node.names, compiler.locate(node.at)
    written = compiler.text[node.function.at : node.function.at + 40].split("(")[0].strip()

    def call(frame: Frame) -> Value:
        function = target(frame)
        values = [argument(frame) for argument in arguments]
        try:
            if not isinstance(function, Function):
                if function is None:
                    raise Fault(f"there is no function {written!r}", UNKNOWN_FUNCTION)
                raise Fault(f"a {name_type(function)} cannot be called", WRONG_TYPE)
            if names is None:
                return function.call(frame.run, values)
            return function.call_named(frame.run, dict(zip(names, values, strict=True)))
        except Fault as fault:
            frame.run.warn(position, fault.message, fault.kind)
            return None

    return call


def _target(compiler: Compiler, node: syntax.Expr) -> Code:
    """The function that is called: a variable hides a built-in only if it holds a function itself."""
    if not isinstance(node, syntax.Variable):
        return compiler.compile(node)
    name, builtin = node.name, find_builtin(node.name)

    def named(frame: Frame) -> Value:
        found = find(frame, name)
        if is_absent(found) or (builtin is not None and not isinstance(found, Function)):
            return builtin
        return found

    return named


@compiles(syntax.InstanceOf)
def _instance_of(compiler: Compiler, node: syntax.InstanceOf) -> Code:
    value, kind = compiler.compile(node.value), node.type

    def instance_of(frame: Frame) -> Value:
        found = value(frame)
        wanted = resolve_type(kind, frame.run.types)
        if found is None:
            return kind.name == "Null"
        return wanted.conforms(frame.run, found, limited=False)

    return guarded(compiler.locate(node.at), instance_of)
