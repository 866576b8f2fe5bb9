"""Telling: what was played as a scenario file, with its results as expectations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import workflow
from engine.dialect import feel
from engine.errors import TrialRefused
from engine.finding import locking
from engine.models import Case, Letter, RegisterEntry, Task
from engine.municipality import calendar_days, reading
from engine.scenarios import begins_at, write_story
from engine.tidying import tidy_line
from engine.trial.acts import Log
from engine.trial.finding import first_case_id
from engine.trial.noting import plain
from engine.versions import definitions

LONGEST_NAME = 120
LONGEST_VALUE = 100
"""Characters of a variable that a scenario expects; longer text was written by somebody."""
MOST_VALUES = 50
AROUND = timedelta(days=366)
DAYS = {"days_off": "off", "days_worked": "worked"}


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario file, and the process that it begins."""

    process: str
    data: bytes


def tell_story(log: Log, name: str) -> Story:
    """What was played, as a scenario. Called inside the municipality of the trial.

    Raises: TrialRefused: no name, nothing was done, or something was done that a scenario cannot express.
    """
    shown = tidy_line(name, LONGEST_NAME)
    if not shown:
        raise TrialRefused("no_name")
    if not log.acts:
        raise TrialRefused("nothing_done")
    for number, act in enumerate(log.acts, 1):
        if act.untold:
            raise TrialRefused("not_told", why=act.untold, number=number)
    opening = log.acts[0].told[0]
    with reading() as session:
        case = session.get_one(Case, first_case_id(session))
        process = definitions.files_of(session, case.bindings[case.process_id]).process
        told: dict[str, Any] = {"name": shown, "process": case.process_id, "now": opening["now"]}
        if begins_at(process, None).id != opening["begin"]:
            told["begin"] = opening["begin"]
        told |= _days(calendar_days(session), log)
        told["start"] = opening["start"]
        told["steps"] = _steps(log)
        told["expect"] = _expect(session, case, _answered(told))
    return Story(case.process_id, write_story(told))


def _days(days: Iterable[tuple[date, str]], log: Log) -> dict[str, list[date]]:
    """The municipality's days that a story of this length may depend on: deadlines reach about a year around it."""
    first, last = (log.begun_at - AROUND).date(), (log.clock + AROUND).date()
    near = [(day, kind) for day, kind in days if first <= day <= last]
    return {name: [day for day, kind in near if kind == which] for name, which in DAYS.items()}


def _steps(log: Log) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    status = log.acts[0].status
    for act in log.acts:
        for step in act.told:
            if "process" in step:
                continue
            if "until" in step and found and "until" in found[-1]:
                found.pop()
            found.append(dict(step))
        if act.status != status:
            status = act.status
            found.append({"expect": {"status": status}})
    return found


def _answered(told: Mapping[str, Any]) -> frozenset[str]:
    """The names of variables to which the story itself gives a value."""
    given = set(told["start"])
    for step in told["steps"]:
        given |= {*step.get("answers", ()), *step.get("payload", ())}
    return frozenset(given)


def _expect(session: Session, case: Case, answered: Collection[str]) -> dict[str, Any]:
    waiting = session.scalars(select(Task.element_id).where(Task.case_id == case.id, Task.state == "open"))
    expected: dict[str, Any] = {}
    if case.end_element is not None:
        expected["end"] = case.end_element
    if case.outcome is not None:
        expected["outcome"] = case.outcome
    if case.status:
        expected["status"] = case.status
    expected["waiting"] = sorted(waiting)
    for name, paper, called in (
        ("letters", Letter, Letter.template),
        ("entries", RegisterEntry, RegisterEntry.register),
    ):
        asked = session.execute(select(paper.id, called).where(paper.case_id == case.id)).all()
        if asked:
            # An id ends in the number of the request, so this is the order in which they were requested.
            expected[name] = [what for _, what in sorted(asked, key=lambda row: int(row[0].rpartition("-")[2]))]
    variables = workflow.read_variables(locking.state_of(session, case))
    data = {}
    for key, value in sorted(variables.items()):
        said = plain(value)
        # Ids of cases and people differ each time.
        personal = isinstance(value, str) and (len(value) > LONGEST_VALUE or case.submitter_id in (value, None))
        if key not in answered and not isinstance(value, list | Mapping) and said is not None and not personal:
            data[key] = said
    if data:
        expected["data"] = data
    return expected


def file_name(name: str, taken: Collection[str]) -> str:
    """The file name for a scenario of this name, beside the existing ones."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", letters))[:60].strip("-") or "verhaal"
    numbers = [int(found[1]) for one in taken if (found := re.match(r"scenarios/(\d{1,4})-", one))]
    return f"scenarios/{max(numbers, default=0) + 1:02}-{slug}.yaml"


def read_values(text: str) -> dict[str, Any]:
    """Values typed as `naam = waarde`, one per line, a value as FEEL. Raises: TrialRefused: says which line."""
    found: dict[str, Any] = {}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_VALUES:
        raise TrialRefused("not_values", line=lines[MOST_VALUES])
    for line in lines:
        name, sign, told = line.partition("=")
        try:
            value = feel.parse(told.strip()).explain({})
        except feel.FeelError as error:
            raise TrialRefused("not_values", line=line[:100]) from error
        said = plain(value.value)
        if not sign or not re.fullmatch(r"[^\W\d]\w*", name.strip()) or value.warnings or said is None:
            raise TrialRefused("not_values", line=line[:100])
        found[name.strip()] = said
    return found
