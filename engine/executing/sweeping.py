"""Sweeping: letting happen what is due in cases: timers, starts at a moment, messages that were kept long enough."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select

from engine.cases import lifecycle
from engine.database import connection_of, lock_name
from engine.finishing import end
from engine.models import Case, Job, PendingTimer, table_of
from engine.municipality import now, reading, transaction
from engine.prepared import Prepared
from engine.requesting import ask_for, new_job
from engine.running import kept_messages
from engine.turns import take_turns
from engine.versions import starts

log = logging.getLogger("smederij.jobs")

KIND = "timers"
"""The job of a case that was set apart: its due timers."""
AT_ONCE = 200
"""How many timers one pass looks at."""
IN_A_ROW = 3
"""After this many cases in a row for which nothing could be written at all, the database has given out for all."""

_timers, _cases, _jobs = table_of(PendingTimer), table_of(Case), table_of(Job)
_moment: BindParameter[datetime] = bindparam("moment")
_is_set_apart = select(_jobs.c.id).where(
    _jobs.c.case_id == _timers.c.case_id, _jobs.c.kind == KIND, _jobs.c.state != "done"
)
_DUE_TIMERS = Prepared(
    select(_timers.c.case_id)
    .join(_cases, _cases.c.id == _timers.c.case_id)
    .where(_timers.c.due_at <= _moment, _cases.c.incident.is_(None), ~_is_set_apart.correlate(_timers).exists())
    .order_by(_timers.c.due_at)
    .limit(bindparam("most"))
)


def sweep() -> int:
    """Let what is due happen in the cases, as a worker does each second. Returns how many things that were.

    Raises: what the first of these raised that failed, when all have had their turn.
    """
    return take_turns([_fire_timers, starts.ask_for_due, kept_messages.forget])


def _fire_timers() -> int:
    with reading() as session:
        rows = _DUE_TIMERS.fetch(connection_of(session), {"moment": now(), "most": AT_ONCE})
    # A case fires its due timers together, or part of them where there are very many. No DISTINCT: the database
    # would sort them all.
    fired = refused = 0
    for case_id in dict.fromkeys(case_id for (case_id,) in rows):
        try:
            fired += _let_time_pass(case_id)
            refused = 0
        except Exception:
            refused += 1
            if refused == IN_A_ROW:
                raise
    return fired


def _let_time_pass(case_id: str) -> bool:
    """A case in which nothing can happen now is set apart, and delays nobody: a job tries its timers again.

    It gets no incident, since nothing may be wrong with it: after an upgrade that was reverted, an older release cannot
    read what the newer one wrote. Nor can one tell from an error of the database whether it is of this case alone.
    """
    try:
        return lifecycle.let_time_pass(case_id)
    except Exception as error:
        log.warning("timers of a case failed", extra={"case": case_id, "error": type(error).__name__})
        set_apart(case_id)
        return False


def set_apart(case_id: str) -> None:
    """Leave the timers of a case to a job, unless another worker did. Raises: Unavailable."""
    with transaction() as session:
        lock_name(session, f"timers:{case_id}")
        if session.scalar(select(Job.id).where(Job.case_id == case_id, Job.kind == KIND, Job.state != "done")) is None:
            ask_for(session, [new_job(KIND, {}, case_id=case_id)])


def try_again(job_id: str) -> None:
    """Execute a job: let the due timers fire of a case that was set apart. From then on sweeps look at it again."""
    with reading() as session:
        case_id = session.get_one(Job, job_id).case_id
    lifecycle.let_time_pass(str(case_id))
    end(job_id)
