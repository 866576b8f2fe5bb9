"""Dossier: everything about one case as one file that can leave the house.

For a court, which is sent the documents of a case within four weeks (Awb art. 8:42 lid 1); for people with an interest,
who may read them before a hearing (Awb art. 7:4 lid 2); and for an archive (Archiefwet 1995 art. 12).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import forms, viewing
from engine.cases.casefile import tell_case
from engine.cases.mailing import told_to_submitter
from engine.dialect.folder import decides
from engine.disclosure import chain
from engine.disclosure.cases import tell_file, tell_letter
from engine.finding.caselist import find_case, subject_of
from engine.models import Case, Definition, Document, HistoryEvent, Letter, Publication
from engine.municipality import here, snapshot
from engine.permissions import require
from engine.retention.reckoning import begins_on, over_on
from engine.retention.table import read_table
from engine.versions import definitions
from engine.views import (
    CaseDetail,
    Dossier,
    DossierChain,
    DossierProcess,
    FileContents,
    HeldFile,
    HeldTerm,
    StatusChange,
    User,
)


@contextmanager
def copy_case(key: str, user: User) -> Iterator[tuple[Dossier, Iterator[FileContents]]]:
    """The dossier of a case, by id or reference, and the contents of its files: one at a time, read when asked for, and
    from the same state of the database. First records that this user sees it.

    Like the page of the case it has no votes while voting goes on, and no answer that somebody has yet to give unseen.

    Raises: NotFound, NotAllowed.
    """
    with snapshot() as session:
        case = find_case(session, key)
        require(user, "copy_case", subject_of(case))
        viewing.keep_viewing("case_file", [case.id], user)
        dossier = _tell(session, case, user)
        yield dossier, _read(session, dossier)


def _read(session: Session, dossier: Dossier) -> Iterator[FileContents]:
    for file in dossier.files:
        yield FileContents(file.id, session.scalars(select(Document.data).where(Document.id == file.id)).one())


def _tell(session: Session, case: Case, user: User) -> Dossier:
    detail = tell_case(session, case, user)
    published = session.scalars(
        select(Publication).where(Publication.case_id == case.id).order_by(Publication.id)
    ).all()
    letters = session.scalars(
        select(Letter).where(Letter.case_id == case.id).order_by(Letter.written_at, Letter.id)
    ).all()
    kind, term = _retention(session, case)
    readable = [given.id for given in detail.answers if not given.hidden and given.awaits is None]
    file, events, newest = chain.write(session, case, readable)
    return Dossier(
        detail=detail,
        statuses=tuple(StatusChange(one.at, one.status, one.text) for one in published),
        letters=tuple(tell_letter(one, one.sent_at) for one in letters if one.sent_at is not None),
        unsent_letters=sum(one.sent_at is None for one in letters),
        mails=told_to_submitter(session, case),
        files=tuple(_files(session, case, detail)),
        processes=tuple(_processes(session, case)),
        retention=kind,
        term=term,
        erased=case.erased_at is not None,
        chain=DossierChain(file, events, newest),
    )


def _retention(session: Session, case: Case) -> tuple[str, HeldTerm | None]:
    if case.ended_at is None:
        return "unknown", None
    rule = read_table(session).find_rule(case.retention_class)
    if rule.kind != "term":
        return rule.kind, None
    ended_on = case.ended_at.astimezone(here().settings.zone).date()
    last = over_on(rule, ended_on) - timedelta(days=1)
    return rule.kind, HeldTerm(rule.term, begins_on(rule, ended_on), last)


def _files(session: Session, case: Case, detail: CaseDetail) -> Iterable[HeldFile]:
    """The files in the answers that may be read."""
    named = {
        one["documentId"]
        for given in detail.answers
        for field in given.fields
        for one in forms.references_in(field.value)
    }
    query = select(Document).where(Document.case_id == case.id, Document.id.in_(named))
    for row in session.scalars(query.order_by(Document.created_at, Document.id)):
        yield tell_file(row, case)


def _processes(session: Session, case: Case) -> Iterable[DossierProcess]:
    """The versions that the case went along, by process and version; without what decides nothing, as their stories."""
    passed = select(HistoryEvent.definition_id).where(HistoryEvent.case_id == case.id).distinct()
    found = select(Definition).where(or_(Definition.id.in_(passed), Definition.id == case.bindings[case.process_id]))
    for row in session.scalars(found.order_by(Definition.process_id, Definition.version)):
        files = definitions.files_of(session, row.id).files
        behaviour = {name: data for name, data in sorted(files.items()) if decides(name)}
        yield DossierProcess(row.process_id, row.name, row.version, behaviour)
