"""Unsent: what a resident has typed but not sent yet, page by page, kept on the server until it is sent or a day old.

Each is a file of its own, written atomically, so that neither a restart nor the back button loses anything. Its name
is a hash of the secret in the browser's cookie: reading the names in the folder is not enough to open a page.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile

import engine
from web import place

KEPT_SECONDS = 86_400
LARGEST = 200_000
"""Characters that one person may have typed in total."""
MOST = 500_000_000
"""Bytes that all may take together: anybody on the internet may fill in a form, and the database uses the same disk."""
BLOCK = 4_096
"""Bytes that a file takes at minimum."""
SWEEP_SECONDS = 60


class TooMuch(ValueError):
    """More was typed than can be kept."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What has been typed so far for one start form. `token` is the browser's secret; sending twice makes one case."""

    token: str
    process_id: str
    typed: dict[str, list[str]]
    received: str = ""
    """The day on which it came in, as staff typed it; apart from the questions, which may have any name."""

    def with_page(self, typed: dict[str, list[str]], keys: frozenset[str]) -> Unsent:
        """A copy in which one page's answers replace the earlier ones; an unticked box is then really gone."""
        kept = {name: values for name, values in self.typed.items() if engine.owner_of(name) not in keys}
        given = {name: values for name, values in typed.items() if engine.owner_of(name) in keys}
        return replace(self, typed={**kept, **given})


def cookie_of(process_id: str) -> str:
    """The name of the cookie; one per process, so that an idea and a question can be filled in side by side."""
    # A process id may contain letters that a cookie name may not.
    return "smederij_concept_" + hashlib.sha256(process_id.encode()).hexdigest()[:8]


def begin(process_id: str) -> Unsent:
    """A new, empty one; nothing is written yet."""
    return Unsent(secrets.token_urlsafe(24), process_id, {})


def find(token: str, process_id: str) -> Unsent | None:
    """What was typed in this browser for this process, if anything is kept."""
    if not token:
        return None
    path = _path(token)
    try:
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            return None
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or content.get("process_id") != process_id:
        return None
    typed = {str(key): [str(v) for v in values] for key, values in content["typed"].items()}
    return Unsent(token, process_id, typed, str(content.get("received", "")))


def keep(unsent: Unsent) -> None:
    """Write it to disk. Raises: TooMuch."""
    text = json.dumps(
        {"process_id": unsent.process_id, "typed": unsent.typed, "received": unsent.received}, ensure_ascii=False
    )
    if len(text) > LARGEST:
        raise TooMuch
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, _path(unsent.token))


def forget(token: str) -> None:
    """Remove what was typed in this browser."""
    if token:
        _path(token).unlink(missing_ok=True)


def tidy() -> None:
    """Remove everything left for more than a day and, if the rest is too much, the largest of the rest.

    The largest, since nobody types as much as somebody who wants to fill the disk. This runs at most once a minute: a
    folder full of files must not make each new form slow.
    """
    folder = _folder()
    mark = folder.with_suffix(".swept")
    if not folder.is_dir() or (mark.exists() and mark.stat().st_mtime > time.time() - SWEEP_SECONDS):
        return
    mark.touch()
    sizes: list[tuple[int, str]] = []
    for entry in os.scandir(folder):
        with suppress(FileNotFoundError):  # It was sent in the meantime, or another server removed it.
            told = entry.stat()
            if told.st_mtime < time.time() - KEPT_SECONDS:
                os.unlink(entry)
            else:
                sizes.append((max(told.st_size, BLOCK), entry.path))
    too_much = sum(size for size, _ in sizes) - MOST
    for size, path in sorted(sizes, reverse=True):
        if too_much <= 0:
            break
        Path(path).unlink(missing_ok=True)
        too_much -= size


def _folder() -> Path:
    return Path(place.settings().data_dir) / "unsent"


def _path(token: str) -> Path:
    return _folder() / hashlib.sha256(token.encode()).hexdigest()
