"""Killing: members of the fleet die at random moments under load, come back, and everything is compared afterwards."""

from __future__ import annotations

import math
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.clients import Clerk, Client, Notes, Resident
from tests.faults.fleet import Fleet
from tests.faults.judging import Verdict, count_entries, count_unfinished, judge
from tests.faults.post_office import post_office


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    notes: Notes
    work: list[int]
    """Before each kill, how many ideas and tasks were confirmed since the previous one."""
    seconds: float

    def __str__(self) -> str:
        notes, verdict = self.notes, self.verdict
        return (
            f"{len(self.work)} kills in {self.seconds:.0f} s: {len(notes.ideas)} ideas and {len(notes.tasks)} tasks "
            f"confirmed, {statistics.median(self.work):.0f} of them between two kills (median; {min(self.work)} to "
            f"{max(self.work)}), "
            f"{notes.lost} requests without an answer and sent again, {verdict.events} events verified, "
            f"{verdict.entries} entries in a register and as many letters, "
            f"{verdict.mails} mails, {verdict.second_deliveries} handed over once more with the same Message-ID; "
            f"{len(verdict.wrong)} wrong"
        )


@contextmanager
def load_of(fleet: Fleet, notes: Notes, residents: int, clerks: int) -> Iterator[None]:
    """Clients at work. On exit all of them finish what they are doing. Raises any error that one of them met."""
    stopping = threading.Event()
    clients: list[Client] = [Resident(n, fleet.addresses, notes, stopping) for n in range(1, residents + 1)]
    clients += [Clerk(n, fleet.addresses, notes, stopping) for n in range(1, clerks + 1)]
    for client in clients:
        client.start()
    try:
        yield
    finally:
        stopping.set()
        for client in clients:
            client.join(120)
    for client in clients:
        if client.is_alive():
            raise TimeoutError(f"client {client.number} is still waiting for an answer")
        if client.fault is not None:
            raise client.fault


def wait_for(what: Callable[[], bool], patience: float = 120) -> None:
    """Raises: TimeoutError."""
    until = time.monotonic() + patience
    while not what():
        if time.monotonic() > until:
            raise TimeoutError("what the test waits for did not happen")
        time.sleep(0.1)


def kill_at_random(
    folder: Path,
    database_url: str,
    *,
    moments: int,
    web: int = 2,
    workers: int = 2,
    seed: int = 1,
    most: int = 40,
    seconds: float = math.inf,
) -> Outcome:
    """Kill one member at a time at `moments` random moments, and restart it; then compare. Stops after `seconds`.

    A moment is a number of acts (up to `most`) after the fleet was complete again, and somewhere in the next one.
    Measured in seconds, members on a slow machine would always be killed before they had done anything.
    """
    chance, notes = random.Random(seed), Notes()
    work: list[int] = []
    with post_office() as office:
        mail = {"smtp_host": "127.0.0.1", "smtp_port": str(office.port), "smtp_tls": "false"}
        fleet = Fleet(folder, database_url, web=web, workers=workers, **mail)
        begun = time.monotonic()
        with fleet.running():
            with load_of(fleet, notes, residents=3, clerks=4):
                while len(work) < moments and time.monotonic() < begun + seconds:
                    before = notes.count_acts()
                    _let_work_be_done(notes, chance.randint(1, most))
                    time.sleep(chance.uniform(0, 0.3))
                    victim = chance.choice(fleet.members)
                    victim.kill()
                    work.append(notes.count_acts() - before)
                    time.sleep(chance.uniform(0, 0.3))
                    victim.start()
                    victim.wait_until_it_is_at_work()
                with fleet.inside():
                    wait_for(lambda: count_entries() > 0)
            let_workers_finish(fleet)
        return Outcome(judge(fleet, notes, office), notes, work, time.monotonic() - begun)


def _let_work_be_done(notes: Notes, acts: int) -> None:
    enough = notes.count_acts() + acts
    wait_for(lambda: notes.count_acts() >= enough, patience=600)


def let_workers_finish(fleet: Fleet, patience: float = 600) -> None:
    """Wait until no job waits and no timer is due. Another worker gets a dead worker's job when its lease expires."""
    with fleet.inside():
        wait_for(lambda: count_unfinished() == 0, patience)
