"""Keeping: documents in the tables, loose until the answer that names them is sent. In the caller's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from engine.database import lock_name
from engine.documents.receiving import Received
from engine.errors import AnswersRefused, FieldProblem, FileRefused
from engine.forms import Answers, Form, Reference, reference, references_in
from engine.models import Document, Draft, Task
from engine.municipality import now

MOST_LOOSE = 30
"""How many files one person may have uploaded for one form."""
MOST_BYTES = 100_000_000
"""How many bytes those may take together."""
MOST_OF_VISITORS = 500_000_000
"""Bytes that all loose files of start forms take together: anybody on the internet may fill in a form."""
MOST_OF_CASE = 500_000_000
KEPT = timedelta(days=1)
"""How long a file stays loose for a form that is not sent; for a task as long as the draft or the task exists."""


def holder_of_task(task_id: str, person_id: str) -> str:
    return _hash("task", task_id, person_id)


def holder_of_start(secret: str) -> str:
    """Whoever's browser has this secret. It is not stored: reading the table opens nothing."""
    return _hash("start", secret)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def keep(
    session: Session, received: Received, holder: str, *, case_id: str | None = None, task_id: str | None = None
) -> Document:
    """Put a file in the tables, loose. Raises: FileRefused: too_many_files, or no_room."""
    # Otherwise two simultaneous uploads each see room for the last one.
    lock_name(session, f"documents:{case_id or 'start'}")
    count, size = session.execute(
        select(func.count(), func.coalesce(func.sum(Document.size), 0)).where(_LOOSE, Document.holder == holder)
    ).one()
    if count >= MOST_LOOSE:
        raise FileRefused(FieldProblem("too_many_files", MOST_LOOSE))
    more = len(received.data)
    if size + more > MOST_BYTES or not _has_room(session, case_id, more, size + more):
        raise FileRefused(FieldProblem("no_room"))
    kept = Document(
        case_id=case_id,
        task_id=task_id,
        holder=holder,
        name=received.name,
        media_type=received.media_type,
        size=more,
        digest=received.digest,
        created_at=now(),
        data=received.data,
    )
    session.add(kept)
    session.flush()
    return kept


_LOOSE: ColumnElement[bool] = Document.attached_at.is_(None)
_OF_VISITORS = and_(_LOOSE, Document.case_id.is_(None))


def size_of_visitors(session: Session) -> int:
    """Bytes of all files for start forms that were not sent yet."""
    return _size(session, _OF_VISITORS)


def _has_room(session: Session, case_id: str | None, more: int, own: int) -> bool:
    if case_id is None:
        return _make_room(session, more, own)
    return _size(session, Document.case_id == case_id) + more <= MOST_OF_CASE


def _make_room(session: Session, more: int, own: int) -> bool:
    """Whether there is room for so many more bytes of a visitor who then has `own`, after removing the files of
    visitors who have more than that: nobody uploads as much as someone who wants to fill the database."""
    too_much = size_of_visitors(session) + more - MOST_OF_VISITORS
    if too_much > 0:
        size = func.sum(Document.size)
        query = select(Document.holder, size).where(_OF_VISITORS).group_by(Document.holder).having(size > own)
        for holder, bytes_of in session.execute(query.order_by(size.desc())).all():
            if too_much > 0:
                drop(session, holder)
                too_much -= bytes_of
    return too_much <= 0


def _size(session: Session, which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.coalesce(func.sum(Document.size), 0)).where(which)) or 0


def list_loose(session: Session, holder: str) -> list[Document]:
    """What somebody has uploaded for a form, in the order of upload."""
    query = select(Document).where(_LOOSE, Document.holder == holder)
    return list(session.scalars(query.order_by(Document.created_at, Document.id)))


def usable(session: Session, form: Form, holder: str, known: Answers) -> dict[str, Reference]:
    """The files that answers to this form may name: those uploaded for it, and those in the answers that the form
    is shown with. Empty for a form that asks no files."""
    if not form.asks_files:
        return {}
    before = [one for field in form.fields if field.kind == "files" for one in references_in(known.get(field.key))]
    gone = list_gone(session, [one["documentId"] for one in before])
    found: dict[str, Reference] = {one["documentId"]: one for one in before if one["documentId"] not in gone}
    for row in list_loose(session, holder):
        found[row.id] = reference_of(row)
    return found


def reference_of(row: Document) -> Reference:
    """What an answer says of a file."""
    return reference(row.id, row.digest, row.name, row.media_type, row.size)


def list_gone(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Those of the files that no longer exist: the case that they came with, which may be another, was erased."""
    there = session.scalars(select(Document.id).where(Document.id.in_(ids))) if ids else ()
    return frozenset(ids).difference(there)


def attach(session: Session, form: Form, given: Answers, holder: str, case_id: str, task_id: str | None) -> None:
    """Attach the files that answers name to the case. Raises: AnswersRefused: one was removed meanwhile."""
    for field in form.fields if form.asks_files else ():
        named = [one["documentId"] for one in references_in(given.get(field.key))] if field.kind == "files" else []
        loose = and_(_LOOSE, Document.holder == holder, Document.id.in_(named))
        session.execute(update(Document).where(loose).values(attached_at=now(), case_id=case_id, task_id=task_id))
        there = select(func.count()).where(Document.id.in_(named), Document.attached_at.is_not(None))
        if named and session.scalar(there) != len(named):
            raise AnswersRefused({field.key: FieldProblem("no_such_file")})


def drop(session: Session, holder: str, ids: Collection[str] | None = None) -> int:
    """Remove loose files: these, or for None all that somebody has uploaded. Returns how many there were."""
    which = _LOOSE & (Document.holder == holder)
    if ids is not None:
        which &= Document.id.in_(ids)
    done = session.execute(delete(Document).where(which).returning(Document.id))
    return len(done.all())


def forget_loose(session: Session) -> int:
    """Remove files that were loose for too long. Returns how many files those were."""
    drafted = exists().where(Draft.task_id == Document.task_id)
    is_open = exists().where(Task.id == Document.task_id, Task.state == "open")
    left = or_(Document.task_id.is_(None), and_(~drafted, ~is_open))
    done = session.execute(
        delete(Document).where(_LOOSE, Document.created_at < now() - KEPT, left).returning(Document.id)
    )
    return len(done.all())
