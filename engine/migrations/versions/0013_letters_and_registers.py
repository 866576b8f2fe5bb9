"""Cases write letters and entries in registers; triggers keep both as they were written."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

REFUSAL = "letters and entries of registers stay as they were written"
WRITTEN = (
    "id, case_id, process_id, element_id, template, to_submitter, addressee, address, subject, body, salt, written_at"
)
"""All of a letter except when it was sent and by whom. The row itself can be deleted: a person can be erased."""

ENTERED = "id, register, year, number, case_id, process_id, element_id, entered_at"
FILLED = "WHEN (NOT (CAST(NEW.columns AS text) = '[]' AND NEW.salt = ''))"
"""The content of an entry can be removed, since it may hold a name; with its salt, so that nobody can guess it back."""
SENT = "WHEN (OLD.sent_at IS NOT NULL OR OLD.sent_by IS NOT NULL)"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "letters",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("template", sa.String(length=200), nullable=False),
        sa.Column("to_submitter", sa.Boolean(), nullable=False),
        sa.Column("addressee", sa.String(length=300), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("written_at", moment, nullable=False),
        sa.Column("sent_at", moment, nullable=True),
        sa.Column("sent_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_letters_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_case_id"), "letters", ["case_id"])
    unsent = sa.text("sent_at IS NULL")
    op.create_index("ix_letters_unsent", "letters", ["written_at", "id"], sqlite_where=unsent, postgresql_where=unsent)
    op.create_index("ix_letters_sent", "letters", ["sent_at", "id"])
    op.create_table(
        "register_entries",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("entered_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_register_entries_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entries")),
        sa.UniqueConstraint("register", "year", "number", name=op.f("uq_register_entries_register_year_number")),
    )
    op.create_index(op.f("ix_register_entries_case_id"), "register_entries", ["case_id"])
    _guard()


def _guard() -> None:
    guarded = {
        "letters_no_update": (f"UPDATE OF {WRITTEN} ON letters", ""),
        "letters_sent_once": ("UPDATE OF sent_at, sent_by ON letters", SENT),
        "register_entries_no_update": (f"UPDATE OF {ENTERED} ON register_entries", ""),
        "register_entries_only_emptied": ("UPDATE OF columns, salt ON register_entries", FILLED),
        "register_entries_no_delete": ("DELETE ON register_entries", ""),
    }
    if op.get_bind().dialect.name == "sqlite":
        for name, (what, when) in guarded.items():
            op.execute(f"CREATE TRIGGER {name} BEFORE {what} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
        return
    op.execute(
        "CREATE FUNCTION refuse_paper_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for name, (what, when) in guarded.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {what} FOR EACH ROW {when} EXECUTE FUNCTION refuse_paper_change()")
    op.execute(
        "CREATE TRIGGER register_entries_no_truncate BEFORE TRUNCATE ON register_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_paper_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("letters and entries of registers are not thrown away")
