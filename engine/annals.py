"""Annals: the municipality's own history, of what happens outside any case: one writer at a time.

Its processes and their changes, its calendar, its accounts, what it destroys and what it seals are all links of one
chain. So whoever is going to add to it first waits for whoever is adding to it now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from engine import history
from engine.database import lock_name
from engine.events import Event
from engine.municipality import now

_NO_VERSION: Mapping[str, str] = MappingProxyType({})


def lock(session: Session) -> None:
    """Be the only writer until the transaction ends.

    Called before rows are locked: two acts that take their locks in another order can wait for each other.
    """
    # The name from when only processes were recorded here; servers of an older release take the same lock by it.
    lock_name(session, "deploy")


def record(
    session: Session,
    happened: Iterable[Event],
    by: str,
    *,
    at: datetime | None = None,
    definitions: Mapping[str, str] = _NO_VERSION,
) -> None:
    """Add what happened, in the transaction in which it does. The caller has called `lock`.

    It happened now, or `at` the moment at which the act looked at the clock. `definitions` maps the id of a process to
    that of the version that an event is about.
    """
    history.record(session, happened, case_id=None, by=by, at=at or now(), definitions=definitions)
