"""Frozen records: what `@dataclass(frozen=True)` gives, at a thirtieth of its start-up cost.

A dataclass writes and compiles six functions for each class, which takes about a millisecond. FEEL and DMN have fifty
kinds of node; every command and every worker would wait for them before its first expression.
"""

from __future__ import annotations

from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """A class whose annotations are its fields, in order, those of its parents first. Equal when all fields are."""

    __dataclass_fields__: ClassVar[dict[str, Any]] = {}
    """The fields by name; the attribute is named as in dataclasses, so that the same tree walk works for both."""

    def __init_subclass__(cls) -> None:
        cls.__dataclass_fields__ = {**cls.__dataclass_fields__, **vars(cls).get("__annotations__", {})}

    def __init__(self, *args: Any, **told: Any) -> None:
        fields = self.__dataclass_fields__
        if told or len(args) != len(fields):
            self._check(args, told)
        self.__dict__.update(zip(fields, args, strict=False))
        self.__dict__.update(told)

    def _check(self, args: tuple[Any, ...], told: dict[str, Any]) -> None:
        """Add the defaults to the arguments given by name. Raises TypeError for a field too many, too few, or twice."""
        rest = list(self.__dataclass_fields__)[len(args) :]
        if len(args) > len(self.__dataclass_fields__) or told.keys() - set(rest):
            raise TypeError(f"{type(self).__name__} takes {', '.join(self.__dataclass_fields__)}")
        for name in rest:
            if name not in told:
                if not hasattr(type(self), name):
                    raise TypeError(f"{type(self).__name__} needs {name}")
                told[name] = getattr(type(self), name)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__[name] for name in self.__dataclass_fields__)))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.__dataclass_fields__)
        return f"{type(self).__name__}({told})"
