"""Telling: how a diagram and the traces through it are written in the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.engine.diagrams import FORMAL, each, folder, node, user
from tests.engine.player import Player

Move = Callable[[Player], Player]


@dataclass(frozen=True)
class Trace:
    """What is done with a case, and the result that the standard requires.

    `path` are the elements that completed, in order; `waits` the user tasks that are open at the end. A case that
    stops with an incident names the element in `stops`.
    """

    says: str
    path: str = ""
    moves: tuple[Move, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    waits: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)
    stops: str | None = None
    at: str | None = None
    """The start event, if it is not the plain one."""
    sent: Mapping[str, Any] | None = None
    """The data of the only job that is requested."""
    listens: str | None = None
    """The events that are still awaited: elements of timers, messages and signals, in alphabetical order."""


@dataclass(frozen=True)
class Diagram:
    """One element or pitfall: what owners read of it, the diagram, and its traces."""

    name: str
    clause: str
    """Of BPMN 2.0.2."""
    note: str
    inside: tuple[str, ...]
    traces: tuple[Trace, ...]
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Processes that it calls."""

    def begin(self, given: Mapping[str, Any], at: str | None = None) -> Player:
        folders = {"proef": folder(*self.inside, messages=MESSAGES)}
        folders |= {key: folder(*inside, process=key, messages=MESSAGES) for key, inside in self.calls.items()}
        return Player(folders).begin_at(at, **given)


MESSAGES = {"bericht": "bericht", "antwoord": "antwoord", "betaald": "betaald|=nummer"}


def do(element: str, of: str | None = None, **answers: Any) -> Move:
    """A person does a task; for one of several instances, `of` says which."""
    return lambda case: case.answer(element, of, **answers)


def wait(**by: float) -> Move:
    return lambda case: case.wait(**by)


def until(moment: str) -> Move:
    """Time passes until a moment, in UTC."""
    return lambda case: case.wait(seconds=(datetime.fromisoformat(f"{moment}+00:00") - case.now).total_seconds())


def send(message: str, **payload: Any) -> Move:
    return lambda case: case.send(message, **payload)


def send_to(message: str, key: str) -> Move:
    """A message with a correlation key."""
    return lambda case: case.send_to(message, key)


def signalled(name: str) -> Move:
    """Another case throws a signal."""
    return lambda case: case.signal(name)


def number(value: int | str) -> Decimal:
    return Decimal(value)


def gateway(key: str, kind: str = "exclusive", default: str = "") -> str:
    kind = "eventBasedGateway" if kind == "event" else f"{kind}Gateway"
    return node(kind, key, **({"default": default} if default else {}))


def for_each(collection: str = "=lijst", item: str = "ding", *, sequential: bool = False, **told: str) -> str:
    written = each(collection, item, **told)
    return written.replace("stics>", 'stics isSequential="true">', 1) if sequential else written


def laps(condition: str = "", maximum: int | None = None, *, before: bool = False) -> str:
    """Standard loop characteristics."""
    attributes = f' testBefore="{str(before).lower()}"' + (f' loopMaximum="{maximum}"' if maximum else "")
    inner = f"<bpmn:loopCondition {FORMAL}>{condition}</bpmn:loopCondition>" if condition else ""
    return f"<bpmn:standardLoopCharacteristics{attributes}>{inner}</bpmn:standardLoopCharacteristics>"


def task(key: str, *inside: str) -> str:
    return user(key, *inside)
