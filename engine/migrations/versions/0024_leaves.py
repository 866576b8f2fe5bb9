"""Who is absent on which days, and who replaces them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("replacement_id", sa.String(32), nullable=True),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_leaves_account_id_accounts")),
        sa.ForeignKeyConstraint(["replacement_id"], ["accounts.id"], name=op.f("fk_leaves_replacement_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_index(op.f("ix_leaves_account_id"), "leaves", ["account_id"])


def downgrade() -> None:
    op.drop_table("leaves")
