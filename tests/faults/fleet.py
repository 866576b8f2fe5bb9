"""The fleet: web servers and workers as separate processes on one database, any of which can be killed."""

from __future__ import annotations

import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import engine
from engine.accounts.adding import NewAccount
from engine.cli.entering import OPERATOR
from engine.migrations import migrate
from engine.municipality import transaction
from engine.versions import definitions
from tests.faults.nursery import Nursery, nursery
from tests.faults.plan import PROCESS, load
from tests.processes import PATIENCE, free_port

PASSWORD = "geheim-woord"
CLERKS = tuple(f"medewerker-{number}" for number in range(1, 9))


@dataclass
class Member:
    """One process of the fleet. A web server keeps its port between starts."""

    command: tuple[str, ...]
    folder: Path
    environ: dict[str, str]
    port: int | None = None
    pid: int | None = None
    nursery: Nursery | None = field(default=None, repr=False)
    """What forks it, while the fleet is running."""
    said_before: int = 0
    """How much was in the log when it started."""

    @property
    def log(self) -> Path:
        return self.folder / "fleet.log"

    def start(self) -> None:
        assert self.nursery is not None
        self.said_before = self.log.stat().st_size if self.log.exists() else 0
        self.pid = self.nursery.bear(self.command, self.environ, self.log)

    def wait_until_it_is_at_work(self) -> None:
        """Wait until a page server answers, or a worker logs that it started. Raises: TimeoutError."""
        until = time.monotonic() + PATIENCE
        while not (self._says_it_began() if self.port is None else _answers(self.port)):
            if time.monotonic() > until:
                raise TimeoutError("\n".join(self._other_lines())[-4000:])
            time.sleep(0.05)

    def _other_lines(self) -> list[str]:
        """What the whole fleet said since this one started, but for requests."""
        said = self.log.read_bytes()[self.said_before :].decode(errors="replace") if self.log.exists() else ""
        return [line for line in said.splitlines() if '"message": "request"' not in line]

    def _says_it_began(self) -> bool:
        if not self.log.exists():
            return False
        with self.log.open("rb") as log:
            log.seek(self.said_before)
            mine = f"-{self.pid}-".encode()
            return any(b"worker began" in line and mine in line for line in log)

    def kill(self) -> None:
        """As if the power went out: the process and its children, at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to stop, as an operator does; returns its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: int) -> int:
        if self.pid is None:
            return 0
        assert self.nursery is not None
        os.killpg(self.pid, how)
        code = self.nursery.wait(self.pid)
        self.pid = None
        return code


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/help", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class Fleet:
    """A municipality with the process of these tests, some clerks, web servers and workers."""

    def __init__(self, folder: Path, database_url: str, *, web: int, workers: int, **settings: str) -> None:
        told: dict[str, Any] = {"data_dir": folder, "database_url": database_url, "secret_key": "k" * 32, **settings}
        self.settings = engine.load_settings({}, **told)
        environ = {
            **os.environ,
            "SMEDERIJ_DATA_DIR": str(folder),
            "SMEDERIJ_DATABASE_URL": database_url,
            "SMEDERIJ_SECRET_KEY": "k" * 32,
            "SMEDERIJ_WORKER_SECONDS": "0.1",
            "SMEDERIJ_WORKER_SILENCE": "10",
            **{f"SMEDERIJ_{name.upper()}": value for name, value in settings.items()},
        }
        ports = [free_port() for _ in range(web)]
        self.web = [Member(("serve", "--no-work", "--port", str(port)), folder, environ, port) for port in ports]
        self.workers = [Member(("work",), folder, environ) for _ in range(workers)]
        self._prepare()

    def _prepare(self) -> None:
        with self.inside() as municipality:
            migrate(municipality.database)
            with transaction() as session:
                definitions.put_in_use(session, PROCESS, load(), "systeem")
            for name in CLERKS:
                engine.add_account(NewAccount(name, name.capitalize(), PASSWORD, ("ondersteuning",)), by=OPERATOR)
            engine.add_account(NewAccount("ada", "Ada", PASSWORD, ("auditor", "beheerder")), by=OPERATOR)

    @property
    def members(self) -> list[Member]:
        return [*self.web, *self.workers]

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{member.port}" for member in self.web]

    @contextmanager
    def inside(self) -> Iterator[engine.Municipality]:
        """The same municipality without pages: to set up a test, and to inspect the data."""
        municipality = engine.open_municipality(self.settings)
        try:
            with engine.at(municipality):
                yield municipality
        finally:
            municipality.close()

    @contextmanager
    def running(self) -> Iterator[None]:
        """The whole fleet at work; stopped afterwards, as an operator does."""
        with nursery() as found:
            for member in self.members:
                member.nursery = found
            try:
                for member in self.members:
                    member.start()
                for member in self.members:
                    member.wait_until_it_is_at_work()
                yield
            finally:
                for member in self.members:
                    member.stop()
