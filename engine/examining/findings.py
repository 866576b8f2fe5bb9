"""Findings: what was found about one part of an installation, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How bad it is, as it is printed."""

    WELL = "goed"
    LOOK = "let op"
    WRONG = "FOUT"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one part."""

    part: str
    verdict: Verdict
    told: str
