"""Logs: one line of JSON per event of the whole program. A fault is logged by type and place, never by its message.

That message may quote what someone typed, or the values of an SQL statement.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter

FRAMES = 12
PRIORITIES = {"DEBUG": 7, "INFO": 6, "WARNING": 4, "ERROR": 3, "CRITICAL": 2}
"""How bad each level is to syslog and to systemd's journal (sd-daemon(3))."""


def set_up_logs(level: str) -> None:
    """Write the logs of the whole program to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    kind = _ForJournal if _is_journal(sys.stderr) else _WithoutMessages
    handler.setFormatter(kind("{levelname}{name}{message}", style="{", timestamp=True))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # It logs every workflow that ends, with the ids of all tasks in it; the history says more and better.
    logging.getLogger("spiff").setLevel(logging.WARNING)


class _WithoutMessages(JsonFormatter):
    """Shows the type of an exception and where it was raised, not its message, which may quote somebody."""

    def formatException(self, ei: object) -> str:  # noqa: N802
        error = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(places_of(error)) if isinstance(error, BaseException) else ""


class _ForJournal(_WithoutMessages):
    """Begins a line with its priority, which the journal takes off again: it cannot know what JSON says."""

    def format(self, record: logging.LogRecord) -> str:
        return f"<{PRIORITIES.get(record.levelname, PRIORITIES['INFO'])}>{super().format(record)}"


def _is_journal(stream: TextIO) -> bool:
    """Whether this goes to systemd's journal: systemd names its device and inode. Not so when it was sent elsewhere."""
    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{found.st_dev}:{found.st_ino}"


def places_of(error: BaseException) -> list[str]:
    """Where an exception came from (the innermost frames), and the types of it and of its causes."""
    found = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    causes: list[str] = []
    at = error.__cause__ or error.__context__
    while at is not None and len(causes) < 5:
        causes.append(f"caused by {type(at).__module__}.{type(at).__name__}")
        at = at.__cause__ or at.__context__
    return [*found[-FRAMES:], f"{type(error).__module__}.{type(error).__name__}", *causes]
