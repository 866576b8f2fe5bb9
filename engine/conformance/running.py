"""Running: one test case as a user would run it: load the model, evaluate the decision, compare what it gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.conformance.cases import KINDS, Case, Unreadable, Wanted, read_bytes
from engine.dialect import dmn
from engine.dialect.feel import EXTERNAL_FUNCTION, FeelError, Value, write_value
from engine.dialect.feel.limits import Run
from engine.dialect.feel.values import same
from engine.dialect.xml import parse_xml
from engine.errors import DiagramRefused

PASSED, FAILED, REFUSED = "passed", "failed", "refused"
# The kit writes its numbers out to eight decimals or more, and ours are exact to 34 digits.
_CLOSE = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one result of one case. `why` says what prevented the comparison, if anything did."""

    level: str
    model: str
    case: str
    result: str
    verdict: str
    expected: Value | Unreadable
    got: Value
    warnings: tuple[str, ...]
    why: str = ""

    def __str__(self) -> str:
        told = "; ".join(filter(None, (self.why, *self.warnings)))
        values = f"expected {_write(self.expected)}, got {_write(self.got)}"
        return f"{self.level}/{self.model}, test {self.case}, {self.result}: {values}" + (f" ({told})" if told else "")


class Models:
    """The decision models of one folder, compiled when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Only files in the folder can be loaded: a name in a test file is not a path.
        self._files = {file.name: file for file in sorted(folder.glob("*.dmn"))}
        self._compiled: dict[str, dmn.Definitions] = {}
        self._heads: dict[str, tuple[str, frozenset[str]]] = {}

    def load(self, name: str, importing: tuple[str, ...] = ()) -> dmn.Definitions:
        """Compile a model, with the models of the folder that it imports.

        Raises:
            DmnError: it does not exist, cannot be read, or imports itself.
        """
        if name in self._compiled:
            return self._compiled[name]
        if name not in self._files:
            raise dmn.NotDmn(name, None, None, "there is no such model in the folder")
        if name in importing:
            raise dmn.InvalidModel(name, None, None, "this model imports itself")
        wanted = self._head(name)[1]
        imports = [
            self.load(other, (*importing, name))
            for other in self._files
            if other != name and wanted and self._head(other)[0] in wanted
        ]
        self._compiled[name] = dmn.read(read_bytes(self._files[name]), name, imports)
        return self._compiled[name]

    def _head(self, name: str) -> tuple[str, frozenset[str]]:
        """The namespace of a model, and those that it imports."""
        if name not in self._heads:
            try:
                root = parse_xml(read_bytes(self._files[name]), name)
            except DiagramRefused as error:
                raise dmn.NotDmn(name, None, None, error.message) from error
            imports = frozenset(item.get("namespace", "") for item in root.findall("{*}import"))
            self._heads[name] = root.get("namespace", ""), imports
        return self._heads[name]


def run_case(models: Models, model: str, case: Case, now: datetime) -> Iterator[Outcome]:
    """Run a case; one outcome for each result that it asks for."""
    level = models.folder.parent.name
    for wanted in case.results:
        got: Value = None
        warnings: tuple[dmn.DecisionWarning, ...] = ()
        why = _obstacle(case, wanted)
        if not why:
            try:
                found = _ask(models.load(model), case, wanted, now)
                got, warnings = _pick(found.value, wanted), found.warnings
            except (dmn.DmnError, FeelError) as error:
                why = str(error)
        verdict = _judge(wanted, got, warnings, why)
        told = tuple(map(str, warnings))
        yield Outcome(level, model, case.id, wanted.name, verdict, wanted.expected, got, told, why)


def _obstacle(case: Case, wanted: Wanted) -> str:
    if wanted.kind not in KINDS:
        return f"the kind {wanted.kind!r} is not known"
    if isinstance(wanted.expected, Unreadable):
        return wanted.expected.reason
    return next((value.reason for value in case.inputs.values() if isinstance(value, Unreadable)), "")


def _ask(model: dmn.Definitions, case: Case, wanted: Wanted, now: datetime) -> dmn.DecisionResult:
    if wanted.kind == "decision":
        identity = model.find(wanted.name)
    elif wanted.kind == "bkm":
        identity = model.find(case.invoked or wanted.name, "bkm")
    else:
        identity = model.find(case.invoked or wanted.name, "decisionService")
    return model.evaluate(identity, case.inputs, now)


def _pick(value: Value, wanted: Wanted) -> Value:
    """The part of a value that a result is about: a service of several decisions returns them in one context."""
    if wanted.kind == "decisionService" and isinstance(value, dict) and wanted.name in value:
        return value[wanted.name]
    return value


def _judge(wanted: Wanted, got: Value, warnings: tuple[dmn.DecisionWarning, ...], why: str) -> str:
    explained = not wanted.error or got is not None or bool(warnings)
    if not why and explained and matches(got, wanted.expected):
        return PASSED
    return REFUSED if any(warning.kind == EXTERNAL_FUNCTION for warning in warnings) else FAILED


def matches(got: Value, expected: Value) -> bool:
    """Whether a value equals the expected one: of the same type, and for numbers to eight digits."""
    if isinstance(got, Decimal) and isinstance(expected, Decimal):
        return abs(got - expected) <= _CLOSE * max(Decimal(1), abs(expected))
    if isinstance(got, list) and isinstance(expected, list):
        return len(got) == len(expected) and all(map(matches, got, expected))
    if isinstance(got, Mapping) and isinstance(expected, Mapping):
        return got.keys() == expected.keys() and all(matches(got[name], expected[name]) for name in got)
    return type(got) is type(expected) and same(Run(), got, expected)


def _write(value: Any) -> str:
    if isinstance(value, Unreadable):
        return "what cannot be read"
    text = write_value(value, nested=True)
    return text if len(text) <= 200 else text[:200] + "…"
