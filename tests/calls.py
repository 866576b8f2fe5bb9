"""Calls: which functions of ours call which while something happens, to hold what the docs draw against it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OURS = tuple(f"{ROOT / room}/" for room in ("engine", "web"))
CHAPTER = re.compile(r"^## (.+?)\n(?:(?!^## ).)*?^```calls\n(.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass
class Call:
    """A function that was called, or is drawn so, with the calls that it made in turn."""

    name: str
    """Its file and its name in there: `engine/history.py:link`."""
    made: list[Call] = field(default_factory=list)


@contextmanager
def recorded() -> Iterator[Call]:
    """Record the calls of a block, in this thread. Those of libraries are passed over, and what they call is not."""
    top = Call("")
    under = [top]

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event not in {"call", "return"} or not code.co_filename.startswith(OURS):
            return
        if event == "return":
            under.pop()
            return
        call = Call(f"{code.co_filename.removeprefix(f'{ROOT}/')}:{code.co_qualname}")
        under[-1].made.append(call)
        under.append(call)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield top
    finally:
        sys.setprofile(before)


def read_drawn(page: str) -> dict[str, list[Call]]:
    """The calls that a page of the docs draws, by the heading above: a line each, two spaces deeper than its caller."""
    drawn = {}
    for heading, block in CHAPTER.findall((ROOT / page).read_text(encoding="utf-8")):
        levels = [Call("")]
        for line in block.splitlines():
            depth = (len(line) - len(line.lstrip())) // 2
            call = Call(line.split()[0])
            levels[depth].made.append(call)
            levels[depth + 1 :] = [call]
        drawn[heading] = levels[0].made
    return drawn


def find_missing(drawn: Sequence[Call], made: Sequence[Call]) -> str:
    """The first call that is drawn and was not made within its caller, after what is drawn before it; empty if none."""
    rest = list(_walk(made))
    for wanted in drawn:
        found = [place for place, call in enumerate(rest) if call.name == wanted.name]
        if not found:
            return wanted.name
        inside = [find_missing(wanted.made, rest[place].made) for place in found]
        if all(inside):
            return inside[0]
        chosen = found[inside.index("")]
        rest = rest[chosen + 1 + sum(1 for _ in _walk(rest[chosen].made)) :]
    return ""


def _walk(made: Sequence[Call]) -> Iterator[Call]:
    for call in made:
        yield call
        yield from _walk(call.made)
