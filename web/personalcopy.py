"""Personal copy: all that is held about somebody as one file: a page to read, data for programs, and their files.

Whatever people typed is in it, and somebody else opens it, on a machine of their own: nothing in the page can act, and
no name of a file can leave its folder. It is written case by case, to disk.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import Response, render_template

import engine
from web import eventwords, filed, heldwords, place, text, viewings

PAGE, DATA, FOLDER = "overzicht.html", "gegevens.json", "bestanden"
LONGEST_NAME = 60
_STRANGE = re.compile(r"[^\w -]+")
"""What a name of a file in the copy cannot have: anything but letters, digits, spaces and dashes."""

_TOLD: Mapping[str, object] = {"name_kind": eventwords.name_kind, "whole": True}
"""What the templates of the copy are given besides: nothing is folded away, since it may be printed."""


@dataclass(slots=True)
class _Files:
    """The names that files get in the copy, by their ids."""

    names: dict[str, str] = field(default_factory=dict)

    def add(self, files: Iterable[engine.HeldFile]) -> None:
        for file in files:
            self.names[file.id] = f"{FOLDER}/{len(self.names) + 1:03}-{name_safely(file)}"


def name_safely(file: engine.HeldFile) -> str:
    """A name that means nothing to any machine; the ending says what was really received."""
    stem = file.name.rpartition(".")[0] or file.name
    words = _STRANGE.sub("_", unicodedata.normalize("NFC", stem)).strip(" _")[:LONGEST_NAME].strip(" _")
    ending = engine.ENDINGS[file.media_type][0] if file.media_type in engine.ENDINGS else ""
    return f"{words or 'bestand'}{ending}"


def send(held: Iterator[engine.HeldPerson | engine.HeldCase | engine.FileContents]) -> Response:
    """Send what `engine.copy_disclosure` gives as a file that a resident can open."""
    packed = filed.put_by()
    try:
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive, filed.put_by() as page, filed.put_by() as data:
            _write(held, archive, page, data)
            _add(archive, PAGE, page)
            _add(archive, DATA, data)
    except BaseException:
        packed.close()
        raise
    return filed.send_written(f"gegevens-{place.today():%Y-%m-%d}.zip", "application/zip", packed)


def _write(
    held: Iterator[engine.HeldPerson | engine.HeldCase | engine.FileContents],
    archive: ZipFile,
    page: SpooledTemporaryFile[bytes],
    data: SpooledTemporaryFile[bytes],
) -> None:
    """Write the page and the data side by side, and put each file in the archive as it comes."""
    files = _Files()
    people: list[engine.HeldPerson] = []
    count = 0
    for one in held:
        if isinstance(one, engine.HeldPerson):
            people.append(one)
        elif isinstance(one, engine.HeldCase):
            if not count:
                _begin(people, page, data)
            files.add(one.files)
            told = {"case": one, "names": files.names, "seen_as": viewings.WHAT, **_TOLD}
            page.write(render_template("disclosing/copy_case.html", **told).encode())
            data.write(("," if count else "").encode() + _spell(heldwords.case_as_data(one, files.names)))
            count += 1
        else:
            archive.writestr(_entry(files.names[one.id], ZIP_STORED), one.data)
    if not count:
        _begin(people, page, data)
    page.write(render_template("disclosing/copy_end.html", count=count).encode())
    data.write(b"]}\n")


def _begin(
    people: list[engine.HeldPerson], page: SpooledTemporaryFile[bytes], data: SpooledTemporaryFile[bytes]
) -> None:
    told = {"people": people, "today": place.today(), **_TOLD}
    page.write(render_template("disclosing/copy_begin.html", **told).encode())
    made = {"gemaakt_op": place.now().isoformat(), "gemeente": place.settings().municipality}
    head = _spell({**made, "personen": [heldwords.person_as_data(one) for one in people]})
    data.write(head.removesuffix(b"\n}") + b',\n"zaken": [')


def _spell(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()


def _add(archive: ZipFile, name: str, file: SpooledTemporaryFile[bytes]) -> None:
    file.seek(0)
    with archive.open(_entry(name, ZIP_DEFLATED), "w", force_zip64=True) as entry:
        while part := file.read(filed.AT_A_TIME):
            entry.write(part)


def _entry(name: str, compression: int) -> ZipInfo:
    told = ZipInfo(name, text.local(place.now()).timetuple()[:6])
    told.compress_type = compression
    return told
