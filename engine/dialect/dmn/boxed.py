"""Compiles boxed expressions to the same closures as FEEL text (DMN 1.5, 10.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from ..feel.compiler import Code
from ..feel.errors import EXTERNAL_FUNCTION, WRONG_TYPE, Fault, FeelError
from ..feel.expression import parse_tests_with_members, parse_with_members
from ..feel.invocation import Closure
from ..feel.iteration import make_filter, make_for, make_quantified, measure
from ..feel.limits import Frame
from ..feel.types import Type, coerce
from ..feel.values import Function, Value, name_type
from . import model
from .errors import Finding
from .run import START, DecisionRun, Place
from .types import Types

_FEEL = ("", "feel", "FEEL")


@dataclass(slots=True)
class Workshop:
    """What compiling one model needs and finds: its types, findings, and free names."""

    source: str
    types: Types
    findings: list[Finding] = field(default_factory=list)
    free: set[str] = field(default_factory=set)
    cost: int = 0

    def report(self, place: Place, reason: str) -> None:
        self.findings.append(Finding(self.source, place.element, place.name, reason, place.row, place.column))


def nothing(frame: Frame) -> Value:
    """The code of an expression that is not there."""
    return None


def at_place(place: Place, code: Code) -> Code:
    """The same code, whose warnings name this place, and where a Fault becomes null."""

    def placed(frame: Frame) -> Value:
        run = cast(DecisionRun, frame.run)
        before, run.place = run.place, place
        try:
            return code(frame)
        except Fault as fault:
            run.warn(START, fault.message, fault.kind)
            return None
        finally:
            run.place = before

    return placed


def typed(code: Code, kind: Type | None) -> Code:
    """The same code with its value made to conform to a type. The code raises Fault."""
    if kind is None:
        return code
    return lambda frame: coerce(frame.run, code(frame), kind)


def compile_text(shop: Workshop, text: str, names: frozenset[str], place: Place) -> Code:
    """FEEL text; text that is not FEEL is reported, and is null when it runs."""
    if not text:
        return nothing
    try:
        expression = parse_with_members(text, names, frozenset(shop.types.members))
    except FeelError as error:
        return _broken(shop, str(error), place)
    shop.free |= {name for name in expression.names if name not in names}
    shop.cost += measure(expression.tree)
    return expression.code


def compile_tests(shop: Workshop, text: str, names: frozenset[str], place: Place) -> Any:
    """The unary tests of a cell; None for a cell that matches everything."""
    if text in ("", "-"):
        return None
    try:
        tests = parse_tests_with_members(text, names, frozenset(shop.types.members))
    except FeelError as error:
        _broken(shop, str(error), place)
        return _Broken(str(error))
    shop.free |= {name for name in tests.names if name not in names and name != "?"}
    shop.cost += measure(tests.tree)
    return None if tests.always else tests


class _Broken:
    """The tests of a cell that could not be read: they match nothing."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def match(self, value: Value, frame: Frame) -> None:
        frame.run.warn(START, self.reason, "syntax error")


def _broken(shop: Workshop, reason: str, place: Place, kind: str = "syntax error") -> Code:
    shop.report(place, reason)

    def broken(frame: Frame) -> Value:
        raise Fault(reason, kind)

    return broken


def compile_boxed(shop: Workshop, box: model.Boxed | None, names: frozenset[str], place: Place) -> Code:
    """Any boxed expression. The code may raise Fault."""
    if box is None:
        return nothing
    code = _COMPILERS[type(box)](shop, box, names, place)
    return typed(code, shop.types.find(box.type_ref, place.name)) if box.type_ref else code


def _literal(shop: Workshop, box: model.Literal, names: frozenset[str], place: Place) -> Code:
    if box.language not in _FEEL and not box.language.startswith(("http://www.omg.org/", "https://www.omg.org/")):
        return _broken(shop, f"expressions in {box.language!r} are not carried out, only FEEL", place)
    return compile_text(shop, box.text, names, place)


def _context(shop: Workshop, box: model.Context, names: frozenset[str], place: Place) -> Code:
    entries: list[tuple[str, Code]] = []
    for name, type_ref, value in box.entries:
        entry_place = Place(place.element, place.name, place.row, name or place.column)
        code = compile_boxed(shop, value, names, entry_place)
        kind = shop.types.find(type_ref, place.name) if type_ref else None
        entries.append((name, at_place(entry_place, typed(code, kind))))
        names = names | {name}

    def context(frame: Frame) -> Value:
        found: dict[str, Value] = {}
        inner = Frame(found, frame, frame.run)
        frame.run.spend(len(entries))
        for name, code in entries:
            if not name:
                return code(inner)
            found[name] = code(inner)
        return found

    return context


