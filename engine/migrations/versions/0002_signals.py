"""Cases wait for signals as well as for messages."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("subscriptions") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="message"))
    with op.batch_alter_table("subscriptions") as batch_op:
        batch_op.alter_column("kind", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM subscriptions WHERE kind <> 'message'")
    with op.batch_alter_table("subscriptions") as batch_op:
        batch_op.drop_column("kind")
