"""Scenarios: running a process's example stories without a database, and telling what of its diagram they reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from engine import deadlines, forms, workflow
from engine.definitions import compile_folders, read_folders
from engine.dialect import feel
from engine.dialect.elements import Element, Process
from engine.dialect.folder import ProcessFiles
from engine.dialect.timers import TimerValueRefused, resolve
from engine.errors import EngineError, ScenarioFailed
from engine.events import ElementCompleted
from engine.workflow import Compiled, OpenTask, Step, Surroundings

ZONE = ZoneInfo("Europe/Amsterdam")
STEERING_GROUP = tuple({"id": f"stuurgroep-{n}", "rol": "medewerker" if n <= 6 else "inwoner"} for n in range(1, 11))
GROUPS = (
    "initiatiefgroep",
    "gebiedsregisseur",
    "ondersteuning",
    "kernteam",
    "domesta",
    "woonconcept",
    "welzijn",
    "politie",
    "gemeente",
    "proceseigenaar",
    "auditor",
    "beheerder",
)
MEMBERS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "stuurgroep": STEERING_GROUP,
    **{group: ({"id": f"{group}-1", "rol": "medewerker"},) for group in GROUPS},
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story of one process, as its file tells it."""

    source: str
    name: str
    process: str
    now: datetime
    start: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]
    expect: Mapping[str, Any]


@dataclass(slots=True)
class Coverage:
    """Which end events and which ways out of gateways of one process were reached by any scenario."""

    process: str
    wanted: frozenset[str]
    names: Mapping[str, str]
    reached: set[str] = field(default_factory=set)

    @property
    def missed(self) -> list[str]:
        return sorted(self.wanted - self.reached)

    @property
    def percent(self) -> int:
        return 100 if not self.wanted else (100 * len(self.wanted & self.reached)) // len(self.wanted)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one scenario went; `failure` is None when all was as expected."""

    scenario: Scenario
    failure: str | None


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]
    coverage: tuple[Coverage, ...]

    @property
    def ok(self) -> bool:
        return all(o.failure is None for o in self.outcomes) and all(c.percent == 100 for c in self.coverage)


def run_scenarios(path: Path) -> Report:
    """Run every scenario of the processes under `path`.

    Raises:
        DiagramRefused: a process cannot be read. ScenarioFailed: a scenario file cannot be read.
    """
    folders = read_folders(path)
    coverage = {process_id: coverage_of(files.process) for process_id, files in folders.items()}
    outcomes = []
    for process_id, files in folders.items():
        for scenario in read_scenarios(process_id, files):
            seen: set[tuple[str, str]] = set()
            try:
                Run(scenario, folders, seen).play()
                outcomes.append(Outcome(scenario, None))
            except EngineError as error:
                outcomes.append(Outcome(scenario, str(error)))
            for process, element in seen:
                coverage[process].reached.add(element)
    return Report(tuple(outcomes), tuple(coverage.values()))


def coverage_of(process: Process) -> Coverage:
    """What scenarios of a process should reach: every end event, every way out of a gateway that has several."""
    elements = process.elements
    wanted = {e.id for e in elements.values() if e.kind == "endEvent"}
    for element in elements.values():
        if element.kind.endswith("Gateway") and len(element.outgoing) > 1:
            wanted.update(element.outgoing)
    return Coverage(process.id, frozenset(wanted), {key: _describe(elements, key) for key in wanted})


def _describe(elements: Mapping[str, Element], key: str) -> str:
    element = elements[key]
    if element.kind != "sequenceFlow":
        return element.name or key
    source, target = elements[str(element.source)], elements[str(element.target)]
    return f"{source.name or source.id} → {element.name or target.name or target.id}"


def read_scenarios(process_id: str, files: ProcessFiles) -> Iterable[Scenario]:
    """The scenarios in a process's folder. Raises: ScenarioFailed."""
    for name, data in sorted(files.scenarios.items()):
        source = f"{process_id}/{name}"
        try:
            told = yaml.safe_load(data)
            yield Scenario(
                source=source,
                name=str(told["name"]),
                process=str(told.get("process", process_id)),
                now=_moment(told["now"]),
                start=told.get("start") or {},
                steps=tuple(told.get("steps") or ()),
                expect=told.get("expect") or {},
            )
        except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise ScenarioFailed(f"{source}: cannot be read: {error}") from error


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


