"""Run: the result of one replay, and where a case that did not end stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.simulation.plan import Plan
from engine.simulation.tokens import Replayed


@dataclass(frozen=True, slots=True)
class Load:
    """How busy a group was (0 to 1), and how long its work waited for somebody, in seconds."""

    load: float
    wait: float


@dataclass(frozen=True, slots=True)
class Run:
    """The result of one run."""

    leads: tuple[float, ...]
    """Seconds that each ended case took, in the order of arrival."""
    stuck: Mapping[str, int]
    """How many cases did not end, by the name of the step where they stand."""
    groups: Mapping[str, Load]


def where(case: Replayed, plan: Plan) -> str:
    """The name of the step where a case that did not end stands."""
    if case.lost:
        return plan.nodes[case.lost].name if case.lost in plan.nodes else case.lost
    scope = case.scope
    while scope is not None:
        inside = next((s for token in scope.standing.values() for s in token.inside if s.alive), None)
        if inside is None:
            break
        scope = inside
    places = [*scope.joins, *(token.node.id for token in scope.standing.values())] if scope is not None else []
    return plan.nodes[places[0]].name if places else plan.root.name
