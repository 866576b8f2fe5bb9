"""Real processes for tests: the program started as an operator starts it, monitored, and stopped by a signal."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PROGRAM = (sys.executable, "-m", "web.cli")
PATIENCE = 60
"""Seconds that something may take on a machine busy with other tests."""

Running = subprocess.Popen[bytes]


@contextmanager
def running(command: Sequence[str], log: Path, environ: Mapping[str, str]) -> Iterator[Running]:
    """A process that is killed at the end if it is still running; its output goes to `log`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SMEDERIJ_")}
    with log.open("ab") as file:
        process = subprocess.Popen(command, env={**clean, **environ}, stdout=file, stderr=file, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def stop(process: Running) -> int:
    """Ask it to stop as an operator does. Returns its exit status."""
    process.send_signal(signal.SIGTERM)
    return process.wait(PATIENCE)


def wait_for(done: Callable[[], object], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def answers(address: str) -> bool:
    """Whether a page is available now."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def free_port() -> int:
    """A port that is free, and that no outgoing connection gets either: those of Linux begin at 32,768.

    A server that is killed and started again would otherwise find its port taken by a client of another, once in many
    thousands of times.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
