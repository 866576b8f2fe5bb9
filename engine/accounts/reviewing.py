"""Reviewing: whether everybody still needs the rights that they have, and that somebody looked (ISO 27002, 5.18).

The list is made of what the history has anyway: nothing more is kept about when people work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.accounts.rights import KINDS, REVIEWED, names_of_accounts
from engine.errors import RepairRefused
from engine.models import Account, HistoryEvent, Task, Viewing
from engine.municipality import here, now, reading, transaction
from engine.permissions import OPERATOR, PROCESS_OWNER, require
from engine.tidying import tidy_line
from engine.views import User

GIVING = ("account_found", "account_added", "account_unblocked", "account_groups_changed")
"""Kinds of events by which an account got the groups that it has."""
QUIET = timedelta(days=183)
"""After this long without anything, somebody is asked whether the account is still needed; also between two reviews."""
LONGEST_REMARK = 500


@dataclass(frozen=True, slots=True)
class Held:
    """An account that can sign in, with the rights that it has, and what a reviewer should look at."""

    username: str
    name: str
    groups: tuple[str, ...]
    since: date | None
    """When it got these groups."""
    given_by: str
    last_act: date | None
    """When its owner last did or looked at something; None for never."""
    open_tasks: int
    remarks: tuple[str, ...]
    """Codes: `quiet`, `never` or `both`: it may manage accounts as well as processes."""


@dataclass(frozen=True, slots=True)
class Review:
    """All accounts that can sign in, and when this list was last reviewed, by whom."""

    accounts: tuple[Held, ...]
    reviewed_at: datetime | None
    reviewed_by: str


def read_review(user: User) -> Review:
    """Who has which rights, since when and by whom, and whether they use them. Raises: NotAllowed."""
    require(user, "manage_accounts", None)
    with reading() as session:
        last = session.scalar(_last_review().limit(1))
        accounts = session.scalars(select(Account).where(Account.active).order_by(Account.username)).unique().all()
        given, acts = _read_given(session), _read_acts(session)
        open_now = select(Task.assignee, func.count()).where(Task.state == "open").group_by(Task.assignee)
        tasks = {assignee: count for assignee, count in session.execute(open_now) if assignee is not None}
        ids = {by for _, by in given.values()} | ({last.person_id} if last is not None else set())
        names = names_of_accounts(session, ids)
        held = tuple(_tell(account, given, acts.get(account.id), tasks, names) for account in accounts)
        return Review(held, last.at if last is not None else None, names[last.person_id] if last is not None else "")


def _last_review() -> Select[HistoryEvent]:
    about = HistoryEvent.case_id.is_(None), HistoryEvent.kind == REVIEWED
    return select(HistoryEvent).where(*about).order_by(HistoryEvent.sequence.desc())


def _read_given(session: Session) -> dict[str, tuple[datetime, str]]:
    """By account, when it got the groups that it has, and by whom."""
    query = select(HistoryEvent.at, HistoryEvent.person_id, HistoryEvent.facts)
    query = query.where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_(GIVING))
    rows = session.execute(query.order_by(HistoryEvent.sequence))
    return {str(facts["account"]): (at, by) for at, by, facts in rows}


def _read_acts(session: Session) -> dict[str, date]:
    """By person, the day on which they last did something, or looked at something about a submitter."""
    zone = here().settings.zone
    acts = select(HistoryEvent.person_id, func.max(HistoryEvent.at)).group_by(HistoryEvent.person_id)
    found = {person: at.astimezone(zone).date() for person, at in session.execute(acts)}
    for person, day in session.execute(select(Viewing.person_id, func.max(Viewing.day)).group_by(Viewing.person_id)):
        found[person] = max(day, found.get(person, day))
    return found


def _tell(
    account: Account,
    given: Mapping[str, tuple[datetime, str]],
    last_act: date | None,
    tasks: Mapping[str, int],
    names: Mapping[str, str],
) -> Held:
    at, by = given.get(account.id, (None, ""))
    since = at.astimezone(here().settings.zone).date() if at is not None else None
    groups = tuple(sorted(group.group_id for group in account.groups))
    return Held(
        account.username,
        account.person.name,
        groups,
        since,
        names.get(by, ""),
        last_act,
        tasks.get(account.id, 0),
        tuple(_remark(groups, since, last_act)),
    )


def _remark(groups: tuple[str, ...], since: date | None, last_act: date | None) -> Iterator[str]:
    if {OPERATOR, PROCESS_OWNER} <= set(groups):
        yield "both"
    long_ago = now().astimezone(here().settings.zone).date() - QUIET
    if last_act is None and since is not None and since < long_ago:
        yield "never"
    elif last_act is not None and last_act < long_ago:
        yield "quiet"


def record_review(user: User, remark: str) -> int:
    """Record that somebody went through all accounts, with what came of it. Returns how many there were.

    Raises:
        NotAllowed.
        RepairRefused: no remark.
    """
    require(user, "manage_accounts", None)
    told = tidy_line(remark, LONGEST_REMARK)
    if not told:
        raise RepairRefused({"reden": "required"})
    with transaction() as session:
        annals.lock(session)
        count = session.scalar(select(func.count()).select_from(Account).where(Account.active)) or 0
        annals.record(session, [events.RightsReviewed(count, told)], user.id)
        return count


def last_reviewed(session: Session) -> datetime | None:
    """When rights were last reviewed; before the first time, when there began to be accounts. None for neither."""
    last = session.scalar(_last_review().limit(1))
    if last is not None:
        return last.at
    about = HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_(KINDS)
    first: datetime | None = session.scalar(select(func.min(HistoryEvent.at)).where(*about))
    return first
