"""Windows: the form of a task tells in which window it is, so that no text is replaced unseen by that of another."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import request

import engine
from web.forms.answered import ShownAnswer, typed_in_words

FIELD = "_venster"
"""Has an id made anew for each page, and the mark of the draft that the page was opened with."""
LONGEST = 40
"""Characters of each; more is not what we made."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the same person typed in another window, to be read beside the form with what was typed in this one."""

    typed: list[ShownAnswer]
    at: datetime


def name_window(detail: engine.TaskDetail, *, both_read: bool = False) -> str:
    """What the form of a task has in `FIELD`: the same where a posted page is shown again.

    With `both_read`, the reader sees what is in the other window: from here on this one may replace it.
    """
    before = None if both_read else read_window()
    if before is not None:
        return f"{before.id}.{before.began_with}"
    return f"{secrets.token_hex(8)}.{detail.draft_mark}"


def read_window(told: str | None = None) -> engine.Window | None:
    """The window that the posted form tells of, or one that was posted earlier; none where a page sends no form of a
    task."""
    made, dot, mark = (request.form.get(FIELD, "") if told is None else told).partition(".")
    return engine.Window(made[:LONGEST], mark[:LONGEST]) if dot else None


def show_elsewhere(detail: engine.TaskDetail, error: engine.TypedElsewhere | None) -> Elsewhere | None:
    """What a page says about it, if anything."""
    if error is None:
        return None
    return Elsewhere(typed_in_words(detail.form, detail.files, error.typed), error.at)
