"""Component: one part of a form-js schema as the file has it, with its place for errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.dialect import feel
from engine.errors import DiagramRefused

from .filling import broken_places
from .typed import MAX_DECIMALS, MAX_DIGITS, TypedRefused, clean_text

_NOT_RUN = {
    "valuesKey": 'options from data are not supported; list them under "values"',
    "valuesExpression": 'options from an expression are not supported; list them under "values"',
    "disabled": "a disabled field is not supported; use a text, or leave the field out",
    "readonly": "a read-only field is not supported; use a text, or leave the field out",
}
"""What form-js supports and would be silently ignored here, with what to do about it."""
LIST = "dynamiclist"
_PATH = "a path is not supported; give the fields the keys of their variables"


@dataclass(frozen=True, slots=True)
class Component:
    """A component as the file has it, with its place for errors."""

    raw: Mapping[str, Any]
    source: str
    name: str
    kind: str

    @classmethod
    def of(cls, raw: Any, source: str) -> Component:
        """Raises: DiagramRefused: this is not a component, or asks for what is not supported."""
        if not isinstance(raw, Mapping):
            raise DiagramRefused("a component of the form is not an object", source=source)
        name = next((str(raw[name])[:60] for name in ("key", "path", "id", "label") if raw.get(name)), "")
        kind = raw.get("type")
        component = cls(raw, source, name, kind if isinstance(kind, str) else "")
        for attribute, reason in _NOT_RUN.items():
            if raw.get(attribute):
                raise component.refused(reason)
        if raw.get("path") and component.kind != LIST:
            raise component.refused(_PATH)
        return component

    def refused(self, reason: str) -> DiagramRefused:
        kind = self.kind or "component without type"
        return DiagramRefused(f"{kind} {self.name!r}: {reason}", source=self.source, element=self.name)

    def text(self, attribute: str, limit: int, *, places: bool = False) -> str:
        """A text for people; `places` allows expressions in it.

        Raises: DiagramRefused: not a text, too long, or computed where that is not possible.
        """
        value = self.raw.get(attribute)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > limit:
            raise self.refused(f"{attribute} must be a text of at most {limit} characters")
        if value.startswith("=") or ("{{" in value and not places):
            raise self.refused(f"{attribute} cannot be computed here; write it out")
        for expression, reason in broken_places(value):
            raise self.refused(f"{{{{ {expression} }}}}: {reason}")
        try:
            return clean_text(value, limit, lines=True)
        except TypedRefused as error:
            raise self.refused(f"{attribute} has characters that cannot be shown; type it again") from error

    def mapping(self, attribute: str) -> Mapping[str, Any]:
        value = self.raw.get(attribute)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.refused(f"{attribute} must be an object")
        return value

    def condition(self) -> str | None:
        """The FEEL text of `conditional.hide`. Raises: DiagramRefused: not FEEL, or about itself."""
        conditional = self.mapping("conditional")
        hide = conditional.get("hide")
        if unknown := set(conditional) - {"hide"}:
            raise self.refused(f"conditional.{min(unknown)} is not supported; only conditional.hide is")
        if hide is None or hide == "":
            return None
        if not isinstance(hide, str) or not hide.startswith("="):
            raise self.refused("conditional.hide must be FEEL that begins with =")
        try:
            names = feel.parse(hide[1:]).names
        except feel.FeelError as error:
            raise self.refused(f"conditional.hide: {error}") from error
        key = self.raw.get("path" if self.kind == LIST else "key")
        if isinstance(key, str) and key in names:
            raise self.refused("conditional.hide looks at its own answer, which is gone once it hides")
        return hide[1:]

    def number(self, name: str, value: Any) -> Decimal | None:
        """A number that an answer can be, or None for nothing. Raises: DiagramRefused."""
        number = self._finite(name, value)
        # Written out, 1e999999999 is a text of a gigabyte; and no answer comes near it.
        if number and not -MAX_DECIMALS <= number.adjusted() < MAX_DIGITS:
            raise self.refused(f"{name} must be a number of at most {MAX_DIGITS} digits")
        return number

    def _finite(self, name: str, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            number = None if isinstance(value, bool) else Decimal(str(value))
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise self.refused(f"{name} must be a number")
        return number

    def count(self, name: str, value: Any, limit: int) -> int | None:
        """A whole number from 0 to `limit`, or None for nothing. Raises: DiagramRefused."""
        number = self._finite(name, value)
        if number is None:
            return None
        if not 0 <= number <= limit or number % 1:
            raise self.refused(f"{name} must be a whole number from 0 to {limit}")
        return int(number)
