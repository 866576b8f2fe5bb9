"""Four eyes: that tasks which two people must do were done by two, told by the history alone.

A row that was changed for a while lets somebody do both, and can be put back. What the two did stays in the history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.dialect.foureyes import FOUR_EYES, Pairs
from engine.models import Definition, HistoryEvent
from engine.proving.faults import Fault
from engine.tasks.foureyes import with_other_ids
from engine.versions import definitions

OPENED, DONE, CANCELLED = "task_opened", "task_completed", "task_cancelled"
MIGRATED, RETURNED = "case_migrated", "case_migration_reversed"
_Pairs = Mapping[tuple[str | None, str | None], Pairs]
"""By version and step."""


@dataclass(slots=True)
class _Told:
    """What the history has of one process in one case, as far as it has been read."""

    opened: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    """By task: its step, and the number of the event."""
    done: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By task: who did it, and the number of the event."""
    renamed: list[list[tuple[str, str]]] = field(default_factory=list)
    """By migration: the steps that replaced others."""


def examine(session: Session) -> Iterator[Fault]:
    """Find tasks done by whoever did the task that somebody else had to do, in a history that was found intact."""
    pairs = _read_pairs(session)
    if not pairs:
        return
    told: dict[tuple[str, str | None], _Told] = defaultdict(_Told)
    processes = select(Definition.process_id).where(Definition.id.in_({id for id, _ in pairs}))
    columns = (HistoryEvent.sequence, HistoryEvent.case_id, HistoryEvent.kind, HistoryEvent.person_id)
    query = select(*columns, *(HistoryEvent.process_id, HistoryEvent.definition_id, HistoryEvent.element_id))
    kinds = HistoryEvent.kind.in_((OPENED, DONE, CANCELLED, MIGRATED, RETURNED))
    of_these = query.add_columns(HistoryEvent.facts).where(kinds, HistoryEvent.process_id.in_(processes))
    for event in session.execute(of_these.order_by(HistoryEvent.sequence)).yield_per(1000):
        one = told[event.case_id, event.process_id]
        if event.kind == DONE and _did_other(one, event, pairs.get((event.definition_id, event.element_id))):
            yield Fault("task", str(event.facts["task"]), event.case_id, "both")
        _go_on(one, event)


def _read_pairs(session: Session) -> _Pairs:
    """The tasks that two people must do, in every version; nearly all versions have none, and are not parsed."""
    found: dict[tuple[str | None, str | None], Pairs] = {}
    for id, files in session.execute(select(Definition.id, Definition.files)).yield_per(20):
        found |= {(id, element_id): pair for element_id, pair in _pairs_of(session, id, files).items()}
    return found


def _pairs_of(session: Session, definition_id: str, files: bytes) -> Mapping[str, Pairs]:
    try:
        is_told = any(FOUR_EYES.encode() in data for data in definitions.unpack(files).values())
        return definitions.files_of(session, definition_id).pairs if is_told else {}
    except Exception:  # Something else was put in its place: that is reported for the version.
        return {}


def _go_on(one: _Told, event: Row[Any]) -> None:
    if event.kind == OPENED:
        one.opened[event.facts["task"]] = event.element_id, event.sequence
    elif event.kind == DONE:
        one.done[event.facts["task"]] = event.person_id, event.sequence
    elif event.kind == CANCELLED:
        one.opened.pop(event.facts["task"], None)
    elif event.kind == MIGRATED:
        pairs = (pair.split(" → ") for pair in event.facts["mapping"])
        one.renamed.append([(old, new) for old, new in pairs])
    elif one.renamed:
        one.renamed.pop()


def _did_other(one: _Told, event: Row[Any], pair: Pairs | None) -> bool:
    """Whether this task was done by whoever did one that it is paired with: what was open beside it, or the last one
    that it names. The engine refuses the same (`engine.tasks.foureyes.others_of`)."""
    task = event.facts["task"]
    if pair is None or task not in one.opened:
        return False
    renamed = [pair for mapping in one.renamed for pair in mapping]
    others, named = with_other_ids(pair.all, renamed), with_other_ids({pair.named} if pair.named else (), renamed)
    came = [(at, id) for id, (step, at) in one.opened.items() if step in named and id != task]
    last = max(came)[1] if came else None
    since = one.opened[task][1]
    for id, (by, at) in one.done.items():
        is_other = id != task and id in one.opened and one.opened[id][0] in others
        if is_other and by == event.person_id and (at > since or id == last):
            return True
    return False
