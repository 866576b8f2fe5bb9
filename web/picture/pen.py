"""The pen: writes SVG as text, with every name and number made safe on output."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_QUOTES = {'"': "&quot;", "'": "&#39;"}
_BIDI_CONTROLS = frozenset(range(0x202A, 0x202F)) | frozenset(range(0x2066, 0x206A))
"""Embeddings, overrides and isolates: they could make a label read as another one, or spill into the next."""

_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAP = re.compile(f"({_MARK}{{4}}){_MARK}+")


def clean(text: str, limit: int) -> str:
    """`text` of at most `limit` characters, without bidirectional controls and what XML 1.0 (2.2) forbids.

    Tabs become spaces, all line ends line feeds. Of marks on one letter only the first few are kept: a pile would
    tower over its neighbours. An ellipsis shows that text was cut off.
    """
    text = text[: limit * 2].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = _HEAP.sub(r"\1", "".join(character for character in text if _is_allowed(ord(character))))
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def number(value: float) -> str:
    """A coordinate in at most two decimals, without trailing zeros or a minus before zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def quote(text: str) -> str:
    return escape(text, _QUOTES)


def tag(name: str, content: str = "", /, **attributes: str | float | None) -> str:
    """One element. `content` is markup already; attributes are escaped here, and left out when None.

    In a keyword, `_` stands for `-` and a trailing `_` is dropped (`class_`, `stroke_width`).
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{quote(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _is_allowed(code: int) -> bool:
    if code < 0x20:
        return code == 0x0A
    if 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE:
        return False
    return code not in _BIDI_CONTROLS
