"""What happens in the municipality itself, outside any case: its calendar, its processes and their changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class CalendarDayAdded(Event):
    """A day counts as a public holiday (`off`, Atw 3 lid 3), or people work on a holiday (`worked`)."""

    day: str
    day_kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class CalendarDayRemoved(Event):
    day: str
    day_kind: str


@dataclass(frozen=True, slots=True)
class LinksRenewed(Event):
    """The key of secret links was lost, and so many ideas got another link."""

    count: int


@dataclass(frozen=True, slots=True)
class CopyGiven(Event):
    """An operator copied everything that is held about somebody, to give it to them (AVG art. 15 lid 3), and said why.

    `people` are the pseudonyms under which they are known.
    """

    people: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ViewingsClosed(Event):
    """Days are over on which people looked at data of submitters, up to and including `until`.

    `days` has each on which somebody did, with how many rows say so and a digest of those. It names nobody: the rows
    are about staff, and are removed when their term is over.
    """

    until: str
    days: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class ViewingsForgotten(Event):
    """Who looked on this day was removed, since the term of that was over."""

    day: str


@dataclass(frozen=True, slots=True)
class DefinitionDeployed(Event):
    process_id: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class ChangeBegun(Event):
    """Somebody began to change a process, from a version of it or from nothing."""

    change_id: str
    process_id: str
    from_version: int | None


@dataclass(frozen=True, slots=True)
class ChangeOffered(Event):
    """A change was offered to be put in use. `contents` are the hashes of what was offered, by process."""

    change_id: str
    contents: dict[str, str]
    reason: str
    takes_effect_at: datetime | None
    migrate: bool


@dataclass(frozen=True, slots=True)
class ChangeApproved(Event):
    change_id: str
    contents: dict[str, str]
    remark: str


@dataclass(frozen=True, slots=True)
class ChangeSentBack(Event):
    """A colleague sent an offered change back, or whoever offered it took it back."""

    change_id: str
    remark: str


@dataclass(frozen=True, slots=True)
class ChangeHeldBack(Event):
    """An approved change could not be put in use when its moment came, and is a draft again."""

    change_id: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangePutInUse(Event):
    change_id: str
    versions: dict[str, int]


@dataclass(frozen=True, slots=True)
class ChangeReplaced(Event):
    """Versions of a change are no longer in use, because those of another change replaced them."""

    change_id: str
    by_change: str | None


@dataclass(frozen=True, slots=True)
class ChangeDiscarded(Event):
    change_id: str


@dataclass(frozen=True, slots=True)
class ChangeTakenUp(Event):
    """A change that was discarded is being worked on again."""

    change_id: str


@dataclass(frozen=True, slots=True)
class SnapshotDeleted(Event):
    """Files of a process in a change, saved under a name at some moment, were deleted."""

    change_id: str
    process_id: str
    name: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DestructionListOffered(Event):
    """A list of cases past their term was offered for destruction. `digest` is of everything on it.

    `hands` are the pseudonyms of those who worked on it; `classes` says how many cases of each class are to go.
    """

    number: str
    digest: str
    classes: dict[str, int]
    taken_off: int
    table_version: int
    hands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DestructionListApproved(Event):
    number: str
    digest: str
    remark: str


@dataclass(frozen=True, slots=True)
class DestructionListRefused(Event):
    """A colleague refused an offered list, or somebody who worked on it took it back."""

    number: str
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class DestructionListCarriedOut(Event):
    """The statement of destruction (Archiefbesluit 1995, art. 8): everything on the list was destroyed, or kept.

    `outcomes` says how often each occurred; `digest` is of the outcome of every case.
    """

    number: str
    digest: str
    outcomes: dict[str, int]


@dataclass(frozen=True, slots=True)
class SealMade(Event):
    """Somebody took a copy of the history's state at this point. `mark` is a digest of all that the file says."""

    mark: str
    events: int
    chains: int
