"""Surroundings: what the expressions of a case may read besides its variables: the clock, the groups, the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.finding.locking import LockedCase
from engine.models import Account, AccountGroup, Case
from engine.municipality import LateCalendar, here, now
from engine.workflow import Surroundings


class Members(Mapping[str, tuple[Mapping[str, str], ...]]):
    """The groups with their members, read from the accounts when somebody first asks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _read(self) -> dict[str, tuple[Mapping[str, str], ...]]:
        query = (
            select(AccountGroup.group_id, Account.id, Account.role)
            .join(Account, Account.id == AccountGroup.account_id)
            .where(Account.active)
            .order_by(AccountGroup.group_id, Account.username)
        )
        groups: dict[str, list[dict[str, str]]] = {}
        for group, account_id, role in self._session.execute(query):
            groups.setdefault(group, []).append({"id": account_id, "rol": role})
        return {group: tuple(members) for group, members in groups.items()}

    def __getitem__(self, group: str) -> tuple[Mapping[str, str], ...]:
        return self._read[group]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def of_case(session: Session, case: Case | LockedCase) -> Surroundings:
    """What the expressions of a case may read at this moment."""
    return _find(session, case.reference, case.submitter_id)


def of_no_case(session: Session) -> Surroundings:
    """The same for what is computed for many cases at once, and says nothing of any of them."""
    return _find(session, "", None)


def _find(session: Session, reference: str, submitter_id: str | None) -> Surroundings:
    return Surroundings(
        now=now(),
        reference=reference,
        submitter_id=submitter_id,
        groups=Members(session),
        calendar=LateCalendar(session),
        zone=here().settings.zone,
    )
