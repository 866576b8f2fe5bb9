"""Asking: the statements by which the database calculates how a process went. The state of a case is never opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    column,
    distinct,
    func,
    literal,
    or_,
    select,
    tuple_,
    values,
)
from sqlalchemy.orm import aliased

from engine.experience.measuring import ATOMS, Clock, Seconds, middles, with_quarter, with_working_days
from engine.finding.locking import ENDED
from engine.joining import BETWEEN, Joined
from engine.models import Case, HistoryEvent, Task
from engine.views import FEW

HAPPENED = ("timer_fired", "message_received", "event_caught")
VARIANTS = 20
"""The most frequent variants are shown; most of the others occurred once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of what happened is looked at."""

    process_id: str
    definition_id: str | None
    """One version, or None for all."""
    since: datetime
    until: datetime
    """The first moment that does not count."""
    now: datetime
    clock: Clock
    calls: tuple[tuple[str, str], ...] | None
    """(process, element) of what calls the process; None for one that has cases of its own."""

    @property
    def called(self) -> bool:
        """Whether the process is only ever a part of other cases."""
        return self.calls is not None


def _within(moment: Any, asked: Asked) -> ColumnElement[bool]:
    return and_(moment >= asked.since, moment < asked.until)


def _of_version(column: Any, asked: Asked) -> list[ColumnElement[bool]]:
    return [] if asked.definition_id is None else [column == asked.definition_id]


# ---- tasks ------------------------------------------------------------------------------------------------------


def ask_tasks(asked: Asked) -> Select[Any]:
    """Per task of the process, for all that were opened in the period."""
    done = Task.state == "completed"
    rows = (
        select(
            Task.element_id,
            Task.definition_id,
            Task.name,
            Task.state,
            Task.due_at.is_not(None).label("has_due"),
            and_(Task.due_at.is_not(None), func.coalesce(Task.completed_at, asked.now) > Task.due_at).label("is_late"),
            Seconds(Task.created_at).label("created"),
            Seconds(Task.claimed_at).label("taken"),
            case((done, Seconds(Task.completed_at))).label("ended"),
        )
        .where(Task.process_id == asked.process_id, _within(Task.created_at, asked))
        .where(*_of_version(Task.definition_id, asked))
        .subquery()
    )
    joined, working, quarter, _ = with_working_days(rows, asked.clock, rows.c.created, rows.c.ended)
    columns = ("element_id", "definition_id", "name", "state", "has_due", "is_late")
    base = (
        select(
            *(rows.c[name] for name in columns),
            quarter.label("quarter"),
            case((rows.c.has_due, literal(1, Integer))).label("due"),
            (rows.c.taken - rows.c.created).label("claimed"),
            (rows.c.ended - rows.c.created).label("done"),
            working.label("working"),
        )
        .select_from(joined)
        .subquery()
    )
    query, numbered = middles(base, "element_id", ("claimed", "done", "working", "due"), ATOMS)
    state = numbered.c.state
    return query.add_columns(
        func.max(numbered.c.name).label("name"),
        func.count().label("opened"),
        *(func.sum(case((state == told, 1), else_=0)).label(told) for told in ("completed", "cancelled", "open")),
        func.max(numbered.c.due_kept).label("due_kept"),
        func.sum(case((and_(numbered.c.is_late, numbered.c.due.is_not(None)), 1), else_=0)).label("late"),
    )


def ask_opened(asked: Asked) -> Select[Any]:
    """How often a case reached each task of the process, by atom."""
    arrival = func.coalesce(Task.multi_instance, Task.id)
    joined, quarter = with_quarter(Task.__table__, asked.clock, Task.created_at)
    columns = (Task.element_id, quarter.label("quarter"), Task.definition_id)
    query = select(*columns, func.count(distinct(arrival)).label("arrivals")).select_from(joined)
    wanted = (Task.process_id == asked.process_id, _within(Task.created_at, asked))
    return query.where(*wanted, *_of_version(Task.definition_id, asked)).group_by(*columns)


# ---- whole cases ------------------------------------------------------------------------------------------------


def _spans(asked: Asked) -> Subquery:
    """From when to when each case that ended in the period was in the process."""
    if not asked.called:
        binding = Case.bindings[asked.process_id].as_string()
        begun, ended = Seconds(Case.started_at).label("begun"), Seconds(Case.ended_at).label("ended")
        return (
            select(Case.id.label("case_id"), begun, ended, binding.label("definition_id"))
            .where(Case.process_id == asked.process_id, Case.state.in_(ENDED), _within(Case.ended_at, asked))
            .where(*_of_version(binding, asked))
            .subquery()
        )
    calls = tuple_(HistoryEvent.process_id, HistoryEvent.element_id).in_(asked.calls or [("", "")])
    inside = and_(HistoryEvent.process_id == asked.process_id, *_of_version(HistoryEvent.definition_id, asked))
    last = func.max(case((calls, HistoryEvent.at)))
    first = func.min(case((inside, HistoryEvent.at)))
    return (
        select(
            HistoryEvent.case_id,
            func.min(case((inside, Seconds(HistoryEvent.at)))).label("begun"),
            func.max(case((calls, Seconds(HistoryEvent.at)))).label("ended"),
            func.max(case((inside, HistoryEvent.definition_id))).label("definition_id"),
        )
        .where(HistoryEvent.kind == "element_completed", or_(inside, calls))
        .group_by(HistoryEvent.case_id)
        .having(last >= asked.since, last < asked.until, first.is_not(None))
        .subquery()
    )


def ask_arrivals(asked: Asked) -> Select[Any]:
    """When each case of the period reached the process, in order."""
    moment: Any = Case.started_at
    if not asked.called:
        began = _within(moment, asked)
        return select(moment).where(Case.process_id == asked.process_id, began).order_by(moment)
    first: Any = func.min(HistoryEvent.at)
    query = select(first).where(HistoryEvent.process_id == asked.process_id, HistoryEvent.kind == "element_completed")
    return query.group_by(HistoryEvent.case_id).having(_within(first, asked)).order_by(first)


def leads(asked: Asked) -> Subquery:
    spans = _spans(asked)
    joined, working, _, quarter = with_working_days(spans, asked.clock, spans.c.begun, spans.c.ended)
    lead = (spans.c.ended - spans.c.begun).label("lead")
    columns = (spans.c.case_id, spans.c.definition_id, quarter.label("quarter"), lead, working.label("working"))
    return select(*columns).select_from(joined).subquery()


def ask_leads(asked: Asked) -> Select[Any]:
    """All cases together, as one row."""
    cases = leads(asked)
    atoms = [cases.c[name] for name in ATOMS]
    base = select(literal(1, Integer).label("all"), *atoms, cases.c.lead, cases.c.working).subquery()
    return middles(base, "all", ("lead", "working"), ATOMS)[0]


def ask_variants(asked: Asked) -> Select[Any]:
    """The most frequent sequences of tasks, by the moment that each was opened, and how many sequences there are.

    A task that several people do at once, or one after another, counts as one. What begins at the same moment is
    ordered by its id, so that parallel branches do not make a variant per order.
    """
    cases = leads(asked)
    step = (Task.process_id + ":" + Task.element_id).label("step")
    order = (Task.created_at, Task.process_id, Task.element_id, Task.id)
    ordered: dict[str, Any] = {"partition_by": Task.case_id, "order_by": order}
    tasks = (
        select(
            Task.case_id,
            step,
            func.row_number().over(**ordered).label("number"),
            func.lag(Task.process_id + ":" + Task.element_id).over(**ordered).label("before"),
            cases.c.lead,
            cases.c.working,
            *(cases.c[name] for name in ATOMS),
        )
        .join(cases, cases.c.case_id == Task.case_id)
        .where(*([Task.process_id == asked.process_id] if asked.called else []))
        .subquery()
    )
    kept = select(tasks).where(or_(tasks.c.before.is_(None), tasks.c.before != tasks.c.step)).subquery()
    over: dict[str, Any] = {"partition_by": kept.c.case_id, "order_by": kept.c.number}
    ways = select(
        kept.c.lead,
        kept.c.working,
        *(kept.c[name] for name in ATOMS),
        Joined(kept.c.step).over(**over, rows=(None, None)).label("way"),
        func.row_number().over(**over).label("number"),
    ).subquery()
    atoms = [ways.c[name] for name in ATOMS]
    base = select(ways.c.way, *atoms, ways.c.lead, ways.c.working).where(ways.c.number == 1).subquery()
    query, numbered = middles(base, "way", ("lead", "working"), ATOMS)
    cases_told = func.sum(case((numbered.c.of_atom >= FEW, 1), else_=0))
    query = query.add_columns(cases_told.label("cases"), func.count().over().label("kinds"))
    return query.order_by(cases_told.desc(), numbered.c.way).limit(VARIANTS)


def split_way(way: str) -> list[str]:
    """The steps of a variant, each as process:element."""
    return way.split(BETWEEN)


# ---- ways and waits ---------------------------------------------------------------------------------------------


def ask_ways(asked: Asked, process_ids: Sequence[str]) -> Select[Any]:
    """How often each of these sequence flows was taken, by those whose next step has ended, by atom."""
    way: ColumnElement[Any] = HistoryEvent.facts["via"].as_string().label("way")
    wanted = (
        HistoryEvent.process_id.in_(process_ids),
        HistoryEvent.kind == "element_completed",
        _within(HistoryEvent.at, asked),
        *_of_version(HistoryEvent.definition_id, asked),
        way.is_not(None),
    )
    joined, quarter = with_quarter(HistoryEvent.__table__, asked.clock, HistoryEvent.at)
    columns: tuple[Any, ...] = (HistoryEvent.process_id, way, quarter.label("quarter"), HistoryEvent.definition_id)
    return select(*columns, func.count().label("taken")).select_from(joined).where(*wanted).group_by(*columns)


def ask_happenings(asked: Asked) -> Select[Any]:
    """How often each awaited event happened."""
    wanted = (*_events(HistoryEvent, asked), HistoryEvent.kind.in_(HAPPENED))
    columns: tuple[Any, ...] = (HistoryEvent.element_id, func.count().label("happened"))
    return select(*columns).where(*wanted).group_by(HistoryEvent.element_id)


def ask_waits(asked: Asked, sources: Mapping[str, Iterable[str]]) -> Select[Any]:
    """How long tokens stood at each of these events."""
    return middles(waited(asked, sources), "element_id", ("waited",), ATOMS)[0]


def waited(asked: Asked, sources: Mapping[str, Iterable[str]]) -> Subquery:
    """Each time that a token stood at one of these events: since the step before it was last done in the same case."""
    listed = values(column("event", String), column("source", String), name="sources")
    before = listed.data([(event, source) for event, of in sources.items() for source in of]).cte("before")
    earlier = aliased(HistoryEvent)
    came = (
        select(func.max(earlier.at))
        .join(before, before.c.source == earlier.element_id)
        .where(
            earlier.case_id == HistoryEvent.case_id,
            earlier.process_id == asked.process_id,
            earlier.kind == "element_completed",
            earlier.sequence < HistoryEvent.sequence,
            before.c.event == HistoryEvent.element_id,
        )
        .correlate(HistoryEvent)
        .scalar_subquery()
    )
    joined, quarter = with_quarter(HistoryEvent.__table__, asked.clock, HistoryEvent.at)
    atom = quarter.label("quarter"), HistoryEvent.definition_id
    return (
        select(HistoryEvent.element_id, *atom, (Seconds(HistoryEvent.at) - Seconds(came)).label("waited"))
        .select_from(joined)
        .where(*_events(HistoryEvent, asked), HistoryEvent.kind == "element_completed")
        .where(HistoryEvent.element_id.in_(list(sources)))
        .subquery()
    )


def _events(table: Any, asked: Asked) -> list[ColumnElement[bool]]:
    conditions = [table.process_id == asked.process_id, _within(table.at, asked)]
    return conditions + _of_version(table.definition_id, asked)
