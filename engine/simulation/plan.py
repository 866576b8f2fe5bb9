"""Plan: what a replay needs to know of a drawing: who does what, how long it takes, and how often each way is taken.

A plan is plain data, so that a replay that takes minutes can be stored in a database row while it is played.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

DAY = 86_400.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Timer:
    """How long an event waits: in seconds, or until the start of so many working days later. `times` for a cycle."""

    seconds: float | None = None
    working_days: int = 0
    times: int = 1


@dataclass(frozen=True, slots=True)
class Edge:
    """An event on the edge of a step, or one that begins something beside the flow of a part (`inside`)."""

    node: str
    """Where it goes on."""
    interrupts: bool
    timer: Timer | None = None
    catches: str | None = None
    """The code of the error or escalation that it catches; "" for any, None for none."""
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the replay.

    `kind` is pass (takes no time), task, wait, choice, some (an inclusive split), join, gather (an inclusive join),
    race (an event-based gateway), part (a subprocess or called process), end, stop (terminate) or throw.
    """

    id: str
    name: str
    kind: str
    ways: tuple[tuple[str, str], ...] = ()
    """(sequence flow, node that it leads to); all of them are taken unless the kind says otherwise."""
    shares: tuple[float, ...] = ()
    """How likely each way is."""
    needs: tuple[str, ...] = ()
    """The flows that a join waits for."""
    lasts: tuple[float, ...] = ()
    """Seconds that it took, as measured; one of them is drawn at random."""
    timer: Timer | None = None
    groups: tuple[str, ...] = ()
    """Whose time it takes: each piece of work occupies one person of a group, in turn. Nobody's where empty."""
    counts: tuple[int, ...] = (1,)
    """How many times it is done, as measured; one of them is drawn at random."""
    sequential: bool = False
    begins: tuple[str, ...] = ()
    """For a part: where its tokens begin."""
    edges: tuple[Edge, ...] = ()
    code: str = ""
    goes_on: bool = True
    """For a throw: whether the token goes on (an intermediate event) or has come to its end."""
    fails: bool = False
    """For a throw: whether it is an error, so that a case stands still where nobody catches it."""

    def find_catching(self, code: str) -> tuple[Edge, ...]:
        """The events on its edge, or inside it, that catch this code: those that name it precede those for any."""
        exact = tuple(edge for edge in self.edges if code and edge.catches == code)
        return exact or tuple(edge for edge in self.edges if edge.catches == "")


@dataclass(frozen=True, slots=True)
class Plan:
    """A drawing, ready to be replayed."""

    root: Node
    """The process itself, as a part."""
    nodes: Mapping[str, Node]
    working_days: tuple[float, ...] = ()
    """When each working day begins, in seconds since 1970, for timers that count them."""
    reach: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each inclusive join the nodes of its scope from which a token can come to it."""

    def due(self, timer: Timer, now: float) -> float:
        """When a timer that is set now fires. Beyond the known working days, a week is assumed to have five."""
        if timer.seconds is not None:
            return now + timer.seconds
        if timer.working_days <= 0:
            return now
        at = bisect_right(self.working_days, now) + timer.working_days - 1
        return self.working_days[at] if at < len(self.working_days) else now + timer.working_days * DAY * 7 / 5

    def to_json(self) -> dict[str, Any]:
        return {
            "root": asdict(self.root),
            "nodes": [asdict(node) for node in self.nodes.values()],
            "working_days": list(self.working_days),
            "reach": {key: list(value) for key, value in self.reach.items()},
        }


def plan_from_json(told: Mapping[str, Any]) -> Plan:
    """What `Plan.to_json` wrote."""
    nodes = [_node(node) for node in told["nodes"]]
    return Plan(
        _node(told["root"]),
        {node.id: node for node in nodes},
        tuple(told["working_days"]),
        {key: tuple(value) for key, value in told["reach"].items()},
    )


def _node(told: Mapping[str, Any]) -> Node:
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list | tuple) else value for name, value in told.items()
    }
    plain["ways"] = tuple((flow, target) for flow, target in told["ways"])
    plain["timer"] = _timer(told["timer"])
    plain["edges"] = tuple(Edge(**{**edge, "timer": _timer(edge["timer"])}) for edge in told["edges"])
    return Node(**plain)


def _timer(told: Mapping[str, Any] | None) -> Timer | None:
    return Timer(**told) if told is not None else None
