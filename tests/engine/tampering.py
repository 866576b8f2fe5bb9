"""Tampering: what somebody with access to the database can do behind the engine's back."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import history, models
from engine.database import at_the_end, connection_of
from engine.models import HistoryEvent
from engine.municipality import transaction


def lift_guards(session: Session) -> None:
    """Make the database accept everything, in this transaction: somebody who tampers would restore the guards."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    guards = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in guards:
        session.execute(text(f"DROP TRIGGER {name}"))

    def put_back() -> None:
        for _, sql in guards:
            connection_of(session).exec_driver_sql(sql)

    at_the_end(session, put_back)


def tamper(statement: str, **told: object) -> None:
    """Change rows that no guard is on."""
    with transaction() as session:
        session.execute(text(statement), told)


def take_out_case(case_id: str) -> None:
    """Delete every row of a case, including its history."""
    with transaction() as session:
        lift_guards(session)
        for table in reversed(models.Base.metadata.sorted_tables):
            if "case_id" in table.c:
                session.execute(table.delete().where(table.c.case_id == case_id))
        session.execute(text("DELETE FROM cases WHERE id = :id"), {"id": case_id})


def take_out_events(case_id: str | None, last: int) -> None:
    """The last events of a chain."""
    with transaction() as session:
        lift_guards(session)
        for event in _chain(session, case_id)[-last:]:
            session.delete(event)


def change_event(case_id: str | None, number: int, **changed: object) -> int:
    """Change one event, but not its digest; returns its global number."""
    with transaction() as session:
        lift_guards(session)
        event = _chain(session, case_id)[number]
        for name, value in changed.items():
            setattr(event, name, value)
        return event.sequence


def retell(case_id: str | None, number: int, **changed: object) -> None:
    """Change what one event says, and recompute the digests of the chain from there, so that it is consistent."""
    with transaction() as session:
        lift_guards(session)
        previous = history.FIRST
        for place, event in enumerate(_chain(session, case_id)):
            for name, value in changed.items() if place == number else ():
                setattr(event, name, value)
            event.previous = previous
            event.digest = previous = history.digest_of(event)


def _chain(session: Session, case_id: str | None) -> list[HistoryEvent]:
    query = session.query(HistoryEvent).where(
        HistoryEvent.case_id == case_id if case_id else HistoryEvent.case_id.is_(None)
    )
    return list(query.order_by(HistoryEvent.sequence))
