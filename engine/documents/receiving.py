"""Receiving: from the bytes of an upload to a file that can be stored and shown, or the reason it is refused. Pure.

A file is what its first bytes say, never what its name or its sender says. A picture is redrawn: that leaves out
where and with which telephone it was taken, makes it as small as a screen needs, and lets nothing hide in it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from threading import BoundedSemaphore

from PIL import Image

from engine.documents import stripping
from engine.errors import FieldProblem, FileRefused
from engine.forms import ENDINGS
from engine.tidying import tidy_line

LARGEST = 10_000_000
"""Bytes of one file."""
SIDE = 2_400
"""Maximum width or height in pixels of a stored picture: sharp on paper, a tenth of what a camera makes."""
SMALL = 320
"""The same in a list."""
QUALITY = 85
LONGEST_NAME = 120
_FIRST_BYTES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_OTHERS = re.compile(rb"GIF8|RIFF.{4}WEBP|.{4}ftyp(?:hei|hev|mif1|msf1|avi)", re.DOTALL)
"""The first bytes of kinds of picture that telephones and pages have and we do not accept: HEIF, AVIF, WebP, GIF."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_AT_ONCE = BoundedSemaphore(2)
"""Pictures that are drawn at a time: each may take 300 MB."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it will be stored."""

    name: str
    media_type: str
    data: bytes
    digest: str
    """SHA-256 of `data`, in hexadecimal digits."""


def receive(name: str, data: bytes, accept: Collection[str] = ()) -> Received:
    """The file as it will be stored. `accept` are the media types that are asked, if not all that are accepted.

    Raises:
        FileRefused: empty_file, too_large_file, unknown_file, other_picture, wrong_file, too_many_pixels, broken_file.
    """
    if not data:
        raise FileRefused(FieldProblem("empty_file", found=_tidy(name)))
    if len(data) > LARGEST:
        raise FileRefused(FieldProblem("too_large_file", LARGEST // 1_000_000, _tidy(name)))
    media_type = next((kind for first, kind in _FIRST_BYTES.items() if data.startswith(first)), None)
    if media_type is None and _OTHERS.match(data) and (not accept or _FORMATS.keys() & set(accept)):
        raise FileRefused(FieldProblem("other_picture", found=_tidy(name)))
    if media_type is None or (accept and media_type not in accept):
        raise FileRefused(FieldProblem("wrong_file" if accept else "unknown_file", found=_tidy(name)))
    kept = _draw_anew(name, data, _FORMATS[media_type]) if media_type in _FORMATS else data
    return Received(_name_for(name, media_type), media_type, kept, hashlib.sha256(kept).hexdigest())


def make_small(data: bytes, media_type: str) -> bytes:
    """A stored picture, as a JPEG for a list: a page with ten photos must not take the time of ten photos.

    Raises: ValueError: this is not a picture that `receive` made.
    """
    told = BytesIO()
    try:
        with Image.open(BytesIO(data), formats=(_FORMATS[media_type],)) as picture:
            picture.draft("RGB", (SMALL, SMALL))
            picture.thumbnail((SMALL, SMALL))
            ground = Image.new("RGB", picture.size, "white")  # Behind transparent parts.
            ground.paste(picture, mask=picture if picture.mode == "RGBA" else None)
            ground.save(told, "JPEG", quality=QUALITY)
    except Exception as error:  # Somebody replaced its bytes.
        raise ValueError("no picture that was kept") from error
    return told.getvalue()


def _draw_anew(name: str, data: bytes, kind: str) -> bytes:
    try:
        bare = stripping.strip_jpeg(data) if kind == "JPEG" else stripping.strip_png(data)
    except stripping.TooMuch as error:
        raise FileRefused(FieldProblem("too_many_pixels", found=_tidy(name))) from error
    except stripping.Broken as error:
        raise FileRefused(FieldProblem("broken_file", found=_tidy(name))) from error
    try:
        with _AT_ONCE:
            picture = _read(bare, kind)
            drawn = _write(picture, kind)
            if len(drawn) > LARGEST:  # With many colours and no pattern, it can be larger than what came in.
                picture.thumbnail((SIDE // 2, SIDE // 2))
                drawn = _write(picture, kind)
    except Exception as error:  # Whatever a decoder raises on input made to harm it.
        raise FileRefused(FieldProblem("broken_file", found=_tidy(name))) from error
    return drawn


def _read(bare: stripping.Bare, kind: str) -> Image.Image:
    """The picture in plain colours, upright, and no larger than it is stored."""
    share = min(1, SIDE / max(bare.width, bare.height))
    with Image.open(BytesIO(bare.data), formats=(kind,)) as read:
        # A JPEG can be read at a half, a quarter or an eighth; this does nothing for a PNG.
        read.draft("RGB", (math.ceil(bare.width * share), math.ceil(bare.height * share)))
        read.load()
        picture: Image.Image = read if kind == "JPEG" else _in_plain_colours(read)
    del read  # It can be a hundred million bytes.
    picture.thumbnail((SIDE, SIDE))
    if kind == "JPEG" and picture.mode != "RGB":
        picture = picture.convert("RGB")
    return picture.transpose(_TURNS[bare.turn]) if bare.turn in _TURNS else picture


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """In eight-bit colours that scale down well: greys, colours, or colours with transparency."""
    if picture.mode.startswith("I"):
        return picture.point(lambda grey: grey * (1 / 257)).convert("L")
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _write(picture: Image.Image, kind: str) -> bytes:
    """A file with only the pixels: otherwise Pillow writes again what it knows of the original."""
    told, bare = BytesIO(), Image.new(picture.mode, picture.size)
    bare.paste(picture)
    bare.save(told, kind, **({"quality": QUALITY, "optimize": True} if kind == "JPEG" else {"compress_level": 3}))
    return told.getvalue()


def _name_for(name: str, media_type: str) -> str:
    """The name as people read it, with an extension that says what it is."""
    tidy, endings = _tidy(name), ENDINGS[media_type]
    if tidy.lower().endswith(endings):
        return tidy
    return f"{PurePosixPath(tidy).stem[: LONGEST_NAME - len(endings[0])]}{endings[0]}"


def _tidy(name: str) -> str:
    """The last part of a path, from whatever system; never empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return tidy_line(last.strip(". "), LONGEST_NAME) or "bestand"
