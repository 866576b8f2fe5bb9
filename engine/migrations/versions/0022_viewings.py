"""A record of who looked at personal data of a submitter."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

REFUSAL = "who looked stays as it was kept"


def upgrade() -> None:
    op.create_table(
        "viewings",
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "person_id", "kind", "day", name="pk_viewings"),
    )
    op.create_index("ix_viewings_day", "viewings", ["day", "first_at"])
    op.create_index("ix_viewings_person_id", "viewings", ["person_id", "day", "first_at"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER viewings_no_update BEFORE UPDATE ON viewings BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_viewing_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER viewings_no_update BEFORE UPDATE ON viewings"
        " FOR EACH ROW EXECUTE FUNCTION refuse_viewing_change()"
    )


def downgrade() -> None:
    op.drop_table("viewings")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_viewing_change()")
