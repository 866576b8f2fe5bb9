"""Alone: a worker in a process of its own that has loaded and done nothing before, as `smederij work` begins.

It works at the moment that it is told, and stops once nothing is left to do for it then. Tests carry out jobs in a
process in which everything was done before; what a worker needs and nobody gave it, they do not see.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime

from sqlalchemy import func, select

import engine
from engine import models
from engine.municipality import now, reading
from engine.settings import Settings

PATIENCE, QUIET = 90.0, 1.0
"""Seconds that all of it may take, and for how long nothing is left to do before it counts as done."""


def work_at(settings: Settings, moment: datetime) -> None:
    place = engine.open_municipality(settings, lambda: moment)
    worker = engine.start_worker(place)
    until = time.monotonic() + PATIENCE
    quiet_since: float | None = None
    with engine.at(place):
        while time.monotonic() < until and (quiet_since is None or time.monotonic() < quiet_since + QUIET):
            quiet_since = None if count_left() else quiet_since or time.monotonic()
            time.sleep(0.05)
    worker.stop()
    place.close()


def count_left() -> int:
    """Jobs that are due; one as long as the worker has not begun."""
    due = models.Job.state.in_(("waiting", "running")) & (models.Job.due_at <= now())
    with reading() as session:
        jobs = session.scalar(select(func.count()).select_from(models.Job).where(due | (models.Job.state == "running")))
        begun = session.scalar(select(func.count()).select_from(models.Heartbeat))
    return int(jobs or 0) + (0 if begun else 1)


if __name__ == "__main__":
    told = json.load(sys.stdin)
    work_at(Settings.model_validate(told["settings"]), datetime.fromisoformat(told["moment"]))
