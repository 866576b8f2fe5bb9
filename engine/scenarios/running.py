"""Running: playing one scenario on the token game alone. There is no database, so hundreds run in seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from engine import deadlines, forms, workflow
from engine.dialect import feel
from engine.dialect.elements import Element, Process
from engine.dialect.folder import ProcessFiles
from engine.dialect.timers import TimerValueRefused, resolve
from engine.errors import AnswersRefused, EngineError, ExecutionFailed, NotWaiting, ScenarioFailed, TaskClosed
from engine.events import ElementCompleted
from engine.names import INTEREST, LETTER_TO, way_to_submitter
from engine.scenarios.announcing import require_announced, told_to_submitter
from engine.scenarios.needing import begins_at
from engine.scenarios.people import MEMBERS, SUBMITTER
from engine.scenarios.reading import ZONE, Scenario, moment_of, raw_of
from engine.scenarios.stage import Stage
from engine.workflow import Compiled, OpenTask, Step, Surroundings

Play = Callable[[Compiled, bytes, str, Mapping[str, Any], Surroundings], Step]
MOST_STOPS = 250
"""Timers that may fire in one story; a timer that repeats for ever would never stop."""


class Run:
    """One scenario being played. `seen` collects (process, element) of all that a token went through."""

    def __init__(self, scenario: Scenario, folders: Mapping[str, ProcessFiles], seen: set[tuple[str, str]]) -> None:
        self.scenario = scenario
        self.folders = Stage.of(folders)
        self.seen = seen
        self.now = scenario.now
        self.status: str | None = None
        self.letters: list[str] = []
        """Which were written, in order, by the name of their text."""
        self.entries: list[str] = []
        """The registers that got an entry, in order."""
        self._has_mail = self._has_submitter = False
        self._announced: frozenset[str] = frozenset()
        self.compiled: Compiled = self.folders.compile(scenario.process)
        self.calendar = deadlines.dutch_calendar(scenario.days_off, scenario.days_worked)
        process = folders[scenario.process].process
        prefix = process.properties.get("referencePrefix", process.id.upper())
        self.reference = f"{prefix}-{self.now.astimezone(ZONE).year}-0001"
        """As that of the first case of a municipality."""
        self._step: Step | None = None
        self._stops = 0
        self._voted: list[OpenTask] = []
        """Ballots that were answered, by members who take part in the vote."""

    def play(self) -> None:
        """Raises: ScenarioFailed, saying at which step, and what was found instead or what the engine refused."""
        process = self.folders[self.scenario.process].process
        with telling_where(None, "start"):
            start = begins_at(process, self.scenario.begin)
            variables = self._start_values(process, start)
            self._keep(workflow.start(self.compiled, variables, self._surroundings(), start.id))
        for number, told in enumerate(self.scenario.steps, 1):
            with telling_where(number, f"step {number} {dict(told)}"):
                self._take(told)
        self._expect(self.scenario.expect)
        if self._has_submitter:
            require_announced(self.step, self._announced)

    def _start_values(self, process: Process, start: Element) -> dict[str, Any]:
        if start.form_id is None:
            return {key: _value(value) for key, value in self.scenario.start.items()}
        form = self.folders.form(process.id, start.form_id)
        today = self.now.astimezone(ZONE).date()
        answers = forms.validate(form, raw_of(self.scenario.start), today=today, files=forms.EXAMPLES)
        personal = form.personal_fields
        self._has_submitter = bool(personal)
        self._has_mail = any(answers.get(key) for key, kind in personal.items() if kind == "email")
        return {key: feel.from_python(value) for key, value in answers.items() if key not in personal}

    def _take(self, told: Mapping[str, Any]) -> None:
        if "task" in told:
            self._answer(self._find(told), told.get("as"), _mapping(told.get("answers")))
        elif "revise" in told:
            self._revise(told)
        elif "all" in told:
            self._answer_all(told)
        elif "pass" in told:
            self._pass(_moment(lambda: resolve(str(told["pass"]), self.now, ZONE)))
        elif "until" in told:
            self._pass(_moment(lambda: moment_of(told["until"])))
        elif "message" in told:
            payload = {key: _value(value) for key, value in _mapping(told.get("payload")).items()}
            self._keep(
                workflow.correlate(self.compiled, self._state, str(told["message"]), payload, self._surroundings())
            )
        elif "expect" in told:
            self._expect(_mapping(told["expect"]))
        else:
            raise ScenarioFailed("a step is one of task, revise, all, pass, until, message, expect", code="no_step")

    @property
    def step(self) -> Step:
        if self._step is None:
            raise ScenarioFailed("the case has not begun")
        return self._step

    @property
    def _state(self) -> bytes:
        return self.step.state

    def _open(self) -> tuple[OpenTask, ...]:
        return self.step.open_tasks

    def _find(self, told: Mapping[str, Any]) -> OpenTask:
        if (task := _pick(self._open(), told["task"], told.get("of"))) is not None:
            return task
        waiting = ", ".join(sorted({t.element_id for t in self._open()})) or "nothing"
        raise ScenarioFailed(
            f"task {told['task']} is not open; waiting: {waiting}",
            code="not_open",
            task=str(told["task"]),
            waiting=tuple(sorted({(t.process_id, t.element_id) for t in self._open()})),
        )

    def _answer_all(self, told: Mapping[str, Any]) -> None:
        tasks = [task for task in self._open() if task.element_id == told["all"]]
        if not tasks:
            waiting_now = tuple(sorted({(t.process_id, t.element_id) for t in self._open()}))
            message = f"no task {told['all']} is open"
            raise ScenarioFailed(message, code="not_open", task=str(told["all"]), waiting=waiting_now)
        answers = told.get("answers") or {}
        each = answers if isinstance(answers, list) else [answers] * len(tasks)
        for task, given in zip(tasks, each, strict=False):
            self._answer(task, None, _mapping(given))

    def _revise(self, told: Mapping[str, Any]) -> None:
        """Somebody changes their vote, as members may until the vote closes."""
        task = _pick(self._voted, told["revise"], told.get("of"))
        try:
            if task is None:
                raise TaskClosed("deadline")
            self._answer(task, told.get("as"), _mapping(told.get("answers")), workflow.revise)
        except TaskClosed as error:
            message = f"the vote {told['revise']} was not cast, or has closed"
            raise ScenarioFailed(message, code="no_vote", task=str(told["revise"])) from error

    def _answer(
        self, task: OpenTask, who: str | None, given: Mapping[str, Any], play: Play = workflow.complete
    ) -> None:
        if who is not None and who not in task.groups and not (task.assignee or "").startswith(who):
            raise ScenarioFailed(
                f"{who} may not do {task.element_id}; it is for {task.groups or task.assignee}",
                code="not_for",
                task=task.element_id,
                who=str(who),
                groups=task.groups or (str(task.assignee),),
            )
        element = self.folders[task.process_id].process.elements[task.element_id]
        form = self.folders.form(task.process_id, str(element.form_id))
        known = workflow.read_variables(self._state, task.scope)
        today = self.now.astimezone(ZONE).date()
        answers = forms.validate(form, raw_of(given), known, today=today, files=forms.EXAMPLES)
        personal = form.personal_fields
        values = {key: feel.from_python(value) for key, value in answers.items() if key not in personal}
        self._keep(play(self.compiled, self._state, task.ref, values, self._surroundings()))
        self._voted = [vote for vote in self._voted if vote.ref != task.ref]
        if element.properties.get("ballot") == "true" and INTEREST not in values.values():
            self._voted.append(task)

    def _pass(self, until: datetime) -> None:
        """Move the clock, stopping at every timer on the way, as would happen in reality."""
        while not self.step.ended and (due := min((t.due_at for t in self.step.timers), default=until)) < until:
            self._stops += 1
            if self._stops > MOST_STOPS:
                raise ScenarioFailed(f"more than {MOST_STOPS} timers go off", code="too_long", most=MOST_STOPS)
            self.now = max(due, self.now)
            self._keep(workflow.pass_time(self.compiled, self._state, self._surroundings()))
        self.now = until
        if not self.step.ended:
            self._keep(workflow.pass_time(self.compiled, self._state, self._surroundings()))

    def _expect(self, wanted: Mapping[str, Any]) -> None:
        found: dict[str, Any] = {
            "end": self.step.ending.element_id if self.step.ending else None,
            "outcome": self.step.ending.outcome if self.step.ending else None,
            "status": self.status,
            "waiting": sorted(t.element_id for t in self.step.open_tasks),
            "letters": self.letters,
            "entries": self.entries,
        }
        for key, value in wanted.items():
            if key == "data":
                for name, expected in _mapping(value).items():
                    found_data = forms.in_names(self.step.variables.get(name))
                    self._compare(f"data {name}", _value(expected), found_data)
            elif key == "waiting":
                told = sorted(str(one) for one in value) if isinstance(value, list) else value
                once = sorted(set(found[key]))
                self._compare(key, told, once if isinstance(told, list) and len(told) == len(once) else found[key])
            elif key in found:
                self._compare(key, value, found[key])
            else:
                known = ", ".join(found)
                message = f"cannot expect {key!r}; known are {known}, data"
                raise ScenarioFailed(message, code="no_expectation", key=key)

    def _compare(self, what: str, expected: Any, found: Any) -> None:
        if expected != found:
            message = f"{what}: expected {expected!r}, found {found!r}"
            raise ScenarioFailed(message, code="differs", what=what, expected=expected, found=found)

    def _surroundings(self) -> Surroundings:
        return Surroundings(self.now, self.reference, SUBMITTER, MEMBERS, self.calendar, ZONE)

    def _keep(self, step: Step) -> None:
        stood = set(self._step.positions) if self._step is not None else set()
        self._step = step
        for publication in step.publications:
            self.status = publication.status
        self._announced |= told_to_submitter(step.jobs, has_mail=self._has_mail)
        for job in step.jobs:
            is_by_post = way_to_submitter(job.kind, job.headers, has_mail=self._has_mail) == "letter"
            if is_by_post or (job.kind == "letter" and job.headers.get("to") not in LETTER_TO):
                self.letters.append(job.headers["template"])
            if job.kind == "register":
                self.entries.append(job.headers["register"])
        for event in step.events:
            if isinstance(event, ElementCompleted):
                self.seen.add((event.process_id, event.element_id))
                if event.via:
                    self.seen.add((event.process_id, event.via))
        for process_id, element_id in set(step.positions) - stood:
            self._see_waiting(process_id, element_id, step)

    def _see_waiting(self, process_id: str, element_id: str, step: Step) -> None:
        """A token waits here now, though it may never go on from here: a deadline can end it."""
        elements = self.folders[process_id].process.elements
        self.seen.add((process_id, element_id))
        passed = {e.element_id for e in step.events if isinstance(e, ElementCompleted) and e.process_id == process_id}
        ways = elements[element_id].incoming if element_id in elements else ()
        self.seen.update((process_id, way) for way in ways if elements[way].source in passed)


def _pick(tasks: Iterable[OpenTask], element: Any, which: Any) -> OpenTask | None:
    """The first of these at an element; `which` is the instance, the person or the group that it is for."""
    for task in tasks:
        if task.element_id == element and (which is None or which in {task.instance, task.assignee, *task.groups}):
            return task
    return None


@contextmanager
def telling_where(step: int | None, where: str) -> Iterator[None]:
    """Say at which step something differed, and turn a refusal of the engine into a failure of the scenario."""
    try:
        yield
    except ScenarioFailed as error:
        raise ScenarioFailed(f"{where}: {error}", code=error.code, step=step, **error.facts) from error
    except AnswersRefused as error:
        raise ScenarioFailed(f"{where}: {error}", code="answers", step=step, problems=error.problems) from error
    except NotWaiting as error:
        raise ScenarioFailed(f"{where}: {error}", code="not_waiting", step=step, event=error.message) from error
    except ExecutionFailed as error:
        facts = {"process": error.process, "element": error.element, "reason": error.message}
        raise ScenarioFailed(f"{where}: {error}", code="stuck", step=step, **facts) from error
    except EngineError as error:
        raise ScenarioFailed(f"{where}: {error}", code="refused", step=step, reason=str(error)) from error


def _moment(find: Callable[[], datetime]) -> datetime:
    try:
        return find()
    except (TimerValueRefused, ValueError, OverflowError) as error:
        raise ScenarioFailed(str(error), code="bad_time", reason=str(error)) from error


def _mapping(value: Any) -> Mapping[str, Any]:
    if value is None or isinstance(value, Mapping):
        return value or {}
    raise ScenarioFailed(f"{value!r} is no list of names with values", code="no_step")


def _value(value: Any) -> Any:
    return feel.from_python(value)
