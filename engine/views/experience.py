"""Experience: how long tasks, ways and waits of a process took: figures about many cases, never about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.dialect.elements import Diagram, Process

FEW = 5
"""For fewer than this, neither times nor routes are shown: they could be read as about one person."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in seconds, or in working days where it says so.

    Both figures are times that occurred (nearest rank): half of them, and nine in ten, took no longer. A quarter with
    fewer than `FEW` on a version is left out of them: it counts only in how many there were.
    """

    count: int = 0
    median: int | None = None
    ninety: int | None = None

    @property
    def is_little(self) -> bool:
        """Whether there were some, but too few to show how long they took."""
        return self.count > 0 and self.median is None


@dataclass(frozen=True, slots=True)
class TaskExperience:
    """One user task: how often it occurred, and how long it waited."""

    element_id: str
    name: str
    opened: int
    completed: int
    cancelled: int
    open: int
    due: int
    """How many had a due date; where `late` is shown, how many of those it covers."""
    late: int | None
    """Those that were not done by that date, now or when they were; None where fewer than `FEW` were due."""
    claimed: Spread
    """Until somebody claimed it."""
    done: Spread
    """Until it was completed."""
    working: Spread
    """Until it was completed, in working days; the day on which it came does not count."""


@dataclass(frozen=True, slots=True)
class WayExperience:
    """One way out of a gateway, and how often it was taken."""

    gateway_id: str
    question: str
    flow_id: str
    label: str
    target: str
    taken: int
    of: int
    """How often any of its ways was taken."""


@dataclass(frozen=True, slots=True)
class VariantExperience:
    """One sequence of tasks that cases went through from beginning to end."""

    steps: tuple[str, ...]
    cases: int
    lead: Spread
    working: Spread


@dataclass(frozen=True, slots=True)
class WaitExperience:
    """One event that a case waited for. `kind` is timer, message, signal or conditional."""

    element_id: str
    name: str
    kind: str
    edge: bool
    """Whether it is on the edge of a step, or begins something beside the flow: then only how often is known."""
    happened: int
    waited: Spread


@dataclass(frozen=True, slots=True)
class Experience:
    """What a period shows about one process, in all its versions or in one."""

    process_id: str
    name: str
    version: int | None
    versions: tuple[int, ...]
    """All versions, the newest first."""
    since: date
    until: date
    """The last day that counts."""
    quarters: tuple[tuple[date, date], ...]
    """The first and last day of each quarter that can be chosen, the latest first."""
    called: bool
    """Whether the process is only ever a part of other cases: then a lead time runs from its first step to its
    last, in each case."""
    ended: int
    """How many cases ended."""
    lead: Spread
    working: Spread
    tasks: tuple[TaskExperience, ...]
    ways: tuple[WayExperience, ...]
    """Out of each choice, in quarters in which it was made at least `FEW` times on a version."""
    variants: tuple[VariantExperience, ...]
    """Those that at least `FEW` cases went through."""
    kinds: int
    """How many different variants there were."""
    waits: tuple[WaitExperience, ...]
    diagram: Diagram
    process: Process
