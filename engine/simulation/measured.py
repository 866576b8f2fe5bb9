"""Measured: what experience says of the steps of a drawing, and what had to be assumed where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[str, str]
"""(process, element)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, by place. Times are in seconds; a value is drawn at random from a list of them."""

    lasts: Mapping[Place, tuple[float, ...]] = field(default_factory=dict)
    """How long a piece of work was in somebody's hands."""
    named: Mapping[Place, tuple[float, ...]] = field(default_factory=dict)
    """The same by the name of the task, for one that now has another id: (process, name)."""
    typical: Mapping[str, float] = field(default_factory=dict)
    """Per process the median of everything done in it."""
    waits: Mapping[Place, tuple[float, ...]] = field(default_factory=dict)
    """How long tokens stood at an event."""
    ways: Mapping[Place, int] = field(default_factory=dict)
    """How often each sequence flow out of a choice was taken."""
    counts: Mapping[Place, tuple[int, ...]] = field(default_factory=dict)
    """How many people did a task in parallel, or one after another."""
    groups: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    """Who a task was for, where the drawing leaves that to an expression: drawn from at random."""
    members: Mapping[str, int] = field(default_factory=dict)
    """How many people each group has."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumption of a replay. `code` is one of `CODES`; `names` are of the steps it is about."""

    code: str
    names: tuple[str, ...]


CODES = (
    "named",  # measured on a task of the same name with another id
    "typical",  # the median of the process, for lack of a measurement
    "guessed",  # a day, for lack of any measurement in the process
    "told",  # by the person who asked for the replay
    "chosen",  # the probabilities of the ways out of a choice, as chosen by that person
    "equal",  # all ways out of a choice are equally likely
    "partly",  # some ways out of a choice are new: each of these gets an equal share
    "timer_measured",  # a moment that depends on answers: as it was measured
    "timer_never",  # the same on an edge: it does not happen
    "wait_typical",  # a message of which nothing is known: the median of the process
    "beside",  # a message or signal on an edge or beside the flow: it does not happen
    "once",  # done once, since it is not known how many times
    "missing",  # the called process does not exist: it takes no time
    "either",  # more groups may do it: the first is taken
)