def _invocation(shop: Workshop, box: model.Invocation, names: frozenset[str], place: Place) -> Code:
    called = compile_boxed(shop, box.called, names, place)
    written = box.called.text if isinstance(box.called, model.Literal) else "this"
    if isinstance(box.called, model.Literal):
        shop.free.discard(written)
    bindings = [(name, at_place(place, compile_boxed(shop, value, names, place))) for name, value in box.bindings]

    def invocation(frame: Frame) -> Value:
        function = called(frame)
        if not isinstance(function, Function):
            raise Fault(f"{written!r} is a {name_type(function)}, not a function", WRONG_TYPE)
        return function.call_named(frame.run, {name: code(frame) for name, code in bindings})

    return invocation


def _list(shop: Workshop, box: model.ListOf, names: frozenset[str], place: Place) -> Code:
    items = [at_place(place, compile_boxed(shop, item, names, place)) for item in box.items]

    def list_of(frame: Frame) -> Value:
        frame.run.admit_list(len(items))
        return [item(frame) for item in items]

    return list_of


def _relation(shop: Workshop, box: model.Relation, names: frozenset[str], place: Place) -> Code:
    rows: list[list[Code]] = []
    for number, row in enumerate(box.rows, 1):
        cells = []
        for column, cell in zip(box.columns, row, strict=True):
            at = Place(place.element, place.name, number, column)
            cells.append(at_place(at, compile_boxed(shop, cell, names, at)))
        rows.append(cells)

    def relation(frame: Frame) -> Value:
        frame.run.admit_list(len(rows))
        return [dict(zip(box.columns, [cell(frame) for cell in row], strict=True)) for row in rows]

    return relation


def _function(shop: Workshop, box: model.FunctionDefinition, names: frozenset[str], place: Place) -> Code:
    return compile_function(shop, box, names, place)


def compile_function(
    shop: Workshop,
    box: model.FunctionDefinition,
    names: frozenset[str],
    place: Place,
    result: Type | None = None,
) -> Callable[[Frame], Function]:
    """A function definition, closed over the frame in which it is defined. Raises Fault if it is external."""
    if box.kind not in ("FEEL", ""):
        reason = f"external functions ({box.kind}) are not carried out, only FEEL"
        return cast(Callable[[Frame], Function], _broken(shop, reason, place, EXTERNAL_FUNCTION))
    parameters = tuple(name for name, _ in box.parameters)
    types = tuple(shop.types.find(type_ref, place.name) if type_ref else None for _, type_ref in box.parameters)
    before = shop.cost
    body = at_place(place, compile_boxed(shop, box.body, names | frozenset(parameters), place))
    cost = shop.cost - before + 1
    shop.free -= set(parameters)
    return lambda frame: Closure(parameters, types, body, frame, cost, result, place.name)


def _conditional(shop: Workshop, box: model.Conditional, names: frozenset[str], place: Place) -> Code:
    parts = (box.condition, box.then, box.otherwise)
    condition, then, otherwise = (compile_boxed(shop, part, names, place) for part in parts)

    def conditional(frame: Frame) -> Value:
        decided = condition(frame)
        if decided is not None and not isinstance(decided, bool):
            raise Fault(f"the condition is a {name_type(decided)}, not true or false", WRONG_TYPE)
        if decided is None:
            frame.run.warn(START, "the condition is null, not true or false", WRONG_TYPE)
        return then(frame) if decided is True else otherwise(frame)

    return conditional


def _filter(shop: Workshop, box: model.Filter, names: frozenset[str], place: Place) -> Code:
    collection = compile_boxed(shop, box.collection, names, place)
    before = shop.cost
    match = compile_boxed(shop, box.match, names | {"item"}, place)
    return make_filter(collection, match, shop.cost - before)


def _iteration(shop: Workshop, box: model.Iteration, names: frozenset[str], place: Place) -> Code:
    collection = compile_boxed(shop, box.collection, names, place)
    before = shop.cost
    body = compile_boxed(shop, box.body, names | {box.variable, "partial"}, place)
    iterators = [(box.variable, collection)]
    if box.kind == "for":
        return make_for(iterators, body, shop.cost - before)
    return make_quantified(box.kind == "every", iterators, body, shop.cost - before)


_COMPILERS: dict[type, Callable[[Workshop, Any, frozenset[str], Place], Code]] = {
    model.Literal: _literal,
    model.Context: _context,
    model.Invocation: _invocation,
    model.ListOf: _list,
    model.Relation: _relation,
    model.FunctionDefinition: _function,
    model.Conditional: _conditional,
    model.Filter: _filter,
    model.Iteration: _iteration,
}


def compiles(kind: type, compiler: Callable[[Workshop, Any, frozenset[str], Place], Code]) -> None:
    """Register the compiler of a kind of boxed expression that lives in another module."""
    _COMPILERS[kind] = compiler
