"""Examples: files that stand for those of a story, where it is played in a trial or in the demo. Pure."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from engine.documents.scenes import HEIGHT, WIDTH, draw_scene
from engine.forms import ENDINGS

BAND = 56
"""Pixels under the drawing, for the name of the file."""
PAPER, INK = (250, 250, 247), (40, 44, 48)
LONGEST = 70
"""Characters of a name that are drawn in a picture."""


@lru_cache(64)
def make_example(name: str) -> bytes:
    """A file that shows its own name: a drawing, or a page of a PDF. The same name gives the same bytes.

    Raises: ValueError: not the name of a file that could be uploaded.
    """
    kind = next((kind for kind, endings in ENDINGS.items() if name.lower().endswith(endings)), None)
    if kind is None:
        raise ValueError(f"{name!r} is no name of a picture or PDF")
    return _write_page(name) if kind == "application/pdf" else _draw(name, "PNG" if kind == "image/png" else "JPEG")


def _draw(name: str, kind: str) -> bytes:
    picture, made = Image.new("RGB", (WIDTH, HEIGHT + BAND), PAPER), BytesIO()
    picture.paste(draw_scene(name))
    pen, told = ImageDraw.Draw(picture), f"Voorbeeld: {name[:LONGEST]}"
    pen.text((20, HEIGHT + BAND / 2), told, fill=INK, font=ImageFont.load_default(24), anchor="lm")
    picture.save(made, kind, quality=82)
    return made.getvalue()


def _write_page(name: str) -> bytes:
    """A PDF of one page of A4 (ISO 32000-1), with the name in a font that every reader has."""
    text = name.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    drawn = b"BT /F1 20 Tf 56 760 Td (Voorbeeld) Tj 0 -34 Td /F1 13 Tf (%s) Tj ET\n0.6 w 56 710 m 539 710 l S" % text
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    page, places = b"%PDF-1.4\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(page))
        page += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    page_end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(page))
    return page + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + page_end
