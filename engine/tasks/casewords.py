"""Case words: a form of a task as people read it, with what is known of the case filled in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import forms, workflow
from engine.models import CaseState, Task


def fill_in(session: Session, form: forms.Form, task: Task) -> forms.Form:
    """The form of a task with its labels and texts filled in, from the variables that the task can see.

    For a completed task, the values are today's. Where a case was erased nothing is known, and what refers to it stays
    open.
    """
    if not form.has_places:
        return form
    state = session.scalar(select(CaseState.state).where(CaseState.case_id == task.case_id))
    return forms.fill_in(form, workflow.read_variables(state, task.scope) if state is not None else {})
