"""Destroying: carries out an approved list, case by case, and ends with the statement of what was destroyed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.cases import erasing
from engine.finding import locking
from engine.finishing import end
from engine.models import Case, DestructionItem, DestructionList, Job
from engine.municipality import now, reading, today, transaction
from engine.retention.overview import Rules, ended_on, read_rules
from engine.retention.reckoning import over_on
from engine.retention.rows import count_outcomes, digest_of_outcomes, items_of, lock_list

KIND = "destroy"
"""The kind of the job that destroys one case."""


def destroy_case(job_id: str) -> None:
    """Carry out a job: destroy one case of a list, and end the list if it was the last.

    What was done before an interruption is not repeated: the row of the case on the list says so, from the same commit.
    """
    with reading() as session:
        payload = session.get_one(Job, job_id).payload
    _destroy(payload["list"], payload["case"])
    _end_list(payload["list"])
    end(job_id)


def _destroy(list_id: str, case_id: str) -> None:
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        made = session.get_one(DestructionList, list_id)
        item = session.get_one(DestructionItem, (list_id, case_id), populate_existing=True)
        if made.state == "approved" and not item.kept_because and not item.outcome:
            item.outcome = _erase(session, made, item, case)
            item.claims = False


def _erase(session: Session, made: DestructionList, item: DestructionItem, case: Case) -> str:
    """What became of it: `destroyed`, or why not."""
    if case.erased_at is not None:
        return "before"
    if not is_past(item, case, read_rules(session)):
        return "not_past"
    try:
        erasing.erase(session, case, str(made.judged_by), "", str(made.number))
    except erasing.ErasureRefused:
        return "busy"
    return "destroyed"


def is_past(item: DestructionItem, case: Case, rules: Rules) -> bool:
    """Whether a case is past its term today, by the same class and term as on the list."""
    rule = rules.of(case.retention_class)
    told = (rule.retention_class, rule.term, rule.counts_from)
    if told != (item.retention_class, item.term, item.counts_from) or rule.kind != "term" or case.ended_at is None:
        return False
    return over_on(rule, ended_on(case)) <= today()


def _end_list(list_id: str) -> None:
    """Write the statement once every case of the list has been handled."""
    left = select(DestructionItem.case_id).where(
        DestructionItem.list_id == list_id, DestructionItem.kept_because == "", DestructionItem.outcome == ""
    )
    with reading() as session:
        if session.scalar(left.limit(1)) is not None:
            return  # Nobody waits for the history of the municipality as long as there is nothing to write to it.
    with transaction() as session:
        made = lock_list(session, list_id)
        if made.state != "approved" or session.scalar(left.limit(1)) is not None:
            return
        items = items_of(session, list_id)
        made.state, made.done_at = "done", now()
        told = events.DestructionListCarriedOut(str(made.number), digest_of_outcomes(items), count_outcomes(items))
        annals.record(session, [told], str(made.judged_by))
