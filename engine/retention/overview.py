"""Overview: which ended cases are past their term, which are kept for ever, and for which nobody says how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from engine.finding import caselist
from engine.models import Case, DestructionItem
from engine.municipality import here, reading, today
from engine.permissions import require
from engine.retention.reckoning import RetentionRule, last_over, over_on
from engine.retention.table import RetentionTable, read_table
from engine.versions import definitions
from engine.views import MOST, KeptCase, KeptClass, Page, RetentionOverview, User

KINDS = ("over", "term", "forever", "unknown")
"""Past their term, within it, kept for ever, and not known."""
_KEPT = and_(Case.ended_at.is_not(None), Case.erased_at.is_(None))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the table says today of every class that occurs."""

    table: RetentionTable
    by_class: dict[str, RetentionRule]

    def of(self, retention_class: str | None) -> RetentionRule:
        return self.by_class.get(retention_class or "") or self.table.find_rule(retention_class)

    def over(self) -> ColumnElement[bool]:
        """The cases that are past their term."""
        found = []
        for rule in self._with("term"):
            last = last_over(rule, today())
            if last is not None:
                ended = and_(Case.retention_class == rule.retention_class, Case.ended_at < midnight_after(last))
                found.append(ended)
        return or_(*found) if found else false()

    def holds(self, kind: str) -> ColumnElement[bool]:
        """The cases of one of `KINDS`."""
        if kind == "over":
            return self.over()
        if kind == "unknown":
            known = [*self._with("term"), *self._with("forever")]
            named = Case.retention_class.in_([rule.retention_class for rule in known])
            return or_(Case.retention_class.is_(None), ~named)
        classes = Case.retention_class.in_([rule.retention_class for rule in self._with(kind)])
        return classes if kind == "forever" else and_(classes, ~self.over())

    def _with(self, kind: str) -> list[RetentionRule]:
        return [rule for rule in self.by_class.values() if rule.kind == kind]


def read_rules(session: Session) -> Rules:
    table = read_table(session)
    return Rules(table, {rule.retention_class: rule for rule in table.find_rules(session)})


def is_free() -> ColumnElement[bool]:
    """Whether a case is on no list that is still to be carried out."""
    return ~exists().where(DestructionItem.case_id == Case.id, DestructionItem.claims).correlate(Case)


def ended_on(case: Case) -> date:
    """The day of ending by the municipality's wall clock. Raises: ValueError: it has not ended."""
    if case.ended_at is None:
        raise ValueError(f"{case.reference} has not ended")
    return case.ended_at.astimezone(here().settings.zone).date()


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), here().settings.zone)


# ---- reading ----------------------------------------------------------------------------------------------------


def read_retention(user: User) -> RetentionOverview:
    """How many cases are kept, by class and year, and how many are past their term. Raises: NotAllowed."""
    require(user, "read_retention", None)
    with reading() as session:
        rules = read_rules(session)
        version = rules.table.row.version if rules.table.row is not None else None
        erased = select(func.count()).select_from(Case).where(Case.erased_at.is_not(None))
        free = select(Case.id).where(_KEPT, rules.over(), is_free())
        return RetentionOverview(
            version,
            tuple(_classes(session, rules)),
            session.scalar(erased) or 0,
            caselist.count_up_to_most(session, free),
        )


def _classes(session: Session, rules: Rules) -> Iterable[KeptClass]:
    is_over, may_go = (case((which, 1), else_=0) for which in (rules.over(), and_(rules.over(), is_free())))
    year = _year(session)
    figures = func.count(), func.sum(is_over), func.sum(may_go)
    query = select(Case.retention_class, year, *figures).where(_KEPT)
    found: dict[str, tuple[dict[int, int], int, int]] = {}
    for name, ended, count, over, free in session.execute(query.group_by(Case.retention_class, year)):
        by_year, over_before, free_before = found.get(name or "", ({}, 0, 0))
        by_year[ended] = by_year.get(ended, 0) + count
        found[name or ""] = by_year, over_before + over, free_before + free
    for name in sorted(found):
        by_year, over, free = found[name]
        rule = rules.of(name)
        newest_first = dict(sorted(by_year.items(), reverse=True))
        yield KeptClass(name, rule.kind, rule.term, rule.counts_from, newest_first, over, free)


def _year(session: Session) -> ColumnElement[int]:
    """The year in which a case ended, by the wall clock: no function for that exists in both databases."""
    first, last = session.execute(select(func.min(Case.ended_at), func.max(Case.ended_at)).where(_KEPT)).one()
    if first is None or last is None:
        return case((false(), 0), else_=0)
    zone = here().settings.zone
    years = range(first.astimezone(zone).year, last.astimezone(zone).year)
    ends = [(Case.ended_at < midnight_after(date(year, 12, 31)), year) for year in years]
    newest = last.astimezone(zone).year
    return case(*ends, else_=newest) if ends else case((false(), 0), else_=newest)


def list_kept(
    kind: str, user: User, *, retention_class: str | None = None, year: int | None = None, page: int = 1, size: int = 50
) -> Page[KeptCase]:
    """The cases of one of `KINDS`, of one class or year if given, in order of ending.

    Raises: NotAllowed. KeyError: there is no such kind.
    """
    require(user, "read_retention", None)
    if kind not in KINDS:
        raise KeyError(kind)
    page, size = max(1, page), min(max(1, size), 200)
    with reading() as session:
        rules = read_rules(session)
        query = select(Case).where(_KEPT, rules.holds(kind))
        if retention_class is not None:
            query = query.where(func.coalesce(Case.retention_class, "") == retention_class)
        if year is not None:
            query = query.where(
                Case.ended_at >= midnight_after(date(year - 1, 12, 31)),
                Case.ended_at < midnight_after(date(year, 12, 31)),
            )
        skipped = min((page - 1) * size, MOST)
        oldest = query.order_by(Case.ended_at, Case.id).limit(min(size, MOST - skipped)).offset(skipped)
        rows = session.scalars(oldest).all()
        lists = _lists_of(session, [row.id for row in rows])
        views = (_view(session, row, rules, lists.get(row.id)) for row in rows)
        return Page(tuple(views), caselist.count_up_to_most(session, query), page, size)


def _lists_of(session: Session, ids: list[str]) -> dict[str, str]:
    query = select(DestructionItem.case_id, DestructionItem.list_id)
    return dict(session.execute(query.where(DestructionItem.case_id.in_(ids), DestructionItem.claims)).all())


def _view(session: Session, row: Case, rules: Rules, list_id: str | None) -> KeptCase:
    rule, ended = rules.of(row.retention_class), ended_on(row)
    name = definitions.files_of(session, row.bindings[row.process_id]).process.name or row.process_id
    return KeptCase(
        row.reference,
        name,
        row.retention_class or "",
        rule.kind,
        ended,
        over_on(rule, ended) if rule.kind == "term" else None,
        list_id,
    )
