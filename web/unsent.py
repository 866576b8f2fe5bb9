"""Unsent: what a resident has typed and not sent yet, page by page, on the server until it is sent or a day has passed.

Each is a file of its own, written whole or not at all, so that neither a restart nor the back button loses anything.
Its name is a hash of the secret in the browser's cookie: to read the names in the folder is not enough to open a page.
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
"""Characters that one person may have typed altogether."""
MOST = 500_000_000
"""Bytes that all may take together: anybody on the internet may fill in a form, and the disk is the database's too."""
BLOCK = 4_096
"""Bytes that a file takes at least."""
SWEEP_SECONDS = 60


class TooMuch(ValueError):
    """More was typed than is kept."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What has been typed so far for one start form. `token` is the browser's secret; sent twice it is one case."""

    token: str
    process_id: str
    typed: dict[str, list[str]]

    def with_page(self, typed: dict[str, list[str]], keys: frozenset[str]) -> Unsent:
        """With one page's answers in place of those it had; an unticked box is then really gone."""
        kept = {name: values for name, values in self.typed.items() if engine.owner_of(name) not in keys}
        given = {name: values for name, values in typed.items() if engine.owner_of(name) in keys}
        return replace(self, typed={**kept, **given})


def cookie_of(process_id: str) -> str:
    """The name of the cookie; one for each process, so that an idea and a question can be filled in side by side."""
    # An id of a process may have letters that a cookie's name may not.
    return "smederij_concept_" + hashlib.sha256(process_id.encode()).hexdigest()[:8]


def begin(process_id: str) -> Unsent:
    """A new one, with nothing in it and nothing written yet."""
    return Unsent(secrets.token_urlsafe(24), process_id, {})


def find(token: str, process_id: str) -> Unsent | None:
    """What this browser has typed for this process, if anything is kept."""
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
    return Unsent(token, process_id, {str(key): [str(v) for v in values] for key, values in content["typed"].items()})


def keep(unsent: Unsent) -> None:
    """Write it down. Raises: TooMuch."""
    text = json.dumps({"process_id": unsent.process_id, "typed": unsent.typed}, ensure_ascii=False)
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
    """Remove what this browser has typed."""
    if token:
        _path(token).unlink(missing_ok=True)


def tidy() -> None:
    """Remove all that was left for more than a day and, where the rest is too much, the largest of that.

    The largest, since nobody types as much as somebody who wants to fill the
    disk. Looks at most once a minute: a folder that is
    full of files must not make each new form slow.
    """
    folder = _folder()
    mark = folder.with_suffix(".swept")
    if not folder.is_dir() or (mark.exists() and mark.stat().st_mtime > time.time() - SWEEP_SECONDS):
        return
    mark.touch()
    sizes: list[tuple[int, str]] = []
    for entry in os.scandir(folder):
        with suppress(FileNotFoundError):  # It was sent meanwhile, or another server removed it.
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
