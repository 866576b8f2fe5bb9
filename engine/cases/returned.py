"""Returned: a mail that the mail server refuses for its submitter goes by post, as for a submitter without an address.

Who sends something that is not delivered, and knows it, must send it in another way (Awb afdeling 2.3). Only what a
diagram sends by post to submitters without e-mail becomes a letter; anything else stays on the operators' list.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import delivery, events, history
from engine.colliding import until_whole
from engine.dialect import feel
from engine.finding import locking
from engine.finishing import finish
from engine.models import HistoryEvent, Job
from engine.municipality import now, transaction
from engine.names import BY_POST, LETTER_TO_ALL
from engine.papers import letters
from engine.views import SYSTEM
from engine.workflow import JobRequest

ASKED = "job_requested"


@until_whole
def write_letter(job_id: str, attempt: int, error: Exception) -> bool:
    """Write what a mail says as a letter, and end its job. False where it stays what it is: a job that failed.

    `attempt` is the one that failed with this error; if another is going on, nothing is done.
    """
    if not delivery.is_of_recipient(error):
        return False  # Nothing is wrong with the address: another try can succeed.
    with transaction() as session:
        job = session.get(Job, job_id)
        if job is None or job.case_id is None or not _goes_by_post(job):
            return False
        case = locking.lock_case(session, job.case_id)
        session.refresh(job, with_for_update=True)
        if job.state != "running" or job.attempts != attempt:
            return False
        data = feel.from_json(job.payload["data"])
        headers = {"to": LETTER_TO_ALL, "template": job.payload["headers"].get("template", "")}
        process_id, element_id = _place_of(session, job)
        request = JobRequest(0, letters.KIND, process_id or case.process_id, element_id, headers, data)
        written = letters.write_as_letter(session, case, job.id, request)
        if written is None:
            return False
        returned = events.MailReturned(written.process_id, written.element_id, job.id)
        told = [returned, written]
        history.record(session, told, case_id=case.id, by=SYSTEM.id, at=now(), definitions=case.bindings)
        finish(job)
        return True


def _goes_by_post(job: Job) -> bool:
    headers = job.payload.get("headers", {})
    return headers.get("to", LETTER_TO_ALL) == LETTER_TO_ALL and headers.get("post") in BY_POST


def _place_of(session: Session, job: Job) -> tuple[str, str]:
    """The process and step that asked for a job; empty for neither."""
    columns = HistoryEvent.process_id, HistoryEvent.element_id, HistoryEvent.facts
    query = select(*columns).where(HistoryEvent.case_id == job.case_id, HistoryEvent.kind == ASKED)
    for process_id, element_id, facts in session.execute(query.order_by(HistoryEvent.sequence.desc())):
        if facts.get("job") == job.id:
            return process_id or "", element_id or ""
    return "", ""
