"""What earlier releases left in a database: schema and data as SQL, one file per release and kind of database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

HERE = Path(__file__).resolve().parent


def known() -> list[str]:
    """The releases, by the migration that their tables came from."""
    return sorted({file.stem.partition("-")[0] for file in HERE.glob("*-*.sql")})


def load(release: str, url: str) -> None:
    """Put into an empty database what a release left."""
    parsed = make_url(url)
    kind = parsed.get_backend_name()
    script = (HERE / f"{release}-{kind}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        with closing(sqlite3.connect(str(parsed.database))) as database:
            database.executescript(script)
        return
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(script.encode())
