"""Leaves: that absences, their dates and replacements match the history, and which tasks were passed on."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.rights import LEAVES
from engine.models import Account, HistoryEvent, Leave
from engine.proving.faults import Fault

PLANNED, CHANGED, BEGUN = "account_leave_planned", "account_leave_changed", "account_leave_begun"
PASSED_ON = "task_passed_on"


class _Told(NamedTuple):
    account: str
    first_day: str
    last_day: str
    replacement: str | None
    begun: bool


def examine(session: Session) -> tuple[Fault, ...]:
    """Compare all leaves with the history, which was found intact, and the tasks passed on because of them."""
    told: dict[str, _Told] = {}
    went: Counter[tuple[str, bool]] = Counter()
    """For each leave that there ever was, how many tasks went to a replacement, and how many did not."""
    whose: dict[str, str] = {}
    wrong: set[str] = set()
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_(LEAVES))
    for event in session.scalars(query.order_by(HistoryEvent.sequence)):
        leave, facts = str(event.facts["leave"]), event.facts
        account = whose.setdefault(leave, str(facts["account"]))
        if event.kind in {PLANNED, CHANGED}:
            days = (facts["first_day"], facts["last_day"])
            begun = event.kind == CHANGED and leave in told and told[leave].begun
            told[leave] = _Told(account, *days, facts["replacement"], begun)
        elif leave not in told:
            wrong.add(account)
        elif event.kind == BEGUN:
            told[leave] = told[leave]._replace(begun=True)
            went.update({(leave, True): facts["passed_on"], (leave, False): facts["given_back"]})
        else:
            del told[leave]
    rows = {row.id: _row(row) for row in session.scalars(select(Leave))}
    different = {leave for leave, _ in told.items() ^ rows.items()}
    wrong |= {(rows.get(leave) or told[leave]).account for leave in different}
    tasks = _passed_on(session, went)
    wrong |= {whose[leave] for (leave, _), missing in went.items() if missing > 0}
    names = dict(session.execute(select(Account.id, Account.username).where(Account.id.in_(wrong))).all())
    return tuple(Fault("account", names.get(id, id), None, "leave") for id in sorted(wrong)) + tasks


def _row(row: Leave) -> _Told:
    days = (row.first_day.isoformat(), row.last_day.isoformat())
    return _Told(row.account_id, *days, row.replacement_id, row.begun)


def _passed_on(session: Session, went: Counter[tuple[str, bool]]) -> tuple[Fault, ...]:
    """Tasks passed on because somebody was away, although the history of the municipality does not have that leave."""
    faults = []
    query = select(HistoryEvent).where(HistoryEvent.kind == PASSED_ON).order_by(HistoryEvent.sequence)
    for event in session.scalars(query):
        key = (str(event.facts["leave"]), event.facts["to"] is not None)
        went[key] -= 1
        if went[key] < 0:
            faults.append(Fault("task", str(event.facts["task"]), event.case_id, "leave"))
    return tuple(faults)
