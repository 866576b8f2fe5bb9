"""The types of a model: item definitions as FEEL types, with their allowed values (DMN 1.5, 7.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..feel.errors import FeelError
from ..feel.expression import UnaryTests, parse_unary_tests
from ..feel.limits import Frame, Run
from ..feel.types import ANY, SIMPLE, ContextType, FunctionType, ListType, Type
from ..feel.values import Value
from .model import ItemDefinition

Report = Callable[[str, str], None]


class NamedType(Type):
    """A type that is known by its name, so that types may refer to each other; resolved when it is asked."""

    name: str
    known: Mapping[str, Type]

    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        run.spend(1)
        return self.known[self.name].conforms(run, value, limited)


class LimitedType(Type):
    """A type with allowed values."""

    base: Type
    tests: UnaryTests

    def conforms(self, run: Run, value: Value, limited: bool = True) -> bool:
        if not self.base.conforms(run, value, limited):
            return False
        if not limited:
            return True
        quiet = Run(run.now, run.types)
        quiet.left = run.left
        matched = self.tests.match(value, Frame({}, None, quiet))
        run.left = quiet.left
        return matched is True


class Types:
    """The types of one model, by name. Problems are reported with the type's name and the reason."""

    def __init__(self, definitions: tuple[ItemDefinition, ...], report: Report) -> None:
        self.known: dict[str, Type] = {}
        self.members: set[str] = set()
        self._names = {definition.name for definition in definitions}
        self._report = report
        for definition in definitions:
            self.known[definition.name] = self._build(definition, definition.name)
        for name in self.known:
            if self._comes_back_to(name):
                self._report(name, "the type refers to itself")
                self.known[name] = ANY

    def _comes_back_to(self, name: str) -> bool:
        """Whether a type is only a name for itself, perhaps by way of others: then no value shows what it means."""
        passed: set[str] = set()
        kind = self.known[name]
        while isinstance(kind, (NamedType, LimitedType, ListType)):
            if isinstance(kind, LimitedType):
                kind = kind.base
            elif isinstance(kind, ListType):
                kind = kind.element
            elif kind.name in passed:
                break
            else:
                passed.add(kind.name)
                kind = self.known[kind.name]
        return name in passed

    def admit(self, prefix: str, other: Types) -> None:
        """Know the types of an imported model as `prefix.name`."""
        self.known |= {f"{prefix}.{name}": kind for name, kind in other.known.items()}
        self.members |= other.members

    def find(self, reference: str, owner: str) -> Type | None:
        """The type of a typeRef like `number`, `feel:number` or `tLoan`; None for Any or an unknown one."""
        reference = " ".join(reference.split())
        found = self._lookup(reference)
        if found is None and ":" in reference:
            found = self._lookup(reference.split(":", 1)[1])
        if found is None and reference:
            self._report(owner, f"there is no type {reference!r}")
        return None if found is ANY else found

    def _lookup(self, name: str) -> Type | None:
        if name in self.known:
            return self.known[name]
        if name in self._names:
            return NamedType(name, self.known)
        return SIMPLE.get(name)

    def _build(self, definition: ItemDefinition, owner: str) -> Type:
        kind: Type
        if definition.components:
            self.members |= {component.name for component in definition.components}
            fields = {component.name: self._build(component, owner) for component in definition.components}
            kind = ContextType(fields)
        elif definition.parameters is not None:
            parameters = tuple(self.find(reference, owner) or ANY for reference in definition.parameters)
            kind = FunctionType(parameters, self.find(definition.type_ref, owner) or ANY)
        else:
            kind = self.find(definition.type_ref, owner) or ANY
        kind = self._limit(kind, definition.allowed, owner)
        if definition.collection:
            kind = ListType(kind)
        return self._limit(kind, definition.constraint, owner)

    def _limit(self, kind: Type, tests: str, owner: str) -> Type:
        if not tests:
            return kind
        try:
            return LimitedType(kind, parse_unary_tests(tests))
        except FeelError as error:
            self._report(owner, f"the allowed values cannot be read: {error}")
            return kind
