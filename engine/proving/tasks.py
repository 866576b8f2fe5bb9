"""Tasks: that each is where, whose and how far the history says; four eyes, votes and worklists rely on these rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.models import HistoryEvent, Task
from engine.proving.faults import APART, Fault
from engine.running.taskrows import LONGEST_NAME
from engine.running.urgency import team_of, urgency_of
from engine.versions import definitions

DONE = frozenset({"task_completed", "vote_cast", "member_recused"})
HELD: Mapping[str, str] = {"task_opened": "assignee", "task_delegated": "to", "task_passed_on": "to"}
"""The fact of an event that says who has the task from then on; a claim gives it to its actor, a release to nobody."""
OF_TASKS = (*DONE, *HELD, "task_claimed", "task_released", "task_cancelled")
REWRITING = ("case_migrated", "case_migration_reversed", "deadline_moved")
"""After these, tasks of the case may have other groups, or another due date."""
_READ = (
    *(HistoryEvent.sequence, HistoryEvent.case_id, HistoryEvent.kind, HistoryEvent.person_id, HistoryEvent.at),
    *(HistoryEvent.process_id, HistoryEvent.definition_id, HistoryEvent.element_id),
)
_COLUMNS = (
    *(Task.id, Task.case_id, Task.process_id, Task.definition_id, Task.element_id, Task.name, Task.form_id),
    *(Task.state, Task.completed_by, Task.completed_at, Task.recused),
    *(Task.ballot, Task.ballot_open, Task.multi_instance, Task.suspends_term),
    *(Task.assignee, Task.candidate_groups, Task.due_at),
    *(Task.assigned, Task.team, Task.urgency, Task.priority, Task.created_at),
)


@dataclass(frozen=True, slots=True)
class Tasks:
    """How many were examined, and what does not match."""

    tasks: int
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Told:
    """What the history has of one task."""

    case_id: str
    since: int
    """The number of the last event of it: after that, only a migration may have changed it."""
    opened: int
    """The number of the event that created it."""
    place: tuple[str | None, str | None, str | None]
    """The process, its version and the step of its last event."""
    groups: tuple[str, ...]
    due_at: datetime | None
    at: datetime | None = None
    assigned: bool = False
    """Whether the diagram assigned it to a person."""
    state: str = "open"
    assignee: str | None = None
    done: tuple[str, datetime] | None = None
    cancelled: datetime | None = None
    recused: bool = False


def examine(session: Session) -> Tasks:
    """Compare all tasks with the history, which was found intact."""
    told, rewritten = _read_told(session)
    drawn = _reader_of_drawings(session)
    count, faults, ballots = 0, list[Fault](), list[Row[Any]]()
    for row in session.execute(select(*_COLUMNS)).yield_per(1000):
        count += 1
        one = told.pop(row.id, None)
        if reason := _judge(row, one, rewritten.get(row.case_id, 0)):
            faults.append(Fault("task", row.id, row.case_id, reason))
        elif row.state == "open" and not _is_as_urgent(row, drawn):
            faults.append(Fault("task", row.id, row.case_id, "open"))
        if one is not None and not _is_of_its_step(row, one, rewritten.get(row.case_id, 0), drawn):
            faults.append(Fault("task", row.id, row.case_id, "place"))
        if row.ballot_open or (row.ballot and row.multi_instance is not None):
            ballots.append(row)
    faults += _find_reopened(ballots)
    faults += [Fault("task", id, one.case_id, "missing") for id, one in told.items()]
    return Tasks(count, tuple(faults))


_Drawn = Callable[[str, str], tuple[str, str, bool, bool, int | None] | None]


def _reader_of_drawings(session: Session) -> _Drawn:
    """What the drawing of a version says of a step: its name, its form, whether it is a vote and suspends the term, and
    its priority; None for one that was calculated, since the history does not have what came out.

    None where nobody can tell: that is reported for the version.
    """

    @cache
    def read(definition_id: str, element_id: str) -> tuple[str, str, bool, bool, int | None] | None:
        try:
            element = definitions.files_of(session, definition_id).process.elements[element_id]
        except Exception:  # It is gone, or something else was put in its place.
            return None
        is_ballot, suspends = (element.properties.get(name) == "true" for name in ("ballot", "suspendsTerm"))
        name = " ".join((element.name or "").split())
        return name, element.form_id or "", is_ballot, suspends, _read_priority(element.priority)

    return read


def _is_of_its_step(row: Row[Any], told: _Told, rewritten: int, drawn: _Drawn) -> bool:
    """Whether it is of the case and the step that its events name, and asks what the drawing of that says."""
    place = row.process_id, row.definition_id, row.element_id
    if row.case_id != told.case_id or (place != told.place and rewritten <= told.since):
        return False
    if (says := drawn(row.definition_id, row.element_id)) is None:
        return True
    name, form_id, is_ballot, suspends, _ = says
    called = " ".join(row.name.split())  # A step without a name is described by its place; a long name is cut off.
    is_called_so = called == name or not name or (len(row.name) == LONGEST_NAME and name.startswith(called))
    asks = row.form_id, row.ballot, row.suspends_term
    return is_called_so and asks == (form_id, is_ballot, suspends)


def _is_as_urgent(row: Row[Any], drawn: _Drawn) -> bool:
    """Whether it has the priority that its drawing says."""
    says = drawn(row.definition_id, row.element_id)
    return says is None or says[-1] is None or row.priority == says[-1]


def _read_priority(told: str | None) -> int | None:
    """The number that a drawing says; 50 where it says nothing (as in Camunda 8), None where it must be worked out."""
    if not told:
        return 50
    plain = told.removeprefix("=").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() else None


def _find_reopened(ballots: Iterable[Row[Any]]) -> Iterator[Fault]:
    """Votes that can be changed after the voting is over, or not before: it is over once no ballot of it is open."""
    voting: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in ballots:
        voting[row.case_id, row.multi_instance].append(row)
    for rows in voting.values():
        goes_on = any(row.state == "open" and row.ballot for row in rows)
        yield from (Fault("task", row.id, row.case_id, "voting") for row in rows if row.ballot_open != goes_on)


def _read_told(session: Session) -> tuple[dict[str, _Told], dict[str, int]]:
    """All tasks by id; and by case the last event after which its open tasks may differ from how they were created."""
    told: dict[str, _Told] = {}
    rewritten: dict[str, int] = {}
    query = select(*_READ, HistoryEvent.facts).where(HistoryEvent.kind.in_((*OF_TASKS, *REWRITING)))
    for event in session.execute(query.order_by(HistoryEvent.sequence)).yield_per(1000):
        if event.kind in REWRITING:
            rewritten[event.case_id] = event.sequence
        else:
            _go_on(told, event, event.facts)
    return told, rewritten


def _go_on(told: dict[str, _Told], event: Row[Any], facts: Mapping[str, Any]) -> None:
    id = str(facts["task"])
    place = event.process_id, event.definition_id, event.element_id
    if event.kind == "task_opened":
        due_at = datetime.fromisoformat(facts["due_at"]) if facts["due_at"] else None
        named = facts["assignee"] is not None
        told[id] = _Told(event.case_id, 0, event.sequence, place, tuple(facts["groups"]), due_at, event.at, named)
    one = told.setdefault(id, _Told(event.case_id, 0, 0, place, (), None))
    one.since, one.place = event.sequence, place
    if event.kind in DONE:  # If a vote was changed, the last one counts.
        one.state, one.done, one.recused = "completed", (event.person_id, event.at), event.kind == "member_recused"
        if not one.assigned:
            one.assignee = event.person_id
    elif event.kind == "task_cancelled":
        one.state, one.cancelled = "cancelled", event.at
    elif event.kind == "task_claimed":
        one.assignee = event.person_id
    else:
        one.assignee = facts[HELD[event.kind]] if event.kind in HELD else None


def _judge(row: Row[Any], told: _Told | None, rewritten: int) -> str:
    """What is wrong with a task; empty if nothing is."""
    if told is None or (told.done is None and (row.state == "completed" or row.completed_by is not None)):
        return "unknown"
    if told.done is not None:
        by, at = told.done
        is_so = row.completed_by == by and row.completed_at is not None and abs(row.completed_at - at) <= APART
        if not is_so:
            return "done"
    if row.recused != told.recused:
        return "done"
    if row.state != told.state:
        return "open"
    # The submitter reads whether their question went because they were late; figures tell how long a task took.
    if told.cancelled and not (row.completed_at and abs(row.completed_at - told.cancelled) <= APART):
        return "done"
    # Also once it is closed: who had it may not do what somebody else must do, and figures tell whether it was late.
    is_as_it_came = set(row.candidate_groups) == set(told.groups) and row.due_at == told.due_at
    is_of_then = told.at is None or (row.assigned == told.assigned and abs(row.created_at - told.at) <= APART)
    is_theirs = row.assignee == told.assignee or told.at is None
    if not (is_of_then and is_theirs and (is_as_it_came or rewritten > told.opened)):
        return "open" if told.state == "open" else "done"
    return "" if told.state != "open" or _stands_in_its_lists(row) else "open"


def _stands_in_its_lists(row: Row[Any]) -> bool:
    """Whether an open task is in the worklists that must show it, at its place."""
    lists = team_of(row.candidate_groups, row.assignee if row.assigned else None)
    return (row.team, row.urgency) == (lists, urgency_of(row.due_at, row.priority, row.created_at))
