"""Rehousing: copying all of a SQLite database into an empty PostgreSQL database, with the site off."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Integer, LargeBinary, Table, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.database import Database
from engine.errors import EngineError
from engine.migrations import Release, find_release, migrate
from engine.models import Base

AT_ONCE, OF_FILES = 1_000, 10
"""Rows in memory at a time; fewer for tables with files in them, since each may have ten million bytes."""


class RehousingRefused(EngineError):
    """Nothing was copied; the reason is a sentence for the operator. What there is stays as it is."""


def rehouse(here: Database, there: Database) -> Mapping[str, int]:
    """Copy every row, or none at all; returns how many, by table. Meanwhile nothing can be written to the old database.

    The queue is not copied: a worker puts jobs that wait into the new one. Raises: RehousingRefused.
    """
    if here.engine.dialect.name != "sqlite" or there.engine.dialect.name != "postgresql":
        raise RehousingRefused("Verhuizen kan van SQLite naar PostgreSQL, en niet andersom.")
    if find_release(here) is not Release.THIS:
        raise RehousingRefused("De tabellen zijn niet van deze versie. Werk ze eerst bij: smederij migrate")
    if find_release(there) not in {Release.NONE, Release.THIS}:
        raise RehousingRefused("In die database staan tabellen van een andere versie. Neem een lege database.")
    migrate(there)
    with here.transaction() as old, there.transaction() as new:
        if any(count(new, table) for table in Base.metadata.sorted_tables):
            raise RehousingRefused("In die database staat al iets van Smederij. Neem een lege database.")
        try:
            for table in Base.metadata.sorted_tables:
                _take_over(old, new, table)
        except DBAPIError as error:
            said = next(iter(str(error.orig).splitlines()), "")
            raise RehousingRefused(f"Er is niets verhuisd: {said}") from error
        taken = {table.name: count(new, table) for table in Base.metadata.sorted_tables}
        if taken != {table.name: count(old, table) for table in Base.metadata.sorted_tables}:
            raise RehousingRefused("Er is niets verhuisd: er kwam minder aan dan er vertrok. Meld dit.")
    return taken


def count(session: Session, table: Table) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _take_over(old: Session, new: Session, table: Table) -> None:
    has_files = any(isinstance(column.type, LargeBinary) for column in table.columns)
    size = OF_FILES if has_files else AT_ONCE
    # A row may refer to one that comes later in its own table.
    later = [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    key = list(table.primary_key.columns)
    for rows in old.execute(select(table).order_by(*key)).yield_per(size).partitions():
        new.execute(insert(table), [{**row._mapping, **{column.name: None for column in later}} for row in rows])
    for column in later:
        query = select(*key, column).where(column.is_not(None))
        for row in old.execute(query):
            this = update(table).where(*(one == value for one, value in zip(key, row, strict=False)))
            new.execute(this.values({column: row[-1]}))
    if len(key) == 1 and isinstance(key[0].type, Integer):
        _count_on(new, table, key[0].name)


def _count_on(new: Session, table: Table, name: str) -> None:
    """Have the server number new rows from where the copied ones end: its own counters were bypassed."""
    last = new.scalar(select(func.max(table.columns[name])))
    if last is not None:
        told = {"table": table.name, "column": name, "last": last}
        new.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"), told)
