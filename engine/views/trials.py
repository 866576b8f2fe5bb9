"""Trials: what a process owner sees of a change that is being tried, and of the scenarios of a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.comparison.difference import Line
from engine.dialect.elements import Diagram, Process
from engine.views.cases import AsideView, CaseDetail, StartableProcess, StatusChange
from engine.views.operations import MailView
from engine.views.papers import EntryView, LetterView
from engine.views.work import TaskDetail


@dataclass(frozen=True, slots=True)
class TrialWay:
    """One way to begin a trial. `kind` is form, plain, message, timer or signal."""

    key: str
    process_id: str
    element_id: str
    name: str
    kind: str
    startable: StartableProcess | None
    """With the form to fill in, where there is one."""


@dataclass(frozen=True, slots=True)
class TrialExample:
    """What a scenario begins with, to fill in a start form from; or the trial that was begun before (no source)."""

    source: str
    name: str
    way: str
    """`process.start`."""
    typed: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class TrialStart:
    """How a trial of a change can begin, and what prevents it."""

    ways: tuple[TrialWay, ...]
    examples: tuple[TrialExample, ...]
    """First, the one with the contents of the trial that already exists."""
    findings: tuple[Any, ...]
    """Errors in the processes that the change is about; nothing runs before they are fixed."""
    aim: TrialAim | None


@dataclass(frozen=True, slots=True)
class TrialAim:
    """A place in a diagram that the owner wants to reach."""

    process_id: str
    element_id: str
    name: str
    reached: bool = False
    """Whether it was passed."""
    is_here: bool = False
    """Whether it is an open task."""
    button: AsideView | None = None
    """For a start beside the steps that has not begun yet, and can begin now: what it begins with."""


@dataclass(frozen=True, slots=True)
class TrialTask:
    """An open task of a trial, and who does it there."""

    place: int
    """The number by which it is requested, among the open tasks."""
    reference: str
    process_id: str
    element_id: str
    name: str
    group: str | None
    """The group in whose name it is done; None when there is nobody to do it."""
    person: str
    instance: str | None
    due_at: datetime | None
    alike: int
    """How many indistinguishable ones there are, itself included."""


@dataclass(frozen=True, slots=True)
class TrialVariable:
    """A variable. `place` is the subprocess or called process that it belongs to, empty for the process itself.

    `kind` is nothing, yes_no, number, text, date, moment, time, duration, list, context, files or other; `text` is the
    value as FEEL, or the names of the files.
    """

    place: str
    name: str
    kind: str
    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class TrialDeadline:
    """Something that time will bring: a timer (`kind`), or the day that a task is due."""

    at: datetime
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class TrialStop:
    """Where the last action would get stuck, and why. It was not done."""

    process_id: str
    element_id: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial as its owner sees it."""

    now: datetime
    begun_at: datetime
    acts: int
    case: CaseDetail
    others: tuple[CaseDetail, ...]
    """Cases that followed from it."""
    tasks: tuple[TrialTask, ...]
    votes: tuple[TrialTask, ...]
    """Votes that were cast and can still be changed."""
    variables: tuple[TrialVariable, ...]
    mails: tuple[MailView, ...]
    letters: tuple[LetterView, ...]
    entries: tuple[EntryView, ...]
    deadlines: tuple[TrialDeadline, ...]
    published: tuple[StatusChange, ...]
    messages: tuple[str, ...]
    """The names of the messages that it waits for."""
    asides: tuple[AsideView, ...]
    """What can be begun beside the tasks, by whomever."""
    failures: tuple[str, ...]
    """What is wrong with jobs that could not be done."""
    stop: TrialStop | None
    aim: TrialAim | None
    outdated: bool
    """Whether the change was saved since the trial began."""
    may_keep: bool
    """Whether the reader may put a scenario in the change."""
    story: str
    """The name of the scenario that it began as, and can continue as; empty where there is none."""

    @property
    def ahead(self) -> tuple[TrialDeadline, ...]:
        """The deadlines to which time can pass."""
        return tuple(one for one in self.deadlines if one.at > self.now)

    @property
    def passed(self) -> tuple[TrialDeadline, ...]:
        """The deadlines of tasks that are late."""
        return tuple(one for one in self.deadlines if one.at <= self.now)

    @property
    def may_undo(self) -> bool:
        return self.acts > 1


@dataclass(frozen=True, slots=True)
class TrialTaskDetail:
    """One task of a trial, with its form."""

    task: TrialTask
    detail: TaskDetail
    now: datetime


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A scenario file that was written from a trial, and the process of the change that contains it."""

    process_id: str
    file: str
    name: str


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """How a scenario went. `reason` is a Dutch sentence that says why it differed from its file; else empty."""

    source: str
    """Process and file, such as `idee/scenarios/01-korte-klap.yaml`."""
    name: str
    process_id: str
    """The process whose folder contains it."""
    process_name: str
    changed: bool
    """Whether it belongs to a process of the change."""
    step: int | None
    told: str
    """The step that failed, numbered as in its file."""
    reason: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """An element or flow that no scenario reached. `counts` if it counts for the coverage."""

    element_id: str
    name: str
    kind: str
    counts: bool


@dataclass(frozen=True, slots=True)
class RehearsedProcess:
    """A process of a change with what the scenarios reached of it."""

    process_id: str
    name: str
    diagram: Diagram
    process: Process
    reached: frozenset[str]
    unreached: tuple[Unreached, ...]
    percent: int
    wanted: int
    """How many ends and ways there are to reach."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All scenarios of a change, played."""

    outcomes: tuple[ScenarioOutcome, ...]
    processes: tuple[RehearsedProcess, ...]
    findings: tuple[Any, ...]
    """Errors because of which nothing was played."""
    threshold: int
    """The percentage that each process needs."""

    @property
    def failed(self) -> tuple[ScenarioOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.reason)

    @property
    def ok(self) -> bool:
        enough = all(process.percent >= self.threshold for process in self.processes)
        return not self.findings and not self.failed and enough


@dataclass(frozen=True, slots=True)
class RetoldScenario:
    """A story as its file tells it, beside how it goes now. `reason` says why somebody has to play it; else empty."""

    process_id: str
    file: str
    name: str
    revision: int
    seal: str
    """Identifies how it goes now, to the byte: whoever replaces it passes this to say what they saw."""
    lines: tuple[Line, ...]
    """What differs; nothing where it goes as its file says."""
    notes: tuple[str, ...]
    """What was done to it, in Dutch sentences."""
    reason: str
