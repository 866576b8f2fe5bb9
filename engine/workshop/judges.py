"""Judges: who is left to judge a change, before it turns out that everybody who may has worked on it."""

from __future__ import annotations

from sqlalchemy import select

from engine.models import Account, AccountGroup, Person
from engine.municipality import reading
from engine.permissions import PROCESS_OWNER, require
from engine.views import User
from engine.workshop.parts import editors_of, find_change


def list_judges(change_id: str, user: User) -> tuple[str, ...]:
    """The names of those who can approve a change once it is offered. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        find_change(session, change_id)
        query = (
            select(Account.id, Person.name)
            .join(Person, Person.id == Account.id)
            .join(AccountGroup, AccountGroup.account_id == Account.id)
            .where(Account.active, AccountGroup.group_id == PROCESS_OWNER)
            .order_by(Person.name)
        )
        worked = editors_of(session, change_id)
        return tuple(row.name for row in session.execute(query) if row.id not in worked)
