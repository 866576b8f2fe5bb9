"""Measuring: time as databases count it: seconds, days by the municipality's clock, working days, and their middles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    RowMapping,
    Select,
    Subquery,
    case,
    column,
    func,
    literal,
    select,
    values,
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


class Clock:
    """The wall clock and the calendar of a municipality between two days, as expressions of SQL.

    Days are numbered from 1970. Beyond the two days a day has no number of working days.
    """

    def __init__(self, first: date, last: date, zone: ZoneInfo, calendar: WorkingDays) -> None:
        self._offsets = list(_offsets(first, last, zone))
        rows, worked, day = [], 0, first
        while day <= last:
            worked += calendar.is_working_day(day)
            rows.append(((day - _EPOCH).days, worked))
            day += timedelta(days=1)
        listed = values(column("day", Integer), column("worked", Integer), name="worked_days", literal_binds=True)
        self.days: CTE = listed.data(rows).cte("worked_days")

    def day_of(self, seconds: ColumnElement[int]) -> ColumnElement[int]:
        """The number of the day on which a moment falls, by the clock on the wall."""
        *changes, (_, latest) = self._offsets
        if not changes:
            return (seconds + literal(latest, Integer)) // literal(DAY, Integer)
        offset = case(*((seconds < until, offset) for until, offset in changes), else_=latest)
        return (seconds + offset) // literal(DAY, Integer)


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


def middles(base: Subquery, key: str, measures: Sequence[str]) -> tuple[Select[Any], Subquery]:
    """Per value of `key` how many there are of each measure, their median and their 90th percentile.

    By nearest rank, so the figures are the same on every database (PostgreSQL's `percentile_disc` is this too; SQLite
    has none). Also the numbered rows, for more columns to be made of.
    """
    over: dict[str, Any] = {"partition_by": base.c[key]}
    ranks = [
        column
        for name in measures
        for column in (
            func.row_number().over(**over, order_by=(base.c[name].is_(None), base.c[name])).label(f"{name}_rank"),
            func.count(base.c[name]).over(**over).label(f"{name}_count"),
        )
    ]
    numbered = select(base, *ranks).subquery()
    figures = [figure for name in measures for figure in _figures(numbered, name)]
    return select(numbered.c[key], *figures).group_by(numbered.c[key]), numbered


def _figures(rows: Subquery, name: str) -> Iterator[ColumnElement[Any]]:
    count, rank, value = rows.c[f"{name}_count"], rows.c[f"{name}_rank"], rows.c[name]
    yield func.max(count).label(f"{name}_count")
    yield func.max(case((rank == (count + 1) // literal(2, Integer), value))).label(f"{name}_median")
    yield func.max(case((rank == (count * 9 + 9) // literal(10, Integer), value))).label(f"{name}_ninety")


def spread(row: RowMapping, name: str) -> Spread:
    """What `middles` found of one measure; of fewer than `FEW` only how many there were."""
    count = row[f"{name}_count"] or 0
    return Spread(count, row[f"{name}_median"], row[f"{name}_ninety"]) if count >= FEW else Spread(count)
