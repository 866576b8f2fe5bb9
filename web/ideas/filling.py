"""Filling in: a start form on its way from the first page to the last, with what was typed and uploaded so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import abort, g

import engine
from web.forms import unsent
from web.forms.fields import show_pages
from web.forms.filewords import FormFiles
from web.forms.rows import RowChange
from web.forms.shown import ShownPage
from web.security import read_cookie


@dataclass(frozen=True, slots=True)
class Filling:
    """A start form being filled in: the process, what was typed so far, and the pages that apply."""

    startable: engine.StartableProcess
    unsent: unsent.Unsent
    shown: tuple[ShownPage, ...]
    files: engine.Files
    """The files that were uploaded for it, by id."""

    @property
    def process_id(self) -> str:
        return self.startable.process_id

    def number_of(self, key: str) -> int:
        """The index of a page, from 0. Ends the request with 404 when there is no such page."""
        for number, page in enumerate(self.shown):
            if page.key == key:
                return number
        abort(404)

    def show(
        self,
        typed: Mapping[str, list[str]],
        problems: Mapping[str, engine.FieldProblem] | None = None,
        changed: RowChange | None = None,
        pressed: str = "",
    ) -> tuple[ShownPage, ...]:
        """The pages that apply, with what was typed; `pressed` is the question whose button was pressed."""
        files = FormFiles(self.files, linked=False, pressed=pressed)
        return show_pages(self.startable.form, typed, problems, changed=changed, files=files)

    def keys_of(self, key: str) -> frozenset[str]:
        return frozenset(field.key for page in self.startable.form.pages if page.key == key for field in page.fields)


def token_of(process_id: str) -> str:
    """The browser's secret for this start form; empty where it has none yet."""
    return read_cookie(unsent.cookie_of(process_id))


def open_filling(process_id: str) -> Filling:
    """What this browser has typed so far, or an empty form. Raises: NotFound, NotAllowed."""
    startable = engine.read_startable(process_id, g.user)
    kept = unsent.find(token_of(process_id), process_id) or unsent.begin(process_id)
    files = engine.list_start_files(kept.token) if startable.form.asks_files and kept.typed else {}
    shown = show_pages(startable.form, kept.typed, files=FormFiles(files, linked=False))
    return Filling(startable, kept, shown, files)


def find_unfinished(filling: Filling) -> str | None:
    """Where somebody who stopped resumes: the key of the first page that is not filled in or not right, if any."""
    typed, problems = filling.unsent.typed.keys(), _problems_of(filling)
    # A page whose boxes were all left unticked sends nothing; a later page that was filled in shows that it was seen.
    seen = max((n for n, page in enumerate(filling.shown) if filling.keys_of(page.key) & typed), default=-1)
    for number, page in enumerate(filling.shown):
        if number > seen or any(field.key in problems for field in page.fields):
            return page.key
    return None


def _problems_of(filling: Filling) -> Collection[str]:
    try:
        engine.check_answers(filling.process_id, filling.unsent.typed, None, g.user, files=filling.files)
    except engine.AnswersRefused as error:
        return {engine.owner_of(name) for name in error.problems}
    return ()
