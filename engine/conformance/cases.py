"""Cases: reading the kit's test files: which decision is evaluated, with which inputs, and what it should give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from engine.dialect.feel import FeelValueError, Value, from_python
from engine.dialect.feel.errors import Fault
from engine.dialect.feel.temporal import read_date, read_date_time, read_duration, read_time
from engine.dialect.xml import LARGEST, parse_xml
from engine.errors import DiagramRefused, EngineError

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
KINDS = ("decision", "decisionService", "bkm")


class TestsRefused(EngineError):
    """A test file, or a file of the figures to reach, cannot be used."""

    __test__ = False  # Its name makes pytest take it for a test.


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A value in a test file that is not a FEEL value; nothing equals it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A result that a case asks for. With `error`, a null should have come with an explanation."""

    name: str
    kind: str
    expected: Value | Unreadable
    error: bool


@dataclass(frozen=True, slots=True)
class Case:
    """Inputs, and the results that they should give. `invoked` names what to call if that is not a decision."""

    id: str
    invoked: str
    inputs: Mapping[str, Value]
    results: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Tests:
    """The cases of one file, and the file name of the model that they are about."""

    model: str
    cases: tuple[Case, ...]


def read_tests(file: Path) -> Tests:
    """Read a test file, which is trusted no more than a model.

    Raises:
        TestsRefused: it is not XML, has a DOCTYPE, is too large, or is not a test file.
    """
    try:
        root = parse_xml(read_bytes(file), str(file))
    except DiagramRefused as error:
        raise TestsRefused(str(error)) from error
    model = (root.findtext("{*}modelName") or "").strip()
    if not root.tag.endswith("}testCases") or not model:
        raise TestsRefused(f"{file}: this is not a test file with a modelName")
    return Tests(model, tuple(_read_case(node, number) for number, node in enumerate(root.findall("{*}testCase"), 1)))


def read_bytes(file: Path) -> bytes:
    """The content of a file, cut off just past what the XML reader takes as too large."""
    with file.open("rb") as handle:
        return handle.read(LARGEST + 1)


def _read_case(node: Any, number: int) -> Case:
    kind = node.get("type") or "decision"
    invoked = node.get("invocableName") or ""
    inputs = {" ".join(item.get("name", "").split()): _read_value(item) for item in node.findall("{*}inputNode")}
    results = []
    for item in node.findall("{*}resultNode"):
        expected = item.find("{*}expected")
        results.append(
            Wanted(
                " ".join(item.get("name", "").split()),
                kind,
                None if expected is None else _read_value(expected),
                item.get("errorResult") == "true",
            )
        )
    return Case(node.get("id") or f"number {number}", " ".join(invoked.split()), inputs, tuple(results))


def _read_value(node: Any) -> Any:
    """A value, list or context. The XML reader limits how deep they can be nested."""
    if _is_nil(node):
        return None
    items = node.find("{*}list")
    if items is not None:
        return None if _is_nil(items) else _whole([_read_value(item) for item in items.findall("{*}item")])
    components = node.findall("{*}component")
    if components:
        return _whole({component.get("name", ""): _read_value(component) for component in components})
    value = node.find("{*}value")
    return None if value is None or _is_nil(value) else _read_scalar(value)


def _is_nil(node: Any) -> bool:
    return bool(node.get(_XSI + "nil") in ("true", "1"))


def _whole(value: Any) -> Any:
    """A list or context with an unreadable value in it is unreadable."""
    parts = value.values() if isinstance(value, dict) else value
    return next((part for part in parts if isinstance(part, Unreadable)), value)


def _read_scalar(node: Any) -> Any:
    kind = (node.get(_XSI + "type") or "xsd:string").rpartition(":")[2]
    read = _SCALARS.get(kind)
    if read is None:
        return Unreadable(f"the type {kind!r} is not known")
    try:
        return read(node.text or "")
    except (Fault, FeelValueError, InvalidOperation, ValueError) as error:
        return Unreadable(str(error) or f"this is not a {kind}")


def _read_boolean(text: str) -> bool:
    if text.strip() not in ("true", "false", "1", "0"):
        raise ValueError(f"{text[:40]!r} is neither true nor false")
    return text.strip() in ("true", "1")


def _read_number(text: str) -> Value:
    return from_python(Decimal(text.strip()))


def _stripped(read: Callable[[str], Value]) -> Callable[[str], Value]:
    return lambda text: read(text.strip())


_SCALARS: dict[str, Callable[[str], Value]] = {
    "string": str,
    "boolean": _read_boolean,
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long"), _read_number),
    "date": _stripped(read_date),
    "time": _stripped(read_time),
    "dateTime": _stripped(read_date_time),
    **dict.fromkeys(("duration", "dayTimeDuration", "yearMonthDuration"), _stripped(read_duration)),
}
