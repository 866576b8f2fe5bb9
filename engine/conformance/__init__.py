"""Conformance: running the test cases of OMG's DMN kit on our decisions, and counting what they give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.conformance.cases import TestsRefused, read_tests
from engine.conformance.floor import compare_with_floor, read_floor
from engine.conformance.running import FAILED, PASSED, REFUSED, Models, Outcome, run_case

__all__ = [
    "FAILED",
    "PASSED",
    "REFUSED",
    "Figures",
    "Outcome",
    "TestsRefused",
    "compare_with_floor",
    "count_outcomes",
    "read_floor",
    "run_kit",
]

TESTS = "*-test-*.xml"


@dataclass(frozen=True, slots=True)
class Figures:
    """How many results passed, failed, or were refused because they need something that we do not run."""

    label: str
    passed: int
    failed: int
    refused: int

    def __str__(self) -> str:
        return f"{self.label}: {self.passed} passed, {self.failed} failed, {self.refused} refused"


def run_kit(path: Path, now: datetime) -> tuple[Outcome, ...]:
    """Run every test case below `path`, which has a folder for each level with a folder for each subject in it.

    A subject is a folder with models (`*.dmn`) and their tests (`*-test-*.xml`). Each result of each case
    becomes one outcome, even if its model cannot be read. `now` is the clock of the decisions.

    Raises:
        TestsRefused: a file of tests cannot be read, or there is none at all.
    """
    outcomes: list[Outcome] = []
    models: Models | None = None
    for file in sorted(path.rglob(TESTS)):
        if models is None or models.folder != file.parent:
            models = Models(file.parent)
        tests = read_tests(file)
        for case in tests.cases:
            outcomes.extend(run_case(models, tests.model, case, now))
    if not outcomes:
        raise TestsRefused(f"{path}: there are no test cases ({TESTS}) in or below this folder")
    return tuple(outcomes)


def count_outcomes(outcomes: Iterable[Outcome]) -> tuple[Figures, ...]:
    """The figures of each level; if some of its results should be null, also those of the results that should not."""
    levels: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        levels.setdefault(outcome.level, []).append(outcome)
    figures = []
    for level, found in sorted(levels.items()):
        figures.append(_count(level, found))
        valued = [outcome for outcome in found if outcome.expected is not None]
        if len(valued) < len(found):
            figures.append(_count(f"{level}, expecting a value", valued))
    return tuple(figures)


def _count(label: str, outcomes: Iterable[Outcome]) -> Figures:
    verdicts = [outcome.verdict for outcome in outcomes]
    return Figures(label, verdicts.count(PASSED), verdicts.count(FAILED), verdicts.count(REFUSED))
