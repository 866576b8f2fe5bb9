"""Dossier: everything about one case as one file, for a court, an archive or whoever asks for its documents.

A page to read, data for programs, the files that were handed in, the process in the versions that the case went along,
and what an archive must know of it. Somebody else opens it, so nothing in the page can act.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Response, render_template

import engine
from web import filed, place, storywords
from web.disclosure import mdto, packing, words
from web.disclosure.bags import Bag

PAGE, DATA, ABOUT, PROCESSES = "dossier.html", "gegevens.json", "dossier.mdto.xml", "stappenplannen"
HISTORY, CHECK = "geschiedenis.json", "nareken.py"
"""The chain of the history, and a program by which anybody can check it."""
BESIDE = ".bestand.mdto.xml"
"""How the name ends of what is known about a file, which is put beside it, as archives expect."""


def send(key: str, user: engine.User) -> Response:
    """Send the dossier of a case as one file. Raises: NotFound, NotAllowed."""
    packed = filed.put_by()
    try:
        with engine.copy_case(key, user) as (dossier, contents), ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            name = _write(dossier, contents, archive)
    except BaseException:
        packed.close()
        raise
    return filed.send_written(f"{name}.zip", "application/zip", packed)


def _write(dossier: engine.Dossier, contents: Iterator[engine.FileContents], archive: ZipFile) -> str:
    """Write the dossier, and each file as it comes; the name of the whole."""
    case = dossier.detail.case
    files = packing.Files()
    files.add(dossier.files)
    bag = Bag(archive, f"dossier-{packing.plain(case.reference)}")
    told: dict[str, object] = {
        "dossier": dossier,
        "names": files.names,
        "process_names": {one.process_id: one.name for one in dossier.processes},
        "main_line": [item for item in dossier.detail.timeline if storywords.is_of_main_line(item)],
        "now": place.now(),
        "whole": True,  # Nothing is folded away, since it may be printed.
    }
    described: list[tuple[str, str]] = []

    def add(name: str, mark: str, kind: str, data: bytes, *, compressed: bool = True) -> None:
        digest = bag.add(name, data, compressed=compressed)
        bag.add(f"{name}{BESIDE}", mdto.describe_file(name, mark, kind, len(data), digest, dossier))
        described.append((name, mark))

    page, data = render_template("disclosure/dossier.html", **told), words.dossier_as_data(dossier, files.names)
    add(PAGE, f"{case.reference}/{PAGE}", "text/html", page.encode())
    add(DATA, f"{case.reference}/{DATA}", "application/json", _spell(data))
    kinds = {file.id: file.media_type for file in dossier.files}
    for one in contents:
        add(files.names[one.id], one.id, kinds[one.id], one.data, compressed=False)
    for process in dossier.processes:
        for path, written in process.files.items():
            bag.add(f"{PROCESSES}/{process.process_id}-{process.version}/{path}", written)
    bag.add(HISTORY, dossier.chain.file)
    bag.add(CHECK, render_template("disclosure/nareken.txt").encode())
    bag.add(ABOUT, mdto.describe_dossier(dossier, described))
    bag.close(
        [
            ("Source-Organization", f"Gemeente {place.settings().municipality}"),
            ("External-Identifier", case.reference),
            ("External-Description", case.title),
            ("Bagging-Date", f"{place.today():%Y-%m-%d}"),
            ("Bag-Software-Agent", "Smederij"),
        ]
    )
    return bag.folder


def _spell(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
