"""Answering: what becomes of the posted form of a task, on the page of staff and on that of a submitter alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request

import engine
from web.forms import attaching
from web.forms.fields import read_typed, show_task
from web.forms.rows import CONTROL, change_rows
from web.forms.shown import ShownPage
from web.forms.windows import read_window


@dataclass(frozen=True, slots=True)
class Again:
    """The same page is shown again: something is wrong, or a file or row was added or removed. Nothing was sent."""

    detail: engine.TaskDetail
    shown: tuple[ShownPage, ...]
    status: int
    elsewhere: engine.TypedElsewhere | None = None
    """What the same person typed in another window. What was typed here is on the page, and kept nowhere else."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed was saved as a draft, because somebody asked for it."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class TooLate:
    """Somebody else was first, or the time was up. What was typed is kept."""

    error: engine.Conflict


@dataclass(frozen=True, slots=True)
class Sent:
    """The task is done."""

    done: engine.CompletedTask


def take(task_id: str, user: engine.User) -> Again | Kept | TooLate | Sent:
    """Do what the pressed button of the posted form asks for.

    Where the same page is shown again, what was typed is saved in a draft: a browser that comes back to it, or loads it
    again, finds it there.

    Raises: NotFound, NotAllowed, ExecutionFailed.
    """
    typed = read_typed()
    try:
        attached = attaching.take_uploads(task_id, user, typed)
    except engine.Conflict as error:
        return TooLate(error)
    typed, window = attached.typed, read_window()
    if attached.stays:
        detail, elsewhere = _keep(task_id, user, typed, window)
        return Again(detail, *attaching.show_again(detail, attached), elsewhere)
    if CONTROL in request.form:
        changed = change_rows(engine.read_task(task_id, user).form, typed)
        if changed is not None:
            detail, elsewhere = _keep(task_id, user, changed.typed, window)
            return Again(detail, show_task(detail, changed.typed, changed=changed), 200, elsewhere)
    try:
        if request.form.get("_actie") == "bewaren":
            saved = engine.save_draft(task_id, user, typed, window)
            return TooLate(saved.too_late) if saved.too_late is not None else Kept(saved.at)
        return Sent(engine.complete_task(task_id, user, typed, window))
    except engine.AnswersRefused as error:
        detail, elsewhere = _keep(task_id, user, typed, window)
        return Again(detail, show_task(detail, typed, error.problems), 422, elsewhere)
    except engine.TypedElsewhere as error:
        detail = engine.read_task(task_id, user)
        return Again(detail, show_task(detail, typed), 409, error)
    except engine.Conflict as error:
        return TooLate(error)


def _keep(
    task_id: str, user: engine.User, typed: dict[str, list[str]], window: engine.Window | None
) -> tuple[engine.TaskDetail, engine.TypedElsewhere | None]:
    """Save what was typed, unless that would replace what was typed in another window. The task as it then is."""
    try:
        engine.save_draft(task_id, user, typed, window)
    except engine.TypedElsewhere as error:
        return engine.read_task(task_id, user), error
    return engine.read_task(task_id, user), None
