"""Files: that each file is the one that an answer names, byte for byte, and that all files that answers name exist."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import forms
from engine.dialect import feel
from engine.models import Answer, Document, HistoryEvent
from engine.proving.faults import APART, Fault

_COLUMNS = (
    *(Document.id, Document.case_id, Document.task_id, Document.attached_at),
    *(Document.digest, Document.name, Document.media_type, Document.size),
)
"""All but the bytes."""


@dataclass(frozen=True, slots=True)
class Files:
    """How many were examined, how many the history says were erased, and what does not match."""

    files: int
    erased: int
    faults: tuple[Fault, ...]


class Named(NamedTuple):
    """That an answer names a file. What it says of that file is proved with the answer: the history has its digest."""

    document_id: str
    case_id: str
    task_id: str | None
    at: datetime
    says: tuple[Any, ...]
    """The digest of the bytes, the name, the media type and the size."""


def named_in(answer: Answer) -> Iterator[Named]:
    """The files that an answer names."""
    given: Any = answer.given  # Or whatever somebody put in its place.
    for value in given.values() if isinstance(given, dict) else ():
        for one in forms.references_in(value):
            document_id, *says, size = forms.read_reference(one)
            yield Named(document_id, answer.case_id, answer.task_id, answer.given_at, (*says, _read(size)))


def _read(size: Any) -> Any:
    """The number as it was, or whatever was put in its place."""
    try:
        return feel.from_json(size)
    except feel.FeelValueError:
        return size


def examine(session: Session, named: Iterable[Named]) -> Files:
    """Compare all files with the answers, which were compared with the history; a file in no answer does not count."""
    by_file: dict[str, list[Named]] = defaultdict(list)
    for one in named:
        by_file[one.document_id].append(one)
    emptied, erased = _read_erased(session)
    count, faults = 0, []
    for row in session.execute(select(*_COLUMNS).order_by(Document.id)).all():
        namings = by_file.pop(row.id, [])
        is_gone = row.id in erased or row.case_id in emptied
        erased.discard(row.id)
        if row.attached_at is None and not namings and not is_gone:
            continue
        count += 1
        if reason := "refilled" if is_gone else _judge(session, row, namings):
            faults.append(Fault("file", row.id, row.case_id, reason))
    faults += [Fault("file", id, told[0].case_id, "missing") for id, told in by_file.items() if id not in erased]
    return Files(count, len(erased), tuple(faults))


def _read_erased(session: Session) -> tuple[set[str], set[str]]:
    """The cases that the history says were erased, and the files that were erased with them."""
    query = select(HistoryEvent.case_id, HistoryEvent.facts).where(HistoryEvent.kind == "case_erased")
    told = session.execute(query).all()
    return {str(case_id) for case_id, _ in told}, {id for _, facts in told for id in facts.get("files", ())}


def _judge(session: Session, row: Any, namings: Sequence[Named]) -> str:
    """What is wrong with a file; empty if nothing is. Only here are its bytes read, one file at a time."""
    if not namings:
        return "unknown"
    says = row.digest, row.name, row.media_type, row.size
    came_along = any((one.case_id, one.task_id) == (row.case_id, row.task_id) and _fits(row, one) for one in namings)
    if not came_along or any(one.says != says for one in namings):
        return "changed"
    data = session.scalar(select(Document.data).where(Document.id == row.id)) or b""
    return "" if len(data) == row.size and hashlib.sha256(data).hexdigest() == row.digest else "changed"


def _fits(row: Any, naming: Named) -> bool:
    return row.attached_at is not None and abs(row.attached_at - naming.at) <= APART
