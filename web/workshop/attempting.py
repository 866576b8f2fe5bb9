"""Attempting: an edit as somebody sent it, and what became of it, for every page of the workshop that edits by form."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import flash, request
from werkzeug.wrappers import Response

import engine
from web import conflicts
from web.numbers import read_revision
from web.words import _
from web.workshop import editwords, stepwords
from web.workshop.asker import Problems, Typed

Answer = str | tuple[str, int] | Response
Errors = list[tuple[str, str]]
"""(id of the control, sentence), for the summary at the top of a page."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed, and what is wrong with it or what was done with it; nothing of all this before it is sent."""

    typed: Typed = None
    done: tuple[engine.EditDone, ...] | None = None
    """What the edit did; None where it was refused."""
    problems: Problems = field(default_factory=dict)
    """What is wrong with each field."""
    errors: Errors = field(default_factory=list)
    """What is wrong with the edit as a whole."""
    status: int = 200

    def value_of(self, key: str, now: str) -> str:
        """What was typed in a field, else its present value."""
        return self.typed.get(key, now) if self.typed is not None else now

    def problem_of(self, key: str, label: str) -> str:
        return stepwords.problem(self.problems[key], label) if key in self.problems else ""

    def answer(self, page: str) -> Answer:
        return page if self.status == 200 else (page, self.status)


def attempt(edit: engine.PartEdit, change_id: str, process_id: str, user: engine.User) -> Attempt:
    """Make the edit if it was sent, and say so on the next page. Where it is only asked for, nothing is attempted."""
    if request.method != "POST":
        return Attempt()
    try:
        result = engine.edit_part(change_id, process_id, read_revision(), edit, user)
    except engine.FieldsRefused as error:
        return Attempt(edit.values, problems=error.problems, status=422)
    except (engine.EditRefused, engine.ChangedMeanwhile, engine.DiagramRefused) as error:
        return Attempt(edit.values, errors=[("inhoud", why(error))], status=status_of(error))
    flash(editwords.told(result.done), "ok")
    if result.beside:
        flash(
            _(
                "%(who)s heeft dit stappenplan ook veranderd, nadat u het opende. Beide veranderingen staan er nu in.",
                who=result.beside,
            ),
            "info",
        )
    return Attempt(edit.values, done=result.done)


def why(error: engine.EngineError) -> str:
    """Why an edit was not made, in a sentence."""
    if isinstance(error, engine.EditRefused):
        return editwords.refusal(error)
    if isinstance(error, engine.DiagramRefused):
        found = engine.unreadable(error)
        return f"{found.reason} {found.remedy}"
    _title, message = conflicts.tell(error)
    return " ".join((message, _("Kijk wat er nu staat en bewaar dan opnieuw.")))


def status_of(error: engine.EngineError) -> int:
    return 409 if isinstance(error, engine.Conflict) else 422
