"""Leaving: what tests of absences share: days as people count them, claimed tasks, and a worker."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

import engine
from engine.dialect.folder import ProcessFiles
from engine.models import Job
from engine.municipality import reading, today
from tests.conftest import TestClock
from tests.engine.diagrams import chain, end, folder, properties, start, user


def work(groups: str = "ondersteuning") -> ProcessFiles:
    """A process with one task, for these groups."""
    return folder(
        start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen")),
        user("Nakijken", groups=groups),
        end(),
        chain("Begin", "Nakijken", "Klaar"),
        process="werk",
    )


def take(user: engine.User, process: str = "werk") -> engine.TaskView:
    """A new task that somebody has claimed."""
    case = engine.start_case(process, {}, None)
    found = engine.list_team_tasks(user, size=100).items
    return engine.claim_task(next(task.id for task in found if task.reference == case.reference), user)


def day(after: int) -> date:
    """This many days from today."""
    return today() + timedelta(days=after)


def asked(first: int, last: int, replacement: engine.User | None = None) -> engine.LeaveAsked:
    """A request for an absence, from and until this many days after today."""
    return engine.LeaveAsked(day(first), day(last), replacement.id if replacement else "")


def leave(user: engine.User, first: int, last: int, replacement: engine.User | None = None) -> engine.LeaveOutcome:
    return engine.plan_leave(user.id, asked(first, last, replacement), user)


def leaves(user: engine.User) -> tuple[engine.LeaveView, ...]:
    return engine.read_leaves(user.id, user).leaves


def days_pass(clock: TestClock, days: int) -> None:
    """Move the clock, and let a worker run once."""
    clock.turn(days=days)
    engine.run_worker_once()


def holder(task: engine.TaskView, reader: engine.User) -> str | None:
    """Who has an open task."""
    return engine.read_task(task.id, reader).task.assignee


def events_of(task: engine.TaskView, reader: engine.User) -> list[engine.TimelineItem]:
    """What the history says about tasks that were passed on."""
    told = engine.read_timeline(task.reference, reader).items
    return [item for item in told if item.kind == "task_passed_on"]


def told_of_accounts(reader: engine.User) -> list[tuple[str, str]]:
    """What the history says about who is away, and by whom it was entered, oldest first."""
    found = engine.list_account_events(reader, size=100).items[::-1]
    return [(one.kind.removeprefix("account_leave_"), one.by) for one in found if "_leave_" in one.kind]


def why(task: engine.TaskView, reader: engine.User) -> list[object]:
    """For each time a task was passed on, why it went where it did."""
    return [item.facts["why"] for item in events_of(task, reader)]


def waiting_job() -> str:
    """The job that will start somebody's absence."""
    with reading() as session:
        return session.scalars(select(Job.id).where(Job.kind == "leave", Job.state == "waiting")).one()
