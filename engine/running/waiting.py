"""Waiting: the rows of the timers, messages and signals that a case waits for, as a step of the token game says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, null, select, union_all, update
from sqlalchemy.orm import Session

from engine.database import connection_of
from engine.models import PendingTimer, Subscription, table_of
from engine.prepared import Prepared, Writes
from engine.workflow import Step

_timers, _subscriptions = table_of(PendingTimer), table_of(Subscription)
_this_timer = (_timers.c.case_id == bindparam("case"), _timers.c.ref == bindparam("timer"))
_ADD_TIMER = Prepared(insert(_timers), "case_id", "ref", "process_id", "element_id", "due_at")
_DELETE_TIMER = Prepared(delete(_timers).where(*_this_timer))
_MOVE_TIMER = Prepared(
    update(_timers).where(*_this_timer).values(due_at=bindparam("moment"), element_id=bindparam("element"))
)
_HEARD = ("ref", "element_id", "kind", "message", "key")
_READ = Prepared(
    union_all(
        select(_timers.c.due_at, *(_timers.c[name] for name in ("ref", "element_id")), null(), null(), null()).where(
            _timers.c.case_id == bindparam("case")
        ),
        select(null(), *(_subscriptions.c[name] for name in _HEARD)).where(
            _subscriptions.c.case_id == bindparam("case")
        ),
    )
)
"""Timers and subscriptions in one query: every act runs it, and most cases have neither."""
_DELETE_SUBSCRIPTIONS = Prepared(delete(_subscriptions).where(_subscriptions.c.case_id == bindparam("case")))
_SUBSCRIBE = Prepared(insert(_subscriptions), "case_id", *_HEARD)


def sync(session: Session, writes: Writes, case_id: str, step: Step) -> list[tuple[str, str]]:
    """Make the rows match the step.

    Returns (message, key) of each message with a key that is waited for now, and was not before.
    """
    timers: dict[str, tuple[datetime, str]] = {}
    heard: set[tuple[str | None, ...]] = set()
    for due_at, *told in _READ.fetch(connection_of(session), {"case": case_id}):
        if due_at is not None:
            timers[told[0]] = due_at, told[1]
        else:
            heard.add(tuple(told))
    _sync_timers(writes, case_id, step, timers)
    _sync_subscriptions(writes, case_id, step, heard)
    before = {told[0] for told in heard}
    return [(s.message, s.key) for s in step.subscriptions if s.kind == "message" and s.key and s.ref not in before]


def _sync_timers(writes: Writes, case_id: str, step: Step, known: dict[str, tuple[datetime, str]]) -> None:
    pending = {timer.ref: timer for timer in step.timers} if not step.ended else {}
    gone = [{"case": case_id, "timer": ref} for ref in known if ref not in pending]
    # A repeating timer keeps its ref and gets another moment; in another version its element can have another id.
    moved = [
        {"case": case_id, "timer": ref, "moment": timer.due_at, "element": timer.element_id}
        for ref, timer in pending.items()
        if ref in known and known[ref] != (timer.due_at, timer.element_id)
    ]
    new = [
        {"case_id": case_id, "ref": ref, "process_id": t.process_id, "element_id": t.element_id, "due_at": t.due_at}
        for ref, t in pending.items()
        if ref not in known
    ]
    writes.add(_DELETE_TIMER, *gone)
    writes.add(_MOVE_TIMER, *moved)
    writes.add(_ADD_TIMER, *new)


def _sync_subscriptions(writes: Writes, case_id: str, step: Step, known: set[tuple[str | None, ...]]) -> None:
    wanted = {(s.ref, s.element_id, s.kind, s.message, s.key) for s in step.subscriptions}
    if known == wanted:
        return
    if known:
        writes.add(_DELETE_SUBSCRIPTIONS, {"case": case_id})
    rows = [{"case_id": case_id, **dict(zip(_HEARD, told, strict=True))} for told in sorted(wanted, key=str)]
    writes.add(_SUBSCRIBE, *rows)
