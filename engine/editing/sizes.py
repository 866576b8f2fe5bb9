"""Sizes: how large what is drawn is, and how far from other things it stays, as in modelers."""

from __future__ import annotations

Size = tuple[float, float]
TASK: Size = (100, 80)
EVENT: Size = (36, 36)
GATEWAY: Size = (50, 50)
GAP = 70
"""Between two steps, as in modelers."""
NEAR = 60
"""From the side of a step to the centre of a link after or before it."""
MARGIN = 15
"""Between a step and the edge of its lane."""
ON_EDGE = 30
"""Between a step and the lower edge of a part, if there is an event on that edge."""


def size_of(kind: str) -> Size:
    if kind.endswith("Event"):
        return EVENT
    return GATEWAY if kind.endswith("Gateway") else TASK
