"""From here on the municipality's history records accounts; it begins with those that exist."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

FIRST = "0" * 64
BY = "systeem"
SAID = ("previous", "case_id", "at", "kind", "person_id", "process_id", "definition_id", "element_id", "facts")


def upgrade() -> None:
    """Without these, an account that somebody put in the table could claim that it had always been there."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":  # The history of the municipality has one tail.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended('deploy', 0))"))
    found = _read_accounts(connection)
    history = sa.table(
        "history",
        *(sa.column(name) for name in SAID if name not in {"at", "facts"}),
        *(sa.column("sequence"), sa.column("digest")),
        *(sa.column("at", sa.DateTime(timezone=True)), sa.column("facts", sa.JSON())),
    )
    newest = sa.select(history.c.digest).where(history.c.case_id.is_(None)).order_by(history.c.sequence.desc())
    previous = connection.execute(newest.limit(1)).scalar() or FIRST
    at = datetime.now(UTC)
    for facts in found:
        said = (previous, None, at.isoformat(), "account_found", BY, None, None, None, facts)
        digest = hashlib.sha256(_spell(said)).hexdigest()
        row = {**dict(zip(SAID, said, strict=True)), "at": at, "digest": digest}
        connection.execute(history.insert().values(row))
        previous = digest


def _read_accounts(connection: sa.Connection) -> list[dict[str, Any]]:
    accounts = sa.table("accounts", *(sa.column(name) for name in ("id", "role")), sa.column("active", sa.Boolean()))
    groups = sa.table("account_groups", sa.column("account_id"), sa.column("group_id"))
    in_groups: dict[str, list[str]] = {}
    for account, group in connection.execute(sa.select(groups.c.account_id, groups.c.group_id)):
        in_groups.setdefault(account, []).append(group)
    rows = connection.execute(sa.select(accounts.c.id, accounts.c.role, accounts.c.active).order_by(accounts.c.id))
    return [
        {"account": id, "role": role, "groups": sorted(in_groups.get(id, [])), "active": active}
        for id, role, active in rows
    ]


def _spell(said: tuple[Any, ...]) -> bytes:
    """The spelling from which the history made digests when this was written."""
    return json.dumps(list(said), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def downgrade() -> None:
    """What the history says stays."""
