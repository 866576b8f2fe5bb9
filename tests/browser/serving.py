"""A real server for the browser tests: its own folder, its own port, and a way to kill it at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import engine
from engine.migrations import migrate
from tests.processes import PATIENCE, PROGRAM, free_port


@dataclass
class Server:
    """`smederij serve` in its own process, on a folder that outlives it."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    signed_in: dict[str, str] = field(default_factory=dict, repr=False)
    """The cookie of everybody who has signed in, by username."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> engine.Settings:
        return engine.load_settings({}, data_dir=self.folder, demo=True, base_url=self.address)

    def fill(self, cases: int) -> None:
        """Deploy the stock, create the demo accounts, and play some of its stories."""
        municipality = engine.open_municipality(self.settings)
        migrate(municipality.database)
        with engine.at(municipality):
            engine.fill_demo(municipality, count=cases)
        municipality.close()

    @contextmanager
    def inside(self) -> Iterator[engine.Municipality]:
        """The same municipality without pages: to set up a test, and to inspect the data."""
        municipality = engine.open_municipality(self.settings)
        try:
            with engine.at(municipality):
                yield municipality
        finally:
            municipality.close()

    def start(self) -> None:
        """Serve; the port stays the same between starts."""
        self.port = self.port or free_port()
        with (self.folder / "server.log").open("ab") as log:
            command = [*PROGRAM, "serve", "--demo", "--port", str(self.port)]
            self.process = subprocess.Popen(
                command, env=self._environ(), stdout=log, stderr=log, start_new_session=True
            )
        self._wait()

    def _environ(self) -> dict[str, str]:
        # A worker that polls five times a second uses a sixteenth of a processor during every browser test.
        return {**os.environ, "SMEDERIJ_DATA_DIR": str(self.folder), "SMEDERIJ_WORKER_SECONDS": "0.5"}

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/health", timeout=5) as answer:  # noqa: S310
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError((self.folder / "server.log").read_text()[-2000:])

    def kill(self) -> None:
        """As if the power went out: every process of the server at once, without a chance to clean up."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `smederij` command on the same folder."""
        return subprocess.run(
            [*PROGRAM, *arguments], env=self._environ(), capture_output=True, text=True, timeout=PATIENCE, check=False
        )
