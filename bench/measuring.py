"""Measuring: how long acts take, alone or in turns, and how a figure is shown next to its limit."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

TURN = 25
"""Steps of one kind before the next one takes its turn."""


@dataclass(frozen=True)
class Figure:
    """One line of the table: the median of an act, and of the limit it is compared with."""

    name: str
    seconds: float
    limit_name: str
    limit_seconds: float

    def __str__(self) -> str:
        ratio = self.seconds / self.limit_seconds
        return f"{self.name:<34}{self.seconds * 1e3:>10.3f} ms {ratio:>9.1f} × {self.limit_name}"


def measure(act: Callable[[], object], runs: int) -> float:
    """The median of some runs, in seconds, after a tenth of them to warm up."""
    for _ in range(max(1, runs // 10)):
        act()
    times = []
    for _ in range(runs):
        begun = perf_counter()
        act()
        times.append(perf_counter() - begun)
    return statistics.median(times)


@dataclass(frozen=True)
class Line:
    """One line of the table: a figure, what it is compared with in the same run, and the goal for the ratio, if any."""

    name: str
    value: str
    against: str
    ratio: float
    goal: float | None
    at_least: bool = True

    def __str__(self) -> str:
        told = f"{self.name:<38}{self.value:>12}  {self.against:<34}{self.ratio:>7.2f}"
        if self.goal is None:
            return told
        met = self.ratio >= self.goal if self.at_least else self.ratio <= self.goal
        sign = "≥" if self.at_least else "≤"
        return f"{told}  {sign} {self.goal:<5g} {'yes' if met else 'NO'}"


def timed(step: Callable[[], object], clock: Callable[[], float] = perf_counter) -> Callable[[], float]:
    def act() -> float:
        begun = clock()
        step()
        return clock() - begun

    return act


def in_turns(steps: int, *acts: Callable[[], float]) -> list[float]:
    """Median seconds of each act, which take turns, so that other load on the machine affects them equally."""
    found: list[list[float]] = [[] for _ in acts]
    for turn in range(1 + steps // TURN):
        for times, act in zip(found, acts, strict=True):
            measured = [act() for _ in range(TURN)]
            times.extend(measured if turn else [])  # The first turn warms up.
    return [statistics.median(times) for times in found]


def in_ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms"
