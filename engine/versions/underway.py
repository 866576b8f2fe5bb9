"""Under way: how many cases of each process there are that have not ended."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.models import Case, Task


def count_running(session: Session) -> dict[str, int]:
    """How many cases run of each process: of their own, or, where it is called, with a task of it open."""
    own = select(Case.process_id, func.count().label("cases")).where(Case.state == "running").group_by(Case.process_id)
    tasks = (
        select(Task.process_id, func.count(Task.case_id.distinct()).label("cases"))
        .where(Task.state == "open")
        .group_by(Task.process_id)
    )
    called = {row.process_id: row.cases for row in session.execute(tasks)}
    return {**called, **{row.process_id: row.cases for row in session.execute(own)}}
