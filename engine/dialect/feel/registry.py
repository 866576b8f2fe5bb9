"""The built-in functions by name: each module in `builtins` registers its own here, and callers look them up here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .functions import NativeFunction, Overload
from .values import Value

# The steps of a call that costs more than usual: reading a text, taking a number of 6000 digits apart.
_DEAR = {
    "date": 8, "time": 12, "date and time": 16, "duration": 8, "number": 6, "range": 200,
    "decimal": 8, "floor": 8, "ceiling": 8, "round up": 8, "round down": 8, "round half up": 8, "round half down": 8,
    "modulo": 12, "odd": 8, "even": 8, "abs": 4, "week of year": 5, "day of year": 5,
    "years and months duration": 6,
}  # fmt: skip

BUILTINS: dict[str, NativeFunction] = {}
_Body = TypeVar("_Body", bound=Callable[..., Value])


def builtin(name: str, *signatures: str) -> Callable[[_Body], _Body]:
    """Register a function under a name, once for each signature; more bodies may share the name."""

    def register(body: _Body) -> _Body:
        function = BUILTINS.setdefault(name, NativeFunction(name, cost=_DEAR.get(name, 3)))
        function.overloads.extend(Overload(signature, body) for signature in signatures)
        return body

    return register


def find_builtin(name: str) -> NativeFunction | None:
    return BUILTINS.get(name)
