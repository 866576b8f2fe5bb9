"""Guards: that the database still refuses what it must refuse: changing and deleting append-only rows."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.proving.faults import Fault

GUARDS = frozenset(
    {
        *("letters_no_update", "letters_sent_once", "viewings_no_update"),
        *("register_entries_no_update", "register_entries_only_emptied", "register_entries_no_delete"),
        *("destruction_lists_no_update", "destruction_lists_no_delete", "destruction_items_no_update"),
    }
)
OF_DIALECT = {
    "sqlite": frozenset({"history_no_update", "history_no_delete"}),
    "postgresql": frozenset({"history_no_change", "history_no_truncate", "register_entries_no_truncate"}),
}
"""Triggers created by the migrations 0001, 0013, 0018 and 0022."""
_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def examine(session: Session) -> tuple[Fault, ...]:
    """Guards that are gone. Nothing need have been changed since, but anything could be; a copy may lack them too."""
    dialect = session.get_bind().dialect.name
    standing = set(session.scalars(text(_STANDING[dialect])))
    return tuple(
        Fault("guard", name, None, "lifted") for name in sorted(GUARDS | OF_DIALECT[dialect]) if name not in standing
    )
