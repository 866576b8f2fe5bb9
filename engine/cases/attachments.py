"""Attachments: the files for a start form that is being filled in, and opening a file of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import forms
from engine.cases.casefile import answers_for
from engine.cases.starting import read_startable
from engine.documents import keeping
from engine.documents.receiving import make_small, receive
from engine.errors import NotFound
from engine.models import Case, Document
from engine.municipality import reading, transaction
from engine.views import OpenedDocument, User


def keep_start_file(process_id: str, user: User | None, secret: str, key: str, name: str, data: bytes) -> str:
    """Keep a file for one question of a start form; returns its id, by which the answer names it. `secret` is the
    idempotency key with which the case will be started.

    Raises: NotFound: no such process or question; NotAllowed, FileRefused.
    """
    question = read_startable(process_id, user).form.files_question(key)
    if question is None:
        raise NotFound("question", key)
    received = receive(name, data, question.accept)
    with transaction() as session:
        return keeping.keep(session, received, keeping.holder_of_start(secret)).id


def list_start_files(secret: str) -> Mapping[str, forms.Reference]:
    """The files kept for a start form, by id."""
    with reading() as session:
        rows = keeping.list_loose(session, keeping.holder_of_start(secret))
        return {row.id: keeping.reference_of(row) for row in rows}


def drop_start_files(secret: str, document_id: str | None = None) -> int:
    """Remove one file kept for a start form, or all of them; returns how many there were."""
    with transaction() as session:
        return keeping.drop(session, keeping.holder_of_start(secret), [document_id] if document_id else None)


def read_document(document_id: str, user: User, *, small: bool = False) -> OpenedDocument:
    """A file, for whoever uploaded it and for all who may read an answer that includes it; `small` for a picture as a
    list shows it.

    Raises: NotFound: there is none, or not for this user; or it is not a picture.
    """
    with reading() as session:
        row = session.get(Document, document_id)
        if row is None or not _may_read(session, row, user):
            raise NotFound("document", document_id)
        # Queried separately: the case can be erased after its answers were looked at.
        data = session.scalar(select(Document.data).where(Document.id == document_id))
        if data is None:
            raise NotFound("document", document_id)
        found = OpenedDocument(row.name, row.media_type, data, row.digest, row.case_id)
    return _make_small(document_id, found) if small else found


def _make_small(document_id: str, found: OpenedDocument) -> OpenedDocument:
    try:
        return replace(found, media_type="image/jpeg", data=make_small(found.data, found.media_type))
    except ValueError as error:
        raise NotFound("picture", document_id) from error


def _may_read(session: Session, row: Document, user: User) -> bool:
    if row.attached_at is None:
        return row.task_id is not None and row.holder == keeping.holder_of_task(row.task_id, user.id)
    case = session.get(Case, row.case_id) if row.case_id else None
    if case is None:
        return False
    given = answers_for(session, case, user)
    fields = (field for answer in given for field in answer.fields)
    return row.id in {one["documentId"] for field in fields for one in forms.references_in(field.value)}


def forget_loose_files() -> int:
    """Remove the files of forms that were never sent. Returns how many there were."""
    with transaction() as session:
        return keeping.forget_loose(session)
