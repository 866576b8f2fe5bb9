"""Demo: a municipality at work, made by really playing the scenarios through the engine with a clock that is turned.

Every case, task, mail and event comes about as it would in life; nothing is put into a table by hand.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select

from engine import accounts, cases, definitions, jobs, tasks
from engine.dialect.timers import resolve
from engine.errors import EngineError
from engine.models import Account, AccountGroup, Case, Job, PendingTimer, Person, Task
from engine.municipality import Municipality, at, here, now, reading, transaction
from engine.scenarios import Scenario, read_scenarios, typed
from engine.views import User

CASES = 62
SPREAD = timedelta(days=150)
"""How long ago the first of the ideas came in."""
RECENT = timedelta(days=25)


@dataclass(slots=True)
class Turning:
    """A clock that is turned by hand, and never backwards."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, to: datetime) -> None:
        self.moment = max(self.moment, to)


@dataclass(order=True, slots=True)
class Appointment:
    """The next thing that happens in a story."""

    when: datetime
    number: int
    story: Iterator[timedelta] = field(compare=False)


def is_filled() -> bool:
    """Whether there are any accounts or cases, so that a demo would come on top of somebody's work."""
    with reading() as session:
        return bool(session.scalar(select(func.count()).select_from(Account))) or bool(
            session.scalar(select(func.count()).select_from(Case))
        )


def fill_demo(municipality: Municipality, *, seed: int = 1, count: int = CASES) -> int:
    """Deploy the stock of processes, make demo accounts, and live through some months; how many cases there are then.

    Raises: DefinitionRefused, DiagramRefused, ScenarioFailed: the stock itself is not in order.
    """
    until = municipality.clock()
    clock = Turning(until - SPREAD - timedelta(days=30))
    with at(replace(municipality, clock=clock)):
        stock = municipality.settings.workflows
        told = yaml.safe_load((stock / "demo.yaml").read_text(encoding="utf-8"))
        definitions.deploy(stock)
        _make_accounts(told["accounts"])
        _live(stock, told, clock, until, random.Random(seed), count)
        with reading() as session:
            return session.scalar(select(func.count()).select_from(Case)) or 0


