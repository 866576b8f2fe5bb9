"""Staff: the people of a group, who each do one piece of work at a time, and the queue of what waits for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.simulation.tokens import Piece


@dataclass(slots=True)
class Staff:
    """First come, first served. Work that was cancelled while it waited is skipped."""

    people: int
    since: float
    until: float
    """Between which moments the load is measured."""
    free: int = 0
    queue: deque[Piece] = field(default_factory=deque)
    busy: float = 0.0
    """Seconds that people worked between `since` and `until`."""
    begun: int = 0
    waited: float = 0.0
    """Seconds that begun work had waited, in total."""

    def __post_init__(self) -> None:
        self.free = self.people

    def take(self, now: float) -> Iterator[Piece]:
        """The pieces that can be begun now."""
        while self.free and self.queue:
            piece = self.queue.popleft()
            if not piece.token.alive:
                continue
            self.free -= 1
            self.begun += 1
            self.waited += now - piece.asked
            piece.begun = now
            yield piece

    def let_go(self, piece: Piece, now: float) -> None:
        """A person is done with a piece, or it was cancelled."""
        self.free += 1
        begun = piece.begun if piece.begun is not None else now
        self.busy += max(0.0, min(now, self.until) - max(begun, self.since))
        piece.begun = None

    @property
    def load(self) -> float:
        """The share of their time that people worked."""
        span = (self.until - self.since) * self.people
        return min(1.0, self.busy / span) if span > 0 else 0.0

    @property
    def mean_wait(self) -> float:
        return self.waited / self.begun if self.begun else 0.0
