"""Case list: finding cases back, by what stands in columns; no list ever wakes up a workflow."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from engine import definitions, locking
from engine.models import Case, Definition, Task
from engine.municipality import now, reading
from engine.permissions import CaseSubject, require
from engine.views import CaseFilters, CaseView, Page, User


def subject_of(case: Case) -> CaseSubject:
    """What permissions need to know of a case."""
    return CaseSubject(case.id, case.submitter_id, case.state in locking.ENDED)


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
    """Cases that fit the filter, read from columns only. Raises: NotAllowed.

    `sort` is updated, started, reference or status.
    """
    require(user, "list_cases", None)
    page, size = max(1, page), min(max(1, size), 200)
    first_due = _first_due()
    with reading() as session:
        query = select(Case, first_due)
        for condition in _conditions(search, process, status, area, state):
            query = query.where(condition)
        if overdue:
            query = query.where(first_due < now())
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = session.execute(_sorted(query, sort).limit(size).offset((page - 1) * size)).all()
        waiting = _waiting(session, [case.id for case, _ in rows])
        items = tuple(to_view(session, case, waiting.get(case.id, ()), due) for case, due in rows)
        return Page(items, total, page, size)


def _first_due() -> Any:
    return (
        select(func.min(Task.due_at))
        .where(Task.case_id == Case.id, Task.state == "open")
        .correlate(Case)
        .scalar_subquery()
    )


def _conditions(
    search: str, process: str | None, status: str | None, area: str | None, state: str | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in search.split()[:8]:
        pattern = "%" + word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
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
    orders = {
        "started": (Case.started_at.desc(),),
        "reference": (Case.reference,),
        "status": (Case.status, Case.updated_at.desc()),
    }
    return query.order_by(*orders.get(sort, (Case.updated_at.desc(),)), Case.id)


def _waiting(session: Session, case_ids: list[str]) -> dict[str, tuple[str, ...]]:
    query = select(Task.case_id, Task.name).where(Task.case_id.in_(case_ids), Task.state == "open").distinct()
    found: dict[str, tuple[str, ...]] = {}
    for case_id, name in session.execute(query.order_by(Task.name)):
        found[case_id] = (*found.get(case_id, ()), name)
    return found


def to_view(session: Session, case: Case, waiting: tuple[str, ...], due: Any) -> CaseView:
    return CaseView(
        id=case.id,
        reference=case.reference,
        title=case.title,
        process_id=case.process_id,
        process_name=definitions.files_of(session, case.bindings[case.process_id]).process.name or case.process_id,
        status=case.status,
        state="incident" if case.incident is not None else case.state,
        area=case.area,
        started_at=case.started_at,
        updated_at=case.updated_at,
        ended_at=case.ended_at,
        waiting_for=waiting,
        due_at=due,
        overdue=due is not None and due < now(),
    )


def case_filters(user: User) -> CaseFilters:
    """What lists of cases can be filtered by: only values that occur. Raises: NotAllowed."""
    require(user, "list_cases", None)
    with reading() as session:
        names = dict(session.execute(select(Definition.process_id, Definition.name).where(Definition.in_use)).all())
        used = session.scalars(select(Case.process_id).distinct().order_by(Case.process_id)).all()
        statuses = session.scalars(select(Case.status).distinct().order_by(Case.status)).all()
        areas = session.scalars(select(Case.area).where(Case.area.is_not(None)).distinct().order_by(Case.area)).all()
        return CaseFilters(
            tuple((process, names.get(process, process)) for process in used),
            tuple((status, status) for status in statuses if status),
            tuple((str(area), str(area)) for area in areas),
        )