def _make_accounts(told: list[Mapping[str, Any]]) -> None:
    password = here().settings.demo_password
    with transaction() as session:
        accounts.add_accounts(
            session,
            [
                accounts.NewAccount(
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
    stock: Path, told: Mapping[str, Any], clock: Turning, until: datetime, chance: random.Random, count: int
) -> None:
    """Let all stories run beside each other, in the order in which things happen, up to the present."""
    scenarios = [
        scenario
        for process_id, files in definitions.read_folders(stock).items()
        for scenario in read_scenarios(process_id, files)
        if scenario.process in told["stories"]
    ]
    ideas = list(told["ideas"])
    chance.shuffle(ideas)
    agenda: list[Appointment] = []
    for number in range(count):
        scenario = scenarios[number % len(scenarios)]
        # A story that stops half-way is about something that came in not long ago.
        spread = SPREAD * (1 - number / count) if "end" in scenario.expect else RECENT * chance.random()
        begins = until - spread - timedelta(hours=chance.randrange(1, 60))
        idea = ideas[number % len(ideas)]
        person = told["people"][number % len(told["people"])]
        story = Story(scenario, idea, person, clock, chance).tell()
        agenda.append(Appointment(_office_hour(begins, chance), number, story))
    heapq.heapify(agenda)
    while agenda and agenda[0].when <= until:
        next_up = heapq.heappop(agenda)
        _let_time_pass(clock, next_up.when)
        pause = next(next_up.story, None)
        if pause is not None:
            moment = next_up.when + pause
            later = _office_hour(moment, chance) if pause >= timedelta(hours=1) else moment
            heapq.heappush(agenda, Appointment(max(later, next_up.when), next_up.number, next_up.story))
    _let_time_pass(clock, until)
    _take_some_tasks(chance)


def _let_time_pass(clock: Turning, until: datetime) -> None:
    """Turn the clock, stopping where something falls due, as the worker would have."""
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
    """Some of what is open now has been taken by someone."""
    with reading() as session:
        open_tasks = (
            session.execute(select(Task.id).where(Task.state == "open", Task.assignee.is_(None))).scalars().all()
        )
    for task_id in sorted(open_tasks):
        if chance.random() < 0.3:
            with reading() as session:
                user = _someone_for(session.get_one(Task, task_id), chance)
            if user is not None:
                tasks.claim_task(task_id, user)


@dataclass(slots=True)
class Story:
    """One scenario as the life of one idea: other words, other people, other days, the same course."""

    scenario: Scenario
    idea: Mapping[str, Any]
    person: Mapping[str, Any]
    clock: Turning
    chance: random.Random
    case_id: str = ""
    submitter: User | None = None
    shift: timedelta = timedelta()

    def tell(self) -> Iterator[timedelta]:
        """Do one thing, and say how long it takes until the next. Ends where life went otherwise."""
        # Whole weeks, so that a Thursday in the scenario is a Thursday here.
        self.shift = timedelta(days=round((now() - self.scenario.now) / timedelta(days=7)) * 7)
        raw = {key: typed(self._moved(value)) for key, value in self.scenario.start.items()}
        raw.update({key: str(value) for key, value in {**self.idea, **self.person}.items() if key in raw})
        user = None if self._is_open_to_all() else _member_of("ondersteuning")
        started = cases.start_case(self.scenario.process, raw, user)
        self.case_id = started.case_id
        try:
            self.submitter = cases.open_secret_link(started.secret)
        except EngineError:
            self.submitter = None
        yield self._pause()
        for told in self.scenario.steps:
            try:
                yield from self._do(told)
            except EngineError:
                return

    def _is_open_to_all(self) -> bool:
        return any(s.process_id == self.scenario.process for s in cases.list_startable(None))

    def _do(self, told: Mapping[str, Any]) -> Iterator[timedelta]:
        if "pass" in told:
            moment = resolve(str(told["pass"]), now(), here().settings.zone)
            yield moment - now() + timedelta(minutes=1)
        elif "until" in told:
            wanted = resolve(str(told["until"]), now(), here().settings.zone) + self.shift
            yield max(timedelta(), wanted - now()) + timedelta(minutes=1)
        elif "message" in told:
            if told["message"] == "intrekking" and self.submitter is not None:
                reason = str((told.get("payload") or {}).get("reden_intrekking", ""))
                cases.withdraw_case(self.case_id, self.submitter, reason)
            else:
                cases.send_message(self.case_id, str(told["message"]), told.get("payload") or {})
            yield self._pause()
        elif "task" in told:
            task = self._find(lambda t: t.element_id == told["task"], told.get("of"))
            self._answer(task, told.get("answers") or {})
            yield self._pause()
        elif "all" in told:
            answers = told.get("answers") or {}
            open_now = self._open(lambda t: t.element_id == told["all"])
            for task, given in zip(
                open_now, answers if isinstance(answers, list) else [answers] * len(open_now), strict=False
            ):
                self._answer(task, given)
                yield timedelta(minutes=self.chance.randrange(5, 50))
            yield self._pause()

    def _pause(self) -> timedelta:
        return timedelta(hours=self.chance.choice([2, 5, 20, 24, 30, 48]))

    def _moved(self, value: Any) -> Any:
        if isinstance(value, datetime | date):
            return value + self.shift
        if isinstance(value, list):
            return [self._moved(item) for item in value]
        return value

    def _open(self, fits: Callable[[Task], bool]) -> list[Task]:
        with reading() as session:
            query = select(Task).where(Task.case_id == self.case_id, Task.state == "open").order_by(Task.created_at)
            found = [task for task in session.scalars(query).unique() if fits(task)]
            return sorted(found, key=lambda task: (task.instance or "", task.assignee or ""))

    def _find(self, fits: Callable[[Task], bool], which: str | None) -> Task:
        for task in self._open(fits):
            names = {task.instance, *(group.group_id for group in task.groups)}
            if which is None or which in names or self._is_member(task.assignee, which):
                return task
        raise EngineError("the story went otherwise")

    def _is_member(self, account_id: str | None, which: str) -> bool:
        """Whether an account is the one that scenarios call `stuurgroep-3`: the third of its group."""
        group, _, number = which.rpartition("-")
        if account_id is None or not number.isdigit():
            return False
        with reading() as session:
            members = session.scalars(_members(group)).all()
        return 0 < int(number) <= len(members) and members[int(number) - 1] == account_id

    def _answer(self, task: Task, given: Mapping[str, Any]) -> None:
        user = self._actor(task)
        if user is None:
            raise EngineError("nobody is there to do it")
        tasks.complete_task(task.id, user, {key: typed(self._moved(value)) for key, value in given.items()})

    def _actor(self, task: Task) -> User | None:
        if any(group.group_id == "indiener" for group in task.groups):
            return self.submitter
        return _someone_for(task, self.chance)


def _members(group: str) -> Any:
    return (
        select(Account.id)
        .join(AccountGroup, AccountGroup.account_id == Account.id)
        .where(AccountGroup.group_id == group)
        .order_by(Account.username)
    )


def _someone_for(task: Task, chance: random.Random) -> User | None:
    with reading() as session:
        if task.assignee is not None:
            candidates = [task.assignee]
        else:
            candidates = [a for g in task.groups for a in session.scalars(_members(g.group_id))]
        return _user(candidates[chance.randrange(len(candidates))]) if candidates else None


def _member_of(group: str) -> User | None:
    with reading() as session:
        account_id = session.scalar(_members(group).limit(1))
    return _user(account_id) if account_id else None


def _user(account_id: str) -> User:
    with reading() as session:
        account = session.get_one(Account, account_id)
        person = session.get_one(Person, account_id)
        return User(account_id, person.name, frozenset(g.group_id for g in account.groups), account.role)
