"""Judging: a list is offered, and somebody who had no hand in it approves that its cases are destroyed, or refuses."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.errors import DestructionMoved, DestructionRefused
from engine.models import Case, DestructionItem
from engine.municipality import now, today, transaction
from engine.papers.numbering import next_number
from engine.papers.registers import spell_number
from engine.permissions import require
from engine.requesting import ask_for, new_job
from engine.retention.destroying import KIND, is_past
from engine.retention.overview import Rules, read_rules
from engine.retention.rows import count_classes, digest_of, items_of, lock_list, require_state, subject_of, touch
from engine.tidying import tidy_line
from engine.views import User

LONGEST_REMARK = 1000


def offer_list(list_id: str, user: User, *, revision: int) -> str:
    """Ask for approval of a draft, which nobody can change from now on. Returns its number.

    `revision` is that of the draft as the user saw it.

    Raises: NotAllowed, NotFound. DestructionMoved: among others, a colleague changed the draft meanwhile.
        DestructionRefused: all cases were taken off (`lijst`: empty), or by the table that is in use now one of them
        is not past its term, or has another term (`lijst`: changed).
    """
    require(user, "make_destruction_lists", None)
    with transaction() as session:
        made = lock_list(session, list_id)
        require_state(session, made, "draft")
        require(user, "edit_destruction_list", subject_of(made))
        if made.revision != revision:
            raise DestructionMoved("changed")
        items, rules = items_of(session, list_id), read_rules(session)
        if all(item.kept_because for item in items):
            raise DestructionRefused({"lijst": "empty"})
        _require_past(session, items, rules)
        touch(made, user)
        year = today().year
        made.table_id = rules.table.row.id if rules.table.row is not None else made.table_id
        made.number = spell_number(year, next_number(session, f"destruction:{year}"))
        made.state, made.offered_by, made.offered_at = "offered", user.id, now()
        version = rules.table.row.version if rules.table.row is not None else 0
        taken_off = sum(bool(item.kept_because) for item in items)
        hands = tuple(sorted(made.hands))
        offered = events.DestructionListOffered(
            made.number, digest_of(made, items), count_classes(items), taken_off, version, hands
        )
        annals.record(session, [offered], user.id)
        return made.number


def approve_list(list_id: str, remark: str, user: User) -> None:
    """Approve that the cases on a list are destroyed, each by a job of its own.

    Raises: NotFound, DestructionMoved. NotAllowed: also for anyone who had a hand in it.
        DestructionRefused: the table changed meanwhile (`lijst`: changed); the list can then only be refused.
    """
    told = tidy_line(remark, LONGEST_REMARK)
    require(user, "read_retention", None)
    with transaction() as session:
        made = lock_list(session, list_id)
        require_state(session, made, "offered")
        require(user, "approve_destruction_list", subject_of(made))
        items = items_of(session, list_id)
        _require_past(session, items, read_rules(session))
        made.state, made.judged_by, made.judged_at, made.judgement = "approved", user.id, now(), told
        approved = events.DestructionListApproved(str(made.number), digest_of(made, items), told)
        annals.record(session, [approved], user.id)
        for item in items:
            item.claims = not item.kept_because
        _put_jobs(session, [item for item in items if item.claims])


def refuse_list(list_id: str, reason: str, user: User) -> None:
    """Refuse an offered list, or withdraw it, and say why. Its cases are free for another; the list stays as it is.

    Raises: NotAllowed, NotFound, DestructionMoved. DestructionRefused: no reason (`oordeel`: required).
    """
    told = tidy_line(reason, LONGEST_REMARK)
    require(user, "read_retention", None)
    with transaction() as session:
        made = lock_list(session, list_id)
        require_state(session, made, "offered")
        require(user, "refuse_destruction_list", subject_of(made))
        if not told:
            raise DestructionRefused({"oordeel": "required"})
        items = items_of(session, list_id)
        made.state, made.judged_by, made.judged_at, made.judgement = "refused", user.id, now(), told
        refused = events.DestructionListRefused(str(made.number), digest_of(made, items), told)
        annals.record(session, [refused], user.id)
        for item in items:
            item.claims = False


def _require_past(session: Session, items: list[DestructionItem], rules: Rules) -> None:
    """A case erased meanwhile, because somebody asked for it, does no harm: that is reported at its destruction."""
    to_go = {item.case_id: item for item in items if not item.kept_because}
    cases = session.scalars(select(Case).where(Case.id.in_(to_go)))
    if not all(is_past(to_go[case.id], case, rules) for case in cases):
        raise DestructionRefused({"lijst": "changed"})


def _put_jobs(session: Session, items: list[DestructionItem]) -> None:
    # They are not jobs of the case: a case with jobs is busy, and is not erased.
    ask_for(session, [new_job(KIND, {"list": item.list_id, "case": item.case_id}) for item in items])
