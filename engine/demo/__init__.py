"""Demo: a municipality at work, made by really playing the scenarios through the engine while the clock is moved.

Every case, task, mail and event arises as in reality; nothing is written to a table by hand.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select

from engine.accounts import adding
from engine.background import jobs
from engine.demo.desk import plan_changes, plan_lists
from engine.demo.papers import paper_stories
from engine.demo.story import Story, someone_for
from engine.models import Account, Case, Job, PendingTimer, Task
from engine.municipality import Municipality, TurnedClock, at, here, reading, transaction
from engine.scenarios import Scenario, read_scenarios
from engine.tasks import claiming
from engine.versions import definitions
from engine.versions.folders import read_folders

CASES = 62
SPREAD = timedelta(days=150)
"""How long ago the first of the ideas came in."""
RECENT = timedelta(days=25)


@dataclass(order=True, slots=True)
class Appointment:
    """The next thing that happens in a story."""

    when: datetime
    number: int
    story: Iterator[timedelta] = field(compare=False)
    chance: random.Random = field(compare=False)


def is_filled() -> bool:
    """Whether there are any accounts or cases, so that a demo would mix with somebody's work."""
    with reading() as session:
        return bool(session.scalar(select(func.count()).select_from(Account))) or bool(
            session.scalar(select(func.count()).select_from(Case))
        )


def fill_demo(municipality: Municipality, *, seed: int = 1, count: int = CASES) -> int:
    """Deploy the stock of processes, make demo accounts, and play some months; returns the number of cases then.

    The mails of those months become files: none of those people exists, so nothing of it goes to a mail server.

    Raises: DefinitionRefused, DiagramRefused, ScenarioFailed: the stock itself has errors.
    """
    until = municipality.clock()
    stock = municipality.settings.workflows
    told = yaml.safe_load((stock / "demo.yaml").read_text(encoding="utf-8"))
    longest = max([SPREAD, *(timedelta(days=one["days_ago"]) for one in told.get("past", ()))])
    clock = TurnedClock(until - longest - timedelta(days=30))
    by_file = municipality.settings.model_copy(update={"smtp_host": ""})
    with at(replace(municipality, clock=clock, settings=by_file)):
        definitions.deploy(stock)
        _make_accounts(told["accounts"])
        _live(stock, told, clock, until, random.Random(seed), count)
        with reading() as session:
            return session.scalar(select(func.count()).select_from(Case)) or 0


def _make_accounts(told: list[Mapping[str, Any]]) -> None:
    password = here().settings.demo_password
    with transaction() as session:
        adding.add_accounts(
            session,
            [
                adding.NewAccount(
                    username=str(one["username"]),
                    name=str(one["name"]),
                    password=password,
                    groups=tuple(one["groups"]),
                    email=f"{one['username']}@voorbeeld.invalid",
                    role=str(one.get("role", "medewerker")),
                )
                for one in told
            ],
        )


