"""Pictures: files as people submit them, made when a test needs one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **told: Any) -> bytes:
    """A picture of one colour, with whatever else a file of its kind can contain."""
    made = BytesIO()
    Image.new("RGB", size, (190, 60, 30)).save(made, kind, **told)
    return made.getvalue()
