"""Saying: what events say besides who, when and where, for other programs: nothing that anybody typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.models import HistoryEvent
from engine.views import Said

TOLD: Mapping[str, tuple[str, ...]] = {
    "case_started": ("answered", "fields_given", "received"),
    "aside_begun": ("fields_given",),
    "case_withdrawn": ("fields_given",),
    "case_ended": ("outcome", "legal_effect", "retention_class"),
    "case_erased": ("destruction_list",),
    "case_migrated": ("from_version", "to_version"),
    "case_taken_over": ("since",),
    "case_migration_reversed": ("from_version", "to_version"),
    "contact_corrected": ("fields",),
    "deadline_moved": ("was", "becomes"),
    "decision_made": ("rows", "variable"),
    "element_completed": ("via",),
    "event_caught": ("event_kind",),
    "event_thrown": ("event_kind",),
    "job_requested": ("job_kind",),
    "message_received": ("message", "fields_given"),
    "receipt_corrected": ("day", "due", "fields_given"),
    "status_published": ("status",),
    "task_completed": ("fields_given",),
    "task_opened": ("groups", "due_at"),
    "term_extended": ("duration", "due", "fields_given"),
    "term_moved": ("was", "becomes"),
    "term_resumed": ("day",),
    "timer_fired": ("due_at",),
    "token_moved": ("went_to",),
    "vote_cast": ("changed",),
    # what happens outside cases
    **dict.fromkeys(("account_password_changed", "account_contact_changed", "account_unlinked"), ("account",)),
    "account_found": ("account", "role", "groups", "active"),
    "account_added": ("account", "role", "groups"),
    "account_blocked": ("account", "groups"),
    "account_unblocked": ("account", "groups"),
    "account_linked": ("account", "issuer"),
    "account_groups_changed": ("account", "was", "becomes"),
    **dict.fromkeys(
        ("account_leave_planned", "account_leave_changed"), ("account", "first_day", "last_day", "replacement")
    ),
    "account_leave_begun": ("account", "passed_on", "given_back", "kept"),
    **dict.fromkeys(("account_leave_ended", "account_leave_withdrawn"), ("account",)),
    "rights_reviewed": ("accounts",),
    "calendar_day_added": ("day", "day_kind"),
    "calendar_day_removed": ("day", "day_kind"),
    "change_begun": ("change_id", "from_version"),
    "change_offered": ("change_id", "takes_effect_at", "migrate"),
    "change_put_in_use": ("change_id", "versions"),
    "change_replaced": ("change_id", "by_change"),
    **dict.fromkeys(
        ("change_approved", "change_sent_back", "change_held_back", "change_discarded", "change_taken_up"),
        ("change_id",),
    ),
    "copy_given": ("people",),
    "definition_deployed": ("content_hash",),
    "destruction_list_offered": ("number", "classes", "taken_off", "table_version"),
    "destruction_list_approved": ("number",),
    "destruction_list_refused": ("number",),
    "destruction_list_carried_out": ("number", "outcomes"),
    "links_renewed": ("count",),
    "seal_made": ("mark", "events", "chains"),
    "viewings_closed": ("until",),
    "viewings_forgotten": ("day",),
}
"""Which facts of events are exported. What is not here was typed by somebody, or is known from the objects."""
MOMENTS = frozenset({"due_at"})
"""Those that are moments, wherever they occur."""


def say(row: HistoryEvent) -> Iterator[tuple[str, Said]]:
    for name in TOLD.get(row.kind, ()):
        value: Any = row.facts.get(name)
        if value is None or value in ("", [], {}):
            continue
        if name in MOMENTS:
            yield name, datetime.fromisoformat(value)
        elif isinstance(value, list):
            yield name, ", ".join(str(item) for item in value)
        elif isinstance(value, dict):
            yield name, ", ".join(f"{key} {item}" for key, item in value.items())
        else:
            yield name, value
