"""`python -m bench.operating`: the cost of an operator's commands with many cases: time, memory, and who waits."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep

import click
from sqlalchemy import text

import engine
from bench.copies import multiply
from engine.database import Database
from engine.migrations import migrate

KEY = "b" * 32
PROGRAM = (sys.executable, "-m", "web.cli")


SIGN = text("INSERT INTO heartbeats (worker, seen_at) VALUES ('bench', CURRENT_TIMESTAMP)")


class Waiting:
    """The longest wait of a page that reads, and of one that writes, while something else was done."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self.read = self.written = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Waiting:
        self._thread.start()
        return self

    def __exit__(self, *_told: object) -> None:
        self._over.set()
        self._thread.join()
        self._database.close()

    def _look(self) -> None:
        while not self._over.is_set():
            begun = perf_counter()
            with self._database.reading() as session:
                session.execute(text("SELECT id FROM cases ORDER BY updated_at DESC LIMIT 25")).all()
            self.read = max(self.read, perf_counter() - begun)
            self.written = max(self.written, self._write())
            sleep(0.2)

    def _write(self) -> float:
        """Write as a page does, which gives up after twenty seconds and reports it; that counts as twenty seconds."""
        begun = perf_counter()
        try:
            with self._database.transaction() as session:
                session.execute(SIGN)
                session.rollback()
        except engine.Unavailable:
            pass
        return perf_counter() - begun


def give(folder: Path, url: str, *command: str) -> str:
    """Run a command as an operator does, on the database at this address; returns what it cost."""
    environ = {
        **os.environ,
        "SMEDERIJ_DATA_DIR": str(folder),
        "SMEDERIJ_SECRET_KEY": KEY,
        "SMEDERIJ_DATABASE_URL": url,
    }
    begun = perf_counter()
    with Waiting(url) as waiting:
        process = subprocess.Popen([*PROGRAM, *command], env=environ, stdout=subprocess.DEVNULL)  # noqa: S603
        most = _watch(process)
        _, status, used = os.wait4(process.pid, 0)
    took, worked = perf_counter() - begun, used.ru_utime + used.ru_stime
    return (
        f"{command[0]:<15}{took:>7.1f} s{worked:>7.1f} s of the processor{most / 1024:>6.0f} MB; "
        f"who reads waited {waiting.read:.2f} s, who writes {waiting.written:.2f} s; "
        f"status {os.waitstatus_to_exitcode(status)}"
    )


def _watch(process: subprocess.Popen[bytes]) -> int:
    """Its peak memory, in kB, until it ended. `wait4` would include what we had when it was started."""
    most, told = 0, Path(f"/proc/{process.pid}/status")
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if found := re.search(r"VmHWM:\s*(\d+)", told.read_text()):
            most = max(most, int(found[1]))
        sleep(0.05)
    return most


@click.command()
@click.option("--stories", default=62, show_default=True, help="Cases that are really played.")
@click.option("--copies", default=90, show_default=True, help="Of each of them.")
@click.option("--database-url", help="An empty PostgreSQL database, to move to afterwards and measure there as well.")
def main(stories: int, copies: int, database_url: str | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened = engine.open_municipality(engine.load_settings({}, data_dir=folder, secret_key=KEY))
        migrate(opened.database)
        with engine.at(opened):
            engine.fill_demo(opened, count=stories)
            count = multiply(copies)
        opened.close()
        here = f"sqlite:///{folder}/smederij.sqlite"
        click.echo(f"{count:,} cases, {(folder / 'smederij.sqlite').stat().st_size / 2**20:,.0f} MB")
        _measure(folder, here)
        if database_url:
            click.echo(give(folder, here, "move-database", database_url))
            click.echo("PostgreSQL")
            _measure(folder, database_url)


def _measure(folder: Path, url: str) -> None:
    for command in (("verify",), ("backup", str(folder / "kopie")), ("seal",), ("doctor",), ("work", "--once")):
        click.echo(give(folder, url, *command))


if __name__ == "__main__":
    main()
