"""Answers: what people gave, and why decisions came out as they did, compared with the digests in the history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine import history
from engine.models import Answer, Case, DecisionExplanation, HistoryEvent
from engine.proving import absences, files
from engine.proving.faults import APART, Fault
from engine.versions import definitions

BEGUN, DECIDED = "case_started", "decision_made"
GIVEN = (
    *(BEGUN, "task_completed", "vote_cast", "member_recused"),
    *("aside_begun", "term_extended", "receipt_corrected", "case_withdrawn", "incident_resolved"),
)
"""The kinds of events that hold a digest of what somebody gave."""
AT_ONCE = 200
"""Cases at a time: all their answers are held in memory."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How much was examined, and what does not match. What is gone was `erased`, as the history says, or is
    `unexplained`: gone before the history recorded erasing."""

    answers: int
    explanations: int
    erased: int
    unexplained: int
    named: tuple[files.Named, ...]
    """The files that they name."""
    faults: tuple[Fault, ...]


def examine(session: Session) -> Answers:
    """Compare all answers and explanations with the history, which was found intact."""
    counts: Counter[str] = Counter()
    faults: list[Fault] = []
    named: list[files.Named] = []
    for cases in _in_parts(session):
        part = _Part(session, cases)
        part.look_at_answers()
        part.look_at_explanations()
        part.look_for_what_is_gone()
        counts += part.counts
        faults += part.faults
        named += part.named
        session.expunge_all()  # Release what was examined.
    return Answers(
        counts["answers"],
        counts["explanations"],
        counts["erased"],
        counts["unexplained"],
        tuple(named),
        tuple(faults),
    )


class _Part:
    """What was given in some cases. Digests that are found are removed from `told`, so that the rest is missing."""

    def __init__(self, session: Session, cases: Sequence[str]) -> None:
        self.session = session
        self.cases = cases
        self.told, self.gone = _read_told(session, cases), absences.read(session, cases)
        self.counts: Counter[str] = Counter()
        self.faults: list[Fault] = []
        self.named: list[files.Named] = []
        self._unproven: Counter[tuple[str, str | None]] = Counter()
        """By case and task, how many existing answers have another digest in the history."""

    def look_at_answers(self) -> None:
        for answer in self.session.scalars(select(Answer).where(Answer.case_id.in_(self.cases))):
            self.counts["answers"] += 1
            self.named += files.named_in(answer)
            digest = history.salted_digest(answer.given, answer.salt)
            reason = _judge(answer, self.told[answer.case_id].pop(digest, None))
            if not reason and not _is_of_its_form(self.session, answer):
                reason = "moved"
            if not reason and digest in self.gone[answer.case_id].erased:
                reason = "refilled"
            if reason:
                self.faults.append(Fault("answer", str(answer.id), answer.case_id, reason))
            if reason == "unproven":
                self._unproven[answer.case_id, answer.task_id] += 1

    def look_at_explanations(self) -> None:
        kept = select(DecisionExplanation).where(DecisionExplanation.case_id.in_(self.cases))
        for row in self.session.scalars(kept):
            self.counts["explanations"] += 1
            event = self.told[row.case_id].pop(row.digest, None)
            if event is None or event.kind != DECIDED:
                reason = "unknown"
            elif not _is_explained_so(row, event):
                reason = "changed"
            elif row.digest in self.gone[row.case_id].erased:
                reason = "refilled"
            else:
                continue
            self.faults.append(Fault("explanation", str(row.id), row.case_id, reason))

    def look_for_what_is_gone(self) -> None:
        for case_id, events in self.told.items():
            for digest, event in events.items():
                task = case_id, event.facts.get("task")
                if digest in self.gone[case_id].erased:
                    self.counts["erased"] += 1
                elif digest in self.gone[case_id].unexplained:
                    self.counts["unexplained"] += 1
                elif event.kind == BEGUN and not event.facts.get("answered"):
                    continue  # A message leaves no answers to begin with; older events do not say if one began it.
                elif self._unproven[task]:
                    self._unproven[task] -= 1  # It exists, but changed: that was reported above.
                else:
                    what = "explanation" if event.kind == DECIDED else "answer"
                    self.faults.append(Fault(what, f"#{event.sequence}", case_id, "missing"))


def _is_explained_so(row: DecisionExplanation, event: Row[Any]) -> bool:
    is_of_then = row.definition_id == event.definition_id and abs(row.made_at - event.at) <= APART
    return is_of_then and history.salted_digest(row.told, row.salt) == row.digest


def _in_parts(session: Session) -> Iterator[Sequence[str]]:
    """The ids of all cases, some at a time."""
    last = ""
    while ids := session.scalars(select(Case.id).where(Case.id > last).order_by(Case.id).limit(AT_ONCE)).all():
        yield ids
        last = ids[-1]


def _read_told(session: Session, cases: Sequence[str]) -> dict[str, dict[str, Row[Any]]]:
    """By case, the events that hold a digest, by that digest. No two are the same, since each has its own salt."""
    told: dict[str, dict[str, Row[Any]]] = defaultdict(dict)
    query = select(*HistoryEvent.__table__.c).where(
        HistoryEvent.case_id.in_(cases), HistoryEvent.kind.in_((*GIVEN, DECIDED))
    )
    for event in session.execute(query):
        if event.case_id is not None and (digest := event.facts.get("digest")):
            told[event.case_id][digest] = event
    return told


def _is_of_its_form(session: Session, answer: Answer) -> bool:
    """Whether an answer is read by the questions of its task, or of the form that began the case or something in it."""
    if answer.task_id is None and not answer.form_id:
        return True  # Such as a reason, which no form asked for.
    try:
        element = definitions.files_of(session, answer.definition_id).process.elements[answer.element_id]
    except Exception:  # It is gone, or something else was put in its place: that is reported for the version.
        return True
    return answer.form_id == (element.form_id or "")


def _judge(answer: Answer, event: Row[Any] | None) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if event is None or event.kind not in GIVEN:
        return "unproven"
    fits = (
        answer.given_by == event.person_id
        and abs(answer.given_at - event.at) <= APART
        and event.element_id in (None, answer.element_id)
        and event.process_id in (None, answer.process_id)
        and event.definition_id in (None, answer.definition_id)
        and answer.task_id == event.facts.get("task")
    )
    return "" if fits else "moved"
