"""Digests: the morning mail that tells people which tasks wait for them. People who work with us only now and then
do not look in worklists, and do not give advice that they do not know was asked for.

A digest names tasks and cases by name and number, and nothing that a submitter typed: mail of the initiatiefgroep
goes to whatever provider its members have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel.dates import format_date
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine import delivery
from engine.accounts import away
from engine.accounts.sessions import user_of
from engine.background.mornings import read_morning
from engine.database import lock_name
from engine.deadlines import WorkingDays, add_working_days
from engine.errors import DigestRefused
from engine.finishing import finish
from engine.models import Account, Job, Person
from engine.municipality import calendar, here, now, reading, today, transaction
from engine.requesting import ask_for, new_job
from engine.tasks import handing, worklists
from engine.views import DigestChoice, TaskView, User

KIND = "digest"
DAILY, WEEKLY, NEVER = CHOICES = ("daily", "weekly", "never")
LOOKED_AT, NAMED = 200, 10
"""How many tasks of each list are looked at, and how many of each kind are named."""
_AT_FIRST = timedelta(days=7)
"""What counts as new for people who never had a digest."""


def choose_digest(choice: str, user: User) -> None:
    """Set how often one wants a digest. Raises: DigestRefused: there is no such choice."""
    if choice not in CHOICES:
        raise DigestRefused
    with transaction() as session:
        session.get_one(Account, user.id).digest = choice


def read_digest_choice(user: User) -> DigestChoice:
    """How often this user wants a digest, and whether there is an address to send it to."""
    with reading() as session:
        account = session.get_one(Account, user.id)
        return DigestChoice(account.digest, account.person.email)


def ask_for_due() -> int:
    """Have a digest made for everybody who is due one, once; returns how many. A worker calls this repeatedly.

    A digest is due on the first working day of its day or week, from the hour in the settings. People who are away get
    none: the first one afterwards covers all that came meanwhile.
    """
    with reading() as session:
        is_due = _find_due(session)
        if is_due is None or session.scalar(select(Account.id).where(is_due).limit(1)) is None:
            return 0
    with transaction() as session:
        lock_name(session, "digests")
        due = session.scalars(select(Account).where(is_due).order_by(Account.id)).unique().all()
        # By the moment, not by the day: somebody who was away and is back can get a second one on the same day.
        moment = int(now().timestamp())
        jobs = []
        for account in due:
            since = account.digested_at or now() - _AT_FIRST
            told = {"account": account.id, "since": since.isoformat()}
            jobs.append(new_job(KIND, told, key=f"{account.id}-{moment}"))
            account.digested_at = now()
        ask_for(session, jobs)
        return len(due)


def _find_due(session: Session) -> ColumnElement[bool] | None:
    """The accounts whose digest is due and was not yet asked for; None where it is not the time for any."""
    morning = read_morning(session)
    if morning is None:
        return None
    # From midnight: today's digest goes once, also where the hour in the settings was since moved to a later one.
    today, week = _midnight(morning.day), _midnight(morning.week)
    whose = [and_(Account.digest == DAILY, _not_since(today)), and_(Account.digest == WEEKLY, _not_since(week))]
    has_address = Account.id.in_(select(Person.id).where(Person.email.is_not(None), Person.email != ""))
    is_here = Account.id.not_in(away.away_on(morning.day))
    return and_(Account.active, has_address, is_here, or_(*whose))


def _not_since(moment: datetime) -> ColumnElement[bool]:
    return or_(Account.digested_at.is_(None), Account.digested_at < moment)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), here().settings.zone)


# ---- making one -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Digest:
    """Waiting tasks of one person, each in one of these lists."""

    late: tuple[TaskView, ...]
    soon: tuple[TaskView, ...]
    """To be done before the end of the next working day."""
    new: tuple[TaskView, ...]
    is_news: bool
    """Whether anything came, also from a colleague, became late or became urgent since the last digest."""


def send_digest(job_id: str) -> None:
    """Execute a digest job. Nothing is sent where the last digest had everything, nor to people who went away
    since it was asked for: the first one afterwards covers all that came meanwhile."""
    with reading() as session:
        job, days = session.get_one(Job, job_id), calendar(session)
        account = session.get_one(Account, job.payload["account"])
        user, address = user_of(account), account.person.email if account.active else None
        is_away = away.leave_on(session, account.id, today()) is not None
    if address and not is_away:
        found = _gather(user, datetime.fromisoformat(job.payload["since"]), job.created_at, days)
        if found.is_news:
            settings, at = here().settings, now().astimezone(here().settings.zone)
            told = {"key": job_id, "to": address, "subject": _subject(found), "body": _body(user, found)}
            delivery.deliver(settings, delivery.compose(settings, **told, at=at))
    with transaction() as session:
        if is_away:
            session.get_one(Account, account.id).digested_at = datetime.fromisoformat(job.payload["since"])
        finish(session.get_one(Job, job_id))


def _gather(user: User, since: datetime, moment: datetime, days: WorkingDays) -> _Digest:
    tasks = sorted(_waiting(user), key=lambda task: (task.due_at is None, task.due_at, task.created_at))
    horizon, horizon_then = (_end_of_next_working_day(one, days) for one in (moment, since))
    late = tuple(task for task in tasks if task.due_at is not None and task.due_at < moment)
    soon = tuple(t for t in tasks if t.due_at is not None and moment <= t.due_at < horizon)
    came = {task.id for task in tasks if task.created_at > since} | handing.given_since(tasks, user, since)
    new = tuple(task for task in tasks if task.id in came and task not in (*late, *soon))
    is_news = (
        bool(came)
        or any(task.due_at is not None and task.due_at >= since for task in late)
        or any(task.due_at is not None and task.due_at >= horizon_then for task in soon)
    )
    return _Digest(late, soon, new, is_news)


def _waiting(user: User) -> Iterator[TaskView]:
    """What this user can do now: their own tasks, and those of their groups that nobody has."""
    yield from worklists.list_my_tasks(user, size=LOOKED_AT).items
    for task in worklists.list_team_tasks(user, size=LOOKED_AT).items:
        if task.assignee is None and task.kept_by is None:
            yield task


def _end_of_next_working_day(moment: datetime, days: WorkingDays) -> datetime:
    day = moment.astimezone(here().settings.zone).date()
    return _midnight(add_working_days(day, 1, days) + timedelta(days=1))


# ---- in words ---------------------------------------------------------------------------------------------------


def _subject(found: _Digest) -> str:
    counts = ((len(found.new), "nieuw"), (len(found.soon), "bijna te laat"), (len(found.late), "te laat"))
    return "Uw taken bij de Smederijen: " + ", ".join(f"{count} {word}" for count, word in counts if count)


def _body(user: User, found: _Digest) -> str:
    settings = here().settings
    parts = [
        f"Beste {user.name},",
        *_part("Te laat:", found.late),
        *_part("Vandaag of de volgende werkdag:", found.soon),
        *_part("Nieuw:", found.new),
        f"U vindt uw taken op:\n{settings.base_url}/taken\n{settings.base_url}/taken/team",
        f"Wilt u dit bericht niet, of minder vaak? Dat kiest u bij Mijn account:\n{settings.base_url}/account",
        f"Met vriendelijke groet,\nDe Smederijen van {settings.municipality}",
    ]
    return "\n\n".join(parts) + "\n"


def _part(heading: str, tasks: Sequence[TaskView]) -> Iterable[str]:
    if not tasks:
        return []
    lines = [f"- {task.name} ({task.reference}){_until(task.due_at)}" for task in tasks[:NAMED]]
    more = [f"- en nog {len(tasks) - NAMED}"] if len(tasks) > NAMED else []
    return ["\n".join([heading, *lines, *more])]


def _until(due_at: datetime | None) -> str:
    if due_at is None:
        return ""
    return ", uiterlijk " + format_date(due_at.astimezone(here().settings.zone).date(), "EEEE d MMMM", locale="nl")
