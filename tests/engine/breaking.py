"""Breaking: making the database fail for one case, and for no other, in the words of an outage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from engine.municipality import here, transaction

SQLITE = """
CREATE TRIGGER failing BEFORE UPDATE ON cases WHEN OLD.id = '{case}' BEGIN SELECT json('{{'); END
"""
POSTGRES = """
CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not read block 7' USING ERRCODE = 'io_error'; END $$;
CREATE TRIGGER failing BEFORE UPDATE ON cases FOR EACH ROW WHEN (OLD.id = '{case}') EXECUTE FUNCTION fail()
"""
MENDED = ("DROP TRIGGER failing", "DROP TRIGGER failing ON cases; DROP FUNCTION fail()")


def fail_for(case_id: str) -> None:
    """From now on each write of this case is an operational error, as where a block of its table is damaged."""
    _run(SQLITE.format(case=case_id), POSTGRES.format(case=case_id))


def mend() -> None:
    _run(*MENDED)


@contextmanager
def failing(case_id: str) -> Iterator[None]:
    fail_for(case_id)
    yield
    mend()


def _run(sqlite: str, postgres: str) -> None:
    is_sqlite = here().database.engine.dialect.name == "sqlite"
    with transaction() as session:
        session.execute(text(sqlite if is_sqlite else postgres))
