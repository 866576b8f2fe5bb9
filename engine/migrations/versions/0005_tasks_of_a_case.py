"""The open tasks of a case, the votes in it that can still change, and the oldest job, are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.drop_index("ix_jobs_due", "jobs")
    op.create_index("ix_jobs_due", "jobs", ["state", "due_at", "id"])
    op.drop_index("ix_tasks_case_id", "tasks")
    op.create_index("ix_tasks_of_case", "tasks", ["case_id", "state", "created_at", "id"])
    still_open = sa.text("ballot_open")
    op.create_index("ix_tasks_votes", "tasks", ["case_id"], sqlite_where=still_open, postgresql_where=still_open)


def downgrade() -> None:
    op.drop_index("ix_tasks_votes", "tasks")
    op.drop_index("ix_tasks_of_case", "tasks")
    op.create_index("ix_tasks_case_id", "tasks", ["case_id"])
    op.drop_index("ix_jobs_due", "jobs")
    op.create_index("ix_jobs_due", "jobs", ["state", "due_at"])
