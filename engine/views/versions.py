"""Versions: what happens to running cases in another version of their process, and tokens that can be moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.dialect.elements import Diagram, Process
from engine.dialect.nouns import Noun
from engine.views.operations import DefinitionView
from engine.views.timeline import ExplainedTable


@dataclass(frozen=True, slots=True)
class VersionDetail:
    """A version of a process with its decisions, as it was."""

    definition: DefinitionView
    in_use: bool
    forms: tuple[tuple[str, str], ...]
    """By id, the title."""
    tables: tuple[ExplainedTable, ...]


@dataclass(frozen=True, slots=True)
class OutdatedProcess:
    """A process with running cases that are not on the version in use."""

    process_id: str
    name: str
    version: int
    cases: int


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """What would happen to one case. `outcome` is goes, mapped (only by the mapping) or cannot.

    `reasons` say why it cannot, `notes` what changes for it; both are sentences.
    """

    case_id: str
    reference: str
    title: str
    version: int
    outcome: str
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    """The names of its open tasks, each once."""


@dataclass(frozen=True, slots=True)
class Replaceable:
    """A step with running cases that the version lacks there, and the steps (id, name) that could replace it.

    `elsewhere`: the version does have it, in another part.
    """

    element_id: str
    name: str
    candidates: tuple[tuple[str, str], ...]
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """A dry run: a verdict for each running case that is not on the version, those that began first in front."""

    process_id: str
    name: str
    version: int | None
    """None where it is about files of a change, which are not a version yet."""
    total: int
    """How many cases there are; not all of them need have been examined."""
    verdicts: tuple[CaseVerdict, ...]
    replaceable: tuple[Replaceable, ...]
    replaced: tuple[tuple[str, str], ...] = ()
    """The mapping that was tried, by name: the old step, and the one that replaces it."""

    def count(self, outcome: str) -> int:
        return sum(verdict.outcome == outcome for verdict in self.verdicts)

    @property
    def movable(self) -> int:
        """How many cases would go."""
        return self.count("goes") + self.count("mapped")

    @property
    def hindrances(self) -> tuple[tuple[str, int], ...]:
        """Each reason why cases cannot go, with how many it blocks; the one that blocks most comes first."""
        found = Counter(reason for verdict in self.verdicts for reason in dict.fromkeys(verdict.reasons))
        return tuple(found.most_common())


@dataclass(frozen=True, slots=True)
class StandingVersion:
    """A version of a process with running cases, and how many of these wait at each of its elements.

    A case that waits at more steps counts at each of them.
    """

    version: int
    in_use: bool
    cases: int
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standings:
    """Where the running cases of a process are, drawn on one of its versions."""

    process_id: str
    name: str
    versions: tuple[StandingVersion, ...]
    """Those with running cases and the one in use, the newest first."""
    shown: StandingVersion
    diagram: Diagram
    process: Process
    bound: int
    """Running cases that may come by, including those that have not reached it yet, or have left it."""


@dataclass(frozen=True, slots=True)
class MigratedCaseView:
    """One case of a migration. `state` is waiting, done, refused, returning, returned or moved_on."""

    reference: str
    title: str
    state: str
    reasons: tuple[str, ...]
    reversible: bool


@dataclass(frozen=True, slots=True)
class MigrationView:
    """A migration that was started, and how far it is."""

    id: str
    process_id: str
    name: str
    version: int
    reason: str
    by_name: str
    started_at: datetime
    total: int
    cases: tuple[MigratedCaseView, ...]
    paused: bool = False

    def count(self, state: str) -> int:
        return sum(case.state == state for case in self.cases)

    @property
    def reversible(self) -> int:
        """How many cases can still go back."""
        return sum(case.reversible for case in self.cases)


@dataclass(frozen=True, slots=True)
class MovableToken:
    """A waiting token, and the places (id, name) in the same process or subprocess where it could go on."""

    ref: str
    element_id: str
    name: str
    place: str
    """The name of the subprocess or called process that it is in; empty for the case itself."""
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseTokens:
    case_id: str
    reference: str
    title: str
    noun: Noun
    tokens: tuple[MovableToken, ...]
