"""Jobs: that each mail and other job that a case requested exists, and is what was requested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import Case, HistoryEvent, Job
from engine.proving.faults import Fault
from engine.running import standing

ASKED, ERASED = ("job_requested", "link_resent", "link_asked"), "case_erased"
AT_ONCE = 500


def examine(session: Session) -> tuple[Fault, ...]:
    """Compare jobs with the history, which was found intact. It has no digest of requests from an earlier release."""
    erased = set(session.scalars(select(HistoryEvent.case_id).where(HistoryEvent.kind == ERASED)))
    query = select(HistoryEvent.case_id, HistoryEvent.facts).where(HistoryEvent.kind.in_(ASKED))
    faults: list[Fault] = []
    part: dict[str, tuple[str, str]] = {}
    for case_id, facts in session.execute(query.order_by(HistoryEvent.sequence)).yield_per(AT_ONCE):
        if facts.get("digest") and case_id not in erased:
            part[str(facts["job"])] = str(case_id), facts["digest"]
        if len(part) == AT_ONCE:
            faults += _judge(session, part)
            part = {}
    return (*faults, *_judge(session, part))


def _judge(session: Session, told: dict[str, tuple[str, str]]) -> Iterator[Fault]:
    columns = (Job.id, Job.case_id, Job.kind, Job.payload, Case.salt)
    query = select(*columns).join(Case, Case.id == Job.case_id, isouter=True).where(Job.id.in_(told))
    found: dict[str, Sequence[object]] = {row[0]: row[1:] for row in session.execute(query)}
    for job, (case_id, digest) in told.items():
        if job not in found:
            yield Fault("job", job, case_id, "missing")
            continue
        of_case, kind, payload, salt = found[job]
        if of_case != case_id or standing.ask(str(salt), str(kind), payload) != digest:
            yield Fault("job", job, case_id, "changed")
