"""Sealing: a file that records what the history is now, to prove later that all of it still exists, unchanged."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, events, proving
from engine.models import HistoryEvent, Person
from engine.municipality import here, now, reading, snapshot, transaction
from engine.permissions import require
from engine.proving import seals
from engine.views import SYSTEM, SealView, User

LAST = 20
"""How many of the last seals are listed."""


def make_seal(user: User) -> tuple[str, bytes]:
    """A seal of the present history: a name for a file, and the file. The history records that it was made.

    Raises: NotAllowed.
    """
    require(user, "prove_history", None)
    with transaction() as session:
        annals.lock(session)
        return seal(session, user)


def seal(session: Session, user: User) -> tuple[str, bytes]:
    """The same within the caller's transaction, which holds the history of the municipality (`annals.lock`)."""
    moment, settings = now(), here().settings
    taken = seals.take(session, settings.municipality, moment)
    made = events.SealMade(taken.mark, taken.events, len(taken.heads))
    annals.record(session, [made], user.id, at=moment)
    return f"bewijs-{moment.astimezone(settings.zone):%Y-%m-%d-%H%M}", seals.write(taken)


def prove_history(user: User, file: bytes | None = None) -> proving.Proof:
    """Prove that nothing was changed behind the engine's back; with the file of a seal, also not everything at once.

    It reads the whole history as of one moment, and blocks nobody: about eight seconds for twelve hundred ideas.

    Raises: NotAllowed, SealRefused, HistoryBroken.
    """
    require(user, "prove_history", None)
    against = seals.read(file) if file is not None else None
    with snapshot() as session:
        return proving.prove(session, against)


def list_seals(user: User) -> tuple[SealView, ...]:
    """The last seals that were made, the newest first. Raises: NotAllowed."""
    require(user, "prove_history", None)
    with reading() as session:
        query = select(HistoryEvent, Person.name).outerjoin(Person, Person.id == HistoryEvent.person_id)
        of_seals = query.where(HistoryEvent.case_id.is_(None), HistoryEvent.kind == "seal_made")
        rows = session.execute(of_seals.order_by(HistoryEvent.sequence.desc()).limit(LAST)).all()
        return tuple(
            SealView(event.at, name or SYSTEM.name, event.facts["mark"], event.facts["events"]) for event, name in rows
        )
