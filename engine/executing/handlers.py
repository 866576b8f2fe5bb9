"""Handlers: what executes each kind of job, and those of the jobs that are about cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.cases import mailing, postponing, returned
from engine.executing import sweeping, tries
from engine.moving import carryover
from engine.running import errands


@dataclass(frozen=True, slots=True)
class Handler:
    """What executes a kind of job, given its id."""

    execute: Callable[[str], None]
    tries_by_mail: int = 0
    """How often it is tried while no mail server accepts its mail; zero for a job that sends none."""
    instead: Callable[[str, int, Exception], bool] | None = None
    """What to do once it has been tried for the last time, given its id, the attempt and the error; true if that ended
    it."""
    is_deadline: bool = False
    """Whether it is tried as long as it fails: a term passes, whatever was wrong, and then matters all the same."""


OF_CASES: Mapping[str, Handler] = {
    "mail": Handler(mailing.send_mail, tries_by_mail=tries.OF_A_MAIL, instead=returned.write_letter),
    "start-case": Handler(errands.begin_next),
    "signal": Handler(errands.deliver_signal),
    "migrate": Handler(carryover.migrate_batch),
    "migrate-back": Handler(carryover.return_batch),
    "message": Handler(errands.send_message),
    "start": Handler(errands.begin_by_event),
    "kept-message": Handler(errands.begin_by_kept),
    "take-kept": Handler(errands.deliver_kept),
    sweeping.KIND: Handler(sweeping.try_again, is_deadline=True),
    "calendar": Handler(postponing.find_depending),
    "calendar-cases": Handler(postponing.move_batch),
}
"""By kind. `engine.checking` knows those that a diagram may name."""
