"""The state of a process of a change before each of the latest edits, so that they can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "change_edits",
        sa.Column("change_id", sa.String(32), nullable=False),
        sa.Column("process_id", sa.String(200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_change_edits_change_id_changes")),
        sa.PrimaryKeyConstraint("change_id", "process_id", "revision", name=op.f("pk_change_edits")),
    )


def downgrade() -> None:
    op.drop_table("change_edits")
