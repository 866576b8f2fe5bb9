"""Lifecycle: starting a case by a form, opening it by its secret link, withdrawing it, and firing what is due in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, forms, workflow
from engine.colliding import until_whole
from engine.database import connection_of, lock_name, wait_briefly
from engine.dialect import naming
from engine.dialect.elements import Process
from engine.dialect.starts import plain_starts
from engine.documents import keeping
from engine.errors import ExecutionFailed, NotFound, ReceiptRefused
from engine.finding import locking
from engine.finding.caselist import subject_of
from engine.models import Case, Definition, PendingTimer, Person, Task
from engine.municipality import now, reading, today, transaction
from engine.permissions import SUBMITTER, may, require
from engine.running import answers, progress
from engine.running.beginning import begin, hash_secret, secret_of
from engine.running.correlation import give
from engine.subjects import StartSubject
from engine.versions import definitions
from engine.views import SYSTEM, Answers, OpenedLink, StartableProcess, StartedCase, User

PATIENCE = 1
"""Seconds that a worker waits for whoever has a case locked of which a moment has come."""
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
        case = begin(session, process_id, given, form, by=user, start=startable.element_id, received=received)
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


def open_secret_link(secret: str) -> User:
    """The submitter whose link this is. Raises: NotFound."""
    for link in list_links([secret[:200]]):
        return link.user
    raise NotFound("link")


def list_links(secrets: Collection[str]) -> tuple[OpenedLink, ...]:
    """What these secret links open, in their order. A link that opens nothing (any more) is left out silently."""
    hashes = [hash_secret(secret) for secret in secrets]
    with reading() as session:
        query = select(Case, Person.name).join(Person, Person.id == Case.submitter_id, isouter=True)
        found = query.where(Case.secret_hash.in_(hashes), Case.submitter_id.is_not(None))
        rows = {case.secret_hash: (case, name) for case, name in session.execute(found)}
        asked = _asked(session, [case.id for case, _ in rows.values()]) if rows else frozenset()
        return tuple(
            _opened(secret, *rows[hashed], asked)
            for secret, hashed in zip(secrets, hashes, strict=True)
            if hashed in rows
        )


def _asked(session: Session, case_ids: Collection[str]) -> frozenset[str]:
    """Those of the cases in which something is asked of the submitter."""
    query = select(Task.case_id, Task.candidate_groups).where(Task.case_id.in_(case_ids), Task.state == "open")
    return frozenset(case_id for case_id, groups in session.execute(query) if SUBMITTER in groups)


def _opened(secret: str, case: Case, name: str | None, asked: Collection[str]) -> OpenedLink:
    return OpenedLink(
        secret=secret,
        user=User(str(case.submitter_id), name or "Indiener", frozenset({SUBMITTER}), "inwoner", case.id),
        reference=case.reference,
        title=case.title,
        status=case.status,
        started_at=case.started_at,
        asks=case.id in asked,
    )


@until_whole
def withdraw_case(case_id: str, user: User, reason: str) -> None:
    """Withdraw an idea, at any moment that its diagram allows. Raises: NotFound, NotAllowed, CaseEnded, NotWaiting."""
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        require(user, "read_own_case" if user.is_submitter else "read_case", subject_of(case))
        locking.require_running(case)
        require(user, "withdraw", subject_of(case))
        payload = {"reden_intrekking": reason.strip()[:2000]}
        given = answers.seal(progress.to_values(payload))
        withdrawn = events.CaseWithdrawn(tuple(payload), given.digest)
        at = give(session, case, progress.WITHDRAWAL, payload, by=user.id, first=[withdrawn])
        place = {"process_id": at.process_id, "definition_id": case.bindings[at.process_id]}
        row = answers.row_of(given, case.id, by=user.id, element_id=at.element_id, **place)
        answers.keep(connection_of(session), row)


@until_whole
def let_time_pass(case_id: str) -> bool:
    """Fire what is due in one case; returns whether anything was. A case that cannot go on gets an incident.

    Raises: NotFound. Unavailable: also where somebody has the case locked.
    """
    revision = 0
    try:
        with transaction() as session:
            # Other cases wait behind this one.
            wait_briefly(session, PATIENCE)
            case = locking.lock_case(session, case_id)
            revision = case.revision
            due = session.scalar(
                select(PendingTimer.ref).where(PendingTimer.case_id == case_id, PendingTimer.due_at <= now()).limit(1)
            )
            if due is None or case.state in locking.ENDED or case.incident is not None:
                return False
            compiled = definitions.compiled_for(session, case.process_id, case.bindings)
            step = workflow.pass_time(
                compiled, locking.state_of(session, case), progress.surroundings_of(session, case)
            )
            progress.apply(session, case, step, by=SYSTEM.id)
            return True
    except ExecutionFailed as error:
        with transaction() as session:
            case = locking.lock_case(session, case_id)
            # It was not locked in between: another worker may have met the same, or somebody let the case go on.
            if case.incident is None and case.revision == revision:
                progress.raise_incident(session, case_id, error, SYSTEM.id)
        return False
