"""Bounding: how many steps of tokens are looked at, in a scope and in a process, before it is left as too entangled."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_STEPS = 60_000
"""How many steps of one node are looked at in a scope before it is left as too entangled."""
MOST_STEPS_IN_ALL = 120_000
"""Of all scopes of a process together: whoever draws many that are entangled gets no more than that."""
FEWEST_STEPS = 1_000
"""That every scope may take all the same, however much the others took: enough for one that is built of blocks."""


@dataclass(slots=True)
class Budget:
    """The steps that may still be taken for a process."""

    left: int = field(default_factory=lambda: MOST_STEPS_IN_ALL)

    def for_one(self) -> int:
        """How many of them one play may take."""
        return max(FEWEST_STEPS, min(MOST_STEPS, self.left))
