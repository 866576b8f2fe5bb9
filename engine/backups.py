"""Backups: a copy of the database, with the key, made while the site runs and checked before it counts as one."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from engine import backedup
from engine.errors import EngineError
from engine.settings import Settings

NAMED = re.compile(r"smederij-\d{8}-\d{6}")
HALF = re.compile(r"\.smederij-\d{8}-\d{6}\.half")
SECONDS = 6 * 3600
"""How long a program of PostgreSQL may take."""
LEFT_BEHIND = timedelta(days=1)
"""After how long an unfinished copy counts as broken off and is removed: it holds personal data and takes up space."""


class BackupFailed(EngineError):
    """No copy was made; the reason is a sentence for the operator. What was there already is still there."""


def make_backup(settings: Settings, folder: Path, at: datetime, keep: int | None = None) -> Path:
    """Make a copy in a folder of its own below `folder`; returns its path. Older ones beyond the last `keep` go.

    Only a copy that could be read back counts; only then are older ones removed.

    Raises: BackupFailed.
    """
    made = folder / f"smederij-{at:%Y%m%d-%H%M%S}"
    half = made.with_name(f".{made.name}.half")
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        _throw_halves_away(folder, at)
        half.mkdir(0o700)
    except OSError as error:  # Perhaps another backup began in this very second: leave alone what that one copied.
        raise _failed(folder, error) from error
    try:
        _copy_database(settings, half)
        _copy_key(settings, half)
        for path in half.iterdir():
            path.chmod(0o600)
        half.rename(made)
    except (OSError, sqlite3.Error) as error:
        raise _failed(folder, error) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    backedup.mark(settings)
    if keep is not None:
        for old in sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))[: -max(keep, 1)]:
            shutil.rmtree(old, ignore_errors=True)
    return made


def _throw_halves_away(folder: Path, at: datetime) -> None:
    for path in folder.iterdir():
        if HALF.fullmatch(path.name) and path.stat().st_mtime < (at - LEFT_BEHIND).timestamp():
            shutil.rmtree(path, ignore_errors=True)


def _failed(folder: Path, error: Exception) -> BackupFailed:
    return BackupFailed(f"Geen kopie gemaakt: {error}. Kijk of er ruimte is en of u in {folder} mag schrijven.")


def _copy_database(settings: Settings, folder: Path) -> None:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(Path(url.database or ""), folder / "smederij.sqlite")
    else:
        _copy_postgres(url, folder / "smederij.dump")


def _copy_sqlite(source: Path, target: Path) -> None:
    """By SQLite's own backup, which sees one moment and blocks nobody."""
    address = f"{source.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as here, closing(sqlite3.connect(target)) as copy:
        here.backup(copy)
        found = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise BackupFailed(f"Geen kopie gemaakt: de database is beschadigd ({found[0]}). Zet een oudere kopie terug.")


def _copy_postgres(url: URL, target: Path) -> None:
    """By pg_dump, which also sees one moment. The password goes through the environment, since everybody can see
    arguments."""
    there = url.set(drivername="postgresql", password=None).render_as_string()
    environ = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    _run(["pg_dump", "--format=custom", f"--file={target}", f"--dbname={there}"], environ)
    # The whole file, as for a restore: its table of contents is at the beginning, and tells nothing about the rest.
    _run(["pg_restore", f"--file={os.devnull}", str(target)], environ)


def _run(command: Sequence[str], environ: dict[str, str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed names, and an address of the settings
            command, env=environ, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except FileNotFoundError as error:
        told = (
            f"{command[0]} is er niet. Installeer de programma’s van PostgreSQL, minstens van de versie van de server."
        )
        raise BackupFailed(f"Geen kopie gemaakt: {told}") from error
    except subprocess.TimeoutExpired as error:
        raise BackupFailed(f"Geen kopie gemaakt: {command[0]} was na {SECONDS // 3600} uur nog bezig.") from error
    if done.returncode:
        said = " ".join(done.stderr.split())[:500]
        raise BackupFailed(f"Geen kopie gemaakt: {command[0]} zegt: {said}")


def _copy_key(settings: Settings, folder: Path) -> None:
    """The key of secret links. Where the key is a setting, the operator keeps it with the other settings."""
    key = settings.data_dir / "secret_key"
    if key.is_file() and not settings.secret_key:
        shutil.copyfile(key, folder / "secret_key")
