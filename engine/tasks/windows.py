"""Windows: in which window somebody typed, so that none silently replaces what the same person typed in another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from engine import spelling
from engine.errors import TypedElsewhere
from engine.models import Draft

_OWN = "_venster"
"""Where a draft says in which window it was typed; no question has a name that begins with an underscore."""


@dataclass(frozen=True, slots=True)
class Window:
    """One page with the form of a task, as it tells of itself with whatever it sends."""

    id: str
    """Made anew each time that the page is opened."""
    began_with: str
    """The mark of the draft that it was opened with."""


def typed_in_draft(draft: Draft) -> dict[str, list[str]]:
    """What was typed, without our own note of where."""
    return {name: values for name, values in draft.raw.items() if name != _OWN}


def mark_of(draft: Draft | None) -> str:
    """What a window remembers of the draft that it was opened with: other text has another mark. Empty without one."""
    return _mark(typed_in_draft(draft)) if draft is not None else ""


def _mark(typed: Mapping[str, list[str]]) -> str:
    return hashlib.sha256(spelling.spell_canonically(typed)).hexdigest()[:16]


def require_same(draft: Draft, typed: Mapping[str, list[str]], window: Window | None) -> None:
    """Refuse to replace a draft that this window neither wrote nor began with; without a window, anything may.

    Raises: TypedElsewhere.
    """
    before = typed_in_draft(draft)
    if window is None or draft.raw.get(_OWN) == [window.id]:
        return
    if _mark(before) not in (window.began_with, _mark(typed)):
        raise TypedElsewhere(before, draft.saved_at)


def sign(typed: dict[str, list[str]], window: Window | None) -> dict[str, list[str]]:
    """What is stored of a draft: what was typed, and in which window."""
    return typed if window is None else {**typed, _OWN: [window.id]}
