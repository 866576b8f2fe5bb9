"""Where the built-in functions register themselves, by name and signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..functions import NativeFunction, Overload
from ..values import Value

REGISTRY: dict[str, NativeFunction] = {}
_Body = TypeVar("_Body", bound=Callable[..., Value])


def builtin(name: str, *signatures: str) -> Callable[[_Body], _Body]:
    """Register a function under a name, once for each signature; more bodies may share the name."""

    def register(body: _Body) -> _Body:
        function = REGISTRY.setdefault(name, NativeFunction(name))
        function.overloads.extend(Overload(signature, body) for signature in signatures)
        return body

    return register
