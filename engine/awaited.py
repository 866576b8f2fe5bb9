"""Awaited: what waits for one person besides tasks: changes and destruction lists to judge, and letters to post."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from engine.models import Change, ChangeEditor, DestructionList
from engine.municipality import reading
from engine.papers import letters
from engine.permissions import may
from engine.retention.rows import subject_of
from engine.subjects import ChangeSubject, DestructionSubject
from engine.views import Awaited, User


def count_awaited(user: User) -> Awaited:
    """How many of each wait for this user now. For a user for whom nothing can wait it is none, without any query."""
    judges_changes = may(user, "judge_change", ChangeSubject("offered"))
    judges_lists = may(user, "approve_destruction_list", DestructionSubject("offered"))
    posts = may(user, "send_letters", None)
    if not judges_changes and not judges_lists and not posts:
        return Awaited(0, 0, 0)
    with reading() as session:
        changes = lists = 0
        if judges_changes:
            edited = exists().where(ChangeEditor.change_id == Change.id, ChangeEditor.person_id == user.id)
            theirs = select(func.count()).select_from(Change).where(Change.state == "offered", ~edited)
            changes = session.scalar(theirs) or 0
        if judges_lists:
            offered = session.scalars(select(DestructionList).where(DestructionList.state == "offered"))
            lists = sum(may(user, "approve_destruction_list", subject_of(made)) for made in offered)
        return Awaited(changes, lists, letters.count_unsent(session) if posts else 0)
