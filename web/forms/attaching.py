"""Attaching: turns the uploads in a posted form into files that its answers can name. Works without JavaScript.

A browser forgets the chosen files when a page comes back with an error, so an upload is stored before anything else
is checked; after that the page holds the id of the file, as it holds everything that was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import request
from werkzeug.datastructures import FileStorage

import engine
from web.forms.fields import show_pages
from web.forms.filewords import FormFiles
from web.forms.shown import ShownPage
from web.forms.windows import read_window
from web.messages import SEVERAL

FULL = "too_many_files"
CONTROL = "_bestand"
"""The name of the buttons of a file question; their value is `erbij:` and its key, or `weg:`, key and file."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the files of one form are stored until it is sent."""

    keep: Callable[[str, str, bytes], str]
    """Takes the key of a question, and the name and bytes of a file; returns its id. Raises: FileRefused."""
    drop: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Attached:
    """What was typed, with the uploaded files, and what is wrong with those that are not accepted."""

    typed: dict[str, list[str]]
    problems: dict[str, engine.FieldProblem] = field(default_factory=dict)
    key: str = ""
    """The question whose button was pressed; none where the form itself was sent."""

    @property
    def to_focus(self) -> str:
        """The question to focus on; none where something is wrong, since the errors are listed above all questions."""
        return "" if self.problems else self.key

    @property
    def stays(self) -> bool:
        """Whether the same page is shown again: a button was pressed, or there is an error to show."""
        return bool(self.key or self.problems)


def has_files() -> bool:
    """Whether the posted form contains files, or asks to remove one."""
    return CONTROL in request.form or any(upload.filename for upload in request.files.values())


def attach(form: engine.Form, typed: Mapping[str, list[str]], shelf: Shelf) -> Attached:
    """Store the uploads of the posted page one by one: a problem with one does not lose any of the others."""
    what, _colon, place = request.form.get(CONTROL, "").partition(":")
    pressed, _colon, document = place.partition(":")
    found, problems = dict(typed), {}
    for question in (one for one in form.fields if one.kind == "files"):
        ids = [one for one in typed.get(question.key, []) if one]
        if what == "weg" and pressed == question.key and document in ids:
            shelf.drop(document)
            ids.remove(document)
        ids, wrong = _keep_all(question, ids, shelf)
        if wrong:
            problems[question.key] = _join(wrong)
        if question.key in typed or ids:
            found[question.key] = ["", *ids]
    return Attached(found, problems, pressed if what in ("erbij", "weg") else "")


def _keep_all(
    question: engine.FormField, before: list[str], shelf: Shelf
) -> tuple[list[str], list[tuple[str, engine.FieldProblem]]]:
    """Store the uploads for one question. Returns its files, and the names of those refused with what is wrong.

    Where one file is allowed, choosing another replaces it, but only once the new one is accepted.
    """
    uploads = [one for one in request.files.getlist(question.key) if one.filename]
    replaced = before if uploads and question.most == 1 else []
    ids, wrong = before, list[tuple[str, engine.FieldProblem]]()
    for upload in uploads:
        others = [one for one in ids if one not in replaced]
        try:
            ids = [*others, _keep_one(question, upload, len(others), shelf)]
        except engine.FileRefused as error:
            wrong.append((upload.filename or "", error.problem))
            if error.problem.code == FULL:  # Of the rest nothing fits either.
                break
    for one in replaced:
        if one not in ids:
            shelf.drop(one)
    return ids, wrong


def _join(wrong: Sequence[tuple[str, engine.FieldProblem]]) -> engine.FieldProblem:
    """What is wrong with the refused files of one question: of each kind of problem the first, and the other names."""
    firsts: dict[str, engine.FieldProblem] = {}
    for _, problem in wrong:
        firsts.setdefault(problem.code, problem)
    others = [name for name, problem in wrong if firsts[problem.code] is not problem]
    if len(firsts) == 1 and not others:
        return wrong[0][1]
    return engine.FieldProblem(SEVERAL, tuple(firsts.values()), others)


def _keep_one(question: engine.FormField, upload: FileStorage, there: int, shelf: Shelf) -> str:
    if there >= question.most:
        raise engine.FileRefused(engine.FieldProblem(FULL, question.most))
    # One byte more than the limit shows that it is too large; the rest is not read.
    return shelf.keep(question.key, upload.filename or "", upload.stream.read(engine.LARGEST_FILE + 1))


def take_uploads(task_id: str, user: engine.User, typed: dict[str, list[str]]) -> Attached:
    """What was typed in a task, with its uploads stored.

    Raises: Conflict: it is too late for an answer. What was typed is kept in that case too.
    """
    if not has_files():
        return Attached(typed)
    try:
        return attach(engine.read_task(task_id, user).form, typed, of_task(task_id, user))
    except engine.Conflict:
        engine.save_draft(task_id, user, typed, read_window())
        raise


def show_again(detail: engine.TaskDetail, attached: Attached) -> tuple[tuple[ShownPage, ...], int]:
    """The form with a file added or removed, or with what is wrong with one, and the HTTP status of that page."""
    files = FormFiles(detail.files, pressed=attached.to_focus)
    shown = show_pages(detail.form, attached.typed, attached.problems, detail.known, files=files)
    return shown, 422 if attached.problems else 200


def of_task(task_id: str, user: engine.User) -> Shelf:
    """The files that a user adds to a task."""
    return Shelf(
        keep=lambda key, name, data: engine.keep_task_file(task_id, user, key, name, data),
        drop=lambda document: engine.drop_task_file(task_id, user, document),
    )


def of_start(process_id: str, user: engine.User | None, secret: str) -> Shelf:
    """The files for a start form; `secret` is the key by which the case will be started."""
    return Shelf(
        keep=lambda key, name, data: engine.keep_start_file(process_id, user, secret, key, name, data),
        drop=lambda document: engine.drop_start_files(secret, document),
    )
