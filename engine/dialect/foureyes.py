"""Four eyes: which tasks of a process two different people must do, as our property `fourEyesWith` says."""

from __future__ import annotations

from typing import NamedTuple

from engine.dialect.elements import Process

FOUR_EYES = "fourEyesWith"
"""On a user task: the id of another, which whoever does this one may not do as well."""


class Pairs(NamedTuple):
    """The other tasks that one task is paired with, by element id."""

    named: str | None
    """The one that it names itself."""
    naming: frozenset[str]
    """Those that name it."""

    @property
    def all(self) -> frozenset[str]:
        return self.naming | ({self.named} if self.named else frozenset())


def pairs_of(process: Process, element_id: str) -> Pairs | None:
    """What a task is paired with; None for nearly every task, which is paired with nothing."""
    named, naming = None, set()
    for element in process.elements.values():
        other = element.properties.get(FOUR_EYES, "").strip() if element.kind == "userTask" else ""
        if other and element.id == element_id:
            named = other
        elif other == element_id:
            naming.add(element.id)
    return Pairs(named, frozenset(naming)) if named or naming else None
