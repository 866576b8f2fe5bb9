"""Publishing: the text of a status that the submitter reads, stored apart from the history and proved by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine import events, history
from engine.finding.locking import LockedCase
from engine.models import Case, Publication
from engine.workflow import Step


def keep(
    session: Session, case: Case | LockedCase, step: Step, following: Sequence[events.Event], moment: datetime
) -> list[events.Event]:
    """Store what a step published; returns its events, with the digest of the text of each status."""
    told, said = list(following), iter(step.publications)
    for number, event in enumerate(told):
        if isinstance(event, events.StatusPublished):
            publication = next(said)
            told[number] = publish(session, case.id, event, publication.text, moment)
    return told


def publish(
    session: Session, case_id: str, event: events.StatusPublished, text: str | None, moment: datetime
) -> events.StatusPublished:
    """Store a status with its text; returns its event, with the digest of the text."""
    salt = history.new_salt()
    session.add(Publication(case_id=case_id, status=event.status, text=text, salt=salt, at=moment))
    return replace(event, digest=digest_of(event.status, text, salt))


def digest_of(status: str, text: str | None, salt: str) -> str:
    return history.salted_digest([status, text], salt)
