"""Switching: approved changes come into use, at once or at their moment, and replace those before them."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals
from engine.dialect.folder import from_bytes
from engine.errors import MoveRefused
from engine.events import ChangeHeldBack, ChangePutInUse, ChangeReplaced
from engine.finishing import finish
from engine.models import Change, ChangePart, Definition, Job
from engine.moving import carryover
from engine.municipality import now, reading, transaction
from engine.requesting import ask_for, new_job
from engine.versions import definitions
from engine.workshop.gate import fingerprint, weigh
from engine.workshop.parts import lock_change, parts_beside_in_use
from engine.workshop.undoing import forget_edits

KIND = "put-in-use"


def put_in_use(session: Session, change: Change, by: str) -> None:
    """Put the processes of a change into use. The caller has locked it and found the gate open."""
    versions: dict[str, int] = {}
    for part, before in parts_beside_in_use(session, change.id):
        files = from_bytes(definitions.unpack(part.files), source=part.process_id)
        became = definitions.put_in_use(session, part.process_id, files, by)
        if before is not None and before.id != became.id:
            _replace(session, before, change, by)
        part.definition_id = became.id
        versions[part.process_id] = became.version
    change.state, change.in_use_at = "in_use", now()
    forget_edits(session, change.id)
    annals.record(session, [ChangePutInUse(change.id, versions)], by)
    if change.migrate:
        for process_id in versions:
            # Refused: somebody is already having all of them moved there.
            with suppress(MoveRefused):
                carryover.ask_migration(session, process_id, change.reason, by)


def _replace(session: Session, before: Definition, by_change: Change, by: str) -> None:
    """A change is replaced when another version of any of its processes comes into use."""
    query = (
        select(Change)
        .join(ChangePart, ChangePart.change_id == Change.id)
        .where(Change.state == "in_use", ChangePart.definition_id == before.id)
    )
    for older in session.scalars(query):
        older.state, older.ended_at = "replaced", now()
        annals.record(session, [ChangeReplaced(older.id, by_change.id)], by)


def put_off(session: Session, change_id: str, due: datetime) -> None:
    """Schedule an approved change to be put into use when its moment comes."""
    ask_for(session, [new_job(KIND, {"change": change_id, "moment": due.isoformat()}, due_at=due)])


def put_in_use_when_due(job_id: str) -> None:
    """The scheduled job: put its change into use, or turn it into a draft again when the gate no longer opens.

    A change that was taken back meanwhile, or offered again for another moment, is left alone. One whose moment has not
    come by the clock of this worker waits for it once more: another worker, whose clock is ahead, found it due.
    """
    with reading() as session:
        payload = session.get_one(Job, job_id).payload
    change_id = payload["change"]
    weighed = weigh(change_id)
    with transaction() as session:
        annals.lock(session)
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        change = lock_change(session, change_id)
        if job is None or job.state == "done":
            return
        moment = change.takes_effect_at
        if change.state == "approved" and moment is not None and moment > now():
            # A job from an earlier release does not say for which moment it was.
            if "moment" not in payload or datetime.fromisoformat(payload["moment"]) == moment:
                put_off(session, change_id, moment)
        elif change.state == "approved" and moment is not None:
            if fingerprint(session, change_id) != weighed.fingerprint:
                raise RuntimeError("the processes in use changed meanwhile; the job is tried again")
            by = change.judged_by or change.begun_by
            if weighed.is_open:
                put_in_use(session, change, by)
            else:
                _hold_back(session, change, (*weighed.reasons, *map(str, weighed.findings)))
        finish(job)


def _hold_back(session: Session, change: Change, reasons: tuple[str, ...]) -> None:
    change.state = "draft"
    change.judgement = " ".join(("Deze wijziging kon niet in gebruik.", *reasons))[:4000]
    annals.record(session, [ChangeHeldBack(change.id, reasons)], change.judged_by or change.begun_by)