def _live(
    stock: Path, told: Mapping[str, Any], clock: TurnedClock, until: datetime, chance: random.Random, count: int
) -> None:
    """Run all stories in parallel, in the order in which things happen, up to the present."""
    known = [
        scenario for process_id, files in read_folders(stock).items() for scenario in read_scenarios(process_id, files)
    ]
    scenarios = [scenario for scenario in known if scenario.process in told["stories"]]
    ideas = list(told["ideas"])
    chance.shuffle(ideas)
    agenda: list[Appointment] = []
    for number in range(count):
        scenario = scenarios[number % len(scenarios)]
        spread = _days_ago(scenario, told["days_ago"], SPREAD * (1 - number / count), chance)
        begins = until - spread - timedelta(hours=chance.randrange(1, 60))
        idea = ideas[number % len(ideas)]
        person = told["people"][number % len(told["people"])]
        story = Story(scenario, idea, person, clock, chance).tell()
        agenda.append(Appointment(_office_hour(begins, chance), number, story, chance))
    # With random numbers of their own, so that neither these nor the ideas are affected by the others.
    long_ago = random.Random(len(told.get("past", ())))
    by_source = {scenario.source: scenario for scenario in scenarios}
    for number, one in enumerate(told.get("past", ()), start=len(agenda)):
        idea, person = ideas[-1 - number % len(ideas)], told["people"][-1 - number % len(told["people"])]
        story = Story(by_source[one["scenario"]], idea, person, clock, long_ago).tell()
        begins = _office_hour(until - timedelta(days=one["days_ago"]), long_ago)
        agenda.append(Appointment(begins, number, story, long_ago))
    if papers := told.get("papers"):
        own = random.Random(len(papers["plans"]))
        coming = enumerate(paper_stories(stock, papers, until, clock, own), start=len(agenda))
        agenda += [Appointment(begins, number, story, own) for number, (begins, story) in coming]
    agenda += _plan_rounds(told.get("rounds", ()), known, clock, until, len(agenda))
    at_desk = random.Random(len(told["accounts"]))
    for begins, story in (*plan_lists(told.get("destroyed", ()), until), *plan_changes(told.get("changes", ()), until)):
        agenda.append(Appointment(_office_hour(begins, at_desk), len(agenda), story, at_desk))
    heapq.heapify(agenda)
    while agenda and agenda[0].when <= until:
        next_up = heapq.heappop(agenda)
        _let_time_pass(clock, next_up.when)
        pause = next(next_up.story, None)
        if pause is not None:
            moment = next_up.when + pause
            later = _office_hour(moment, next_up.chance) if pause >= timedelta(hours=1) else moment
            heapq.heappush(agenda, replace(next_up, when=max(later, next_up.when)))
    _let_time_pass(clock, until)
    _take_some_tasks(chance)


def _plan_rounds(
    told: Iterable[Mapping[str, Any]], known: Iterable[Scenario], clock: TurnedClock, until: datetime, first: int
) -> Iterator[Appointment]:
    """Rounds of votes: each a scenario of its own, with names and random numbers of its own."""
    by_source = {scenario.source: scenario for scenario in known}
    for place, one in enumerate(told):
        own = random.Random(place)
        begins = _office_hour(until - timedelta(days=one["days_ago"]), own)
        story = Story(by_source[one["scenario"]], one, {}, clock, own).tell()
        yield Appointment(begins, first + place, story, own)


def _days_ago(scenario: Scenario, fixed: Mapping[str, int], usual: timedelta, chance: random.Random) -> timedelta:
    """How long ago a story began. One that stops half-way is about something that came in recently."""
    if scenario.source in fixed:
        return timedelta(days=fixed[scenario.source])
    return usual if "end" in scenario.expect else RECENT * chance.random()


def _let_time_pass(clock: TurnedClock, until: datetime) -> None:
    """Move the clock, stopping where something is due, as the worker would have."""
    while True:
        with reading() as session:
            timers = select(func.min(PendingTimer.due_at)).join(Case, Case.id == PendingTimer.case_id)
            first = [
                session.scalar(timers.where(Case.incident.is_(None))),
                session.scalar(select(func.min(Job.due_at)).where(Job.state == "waiting")),
            ]
        due = min((moment for moment in first if moment is not None), default=None)
        if due is None or due > until:
            clock.turn(until)
            return
        clock.turn(due)
        if jobs.run_worker_once() == 0:
            clock.turn(until)
            return


def _office_hour(moment: datetime, chance: random.Random) -> datetime:
    """The same day or the next working day, at a time when people are at work."""
    local = moment.astimezone(here().settings.zone)
    while local.weekday() >= 5:
        local += timedelta(days=1)
    return local.replace(hour=chance.randrange(8, 17), minute=chance.randrange(60)).astimezone(moment.tzinfo)


def _take_some_tasks(chance: random.Random) -> None:
    """Some of the tasks that are open now have been claimed by someone."""
    with reading() as session:
        open_tasks = (
            session.execute(select(Task.id).where(Task.state == "open", Task.assignee.is_(None))).scalars().all()
        )
    for task_id in sorted(open_tasks):
        if chance.random() < 0.3:
            with reading() as session:
                user = someone_for(session.get_one(Task, task_id), chance)
            if user is not None:
                claiming.claim_task(task_id, user)
