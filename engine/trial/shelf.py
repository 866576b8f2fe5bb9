"""Shelf: where trials are kept on disk, each in its own folder, for whichever server process comes next.

A trial is its database as it was before anything was done (`base.sqlite`), as it is now, and the log of what was done.
An act first makes a copy of the database. If that copy is found with a log that has not grown, the act was
interrupted, and the copy is restored.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO

from engine.errors import NotFound, TrialRefused, Unavailable
from engine.municipality import here, now
from engine.trial import acts

FOLDER = "trials"
LIFE = timedelta(days=1)
"""How long a trial is kept after the last act in it."""
MOST_TRIALS = 20
"""For one municipality; the one that was unused the longest is deleted first."""
MOST_ACTS = 300
LARGEST = 30_000_000
"""Bytes of the database and the log of one trial."""
STRIPES = 32
"""The number of lock files; two trials that share one only wait for each other."""
DATABASE, BASE, BEFORE, LOG = "smederij.sqlite", "base.sqlite", "before.sqlite", "trial.json"


def root() -> Path:
    return here().settings.data_dir / FOLDER


def name_of(change_id: str, user_id: str) -> str:
    """The name of the folder of a user's only trial of a change."""
    return hashlib.sha256(f"{len(user_id)}:{user_id}:{change_id}".encode()).hexdigest()[:32]


@contextmanager
def locked(name: str) -> Iterator[Path]:
    """The folder of a trial, locked for all others until the block ends, in this process or another.

    Raises: Unavailable: the disk is full, or cannot be reached.
    """
    try:
        with _lock_file(name) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield root() / name
    except OSError as error:
        raise Unavailable(f"the folder of trials: {error}") from error


def _lock_file(name: str) -> TextIO:
    root().mkdir(parents=True, exist_ok=True)
    return (root() / f"lock-{int(name[:8], 16) % STRIPES}").open("w")


def forget_old() -> list[str]:
    """Delete trials that were unused for too long; returns the names of the others, the longest unused first."""
    kept = []
    for folder in root().glob("*/"):
        log = _read(folder)
        if log is None or log.touched_at < now() - LIFE:
            _throw_away_if_idle(folder)
        else:
            kept.append((log.touched_at, folder.name))
    return [name for _, name in sorted(kept)]


def make_room(name: str) -> None:
    """Delete as many trials as needed to have room for one more beside the trial of this name."""
    others = [one for one in forget_old() if one != name]
    for oldest in others[: max(0, len(others) - MOST_TRIALS + 1)]:
        _throw_away_if_idle(root() / oldest)


def _throw_away_if_idle(folder: Path) -> None:
    """Delete a trial, unless it, or one locked with it, is being used at this moment."""
    try:
        with _lock_file(folder.name) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            throw_away(folder)
    except (BlockingIOError, ValueError):  # a folder whose name is not ours stays as it is
        return


def throw_away(folder: Path) -> None:
    """Delete a trial. The caller has locked it."""
    shutil.rmtree(folder, ignore_errors=True)


def read_log(folder: Path) -> acts.Log:
    """The log of a trial, after repairing an interrupted act. Raises: NotFound: there is none, or it is too old."""
    log = _read(folder)
    if log is None or log.touched_at < now() - LIFE:
        throw_away(folder)
        raise NotFound("trial")
    for copy in folder.glob(f"{BEFORE}.*"):
        if copy.suffix == f".{len(log.acts)}" and (folder / DATABASE).exists():
            put_back(copy, folder)
        copy.unlink(missing_ok=True)
    return log


def _read(folder: Path) -> acts.Log | None:
    try:
        return acts.from_json((folder / LOG).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_log(folder: Path, log: acts.Log) -> None:
    """Write all or nothing. Raises: NotFound: the trial was deleted meanwhile."""
    if not folder.is_dir():
        raise NotFound("trial")
    with NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
        file.write(acts.to_json(log))
    os.replace(file.name, folder / LOG)


@contextmanager
def guarded(folder: Path, log: acts.Log) -> Iterator[None]:
    """Restore the old database when the block ends in an error; after a crash the next user of it does so."""
    copy = folder / f"{BEFORE}.{len(log.acts)}"
    shutil.copy(folder / DATABASE, folder / BEFORE)
    os.replace(folder / BEFORE, copy)
    try:
        yield
    except BaseException:
        if folder.is_dir():
            put_back(copy, folder)
        raise
    finally:
        copy.unlink(missing_ok=True)


def put_back(copy: Path, folder: Path) -> None:
    """Replace the database by a copy. What SQLite had not yet written to the old one is discarded with it."""
    for part in ("-wal", "-shm"):
        (folder / f"{DATABASE}{part}").unlink(missing_ok=True)
    whole = folder / f"{DATABASE}.new"
    shutil.copy(copy, whole)
    os.replace(whole, folder / DATABASE)


def require_room(folder: Path, log: acts.Log) -> None:
    """Continue only if the trial may still grow. Raises: TrialRefused."""
    size = (folder / DATABASE).stat().st_size + (folder / LOG).stat().st_size
    if len(log.acts) >= MOST_ACTS or size > LARGEST:
        raise TrialRefused("full", most=MOST_ACTS)