class Run:
    """One scenario being played. `seen` collects (process, element) of all that a token went through."""

    def __init__(self, scenario: Scenario, folders: Mapping[str, ProcessFiles], seen: set[tuple[str, str]]) -> None:
        self.scenario = scenario
        self.folders = folders
        self.seen = seen
        self.now = scenario.now
        self.status: str | None = None
        self.compiled: Compiled = compile_folders(scenario.process, _needed(scenario.process, folders))
        years = range(self.now.year - 1, self.now.year + 4)
        self.calendar = deadlines.dutch_calendar(years)
        self._step: Step | None = None

    def play(self) -> None:
        """Raises: ScenarioFailed, saying at which step and what was found instead; or what the engine refused."""
        process = self.folders[self.scenario.process].process
        start = next(e for e in process.elements.values() if e.kind == "startEvent" and e.parent == process.id)
        variables = self._start_values(process, start)
        self._keep(workflow.start(self.compiled, variables, self._surroundings()))
        for number, told in enumerate(self.scenario.steps, 1):
            try:
                self._take(told)
            except EngineError as error:
                raise ScenarioFailed(f"step {number} {dict(told)}: {error}") from error
        self._expect(self.scenario.expect)

    def _start_values(self, process: Process, start: Element) -> dict[str, Any]:
        if start.form_id is None:
            return {key: _value(value) for key, value in self.scenario.start.items()}
        form = self._form(process.id, start.form_id)
        answers = forms.validate(form, _raw(self.scenario.start))
        personal = form.personal_fields
        return {key: feel.from_python(value) for key, value in answers.items() if key not in personal}

    def _take(self, told: Mapping[str, Any]) -> None:
        if "task" in told:
            self._answer(self._find(told), told.get("as"), told.get("answers") or {})
        elif "all" in told:
            self._answer_all(told)
        elif "pass" in told:
            try:
                self._pass(resolve(str(told["pass"]), self.now, ZONE))
            except TimerValueRefused as error:
                raise ScenarioFailed(str(error)) from error
        elif "until" in told:
            self._pass(_moment(told["until"]))
        elif "message" in told:
            payload = {key: _value(value) for key, value in (told.get("payload") or {}).items()}
            self._keep(
                workflow.correlate(self.compiled, self._state, str(told["message"]), payload, self._surroundings())
            )
        elif "expect" in told:
            self._expect(told["expect"])
        else:
            raise ScenarioFailed("a step is one of task, all, pass, until, message, expect")

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
        for task in self._open():
            which = told.get("of")
            names = {task.instance, task.assignee, *task.groups}
            if task.element_id == told["task"] and (which is None or which in names):
                return task
        waiting = ", ".join(sorted({t.element_id for t in self._open()})) or "nothing"
        raise ScenarioFailed(f"task {told['task']} is not open; waiting: {waiting}")

    def _answer_all(self, told: Mapping[str, Any]) -> None:
        tasks = [task for task in self._open() if task.element_id == told["all"]]
        if not tasks:
            raise ScenarioFailed(f"no task {told['all']} is open")
        answers = told.get("answers") or {}
        each = answers if isinstance(answers, list) else [answers] * len(tasks)
        for task, given in zip(tasks, each, strict=False):
            self._answer(task, None, given)

    def _answer(self, task: OpenTask, who: str | None, given: Mapping[str, Any]) -> None:
        if who is not None and who not in task.groups and not (task.assignee or "").startswith(who):
            raise ScenarioFailed(f"{who} may not do {task.element_id}; it is for {task.groups or task.assignee}")
        element = self.folders[task.process_id].process.elements[task.element_id]
        form = self._form(task.process_id, str(element.form_id))
        known = workflow.read_variables(self._state, task.scope)
        answers = forms.validate(form, _raw(given), known)
        values = {key: feel.from_python(value) for key, value in answers.items()}
        self._keep(workflow.complete(self.compiled, self._state, task.ref, values, self._surroundings()))

    def _pass(self, until: datetime) -> None:
        """Move the clock, stopping at every timer on the way, as it would go in life."""
        while not self.step.ended and (due := min((t.due_at for t in self.step.timers), default=until)) < until:
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
        }
        for key, value in wanted.items():
            if key == "data":
                for name, expected in value.items():
                    self._compare(f"data {name}", _value(expected), self.step.variables.get(name))
            elif key == "waiting":
                self._compare(
                    key, sorted(value), found[key] if len(value) != len(set(found[key])) else sorted(set(found[key]))
                )
            elif key in found:
                self._compare(key, value, found[key])
            else:
                raise ScenarioFailed(f"cannot expect {key!r}; known are end, outcome, status, waiting, data")

    def _compare(self, what: str, expected: Any, found: Any) -> None:
        if expected != found:
            raise ScenarioFailed(f"{what}: expected {expected!r}, found {found!r}")

    def _form(self, process_id: str, form_id: str) -> forms.Form:
        return forms.read_form(self.folders[process_id].forms[form_id], form_id)

    def _surroundings(self) -> Surroundings:
        return Surroundings(self.now, "IDEE-2026-0001", "indiener-1", MEMBERS, self.calendar, ZONE)

    def _keep(self, step: Step) -> None:
        self._step = step
        for publication in step.publications:
            self.status = publication.status
        for event in step.events:
            if isinstance(event, ElementCompleted):
                self.seen.add((event.process_id, event.element_id))
                if event.via:
                    self.seen.add((event.process_id, event.via))


def _needed(process_id: str, folders: Mapping[str, ProcessFiles]) -> dict[str, ProcessFiles]:
    found: dict[str, ProcessFiles] = {}
    wanted = [process_id]
    while wanted:
        name = wanted.pop()
        if name not in found:
            if name not in folders:
                raise ScenarioFailed(f"process {name} is not here")
            found[name] = folders[name]
            elements = folders[name].process.elements.values()
            wanted.extend(str(e.called_process) for e in elements if e.kind == "callActivity")
    return found


def _raw(given: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What a person would have typed for these values."""
    return {key: typed(value) for key, value in given.items()}


def typed(value: Any) -> str | list[str]:
    """What a person would have typed or ticked for a value."""
    if isinstance(value, list):
        return [str(typed(item)) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


def _value(value: Any) -> Any:
    return feel.from_python(value)
