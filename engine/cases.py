"""Cases: starting one, giving it messages, letting its time pass, and finding it back."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions, events, forms, history, locking, progress, workflow
from engine.caselist import subject_of
from engine.correlation import give
from engine.database import lock_name
from engine.dialect import feel
from engine.errors import ExecutionFailed, NotFound
from engine.models import Answer, Case, Counter, Definition, PendingTimer, Person, new_id
from engine.municipality import here, now, reading, today, transaction
from engine.permissions import StartSubject, may, require
from engine.views import SYSTEM, Answers, StartableProcess, StartedCase, User

Raw = Mapping[str, str | list[str]]
EVERYONE = "iedereen"


def list_startable(user: User | None) -> tuple[StartableProcess, ...]:
    """The processes that this user, or a visitor for None, may start."""
    with reading() as session:
        rows = session.scalars(select(Definition).where(Definition.in_use).order_by(Definition.name))
        found = (_startable(session, row) for row in rows)
        return tuple(s for s in found if s is not None and may(user, "start", StartSubject(s.startable_by)))


def read_startable(process_id: str, user: User | None) -> StartableProcess:
    """One process that this user may start, with its form. Raises: NotFound, NotAllowed."""
    with reading() as session:
        row = session.scalar(select(Definition).where(Definition.process_id == process_id, Definition.in_use))
        startable = _startable(session, row) if row is not None else None
        if startable is None:
            raise NotFound("process", process_id)
        require(user, "start", StartSubject(startable.startable_by))
        return startable


def _startable(session: Session, row: Definition) -> StartableProcess | None:
    process = definitions.files_of(session, row.id).process
    for element in process.elements.values():
        if element.kind == "startEvent" and element.parent == process.id and element.form_id:
            groups = element.properties.get("startableBy", "")
            form = definitions.form_of(session, row.id, element.form_id)
            by = frozenset(group.strip() for group in groups.split(",") if group.strip())
            return StartableProcess(row.process_id, row.name, form, process.documentation or "", by)
    return None


def check_answers(process_id: str, raw: Raw, keys: Collection[str] | None, user: User | None = None) -> Answers:
    """Check the part of a start form that has these keys. Raises: AnswersRefused, NotFound, NotAllowed."""
    return forms.validate(read_startable(process_id, user).form, raw, keys=keys, today=today())


def start_case(
    process_id: str,
    raw: Raw,
    user: User | None,
    *,
    idempotency_key: str | None = None,
) -> StartedCase:
    """Start a case with the answers to its start form. The same key again gives the case that is already there.

    Personal fields go to a person record, all others become variables.

    Raises: NotFound, NotAllowed, AnswersRefused, ExecutionFailed.
    """
    key_hash = _hash(idempotency_key) if idempotency_key else None
    startable = read_startable(process_id, user)
    with transaction() as session:
        if key_hash:
            lock_name(session, f"idempotency:{key_hash}")
        if key_hash and (known := session.scalar(select(Case).where(Case.idempotency_key == key_hash))) is not None:
            return StartedCase(known.id, known.reference, secret_of(known.id))
        answers = forms.validate(startable.form, raw, today=today())
        case = begin(session, process_id, answers, startable.form, by=user)
        case.idempotency_key = key_hash
        return StartedCase(case.id, case.reference, secret_of(case.id))


def begin(
    session: Session,
    process_id: str,
    answers: Answers,
    form: forms.Form | None,
    *,
    by: User | None,
    submitter_id: str | None = None,
    linked_case_id: str | None = None,
) -> Case:
    """Start a case within the caller's transaction. `submitter_id` is for a case that follows from another."""
    bindings = definitions.bind(session, process_id)
    process = definitions.files_of(session, bindings[process_id]).process
    start = next(e for e in process.elements.values() if e.kind == "startEvent" and e.parent == process.id)
    personal = form.personal_fields if form else {}
    if submitter_id is None and personal:
        submitter_id = _add_person(session, {kind: answers.get(key) for key, kind in personal.items()})
    variables = {key: value for key, value in answers.items() if key not in personal}
    case_id = new_id()
    case = Case(
        id=case_id,
        reference=_next_reference(session, process.properties.get("referencePrefix", process_id.upper())),
        process_id=process_id,
        bindings=bindings,
        submitter_id=submitter_id,
        secret_hash=_hash(secret_of(case_id)) if submitter_id else None,
        linked_case_id=linked_case_id,
        statutory_term=start.properties.get("statutoryTerm"),
        started_at=now(),
        updated_at=now(),
        title=process.name or process_id,
        status="",
        state="running",
        suspensions=[],
        positions=[],
        revision=0,
    )
    session.add(case)
    session.flush()
    who = by.id if by is not None else submitter_id or SYSTEM.id
    salt = history.new_salt()
    given = feel.to_json(progress.to_values(variables))
    if form is not None:
        session.add(
            Answer(
                case_id=case.id,
                process_id=process_id,
                definition_id=bindings[process_id],
                element_id=start.id,
                form_id=form.id,
                given=given,
                salt=salt,
                given_by=who,
                given_at=now(),
            )
        )
    compiled = definitions.compiled_for(session, process_id, bindings)
    step = workflow.start(compiled, progress.to_values(variables), progress.surroundings_of(session, case))
    started = events.CaseStarted(
        process_id, case.reference, tuple(sorted(answers)), history.salted_digest(given, salt), linked_case_id
    )
    progress.apply(session, case, step, by=who, first=[started])
    return case


