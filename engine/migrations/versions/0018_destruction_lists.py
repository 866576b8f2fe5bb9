"""Lists of what may be destroyed, and for each case the moment when what people gave in it was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

MOMENT = sa.DateTime(timezone=True)
KEPT = sa.text("ended_at IS NOT NULL AND erased_at IS NULL")
CLAIMED = sa.text("claims")
REFUSAL = "a list of what is destroyed stays as it was offered"
OFFERED = "number, table_id, made_by, made_at, hands, offered_by, offered_at"
LISTED = "list_id, case_id, reference, retention_class, term, counts_from, ended_on, over_on"


def upgrade() -> None:
    op.add_column("cases", sa.Column("erased_at", MOMENT, nullable=True))
    _fill_in()
    op.create_index(
        "ix_cases_kept", "cases", ["retention_class", "ended_at", "id"], sqlite_where=KEPT, postgresql_where=KEPT
    )
    op.create_table(
        "destruction_lists",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("hands", sa.JSON(), nullable=False),
        sa.Column("offered_by", sa.String(length=32), nullable=True),
        sa.Column("offered_at", MOMENT, nullable=True),
        sa.Column("judged_by", sa.String(length=32), nullable=True),
        sa.Column("judged_at", MOMENT, nullable=True),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["table_id"], ["definitions.id"], name=op.f("fk_destruction_lists_table_id_definitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_lists")),
        sa.UniqueConstraint("number", name=op.f("uq_destruction_lists_number")),
    )
    op.create_index(op.f("ix_destruction_lists_state"), "destruction_lists", ["state"])
    op.create_table(
        "destruction_items",
        sa.Column("list_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("retention_class", sa.String(length=40), nullable=False),
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("counts_from", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("over_on", sa.Date(), nullable=False),
        sa.Column("kept_because", sa.Text(), nullable=False),
        sa.Column("claims", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["destruction_lists.id"], name=op.f("fk_destruction_items_list_id_destruction_lists")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_destruction_items_case_id_cases")),
        sa.PrimaryKeyConstraint("list_id", "case_id", name=op.f("pk_destruction_items")),
    )
    op.create_index("ix_destruction_items_case_id", "destruction_items", ["case_id"])
    op.create_index(
        "ix_destruction_items_claimed",
        "destruction_items",
        ["case_id"],
        unique=True,
        sqlite_where=CLAIMED,
        postgresql_where=CLAIMED,
    )
    _guard()


def _fill_in() -> None:
    """For cases that were erased before, the history knows when."""
    op.execute(
        "UPDATE cases SET erased_at = (SELECT min(at) FROM history WHERE history.case_id = cases.id"
        " AND history.kind = 'case_erased')"
        " WHERE id IN (SELECT case_id FROM history WHERE kind = 'case_erased')"
    )


def _guard() -> None:
    """What was offered stays as it was, except its outcome."""
    guarded = {
        "destruction_lists_no_update": (f"UPDATE OF {OFFERED} ON destruction_lists", "OLD.number IS NOT NULL"),
        "destruction_lists_no_delete": ("DELETE ON destruction_lists", "OLD.number IS NOT NULL"),
        "destruction_items_no_update": (f"UPDATE OF {LISTED} ON destruction_items", ""),
    }
    if op.get_bind().dialect.name == "sqlite":
        for name, (what, when) in guarded.items():
            condition = f"WHEN ({when})" if when else ""
            op.execute(f"CREATE TRIGGER {name} BEFORE {what} {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
        return
    op.execute(
        "CREATE FUNCTION refuse_destruction_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for name, (what, when) in guarded.items():
        condition = f"WHEN ({when})" if when else ""
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} FOR EACH ROW {condition} EXECUTE FUNCTION refuse_destruction_change()"
        )


def downgrade() -> None:
    raise NotImplementedError("lists of what was destroyed are not thrown away")
