"""Reasons: why a case could not go on, for a history in which nothing can be erased. Pure.

An error quotes the value that it is about. That may be what a resident typed, so the history gets the same sentence
without it; an operator reads the whole sentence as long as the case stands still.
"""

from __future__ import annotations

import re

LEFT_OUT = "…"
"""Replaces what is left out."""
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)


def leave_out_values(message: str, drawn: str) -> str:
    """A message with each quotation replaced that is not in the drawing: a name or text of that stays readable.

    Where quotation marks cannot be paired, nothing of it is kept.
    """

    def replace(found: re.Match[str]) -> str:
        mark, told = found[0][0], found[0][1:-1]
        is_drawn = re.search(rf"(?<!\w){re.escape(told)}(?!\w)", drawn) is not None
        return found[0] if is_drawn else f"{mark}{LEFT_OUT}{mark}"

    if {"'", '"'} & set(_QUOTED.sub("", message)):
        return LEFT_OUT
    return _QUOTED.sub(replace, message)
