"""Trying: letting a case begin at a step without keeping anything, to see what would be open and what would go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from engine import soundness, workflow
from engine.checking.wording import in_dutch
from engine.dialect import naming
from engine.errors import ExecutionFailed
from engine.moving import obstacles
from engine.workflow import Compiled, Obstacle, Standing, Step, Surroundings

NOON = time(12)
"""A day in a file has no hour: its terms count from the middle of it."""
GOING_OUT: Mapping[str, str] = {
    "mail": "een e-mail",
    "letter": "een brief",
    "register": "een regel in een register",
    "start-case": "een nieuwe zaak",
    "message": "een bericht",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What would be, or why it cannot be."""

    problems: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""


def at_day(around: Surroundings, since: date | None, today: date) -> Surroundings:
    """The surroundings of the day on which a case came to its step: its due dates and timers count from there."""
    if since is None or since >= today:
        return around
    return replace(around, now=datetime.combine(since, NOON, around.zone).astimezone(UTC))


def try_entering(
    compiled: Compiled, variables: Mapping[str, Any], path: Sequence[str], around: Surroundings, now: datetime
) -> Tried:
    """Let a case begin at a step in these surroundings; what would be due before `now` would happen at once."""
    try:
        step, hindrances, standings = workflow.enter(compiled, variables, path, around)
    except ExecutionFailed as error:
        return Tried((_say_failure(compiled, error),))
    found = [*hindrances, *_find_stuck(compiled, standings)]
    if step is None or found:
        told = dict.fromkeys(obstacles.say(one, compiled.processes, compiled.processes) for one in found)
        return Tried(tuple(told))
    tasks = dict.fromkeys(_name(compiled, task.process_id, task.element_id) for task in step.open_tasks)
    problems = dict.fromkeys([*_refuse_effects(compiled, step), *_refuse_timers(compiled, step, around, now)])
    notes = dict.fromkeys(_note(compiled, step, around, now))
    return Tried(tuple(problems), tuple(tasks), tuple(notes), step.title or "")


def _find_stuck(compiled: Compiled, standings: Sequence[Standing]) -> Iterator[Obstacle]:
    """What would keep the case from getting through from there: a join that waits for a branch that never comes."""
    for standing in standings:
        if not standing.flows:
            continue
        found = soundness.find_stuck(compiled.processes[standing.process], standing.parent, standing.flows)
        if found is None:
            yield Obstacle("entangled", standing.process, "")
        else:
            yield from (Obstacle("stuck", standing.process, key) for key in sorted(found))


def _refuse_effects(compiled: Compiled, step: Step) -> Iterator[str]:
    """Taking over lets nothing happen by itself: nobody gets anything, and nothing ends."""
    for job in step.jobs:
        what, name = GOING_OUT.get(job.kind, "iets"), _name(compiled, job.process_id, job.element_id)
        yield f"Er zou meteen {what} uitgaan, bij ‘{name}’. Kies een stap waar iemand nog iets moet doen."
    if step.signals:
        yield f"Andere zaken zouden meteen verdergaan, door het sein {', '.join(step.signals)}. Kies een andere stap."
    if step.ending is not None:
        yield "De zaak zou meteen klaar zijn. Kies een stap waar nog iets moet gebeuren."


def _refuse_timers(compiled: Compiled, step: Step, around: Surroundings, now: datetime) -> Iterator[str]:
    for timer in step.timers:
        if timer.due_at <= now:
            name, day = _name(compiled, timer.process_id, timer.element_id), _day(timer.due_at, around)
            yield (
                f"De termijn ‘{name}’ was al om op {day}, en zou meteen gevolgen hebben. "
                "Vul bij sinds een latere dag in, of laat het leeg."
            )


def _note(compiled: Compiled, step: Step, around: Surroundings, now: datetime) -> Iterator[str]:
    """What is allowed, but good to know before it is done."""
    for task in step.open_tasks:
        if task.due_at is not None and task.due_at <= now:
            name = _name(compiled, task.process_id, task.element_id)
            yield f"‘{name}’ had op {_day(task.due_at, around)} klaar moeten zijn, en komt als te laat in de lijst."
    if step.timers:
        first = min(step.timers, key=lambda timer: timer.due_at)
        name = _name(compiled, first.process_id, first.element_id)
        yield f"Het eerste dat vanzelf gebeurt: ‘{name}’ op {_day(first.due_at, around)}."
    if not step.open_tasks:
        yield "Er komt geen taak bij: de zaak wacht op iets anders."


def _name(compiled: Compiled, process_id: str, element_id: str) -> str:
    return naming.call(compiled.processes[process_id].elements[element_id])


def _day(moment: datetime, around: Surroundings) -> str:
    return f"{moment.astimezone(around.zone):%d-%m-%Y}"


def _say_failure(compiled: Compiled, error: ExecutionFailed) -> str:
    process = compiled.processes.get(error.process)
    element = process.elements.get(error.element) if process is not None else None
    where = f" bij {naming.describe(element, naming.QUOTES)}" if element is not None else ""
    return f"De zaak kan hier niet verder{where}: {in_dutch(error.message)}"
