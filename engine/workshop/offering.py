"""Offering: how a change gets past a second pair of eyes, and what its offer and judgement leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from engine import annals
from engine.errors import ChangedMeanwhile, ChangeMoved, ChangeRefused
from engine.events import ChangeApproved, ChangeOffered, ChangeSentBack
from engine.finding.people import names_of
from engine.models import Change
from engine.municipality import now, transaction
from engine.permissions import require
from engine.tidying import tidy_line
from engine.versions import definitions
from engine.views import User
from engine.workshop.changes import lock_for_edit
from engine.workshop.gate import Weighed, contents_of, fingerprint, weigh
from engine.workshop.parts import add_editor, find_part, lock_change, seal_of, subject_of
from engine.workshop.switching import put_in_use, put_off

LONGEST_REASON = 1000
TRIES = 3
"""How often the gate looks again when something came into use while it looked."""


def weigh_change(change_id: str, user: User) -> Weighed:
    """The gate's verdict on a change now. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    return weigh(change_id)


def offer_change(
    change_id: str, reason: str, user: User, *, takes_effect_at: datetime | None = None, migrate: bool = False
) -> None:
    """Ask a colleague to approve a change. From then on nobody changes it.

    `takes_effect_at` is the moment from which it is to be in use; by default as soon as it is approved. With `migrate`,
    the running cases that can move to it do so then.

    Raises:
        NotAllowed, NotFound, ChangeMoved.
            ChangeRefused: no reason (`reden`), a moment that has passed (`ingang`), or the gate's findings.
    """
    told = tidy_line(reason, LONGEST_REASON)
    require(user, "edit_processes", None)
    problems = dict(_problems(told, takes_effect_at))
    if problems:
        raise ChangeRefused(problems)
    for _ in range(TRIES):
        weighed = weigh(change_id)
        with transaction() as session:
            annals.lock(session)
            change = lock_for_edit(session, change_id, user)
            if fingerprint(session, change_id) == weighed.fingerprint:
                require_open(weighed)
                change.takes_effect_at, change.migrate = takes_effect_at, migrate
                lay_before(session, change, told, user)
                return
    raise ChangeMoved("draft")


def lay_before(session: Session, change: Change, reason: str, user: User) -> None:
    """Offer a draft. The caller has locked it and found the gate open."""
    add_editor(session, change.id, user.id)
    change.state = "offered"
    change.reason, change.offered_by, change.offered_at = reason, user.id, now()
    change.judged_by = change.judged_at = None
    change.judgement = ""
    session.flush()
    contents = contents_of(session, change.id)
    offered = ChangeOffered(change.id, contents, reason, change.takes_effect_at, change.migrate)
    annals.record(session, [offered], user.id)


def _problems(reason: str, takes_effect_at: datetime | None) -> Iterator[tuple[str, str]]:
    if not reason:
        yield "reden", "required"
    if takes_effect_at is not None and takes_effect_at <= now():
        yield "ingang", "in_the_past"


def approve_change(change_id: str, remark: str, user: User, *, seal: str) -> None:
    """Approve what a colleague offered. It comes into use at its moment, or at once.

    `seal` is that of the change as the user saw it. The gate is asked again: other processes may have changed since.

    Raises:
        NotFound, ChangeMoved. NotAllowed: also for anybody who worked on the change.
        ChangedMeanwhile: it is not what the user saw, because it was taken back and offered again.
        ChangeRefused: the gate's present findings.
    """
    told = tidy_line(remark, LONGEST_REASON)
    require(user, "edit_processes", None)
    for _ in range(TRIES):
        weighed = weigh(change_id)
        with transaction() as session:
            annals.lock(session)
            change = _lock_for_judging(session, change_id, user, seal)
            if fingerprint(session, change_id) == weighed.fingerprint:
                require_open(weighed)
                pass_on(session, change, told, user)
                return
    raise ChangeMoved("offered")


def pass_on(session: Session, change: Change, remark: str, user: User) -> None:
    """Approve an offer, and put it in use now or at its moment. The caller has locked it and found the gate open.

    Raises: NotAllowed: the user worked on it.
    """
    require(user, "judge_change", subject_of(session, change))
    change.state = "approved"
    change.judged_by, change.judged_at, change.judgement = user.id, now(), remark
    annals.record(session, [ChangeApproved(change.id, contents_of(session, change.id), remark)], user.id)
    if change.takes_effect_at is None or change.takes_effect_at <= now():
        put_in_use(session, change, user.id)
    else:
        put_off(session, change.id, change.takes_effect_at)


def send_back(change_id: str, remark: str, user: User, *, seal: str) -> None:
    """Return an offered change for more work, with a reason.

    Raises: NotAllowed, NotFound, ChangeMoved, ChangedMeanwhile. ChangeRefused: no remark (`oordeel`).
    """
    told = tidy_line(remark, LONGEST_REASON)
    with transaction() as session:
        annals.lock(session)
        change = _lock_for_judging(session, change_id, user, seal)
        if not told:
            raise ChangeRefused({"oordeel": "required"})
        change.state = "draft"
        change.judged_by, change.judged_at, change.judgement = user.id, now(), told
        annals.record(session, [ChangeSentBack(change_id, told)], user.id)


def take_back(change_id: str, user: User) -> None:
    """Turn a change that was offered, or approved but not in use yet, into a draft again. Any process owner may.

    Raises: NotAllowed, NotFound, ChangeMoved.
    """
    require(user, "edit_processes", None)
    with transaction() as session:
        annals.lock(session)
        change = lock_change(session, change_id)
        if change.state not in ("offered", "approved"):
            raise ChangeMoved(change.state)
        change.state = "draft"
        annals.record(session, [ChangeSentBack(change_id, "")], user.id)


def renew_base(change_id: str, process_id: str, user: User) -> None:
    """Record that the version in use was compared with the change, which continues from there.

    Raises: NotAllowed, NotFound, ChangeMoved.
    """
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        part = find_part(session, change_id, process_id)
        part.base_id = definitions.find_version(session, process_id, None).id
        add_editor(session, change_id, user.id)


def _lock_for_judging(session: Session, change_id: str, user: User, seal: str) -> Change:
    require(user, "edit_processes", None)
    change = lock_change(session, change_id)
    if change.state != "offered":
        raise ChangeMoved(change.state)
    require(user, "judge_change", subject_of(session, change))
    if seal_of(session, change) != seal:
        who = change.offered_by or change.begun_by
        raise ChangedMeanwhile(names_of(session, [who])[who], change.offered_at or now(), 0)
    return change


def require_open(weighed: Weighed) -> None:
    """Continue only if the gate is open. Raises: ChangeRefused."""
    if not weighed.is_open:
        raise ChangeRefused(reasons=weighed.reasons, findings=weighed.findings)
