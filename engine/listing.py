"""Listing: open tasks in the order of their urgency, and how many there are, without looking at more than is shown.

A worklist is put together from the teams that its reader is in (`engine.urgency.team_of`). The index `ix_tasks_team`
holds each of those in order: the page is the first of so many short ways through it. Nothing here counts past `MOST`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    union_all,
)

from engine.locking import GROUPS_OF_TASK, table_of
from engine.models import Case, Draft, Person, Task, TaskGroup
from engine.urgency import groups_in
from engine.views import MOST

AT_ONCE = 40
"""So many teams are read side by side; whoever is in more has them sorted. SQLite takes no more than 500 together."""
_tasks, _cases, _groups, _drafts = table_of(Task), table_of(Case), table_of(TaskGroup), table_of(Draft)
_assignees, _instances = table_of(Person).alias("assignees"), table_of(Person).alias("instances")
# As text: only so does SQLite see that its indexes hold just these.
_OPEN = text("tasks.state = 'open'")
_LISTED = text("tasks.state = 'open' AND tasks.team IS NOT NULL")
_OWN = _tasks.c.assignee == bindparam("who")
_LATE = _tasks.c.urgency < bindparam("now")

_first = select(func.min(_tasks.c.team).label("team")).where(_LISTED).cte("teams", recursive=True)
_teams = _first.union_all(
    select(select(func.min(_tasks.c.team)).where(_LISTED, _tasks.c.team > _first.c.team).scalar_subquery()).where(
        _first.c.team.is_not(None)
    )
)
TEAMS = select(_teams.c.team).where(_teams.c.team.is_not(None))
"""The teams that have open tasks: from each the next in the index, not by looking at all tasks."""

Asked = Mapping[str, Any]


def teams_of(connection: Connection, groups: frozenset[str]) -> list[str]:
    """The teams with open tasks that one of these groups is in."""
    return [team for team in connection.execute(TEAMS).scalars() if groups & groups_in(team)] if groups else []


def read_own(connection: Connection, who: str, size: int, skipped: int) -> tuple[Sequence[Any], int]:
    """Some of the open tasks that someone has, and how many there are."""
    return _read(connection, (None, 0), {"who": who}, size, skipped)


def read_teams(
    connection: Connection, who: str, teams: Sequence[str], words: Sequence[str], size: int, skipped: int
) -> tuple[Sequence[Any], int]:
    """Some of the open tasks of these teams that have all the words, as one reader sees them; how many there are."""
    if not teams:
        return (), 0
    asked = {"who": who, **_name(teams), **{f"word{n}": word for n, word in enumerate(words)}}
    return _read(connection, (len(teams), len(words)), asked, size, skipped)


def _read(
    connection: Connection, shape: tuple[int | None, int], asked: Asked, size: int, skipped: int
) -> tuple[Sequence[Any], int]:
    rows: Sequence[Any] = ()
    if size:
        most = size
        while most < size + skipped:  # Few different statements, whatever page is asked for.
            most *= 2
        rows = connection.execute(page_query(*shape, size, most), {**asked, "skipped": skipped}).all()
    # A page that is not full is the last, and says itself how many there are.
    if len(rows) < size and (rows or not skipped):
        return rows, skipped + len(rows)
    return rows, min(connection.execute(count_query(*shape), asked).scalar_one(), MOST + 1)


def count(connection: Connection, who: str, teams: Sequence[str], now: str) -> list[int]:
    """How many tasks someone has (but ballots), how many the teams have, how many of both are late, and how many
    ballots someone has."""
    figures = connection.execute(counts_query(len(teams)), {"who": who, "now": now, **_name(teams)}).one()
    return [min(figure, MOST + 1) for figure in figures]


def _name(teams: Sequence[str]) -> dict[str, Any]:
    return {"teams": teams} if len(teams) > AT_ONCE else {f"team{n}": team for n, team in enumerate(teams)}


def _branches(teams: int) -> list[ColumnElement[bool]]:
    """What a worklist is put together from: the tasks of each team."""
    if teams > AT_ONCE:
        return [_tasks.c.team.in_(bindparam("teams", expanding=True))]
    return [_tasks.c.team == bindparam(f"team{n}") for n in range(teams)]


def _all(teams: int | None, words: int, *columns: Any) -> list[Select[Any]]:
    """The tasks of each branch of a list; without a number of teams, those that the reader has."""
    branches = [_OWN] if teams is None else _branches(teams)
    found = [select(*columns).where(_OPEN, branch) for branch in branches]
    if words:
        found = [each.join_from(_tasks, _cases, _cases.c.id == _tasks.c.case_id).where(*_has(words)) for each in found]
    return found


def _has(words: int) -> list[ColumnElement[bool]]:
    where = (_tasks.c.name, _cases.c.title, _cases.c.reference)
    return [or_(*(c.ilike(bindparam(f"word{n}"), escape="\\") for c in where)) for n in range(words)]


_COLUMNS = (
    *(column for column in _tasks.c if column.name not in {"case_id", "ref", "scope", "multi_instance"}),
    _tasks.c.case_id,
    _cases.c.reference,
    _cases.c.title,
    _cases.c.area,
    _assignees.c.name.label("assignee_name"),
    func.coalesce(_instances.c.name, _tasks.c.instance).label("instance_name"),
    GROUPS_OF_TASK.label("group_ids"),
    exists()
    .where(_drafts.c.task_id == _tasks.c.id, _drafts.c.person_id == bindparam("who"))
    .correlate(_tasks)
    .label("has_draft"),
)


@lru_cache(maxsize=256)
def page_query(teams: int | None, words: int, size: int, most: int) -> Select[Any]:
    """One page of a worklist: the `most` most urgent of each branch, and of those the `size` most urgent after some."""
    order = (_tasks.c.urgency, _tasks.c.id)
    firsts = [each.order_by(*order).limit(_plain(most)).subquery() for each in _all(teams, words, *order)]
    together = union_all(*(select(first) for first in firsts)).subquery()
    picked = (
        select(together)
        .order_by(together.c.urgency, together.c.id)
        .limit(_plain(size))
        .offset(bindparam("skipped", type_=Integer))
        .subquery("picked")
    )
    rows = (
        picked.join(_tasks, _tasks.c.id == picked.c.id)
        .join(_cases, _cases.c.id == _tasks.c.case_id)
        .outerjoin(_assignees, _assignees.c.id == _tasks.c.assignee)
        .outerjoin(_instances, _instances.c.id == _tasks.c.instance)
    )
    return select(*_COLUMNS).select_from(rows).order_by(picked.c.urgency, picked.c.id)


def _plain(number: int) -> ColumnElement[int]:
    """A number in the text of a statement: PostgreSQL then keeps one plan for it, instead of making one each time."""
    return literal_column(str(number), Integer)


def _up_to_most(*queries: Select[Any]) -> ColumnElement[Any]:
    """How many rows all of them find together, looking at no more than one above `MOST`."""
    if not queries:
        return literal_column("0", Integer)
    # In order, though nobody needs it: else PostgreSQL may think that looking through all tasks is as quick.
    found = [query.order_by(_tasks.c.urgency).limit(_plain(MOST + 1)).subquery() for query in queries]
    counted = union_all(*(select(one) for one in found)).limit(_plain(MOST + 1)).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


@lru_cache(maxsize=256)
def count_query(teams: int | None, words: int) -> Select[Any]:
    """How many tasks a list has; something above `MOST` if it has more."""
    return select(_up_to_most(*_all(teams, words, literal_column("1").label("one"))))


@lru_cache(maxsize=256)
def counts_query(teams: int) -> Select[Any]:
    one: ColumnElement[Any] = literal_column("1").label("one")
    mine = select(one).select_from(_tasks).where(_OPEN, _OWN)
    of_teams = _all(teams, 0, one)
    elsewhere = or_(_tasks.c.team.is_(None), not_(or_(*_branches(teams)))) if teams else and_(True)
    late = [each.where(_LATE) for each in of_teams]
    return select(
        _up_to_most(mine.where(not_(_tasks.c.ballot))),
        _up_to_most(*of_teams),
        _up_to_most(*late, mine.where(_LATE, elsewhere)),
        _up_to_most(mine.where(text("tasks.ballot"))),
    )
