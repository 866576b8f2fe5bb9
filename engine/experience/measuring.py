"""Measuring: time as databases count it: seconds, days by the municipality's clock, working days, and their medians."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    RowMapping,
    Select,
    Subquery,
    TextClause,
    case,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from engine.deadlines import WorkingDays
from engine.views import FEW, Spread

DAY = 86_400
_EPOCH = date(1970, 1, 1)


class Seconds(FunctionElement[int]):
    """Whole seconds since 1970 of a moment in a column."""

    inherit_cache = True
    type = Integer()


@compiles(Seconds, "sqlite")
def _seconds_on_sqlite(element: Seconds, compiler: Any, **told: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **told)}) AS INTEGER)"


@compiles(Seconds, "postgresql")
def _seconds_on_postgresql(element: Seconds, compiler: Any, **told: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **told)})) AS BIGINT)"


class _Rows(TextClause):
    """Rows of three numbers each: a day, the working days up to it, its quarter.

    As text, since SQLAlchemy takes as long to write such rows as the database takes to answer. It is not cached with
    the compiled statements: it is long, and differs in the next quarter.
    """

    inherit_cache = False

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int]]) -> _Rows:
        told = ", ".join(f"({day:d}, {worked:d}, {quarter:d})" for day, worked, quarter in rows)
        names = "column1 AS day, column2 AS worked, column3 AS quarter"
        return cls(f"SELECT {names} FROM (VALUES {told}) AS told")  # noqa: S608 - numbers of our own


class Clock:
    """The wall clock and the calendar of a municipality between two days, as SQL expressions.

    Days are numbered from 1970. Outside the two days a day has no number of working days.
    """

    def __init__(self, first: date, last: date, zone: ZoneInfo, calendar: WorkingDays) -> None:
        self._offsets = list(_offsets(first, last, zone))
        rows, worked, day = [], 0, first
        while day <= last:
            worked += calendar.is_working_day(day)
            rows.append(((day - _EPOCH).days, worked, 4 * day.year + quarter_of(day)))
            day += timedelta(days=1)
        columns = column("day", Integer), column("worked", Integer), column("quarter", Integer)
        self.days: CTE = _Rows.of(rows).columns(*columns).cte("worked_days")

    def day_of(self, seconds: ColumnElement[int]) -> ColumnElement[int]:
        """The number of the day on which a moment falls, by the wall clock."""
        *changes, (_, latest) = self._offsets
        if not changes:
            return (seconds + literal(latest, Integer)) // literal(DAY, Integer)
        offset = case(*((seconds < until, offset) for until, offset in changes), else_=latest)
        return (seconds + offset) // literal(DAY, Integer)


def quarter_of(day: date) -> int:
    """Which quarter of its year a day is in, from 0."""
    return (day.month - 1) // 3


def whole_quarters(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """The first and last day of the calendar quarters that contain a period, by default of the last four.

    Only quarters that are over count, and always at least one.
    """
    over = _quarter_begins(today)
    end = over if until is None else min(_quarter_begins(until, 1), over)
    first = _quarter_begins(end, -4) if since is None else _quarter_begins(since)
    return min(first, _quarter_begins(end, -1)), end - timedelta(days=1)


def list_quarters(today: date, most: int) -> tuple[tuple[date, date], ...]:
    """The first and last day of the last quarters that are over, the latest first."""
    begins = [_quarter_begins(today, -number) for number in range(most + 1)]
    return tuple((begins[at + 1], begins[at] - timedelta(days=1)) for at in range(most))


def _quarter_begins(day: date, later: int = 0) -> date:
    """The first day of the quarter of a day, or of one that is so many quarters later."""
    number = 4 * day.year + quarter_of(day) + later
    return date(number // 4, number % 4 * 3 + 1, 1)


def _offsets(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """(until which second, how many seconds ahead of UTC), for each stretch between changes of the clock."""

    def offset_at(second: int) -> int:
        ahead = datetime.fromtimestamp(second, zone).utcoffset()
        return int(ahead.total_seconds()) if ahead is not None else 0

    second = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()) - DAY
    end = int(datetime(last.year, last.month, last.day, tzinfo=UTC).timestamp()) + 2 * DAY
    offset = offset_at(second)
    while second < end:
        if (ahead := offset_at(second + DAY)) != offset:
            low, high = second, second + DAY
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset_at(middle) == offset else (low, middle)
            yield high, offset
            offset = ahead
        second += DAY
    yield end, offset


def with_working_days(
    base: FromClause, clock: Clock, begun: Any, ended: Any
) -> tuple[FromClause, ColumnElement[int], Any, Any]:
    """Join the calendar to rows with two moments in seconds: how many working days are between, and their quarters."""
    first, last = clock.days.alias("first_day"), clock.days.alias("last_day")
    joined = base.outerjoin(first, first.c.day == clock.day_of(begun))
    joined = joined.outerjoin(last, last.c.day == clock.day_of(ended))
    return joined, last.c.worked - first.c.worked, first.c.quarter, last.c.quarter


def with_quarter(base: FromClause, clock: Clock, moment: Any) -> tuple[FromClause, Any]:
    """Join the calendar to rows with a moment: the quarter that contains it."""
    day = clock.days.alias("day_of_quarter")
    return base.outerjoin(day, day.c.day == clock.day_of(Seconds(moment))), day.c.quarter


ATOMS = ("quarter", "definition_id")
"""The unit that figures are composed of: what happened in one calendar quarter on one version."""


def middles(
    base: Subquery, key: str, measures: Sequence[str], atoms: Sequence[str] = ()
) -> tuple[Select[Any], Subquery]:
    """Per value of `key`: how many there are of each measure, their median and their 90th percentile.

    With `atoms`, only atoms that have a measure at least `FEW` times count for its percentiles (not for how many there
    are): then figures over other atoms differ by at least `FEW`, and no subtraction reveals fewer. `of_atom` is how
    many rows the atom has.

    By nearest rank, so the figures are the same on every database (PostgreSQL's `percentile_disc` does this too; SQLite
    has none). Also returns the numbered rows, from which more columns can be made.
    """
    base = _without_few(base, key, measures, atoms)
    over: dict[str, Any] = {"partition_by": base.c[key]}
    ranks = [
        column
        for name in measures
        for column in (
            func.row_number().over(**over, order_by=(base.c[name].is_(None), base.c[name])).label(f"{name}_rank"),
            func.count(base.c[name]).over(**over).label(f"{name}_kept"),
            func.count(base.c[f"{name}_all"]).over(**over).label(f"{name}_count"),
        )
    ]
    numbered = select(base, *ranks).subquery()
    figures = [figure for name in measures for figure in _figures(numbered, name)]
    return select(numbered.c[key], *figures).group_by(numbered.c[key]), numbered


def _without_few(base: Subquery, key: str, measures: Sequence[str], atoms: Sequence[str]) -> Subquery:
    """Rows with each measure as it counts, as `<measure>_all` unchanged, and with how many rows the atom has."""
    rest = [column for column in base.c if column.key not in measures]
    every = [base.c[name].label(f"{name}_all") for name in measures]
    if not atoms:
        return select(*rest, *every, *(base.c[name] for name in measures)).subquery()
    of = [base.c[key], *(base.c[atom] for atom in atoms)]
    counted = select(
        *rest,
        *every,
        *(func.count(base.c[name]).over(partition_by=of).label(f"{name}_of_atom") for name in measures),
        func.count().over(partition_by=of).label("of_atom"),
    ).subquery()
    kept = [case((counted.c[f"{name}_of_atom"] >= FEW, counted.c[f"{name}_all"])).label(name) for name in measures]
    return select(counted, *kept).subquery()


def _figures(rows: Subquery, name: str) -> Iterator[ColumnElement[Any]]:
    count, rank, value = rows.c[f"{name}_kept"], rows.c[f"{name}_rank"], rows.c[name]
    yield func.max(rows.c[f"{name}_count"]).label(f"{name}_count")
    yield func.max(case((rank == (count + 1) // literal(2, Integer), value))).label(f"{name}_median")
    yield func.max(case((rank == (count * 9 + 9) // literal(10, Integer), value))).label(f"{name}_ninety")


def spread(row: RowMapping, name: str) -> Spread:
    """What `middles` found for one measure; if there were fewer than `FEW`, only how many there were."""
    count = row[f"{name}_count"] or 0
    return Spread(count, row[f"{name}_median"], row[f"{name}_ninety"]) if count >= FEW else Spread(count)
