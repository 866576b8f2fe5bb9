"""Municipality: where an action happens: its settings, database, clock, and what was read and worked out before.

There is no module-level engine or session. A caller enters a municipality (`with at(m):`) and the public functions find
it in a context variable, so one process can serve several, each with its own database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from engine.clocks import utc_now
from engine.database import Database
from engine.deadlines import Calendar, dutch_calendar
from engine.dialect.folder import ProcessFiles
from engine.dispatch import Queue
from engine.forms import Form
from engine.models import CalendarDay
from engine.names import GROUPS
from engine.settings import Settings
from engine.workflow import Compiled

Clock = Callable[[], datetime]


@dataclass(slots=True)
class TurnedClock:
    """A clock that stands still until it is set by hand, and never goes back."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, to: datetime) -> None:
        self.moment = max(self.moment, to)


@dataclass(frozen=True, slots=True)
class Known:
    """What this server process has read or worked out once. The key of each says all that it depends on."""

    files: dict[str, ProcessFiles] = field(default_factory=dict)
    """By the id of a version."""
    files_in_use: dict[tuple[str, int], ProcessFiles] = field(default_factory=dict)
    """By the id of a version, and a checksum: its stories can change while it stays the same version."""
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)
    """By the id of a version, and that of a form."""
    compiled: dict[tuple[str, frozenset[tuple[str, str]]], Compiled] = field(default_factory=dict)
    """By a process, and the versions of it and of all that it calls."""
    misfits: dict[tuple[frozenset[tuple[str, str]], frozenset[str]], Mapping[tuple[str, str, str], str]] = field(
        default_factory=dict
    )
    """The errors in some processes of a set of versions, by file, code and element."""
    measured: OrderedDict[tuple[Hashable, ...], Any] = field(default_factory=OrderedDict)
    """Figures of a period that is over."""
    trials: OrderedDict[str, Known] = field(default_factory=OrderedDict)
    """The same of the trials of this municipality."""


@dataclass(frozen=True)
class Municipality:
    """One municipality at work. Close it when done."""

    settings: Settings
    database: Database
    clock: Clock = utc_now
    known: Known = field(default_factory=Known)
    viewed: dict[date, set[tuple[str, str, str]]] = field(default_factory=dict)
    """Today's record of who looked at what, so that a second look writes nothing (`engine/viewing.py`)."""
    told: dict[str, float] = field(default_factory=dict)
    """When the log said why mails wait, by kind of error: not for each mail (`engine/executing/telling.py`)."""
    lock: Lock = field(default_factory=Lock)
    queue_of: Callable[[URL], Queue] = Queue
    """Makes the way to the workers, from the address of the database."""
    queue: Queue = field(init=False)
    """The way to the workers."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "queue", self.queue_of(self.database.line))

    def close(self) -> None:
        self.queue.close()
        self.database.close()


_here: ContextVar[Municipality] = ContextVar("municipality")


def open_municipality(settings: Settings, clock: Clock | None = None) -> Municipality:
    """Connect to a municipality's database. `engine.migrations.migrate` makes its tables or brings them up to date.

    Without another `clock`, it goes by that of the database.
    """
    database = Database(settings.database)
    return Municipality(settings, database, clock or database.clock)


@contextmanager
def at(municipality: Municipality) -> Iterator[Municipality]:
    """Make a municipality the one in which the engine's functions act, in this thread and block."""
    token = _here.set(municipality)
    try:
        yield municipality
    finally:
        _here.reset(token)


def here() -> Municipality:
    """The municipality that was entered.

    Raises:
        LookupError: none was entered; a programming error.
    """
    return _here.get()


def today() -> date:
    """Today's date by the municipality's wall clock."""
    return now().astimezone(here().settings.zone).date()


def now() -> datetime:
    return here().clock()


def group_names() -> Mapping[str, str]:
    """Group id → what it is called here."""
    settings = here().settings
    return {**GROUPS, "gemeente": f"Gemeente {settings.municipality}", **settings.group_names}


def transaction() -> AbstractContextManager[Session]:
    """A session that commits or rolls back as a whole. Only public functions of the engine open one."""
    return here().database.transaction()


def reading() -> AbstractContextManager[Session]:
    return here().database.reading()


def snapshot() -> AbstractContextManager[Session]:
    return here().database.snapshot()


def calendar(session: Session) -> Calendar:
    """The days off by law, those in the settings, and those that an operator added."""
    return calendar_of(calendar_days(session))


def calendar_days(session: Session) -> tuple[tuple[date, str], ...]:
    """The days that an operator added, each with whether it is `off` or `worked`."""
    rows = session.execute(select(CalendarDay.day, CalendarDay.kind).order_by(CalendarDay.day))
    return tuple((day, kind) for day, kind in rows)


def calendar_of(days: Iterable[tuple[date, str]]) -> Calendar:
    """The calendar with these days added to those by law and in the settings."""
    settings, days = here().settings, tuple(days)
    off = [*map(date.fromisoformat, settings.extra_holidays), *(day for day, kind in days if kind == "off")]
    worked = [*map(date.fromisoformat, settings.no_holidays), *(day for day, kind in days if kind == "worked")]
    return dutch_calendar(off, worked)


class LateCalendar:
    """The calendar, read when it is first asked for anything: most steps of a case count no days."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _found(self) -> Calendar:
        return calendar(self._session)

    def is_recognised_off(self, day: date) -> bool:
        return self._found.is_recognised_off(day)

    def is_working_day(self, day: date) -> bool:
        return self._found.is_working_day(day)
