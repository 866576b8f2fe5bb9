"""Story: one scenario as the life of one idea, with other words, other people and other days."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine import workflow
from engine.cases import lifecycle, links, starting
from engine.cases.asides import begin_aside, list_asides
from engine.dialect.timers import resolve
from engine.errors import EngineError
from engine.finding import locking
from engine.forms import Form
from engine.models import Account, AccountGroup, Case, Person, Task, new_id
from engine.municipality import TurnedClock, here, now, reading, transaction
from engine.names import WITHDRAWAL, WITHDRAWAL_REASON
from engine.running import correlation
from engine.running.beginning import begin
from engine.scenarios import Scenario, begins_at, raw_of, typed
from engine.tasks import completing
from engine.tasks.worklists import subject_of
from engine.trial.namedfiles import keep_for_start, keep_for_task
from engine.versions import definitions
from engine.views import StartableProcess, User


@dataclass(slots=True)
class Story:
    """One scenario as the life of one idea: other words, other people, other days, the same course."""

    scenario: Scenario
    idea: Mapping[str, Any]
    person: Mapping[str, Any]
    clock: TurnedClock
    chance: random.Random
    case_id: str = ""
    submitter: User | None = None
    shift: timedelta = timedelta()

    def tell(self) -> Iterator[timedelta]:
        """Do one thing, and return how long it takes until the next. Ends where reality differed from the scenario."""
        # Whole weeks, so that a Thursday in the scenario is a Thursday here.
        self.shift = timedelta(days=round((now() - self.scenario.now) / timedelta(days=7)) * 7)
        self._begin()
        yield self._pause()
        for told in self.scenario.steps:
            try:
                yield from self._do(told)
            except EngineError:
                return

    def _begin(self) -> None:
        with transaction() as session:
            bindings = definitions.bind(session, self.scenario.process)
            process = definitions.files_of(session, bindings[self.scenario.process]).process
            start = begins_at(process, self.scenario.begin)
            if start.event is not None:
                values = {key: self._moved(value) for key, value in self.scenario.start.items()}
                self.case_id = begin(session, process.id, values, start=start.id).id
                return
        offered = starting.list_startable(None)
        user = None if any(self._is_at(one, process.id, start.id) for one in offered) else member_of("ondersteuning")
        way = next(one for one in starting.list_startable(user) if self._is_at(one, process.id, start.id))
        raw = self._begin_with(way.form)
        raw, key = keep_for_start(way.process_id, user, way.form, raw)
        started = starting.start_case(way.process_id, raw, user, idempotency_key=key)
        self.case_id = started.case_id
        try:
            self.submitter = links.open_secret_link(started.secret)
        except EngineError:
            self.submitter = None

    def _begin_with(self, form: Form) -> Mapping[str, str | list[str]]:
        """What is typed to begin with: as in the scenario, with the words of this idea and its files."""
        raw = raw_of({key: self._moved(value) for key, value in self.scenario.start.items()})
        told = {**self.idea, **self.person}
        raw.update({key: str(value) for key, value in told.items() if key in raw})
        files = [field.key for field in form.fields if field.kind == "files"]
        return {**raw, **{key: typed(told.get(key, [])) for key in files}}

    def _is_at(self, way: StartableProcess, process_id: str, start: str) -> bool:
        return way.process_id.partition(".")[0] == process_id and way.element_id == start

    def _do(self, told: Mapping[str, Any]) -> Iterator[timedelta]:
        if "pass" in told:
            moment = resolve(str(told["pass"]), now(), here().settings.zone)
            yield moment - now() + timedelta(minutes=1)
        elif "until" in told:
            wanted = resolve(str(told["until"]), now(), here().settings.zone) + self.shift
            yield max(timedelta(), wanted - now()) + timedelta(minutes=1)
        elif "message" in told:
            if told["message"] == WITHDRAWAL and self.submitter is not None:
                reason = str((told.get("payload") or {}).get(WITHDRAWAL_REASON, ""))
                lifecycle.withdraw_case(self.case_id, self.submitter, reason)
            else:
                self._send(told)
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

    def _send(self, told: Mapping[str, Any]) -> None:
        """What comes from outside; or from a staff member (`as`), who fills in the form that begins it."""
        name, values = str(told["message"]), told.get("payload") or {}
        user = member_of(str(told.get("as", "")))
        if user is None:
            correlation.send_message(self.case_id, name, values)
            return
        with reading() as session:
            offered = list_asides(session, session.get_one(Case, self.case_id), user)
        aside = next((one for one in offered if one.message == name), None)
        if aside is None:
            raise EngineError("the story went otherwise")
        raw = raw_of({key: self._moved(value) for key, value in values.items()})
        begin_aside(self.case_id, aside.element_id, user, raw, idempotency_key=new_id())

    def _pause(self) -> timedelta:
        return timedelta(hours=self.chance.choice([2, 5, 20, 24, 30, 48]))

    def _moved(self, value: Any) -> Any:
        if isinstance(value, datetime | date):
            return value + self.shift
        if isinstance(value, list):
            return [self._moved(item) for item in value]
        if isinstance(value, Mapping):
            return {key: self._moved(item) for key, item in value.items()}
        return value

    def _open(self, fits: Callable[[Task], bool]) -> list[Task]:
        with reading() as session:
            query = select(Task).where(Task.case_id == self.case_id, Task.state == "open").order_by(Task.created_at)
            found = [task for task in session.scalars(query).unique() if fits(task)]
            return sorted(found, key=lambda task: (task.instance or "", task.assignee or ""))

    def _find(self, fits: Callable[[Task], bool], which: str | None) -> Task:
        for task in self._open(fits):
            names = {task.instance, *task.candidate_groups}
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
        raw: Mapping[str, str | list[str]] = raw_of({key: self._moved(value) for key, value in given.items()})
        with reading() as session:
            form = definitions.form_of(session, task.definition_id, task.form_id)
            state = locking.state_of(session, session.get_one(Case, task.case_id)) if form.asks_files else None
        known = workflow.read_variables(state, task.scope) if state is not None else {}
        completing.complete_task(task.id, user, keep_for_task(task.id, user, form, raw, known))

    def _actor(self, task: Task) -> User | None:
        if "indiener" in task.candidate_groups:
            return self.submitter
        return someone_for(task, self.chance)


def _members(group: str) -> Any:
    return (
        select(Account.id)
        .join(AccountGroup, AccountGroup.account_id == Account.id)
        .where(AccountGroup.group_id == group)
        .order_by(Account.username)
    )


def someone_for(task: Task, chance: random.Random) -> User | None:
    """Anybody who may do a task, by chance; None if nobody may."""
    with reading() as session:
        if task.assignee is not None:
            candidates = [task.assignee]
        else:
            barred = subject_of(session, task).barred
            members = [a for g in task.candidate_groups for a in session.scalars(_members(g))]
            candidates = [account for account in members if account not in barred]
        return _user(candidates[chance.randrange(len(candidates))]) if candidates else None


def member_of(group: str) -> User | None:
    with reading() as session:
        account_id = session.scalar(_members(group).limit(1))
    return _user(account_id) if account_id else None


def _user(account_id: str) -> User:
    with reading() as session:
        account = session.get_one(Account, account_id)
        person = session.get_one(Person, account_id)
        return User(account_id, person.name, frozenset(g.group_id for g in account.groups), account.role)
