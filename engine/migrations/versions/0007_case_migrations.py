"""Running cases can go to another version of their process, and back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "case_migrations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("definition_id", sa.String(length=32), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started_by", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definitions.id"], name=op.f("fk_case_migrations_definition_id_definitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_migrations")),
    )
    op.create_index(op.f("ix_case_migrations_process_id"), "case_migrations", ["process_id"])
    op.create_table(
        "migrated_cases",
        sa.Column("migration_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("bindings", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("tasks", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_migrated_cases_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["migration_id"], ["case_migrations.id"], name=op.f("fk_migrated_cases_migration_id_case_migrations")
        ),
        sa.PrimaryKeyConstraint("migration_id", "case_id", name=op.f("pk_migrated_cases")),
    )
    op.create_index(op.f("ix_migrated_cases_case_id"), "migrated_cases", ["case_id"])


def downgrade() -> None:
    op.drop_table("migrated_cases")
    op.drop_table("case_migrations")
