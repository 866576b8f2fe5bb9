"""Rooms: the throw-away municipality of a trial: its own database, settings and clock; nothing leaves it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine import migrations
from engine.database import Database
from engine.dialect.folder import ProcessFiles
from engine.dispatch import Queue
from engine.models import CalendarDay, StartSubscription
from engine.municipality import Known, Municipality, TurnedClock, at, calendar_days, here, reading, transaction
from engine.trial import people, shelf
from engine.versions import definitions

BY = "proef"
PARSED = 4
"""For how many trials each server process keeps the parsed processes in memory."""
ADDRESS = "https://proef.invalid"
"""Links in mails of a trial lead nowhere."""


class NoQueue(Queue):
    """Gives nothing to workers: a trial carries out its jobs itself."""

    def put(self, session: Session, job_ids: Sequence[str], *, after: timedelta = timedelta()) -> None:
        pass


@contextmanager
def entered(folder: Path, moment: datetime) -> Iterator[TurnedClock]:
    """Act in the municipality of a trial, at a moment of its clock; yields that clock."""
    settings = here().settings.model_copy(
        update={
            "data_dir": folder,
            "database_url": "",
            "secret_key": "",
            "smtp_host": "",
            "base_url": ADDRESS,
            # The days of the municipality were copied to the calendar of the trial when the room was made.
            "extra_holidays": [],
            "no_holidays": [],
        }
    )
    clock = TurnedClock(moment)
    database = Database(f"sqlite:///{folder / shelf.DATABASE}")
    municipality = Municipality(settings, database, clock, _known_of(folder), queue_of=NoQueue)
    try:
        with at(municipality):
            yield clock
    finally:
        municipality.close()


def _known_of(folder: Path, made: Known | None = None) -> Known:
    """What this process knows of a trial, or was just `made` for it. A trial that was begun again has other files."""
    place = here()
    kept, key = place.known.trials, f"{folder.name}:{(folder / shelf.BASE).stat().st_mtime_ns}"
    with place.lock:
        found = kept.setdefault(key, made or Known())
        kept.move_to_end(key)
        while len(kept) > PARSED:
            kept.popitem(last=False)
    return found


def furnish(folder: Path, folders: Mapping[str, ProcessFiles], moment: datetime) -> None:
    """Make the folder of a trial anew: a database with these processes in use, and people to work with them."""
    days = _calendar_here()
    shelf.throw_away(folder)
    folder.mkdir(parents=True)
    shutil.copy(_template(), folder / shelf.DATABASE)
    (folder / shelf.BASE).touch()
    with entered(folder, moment), transaction() as session:
        people.add_people(session)
        session.add_all(
            CalendarDay(day=day, kind=days[day], reason="", set_by=BY, set_at=moment) for day in sorted(days)
        )
        for process_id, files in folders.items():
            row = definitions.put_in_use(session, process_id, files, BY)
            here().known.files[row.id] = files
        # Timer starts would begin a case for every week that the clock is turned, whatever is being tried.
        session.execute(delete(StartSubscription).where(StartSubscription.kind == "timer"))
        made = here().known
    shutil.copy(folder / shelf.DATABASE, folder / shelf.BASE)
    _known_of(folder, made)


def _calendar_here() -> dict[date, str]:
    """The calendar days of the trying municipality: working days take precedence over days off, as in its calendar."""
    settings = here().settings
    with reading() as session:
        own = calendar_days(session)
    days = [
        *((date.fromisoformat(day), "off") for day in settings.extra_holidays),
        *((date.fromisoformat(day), "worked") for day in settings.no_holidays),
        *own,
    ]
    return dict(sorted(days, key=lambda one: one[1]))


def empty(folder: Path) -> None:
    """Reset the database to what it was before anything was done."""
    shelf.put_back(folder / shelf.BASE, folder)


def template_path() -> Path:
    """Where the first trial of a release puts an empty database, for all later ones."""
    return shelf.root() / f"template-{_release()}.sqlite"


def _template() -> Path:
    """An empty database with the tables of this release, made once."""
    path = template_path()
    if not path.exists():
        for older in shelf.root().glob("template-*.sqlite"):
            older.unlink(missing_ok=True)
        with TemporaryDirectory(dir=shelf.root()) as making:
            database = Database(f"sqlite:///{Path(making) / 'new.sqlite'}")
            migrations.migrate(database)
            database.close()
            os.replace(Path(making) / "new.sqlite", path)
    return path


@cache
def _release() -> str:
    """A name for the tables of this release, from the content of its migrations."""
    total = hashlib.sha256()
    for file in sorted((Path(migrations.__file__).parent / "versions").glob("*.py")):
        total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()[:16]
