"""Packing: files in an archive that somebody else opens, on a machine of their own.

No name of a file can mean anything there or leave its folder, and what is large goes through a file on disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import engine
from web import filed, place, text

FOLDER = "bestanden"
LONGEST_NAME = 60
_STRANGE = re.compile(r"[^\w -]+")
"""What a name of a file in an archive cannot have: anything but letters, digits, spaces and dashes."""


@dataclass(slots=True)
class Files:
    """The names that files get in an archive, by their ids."""

    names: dict[str, str] = field(default_factory=dict)

    def add(self, files: Iterable[engine.HeldFile]) -> None:
        for file in files:
            self.names[file.id] = f"{FOLDER}/{len(self.names) + 1:03}-{name_safely(file)}"


def name_safely(file: engine.HeldFile) -> str:
    """A name that means nothing to any machine; the ending says what was really received."""
    stem = file.name.rpartition(".")[0] or file.name
    ending = engine.ENDINGS[file.media_type][0] if file.media_type in engine.ENDINGS else ""
    return f"{plain(stem) or 'bestand'}{ending}"


def plain(name: str) -> str:
    """The same name with nothing in it but letters, digits, spaces and dashes; it may be empty."""
    return _STRANGE.sub("_", unicodedata.normalize("NFC", name)).strip(" _")[:LONGEST_NAME].strip(" _")


def add_file(archive: ZipFile, name: str, file: SpooledTemporaryFile[bytes]) -> None:
    """Add all that was written to such a file."""
    file.seek(0)
    with archive.open(_entry(name, ZIP_DEFLATED), "w", force_zip64=True) as entry:
        while part := file.read(filed.AT_A_TIME):
            entry.write(part)


def add(archive: ZipFile, name: str, data: bytes, *, compressed: bool = True) -> None:
    """Add what is in memory; photos and the like gain nothing by compression."""
    archive.writestr(_entry(name, ZIP_DEFLATED if compressed else ZIP_STORED), data)


def _entry(name: str, compression: int) -> ZipInfo:
    told = ZipInfo(name, text.local(place.now()).timetuple()[:6])
    told.compress_type = compression
    return told
