"""Awaited: what waits for one person's judgement: changes to processes, and lists of what is to be destroyed."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from engine.models import Change, ChangeEditor, DestructionList
from engine.municipality import reading
from engine.permissions import may
from engine.retention.rows import subject_of
from engine.subjects import ChangeSubject, DestructionSubject
from engine.views import Awaited, User


def count_awaited(user: User) -> Awaited:
    """How many of each this user may judge now. For a user who may judge nothing it is none, without any query."""
    judges_changes = may(user, "judge_change", ChangeSubject("offered"))
    judges_lists = may(user, "approve_destruction_list", DestructionSubject("offered"))
    if not judges_changes and not judges_lists:
        return Awaited(0, 0)
    with reading() as session:
        changes = lists = 0
        if judges_changes:
            edited = exists().where(ChangeEditor.change_id == Change.id, ChangeEditor.person_id == user.id)
            theirs = select(func.count()).select_from(Change).where(Change.state == "offered", ~edited)
            changes = session.scalar(theirs) or 0
        if judges_lists:
            offered = session.scalars(select(DestructionList).where(DestructionList.state == "offered"))
            lists = sum(may(user, "approve_destruction_list", subject_of(made)) for made in offered)
        return Awaited(changes, lists)
