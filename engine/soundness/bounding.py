"""Bounding: how many token steps are examined, per scope and per process, before it is given up as too entangled."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_STEPS = 60_000
"""How many steps of one node are examined in a scope before it is given up as too entangled."""
MOST_STEPS_IN_ALL = 120_000
"""For all scopes of a process together: however many of them are entangled, they get no more than that."""
FEWEST_STEPS = 1_000
"""What every scope may use in any case, however much the others used: enough for one that is built of blocks."""


@dataclass(slots=True)
class Budget:
    """The steps that a process still has left."""

    left: int = field(default_factory=lambda: MOST_STEPS_IN_ALL)

    def for_one(self) -> int:
        """How many of them one play may use."""
        return max(FEWEST_STEPS, min(MOST_STEPS, self.left))
