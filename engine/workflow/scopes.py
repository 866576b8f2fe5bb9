"""Scopes: where variables live: one per process instance, embedded subprocess and multi-instance child.

Tokens carry no variables. So branches that set different variables keep both after a join, and the branch that joins
last overwrites nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.dialect import feel

ROOT = "root"
COUNTER = "loopCounter"
"""The variable that every instance of a multi-instance activity has, and no other scope."""


def inside_of(task_id: str) -> str:
    """The key of the scope for what runs inside a subprocess or called process."""
    return f"sub:{task_id}"


def local_of(task_id: str) -> str:
    """The key of the scope of one task: an instance of a repeated activity, or the values of a task's inputs."""
    return f"local:{task_id}"


class Scope:
    """Variables by name. A scope without a parent is that of a process instance: names are not looked up beyond it.

    In a case that is read back they stay JSON until somebody looks: a step of one instance leaves the others alone.
    """

    __slots__ = ("_stored", "_variables", "parent")

    def __init__(self, parent: str | None, variables: dict[str, Any] | None, stored: Any = None) -> None:
        self.parent = parent
        self._variables = variables
        self._stored = stored

    @property
    def variables(self) -> dict[str, Any]:
        if self._variables is None:
            self._variables = feel.from_json_each(self._stored)
        return self._variables

    def has_value(self, name: str) -> bool:
        """Whether it has a variable that is not null."""
        return (self._stored if self._variables is None else self._variables).get(name) is not None

    def to_json(self) -> list[Any]:
        if self._variables is None:
            return [self.parent, self._stored]
        return [self.parent, feel.to_json_each(self._variables)]


class Scopes:
    """All scopes of one case, by key. Values are FEEL values."""

    def __init__(self, scopes: dict[str, Scope] | None = None) -> None:
        self._scopes = scopes if scopes is not None else {ROOT: Scope(None, {})}

    def __contains__(self, key: str) -> bool:
        return key in self._scopes

    def open(self, key: str, parent: str | None, variables: Mapping[str, Any]) -> None:
        self._scopes[key] = Scope(parent, dict(variables))

    def close(self, key: str) -> None:
        """Forget a scope and every scope inside it."""
        for inner in [name for name, scope in self._scopes.items() if scope.parent == key]:
            self.close(inner)
        self._scopes.pop(key, None)

    def own(self, key: str) -> dict[str, Any]:
        """The variables of this scope itself, to be changed in place."""
        return self._scopes[key].variables

    def visible(self, key: str) -> dict[str, Any]:
        """Every variable that is visible from a scope; a nearer one hides a farther one."""
        seen: dict[str, Any] = {}
        for scope in reversed(list(self._upwards(key))):
            seen.update(scope.variables)
        return seen

    def assign(self, key: str, name: str, value: Any) -> None:
        """Set a variable at the nearest scope that has it, else at the process instance (as Zeebe propagates).

        It never leaves the instance of a multi-instance activity, whatever its name: parallel instances set the same.
        (In Zeebe it does if the name is known outside. Then the last lap of a loop would differ from the first.)
        """
        for scope in self._upwards(key):
            if name in scope.variables or scope.parent is None or COUNTER in scope.variables:
                scope.variables[name] = value
                return

    def find(self, name: str) -> Any:
        """The value of a variable in the outermost scope where it is not null."""
        return next((scope.variables[name] for scope in self._scopes.values() if scope.has_value(name)), None)

    def _upwards(self, key: str) -> Iterator[Scope]:
        current: str | None = key
        while current is not None:
            scope = self._scopes[current]
            yield scope
            current = scope.parent

    def to_json(self) -> dict[str, Any]:
        return {key: scope.to_json() for key, scope in self._scopes.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scopes:
        return cls({key: Scope(parent, None, stored) for key, (parent, stored) in data.items()})
