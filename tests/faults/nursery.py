"""Nursery: a process with the program loaded, from which servers and workers are forked, since loading takes seconds.

A fork is a process of its own that can be killed like any other. Without this, a start takes twenty seconds on a busy
machine, and nothing would be done between two kills.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.processes import PATIENCE


class Nursery:
    """The requesting side. For use by one thread at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def bear(self, command: Sequence[str], environ: Mapping[str, str], log: Path) -> int:
        """Make the program start a command, in its own process group; returns its process id."""
        return int(self._ask({"command": list(command), "environ": dict(environ), "log": str(log)}))

    def wait(self, pid: int) -> int:
        """Wait for a process to end; returns its exit status. Raises: TimeoutError."""
        status = self._ask({"ended": pid})
        if status is None:
            raise TimeoutError(f"process {pid} does not end")
        return int(status)

    def _ask(self, asked: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Open for the duration of this block."""
    command = [sys.executable, "-m", "tests.faults.nursery"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Nursery(process)


def _answer(asked: dict[str, Any]) -> int | None:
    if "ended" in asked:
        return _wait(asked["ended"])
    sys.stdout.flush()
    return os.fork() or _live(asked["command"], asked["environ"], asked["log"])


def _wait(pid: int) -> int | None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    return None


def _live(command: list[str], environ: dict[str, str], log: str) -> int:
    """In the fork: be the program, as if an operator had started it here. Never returns."""
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for line in (1, 2):
        os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT), line)
    os.environ.clear()
    os.environ.update(environ)
    from web.cli import main

    main(command, prog_name="smederij")
    raise AssertionError("a command ends the process")


if __name__ == "__main__":
    import web.cli  # noqa: F401 - what takes the time

    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)
