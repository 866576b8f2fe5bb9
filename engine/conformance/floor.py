"""Floor: how many results must pass at least, so that no change lowers what was reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from engine.conformance.cases import TestsRefused

_LINE = re.compile(r"(?P<label>[^:#]+): (?P<passed>\d{1,9}) passed")


class Counted(Protocol):
    @property
    def label(self) -> str: ...

    @property
    def passed(self) -> int: ...


def read_floor(file: Path) -> Mapping[str, int]:
    """The figures of a file with lines such as `compliance-level-2: 126 passed`; a line with # is a remark.

    Raises:
        TestsRefused: it has any other line, the same label twice, or no figure at all.
    """
    figures: dict[str, int] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match["label"] in figures:
            raise TestsRefused(f"{file}:{number}: this is not a new figure such as `level: 12 passed`")
        figures[match["label"]] = int(match["passed"])
    if not figures:
        raise TestsRefused(f"{file}: there is no figure in it")
    return figures


def compare_with_floor(figures: Iterable[Counted], floor: Mapping[str, int]) -> tuple[str, ...]:
    """A sentence for each figure that was not reached; a level that was not run did not reach its figure."""
    reached = {figure.label: figure.passed for figure in figures}
    return tuple(
        f"{label}: {reached.get(label, 0)} passed, {least} are needed"
        for label, least in floor.items()
        if reached.get(label, 0) < least
    )
