"""Coverage: what the scenarios of a process should reach, and what they did reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dialect import naming
from engine.dialect.elements import Element, Process
from engine.dialect.starts import starts_of


@dataclass(slots=True)
class Coverage:
    """Which end events and which ways out of gateways of one process were reached by any scenario."""

    process: str
    wanted: frozenset[str]
    names: Mapping[str, str]
    reached: set[str] = field(default_factory=set)
    """All that a token went through, also what need not be reached."""

    @property
    def missed(self) -> list[str]:
        return sorted(self.wanted - self.reached)

    @property
    def percent(self) -> int:
        return 100 if not self.wanted else (100 * len(self.wanted & self.reached)) // len(self.wanted)


def coverage_of(process: Process) -> Coverage:
    """What scenarios of a process should reach: every end event, every way out of a gateway that has several.

    Every start event too, where there are several.
    """
    elements = process.elements
    wanted = {e.id for e in elements.values() if e.kind == "endEvent"}
    if len(starts := starts_of(process)) > 1:
        wanted.update(start.id for start in starts)
    for element in elements.values():
        if element.kind.endswith("Gateway") and len(element.outgoing) > 1:
            wanted.update(element.outgoing)
    return Coverage(process.id, frozenset(wanted), {key: describe(elements, key) for key in wanted})


def describe(elements: Mapping[str, Element], key: str) -> str:
    """An element or flow in words. What a draft leaves unconnected is named by its id."""
    element = elements.get(key)
    if element is None:
        return key
    source = element.near[0]
    if element.kind == "sequenceFlow" and element.name and source is not None:
        return f"{naming.call(source)} → {element.name}"
    return naming.call(element)
