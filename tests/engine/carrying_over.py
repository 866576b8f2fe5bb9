"""Carrying over: shared code for tests that migrate running cases to another version, through the whole engine."""

from __future__ import annotations

from sqlalchemy import select

import engine
from engine.dialect.folder import ProcessFiles
from engine.models import PendingTimer
from engine.municipality import reading
from tests.engine.conftest import People
from tests.engine.diagrams import boundary, chain, end, field, flow, folder, form, properties, start, timer, user

BEGUN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
WHY = "De nieuwe versie is beter."


def draw(
    *steps: str,
    task: str = "Werken",
    groups: str = "ondersteuning",
    limit: str = "",
    asks: str = "verslag",
    edge: str = "Termijn",
) -> ProcessFiles:
    """Begin, a task with a form, more tasks, Klaar; perhaps with a deadline on the first."""
    late = boundary(edge, task, timer("Duration", limit)) + end("Te laat") + flow(edge, "Te laat")
    return folder(
        BEGUN, user(task, form="werk", groups=groups, due="P9D"), late if limit else "",
        *(user(step) for step in steps), end(), chain("Begin", task, *steps, "Klaar"),
        process="werk",
        files={
            "forms/begin.form": form("begin", field("titel")),
            "forms/werk.form": form("werk", field("notitie", "textarea"), field(asks, "textarea")),
        },
    )  # fmt: skip


def task_of(case: engine.StartedCase, user: engine.User) -> engine.TaskView:
    return engine.read_case(case.case_id, user).open_tasks[0]


def migrate(people: People, **told: object) -> engine.MigrationView:
    key = engine.start_migration("werk", people.operator, WHY, **told)  # type: ignore[arg-type]
    engine.run_worker_once()
    return engine.read_migration(key, people.operator)


def timers() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.scalars(select(PendingTimer).order_by(PendingTimer.due_at))
        return [(row.element_id, row.due_at.isoformat()) for row in rows]
