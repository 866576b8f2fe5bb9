"""Bags: an archive of files in which every file can be checked, as libraries and archives exchange them (RFC 8493)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from zipfile import ZipFile

from web.disclosure import packing

_WRITTEN = {ord(sign): f"%{ord(sign):02X}" for sign in "%\r\n"}
"""What a name cannot have in a list, as it is written there (section 2.1.3)."""
VERSION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(slots=True)
class Bag:
    """A bag that is being written, in a folder of its own."""

    archive: ZipFile
    folder: str
    _sums: list[tuple[str, str]] = field(default_factory=list)
    _size: int = 0

    def add(self, name: str, data: bytes, *, compressed: bool = True) -> str:
        """Add a file of the payload; its SHA-256 in hexadecimal."""
        digest = hashlib.sha256(data).hexdigest()
        packing.add(self.archive, f"{self.folder}/data/{name}", data, compressed=compressed)
        self._sums.append((digest, f"data/{name}".translate(_WRITTEN)))
        self._size += len(data)
        return digest

    def close(self, told: Iterable[tuple[str, str]]) -> None:
        """Add what is told about the bag, and the list by which its payload is checked."""
        lines = [*told, ("Payload-Oxum", f"{self._size}.{len(self._sums)}")]
        tags = {
            "bagit.txt": VERSION,
            "bag-info.txt": "".join(f"{label}: {' '.join(value.split())}\n" for label, value in lines),
            "manifest-sha256.txt": "".join(f"{digest}  {name}\n" for digest, name in self._sums),
        }
        # The tags have a list too, so that nothing in the bag can be changed unseen.
        sums = "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in tags.items())
        for name, text in {**tags, "tagmanifest-sha256.txt": sums}.items():
            packing.add(self.archive, f"{self.folder}/{name}", text.encode())
