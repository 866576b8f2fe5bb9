"""Kept messages: those that came before any case waited for them, and those that are remembered by their id.

A case that begins to wait is locked; whoever delivers a message has locked the cases that it goes to. Both then lock
the name and key of the message. So one of the two always sees the row of the other, and neither waits in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import and_, bindparam, delete, select, update
from sqlalchemy.orm import Session

from engine.database import connection_of, lock_name
from engine.dialect import feel
from engine.models import Case, HeldKey, Message, MessageDelivery, Subscription, new_id, table_of
from engine.municipality import now, reading, transaction
from engine.prepared import Prepared
from engine.requesting import ask_for, new_job
from engine.versions import starts
from engine.views import User

_HELD: Final[Any] = {"read": True, "key_share": True}
"""How the row of a message is locked that is being taken: it stays until then, whatever the clock of a worker says that
is about to forget it. Several may take it at once."""
Seen = tuple[str, int]
"""A case, and its revision when it was looked at."""
AT_ONCE = 1000
"""How many messages are forgotten in one transaction."""
REMEMBERED = timedelta(days=30)
"""The minimum time for which the id that a sender gave a message is remembered, so that a message counts once."""


# ---- what comes in ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that is being delivered: to what waits for its name with its key."""

    name: str
    key: str
    values: Mapping[str, Any]
    by: User
    message_id: str | None = None
    """What its sender calls it: a second one with this id changes nothing."""
    lives: timedelta = timedelta()
    """How long it is kept for cases that begin to wait."""
    sent_from: str | None = None
    """The case that sent it."""


def lock(session: Session, name: str, key: str) -> None:
    """Let nobody else deliver or take messages of this name and key until the transaction ends."""
    lock_name(session, f"message:{name}:{key}")


def find_waiting(session: Session, name: str, key: str, besides: Collection[Seen] = ()) -> list[str]:
    """The cases that wait for a message: of each process the one that was begun first, `besides` those passed over."""
    if not key:
        return []  # What waits without a key is queried by case, and in no other way.
    query = (
        select(Case.process_id, Case.id, Case.revision)
        .join(Subscription, Subscription.case_id == Case.id)
        .where(Subscription.kind == "message", Subscription.message == name, Subscription.key == key)
        .order_by(Case.started_at.desc(), Case.id.desc())
    )
    oldest: dict[str, str] = {}
    for process_id, case_id, revision in session.execute(query):
        if (case_id, revision) not in besides:
            oldest[process_id] = case_id
    return sorted(oldest.values())


def find_known(session: Session, incoming: Incoming) -> Message | None:
    """The earlier message with the same id."""
    if incoming.message_id is None:
        return None
    same = (Message.name == incoming.name, Message.key == incoming.key, Message.message_id == incoming.message_id)
    return session.scalar(select(Message).where(*same))


def keep(session: Session, incoming: Incoming) -> Message:
    """Write down a message, for those that begin to wait as long as it lives, and for its id to be known after that."""
    moment, lives = now(), incoming.lives
    row = Message(
        id=new_id(),
        name=incoming.name,
        key=incoming.key,
        message_id=incoming.message_id,
        payload=feel.to_json(dict(incoming.values)),
        sent_by=incoming.by.id,
        sent_from=incoming.sent_from,
        received_at=moment,
        expires_at=moment + lives,
        forget_at=moment + (max(lives, REMEMBERED) if incoming.message_id else lives),
    )
    session.add(row)
    session.flush()
    return row


def note_delivery(session: Session, message: Message, case: Case) -> None:
    session.add(MessageDelivery(message=message.id, process_id=case.process_id, case_id=case.id))
    session.flush()


def deliveries_of(session: Session, message: Message) -> dict[str, str]:
    """Which cases got a message, by process."""
    query = select(MessageDelivery).where(MessageDelivery.message == message.id)
    return {row.process_id: row.case_id for row in session.scalars(query.order_by(MessageDelivery.process_id))}


# ---- who begins to wait -----------------------------------------------------------------------------------------


def find_kept(session: Session, case: Case, begun: Iterable[tuple[str, str]]) -> Iterator[Message]:
    """What was kept for a case that begins to wait for these names and keys, the oldest first.

    One at a time: the caller delivers each before the next is looked up, since the case may no longer wait by then.
    If it still waits, because more tokens do or the event can occur more often, it gets the next one too.
    """
    for name, key in sorted(set(begun)):
        lock(session, name, key)
        waits = select(Subscription.ref).where(
            Subscription.case_id == case.id, Subscription.message == name, Subscription.key == key
        )
        seen: list[str] = []
        while session.scalar(waits.limit(1)) is not None:
            message = _oldest_kept(session, [name], key, case.process_id, seen)
            if message is None:
                break
            seen.append(message.id)
            yield message


