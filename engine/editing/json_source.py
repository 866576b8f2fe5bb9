"""JSON source: a form as written, each value with the span of text it occupies, so that one can be replaced.

Only for what `json` has read before. Untouched text keeps its order, white space and notation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.editing.source import Splice
from engine.errors import EditRefused

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,\]}]+', re.DOTALL)
DEEPEST = 60
"""The most levels of nested objects and lists."""


@dataclass(eq=False, slots=True)
class Member:
    """One `"key": value` of an object."""

    key: str
    start: int
    value: Value


@dataclass(eq=False, slots=True)
class Value:
    start: int
    end: int = 0
    members: list[Member] = field(default_factory=list)
    items: list[Value] = field(default_factory=list)
    kind: str = "scalar"

    def get(self, key: str) -> Value | None:
        """For a key that occurs twice, the last value, as `json` reads it."""
        found = [member.value for member in self.members if member.key == key]
        return found[-1] if found else None

    @property
    def starts(self) -> list[tuple[int, int]]:
        """Where each member or item begins and ends."""
        if self.members:
            return [(member.start, member.value.end) for member in self.members]
        return [(item.start, item.end) for item in self.items]


class JsonSource:
    """A JSON text that has been read; splices give the next one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = _read(text, _skip(text, 1 if text.startswith("\ufeff") else 0), 0)
        indents = re.search(r"\n([ \t]+)\S", text)
        self.unit = indents[1] if indents else ("  " if "\n" in text or not text.strip(" {}") else "")
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def value(self, node: Value) -> Any:
        return json.loads(self.text[node.start : node.end])

    def splice(self, splices: Iterable[Splice]) -> JsonSource:
        text = self.text
        for splice in sorted(splices, key=lambda one: one.start, reverse=True):
            text = text[: splice.start] + splice.text + text[splice.end :]
        return self if text == self.text else JsonSource(text)

    def encode(self) -> bytes:
        return self.text.encode()

    def set_value(self, node: Value, value: Any) -> list[Splice]:
        """A value that is already this stays as written."""
        before = self.value(node)
        if before == value and type(before) is type(value):
            return []
        return [Splice(node.start, node.end, self._write(value, self._indent(node.start)))]

    def set_member(self, node: Value, key: str, value: Any) -> list[Splice]:
        """Set the value of a member of an object, or remove it for None; a new member comes last."""
        there = [member for member in node.members if member.key == key]
        if value is None:
            return [one for member in there for one in self.remove(node, node.members.index(member))]
        if there:
            return self.set_value(there[-1].value, value)
        inner = self._inner(node)
        return self.insert(
            node, len(node.members), f"{json.dumps(key, ensure_ascii=False)}: {self._write(value, inner)}"
        )

    def insert_item(self, node: Value, at: int, value: Any) -> list[Splice]:
        return self.insert(node, at, self._write(value, self._inner(node)))

    def insert(self, node: Value, at: int, written: str) -> list[Splice]:
        """Insert text in an object or list as its `at`th part."""
        spans = node.starts
        before = self.newline + self._inner(node) if self.unit else (" " if spans else "")
        if not spans:
            after = self.newline + self._indent(node.start) if self.unit else ""
            return [Splice(node.start + 1, node.end - 1, before + written + after)]
        if at < len(spans):
            return [Splice(spans[at][0], spans[at][0], f"{written},{before}")]
        return [Splice(spans[-1][1], spans[-1][1], f",{before}{written}")]

    def remove(self, node: Value, at: int) -> list[Splice]:
        """Remove the `at`th part of an object or list."""
        spans = node.starts
        if len(spans) == 1:
            return [Splice(node.start + 1, node.end - 1, "")]
        if at:
            return [Splice(spans[at - 1][1], spans[at][1], "")]
        return [Splice(spans[0][0], spans[1][0], "")]

    def _indent(self, place: int) -> str:
        start = self.text.rfind("\n", 0, place) + 1
        found = re.match(r"[ \t]*", self.text[start:place])
        return found[0] if found else ""

    def _inner(self, node: Value) -> str:
        spans = node.starts
        if spans and "\n" in self.text[node.start : spans[0][0]]:
            return self._indent(spans[0][0])
        return self._indent(node.start) + self.unit

    def _write(self, value: Any, indent: str) -> str:
        told = json.dumps(value, ensure_ascii=False, indent=self.unit or None)
        return told.replace("\n", self.newline + indent)


def read_json_source(data: bytes) -> JsonSource:
    """Raises: EditRefused: no JSON object in UTF-8, or one with too many levels."""
    try:
        text = data.decode("utf-8")
        told = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise EditRefused("no_form") from error
    if not isinstance(told, dict):
        raise EditRefused("no_form")
    return JsonSource(text)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _read(text: str, at: int, depth: int) -> Value:
    if depth > DEEPEST:
        raise EditRefused("no_form")
    value = Value(at)
    if text[at] not in "{[":
        found = _SCALAR.match(text, at)
        if found is None:
            raise EditRefused("no_form")
        value.end = found.end()
        return value
    value.kind = "object" if text[at] == "{" else "list"
    close = "}" if text[at] == "{" else "]"
    at = _skip(text, at + 1)
    while text[at] != close:
        start = at
        if value.kind == "object":
            key = _read(text, at, depth + 1)
            at = _skip(text, _skip(text, key.end) + 1)
            inner = _read(text, at, depth + 1)
            value.members.append(Member(json.loads(text[key.start : key.end]), start, inner))
        else:
            inner = _read(text, at, depth + 1)
            value.items.append(inner)
        at = _skip(text, inner.end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    value.end = at + 1
    return value
