"""Personal copy: all that is held about somebody as one file: a page to read, data for programs, and their files.

Whatever people typed is in it, and somebody else opens it, on a machine of their own: nothing in the page can act. It
is written case by case, to disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Response, render_template

import engine
from web import eventwords, filed, place, viewings
from web.disclosure import packing, words

PAGE, DATA = "overzicht.html", "gegevens.json"

_TOLD: Mapping[str, object] = {"name_kind": eventwords.name_kind, "whole": True}
"""What the templates of the copy are given besides: nothing is folded away, since it may be printed."""


def send(held: Iterator[engine.HeldPerson | engine.HeldCase | engine.FileContents]) -> Response:
    """Send what `engine.copy_disclosure` gives as a file that a resident can open."""
    packed = filed.put_by()
    try:
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive, filed.put_by() as page, filed.put_by() as data:
            _write(held, archive, page, data)
            packing.add_file(archive, PAGE, page)
            packing.add_file(archive, DATA, data)
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
    files = packing.Files()
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
            page.write(render_template("disclosure/copy_case.html", **told).encode())
            data.write(("," if count else "").encode() + _spell(words.case_as_data(one, files.names)))
            count += 1
        else:
            packing.add(archive, files.names[one.id], one.data, compressed=False)
    if not count:
        _begin(people, page, data)
    page.write(render_template("disclosure/copy_end.html", count=count).encode())
    data.write(b"]}\n")


def _begin(
    people: list[engine.HeldPerson], page: SpooledTemporaryFile[bytes], data: SpooledTemporaryFile[bytes]
) -> None:
    told = {"people": people, "today": place.today(), **_TOLD}
    page.write(render_template("disclosure/copy_begin.html", **told).encode())
    made = {"gemaakt_op": place.now().isoformat(), "gemeente": place.settings().municipality}
    head = _spell({**made, "personen": [words.person_as_data(one) for one in people]})
    data.write(head.removesuffix(b"\n}") + b',\n"zaken": [')


def _spell(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