def ask_to_take(session: Session, case: Case, begun: Iterable[tuple[str, str]]) -> None:
    """Have a job deliver to a case the messages kept for it, where nothing may happen in the case at once."""
    waits = sorted(set(begun))
    if next(find_kept(session, case, waits), None) is None:
        return
    told = {"waits": [list(name_and_key) for name_and_key in waits]}
    ask_for(session, [new_job("take-kept", told, case_id=case.id)])


def values_of(message: Message) -> dict[str, feel.Value]:
    values = feel.from_json(message.payload)
    return values if isinstance(values, dict) else {}


def _oldest_kept(
    session: Session, names: list[str], key: str, process_id: str, besides: Collection[str] = ()
) -> Message | None:
    had = select(MessageDelivery.message).where(MessageDelivery.process_id == process_id)
    query = (
        select(Message)
        .where(Message.name.in_(names), Message.key == key, Message.expires_at > now(), Message.id.not_in(had))
        .where(Message.id.not_in(besides))
    )
    return session.scalar(query.order_by(Message.received_at, Message.id).limit(1).with_for_update(**_HELD))


def hold_kept(session: Session, message_id: str, process_id: str | None, key: str) -> Message | None:
    """A kept message that nobody forgets until the transaction ends. Where it has expired, the next with this key that
    begins the process; None if there is none."""
    message = session.get(Message, message_id, with_for_update=_HELD, populate_existing=True)
    if message is not None and message.expires_at > now():
        return message
    if process_id is None:  # A job of an earlier release does not say.
        return None
    return _oldest_kept(session, starts.messages_of(session, process_id), key, process_id)


# ---- keys that a case was begun with -----------------------------------------------------------------------------


def hold_key(session: Session, process_id: str, key: str) -> bool:
    """Reserve a key for a case that is to begin with it; returns whether no running case of the process holds it.

    As in Zeebe: a second message with the key of a running case begins no other. It waits, if it lives that long.
    """
    lock_name(session, f"key:{process_id}:{key}")
    return session.get(HeldKey, (process_id, key)) is None


def free_key(session: Session, case_id: str) -> None:
    """A case has ended: a kept message with the key that it was begun with may begin a case now, by a job."""
    held = session.scalar(select(HeldKey).where(HeldKey.case_id == case_id))
    if held is None:
        return
    lock_name(session, f"key:{held.process_id}:{held.key}")
    session.delete(held)
    session.flush()
    names = starts.messages_of(session, held.process_id)
    message = _oldest_kept(session, names, held.key, held.process_id)
    if message is not None:
        told = {"message": message.id, "process": held.process_id, "key": held.key}
        ask_for(session, [new_job("kept-message", told, case_id=case_id)])


# ---- forgetting -------------------------------------------------------------------------------------------------


# Two queries, so that each is answered from its own index: a worker asks this every second.
_messages = table_of(Message)
_outlived = and_(_messages.c.expires_at <= bindparam("moment"), _messages.c.payload.is_not(None))
_FORGETTABLE = tuple(
    Prepared(select(_messages.c.id).where(which).limit(1))
    for which in (_outlived, _messages.c.forget_at <= bindparam("moment"))
)


def forget() -> int:
    """Remove messages that have expired, and the payload of those that are only remembered. Returns how many."""
    moment = now()
    outlived = and_(Message.expires_at <= moment, Message.payload.is_not(None))
    with reading() as session:
        if not any(query.fetch(connection_of(session), {"moment": moment}) for query in _FORGETTABLE):
            return 0
    with transaction() as session:
        emptied = session.execute(update(Message).where(outlived, Message.forget_at > moment).values(payload=None))
        # Those that a case is taking at this moment are passed over, and forgotten the next time.
        due = select(Message.id).where(Message.forget_at <= moment).limit(AT_ONCE)
        old = session.scalars(due.with_for_update(skip_locked=True)).all()
        session.execute(delete(MessageDelivery).where(MessageDelivery.message.in_(old)))
        gone = session.execute(delete(Message).where(Message.id.in_(old)))
        return int(emptied.rowcount + gone.rowcount)  # type: ignore[attr-defined]
