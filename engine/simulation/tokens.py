"""Tokens: where one replayed case is: which tokens stand where, in which part, what waits, and the work on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from engine.simulation.plan import Node


@dataclass(slots=True)
class Replayed:
    """One case of a replay. Its random numbers are its own, whatever happens in others or with how many people."""

    number: int
    began: float
    chance: Random
    ended: float | None = None
    moves: int = 0
    lost: str = ""
    """The node at which it was given up: it loops for ever, or an error that nobody catches."""
    scope: Scope | None = None


@dataclass(slots=True, eq=False)
class Scope:
    """A running process or subprocess. It is over when nothing is left in it."""

    case: Replayed
    node: Node
    around: Token | None
    alive: bool = True
    standing: dict[int, Token] = field(default_factory=dict)
    joins: dict[str, Counter[str]] = field(default_factory=dict)
    """What has reached each join, by the flow by which it came."""

    def take_from_join(self, join: str, flows: Iterable[str]) -> None:
        """Let one token of each of these flows go on from a join, and remove the join if nothing is left at it."""
        left = self.joins[join]
        left.subtract(flows)
        self.joins[join] = +left
        if not self.joins[join]:
            del self.joins[join]


@dataclass(slots=True, eq=False)
class Token:
    """A token that stands at a step: it works, waits, or has a part running inside."""

    number: int
    scope: Scope
    node: Node
    alive: bool = True
    left: int = 0
    """How many pieces or parts have yet to be done."""
    serving: list[Piece] = field(default_factory=list)
    inside: list[Scope] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """One piece of work: for which token, how long it takes a person, and since when it exists."""

    token: Token
    lasts: float
    asked: float
    group: str = ""
    begun: float | None = None
