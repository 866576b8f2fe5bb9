"""Backed up: when the last backup was made, apart from making one: that runs another program, and pages ask this."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from engine.settings import Settings

MARK = "last_backup"
"""A file in the data folder whose date is that of the last copy. Whoever makes copies in another way can touch it."""


def mark(settings: Settings) -> None:
    """Say that one was made just now."""
    with suppress(OSError):  # The copy is there, and that is what counts.
        (settings.data_dir / MARK).touch()


def read_last(settings: Settings) -> datetime | None:
    """When the last one was made, by the clock of the machine that made it; None if none ever was, here."""
    try:
        return datetime.fromtimestamp((settings.data_dir / MARK).stat().st_mtime, UTC)
    except OSError:
        return None
