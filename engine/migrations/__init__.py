"""Migrations: the tables of each release, and the way from one to the next."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine import dispatch
from engine.database import Database


class Release(Enum):
    """Which release the tables of a database belong to."""

    NONE = "none"
    OLDER = "older"
    THIS = "this"
    UNKNOWN = "unknown"
    """Of a later release, as far as this one can tell."""


def migrate(database: Database, revision: str = "head") -> None:
    """Make the tables, including those of the queue, or bring them up to date. Does nothing when they are."""
    config = _config()
    config.attributes["engine"] = database.engine
    command.upgrade(config, revision)
    dispatch.make_tables(database.line)


def find_release(database: Database) -> Release:
    """Which release the tables belong to. Changes nothing. Raises: Unavailable."""
    with database.reading() as session:
        found = set(MigrationContext.configure(session.connection()).get_current_heads())
    script = ScriptDirectory.from_config(_config())
    if not found:
        return Release.NONE
    if found == set(script.get_heads()):
        return Release.THIS
    return Release.OLDER if found <= {one.revision for one in script.walk_revisions()} else Release.UNKNOWN


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
