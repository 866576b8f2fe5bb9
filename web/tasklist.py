"""Task list: what a worklist shows of each task, worked out for all rows together: a template pays for every look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from flask import current_app, url_for
from markupsafe import Markup

import engine
from web import place, text
from web.words import _

_ANY = "0" * 32
REMEMBERED = 2_000
"""Rows that were written before and are not written again: a worklist is opened time after time, by many."""


class ShownTask(NamedTuple):
    """One row. What a task does not have is empty."""

    address: str
    name: str
    about: str
    """Number and title of the idea, and for whom of several the task is."""
    reference: str
    has_draft: bool
    area: str
    owner: str
    overdue: bool
    due: str
    due_at: str
    """For a machine."""
    due_kind: str
    due_words: str
    claim: str
    """Where it can be taken, when nobody has it."""


def write_rows(tasks: Iterable[engine.TaskView], viewer: engine.User, *, with_owner: bool = True) -> Markup:
    """The rows of a worklist. The page has a form `oppakken`, which the buttons in them send."""
    language = str(text.locale())
    return Markup().join(_write_row(task, with_owner, language) for task in show_tasks(tasks, viewer))


@lru_cache(maxsize=REMEMBERED)
def _write_row(task: ShownTask, with_owner: bool, language: str) -> Markup:
    """One row. It says nothing but what is given, so whoever is given the same may have the same row."""
    row = current_app.jinja_env.get_template("tasks/row.html")
    return Markup(row.render(task=task, with_owner=with_owner))  # noqa: S704 - a template has escaped it.


def show_tasks(tasks: Iterable[engine.TaskView], viewer: engine.User) -> list[ShownTask]:
    show, show_ballot, claim = (addresses(name) for name in ("tasks.show", "ballots.show", "tasks.claim"))
    you, nobody, days = _("u"), _("nog niemand"), _Days()
    rows = []
    for task in tasks:
        due, due_at, due_kind, due_words = days.tell(task.due_at) if task.due_at else ("", "", "", "")
        rows.append(
            ShownTask(
                address=(show_ballot if task.ballot else show)(task.id),
                name=task.name,
                about=_about(task),
                has_draft=task.has_draft,
                reference=task.reference,
                area=task.area or "–",
                owner=(you if task.assignee == viewer.id else task.assignee_name) or nobody,
                overdue=task.overdue,
                due=due,
                due_at=due_at,
                due_kind=due_kind,
                due_words=due_words,
                claim="" if task.assignee else claim(task.id),
            )
        )
    return rows


def _about(task: engine.TaskView) -> str:
    instance = f" · {task.instance}" if task.instance and not task.ballot else ""
    return f"{task.reference} · {task.case_title}{instance}"


class _Days:
    """Days as people and machines read them, for one page: clock, zone and language are asked once."""

    def __init__(self) -> None:
        self._now, self._zone, self._language = place.now(), place.zone(), str(text.locale())
        self._today = self._now.astimezone(self._zone).date()
        self._words: dict[int, str] = {}

    def tell(self, due: datetime) -> tuple[str, str, str, str]:
        """The day, in words and for a machine; how near it is, as a kind and in words."""
        local = due.astimezone(self._zone)
        day = local.date()
        left = (day - self._today).days
        if left not in self._words or left == 0:  # Of today the hour counts.
            self._words[left] = text.due_in_words(due)
        words = text.short_words(day, day.year != self._today.year, self._language)
        kind = text.kind_of(left, late=due < self._now)
        return words, local.isoformat(timespec="minutes"), kind, self._words[left]


def addresses(endpoint: str) -> Callable[[str], str]:
    """The address of a page for each of many tasks; the routes are asked once."""
    before, after = url_for(endpoint, task_id=_ANY).split(_ANY)
    return lambda task_id: f"{before}{task_id}{after}"
