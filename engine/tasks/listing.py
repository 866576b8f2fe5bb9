"""Listing: open tasks in order of urgency, and how many there are, reading no more rows than are shown.

A worklist is composed from the teams that its reader is in (`engine.running.urgency.team_of`). The index
`ix_tasks_team` holds the tasks of each team in order, so a page needs one short scan of it per team. Nothing here
counts past `MOST`.
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
    String,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    union_all,
)

from engine.finding.behalf import OF_SUBMITTER
from engine.models import Case, Draft, Person, Task, table_of
from engine.prepared import Prepared, Remembered
from engine.running.urgency import groups_in
from engine.tasks.listed import READ, REMEMBERED, ListedTask
from engine.views import MOST

STEP = 100
"""Statements look this many tasks ahead, or a multiple of it: so there are few different ones, whatever the page."""
AT_ONCE = 40
"""Up to this many teams each get their own scan; beyond that, all are sorted. SQLite unites no more than 500."""
_tasks, _cases, _drafts = table_of(Task), table_of(Case), table_of(Draft)
_assignees, _instances = table_of(Person).alias("assignees"), table_of(Person).alias("instances")
# As text: otherwise SQLite does not see that its partial indexes apply.
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
TEAMS = Prepared(select(_teams.c.team).where(_teams.c.team.is_not(None)))
"""The teams that have open tasks, found by jumping from each to the next in the index instead of reading all tasks."""


def teams_of(connection: Connection, groups: frozenset[str]) -> list[str]:
    """The teams with open tasks that one of these groups is in."""
    return [team for (team,) in TEAMS.fetch(connection, {}) if groups & groups_in(team)] if groups else []


def read_own(connection: Connection, who: str, size: int, skipped: int) -> list[ListedTask]:
    """Some of the open tasks that someone has."""
    return _read(connection, (None, 0, False), {"who": who}, size, skipped)


def read_teams(
    connection: Connection,
    who: str,
    teams: Sequence[str],
    words: Sequence[str],
    size: int,
    skipped: int,
    *,
    free: bool = False,
) -> list[ListedTask]:
    """Some of the open tasks of these teams that contain all the words, as one reader sees them; with `free` only
    those that nobody has and that do not wait for a submitter."""
    if not teams:
        return []
    return _read(connection, (_places(len(teams)), len(words), free), _ask(who, teams, words), size, skipped)


def _read(
    connection: Connection, shape: tuple[int | None, int, bool], asked: dict[str, Any], size: int, skipped: int
) -> list[ListedTask]:
    if not size:
        return []
    # Few different statements, whatever page is asked for.
    most = -(-(size + skipped) // STEP) * STEP if skipped else size
    return page_query(*shape, size, most).fetch(connection, {**asked, "skipped": skipped})


def count_teams(connection: Connection, teams: Sequence[str], words: Sequence[str], *, free: bool = False) -> int:
    """How many open tasks of these teams contain all the words; with `free` of those that nobody has."""
    if not teams:
        return 0
    ((total,),) = count_query(_places(len(teams)), len(words), free).fetch(connection, _ask("", teams, words))
    return min(int(total), MOST + 1)


def count(connection: Connection, who: str, teams: Sequence[str], now: str) -> list[int]:
    """How many tasks someone has (without ballots), how many the teams have, how many of both are late, and how many
    ballots someone has."""
    (figures,) = counts_query(_places(len(teams))).fetch(connection, {"now": now, **_ask(who, teams)})
    return [min(figure, MOST + 1) for figure in figures]


def _ask(who: str, teams: Sequence[str], words: Sequence[str] = ()) -> dict[str, Any]:
    asked = {f"team{n}": team for n, team in enumerate(teams)}
    for n in range(len(teams), _places(len(teams))):
        asked[f"team{n}"] = teams[0]
    asked.update((f"word{n}", word) for n, word in enumerate(words))
    asked["who"] = who
    return asked


def _places(teams: int) -> int:
    """How many places for teams a statement has. Beyond `AT_ONCE` a power of two; one team fills the spare places."""
    return teams if teams <= AT_ONCE else 1 << (teams - 1).bit_length()


def _branches(teams: int) -> list[ColumnElement[bool]]:
    """What a worklist is composed from: the tasks of each team."""
    if teams > AT_ONCE:
        return [_tasks.c.team.in_([bindparam(f"team{n}", type_=String) for n in range(teams)])]
    return [_tasks.c.team == bindparam(f"team{n}") for n in range(teams)]


def _all(teams: int | None, words: int, free: bool, *columns: Any) -> list[Select[Any]]:
    """The tasks of each branch of a list; without a number of teams, those that the reader has. `free`: nobody has."""
    branches = [_OWN] if teams is None else _branches(teams)
    found = [select(*columns).where(_OPEN, branch) for branch in branches]
    if free:
        found = [each.where(_tasks.c.assignee.is_(None), not_(OF_SUBMITTER)) for each in found]
    if words:
        found = [each.join_from(_tasks, _cases, _cases.c.id == _tasks.c.case_id).where(*_has(words)) for each in found]
    return found


def _has(words: int) -> list[ColumnElement[bool]]:
    where = (_tasks.c.name, _cases.c.title, _cases.c.reference, _cases.c.area)
    return [or_(*(c.ilike(bindparam(f"word{n}"), escape="\\") for c in where)) for n in range(words)]


_COLUMNS: Mapping[str, Any] = {
    "id": _tasks.c.id,
    "case_id": _tasks.c.case_id,
    "reference": _cases.c.reference,
    "title": _cases.c.title,
    "area": _cases.c.area,
    "definition_id": _tasks.c.definition_id,
    "element_id": _tasks.c.element_id,
    "name": _tasks.c.name,
    "candidate_groups": cast(_tasks.c.candidate_groups, Text),
    "assignee": _tasks.c.assignee,
    "assignee_name": _assignees.c.name,
    "created_at": _tasks.c.created_at,
    "due_at": _tasks.c.due_at,
    "follow_up_at": _tasks.c.follow_up_at,
    "priority": _tasks.c.priority,
    "claimed_at": _tasks.c.claimed_at,
    "ballot": _tasks.c.ballot,
    "instance": func.coalesce(_instances.c.name, _tasks.c.instance),
    "has_draft": exists()
    .where(_drafts.c.task_id == _tasks.c.id, _drafts.c.person_id == bindparam("who"))
    .correlate(_tasks),
}


@lru_cache(maxsize=256)
def page_query(teams: int | None, words: int, free: bool, size: int, most: int) -> Remembered[ListedTask]:
    """One page of a worklist: the `most` most urgent of each branch, and of those the `size` most urgent after some.

    Two details are for SQLite, which otherwise takes two and a half times as long. It would sort each branch again, and
    put the picked rows in a temporary table, in memory that it requests from the operating system and releases each
    time. So the order is by an expression, which its planner does not see through. And rows that always exist
    are joined by an outer join, which lets it take each row as it is picked.
    """
    order = (_tasks.c.urgency, _tasks.c.id)
    firsts = [each.order_by(*order).limit(_plain(most)).subquery() for each in _all(teams, words, free, *order)]
    together = union_all(*(select(first) for first in firsts)).subquery()
    picked = (
        select(together)
        .order_by(func.coalesce(together.c.urgency, literal_column("''")), together.c.id)
        .limit(_plain(size))
        .offset(bindparam("skipped", type_=Integer))
        .subquery("picked")
    )
    rows = (
        picked.outerjoin(_tasks, _tasks.c.id == picked.c.id)
        .outerjoin(_cases, _cases.c.id == _tasks.c.case_id)
        .outerjoin(_assignees, _assignees.c.id == _tasks.c.assignee)
        .outerjoin(_instances, _instances.c.id == _tasks.c.instance)
    )
    shown = (_COLUMNS[name].label(f"shown_{name}") for name in READ)
    query = select(*shown).select_from(rows).order_by(picked.c.urgency, picked.c.id)
    return Remembered(Prepared(query), ListedTask, REMEMBERED)


def _plain(number: int) -> ColumnElement[int]:
    """A number in the text of the statement, so that PostgreSQL keeps one plan for it instead of planning each time."""
    return literal_column(str(number), Integer)


def _up_to_most(*queries: Select[Any]) -> ColumnElement[Any]:
    """How many rows all of them find together, looking at no more than one above `MOST`."""
    if not queries:
        return literal_column("0", Integer)
    # The order is for PostgreSQL, which may otherwise consider scanning all tasks equally fast.
    found = [query.order_by(_tasks.c.urgency).limit(_plain(MOST + 1)).subquery() for query in queries]
    counted = union_all(*(select(one) for one in found)).limit(_plain(MOST + 1)).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


@lru_cache(maxsize=256)
def count_query(teams: int, words: int, free: bool) -> Prepared:
    """How many tasks a list has; `MOST` + 1 if it has more than `MOST`."""
    return Prepared(select(_up_to_most(*_all(teams, words, free, literal_column("1").label("one")))))


@lru_cache(maxsize=256)
def counts_query(teams: int) -> Prepared:
    """The figures beside the worklists of a user in this many teams, each counted up to `MOST` + 1."""
    one: ColumnElement[Any] = literal_column("1").label("one")
    mine = select(one).select_from(_tasks).where(_OPEN, _OWN)
    of_teams = _all(teams, 0, False, one)
    elsewhere = or_(_tasks.c.team.is_(None), not_(or_(*_branches(teams)))) if teams else and_(True)
    late = [each.where(_LATE) for each in of_teams]
    return Prepared(
        select(
            _up_to_most(mine.where(not_(_tasks.c.ballot))),
            _up_to_most(*of_teams),
            _up_to_most(*late, mine.where(_LATE, elsewhere)),
            _up_to_most(mine.where(text("tasks.ballot"))),
        )
    )
