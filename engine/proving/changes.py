"""Changes: that the authors, approvers and result of each change of a process are as in the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.dialect.folder import hash_files
from engine.models import Change, ChangeEditor, ChangePart, Definition, HistoryEvent
from engine.proving.faults import APART, Fault
from engine.versions.definitions import unpack

STATES: Mapping[str, str] = {
    "change_begun": "draft",
    "change_offered": "offered",
    "change_approved": "approved",
    "change_sent_back": "draft",
    "change_held_back": "draft",
    "change_put_in_use": "in_use",
    "change_replaced": "replaced",
    "change_discarded": "discarded",
    "change_taken_up": "draft",
}
"""The state of a change after each of its events."""
USED = frozenset({"in_use", "replaced"})
KEPT = USED | {"offered", "approved"}
"""States in which nobody changes its files any more."""
DEPLOYED = "definition_deployed"
_Act = tuple[str, datetime]
"""Who, and when."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many were examined, and what does not match."""

    changes: int
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Told:
    """What the history has of one change."""

    state: str = ""
    begun: _Act | None = None
    offered: _Act | None = None
    judged: _Act | None = None
    reason: str = ""
    remark: str | None = None
    """What the colleague said. None where the history has the reasons of a refusal by the gate instead."""
    effect: tuple[datetime | None, bool] | None = None
    """From when it was to be in use, and whether running cases were to go along."""
    used_at: datetime | None = None
    ended_at: datetime | None = None
    contents: Mapping[str, str] = field(default_factory=dict)
    """The hashes of what was last offered, by process."""
    hands: set[str] = field(default_factory=set)
    """The people who worked on it according to the history; it does not say who saved a diagram."""
    wrong: list[str] = field(default_factory=list)


def examine(session: Session) -> Changes:
    """Compare all changes with the history of the municipality, which was found intact."""
    told = _replay(session)
    editors: dict[str, set[str]] = defaultdict(set)
    for change_id, person_id in session.execute(select(ChangeEditor.change_id, ChangeEditor.person_id)):
        editors[change_id].add(person_id)
    count, found = 0, list[Fault]()
    for change in session.scalars(select(Change)):
        count += 1
        one = told.pop(change.id, None)
        reasons = ["unknown"] if one is None else list(dict.fromkeys(_judge(change, one, editors[change.id])))
        if one is not None and change.state in KEPT and _read_contents(session, change) != one.contents:
            reasons.append("contents")
        found += [Fault("change", change.title, None, reason) for reason in reasons]
    found += [Fault("change", id, None, "missing") for id in told]
    return Changes(count, tuple(found))


def _replay(session: Session) -> dict[str, _Told]:
    told: dict[str, _Told] = defaultdict(_Told)
    deployed: dict[tuple[str, int], str] = {}
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_((*STATES, DEPLOYED)))
    for event in session.scalars(query.order_by(HistoryEvent.sequence)):
        if event.kind == DEPLOYED:
            deployed[str(event.process_id), event.facts["version"]] = event.facts["content_hash"]
        else:
            _go_on(told[event.facts["change_id"]], event, event.facts, deployed)
    return told


def _go_on(one: _Told, event: HistoryEvent, facts: Mapping[str, Any], deployed: Mapping[tuple[str, int], str]) -> None:
    act = event.person_id, event.at
    one.state = STATES[event.kind]
    one.ended_at = event.at if one.state in ("replaced", "discarded") else None
    if event.kind == "change_begun":
        one.begun = one.begun or act
        one.hands.add(event.person_id)
    elif event.kind == "change_offered":
        one.offered, one.judged, one.reason, one.contents = act, None, facts["reason"], facts["contents"]
        moment = facts["takes_effect_at"]
        one.remark, one.effect = "", (datetime.fromisoformat(moment) if moment else None, facts["migrate"])
        one.hands.add(event.person_id)
    elif event.kind == "change_approved":
        one.judged, one.remark = act, facts["remark"]
        if event.person_id in one.hands:
            one.wrong.append("own")
        if facts["contents"] != one.contents:
            one.wrong.append("contents")
    elif event.kind == "change_sent_back" and facts["remark"]:  # Without a remark it was withdrawn.
        one.judged, one.remark = act, facts["remark"]
    elif event.kind == "change_held_back":
        one.remark = None
    elif event.kind == "change_put_in_use":
        one.used_at = event.at
        became = {process_id: deployed.get((process_id, version)) for process_id, version in facts["versions"].items()}
        if became != one.contents:
            one.wrong.append("contents")


def _judge(change: Change, told: _Told, editors: set[str]) -> Iterator[str]:
    """What is wrong with a change."""
    yield from told.wrong
    is_so = change.state == told.state and _is(told.begun, change.begun_by, change.begun_at)
    if told.offered is not None:
        is_so = is_so and _is(told.offered, change.offered_by, change.offered_at) and change.reason == told.reason
        is_so = is_so and told.effect == (change.takes_effect_at, change.migrate)
    elif change.offered_by or change.offered_at:
        is_so = False
    in_time = _is_then(told.used_at, change.in_use_at) and _is_then(told.ended_at, change.ended_at)
    if not is_so or not in_time or not told.hands <= editors:
        yield "changed"
    is_remark = told.remark in (None, change.judgement)
    if not is_remark or not _is(told.judged, change.judged_by, change.judged_at):
        yield "judged"


def _read_contents(session: Session, change: Change) -> dict[str, str]:
    """The hashes of its files as they are now, by process; empty for what are no files any more, or not of the version
    that they are said to have become."""
    found = {}
    query = select(ChangePart.process_id, ChangePart.files, Definition.content_hash)
    query = query.outerjoin(Definition, Definition.id == ChangePart.definition_id)
    for process_id, files, became in session.execute(query.where(ChangePart.change_id == change.id)):
        try:
            digest = hash_files(unpack(files))
        except Exception:  # whatever was put in its place
            digest = ""
        found[process_id] = digest if change.state not in USED or became == digest else ""
    return found


def _is_then(told: datetime | None, at: datetime | None) -> bool:
    if told is None or at is None:
        return told is at
    return abs(told - at) <= APART


def _is(told: _Act | None, by: str | None, at: datetime | None) -> bool:
    if told is None or at is None:
        return told is None and by is None and at is None
    return told[0] == by and abs(told[1] - at) <= APART
