"""The history's digests and the answers are in fewer indexes: a page of each index is rewritten with every step.

A digest is never searched for, and its uniqueness follows from what it is made of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy_history()
    else:
        op.drop_constraint("uq_history_digest", "history", type_="unique")
    op.create_index("ix_answers_of_case", "answers", ["case_id", "task_id"])
    op.drop_index("ix_answers_case_id", "answers")
    op.drop_index("ix_answers_task_id", "answers")


def _copy_history() -> None:
    """SQLite drops no constraint from an existing table. The triggers go with the old table, and are created again."""
    find = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history'")
    triggers = list(op.get_bind().scalars(find))
    with op.batch_alter_table("history", recreate="always") as history:
        history.drop_constraint("uq_history_digest", type_="unique")
    for trigger in triggers:
        op.execute(trigger)
