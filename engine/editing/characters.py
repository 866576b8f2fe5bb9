"""Characters: the encoding of a file, and the meaning of its text and attributes as written."""

from __future__ import annotations

import codecs
import re

from engine.errors import EditRefused

_CDATA = "<![CDATA["
_APART = (("<!--", "-->"), (_CDATA, "]]>"), ("<?", "?>"), ("<", ">"))
"""The begin and end marks of everything but text between the tags of an element."""
_MEANS = re.compile(r"[&\t\r\n]")
"""What stands for something else in an attribute. Nearly every attribute is without it: literal text."""
_DECLARED = re.compile(rb"""^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SAID = re.compile(r"""^(<\?xml[^>]*\sencoding\s*=\s*["'])[A-Za-z0-9._-]+""")
_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_WIDE = {
    (codecs.BOM_UTF16_LE, b"<\x00"): "utf-16-le",
    (codecs.BOM_UTF16_BE, b"\x00<"): "utf-16-be",
}
"""How a file begins in letters of two bytes, with a mark or without (XML appendix F)."""
CODECS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16-le", "utf-16-be"})
"""Encodings in which untouched text can be written back byte for byte."""


def transcribe(data: bytes) -> str:
    """A file as text to be saved as UTF-8: read in its declared encoding, and declaring UTF-8 instead (XML 4.3.3)."""
    codec = codec_of(data)
    if codec == "utf-8" or codec not in CODECS:
        return data.decode("utf-8", "replace")
    return _SAID.sub(r"\1UTF-8", data.decode(codec, "replace").removeprefix("\ufeff"))


def recode(data: bytes, encoding: str) -> bytes:
    """A file in any encoding that Python knows, as UTF-8 that says so. Raises: EditRefused: Python does not know it."""
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except (LookupError, UnicodeDecodeError) as error:
        raise EditRefused("encoding", detail=encoding) from error
    return _SAID.sub(r"\1UTF-8", text).encode()


def read_content(text: str) -> str:
    """Content without elements as XML reads it: the text of a CDATA section is literal (XML 2.7)."""
    parts: list[str] = []
    at = 0
    while (place := text.find("<", at)) >= 0:
        begin, end = next((begin, end) for begin, end in _APART if text.startswith(begin, place))
        close = text.index(end, place + len(begin))
        parts.append(_unescape(text[at:place]))
        if begin == _CDATA:
            parts.append(text[place + len(begin) : close].replace("\r\n", "\n"))
        at = close + len(end)
    return "".join([*parts, _unescape(text[at:])])


def _unescape(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        told = found[1]
        if told.startswith("#x"):
            return chr(int(told[2:], 16))
        return chr(int(told[1:])) if told.startswith("#") else _NAMED[told]

    return _REFERENCE.sub(character, text.replace("\r\n", "\n"))


def codec_of(data: bytes) -> str:
    """The declared encoding of a file, as Python calls it; "?" for one that Python does not know."""
    for marks, codec in _WIDE.items():
        if data.startswith(marks):
            return codec
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    try:
        return codecs.lookup(declared[1].decode() if declared else "utf-8").name
    except LookupError:
        return "?"


def read_value(written: str) -> str:
    """The value of an attribute (XML 3.3.3): white space is a space, a reference is its character."""
    if _MEANS.search(written) is None:
        return written
    return _unescape(re.sub(r"[\t\r\n]", " ", written.replace("\r\n", "\n")))
