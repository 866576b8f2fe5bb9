"""Desk: in the demo, changes of processes from draft to in use, and lists of what was destroyed or is to be.

Each uses the public functions, as the named people would, so that no page is found empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from engine.accounts.signing_in import find_user
from engine.retention import judging, lists
from engine.workshop import beginning, changes, offering, saving, snapshots

SWITCH = timedelta(minutes=30)
"""How long before now a change comes in use: what came in earlier today still uses the version before it."""

Told = Mapping[str, Any]
Planned = Iterator[tuple[datetime, Iterator[timedelta]]]
"""When each begins, with how it goes on."""


def plan_changes(told: Iterable[Told], until: datetime) -> Planned:
    """Changes of processes. One that nobody offers stays a draft, and one that nobody judges waits for a colleague."""
    for one in told:
        yield until - timedelta(days=one["days_ago"]), _change(one, until)


def plan_lists(told: Iterable[Told], until: datetime) -> Planned:
    """Lists of cases past their term. One that nobody judges waits for a colleague."""
    for one in told:
        yield until - timedelta(days=one["days_ago"]), _destroy(one)


def _change(told: Told, until: datetime) -> Iterator[timedelta]:
    user, process_id = find_user(told["by"]), str(told["process"])
    change_id = beginning.begin_change(process_id, user, told["title"])
    if told.get("moment"):
        snapshots.take_snapshot(change_id, process_id, told["moment"], user)
    part = saving.read_part(change_id, process_id, user)
    text = part.files[told["file"]].decode()
    written = {told["file"]: text.replace(told["instead_of"], told["text"]).encode()}
    saving.save_part(change_id, process_id, part.revision, written, user)
    if "reason" not in told:
        return
    yield timedelta(days=1)
    at = until - SWITCH if "judged_by" in told else None
    offering.offer_change(change_id, told["reason"], user, takes_effect_at=at)
    if "judged_by" not in told:
        return
    yield timedelta(days=1)
    judge = find_user(told["judged_by"])
    offering.approve_change(change_id, told["remark"], judge, seal=changes.read_change(change_id, judge).seal)


def _destroy(told: Told) -> Iterator[timedelta]:
    user = find_user(told["by"])
    list_id = lists.make_destruction_list(user)
    if "kept_because" in told:
        (first, *_others) = lists.read_destruction_list(list_id, user).items
        lists.take_off_list(list_id, [first.case_id], told["kept_because"], user)
    judging.offer_list(list_id, user, revision=lists.read_destruction_list(list_id, user).list.revision)
    if "judged_by" in told:
        yield timedelta(days=1)
        judging.approve_list(list_id, told["remark"], find_user(told["judged_by"]))
