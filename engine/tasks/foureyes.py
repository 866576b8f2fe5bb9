"""Four eyes: who may not do a task because they do another, and what stays hidden in one until both are done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import TaskForAnother
from engine.models import CaseMigration, HistoryEvent, MigratedCase, Task
from engine.subjects import TaskSubject
from engine.versions import definitions
from engine.views import User

_OPENED = "task_opened"
_TOLD = (_OPENED, "task_completed")


class Paired(Protocol):
    """What is needed of a task here; both its row and what is locked of it have this."""

    @property
    def id(self) -> Any: ...
    @property
    def case_id(self) -> Any: ...
    @property
    def process_id(self) -> Any: ...
    @property
    def definition_id(self) -> Any: ...
    @property
    def element_id(self) -> Any: ...


class Place(NamedTuple):
    """A task of which only its place is known."""

    id: str
    case_id: str
    process_id: str
    definition_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class Other:
    """A task of the same case that somebody else must do."""

    id: str
    name: str
    form_id: str
    who: str | None
    """Who has it or did it, if anybody."""
    open: bool
    beside: bool
    """Whether both were open at the same time, so that each must be done without knowledge of the other."""


def others_of(session: Session, task: Paired) -> tuple[Other, ...]:
    """The tasks whose doer may not do this one: the last of the task that it names, and what was open beside it.

    A task that names this one, and was done before it came, in an earlier round, excludes nobody.
    """
    pairs = definitions.files_of(session, task.definition_id).pairs.get(task.element_id)
    if pairs is None:
        return ()
    renamed = _renamed(session, task)
    others = with_other_ids(pairs.all, renamed)
    columns = (Task.id, Task.element_id, Task.name, Task.form_id, Task.state, Task.assignee)
    of_case = select(*columns).where(Task.case_id == task.case_id, Task.process_id == task.process_id)
    there = of_case.where(Task.element_id.in_(others), Task.state != "cancelled", Task.id != task.id)
    rows = session.execute(there.order_by(Task.created_at, Task.id)).all()
    if not rows:
        return ()
    opened, done = _moments(session, task, {*others, *with_other_ids({task.element_id}, renamed)})
    named = with_other_ids({pairs.named} if pairs.named else (), renamed)
    last = next((row.id for row in reversed(rows) if row.element_id in named), None)
    found = []
    for row in rows:
        beside = _before(opened, row.id, done, task.id) and _before(opened, task.id, done, row.id)
        if beside or row.id == last:
            found.append(Other(row.id, row.name, row.form_id, row.assignee, row.state == "open", beside))
    return tuple(found)


def _renamed(session: Session, task: Paired) -> list[tuple[str, str]]:
    """Ids that changed in the versions the case was migrated to: it stays the same task, for the same person."""
    query = (
        select(CaseMigration.mapping)
        .join(MigratedCase, MigratedCase.migration_id == CaseMigration.id)
        .where(MigratedCase.case_id == task.case_id, CaseMigration.process_id == task.process_id)
        .where(MigratedCase.revision.is_not(None), MigratedCase.state != "returned")
    )
    return [(old, str(new)) for mapping in session.scalars(query) for old, new in mapping.items()]


def with_other_ids(ids: Iterable[str], renamed: Iterable[tuple[str, str]]) -> frozenset[str]:
    """These ids, and all that stand for the same tasks in other versions."""
    found = set(ids)
    pairs = [set(pair) for pair in renamed]
    while near := [pair for pair in pairs if pair & found and not pair <= found]:
        found.update(*near)
    return frozenset(found)


def _moments(session: Session, task: Paired, elements: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
    """When each of these tasks came and when it was done, as positions in the history: two moments can be equal."""
    query = select(HistoryEvent.kind, HistoryEvent.sequence, HistoryEvent.facts).where(
        HistoryEvent.case_id == task.case_id,
        HistoryEvent.kind.in_(_TOLD),
        HistoryEvent.process_id == task.process_id,
        HistoryEvent.element_id.in_(elements),
    )
    opened: dict[str, int] = {}
    done: dict[str, int] = {}
    for kind, sequence, facts in session.execute(query):
        (opened if kind == _OPENED else done)[str(facts["task"])] = sequence
    return opened, done


def _before(opened: Mapping[str, int], one: str, done: Mapping[str, int], other: str) -> bool:
    """Whether one task had come before the other was done."""
    return other not in done or opened[one] < done[other]


def bar(session: Session, subject: TaskSubject, task: Paired) -> TaskSubject:
    """The task as permissions need it: with the people who must leave it to somebody else."""
    barred = frozenset(other.who for other in others_of(session, task) if other.who is not None)
    return subject._replace(barred=barred) if barred else subject


def require_another(session: Session, subject: TaskSubject, task: Paired, user: User) -> None:
    """Raises: TaskForAnother: this person has or did a task that requires somebody else for this one."""
    if user.id in subject.barred and (other := kept_by(session, task, user)) is not None:
        raise TaskForAnother(other)


def kept_by(session: Session, task: Paired, user: User) -> str | None:
    """The name of the task because of which this person must leave this one to somebody else, if any."""
    return next((other.name for other in others_of(session, task) if other.who == user.id), None)


def awaits(session: Session, task: Paired) -> str | None:
    """The name of the task that must be done before anybody sees the answers to this one, if any."""
    return next((other.name for other in others_of(session, task) if other.beside and other.open), None)
