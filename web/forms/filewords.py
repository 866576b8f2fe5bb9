"""File words: what people read about a file, and which files a question accepts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

import engine
from web import text
from web.forms.shown import ShownFile, ShownFiles
from web.words import _


@dataclass(frozen=True, slots=True)
class FormFiles:
    """The files of a form that is shown."""

    known: engine.Files
    """The files that its answers may name, by id."""
    linked: bool = True
    """Whether they can be opened through the address of a file."""
    pressed: str = ""
    """The question whose button was just pressed: it gets the keyboard focus."""


NO_FILES = FormFiles({})


def show_reference(told: engine.Reference, *, linked: bool = True) -> ShownFile:
    """A file that an answer names."""
    about = told["metadata"]
    name, size, kind = (about.get(key) for key in ("fileName", "size", "contentType"))
    place = {"document_id": told["documentId"]}
    address = url_for("documents.show", **place) if linked else ""
    picture = url_for("documents.show_small", **place) if linked and kind in engine.PICTURES else ""
    return ShownFile(told["documentId"], str(name), text.file_size(size), address, picture)


def show_files(field: engine.FormField, ids: Iterable[str], files: engine.Files, *, linked: bool) -> ShownFiles:
    """The files of one question; the id of a file that no longer exists is left out."""
    there = tuple(show_reference(files[one], linked=linked) for one in dict.fromkeys(ids) if one in files)
    endings = ",".join(ending for kind in _taken(field) for ending in engine.ENDINGS[kind])
    return ShownFiles(there, endings, field.most > 1, 1 < field.most <= len(there), _hint(field))


def _taken(field: engine.FormField) -> tuple[str, ...]:
    return field.accept or tuple(engine.ENDINGS)


def _hint(field: engine.FormField) -> str:
    kinds = set(_taken(field))
    if kinds <= engine.PICTURES:
        what = _("foto’s of plaatjes (jpg of png)")
    elif kinds & engine.PICTURES:
        what = _("foto’s, plaatjes (jpg of png) en pdf-bestanden")
    else:
        what = _("pdf-bestanden")
    largest = engine.LARGEST_FILE // 1_000_000
    if field.most == 1:
        return _("U kunt één bestand kiezen: %(what)s, niet groter dan %(largest)s MB.", what=what, largest=largest)
    return _(
        "U kunt hoogstens %(most)s bestanden kiezen: %(what)s, elk niet groter dan %(largest)s MB.",
        most=field.most,
        what=what,
        largest=largest,
    )
