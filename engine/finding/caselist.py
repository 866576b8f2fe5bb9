"""Case list: finding cases, by columns only; no list ever reads the state of a workflow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.dialect.nouns import Noun, noun_of
from engine.errors import NotFound
from engine.finding import locking
from engine.finding.searching import patterns_of
from engine.models import Case, Definition, Task
from engine.municipality import now, reading
from engine.permissions import require
from engine.subjects import CaseSubject
from engine.versions import definitions
from engine.views import MOST, CaseFilters, CaseView, Page, User


def subject_of(case: Case) -> CaseSubject:
    """What permissions need to know of a case."""
    return CaseSubject(case.id, case.submitter_id, case.state in locking.ENDED)


def find_case(session: Session, key: str) -> Case:
    """A case by id or reference. Raises: NotFound."""
    case = session.scalar(select(Case).where(or_(Case.id == key, Case.reference == key)))
    if case is None:
        raise NotFound("case", key)
    return case


def list_cases(
    user: User,
    *,
    search: str = "",
    process: str | None = None,
    status: str | None = None,
    area: str | None = None,
    state: str | None = None,
    overdue: bool = False,
    page: int = 1,
    size: int = 25,
    sort: str = "updated",
) -> Page[CaseView]:
    """Cases that match the filter, up to `MOST`, read from columns only. Raises: NotAllowed.

    `sort` is updated, started, reference or status.
    """
    require(user, "list_cases", None)
    page, size = max(1, page), min(max(1, size), 200)
    skipped = min((page - 1) * size, MOST)
    with reading() as session:
        query = select(Case)
        for condition in _conditions(search, process, status, area, state):
            query = query.where(condition)
        if overdue:
            query = query.where(_is_late())
        cases = session.scalars(_sorted(query, sort).limit(min(size, MOST - skipped)).offset(skipped)).all()
        waiting = _waiting(session, [case.id for case in cases])
        items = tuple(to_view(session, case, *waiting.get(case.id, ((), None))) for case in cases)
        return Page(items, count_up_to_most(session, query), page, size)


def count_up_to_most(session: Session, query: Select[Any]) -> int:
    """How many rows a query has; `MOST` + 1 if it has more, since counting them all would mean reading them all."""
    # The table must be named: a query without conditions would lose it with its columns, and count one row.
    counted: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True)
    some = counted.order_by(None).limit(MOST + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _is_late() -> ColumnElement[bool]:
    return exists().where(Task.case_id == Case.id, Task.state == "open", Task.due_at < now()).correlate(Case)


def _conditions(
    search: str, process: str | None, status: str | None, area: str | None, state: str | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for pattern in patterns_of(search):
        found.append(or_(Case.title.ilike(pattern, escape="\\"), Case.reference.ilike(pattern, escape="\\")))
    if process:
        found.append(Case.process_id == process)
    if status:
        found.append(Case.status == status)
    if area:
        found.append(Case.area == area)
    if state == "incident":
        found.append(Case.incident.is_not(None))
    elif state:
        found.append(Case.state == state)
    return found


def _sorted(query: Select[Any], sort: str) -> Select[Any]:
    """In the order of an index (except for `status`), so that the first page does not read every case."""
    orders = {
        "started": (Case.started_at.desc(), Case.id.desc()),
        "reference": (Case.reference,),
        "status": (Case.status, Case.updated_at.desc(), Case.id.desc()),
    }
    return query.order_by(*orders.get(sort, (Case.updated_at.desc(), Case.id.desc())))


def _waiting(session: Session, case_ids: list[str]) -> dict[str, tuple[tuple[str, ...], datetime | None]]:
    """The names of the open tasks of each case, and when the first of those is due."""
    query = select(Task.case_id, Task.name, func.min(Task.due_at)).where(
        Task.case_id.in_(case_ids), Task.state == "open"
    )
    found: dict[str, tuple[tuple[str, ...], datetime | None]] = {}
    for case_id, name, due in session.execute(query.group_by(Task.case_id, Task.name).order_by(Task.name)):
        names, first = found.get(case_id, ((), None))
        found[case_id] = (*names, name), min((moment for moment in (first, due) if moment), default=None)
    return found


def to_view(session: Session, case: Case, waiting: tuple[str, ...], due: Any) -> CaseView:
    """A case as lists show it, with the names of its open tasks (`waiting`) and when the first of them is due."""
    process = definitions.files_of(session, case.bindings[case.process_id]).process
    return CaseView(
        id=case.id,
        reference=case.reference,
        title=case.title,
        process_id=case.process_id,
        process_name=process.name or case.process_id,
        status=case.status,
        state="incident" if case.incident is not None else case.state,
        area=case.area,
        started_at=case.started_at,
        updated_at=case.updated_at,
        ended_at=case.ended_at,
        waiting_for=waiting,
        due_at=due,
        overdue=due is not None and due < now(),
        noun=noun_of(process),
    )


def called(session: Session, case: Case) -> Noun:
    """What a case is called by the process that it began with, on the version that it runs on."""
    return noun_of(definitions.files_of(session, case.bindings[case.process_id]).process)


def case_filters(user: User) -> CaseFilters:
    """What lists of cases can be filtered by: only values that occur. Raises: NotAllowed."""
    require(user, "list_cases", None)
    with reading() as session:
        names = dict(session.execute(select(Definition.process_id, Definition.name).where(Definition.in_use)).all())
        used, statuses, areas = (_values(session, column) for column in (Case.process_id, Case.status, Case.area))
        return CaseFilters(
            tuple((process, names.get(process, process)) for process in used),
            tuple((status, status) for status in statuses if status),
            tuple((area, area) for area in areas),
        )


def _values(session: Session, column: InstrumentedAttribute[Any]) -> list[str]:
    """The values that occur in an indexed column, in order, by jumping from each to the next in the index."""
    first = select(func.min(column).label("value")).cte("found", recursive=True)
    following = select(func.min(column)).where(column > first.c.value).scalar_subquery()
    found = first.union_all(select(following).where(first.c.value.is_not(None)))
    return list(session.scalars(select(found.c.value).where(found.c.value.is_not(None))))
