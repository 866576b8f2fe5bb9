"""A task says whose worklists show it and at which place, and an index holds each list in order; cases too."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

STAFF = frozenset(
    (
        *("auditor", "beheerder", "domesta", "gebiedsregisseur", "gemeente", "initiatiefgroep", "kernteam"),
        *("ondersteuning", "politie", "proceseigenaar", "stuurgroep", "welzijn", "wijkteam", "woonconcept"),
    )
)
"""The groups that had accounts when this was written."""
BATCH = 5_000


def upgrade() -> None:
    op.add_column("tasks", sa.Column("team", sa.String(length=1000), nullable=True))
    op.add_column("tasks", sa.Column("urgency", sa.String(length=43), nullable=False, server_default=""))
    _describe_open_tasks()
    op.drop_index("ix_cases_list", "cases")
    op.create_index("ix_cases_list", "cases", ["updated_at", "id"])
    op.create_index("ix_cases_started", "cases", ["started_at", "id"])
    op.drop_index("ix_tasks_worklist", "tasks")
    op.drop_index("ix_tasks_assignee", "tasks")
    op.drop_index("ix_task_groups_group_id", "task_groups")
    listed = sa.text("state = 'open' AND team IS NOT NULL")
    mine = sa.text("state = 'open' AND assignee IS NOT NULL")
    ballot = sa.text("ballot")
    op.create_index(
        "ix_tasks_team", "tasks", ["team", "state", "urgency", "id"], sqlite_where=listed, postgresql_where=listed
    )
    op.create_index(
        "ix_tasks_mine", "tasks", ["assignee", "state", "urgency", "id"], sqlite_where=mine, postgresql_where=mine
    )
    op.create_index(
        "ix_tasks_ballots", "tasks", ["assignee", "state", "urgency"], sqlite_where=ballot, postgresql_where=ballot
    )


def _describe_open_tasks() -> None:
    moment = sa.DateTime(timezone=True)
    tasks = sa.table(
        "tasks",
        *(sa.column(name) for name in ("id", "state", "assigned", "priority", "team", "urgency")),
        sa.column("due_at", moment),
        sa.column("created_at", moment),
    )
    groups = sa.table("task_groups", sa.column("task_id"), sa.column("group_id"))
    connection = op.get_bind()
    offered: dict[str, list[str]] = {}
    is_open = tasks.c.state == "open"
    for task_id, group in connection.execute(
        sa.select(groups).join(tasks, tasks.c.id == groups.c.task_id).where(is_open, sa.not_(tasks.c.assigned))
    ):
        offered.setdefault(task_id, []).append(group)
    rows = [
        {
            "task": row.id,
            "new_team": ",".join(sorted(STAFF.intersection(offered.get(row.id, ())))) or None,
            "new_urgency": _urgency(row.due_at, row.priority, row.created_at),
        }
        for row in connection.execute(
            sa.select(tasks.c.id, tasks.c.due_at, tasks.c.priority, tasks.c.created_at).where(is_open)
        )
    ]
    change = (
        sa.update(tasks)
        .where(tasks.c.id == sa.bindparam("task"))
        .values(team=sa.bindparam("new_team"), urgency=sa.bindparam("new_urgency"))
    )
    for start in range(0, len(rows), BATCH):
        connection.execute(change, rows[start : start + BATCH])


def _urgency(due_at: datetime | None, priority: int, created_at: datetime) -> str:
    return f"{'9' * 20 if due_at is None else _digits(due_at)}{100 - priority:03}{_digits(created_at)}"


def _digits(moment: datetime) -> str:
    """On PostgreSQL a moment comes with a zone, on SQLite it is in UTC."""
    at = moment if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{at.year:04}{at.month:02}{at.day:02}{at.hour:02}{at.minute:02}{at.second:02}{at.microsecond:06}"


def downgrade() -> None:
    op.drop_index("ix_tasks_ballots", "tasks")
    op.drop_index("ix_tasks_mine", "tasks")
    op.drop_index("ix_tasks_team", "tasks")
    op.drop_index("ix_cases_started", "cases")
    op.drop_index("ix_cases_list", "cases")
    op.create_index("ix_cases_list", "cases", ["state", "updated_at"])
    op.create_index("ix_task_groups_group_id", "task_groups", ["group_id"])
    op.create_index("ix_tasks_assignee", "tasks", ["assignee"])
    op.create_index("ix_tasks_worklist", "tasks", ["state", "due_at"])
    op.drop_column("tasks", "urgency")
    op.drop_column("tasks", "team")
