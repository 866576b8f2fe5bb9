"""Sentences: what owners read about a process: what is wrong, and what to do. Dutch, level B1."""

from __future__ import annotations

from collections.abc import Mapping

from engine.checking.sentences.data import DATA
from engine.checking.sentences.decisions import DECISIONS
from engine.checking.sentences.events import EVENTS
from engine.checking.sentences.expressions import EXPRESSIONS
from engine.checking.sentences.flow import FLOW
from engine.checking.sentences.limits import LIMITS
from engine.checking.sentences.naming import NAMING
from engine.checking.sentences.standard import STANDARD
from engine.checking.sentences.starts import STARTS
from engine.checking.sentences.undoing import UNDOING
from engine.checking.sentences.work import WORK

SENTENCES: Mapping[str, tuple[str, str]] = {
    **DATA,
    **NAMING,
    **FLOW,
    **WORK,
    **EXPRESSIONS,
    **DECISIONS,
    **EVENTS,
    **LIMITS,
    **STANDARD,
    **STARTS,
    **UNDOING,
}
"""By the code of a finding: (what is wrong, what to do)."""
