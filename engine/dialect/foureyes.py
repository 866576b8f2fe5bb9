"""Four eyes: which tasks of a process two different people must do, as our property `fourEyesWith` says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from engine.dialect.elements import Process

FOUR_EYES = "fourEyesWith"
"""On a user task: the id of another task, which must not be done by the same person."""


class Pairs(NamedTuple):
    """The other tasks that one task is paired with, by element id."""

    named: str | None
    """The task that it names itself."""
    naming: frozenset[str]
    """The tasks that name it."""

    @property
    def all(self) -> frozenset[str]:
        return self.naming | ({self.named} if self.named else frozenset())


def pairs_of(process: Process) -> Mapping[str, Pairs]:
    """What each task is paired with; tasks without a pair, nearly all of them, are left out."""
    tasks = [element for element in process.elements.values() if element.kind == "userTask"]
    told = {task.id: task.properties.get(FOUR_EYES, "").strip() for task in tasks}
    named = {task: other for task, other in told.items() if other}
    naming: dict[str, set[str]] = {}
    for task, other in named.items():
        if task != other:
            naming.setdefault(other, set()).add(task)
    return {task: Pairs(named.get(task), frozenset(naming.get(task, ()))) for task in {*named, *naming}}
