"""People choose how often they get a mail about the tasks that wait for them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("digest", sa.String(10), nullable=False, server_default="daily"))
    op.add_column("accounts", sa.Column("digested_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "digested_at")
    op.drop_column("accounts", "digest")
