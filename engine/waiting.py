"""Waiting: the rows of timers and of messages and signals that a case waits for, as a step of the token game says."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from engine.locking import table_of
from engine.models import PendingTimer, Subscription
from engine.workflow import Step

_timers, _subscriptions = table_of(PendingTimer), table_of(Subscription)
_this_timer = (_timers.c.case_id == bindparam("case"), _timers.c.ref == bindparam("timer"))
_READ_TIMERS = select(_timers.c.ref, _timers.c.due_at).where(_timers.c.case_id == bindparam("case"))
_DELETE_TIMER = delete(_timers).where(*_this_timer)
_MOVE_TIMER = update(_timers).where(*_this_timer).values(due_at=bindparam("moment"))
_HEARD = ("ref", "element_id", "kind", "message", "key")
_READ_SUBSCRIPTIONS = select(*(_subscriptions.c[name] for name in _HEARD)).where(
    _subscriptions.c.case_id == bindparam("case")
)
_DELETE_SUBSCRIPTIONS = delete(_subscriptions).where(_subscriptions.c.case_id == bindparam("case"))


def sync(session: Session, case_id: str, step: Step) -> None:
    """Make the rows say what the step says."""
    connection = session.connection()
    _sync_timers(connection, case_id, step)
    _sync_subscriptions(connection, case_id, step)


def _sync_timers(connection: Connection, case_id: str, step: Step) -> None:
    known = {row.ref: row.due_at for row in connection.execute(_READ_TIMERS, {"case": case_id})}
    pending = {timer.ref: timer for timer in step.timers} if not step.ended else {}
    gone = [{"case": case_id, "timer": ref} for ref in known if ref not in pending]
    # One that repeats keeps its name and has another moment.
    moved = [
        {"case": case_id, "timer": ref, "moment": timer.due_at}
        for ref, timer in pending.items()
        if ref in known and known[ref] != timer.due_at
    ]
    new = [
        {"case_id": case_id, "ref": ref, "process_id": t.process_id, "element_id": t.element_id, "due_at": t.due_at}
        for ref, t in pending.items()
        if ref not in known
    ]
    for statement, rows in ((_DELETE_TIMER, gone), (_MOVE_TIMER, moved), (insert(_timers), new)):
        if rows:
            connection.execute(statement, rows)


def _sync_subscriptions(connection: Connection, case_id: str, step: Step) -> None:
    known = {tuple(row) for row in connection.execute(_READ_SUBSCRIPTIONS, {"case": case_id})}
    wanted = {(s.ref, s.element_id, s.kind, s.message, s.key) for s in step.subscriptions}
    if known == wanted:
        return
    if known:
        connection.execute(_DELETE_SUBSCRIPTIONS, {"case": case_id})
    if wanted:
        rows = [{"case_id": case_id, **dict(zip(_HEARD, told, strict=True))} for told in sorted(wanted, key=str)]
        connection.execute(insert(_subscriptions), rows)