def _add_person(session: Session, values: Mapping[str, Any]) -> str:
    person = Person(
        id=new_id(),
        name=values.get("name") or "Onbekend",
        email=values.get("email"),
        phone=values.get("phone"),
        address=values.get("address"),
        created_at=now(),
    )
    session.add(person)
    session.flush()
    return person.id


def _next_reference(session: Session, prefix: str) -> str:
    year = now().astimezone(here().settings.zone).year
    name = f"{prefix}-{year}"
    lock_name(session, f"counter:{name}")
    counter = session.scalar(select(Counter).where(Counter.name == name).with_for_update())
    if counter is None:
        counter = Counter(name=name, value=0)
        session.add(counter)
    counter.value += 1
    session.flush()
    return f"{name}-{counter.value:04d}"


def secret_of(case_id: str) -> str:
    """The secret of a case's link: 128 bits that only the server's key can make again, so none needs to be stored."""
    key = here().settings.read_secret_key().encode()
    digest = hmac.new(key, b"case link:" + case_id.encode(), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def open_secret_link(secret: str) -> User:
    """The submitter whose link this is. Raises: NotFound."""
    with reading() as session:
        case = session.scalar(select(Case).where(Case.secret_hash == _hash(secret[:200])))
        if case is None or case.submitter_id is None:
            raise NotFound("link")
        person = session.get(Person, case.submitter_id)
        name = person.name if person is not None else "Indiener"
        return User(case.submitter_id, name, frozenset({"indiener"}), "inwoner", case.id)


def withdraw_case(case_id: str, user: User, reason: str) -> None:
    """Withdraw an idea, at any moment that its diagram allows. Raises: NotFound, NotAllowed, CaseEnded, NotWaiting."""
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        require(user, "read_own_case" if user.is_submitter else "read_case", subject_of(case))
        locking.require_running(case)
        require(user, "withdraw", subject_of(case))
        payload = {"reden_intrekking": reason.strip()[:2000]}
        given, salt = feel.to_json(progress.to_values(payload)), history.new_salt()
        withdrawn = events.CaseWithdrawn(tuple(payload), history.salted_digest(given, salt))
        received = give(session, case, progress.WITHDRAWAL, payload, by=user.id, first=[withdrawn])
        session.add(
            Answer(
                case_id=case.id,
                process_id=received.process_id,
                definition_id=case.bindings[received.process_id],
                element_id=received.element_id,
                form_id="",
                given=given,
                salt=salt,
                given_by=user.id,
                given_at=now(),
            )
        )


def let_time_pass(case_id: str) -> bool:
    """Fire what is due in one case; whether anything was. A case that cannot go on gets an incident."""
    try:
        with transaction() as session:
            case = locking.lock_case(session, case_id)
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
            progress.raise_incident(session, case_id, error, SYSTEM.id)
        return False
