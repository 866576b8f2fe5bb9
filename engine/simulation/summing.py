"""Summing: the figures of one run, and of many runs together, with how much these vary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from engine.simulation.run import Run


@dataclass(frozen=True, slots=True)
class Figures:
    """The spread of one figure over runs: a tenth of them, half of them and nine tenths of them are no higher."""

    tenth: float
    median: float
    ninetieth: float

    def differ_from(self, other: Figures) -> bool:
        """Whether it differs by more than chance: nine in ten runs of one are beyond nine in ten of the other."""
        return self.tenth > other.ninetieth or self.ninetieth < other.tenth


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of many runs of one drawing."""

    runs: int
    cases: float
    """How many cases ended in a run, on average."""
    stuck: Mapping[str, float]
    """How many did not, on average, by the step where they stand."""
    leads: Mapping[str, Figures]
    """Of the lead times of a run, in seconds: tenth, median, ninetieth and mean; each as its spread over the runs."""
    loads: Mapping[str, Figures]
    """Per group: the share of their time that its people worked."""
    waits: Mapping[str, Figures]
    """Per group: how long its work waited for somebody, in seconds."""


def rank(ordered: Sequence[float], share: float) -> float:
    """The value that `share` of an ordered list does not exceed (nearest rank)."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def sum_up(run: Run) -> dict[str, Any]:
    """One run in a few figures, as JSON."""
    ordered = sorted(run.leads)
    leads = {}
    if ordered:
        leads = {"tenth": rank(ordered, 0.1), "median": rank(ordered, 0.5), "ninetieth": rank(ordered, 0.9)}
        leads["mean"] = sum(ordered) / len(ordered)
    return {
        "cases": len(ordered),
        "leads": leads,
        "stuck": dict(run.stuck),
        "loads": {group: load.load for group, load in run.groups.items()},
        "waits": {group: load.wait for group, load in run.groups.items()},
    }


def summarise(runs: Sequence[Mapping[str, Any]]) -> Outcome:
    """The results of `sum_up` for all runs, taken together."""
    stuck: Counter[str] = Counter()
    for run in runs:
        stuck.update(run["stuck"])
    count = max(1, len(runs))
    return Outcome(
        len(runs),
        sum(run["cases"] for run in runs) / count,
        {name: number / count for name, number in stuck.most_common()},
        _spread_each(runs, "leads"),
        _spread_each(runs, "loads"),
        _spread_each(runs, "waits"),
    )


def _spread_each(runs: Sequence[Mapping[str, Any]], part: str) -> dict[str, Figures]:
    names = dict.fromkeys(name for run in runs for name in run[part])
    return {name: spread(run[part][name] for run in runs if name in run[part]) for name in names}


def spread(values: Iterable[float]) -> Figures:
    ordered = sorted(values)
    return Figures(rank(ordered, 0.1), rank(ordered, 0.5), rank(ordered, 0.9))
