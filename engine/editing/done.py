"""Done: what an edit did to a file, to report it, and the file as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from engine.editing.source import Source


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was changed. `code` selects the sentence for it; fields that the code does not use are empty."""

    code: str
    element: str
    """The id of the changed or new element."""
    name: str = ""
    """Its name for people, after the change."""
    what: str = ""
    """Which of its attributes, properties or columns."""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A file after an edit. `done` is None where nothing had to change; then the bytes are the same."""

    source: Source
    done: Done | None

    @property
    def data(self) -> bytes:
        return self.source.encode()


def edited(before: Source, after: Source, done: Done) -> Edited:
    return Edited(after, done if after is not before else None)
