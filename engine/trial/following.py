"""Following: what a story does next in a trial, so that nobody types what the story already contains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.dialect import feel, timers
from engine.municipality import here, reading
from engine.names import WITHDRAWAL, WITHDRAWAL_REASON
from engine.scenarios import Scenario, raw_of
from engine.scenarios.reading import moment_of
from engine.trial import asides
from engine.trial.acts import Log
from engine.trial.finding import open_tasks
from engine.trial.noting import names_of
from engine.trial.wishes import BeginAside, Complete, Send, Turn, Wish, Withdraw

Step = Mapping[str, Any]


def find_next(log: Log, story: Scenario) -> Wish | None:
    """What the story does next, after the acts of the trial. Called inside its municipality.

    None where the story is over, or nothing of it can be done now: a task that it does not know comes first.
    """
    done = [str(act.facts["element"]) for act in log.acts if act.kind == "complete"]
    since = next((n for n, act in enumerate(reversed(log.acts)) if act.kind in {"complete", "begin"}), 0)
    for step in _ahead(story.steps, done):
        if "task" in step or "all" in step:
            return _answer(step, done)
        if since:
            since -= 1
        elif (wish := _let_happen(step, log, story)) is not None:
            return wish
    return None


def _ahead(steps: tuple[Step, ...], done: list[str]) -> list[Step]:
    """The steps after the last one that was done; steps that only expect something are left out."""
    left, at = list(done), 0
    for number, step in enumerate(steps):
        key = str(step.get("task", step.get("all", "")))
        if key and key not in left:
            break
        if "task" in step:
            left.remove(key)
            at = number + 1
        elif "all" in step:
            left = [one for one in left if one != key]
            # It may not be finished: then it comes next.
            at = number if _is_open(key) else number + 1
    return [step for step in steps[at:] if "expect" not in step]


def _is_open(element: str) -> bool:
    with reading() as session:
        return any(task.element_id == element for task in open_tasks(session))


def _answer(step: Step, done: list[str]) -> Wish | None:
    element, which = str(step.get("task", step.get("all"))), step.get("of")
    with reading() as session:
        fitting = [
            place
            for place, task in enumerate(open_tasks(session))
            if task.element_id == element and (which is None or which in names_of(task))
        ]
    if not fitting:
        return None
    answers = step.get("answers") or {}
    if isinstance(answers, list):
        number = done.count(element)
        answers = answers[number] if number < len(answers) else {}
    typed = {key: value if isinstance(value, list) else [value] for key, value in raw_of(answers).items()}
    return Complete(fitting[0], element, typed)


def _let_happen(step: Step, log: Log, story: Scenario) -> Wish | None:
    """Time that passes or a message that arrives; None for a moment in the past, and for what a trial cannot do."""
    if "message" in step:
        payload = dict(step.get("payload") or {})
        if step["message"] == WITHDRAWAL:
            return Withdraw(str(payload.get(WITHDRAWAL_REASON, "")))
        begun = (one.element_id for one in asides.list_views() if one.message == step["message"])
        if (element := next(begun, None)) is not None:
            typed = {key: value if isinstance(value, list) else [value] for key, value in raw_of(payload).items()}
            return BeginAside(element, typed)
        return Send(str(step["message"]), {key: feel.from_python(value) for key, value in payload.items()})
    until = _moment(step, log, story)
    return Turn(until.isoformat()) if until is not None and until > log.clock else None


def _moment(step: Step, log: Log, story: Scenario) -> datetime | None:
    if "pass" in step:
        return timers.resolve(str(step["pass"]), log.clock, here().settings.zone)
    if "until" in step:
        # A story has its own clock: the same time after its beginning as there.
        return log.begun_at + (moment_of(step["until"]) - story.now)
    return None
