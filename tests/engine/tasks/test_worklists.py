"""Worklists: each equals the result of sorting all tasks, and costs as much with many tasks as with few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

import engine
from engine.models import Case, Task, new_id, table_of
from engine.municipality import now, transaction
from engine.permissions import STAFF, groups_of
from engine.running import urgency
from engine.tasks import listing
from engine.views import MOST, User
from tests.engine.conftest import Deploy, People
from tests.engine.counting import Steps, statements
from tests.engine.stories import GIVEN, idea
from tests.lengths import examples

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
GROUPS = ("ondersteuning", "gebiedsregisseur", "kernteam", "indiener", "onbekend", "domesta", "wijkteam")
OTHER = "iemand-anders"


@pytest.fixture
def case(deploy: Deploy, people: People) -> str:
    deploy(idea())
    return engine.start_case("voorbeeld", GIVEN, None).case_id


def put(case_id: str, told: Sequence[dict[str, Any]]) -> None:
    """Give a case exactly these tasks."""
    with transaction() as session:
        connection = session.connection()
        connection.execute(delete(table_of(Task)))
        definition = next(iter(session.get_one(Case, case_id).bindings.values()))
        rows = [_row(case_id, definition, task) for task in told]
        if rows:
            connection.execute(insert(table_of(Task)), rows)


def _row(case_id: str, definition: str, task: dict[str, Any]) -> dict[str, Any]:
    given = task["assignee"] if task["assigned"] else None
    return {
        "id": task["id"],
        "case_id": case_id,
        "ref": task["id"],
        "process_id": "voorbeeld",
        "definition_id": definition,
        "element_id": "Controleren",
        "name": "Controleren",
        "form_id": "",
        "scope": "",
        "ballot": task["ballot"],
        "state": task["state"],
        "assigned": task["assigned"],
        "assignee": task["assignee"],
        "candidate_groups": task["groups"],
        "team": urgency.team_of(task["groups"], given),
        "urgency": urgency.urgency_of(task["due_at"], task["priority"], task["created_at"]),
        "due_at": task["due_at"],
        "priority": task["priority"],
        "created_at": task["created_at"],
    }


def some(**told: Any) -> dict[str, Any]:
    plain = {"groups": {"ondersteuning"}, "assignee": None, "assigned": False, "ballot": False, "state": "open"}
    return {"id": new_id(), **plain, "due_at": None, "priority": 50, "created_at": now(), **told}


moments = st.integers(-3, 3).map(lambda step: NOW + timedelta(hours=step, microseconds=step))
tasks = st.fixed_dictionaries(
    {
        "id": st.uuids(version=4).map(lambda made: made.hex),
        "groups": st.sets(st.sampled_from(GROUPS), max_size=3),
        "assignee": st.sampled_from((None, "me", OTHER)),
        "assigned": st.booleans(),
        "ballot": st.booleans(),
        "state": st.sampled_from(("open", "open", "completed", "cancelled")),
        "due_at": st.none() | moments,
        "priority": st.sampled_from((0, 49, 50, 100)),
        "created_at": moments,
    }
).map(lambda task: {**task, "assigned": task["assigned"] and task["assignee"] is not None})
users = st.sets(st.sampled_from((*sorted(STAFF), "domesta", "ondersteuning")), max_size=4).map(
    lambda groups: User("me", "Ik", frozenset(groups))
)


def plainly(told: Sequence[dict[str, Any]]) -> list[str]:
    """The order of a worklist, computed in the simplest way."""
    late = datetime.max.replace(tzinfo=UTC)
    order = sorted(told, key=lambda t: (t["due_at"] or late, -t["priority"], t["created_at"], t["id"]))
    return [task["id"] for task in order]


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(tasks, max_size=14, unique_by=lambda task: str(task["id"])), user=users, size=st.integers(1, 6))
def test_the_worklists_are_what_sorting_all_tasks_would_give(
    case: str, told: list[dict[str, Any]], user: User, size: int
) -> None:
    put(case, told)
    still = [task for task in told if task["state"] == "open"]
    of_team = [task for task in still if task["groups"] & groups_of(user) and not task["assigned"]]
    mine = [task for task in still if task["assignee"] == "me"]

    counts = engine.count_tasks(user)
    found = [
        [task.id for page in range(1, 16) for task in lister(user, page=page, size=size).items]
        for lister in (engine.list_team_tasks, engine.list_my_tasks)
    ]

    assert found == [plainly(of_team), plainly(mine)]
    assert engine.list_team_tasks(user, size=size).total == len(of_team)
    both = {task["id"]: task for task in (*of_team, *mine)}.values()
    assert (counts.mine, counts.team, counts.overdue, counts.ballots) == (
        sum(not task["ballot"] for task in mine),
        len(of_team),
        sum(task["due_at"] is not None and task["due_at"] < now() for task in both),
        sum(task["ballot"] for task in mine),
    )


def test_a_list_says_who_has_a_task_and_what_was_typed_for_it(case: str, people: People) -> None:
    task = engine.list_team_tasks(people.office).items[0]
    engine.claim_task(task.id, people.colleague)
    engine.save_draft(task.id, people.colleague, {"notitie": "half"})

    seen = engine.list_team_tasks(people.office).items[0]
    own = engine.list_my_tasks(people.colleague).items[0]

    assert (seen.assignee_name, seen.has_draft, seen.groups) == ("Otto Office", False, ("ondersteuning",))
    assert own.has_draft


def test_a_task_leaves_the_list_when_it_is_done(case: str, people: People) -> None:
    task = engine.list_team_tasks(people.office).items[0]

    engine.complete_task(task.id, people.office, {"volledig": "true", "notitie": "goed"})

    assert engine.list_team_tasks(people.office).total == 0


def test_who_is_in_more_teams_than_are_read_side_by_side_sees_all_their_tasks(case: str) -> None:
    teams = [{"ondersteuning", *others} for others in combinations(sorted(STAFF - {"ondersteuning"}), 2)]
    told = [some(groups=groups) for groups in teams]
    assert len(teams) > listing.AT_ONCE
    put(case, told)

    found = engine.list_team_tasks(User("me", "Ik", frozenset({"ondersteuning"})), size=200)

    assert [task.id for task in found.items] == plainly(told)


def test_nothing_is_counted_past_the_most(case: str) -> None:
    put(case, [some(due_at=NOW - timedelta(days=1)) for _ in range(MOST + 5)])
    user = User("me", "Ik", frozenset({"ondersteuning"}))

    counts = engine.count_tasks(user)
    first, last, after = (engine.list_team_tasks(user, page=page) for page in (1, MOST // 25, MOST // 25 + 1))

    assert (counts.team, counts.overdue, first.total, first.pages) == (MOST + 1, MOST + 1, MOST + 1, MOST // 25)
    assert (len(last.items), len(after.items)) == (25, 0)


def test_a_list_of_one_group_counts_its_own_and_the_figures_count_all(case: str) -> None:
    told = [some(groups=groups) for groups in ({"ondersteuning"}, {"kernteam"}, {"kernteam", "domesta"}, {"politie"})]
    put(case, told)
    user = User("me", "Ik", frozenset({"ondersteuning", "kernteam"}))

    found = engine.list_team_tasks(user, group="kernteam", size=1)
    foreign = engine.list_team_tasks(user, group="politie")

    assert (len(found.items), found.total, found.counts.team) == (1, 2, 3)
    assert (foreign.items, foreign.total, foreign.counts) == ((), 0, found.counts)


def test_a_list_of_what_is_free_has_nothing_that_somebody_has_or_that_waits_for_a_submitter(case: str) -> None:
    told = [
        some(groups=groups, assignee=assignee)
        for groups in ({"ondersteuning"}, {"ondersteuning", "indiener"})
        for assignee in (None, "me", OTHER)
    ]
    put(case, told)
    user = User("me", "Ik", frozenset({"ondersteuning"}))

    found = engine.list_team_tasks(user, free=True)

    assert ([task.id for task in found.items], found.total, found.counts.team) == ([told[0]["id"]], 1, 6)


def test_a_worklist_and_its_figures_are_three_questions(case: str, people: People) -> None:
    asked = statements(lambda: engine.list_team_tasks(people.office))

    assert len(asked) == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_picked_for_a_page_is_sorted_once_and_kept_in_no_table(case: str) -> None:
    put(case, [some(groups=groups) for groups in ({"ondersteuning"}, {"kernteam"}, {"kernteam", "ondersteuning"})])
    user = User("me", "Ik", frozenset({"ondersteuning", "kernteam"}))
    steps = Steps()

    steps.of(lambda: engine.list_team_tasks(user))

    # Those of each team come sorted from the index: what is left is to sort them together, and the rows of the page.
    assert sum("TEMP B-TREE" in plan for plan in steps.plans) == 2
    assert [plan for plan in steps.plans if plan.startswith(("MATERIALIZE", "MERGE"))] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("list_", ["team", "mine", "counts"])
def test_a_worklist_costs_as_much_with_many_tasks_as_with_few(case: str, list_: str) -> None:
    user = User("me", "Ik", frozenset({"ondersteuning", "gebiedsregisseur", "kernteam"}))
    acts: dict[str, Callable[[], object]] = {
        "team": lambda: engine.list_team_tasks(user),
        "mine": lambda: engine.list_my_tasks(user),
        "counts": lambda: engine.count_tasks(user),
    }
    groups = [{"ondersteuning"}, {"gebiedsregisseur"}, {"kernteam", "ondersteuning"}, {"politie"}]
    told = [some(groups=groups[n % 4], assignee="me", priority=n % 101) for n in range(12 * MOST)]
    steps = Steps()

    put(case, told[: 5 * MOST])
    few = steps.of(acts[list_])
    put(case, told)
    many = steps.of(acts[list_])

    assert many <= 1.05 * few
    assert [plan for plan in steps.plans if plan.startswith("SCAN tasks")] == []
    read = {plan for plan in steps.plans if "ix_tasks_" in plan}
    assert all("(team" in plan or "(assignee=?" in plan for plan in read)
    assert read
