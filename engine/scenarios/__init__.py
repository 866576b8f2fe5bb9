"""Scenarios: running the example stories of processes, and telling what of their diagrams was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.definitions import read_folders
from engine.dialect.elements import Element, Process
from engine.dialect.starts import starts_of
from engine.errors import EngineError
from engine.scenarios.reading import Scenario, read_scenarios, typed
from engine.scenarios.running import Run, begins_at

__all__ = [
    "Coverage",
    "Outcome",
    "Report",
    "Run",
    "Scenario",
    "begins_at",
    "coverage_of",
    "read_scenarios",
    "run_scenarios",
    "typed",
]


@dataclass(slots=True)
class Coverage:
    """Which end events and which ways out of gateways of one process were reached by any scenario."""

    process: str
    wanted: frozenset[str]
    names: Mapping[str, str]
    reached: set[str] = field(default_factory=set)

    @property
    def missed(self) -> list[str]:
        return sorted(self.wanted - self.reached)

    @property
    def percent(self) -> int:
        return 100 if not self.wanted else (100 * len(self.wanted & self.reached)) // len(self.wanted)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one scenario went; `failure` is None when all was as expected."""

    scenario: Scenario
    failure: str | None


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]
    coverage: tuple[Coverage, ...]

    @property
    def ok(self) -> bool:
        return all(o.failure is None for o in self.outcomes) and all(c.percent == 100 for c in self.coverage)


def run_scenarios(path: Path) -> Report:
    """Run every scenario of the processes under `path`.

    Raises:
        DiagramRefused: a process cannot be read. ScenarioFailed: a scenario file cannot be read.
    """
    folders = read_folders(path)
    coverage = {process_id: coverage_of(files.process) for process_id, files in folders.items()}
    outcomes = []
    for process_id, files in folders.items():
        for scenario in read_scenarios(process_id, files):
            seen: set[tuple[str, str]] = set()
            try:
                Run(scenario, folders, seen).play()
                outcomes.append(Outcome(scenario, None))
            except EngineError as error:
                outcomes.append(Outcome(scenario, str(error)))
            for process, element in seen:
                coverage[process].reached.add(element)
    return Report(tuple(outcomes), tuple(coverage.values()))


def coverage_of(process: Process) -> Coverage:
    """What scenarios of a process should reach: every end event, every way out of a gateway that has several.

    And every start event, where there are several.
    """
    elements = process.elements
    wanted = {e.id for e in elements.values() if e.kind == "endEvent"}
    if len(starts := starts_of(process)) > 1:
        wanted.update(start.id for start in starts)
    for element in elements.values():
        if element.kind.endswith("Gateway") and len(element.outgoing) > 1:
            wanted.update(element.outgoing)
    return Coverage(process.id, frozenset(wanted), {key: _describe(elements, key) for key in wanted})


def _describe(elements: Mapping[str, Element], key: str) -> str:
    element = elements[key]
    if element.kind != "sequenceFlow":
        return element.name or key
    source, target = elements[str(element.source)], elements[str(element.target)]
    return f"{source.name or source.id} → {element.name or target.name or target.id}"
