"""Case words: what a task can see of its case, and its form as people read it, with that filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import forms, workflow
from engine.models import CaseState, Task


def fill_in(session: Session, form: forms.Form, task: Task) -> forms.Form:
    """The form of a task with its labels and texts filled in, from the variables that the task can see now."""
    return forms.fill_in(form, read_known(session, task)) if form.has_places else form


def read_known(session: Session, task: Task) -> Mapping[str, Any]:
    """The variables that a task can see; for a completed task, as they are today. None are known of an erased case."""
    state = session.scalar(select(CaseState.state).where(CaseState.case_id == task.case_id))
    return workflow.read_variables(state, task.scope) if state is not None else {}
