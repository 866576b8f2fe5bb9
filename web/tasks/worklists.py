"""Task list: what a worklist shows of each task. Rendered rows are cached."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache, partial
from typing import NamedTuple

from flask import current_app, request, url_for
from markupsafe import Markup

import engine
from web import place, text
from web.words import _

_KEPT = "smederij_rows"
CONTENT = "inhoud"
"""The id of the main part of every page, in base.html."""
REMEMBERED = 2_000
"""Rows for each kind of page: a worklist is opened again and again, by many people."""
MOST_PAGES = 8
"""Kinds of pages of one day."""


class ShownTask(NamedTuple):
    """One row. Anything that a task does not have is empty."""

    address: str
    name: str
    about: str
    """Number and title of the idea, and which of several people the task is for."""
    reference: str
    has_draft: bool
    area: str
    owner: str
    overdue: bool
    due: str
    due_at: str
    """Machine-readable."""
    due_kind: str
    due_words: str
    claim: str
    """Where it can be claimed, when nobody has it and it does not wait for the submitter."""
    kept_by: str
    """The task because of which the reader must leave this one to a colleague."""


def write_rows(tasks: Iterable[engine.TaskView], viewer: engine.User, *, with_owner: bool = True) -> Markup:
    """The rows of a worklist. The page has a form `oppakken`, which the buttons in the rows submit."""
    write = _writer(_Page(place.today(), text.language(), request.script_root, with_owner))
    rows = [write(task, task.assignee == viewer.id) for task in tasks]
    return Markup("".join(rows))  # noqa: S704 - a template has escaped each of them.


class _Page(NamedTuple):
    """What a row depends on besides its task: it differs between the pages of one day, not between their readers."""

    today: date
    language: str
    script_root: str
    """The prefix of every address."""
    with_owner: bool


_Writer = Callable[[engine.TaskView, bool], str]


def _writer(page: _Page) -> _Writer:
    """Renders the rows of such a page, and caches them: for this day and this application only."""
    kept: dict[_Page, _Writer] = current_app.extensions.setdefault(_KEPT, {})
    found = kept.get(page)
    if found is None:
        for other in list(kept):
            if other.today != page.today or len(kept) > MOST_PAGES:
                kept.pop(other, None)
        found = kept[page] = lru_cache(maxsize=REMEMBERED)(partial(_write_row, page))
    return found


def _write_row(page: _Page, task: engine.TaskView, is_own: bool) -> str:
    """One row. It depends only on the arguments, so readers with the same arguments can share it."""
    row = current_app.jinja_env.get_template("tasks/row.html")
    return row.render(task=_show(page, task, is_own), with_owner=page.with_owner)


def _show(page: _Page, task: engine.TaskView, is_own: bool) -> ShownTask:
    # Claimed in passing, the submitter could not answer it any more. Its page says so, and lets staff do it.
    asks = engine.SUBMITTER in task.groups
    due, due_at, due_kind, due_words = _tell_day(page, task.due_at, task.overdue) if task.due_at else ("", "", "", "")
    return ShownTask(
        address=address_of(task),
        name=task.name,
        about=_about(task),
        has_draft=task.has_draft,
        reference=task.reference,
        area=task.area or "",
        owner=(_("u") if is_own else task.assignee_name) or (_("wacht op de indiener") if asks else _("nog niemand")),
        overdue=task.overdue,
        due=due,
        due_at=due_at,
        due_kind=due_kind,
        due_words=due_words,
        claim="" if task.assignee or task.kept_by or asks else url_for("tasks.claim", task_id=task.id),
        kept_by=task.kept_by or "",
    )


def address_of(task: engine.TaskView) -> str:
    """Where a task is done, past the menu: people who go from one task to the next need not pass it each time."""
    return url_for("ballots.show" if task.ballot else "tasks.show", task_id=task.id, _anchor=CONTENT)


def _about(task: engine.TaskView) -> str:
    instance = f" · {task.instance}" if task.instance and not task.ballot else ""
    return f"{task.reference} · {task.case_title}{instance}"


def _tell_day(page: _Page, due: datetime, late: bool) -> tuple[str, str, str, str]:
    """The day, in words and machine-readable; how near it is, as a kind and in words."""
    local = text.local(due)
    left = (local.date() - page.today).days
    words = text.short_words(local.date(), local.year != page.today.year, page.language)
    return (
        words,
        local.isoformat(timespec="minutes"),
        text.kind_of(left, late=late),
        text.left_in_words(left, due, late),
    )
