"""Loading: many clients at once on a municipality that has been in use for years."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import engine
from tests.faults.clients import Notes
from tests.faults.fleet import Fleet
from tests.faults.judging import Verdict, judge
from tests.faults.killing import let_workers_finish, load_of, wait_for
from tests.faults.plan import PROCESS


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    notes: Notes
    cases: int
    seconds: float

    def __str__(self) -> str:
        times = sorted(self.notes.seconds)
        middle, slow = statistics.median(times), times[int(len(times) * 0.99)]
        return (
            f"{len(times)} requests in {self.seconds:.0f} s on {self.cases} ideas: {len(self.notes.errors)} errors, "
            f"{self.notes.lost} without an answer, median {middle * 1000:.0f} ms, 99 % within {slow * 1000:.0f} ms; "
            f"{len(self.notes.ideas)} ideas and {len(self.notes.tasks)} tasks confirmed, "
            f"{len(self.verdict.wrong)} wrong"
        )


def load_for(
    folder: Path, database_url: str, *, cases: int, seconds: float, clients: int = 16, web: int = 2
) -> Outcome:
    """Half of the clients submit ideas, half complete tasks, for so many seconds, on top of so many existing ideas.

    It continues until there is something to compare, however slow the machine is.
    """
    notes = Notes()
    fleet = Fleet(folder, database_url, web=web, workers=1)
    with fleet.inside():
        for number in range(cases):
            title = f"Eerder {number}"
            notes.tried.add(title)
            engine.start_case(PROCESS, {"titel": title, "naam": "Ina", "mail": ""}, None)
    with fleet.running():
        with load_of(fleet, notes, residents=clients // 2, clerks=clients // 2):
            begun = time.monotonic()
            time.sleep(seconds)
            wait_for(lambda: len(notes.ideas) >= clients and len(notes.tasks) >= clients)
            took = time.monotonic() - begun
        let_workers_finish(fleet)
    return Outcome(judge(fleet, notes), notes, cases, took)
