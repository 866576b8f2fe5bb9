"""Views of documents: a file that somebody may open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A file, with the name given by whoever uploaded it."""

    name: str
    media_type: str
    data: bytes
    digest: str
    case_id: str | None
    """None for one that was uploaded for a start form."""
