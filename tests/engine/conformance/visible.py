"""Visible: what can be seen of a case from outside, for comparison with the engine's case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.engine.conformance.going import Going, heard_as, is_task, open_of


@dataclass
class Visible:
    """The running part of a case. `now` counts seconds since it began."""

    going: Going | None
    now: int = 0

    @property
    def waiting(self) -> list[str]:
        """The tasks that are open; a task in an instance with the instance after its key."""
        return sorted(name_of(going) for going in self.all() if is_task(going.block))

    @property
    def heard(self) -> list[str]:
        """The messages and signals that something waits for."""
        waiting = [(going, one) for going in self.all() for one in open_of(going)]
        return sorted({heard_as(going, one) for going, one in waiting if one.kind in {"message", "signal"}})

    @property
    def undoes(self) -> bool:
        """Whether anything is being undone."""
        return any(going.block.kind == "undoing" for going in self.all())

    @property
    def next_due(self) -> int | None:
        return min((due for going in self.all() for due in going.due.values()), default=None)

    @property
    def is_told_apart(self) -> bool:
        """Whether no two timers are due at once; nobody says which of such two comes first."""
        due = [moment for going in self.all() for moment in going.due.values()]
        return len(set(due)) == len(due)

    @property
    def timers(self) -> int:
        """How many timers run."""
        return sum(len(going.due) for going in self.all())

    @property
    def moves(self) -> list[tuple[str, str]]:
        """What can be done now: `do` a task, `hear` a message or signal, `wait` for a timer."""
        waits = [("wait", "")] if self.next_due is not None else []
        waiting = self.waiting
        apart = [key for key in waiting if not key.startswith("X") or waiting.count(key) == 1]
        return [("do", key) for key in apart] + [("hear", name) for name in self.heard] + waits

    def all(self) -> Iterator[Going]:
        """Everything that is running."""
        pending = [self.going] if self.going is not None else []
        while pending:
            going = pending.pop()
            yield going
            pending += [*going.inside, *going.beside]


def name_of(going: Going) -> str:
    """The name of a task; what undoes one is named by its key alone."""
    return going.block.key + (f"@{going.label}" if going.label and not going.block.key.startswith("X") else "")
