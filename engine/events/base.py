"""The root of all events: the name of one, and its facts as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """The root of all events. `element_id` and `process_id` say where in a diagram it happened, where that applies."""

    @property
    def kind(self) -> str:
        return snake_case(type(self).__name__)

    def facts(self) -> dict[str, Any]:
        """The event's own fields as JSON values, without the place."""
        return {name: to_plain(getattr(self, name)) for name in _own_fields(type(self))}  # type: ignore[arg-type]


@cache
def _own_fields(kind: type[Event]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in {"element_id", "process_id"})


@cache
def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def to_plain(value: Any) -> Any:
    """A value as JSON has it: moments as text, sets as sorted lists."""
    if value is None or type(value) in (str, bool, int):
        return value  # Nearly all that events say.
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset | set):
        items = [to_plain(item) for item in value]
        return sorted(items) if isinstance(value, frozenset | set) else items
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    return value
