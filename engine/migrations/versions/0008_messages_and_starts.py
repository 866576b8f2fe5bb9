"""Messages are kept and counted once; processes begin by events."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=True),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sent_by", sa.String(length=64), nullable=False),
        sa.Column("sent_from", sa.String(length=32), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sent_from"], ["cases.id"], name=op.f("fk_messages_sent_from_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("name", "key", "message_id", name=op.f("uq_messages_name_key_message_id")),
    )
    op.create_index("ix_messages_kept", "messages", ["name", "key"], unique=False)
    has_payload = sa.text("payload IS NOT NULL")
    op.create_index(
        "ix_messages_living", "messages", ["expires_at"], sqlite_where=has_payload, postgresql_where=has_payload
    )
    op.create_index(op.f("ix_messages_forget_at"), "messages", ["forget_at"], unique=False)
    op.create_table(
        "message_deliveries",
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_message_deliveries_message_messages")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_message_deliveries_case_id_cases")),
        sa.PrimaryKeyConstraint("message", "process_id", name=op.f("pk_message_deliveries")),
    )
    op.create_table(
        "held_keys",
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_held_keys_case_id_cases")),
        sa.PrimaryKeyConstraint("process_id", "key", name=op.f("pk_held_keys")),
        sa.UniqueConstraint("case_id", name=op.f("uq_held_keys_case_id")),
    )
    op.create_table(
        "start_subscriptions",
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("definition_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_left", sa.Integer(), nullable=True),
        sa.Column("every", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definitions.id"], name=op.f("fk_start_subscriptions_definition_id_definitions")
        ),
        sa.PrimaryKeyConstraint("process_id", "element_id", name=op.f("pk_start_subscriptions")),
    )
    op.create_index("ix_start_subscriptions_name", "start_subscriptions", ["kind", "name"], unique=False)
    op.create_index(op.f("ix_start_subscriptions_due_at"), "start_subscriptions", ["due_at"], unique=False)


def downgrade() -> None:
    for table in ("start_subscriptions", "held_keys", "message_deliveries", "messages"):
        op.drop_table(table)
