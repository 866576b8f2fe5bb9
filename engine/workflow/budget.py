"""Budget: how much may happen in one advance of a case, and the words for a diagram that goes round in circles."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable

from engine.dialect import naming
from engine.dialect.elements import Element, Process
from engine.errors import ExecutionFailed

STEPS_OF_SCOPE = 2_000
"""Automatic steps of one process instance or subprocess in one moment. One that needs more goes round in circles:
a diagram of the largest size has fewer elements."""
WEIGHT_OF_HANDLER = 5
"""Steps that the beginning of an event subprocess counts for: all that is open is looked at again each time."""
STEPS_OF_ALL = 10_000
"""Automatic steps of all of them together: two hundred instances of fifty steps each."""
EXPRESSIONS_OF_ALL = 10_000_000
"""Steps of FEEL that all expressions and decisions of one advance may ask for together, with the weight of what they
give: a hundred that each ask for all that one may. Meanwhile the case is locked, and on SQLite so is everything."""
MOMENTS = 100
"""Moments in the past that timers have at most in one advance: those that repeat, and stood still for a night."""
LATELY = 200
"""Steps that are looked back on to see which elements a loop consists of."""
MOST_NAMED = 12


class Budget:
    """What is left of it. Thrown away after one advance."""

    def __init__(self, processes: Iterable[Process]) -> None:
        self._processes = processes
        self._left = STEPS_OF_ALL
        self._steps: Counter[str] = Counter()
        self._lately: deque[str] = deque(maxlen=LATELY)
        """The ids of what ran last."""
        self._moments: set[str] = set()

    def count(self, element: Element | None, scope: str, weight: int = 1) -> None:
        """One more step; `scope` names the instance of a process or subprocess that it is in.

        Raises:
            ExecutionFailed: it has been enough.
        """
        if element is None:
            return  # Of SpiffWorkflow's own, and drawn nowhere.
        self._left -= weight
        self._steps[scope] += weight
        self._lately.append(element.id)
        if self._left < 0 or self._steps[scope] >= STEPS_OF_SCOPE:
            reason = f"goes round without end: {self._loop_in_words(element)}"
            raise ExecutionFailed(reason, element=element.id, process=element.process)

    def reach(self, moment: str) -> None:
        """A timer goes off that was due then: what goes round does so in one moment, or always in the same one."""
        if moment not in self._moments:
            self._moments.add(moment)
            self._steps.clear()

    def is_spent_at(self, moment: str) -> bool:
        """Whether a moment is one too many, and is to be left for the next advance."""
        return len(self._moments) >= MOMENTS and moment not in self._moments

    def _loop_in_words(self, last: Element) -> str:
        """The elements of the loop by name, in the order of its last lap: those that came again and again lately."""
        often = [key for key, times in Counter(self._lately).items() if times > 1]
        lap = sorted(often, key=lambda key: max(n for n, other in enumerate(self._lately) if other == key))
        elements = {key: e for process in self._processes for key, e in process.elements.items()}
        names = [naming.call(elements[key]) for key in lap] or [naming.call(last)]
        shown = names[:MOST_NAMED] + (["…"] if len(names) > MOST_NAMED else [])
        return " → ".join([*shown, names[0]])
