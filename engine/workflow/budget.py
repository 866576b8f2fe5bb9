"""Budget: how much may happen in one advance of a case, and the error text for a diagram that loops without end."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable

from engine.dialect import naming
from engine.dialect.elements import Element, Process
from engine.errors import ExecutionFailed

STEPS_OF_SCOPE = 2_000
"""Automatic steps of one process instance or subprocess in one moment. One that needs more is in an endless loop:
a diagram of the largest size has fewer elements."""
WEIGHT_OF_HANDLER = 5
"""Steps that starting an event subprocess counts for: everything that is open is checked again each time."""
STEPS_OF_ALL = 10_000
"""Automatic steps of all instances together: two hundred instances of fifty steps each."""
EXPRESSIONS_OF_ALL = 10_000_000
"""Steps of FEEL that all expressions and decisions of one advance may use together, including the weight of their
results: a hundred expressions at the limit of one. Meanwhile the case is locked, and on SQLite so is everything."""
MOMENTS = 100
"""How many past moments timers may fire for in one advance: repeating timers that stood still for a night."""
LATELY = 200
"""How many recent steps are searched for the elements of a loop."""
MOST_NAMED = 12


class Budget:
    """What is left to spend. Thrown away after one advance."""

    def __init__(self, processes: Iterable[Process]) -> None:
        self._processes = processes
        self._left = STEPS_OF_ALL
        self._steps: dict[str, int] = {}
        self._lately: deque[str] = deque(maxlen=LATELY)
        """The ids of the elements that ran last."""
        self._moments: set[str] = set()

    def count(self, element: Element | None, scope: str, weight: int = 1) -> None:
        """Count one more step; `scope` names the instance of a process or subprocess that it is in.

        Raises:
            ExecutionFailed: the budget is spent.
        """
        if element is None:
            return  # SpiffWorkflow's own node, not in any diagram.
        self._left -= weight
        self._steps[scope] = steps = self._steps.get(scope, 0) + weight
        self._lately.append(element.id)
        if self._left < 0 or steps >= STEPS_OF_SCOPE:
            reason = f"goes round without end: {self._loop_in_words(element)}"
            raise ExecutionFailed(reason, element=element.id, process=element.process)

    def reach(self, moment: str) -> None:
        """A timer fires that was due at `moment`: an endless loop stays in one moment, or keeps returning to it."""
        if moment not in self._moments:
            self._moments.add(moment)
            self._steps.clear()

    def is_spent_at(self, moment: str) -> bool:
        """Whether this moment exceeds the limit and is left for the next advance."""
        return len(self._moments) >= MOMENTS and moment not in self._moments

    def _loop_in_words(self, last: Element) -> str:
        """The names of the elements in the loop, in the order of its last lap: those that recurred most recently."""
        often = [key for key, times in Counter(self._lately).items() if times > 1]
        lap = sorted(often, key=lambda key: max(n for n, other in enumerate(self._lately) if other == key))
        elements = {key: e for process in self._processes for key, e in process.elements.items()}
        names = [naming.call(elements[key]) for key in lap] or [naming.call(last)]
        shown = names[:MOST_NAMED] + (["…"] if len(names) > MOST_NAMED else [])
        return " → ".join([*shown, names[0]])
