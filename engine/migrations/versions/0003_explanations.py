"""The explanation of a decision is stored, apart from the history."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "decision_explanations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("definition_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decision_explanations_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definitions.id"], name=op.f("fk_decision_explanations_definition_id_definitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_explanations")),
    )
    with op.batch_alter_table("decision_explanations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_explanations_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("decision_explanations")
