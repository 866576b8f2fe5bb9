"""Receiving: from the bytes of an upload to a file that can be kept and shown, or to why it is not taken. Pure.

A file is what its first bytes say, never what its name or its sender says. A picture is drawn anew: that leaves out
where and with which telephone it was taken, makes it as small as a screen needs, and lets nothing ride along in it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from threading import Lock

from PIL import Image, ImageOps

from engine.documents.scans import Scans, read_scans
from engine.errors import FieldProblem, FileRefused
from engine.forms import ENDINGS
from engine.tidying import tidy_line

LARGEST = 10_000_000
"""Bytes of one file."""
SIDE = 2_400
"""Pixels that a picture is wide or high at most, once it is kept: sharp on paper, a tenth of what a camera makes."""
SMALL = 320
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 30_000_000}
"""Of the picture that is handed in. A JPEG is read at a size near `SIDE`, all of a PNG has to be in memory."""
MOST_IN_SCANS = 30_000_000
"""Pixels of a JPEG that comes in several scans: all of it has to be in memory then, at six bytes each."""
MOST_SCANS = 100
"""Of a JPEG; cameras and programs write one to twenty. Each goes over all of the picture, however little it says: ten
megabytes of them took forty minutes."""
QUALITY = 85
LONGEST_NAME = 120
_FIRST_BYTES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
_AT_WORK = Lock()
"""One at a time: a picture takes up to three hundred megabytes, and anybody may hand in eight at once."""
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
# What Pillow raises for files that are cut off, or made to hurt.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it will be kept."""

    name: str
    media_type: str
    data: bytes
    digest: str
    """SHA-256 of `data`, in hexadecimal digits."""


def receive(name: str, data: bytes, accept: Collection[str] = ()) -> Received:
    """The file as it will be kept. `accept` are the media types that are asked, if not all that are taken.

    Raises: FileRefused: empty_file, too_large_file, unknown_file, wrong_file, too_many_pixels, broken_file.
    """
    if not data:
        raise FileRefused(FieldProblem("empty_file", found=_tidy(name)))
    if len(data) > LARGEST:
        raise FileRefused(FieldProblem("too_large_file", LARGEST // 1_000_000, _tidy(name)))
    media_type = next((kind for first, kind in _FIRST_BYTES.items() if data.startswith(first)), None)
    if media_type is None or (accept and media_type not in accept):
        raise FileRefused(FieldProblem("wrong_file" if accept else "unknown_file", found=_tidy(name)))
    kept = _draw_anew(name, data, _FORMATS[media_type]) if media_type in _FORMATS else data
    return Received(_name_for(name, media_type), media_type, kept, hashlib.sha256(kept).hexdigest())


def make_small(data: bytes, media_type: str) -> bytes:
    """A picture that was kept, as a JPEG for a list: a page with ten photos must not take the time of ten photos.

    Raises: ValueError: this is no picture that `receive` made.
    """
    told = BytesIO()
    try:
        with Image.open(BytesIO(data), formats=(_FORMATS[media_type],)) as picture:
            picture.draft("RGB", (SMALL, SMALL))
            picture.thumbnail((SMALL, SMALL))
            ground = Image.new("RGB", picture.size, "white")  # Behind what shows through.
            ground.paste(picture, mask=picture if picture.mode == "RGBA" else None)
            ground.save(told, "JPEG", quality=QUALITY)
    except (KeyError, *_BROKEN) as error:
        raise ValueError("no picture that was kept") from error
    return told.getvalue()


def _draw_anew(name: str, data: bytes, kind: str) -> bytes:
    told = BytesIO()
    try:
        with _AT_WORK, Image.open(BytesIO(data), formats=(kind,)) as picture:
            scans = read_scans(data) if kind == "JPEG" else Scans(0, False)
            if picture.width * picture.height > (MOST_IN_SCANS if scans.several else MOST_PIXELS[kind]):
                raise FileRefused(FieldProblem("too_many_pixels", found=_tidy(name)))
            if scans.number > MOST_SCANS:
                raise FileRefused(FieldProblem("broken_file", found=_tidy(name)))
            picture.draft("RGB", (SIDE, SIDE))  # JPEG can be read at a half, a quarter or an eighth; nothing for PNG.
            picture.thumbnail((SIDE, SIDE))  # Before it is turned, which takes as much memory again.
            drawn = ImageOps.exif_transpose(picture)
            if kind == "JPEG":
                _without_rest(drawn.convert("RGB")).save(told, kind, quality=QUALITY, optimize=True)
            else:
                _without_rest(drawn.convert("RGBA" if drawn.has_transparency_data else "RGB")).save(told, kind)
    except _BROKEN as error:
        raise FileRefused(FieldProblem("broken_file", found=_tidy(name))) from error
    return told.getvalue()


def _without_rest(picture: Image.Image) -> Image.Image:
    """The picture with nothing but its pixels: Pillow writes comments and profiles of the original again otherwise."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _name_for(name: str, media_type: str) -> str:
    """The name as people read it, with an ending that says what it is."""
    tidy, endings = _tidy(name), ENDINGS[media_type]
    if tidy.lower().endswith(endings):
        return tidy
    return f"{PurePosixPath(tidy).stem[: LONGEST_NAME - len(endings[0])]}{endings[0]}"


def _tidy(name: str) -> str:
    """The last part of a path, whatever the system it comes from; never empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return tidy_line(last.strip(". "), LONGEST_NAME) or "bestand"
