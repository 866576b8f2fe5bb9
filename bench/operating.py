"""`python -m bench.operating`: what an operator's commands cost with many cases: time, memory, and who waits for it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from time import perf_counter, sleep

import click

import engine
from bench.copies import multiply
from engine.migrations import migrate

KEY = "b" * 32
PROGRAM = (sys.executable, "-m", "web.cli")


class Waiting:
    """How long a page that reads, and one that writes, had to wait at most, while something else was done."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read = self.written = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Waiting:
        self._thread.start()
        return self

    def __exit__(self, *_told: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.is_set():
            with closing(sqlite3.connect(self.path, isolation_level=None, timeout=600)) as line:
                begun = perf_counter()
                line.execute("SELECT id FROM cases ORDER BY updated_at DESC LIMIT 25").fetchall()
                self.read = max(self.read, perf_counter() - begun)
                begun = perf_counter()
                line.execute("BEGIN IMMEDIATE")
                line.execute("ROLLBACK")
                self.written = max(self.written, perf_counter() - begun)
            sleep(0.2)


def give(folder: Path, *command: str) -> str:
    """Give a command as an operator does; what it cost."""
    environ = {**os.environ, "SMEDERIJ_DATA_DIR": str(folder), "SMEDERIJ_SECRET_KEY": KEY}
    begun = perf_counter()
    with Waiting(folder / "smederij.sqlite") as waiting:
        process = subprocess.Popen([*PROGRAM, *command], env=environ, stdout=subprocess.DEVNULL)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
    worked = used.ru_utime + used.ru_stime
    return (
        f"{' '.join(command)[:30]:<31}{perf_counter() - begun:>7.1f} s{worked:>7.1f} s of the processor"
        f"{used.ru_maxrss / 1024:>6.0f} MB; who reads waited {waiting.read:.2f} s, who writes {waiting.written:.2f} s; "
        f"status {os.waitstatus_to_exitcode(status)}"
    )


@click.command()
@click.option("--stories", default=62, show_default=True, help="Cases that are really played.")
@click.option("--copies", default=90, show_default=True, help="Of each of them.")
def main(stories: int, copies: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened = engine.open_municipality(engine.load_settings({}, data_dir=folder, secret_key=KEY))
        migrate(opened.database)
        with engine.at(opened):
            engine.fill_demo(opened, count=stories)
            count = multiply(copies)
        opened.close()
        click.echo(f"{count:,} cases, {(folder / 'smederij.sqlite').stat().st_size / 2**20:,.0f} MB")
        for command in (("verify",), ("backup", str(folder / "kopie")), ("seal",), ("doctor",), ("work", "--once")):
            click.echo(give(folder, *command))


if __name__ == "__main__":
    main()
