"""Texts: mails, letters, scenarios and other files, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from engine.comparison.difference import ADDED, CHANGED, REMOVED, Line, TextChange

AROUND = 2
"""Lines shown around a change."""
MOST_LINES = 1_500
"""Maximum number of lines of a file that is compared line by line."""
LONGEST_LINE = 500


def compare_texts(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[TextChange]:
    """What happened to each file, by name."""
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        mark = ADDED if was is None else REMOVED if now is None else CHANGED
        data = now if now is not None else was or b""
        yield TextChange(mark, name, _kind(name), title_of(name, data), _compare(was or b"", now or b""))


def is_sent(name: str) -> bool:
    """Whether a file is the text of a mail or a letter."""
    return name.startswith(("mails/", "letters/"))


def _kind(name: str) -> str:
    for folder, kind in (("mails/", "mail"), ("letters/", "letter")):
        if name.startswith(folder):
            return kind
    return "scenario" if name.startswith("scenarios/") else "other"


def title_of(name: str, data: bytes) -> str:
    """The name a scenario gives itself, the subject of a mail or letter, else the name of the file."""
    first = data[:2_000].decode("utf-8", "replace").split("\n")
    for begin in ("name:", "onderwerp:"):
        told = next((line for line in first if line.lower().startswith(begin)), "")
        if told and _kind(name) != "other":
            return told.partition(":")[2].strip().strip("'\"") or name
    return name


def _compare(old: bytes, new: bytes) -> tuple[Line, ...]:
    was, now = _lines(old), _lines(new)
    if max(len(was), len(now)) > MOST_LINES:
        return ()
    found: list[Line] = []
    # A line that occurs hundreds of times is a bad start for matching: without that rule, two files can take a minute.
    matcher = SequenceMatcher(None, was, now, autojunk=True)
    for group in matcher.get_grouped_opcodes(AROUND):
        if found:
            found.append(Line("", "…"))
        for tag, a, b, c, d in group:
            if tag == "equal":
                found += [Line("", text) for text in was[a:b]]
                continue
            found += [Line(REMOVED, text) for text in was[a:b]]
            found += [Line(ADDED, text) for text in now[c:d]]
    return tuple(found)


def _lines(data: bytes) -> list[str]:
    if not data:
        return []
    text = data.decode("utf-8", "replace").removesuffix("\n")
    return [line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…" for line in text.split("\n")]
