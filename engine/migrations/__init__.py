"""Migrations: the tables of each release, and the way from one to the next."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from engine import dispatch
from engine.database import Database


def migrate(database: Database, revision: str = "head") -> None:
    """Make the tables, those of the queue too, or bring them up to date. Does nothing when they are."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["engine"] = database.engine
    command.upgrade(config, revision)
    dispatch.make_tables(database.url)
