"""Workshop: what process owners and auditors see of changes to processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.editing import Done


@dataclass(frozen=True, slots=True)
class PartView:
    """The files of one process in a change. `revision` counts its saves."""

    change_id: str
    process_id: str
    name: str
    files: Mapping[str, bytes]
    base_id: str | None
    base_version: int | None
    revision: int
    saved_by: str
    saved_by_name: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class PartSummary:
    """One process of a change: the version that it began from, the one in use now, and the one that it became."""

    process_id: str
    name: str
    base_version: int | None
    current_version: int | None
    became_version: int | None
    revision: int
    saved_by_name: str
    saved_at: datetime

    @property
    def is_overtaken(self) -> bool:
        """Whether another version came in use after this was begun."""
        return self.became_version is None and self.base_version != self.current_version


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change and its history so far. `state` is draft, offered, approved, in_use, replaced or discarded."""

    id: str
    title: str
    state: str
    parts: tuple[PartSummary, ...]
    editors: tuple[str, ...]
    """Names of all who worked on it."""
    begun_by: str
    begun_at: datetime
    reason: str
    offered_by: str | None
    offered_at: datetime | None
    judged_by: str | None
    judged_at: datetime | None
    judgement: str
    takes_effect_at: datetime | None
    migrate: bool
    in_use_at: datetime | None
    ended_at: datetime | None
    seal: str
    """Identifies everything that is offered, to the byte: whoever judges passes this to say what they saw.

    Empty in lists, and for what is not offered.
    """
    may_edit: bool
    """Whether the reader may continue it."""
    may_judge: bool
    """Whether the reader may approve it or send it back: nobody who worked on it may."""
    is_own: bool
    """Whether the reader's account offered it or, where nobody did, began it. Two accounts can have the same name."""

    @property
    def saved_at(self) -> datetime:
        return max((part.saved_at for part in self.parts), default=self.begun_at)


@dataclass(frozen=True, slots=True)
class SnapshotView:
    """Files of one process of a change that were saved under a name."""

    id: str
    process_id: str
    name: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LastEdit:
    """The last edit of a process of a change, which can be undone."""

    revision: int
    """Of the process after it."""
    done: tuple[Done, ...]
    made_by: str
    made_at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a process, and the changes that brought it, the latest last; none for an original one."""

    process_id: str
    version: int
    version_tag: str | None
    content_hash: str
    in_use: bool
    deployed_at: datetime
    deployed_by: str
    cases: int
    """How many cases run on it."""
    in_use_since: datetime | None
    """Since when it has been in use, the last time; None when it is not."""
    changes: tuple[tuple[str, str, str], ...]
    """(id, title, why it should be in use)."""
    made_by: tuple[str, ...] = ()
    """The names of those who worked on those changes; `deployed_by` is who had it put in use."""


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """One event in the history of a change, or of the versions of a process."""

    at: datetime
    kind: str
    by: str
    process_id: str | None
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ProcessOfWorkshop:
    """A process, as the list of the workshop shows it."""

    process_id: str
    name: str
    version: int | None
    running_cases: int
    """Of its own, and of others that have it in hand because they call it."""
    changes: tuple[ChangeView, ...]
    """Those that are not in use, replaced or discarded."""
