"""Named files: in a trial or story the name of a file is typed, and a file that contains that name is made for it.

They are made and kept by the same public functions as real uploads, so the engine treats them exactly as in
production.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from uuid import uuid4

from engine import forms
from engine.cases.attachments import keep_start_file
from engine.documents.examples import make_example
from engine.errors import AnswersRefused, FileRefused
from engine.municipality import today
from engine.tasks.attaching import keep_task_file
from engine.views import User

Typed = Mapping[str, str | list[str]]
_APART = re.compile(r"[\n,;]")


def read_names(form: forms.Form, typed: Typed) -> dict[str, list[str]]:
    """What was typed, split into file names: they are typed on separate lines, or with commas between."""
    return {
        key: _names_in(values) if form.files_question(key) is not None else _listed(values)
        for key, values in typed.items()
    }


def _names_in(values: str | list[str]) -> list[str]:
    found = (name.strip() for told in _listed(values) for name in _APART.split(told))
    return list(dict.fromkeys(name for name in found if name))


def _listed(values: str | list[str]) -> list[str]:
    return [values] if isinstance(values, str) else values


def keep_for_start(process_id: str, user: User | None, form: forms.Form, typed: Typed) -> tuple[Typed, str | None]:
    """Keep the files named in a start form. Returns what was typed with their ids, and the key to start the case with.

    Raises: AnswersRefused.
    """
    if not form.asks_files:
        return typed, None
    secret = str(uuid4())

    def keep(key: str, name: str) -> str:
        return keep_start_file(process_id, user, secret, key, name, make_example(name))

    return _keep_all(form, typed, {}, keep), secret


def keep_for_task(task_id: str, user: User, form: forms.Form, typed: Typed, known: forms.Answers) -> Typed:
    """Keep the files named in the answer to a task. A file that the case already knows is not made again.

    Raises: AnswersRefused.
    """
    if not form.asks_files:
        return typed

    def keep(key: str, name: str) -> str:
        return keep_task_file(task_id, user, key, name, make_example(name))

    return _keep_all(form, typed, known, keep)


def _keep_all(form: forms.Form, typed: Typed, known: forms.Answers, keep: Callable[[str, str], str]) -> Typed:
    given = forms.validate(form, typed, known, today=today(), files=forms.EXAMPLES)
    found = dict(typed)
    for key in given:
        if form.files_question(key) is None:
            continue
        before = {one["metadata"]["fileName"]: one["documentId"] for one in forms.references_in(known.get(key))}
        try:
            found[key] = [before.get(name) or keep(key, name) for name in forms.in_names(given[key])]
        except FileRefused as error:
            raise AnswersRefused({key: error.problem}) from error
    return found
