"""Correlation: delivering messages and signals to the cases that wait for them, or that they begin."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from engine import events, workflow
from engine.colliding import until_whole
from engine.errors import NotWaiting, Unavailable
from engine.finding import locking
from engine.models import Case, HeldKey, Message
from engine.municipality import transaction
from engine.running import answers, kept_messages, progress, surroundings
from engine.running.beginning import begin
from engine.running.kept_messages import Incoming, Seen
from engine.versions import definitions, starts
from engine.views import SYSTEM, Answers, Correlation, User

ATTEMPTS = 20
"""How often a message is retried because the cases that wait for it have changed meanwhile."""


@until_whole
def send_message(case_id: str, message: str, payload: Answers, by: User = SYSTEM) -> None:
    """Give a message to one case. Raises: NotFound, CaseEnded, NotWaiting."""
    with transaction() as session:
        give(session, locking.lock_case(session, case_id), message, payload, by=by.id)


@until_whole
def correlate_message(
    message: str,
    key: str,
    payload: Answers,
    by: User = SYSTEM,
    *,
    message_id: str | None = None,
    time_to_live: timedelta = timedelta(),
    sent_from: str | None = None,
) -> Correlation:
    """Give a message to the cases that wait for it with this correlation key, and begin those that it begins.

    Of each process it goes to one case: to the waiting case that was begun first; else a new one begins, unless a
    running case was begun with the same key. Without a key (`""`) it only begins cases. As long as the message lives, a
    case that begins to wait gets it then. For thirty days, a second message with the same name, key and `message_id`
    changes nothing, and gets the same answer as the first.

    Raises:
        NotWaiting: nobody got it, and it does not live on. Nothing is stored, so it may be sent again.
        ExecutionFailed: what it triggers cannot go on. Nothing has happened, so it may be sent again.
        ValueError: a name, key or id is empty where it must not be, or too long.
    """
    _require_short(message, key, message_id)
    late: set[Seen] = set()
    attempts = 0
    while attempts < ATTEMPTS:
        try:
            with transaction() as session:
                values = answers.to_values(payload)
                incoming = Incoming(message, key, values, by, message_id, time_to_live, sent_from)
                return _receive(session, incoming, late)
        except _MovedOn:
            attempts += 1
        except _TooLate as error:
            late.add(error.seen)
    raise Unavailable(f"the cases that wait for {message!r} keep changing")


class _MovedOn(Exception):
    """Before the name and key were locked, other cases began to wait for the message, or stopped waiting."""


class _TooLate(Exception):
    """In a case that seems to wait, a deadline that nobody has processed yet came first: another may be waiting."""

    def __init__(self, seen: Seen) -> None:
        super().__init__(*seen)
        self.seen = seen


def _require_short(message: str, key: str, message_id: str | None) -> None:
    for text, longest in ((message, 200), (key, 300), (message_id or "", 200)):
        if len(text) > longest:
            raise ValueError(f"{text[:20]!r}… is longer than {longest}")
    if not message or message_id == "":
        raise ValueError("a message has a name, and an id is not empty")


def _receive(session: Session, incoming: Incoming, late: Collection[Seen]) -> Correlation:
    """`late` are cases to pass over."""
    name, key = incoming.name, incoming.key
    waiting = kept_messages.find_waiting(session, name, key, late)
    cases = [locking.lock_case(session, case_id) for case_id in waiting]
    kept_messages.lock(session, name, key)
    if (known := kept_messages.find_known(session, incoming)) is not None:
        return _answer(session, known)
    if kept_messages.find_waiting(session, name, key, late) != waiting:
        raise _MovedOn
    row = kept_messages.keep(session, incoming)
    for case in cases:
        seen = case.id, case.revision
        try:
            give(session, case, name, incoming.values, by=incoming.by.id, key=key, noting=row)
        except NotWaiting as error:
            raise _TooLate(seen) from error
    _begin_cases(session, row)
    answer = _answer(session, row)
    if not answer.case_ids and incoming.lives <= timedelta():
        raise NotWaiting(name)
    return answer


def _begin_cases(session: Session, row: Message) -> None:
    """Begin a case of each process that the message begins, and of which no case got the message."""
    had = kept_messages.deliveries_of(session, row)
    for process_id, element_id in starts.begun_by_message(session, row.name):
        if process_id in had or (row.key and not kept_messages.hold_key(session, process_id, row.key)):
            continue
        values = kept_messages.values_of(row)
        by = User(row.sent_by, "")
        case = begin(session, process_id, values, by=by, linked_case_id=row.sent_from, start=element_id)
        kept_messages.note_delivery(session, row, case)
        if row.key and case.state not in locking.ENDED:
            session.add(HeldKey(process_id=process_id, key=row.key, case_id=case.id))
            session.flush()


def begin_by_kept(session: Session, row_id: str, process_id: str | None, key: str) -> None:
    """Begin the cases that a kept message is to begin, or another with its key if it has expired, within the caller's
    transaction."""
    row = kept_messages.hold_kept(session, row_id, process_id, key)
    if row is not None:
        kept_messages.lock(session, row.name, row.key)
        _begin_cases(session, row)


def _answer(session: Session, row: Message) -> Correlation:
    return Correlation(row.id, tuple(kept_messages.deliveries_of(session, row).values()), row.expires_at)


def give(
    session: Session,
    case: Case,
    message: str,
    payload: Answers,
    *,
    by: str,
    first: Sequence[events.Event] = (),
    key: str | None = None,
    ref: str | None = None,
    noting: Message | None = None,
) -> events.MessageReceived:
    """Give a message to a case that the caller has locked, within the caller's transaction. Raises as send_message.

    With a `key`, to what waits with that key; with a `ref`, to that alone. `noting` is where it is written down that
    the case got it.
    """
    locking.require_running(case)
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    step = workflow.correlate(
        compiled,
        locking.state_of(session, case),
        message,
        answers.to_values(payload),
        surroundings.of_case(session, case),
        key,
        ref,
    )
    if noting is not None:
        # Before the step is written: a case that then waits for this message again would find it among the kept ones.
        kept_messages.note_delivery(session, noting, case)
    progress.apply(session, case, step, by=by, first=first)
    return next(event for event in step.events if isinstance(event, events.MessageReceived))


def take_signal(session: Session, case_id: str, name: str) -> None:
    """Deliver a signal from another case, within the caller's transaction.

    What waited when it was thrown may be gone: then nothing happens, as for any signal that nobody waits for.
    """
    case = locking.lock_case(session, case_id)
    if case.state in locking.ENDED:
        return
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    state = locking.state_of(session, case)
    try:
        step = workflow.take_signal(compiled, state, name, surroundings.of_case(session, case))
    except NotWaiting:
        return
    progress.apply(session, case, step, by=SYSTEM.id)
