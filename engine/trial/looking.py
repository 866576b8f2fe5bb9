"""Looking: everything to see of a trial, read in its own municipality."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import forms, workflow
from engine.cases import casefile, mailing
from engine.dialect import feel
from engine.errors import NotFound, TrialRefused
from engine.finding import locking
from engine.models import Case, Job, PendingTimer, Publication, Subscription, Task
from engine.municipality import now, reading
from engine.names import WITHDRAWAL
from engine.papers import letters
from engine.scenarios import Scenario, describe
from engine.tasks import claiming
from engine.tasks.worklists import view_tasks
from engine.trial import asides, people
from engine.trial.acts import Log
from engine.trial.finding import list_case_ids, open_tasks, open_votes
from engine.versions import definitions
from engine.views import (
    CaseDetail,
    StatusChange,
    TrialAim,
    TrialDeadline,
    TrialStop,
    TrialTask,
    TrialTaskDetail,
    TrialVariable,
    TrialView,
)

MOST_MAILS = 100
MOST_CASES = 10
_MOMENTS = (feel.WideMoment, datetime)


def look_at(log: Log, *, outdated: bool, may_keep: bool, story: str = "") -> TrialView:
    """A trial as it is now. `story` is the name of the scenario as which it can continue."""
    with reading() as session:
        case_ids = list_case_ids(session)
        if not case_ids:
            raise NotFound("trial")
        case = session.get_one(Case, case_ids[0])
        found = tuple(_tasks(session, open_tasks(session)))
        votes = tuple(_tasks(session, open_votes(session)))
        variables = tuple(_variables(session, case))
        deadlines = tuple(sorted(_deadlines(session, found), key=lambda one: (one.at, one.name)))
        published = session.scalars(
            select(Publication).where(Publication.case_id == case.id).order_by(Publication.id)
        ).all()
        waits = select(Subscription.message).where(
            Subscription.case_id == case.id, Subscription.kind == "message", Subscription.message != WITHDRAWAL
        )
        messages = tuple(sorted(set(session.scalars(waits))))
        failed = session.scalars(select(Job).where(Job.error.is_not(None), Job.state != "done"))
        failures = tuple(str(job.error) for job in failed)
    details = _read_cases(case_ids)
    stop = TrialStop(log.stop.process, log.stop.element, log.stop.name, log.stop.message) if log.stop else None
    return TrialView(
        now=log.clock,
        begun_at=log.begun_at,
        acts=len(log.acts),
        case=details[0],
        others=details[1:],
        tasks=found,
        votes=votes,
        variables=variables,
        mails=tuple(reversed(mailing.list_mails(people.OPERATOR, size=MOST_MAILS).items)),
        letters=tuple(reversed(letters.list_letters(people.VIEWER, size=MOST_MAILS).items)),
        entries=tuple(entry for one in details for entry in one.entries),
        deadlines=deadlines,
        published=tuple(StatusChange(p.at, p.status, p.text) for p in published),
        messages=messages,
        asides=asides.list_views(),
        failures=failures,
        stop=stop,
        aim=_aim(log, details, found),
        story=story,
        outdated=outdated,
        may_keep=may_keep,
    )


def look_at_task(place: int, log: Log, *, vote: bool = False) -> TrialTaskDetail:
    """An open task, or a vote that was cast, with its form, as seen by the person who does it.

    Raises: TrialRefused: it is not open, or nobody can do it.
    """
    with reading() as session:
        found = open_votes(session) if vote else open_tasks(session)
        shown = next((one for one in _tasks(session, found) if one.place == place), None)
        if shown is None:
            raise TrialRefused("vote_closed" if vote else "not_open")
        actor = people.find_actor(session, found[place])
        if actor is None:
            raise TrialRefused("nobody", task=found[place].name)
        task_id = found[place].id
    return TrialTaskDetail(shown, claiming.read_task(task_id, actor.user), log.clock)


def _tasks(session: Session, rows: list[Task]) -> Iterator[TrialTask]:
    """Tasks. Those that look the same are shown as one; doing it does the first of them."""
    kinds = [_kind(row) for row in rows]
    for place, (row, view) in enumerate(zip(rows, view_tasks(session, rows), strict=True)):
        if kinds.index(kinds[place]) != place:
            continue
        actor = people.find_actor(session, row)
        yield TrialTask(
            place=place,
            reference=row.case.reference,
            process_id=row.process_id,
            element_id=row.element_id,
            name=row.name,
            group=actor.group if actor is not None else None,
            person=actor.user.name if actor is not None else "",
            instance=view.instance,
            due_at=row.due_at,
            alike=kinds.count(kinds[place]),
        )


def _kind(task: Task) -> tuple[Any, ...]:
    groups = tuple(sorted(task.candidate_groups))
    return task.case_id, task.process_id, task.element_id, task.instance, task.assignee, groups


def _variables(session: Session, case: Case) -> Iterator[TrialVariable]:
    for scope in workflow.read_all_variables(locking.state_of(session, case)):
        process, _, element = scope.spec.partition("/")
        place = ""
        if process or element:
            definition = case.bindings.get(process or case.process_id)
            files = definitions.files_of(session, definition) if definition else None
            place = (files.process.name or process) if files is not None and not element else ""
            place = place or definitions.element_name(session, definition, element) or element
        for name, value in sorted(scope.variables.items()):
            names = forms.in_names(value)
            if names is not value:
                yield TrialVariable(place, name, "files", value, ", ".join(names))
                continue
            yield TrialVariable(place, name, _kind_of(value), value, feel.write_literal(value))


def _kind_of(value: Any) -> str:
    """A word for the type of a FEEL value."""
    kinds: tuple[tuple[Any, str], ...] = (
        (bool, "yes_no"),
        (int | Decimal, "number"),
        (str, "text"),
        (_MOMENTS, "moment"),
        ((feel.WideDate, date), "date"),
        (time, "time"),
        ((timedelta, feel.YearsMonths), "duration"),
        (list, "list"),
        (dict, "context"),
    )
    if value is None:
        return "nothing"
    return next((name for kind, name in kinds if isinstance(value, kind)), "other")


def _deadlines(session: Session, found: tuple[TrialTask, ...]) -> Iterator[TrialDeadline]:
    for timer in session.scalars(select(PendingTimer)):
        case = session.get_one(Case, timer.case_id)
        name = definitions.element_name(session, case.bindings.get(timer.process_id), timer.element_id)
        yield TrialDeadline(timer.due_at, name or timer.element_id, "timer")
    for task in found:
        if task.due_at is not None:
            yield TrialDeadline(task.due_at, task.name, "task")
    late = session.scalars(select(Job.due_at).where(Job.state == "waiting", Job.due_at > now()))
    for moment in late:
        yield TrialDeadline(moment, "", "job")


def is_at_aim(log: Log, story: Scenario | None) -> bool:
    """Whether a trial is where its owner wants to be: at the step, past it, or where a button leads to it.

    A button that the story itself will press is left to the story.
    """
    if not log.aim:
        return False
    process_id, _, element_id = log.aim.partition("/")
    with reading() as session:
        if any((task.process_id, task.element_id) == (process_id, element_id) for task in open_tasks(session)):
            return True
        case_ids = list_case_ids(session)
    if _has_walked(_read_cases(case_ids), process_id, element_id):
        return True
    button = asides.find_for(process_id, element_id)
    pressed = [step.get("message") for step in story.steps] if story is not None else []
    return button is not None and button.message not in pressed


def _read_cases(case_ids: list[str]) -> tuple[CaseDetail, ...]:
    return tuple(casefile.read_case(key, people.VIEWER) for key in case_ids[:MOST_CASES])


def _has_walked(details: tuple[CaseDetail, ...], process_id: str, element_id: str) -> bool:
    drawn = (process for one in details for process in one.processes)
    return any(one.process_id == process_id and element_id in one.walked for one in drawn)


def _aim(log: Log, details: tuple[CaseDetail, ...], tasks: tuple[TrialTask, ...]) -> TrialAim | None:
    if not log.aim:
        return None
    process_id, _, element_id = log.aim.partition("/")
    reached = _has_walked(details, process_id, element_id)
    is_here = any((task.process_id, task.element_id) == (process_id, element_id) for task in tasks)
    with reading() as session:
        row = definitions.current(session, process_id)
        name = describe(definitions.files_of(session, row.id).process.elements, element_id) if row else element_id
    button = None if reached or is_here else asides.find_for(process_id, element_id)
    return TrialAim(process_id, element_id, name, reached, is_here, button)
