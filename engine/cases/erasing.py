"""Erasing: removing what people gave in a case that has ended; the history says that it went, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from engine import events, history, viewing
from engine.errors import Conflict, NotFound, RepairRefused
from engine.finding import locking
from engine.models import (
    Account,
    Answer,
    Case,
    CaseState,
    DecisionExplanation,
    Definition,
    Document,
    Draft,
    HistoryEvent,
    Job,
    Letter,
    Message,
    MessageDelivery,
    MigratedCase,
    Person,
    Publication,
    RegisterEntry,
    Task,
)
from engine.municipality import now, transaction
from engine.papers import registers
from engine.permissions import require
from engine.running import standing
from engine.tidying import tidy_text
from engine.views import User

KIND = "case_erased"
NOBODY = "Onbekend"
"""What a person without a known name is called."""
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Erased:
    """What was removed, and what remains for an operator to look at."""

    answers: int
    explanations: int
    letters: int
    files: int
    entries: tuple[tuple[str, str], ...] = ()
    """Register and number of the entries that still have content; they are emptied one by one."""
    shared_with: tuple[str, ...] = ()
    """References of the submitter's other cases that were not erased, for which name and contact data stay."""
    viewings: int = 0
    """How many records there are of somebody looking at the case: those are about staff, with a term of their own."""


class ErasureRefused(Conflict):
    """The case is not done: it is `running`, something must still be executed for it (`busy`), or a letter has yet to
    be posted (`unsent`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"erasure refused: {reason}")
        self.reason = reason


def erase_case(reference: str, user: User, reason: str) -> Erased:
    """Erase what people gave in a case that has ended (AVG art. 17); its history says who did so and why.

    This removes answers, files, explanations of decisions, letters, mails, messages, drafts, variables, the title,
    published texts, and the name and contact data of the submitter. The history stays, with the digests of what was
    removed. Doing it twice is harmless.

    Raises:
        NotAllowed.
        NotFound: there is no such case.
        ErasureRefused.
        RepairRefused: no reason (`reden`).
    """
    require(user, "erase_cases", None)
    told = tidy_text(reason, LONGEST_REASON)
    if not told:
        raise RepairRefused({"reden": "required"})
    with transaction() as session:
        case_id = session.scalar(select(Case.id).where(Case.reference == reference.strip()))
        if case_id is None:
            raise NotFound("case", reference)
        return erase(session, locking.lock_case(session, case_id), user.id, told)


def erase(session: Session, case: Case, by: str, reason: str, destruction_list: str = "") -> Erased:
    """Erase what people gave in a case that the caller has locked. `destruction_list` is the number of the list that
    names it, if its term has passed.

    Raises: ErasureRefused.
    """
    _require_done(session, case)
    answers = _digests_of_answers(session, case)
    explanations = session.scalars(
        select(DecisionExplanation.digest).where(DecisionExplanation.case_id == case.id)
    ).all()
    letters = session.scalars(select(Letter.id).where(Letter.case_id == case.id)).all()
    files = sorted(session.scalars(select(Document.id).where(Document.case_id == case.id)))
    before = exists().where(HistoryEvent.case_id == case.id, HistoryEvent.kind == KIND)
    shared, contact = _erase_person(session, case)
    if (erased := (*answers, *explanations, *letters)) or files or contact or not session.scalar(select(before)):
        _erase_rows(session, case)
        case.erased_at = case.erased_at or now()
        happened = events.CaseErased(tuple(sorted(erased)), reason, destruction_list, tuple(files))
        standing.record(session, case, [happened], by, {**standing.of_erased(case), **contact})
    seen = viewing.count_of(session, case.id)
    went = len(answers), len(explanations), len(letters), len(files)
    return Erased(*went, _entries(session, case), shared, seen)


def _require_done(session: Session, case: Case) -> None:
    if case.state not in locking.ENDED:
        raise ErasureRefused("running")
    waits = select(Job.id).where(Job.case_id == case.id, Job.state.in_(("waiting", "running")))
    if session.scalar(waits.limit(1)) is not None:
        raise ErasureRefused("busy")
    # What was decided counts once it was sent (Awb 3:40), as with a mail that waits.
    unsent = select(Letter.id).where(Letter.case_id == case.id, Letter.sent_at.is_(None))
    if session.scalar(unsent.limit(1)) is not None:
        raise ErasureRefused("unsent")


def _digests_of_answers(session: Session, case: Case) -> list[str]:
    """The digests by which the history knows the answers. It has none for an answer changed without its knowledge."""
    rows = session.scalars(select(Answer).where(Answer.case_id == case.id))
    return [history.salted_digest(row.given, row.salt) for row in rows]


def _erase_rows(session: Session, case: Case) -> None:
    own_tasks = select(Task.id).where(Task.case_id == case.id)
    received = select(MessageDelivery.message).where(MessageDelivery.case_id == case.id)
    told = or_(Message.sent_from == case.id, Message.id.in_(received))
    for statement in (
        delete(Answer).where(Answer.case_id == case.id),
        delete(DecisionExplanation).where(DecisionExplanation.case_id == case.id),
        delete(Letter).where(Letter.case_id == case.id),
        delete(Document).where(Document.case_id == case.id),
        delete(Draft).where(Draft.task_id.in_(own_tasks)),
        delete(Job).where(Job.case_id == case.id),
        delete(CaseState).where(CaseState.case_id == case.id),
        update(Task).where(Task.case_id == case.id).values(instance=None),  # What one of several was about.
        update(Publication).where(Publication.case_id == case.id).values(text=None, salt=None),
        # A message that others could still receive says what was said here: it expires now.
        update(Message).where(told, Message.payload.is_not(None)).values(payload=None, expires_at=now()),
        update(MigratedCase).where(MigratedCase.case_id == case.id).values(before=None, bindings=None, tasks=None),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    case.title = session.get_one(Definition, case.bindings[case.process_id]).name
    case.status_text = case.incident = case.secret_hash = None
    case.salt = history.new_salt()


def _erase_person(session: Session, case: Case) -> tuple[tuple[str, ...], standing.Standing]:
    """Remove who the submitter is, unless they have other cases; returns references of those, and what the history must
    record of who is left."""
    if case.submitter_id is None:
        return (), {}
    # If two cases of one person are erased at the same moment, the second sees that the first is gone.
    person = session.get_one(Person, case.submitter_id, with_for_update=True)
    is_erased = exists().where(HistoryEvent.case_id == Case.id, HistoryEvent.kind == KIND).correlate(Case)
    others = select(Case.reference).where(Case.submitter_id == case.submitter_id, Case.id != case.id, ~is_erased)
    shared = tuple(session.scalars(others.order_by(Case.reference)))
    if not shared and session.get(Account, case.submitter_id) is None:
        gone = (person.name, person.email, person.phone, person.address) == (NOBODY, None, None, None)
        if not gone:
            before = standing.reach(person)
            person.name, person.email, person.phone, person.address = NOBODY, None, None, None
            person.salt = history.new_salt()
            return (), standing.of_contact(person, before)
    return shared, {}


def _entries(session: Session, case: Case) -> tuple[tuple[str, str], ...]:
    query = select(RegisterEntry).where(RegisterEntry.case_id == case.id)
    rows = session.scalars(query.order_by(RegisterEntry.register, RegisterEntry.year, RegisterEntry.number))
    return tuple((row.register, registers.number_of(row)) for row in rows if row.columns)
