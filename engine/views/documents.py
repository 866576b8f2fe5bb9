"""Views of documents: a file that somebody may open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A file, with what it was called by whoever handed it in."""

    name: str
    media_type: str
    data: bytes
    digest: str
    case_id: str | None
    """None for one that is ready for a start form."""
