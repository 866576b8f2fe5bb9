"""A task itself says which groups may do it, and indexes hold less: only open tasks, and only the case of an answer.

Each step wrote one more table and index, and each row of a worklist needed a query for one.
"""

from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

BATCH = 5_000


def upgrade() -> None:
    op.add_column("tasks", sa.Column("candidate_groups", sa.JSON(), nullable=False, server_default="[]"))
    _gather_groups()
    op.drop_table("task_groups")
    is_open = sa.text("state = 'open'")
    op.create_index("ix_tasks_open", "tasks", ["case_id"], sqlite_where=is_open, postgresql_where=is_open)
    op.drop_index("ix_tasks_of_case", "tasks")
    op.create_index("ix_answers_case_id", "answers", ["case_id"])
    op.drop_index("ix_answers_of_case", "answers")


def _gather_groups() -> None:
    tasks = sa.table("tasks", sa.column("id"), sa.column("candidate_groups", sa.JSON()))
    change = (
        sa.update(tasks).where(tasks.c.id == sa.bindparam("task")).values(candidate_groups=sa.bindparam("gathered"))
    )
    last = ""
    while rows := list(_read_after(last)):
        op.get_bind().execute(change, rows)
        last = str(rows[-1]["task"])


def _read_after(last: str) -> Iterator[dict[str, object]]:
    """The groups of some tasks, in the order of their ids: no more at once than fits in memory."""
    groups = sa.table("task_groups", sa.column("task_id"), sa.column("group_id"))
    some = sa.select(groups.c.task_id).where(groups.c.task_id > last).distinct().order_by(groups.c.task_id).limit(BATCH)
    query = sa.select(groups).where(groups.c.task_id.in_(some.subquery().select()))
    rows = op.get_bind().execute(query.order_by(groups.c.task_id, groups.c.group_id))
    for task_id, offered in groupby(rows, key=lambda row: str(row.task_id)):
        yield {"task": task_id, "gathered": [row.group_id for row in offered]}
