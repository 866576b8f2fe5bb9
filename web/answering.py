"""Answering: what becomes of the posted form of a task, on the page of staff and on that of a submitter alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request

import engine
from web import attaching
from web.forms import read_typed, show_task
from web.rows import CONTROL, change_rows
from web.shown import ShownPage


@dataclass(frozen=True, slots=True)
class Again:
    """The same page is shown again: something is wrong, or a file or row was added or removed. Nothing was sent."""

    detail: engine.TaskDetail
    shown: tuple[ShownPage, ...]
    status: int


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
    """Do what the pressed button of the posted form asks for. A file or row that changes is saved in a draft.

    Raises: NotFound, NotAllowed, ExecutionFailed.
    """
    typed = read_typed()
    try:
        attached = attaching.take_uploads(task_id, user, typed)
    except engine.Conflict as error:
        return TooLate(error)
    typed = attached.typed
    if attached.stays:
        detail = engine.read_task(task_id, user)
        return Again(detail, *attaching.show_again(detail, attached))
    if request.form.get("_actie") == "bewaren":
        saved = engine.save_draft(task_id, user, typed)
        return TooLate(saved.too_late) if saved.too_late is not None else Kept(saved.at)
    if CONTROL in request.form:
        detail = engine.read_task(task_id, user)
        if (changed := change_rows(detail.form, typed)) is not None:
            engine.save_draft(task_id, user, changed.typed)
            return Again(detail, show_task(detail, changed.typed, changed=changed), 200)
    try:
        return Sent(engine.complete_task(task_id, user, typed))
    except engine.AnswersRefused as error:
        detail = engine.read_task(task_id, user)
        return Again(detail, show_task(detail, typed, error.problems), 422)
    except engine.Conflict as error:
        return TooLate(error)
