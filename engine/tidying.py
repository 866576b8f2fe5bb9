"""Tidying: typed text in the form that is stored: of characters that a text, a line or a name can have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import count

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of the text around them."""
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""What ends a line, in a form that is sent or in a text that is copied."""


def tidy_line(typed: str, longest: int) -> str:
    """Typed text with single spaces, without what nobody can see or PostgreSQL cannot store, and cut off at a limit."""
    # White space first: some of it, such as a line end, is also a control character.
    line = " ".join(typed.split())
    return " ".join("".join(filter(_is_kept, line)).split())[:longest].rstrip()


def tidy_text(typed: str, longest: int) -> str:
    """The same for a text of more lines: its white space stays as it is, but for what surrounds it."""
    text = "".join(each for each in _BREAKS.sub("\n", typed) if each in "\n\t" or _is_kept(each))
    return text.strip()[:longest].rstrip()


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _TURNING


def name_for(title: str) -> str:
    """A name of letters, digits and hyphens made from what people call something."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:50].strip("-")


def free_name(stem: str, is_taken: Callable[[str], object], mark: str = "-") -> str:
    """This name, or the first with a number after it that is not taken: `plan`, `plan-2`, `plan-3`."""
    names = (stem if number == 1 else f"{stem}{mark}{number}" for number in count(1))
    return next(name for name in names if not is_taken(name))
