"""Starting: the entrances to processes that somebody may use, and beginning a case by the form of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import forms
from engine.colliding import until_whole
from engine.database import lock_name
from engine.dialect import naming
from engine.dialect.elements import Process
from engine.dialect.starts import plain_starts
from engine.documents import keeping
from engine.errors import NotFound, ReceiptRefused
from engine.models import Case, Definition
from engine.municipality import reading, today, transaction
from engine.permissions import may, require
from engine.running.beginning import begin
from engine.running.secretlinks import hash_secret, secret_of
from engine.subjects import StartSubject
from engine.versions import definitions
from engine.views import Answers, StartableProcess, StartedCase, User

LONGEST_UNENTERED = timedelta(days=366)
"""How long something can have lain before staff enter it; longer is a typing error."""


def list_startable(user: User | None) -> tuple[StartableProcess, ...]:
    """The entrances that this user (None for a visitor) may use: plain starts with a form."""
    with reading() as session:
        rows = session.scalars(select(Definition).where(Definition.in_use).order_by(Definition.name)).all()
        found = [startable for row in rows for startable in _ways_in(session, row)]
        return tuple(s for s in found if may(user, "start", StartSubject(s.startable_by)))


def read_startable(process_id: str, user: User | None) -> StartableProcess:
    """One entrance that this user may use, with its form. Raises: NotFound, NotAllowed."""
    with reading() as session:
        row = session.scalar(
            select(Definition).where(Definition.process_id == process_id.partition(".")[0], Definition.in_use)
        )
        ways_in = _ways_in(session, row) if row is not None else ()
        startable = next((s for s in ways_in if s.process_id == process_id), None)
        if startable is None:
            raise NotFound("process", process_id)
        subject = StartSubject(startable.startable_by)
        require(user, "start", subject)
        return replace(startable, dates_receipt=startable.has_term and may(user, "date_receipt", subject))


def _ways_in(session: Session, row: Definition) -> tuple[StartableProcess, ...]:
    process = definitions.files_of(session, row.id).process
    return tuple(ways_into(process, row.name, lambda form_id: definitions.form_of(session, row.id, form_id)))


def ways_into(process: Process, name: str, form_of: Callable[[str], forms.Form]) -> Iterator[StartableProcess]:
    """The plain starts of a process that have a form; each is an entrance."""
    starts = [start for start in plain_starts(process) if start.form_id is not None]
    for number, start in enumerate(starts):
        groups = start.properties.get("startableBy", "")
        yield StartableProcess(
            process_id=f"{process.id}.{start.id}" if number else process.id,
            name=f"{name}: {naming.call(start)}" if len(starts) > 1 else name,
            form=form_of(str(start.form_id)),
            documentation=start.documentation or process.documentation or "",
            startable_by=frozenset(group.strip() for group in groups.split(",") if group.strip()),
            element_id=start.id,
            has_term="statutoryTerm" in start.properties,
        )


def check_answers(
    process_id: str,
    raw: forms.Raw,
    keys: Collection[str] | None,
    user: User | None,
    *,
    files: forms.Files,
) -> Answers:
    """Check the part of a start form that has these keys. Raises: AnswersRefused, NotFound, NotAllowed."""
    return forms.validate(read_startable(process_id, user).form, raw, keys=keys, today=today(), files=files)


@until_whole
def start_case(
    process_id: str,
    raw: forms.Raw,
    user: User | None,
    *,
    idempotency_key: str | None = None,
    received_on: date | None = None,
) -> StartedCase:
    """Start a case with the answers to its start form. Repeating the key gives the case that already exists.

    `process_id` is that of a `StartableProcess`, so that it may name one of several plain starts.

    Personal fields go to a person record, all others become variables. Files are those stored under the key.
    `received_on` is for staff who enter what came in on an earlier day, on paper for instance.

    Raises: NotFound, NotAllowed, AnswersRefused, ReceiptRefused, ExecutionFailed.
    """
    key_hash = hash_secret(idempotency_key) if idempotency_key else None
    startable = read_startable(process_id, user)
    received = _require_receipt(startable, user, received_on) if received_on is not None else None
    with transaction() as session:
        if key_hash:
            lock_name(session, f"idempotency:{key_hash}")
        if key_hash and (known := session.scalar(select(Case).where(Case.idempotency_key == key_hash))) is not None:
            return StartedCase(known.id, known.reference, secret_of(known.id))
        form, holder = startable.form, keeping.holder_of_start(idempotency_key) if idempotency_key else ""
        given = forms.validate(form, raw, today=today(), files=keeping.usable(session, form, holder, {}))
        process_id, _, _ = process_id.partition(".")
        case = begin(session, process_id, given, form=form, by=user, start=startable.element_id, received=received)
        keeping.attach(session, form, given, holder, case.id, None)
        case.idempotency_key = key_hash
        return StartedCase(case.id, case.reference, secret_of(case.id))


def _require_receipt(startable: StartableProcess, user: User | None, day: date) -> date | None:
    """The day on which something came in; None for today, since its term counts from there anyhow.

    Raises: NotAllowed, ReceiptRefused.
    """
    require(user, "date_receipt", StartSubject(startable.startable_by))
    if not startable.has_term:
        raise ReceiptRefused({"ontvangen": "no_term"})
    if day > today():
        raise ReceiptRefused({"ontvangen": "in_future"})
    if day < today() - LONGEST_UNENTERED:
        raise ReceiptRefused({"ontvangen": "far_away"})
    return day if day < today() else None
