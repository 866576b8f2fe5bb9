"""Changes to processes are made, offered and approved here; a migration of cases can be paused."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "changes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("begun_by", sa.String(length=32), nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("offered_by", sa.String(length=32), nullable=True),
        sa.Column("offered_at", moment, nullable=True),
        sa.Column("judged_by", sa.String(length=32), nullable=True),
        sa.Column("judged_at", moment, nullable=True),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("takes_effect_at", moment, nullable=True),
        sa.Column("migrate", sa.Boolean(), nullable=False),
        sa.Column("in_use_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_state"), "changes", ["state"])
    op.create_table(
        "change_parts",
        sa.Column("change_id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("base_id", sa.String(length=32), nullable=True),
        sa.Column("definition_id", sa.String(length=32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.String(length=32), nullable=False),
        sa.Column("saved_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_change_parts_change_id_changes")),
        sa.ForeignKeyConstraint(["base_id"], ["definitions.id"], name=op.f("fk_change_parts_base_id_definitions")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definitions.id"], name=op.f("fk_change_parts_definition_id_definitions")
        ),
        sa.PrimaryKeyConstraint("change_id", "process_id", name=op.f("pk_change_parts")),
    )
    op.create_index(op.f("ix_change_parts_process_id"), "change_parts", ["process_id"])
    op.create_table(
        "change_editors",
        sa.Column("change_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_change_editors_change_id_changes")),
        sa.PrimaryKeyConstraint("change_id", "person_id", name=op.f("pk_change_editors")),
    )
    op.create_table(
        "change_snapshots",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("change_id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_change_snapshots_change_id_changes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_snapshots")),
    )
    op.create_index(op.f("ix_change_snapshots_change_id"), "change_snapshots", ["change_id"])
    op.add_column("case_migrations", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("case_migrations") as table:
        table.drop_column("paused")
    op.drop_table("change_snapshots")
    op.drop_table("change_editors")
    op.drop_table("change_parts")
    op.drop_table("changes")
