"""An account can be linked to a person's identity at the municipality's own sign-in service."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "account_identities",
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_account_identities_account_id_accounts"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_account_identities"),
        sa.UniqueConstraint("issuer", "account_id", name="uq_account_identities_issuer_account_id"),
    )
    op.create_index("ix_account_identities_account_id", "account_identities", ["account_id"])
    op.add_column("sessions", sa.Column("by_service", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("sessions", "by_service")
    op.drop_table("account_identities")
