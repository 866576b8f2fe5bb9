"""Cases: what is held of one case and is about its submitter, and what is left to the judgement of people.

What others are, wrote or chose is theirs: a copy may not harm their rights (AVG art. 15 lid 4). So nobody else is
named, votes are not given, and what staff filled in about the case is given only where whoever answers the request,
who has read it, chose to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from engine import forms, history
from engine.cases import terms
from engine.cases.casefile import answers_of
from engine.cases.mailing import told_to_submitter
from engine.deadlines import WorkingDays
from engine.documents.keeping import holder_of_task
from engine.finding import locking
from engine.finding.caselist import called
from engine.models import Case, Definition, Document, Draft, Letter, Publication, Task, Viewing
from engine.municipality import here
from engine.names import DECIDED
from engine.papers import registers
from engine.retention.reckoning import over_on
from engine.retention.table import RetentionTable
from engine.tasks.windows import typed_in_draft
from engine.versions import definitions
from engine.views import (
    SYSTEM,
    GivenAnswers,
    HeldCase,
    HeldDraft,
    HeldEvent,
    HeldFile,
    HeldLetter,
    HeldLook,
    HeldNote,
    StatusChange,
)


def tell_case(
    session: Session, case: Case, days: WorkingDays, kept: RetentionTable, chosen: Collection[int] | None
) -> HeldCase:
    """What is held of a case. `chosen` are the notes of others that are given; None to show all, to be chosen from."""
    published = session.scalars(
        select(Publication).where(Publication.case_id == case.id).order_by(Publication.id)
    ).all()
    answers = tuple(map(_unnamed, answers_of(session, case, {}, given_by=case.submitter_id)))
    notes = tuple(_notes(session, case, {one.id for one in answers}, chosen))
    rule = kept.find_rule(case.retention_class) if case.ended_at is not None else None
    zone = here().settings.zone
    letters = session.scalars(
        select(Letter).where(Letter.case_id == case.id, Letter.to_submitter).order_by(Letter.written_at, Letter.id)
    ).all()
    # What was decided is announced by the diagram's own step, never by a copy that happens to come earlier.
    is_told = case.state in locking.ENDED or any(one.status in DECIDED for one in published)
    return HeldCase(
        id=case.id,
        reference=case.reference,
        title=case.title,
        process_name=session.get_one(Definition, case.bindings[case.process_id]).name,
        noun=called(session, case),
        area=case.area,
        status=case.status,
        started_at=case.started_at,
        ended_at=case.ended_at,
        received_on=terms.received_on(case),
        decide_by=terms.statutory_due(case, days),
        outcome=case.outcome,
        legal_effect=case.legal_effect,
        retention_class=case.retention_class,
        retention=rule.kind if rule is not None else "unknown",
        kept_until=over_on(rule, case.ended_at.astimezone(zone).date())
        if rule is not None and rule.kind == "term" and case.ended_at is not None
        else None,
        erased=case.erased_at is not None,
        statuses=tuple(StatusChange(one.at, one.status, one.text) for one in published),
        answers=answers,
        drafts=tuple(_drafts(session, case)),
        notes=notes,
        letters=tuple(tell_letter(one, one.sent_at) for one in letters if one.sent_at is not None),
        unsent_letters=sum(one.sent_at is None for one in letters),
        mails=told_to_submitter(session, case),
        files=tuple(_files(session, case, [*answers, *(one.answers for one in notes if one.given)])),
        entries=registers.of_case(session, case.id) if is_told else (),
        events=tuple(_events(session, case)),
        looks=tuple(_looks(session, case)),
    )


def _notes(session: Session, case: Case, own: Collection[int], chosen: Collection[int] | None) -> Iterable[HeldNote]:
    """What others filled in: no votes, and nothing that nobody may see yet."""
    ballots = set(session.scalars(select(Task.id).where(Task.case_id == case.id, Task.ballot)))
    for given in answers_of(session, case, {}):
        if given.id in own or given.hidden or given.task_id in ballots:
            continue
        is_given = chosen is not None and given.id in chosen
        shown = given if chosen is None or is_given else replace(given, fields=())
        yield HeldNote(given.id, _unnamed(shown), is_given)


def _unnamed(given: GivenAnswers) -> GivenAnswers:
    """Without who gave it: that is staff, also for what they entered on somebody's behalf."""
    return replace(given, by_name="")


def _drafts(session: Session, case: Case) -> Iterable[HeldDraft]:
    query = select(Draft, Task).join(Task, Task.id == Draft.task_id)
    of_submitter = query.where(Task.case_id == case.id, Draft.person_id == case.submitter_id)
    for draft, task in session.execute(of_submitter.order_by(Draft.saved_at, Task.id)):
        labels = {
            field.key: field.label for field in definitions.form_of(session, task.definition_id, task.form_id).fields
        }
        typed = tuple((labels.get(name) or name, ", ".join(values)) for name, values in typed_in_draft(draft).items())
        yield HeldDraft(task.name, draft.saved_at, typed)


def tell_letter(letter: Letter, sent_at: datetime) -> HeldLetter:
    """A letter that was posted at this moment."""
    lines = tuple(letter.address.split("\n")) if letter.address else ()
    return HeldLetter(letter.addressee, lines, letter.subject, letter.body, sent_at)


def _files(session: Session, case: Case, answers: Iterable[GivenAnswers]) -> Iterable[HeldFile]:
    """The files in these answers, and those that the submitter uploaded for an answer that was not sent yet."""
    named = {
        one["documentId"] for given in answers for field in given.fields for one in forms.references_in(field.value)
    }
    tasks = session.scalars(select(Task.id).where(Task.case_id == case.id, Task.state == "open"))
    holders = [holder_of_task(task_id, case.submitter_id or "") for task_id in tasks]
    loose: ColumnElement[bool] = and_(Document.attached_at.is_(None), Document.holder.in_(holders))
    query = select(Document).where(or_(and_(Document.case_id == case.id, Document.id.in_(named)), loose))
    for row in session.scalars(query.order_by(Document.created_at, Document.id)):
        yield tell_file(row, case)


def tell_file(row: Document, case: Case) -> HeldFile:
    """A file of a case, without its contents."""
    return HeldFile(row.id, case.reference, row.name, row.media_type, row.size, row.created_at)


def _events(session: Session, case: Case) -> Iterable[HeldEvent]:
    who = {case.submitter_id: "person", SYSTEM.id: "system"}
    for event in history.read(session, case.id):
        yield HeldEvent(event.sequence, event.at, event.kind, who.get(event.person_id, "other"))


def _looks(session: Session, case: Case) -> Iterable[HeldLook]:
    """Who looked is not told: of staff who act for the municipality, that is theirs (HvJ EU C-579/21, Pankki S)."""
    people = func.count(Viewing.person_id.distinct())
    query = select(Viewing.day, Viewing.kind, people).where(Viewing.subject == case.id)
    for day, kind, count in session.execute(
        query.group_by(Viewing.day, Viewing.kind).order_by(Viewing.day, Viewing.kind)
    ):
        yield HeldLook(day, kind, count)
