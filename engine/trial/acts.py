"""Acts: what was done in a trial, in order, as kept on disk: enough to repeat all of it in a new database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done. `facts` is what is needed to repeat it, `told` the same as steps of a scenario."""

    kind: str
    """The kind of wish, as named in `engine.trial.wishes`."""
    facts: Mapping[str, Any]
    told: tuple[Mapping[str, Any], ...] = ()
    status: str = ""
    """The status published to the submitter when it was done."""
    untold: str = ""
    """Why a scenario cannot express it, as a code; empty when it can."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the act after the last one could not continue: an incident in a case. It is not an act of the trial."""

    process: str
    element: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Log:
    """A trial, without its database. Frozen: each act gives a new one."""

    owner: str
    change: str
    digest: str
    """A digest of the files that it runs on."""
    begun_at: datetime
    """By its own clock."""
    clock: datetime
    """The present time on that clock."""
    touched_at: datetime
    """When something was last done, by the clock of the municipality."""
    acts: tuple[Act, ...] = ()
    stop: Stop | None = None
    aim: str = ""
    """`process/element` that its owner wants to reach."""
    story: str = ""
    """The scenario from which it was begun: `process/scenarios/file`."""

    def with_act(self, act: Act, clock: datetime) -> Log:
        return replace(self, acts=(*self.acts, act), clock=clock, stop=None)


DAY = "$date"
"""Marks a day among the values of an act; no variable can have such a name."""


def to_json(log: Log) -> str:
    told = asdict(log)
    for name in ("begun_at", "clock", "touched_at"):
        told[name] = told[name].isoformat()
    return json.dumps(told, ensure_ascii=False, default=_write_day)


def from_json(text: str) -> Log:
    """Raises: KeyError, TypeError, ValueError: it was not written by this release."""
    told = json.loads(text, object_hook=_read_day)
    moments = {name: datetime.fromisoformat(told[name]) for name in ("begun_at", "clock", "touched_at")}
    acts = tuple(Act(**{**act, "told": tuple(act["told"])}) for act in told["acts"])
    stop = Stop(**told["stop"]) if told["stop"] else None
    return Log(**{**told, **moments, "acts": acts, "stop": stop})


def _write_day(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    raise TypeError(f"a {type(value).__name__} is no part of an act")


def _read_day(told: dict[str, Any]) -> Any:
    return date.fromisoformat(told[DAY]) if told.keys() == {DAY} and isinstance(told[DAY], str) else told
