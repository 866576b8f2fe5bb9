"""Answers: what people gave, and why decisions came out as they did, held against the digests that the history has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import history
from engine.models import Answer, Case, DecisionExplanation, HistoryEvent
from engine.proving import absences
from engine.proving.faults import APART, Fault

BEGUN, DECIDED = "case_started", "decision_made"
GIVEN = (
    *(BEGUN, "task_completed", "vote_cast", "member_recused"),
    *("term_extended", "case_withdrawn", "incident_resolved"),
)
"""The kinds of events that hold a digest of what somebody gave."""
AT_ONCE = 200
"""Cases: all that was given in so many is held in memory."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How much was looked at, and what does not fit. What is not there is `erased`, as the history says, or
    `unexplained`: gone before it told of that."""

    answers: int
    explanations: int
    erased: int
    unexplained: int
    faults: tuple[Fault, ...]


def look(session: Session) -> Answers:
    """Hold all answers and explanations against the history, which was found whole."""
    answers = explanations = erased = unexplained = 0
    faults: list[Fault] = []
    for cases in _in_parts(session):
        told, gone = _read_told(session, cases), absences.read(session, cases)
        unproven: Counter[tuple[str, str | None]] = Counter()
        for answer in session.scalars(select(Answer).where(Answer.case_id.in_(cases))):
            answers += 1
            digest = history.salted_digest(answer.given, answer.salt)
            reason = _judge(answer, told[answer.case_id].pop(digest, None))
            if not reason and digest in gone[answer.case_id].erased:
                reason = "refilled"
            if reason:
                faults.append(Fault("answer", str(answer.id), answer.case_id, reason))
            if reason == "unproven":
                unproven[answer.case_id, answer.task_id] += 1
        for row in session.scalars(select(DecisionExplanation).where(DecisionExplanation.case_id.in_(cases))):
            explanations += 1
            event = told[row.case_id].pop(row.digest, None)
            if event is None or event.kind != DECIDED:
                faults.append(Fault("explanation", str(row.id), row.case_id, "unknown"))
            elif history.salted_digest(row.told, row.salt) != row.digest:
                faults.append(Fault("explanation", str(row.id), row.case_id, "changed"))
            elif row.digest in gone[row.case_id].erased:
                faults.append(Fault("explanation", str(row.id), row.case_id, "refilled"))
        for case_id, events in told.items():
            for digest, event in events.items():
                if digest in gone[case_id].erased:
                    erased += 1
                elif digest in gone[case_id].unexplained:
                    unexplained += 1
                elif event.kind == BEGUN and not event.facts.get("answered"):
                    pass  # A message leaves no answers to begin with; which cases one began, older events do not say.
                elif unproven[case_id, event.facts.get("task")]:
                    unproven[case_id, event.facts.get("task")] -= 1  # It is there, and changed: that was told.
                else:
                    what = "explanation" if event.kind == DECIDED else "answer"
                    faults.append(Fault(what, f"#{event.sequence}", case_id, "missing"))
        session.expunge_all()  # What was looked at is let go.
    return Answers(answers, explanations, erased, unexplained, tuple(faults))


def _in_parts(session: Session) -> Iterator[Sequence[str]]:
    """The ids of all cases, some at a time."""
    last = ""
    while ids := session.scalars(select(Case.id).where(Case.id > last).order_by(Case.id).limit(AT_ONCE)).all():
        yield ids
        last = ids[-1]


def _read_told(session: Session, cases: Sequence[str]) -> dict[str, dict[str, HistoryEvent]]:
    """By case, the events that hold a digest, by that digest: each is of a salt of its own."""
    told: dict[str, dict[str, HistoryEvent]] = defaultdict(dict)
    query = select(HistoryEvent).where(HistoryEvent.case_id.in_(cases), HistoryEvent.kind.in_((*GIVEN, DECIDED)))
    for event in session.scalars(query):
        if event.case_id is not None and (digest := event.facts.get("digest")):
            told[event.case_id][digest] = event
    return told


def _judge(answer: Answer, event: HistoryEvent | None) -> str:
    """What is wrong with an answer; empty for nothing."""
    if event is None or event.kind not in GIVEN:
        return "unproven"
    fits = (
        answer.given_by == event.person_id
        and abs(answer.given_at - event.at) <= APART
        and event.element_id in (None, answer.element_id)
        and answer.task_id == event.facts.get("task")
    )
    return "" if fits else "moved"
