"""Sweeping: letting happen what is due in cases: timers, starts at a moment, messages that were kept long enough."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select

from engine.cases import lifecycle
from engine.database import connection_of
from engine.models import Case, PendingTimer, table_of
from engine.municipality import now, reading
from engine.outages import is_outage
from engine.prepared import Prepared
from engine.running import kept_messages
from engine.versions import starts

log = logging.getLogger("smederij.jobs")

_timers, _cases = table_of(PendingTimer), table_of(Case)
_moment: BindParameter[datetime] = bindparam("moment")
_DUE_TIMERS = Prepared(
    select(_timers.c.case_id)
    .join(_cases, _cases.c.id == _timers.c.case_id)
    .where(_timers.c.due_at <= _moment, _cases.c.incident.is_(None))
    .order_by(_timers.c.due_at)
    .limit(200)
)


def sweep() -> int:
    """Let what is due happen in the cases, as a worker does each second. Returns how many things that were."""
    return _fire_timers() + starts.ask_for_due() + kept_messages.forget()


def _fire_timers() -> int:
    with reading() as session:
        rows = _DUE_TIMERS.fetch(connection_of(session), {"moment": now()})
    # A case fires its due timers together, or part of them where there are very many. No DISTINCT: the database
    # would sort them all.
    due = dict.fromkeys(case_id for (case_id,) in rows)
    return sum(map(_let_time_pass, due))


def _let_time_pass(case_id: str) -> bool:
    """Nothing happens in a case that cannot even be read: from then on it is late, which `health` reports, and delays
    nobody.

    It gets no incident, since nothing may be wrong with it: after an upgrade that was reverted, an older release cannot
    read what the newer one wrote.
    """
    try:
        return lifecycle.let_time_pass(case_id)
    except Exception as error:
        if is_outage(error):
            raise
        log.warning("timers of a case failed", extra={"case": case_id, "error": type(error).__name__})
        return False
