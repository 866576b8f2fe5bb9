"""Player: plays one case on the token game alone, move by move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine import soundness, workflow
from engine.deadlines import dutch_calendar
from engine.dialect.folder import ProcessFiles
from engine.events import ElementCompleted
from engine.versions.folders import compile_folders
from engine.workflow import JobRequest, OpenTask, Passage, Step, Surroundings, Verdict
from tests.engine.diagrams import folder

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MEMBERS = tuple({"id": f"lid-{n}", "rol": "inwoner"} for n in range(1, 4))


@dataclass
class Player:
    """Plays one case, keeping only its bytes between moves."""

    folders: Mapping[str, ProcessFiles]
    now: datetime = MONDAY
    step: Step = field(init=False)
    walked: list[str] = field(default_factory=list)
    asked: list[JobRequest] = field(default_factory=list)

    def begin(self, **variables: Any) -> Player:
        return self.begin_at(None, **variables)

    def begin_at(self, at: str | None, **variables: Any) -> Player:
        self.compiled = compile_folders(next(iter(self.folders)), self.folders)
        return self._keep(workflow.start(self.compiled, variables, self.surroundings(), at))

    def surroundings(self) -> Surroundings:
        calendar = dutch_calendar()
        return Surroundings(
            self.now, "PROEF-1", "indiener-1", {"stuurgroep": MEMBERS}, calendar, ZoneInfo("Europe/Amsterdam")
        )

    def answer(self, element: str, of: str | None = None, **answers: Any) -> Player:
        return self.answer_ref(self.task(element, of).ref, **answers)

    def answer_ref(self, ref: str, **answers: Any) -> Player:
        return self._keep(workflow.complete(self.compiled, self.step.state, ref, answers, self.surroundings()))

    def task(self, element: str, of: str | None = None) -> OpenTask:
        return next(t for t in self.step.open_tasks if t.element_id == element and of in (None, t.instance))

    def wait(self, **by: float) -> Player:
        self.now += timedelta(**by)
        return self._keep(workflow.pass_time(self.compiled, self.step.state, self.surroundings()))

    def send(self, name: str, **payload: Any) -> Player:
        return self._keep(workflow.correlate(self.compiled, self.step.state, name, payload, self.surroundings()))

    def send_to(self, name: str, key: str) -> Player:
        return self._keep(workflow.correlate(self.compiled, self.step.state, name, {}, self.surroundings(), key))

    def signal(self, name: str) -> Player:
        return self._keep(workflow.take_signal(self.compiled, self.step.state, name, self.surroundings()))

    def judge(self, *inside: str, mapping: Mapping[str, str] | None = None, **told: Any) -> Verdict:
        """What would happen to the case in another version of its process."""
        return workflow.judge(self._passage(inside, mapping, told), self.step.state, self.surroundings())

    def migrate(self, *inside: str, mapping: Mapping[str, str] | None = None, **told: Any) -> Player:
        """Continue in another version of the case's process, which must be possible."""
        passage = self._passage(inside, mapping, told)
        step, verdict = workflow.migrate(passage, self.step.state, self.surroundings())
        assert step is not None, verdict.obstacles
        for where in verdict.standings:
            process = passage.new.processes[where.process]
            assert soundness.find_stuck(process, where.parent, where.flows) == set()
        self.compiled = passage.new
        return self._keep(step)

    def move(self, element: str, to: str) -> Player:
        """Let the token at an element continue from another, which must be possible."""
        step, obstacles, standing = workflow.move(
            self.compiled, self.step.state, self.at(element), to, self.surroundings()
        )
        assert step is not None, obstacles
        assert soundness.find_stuck(self.compiled.processes[standing.process], standing.parent, standing.flows) == set()
        return self._keep(step)

    def at(self, element: str) -> str:
        """The ref of the token at an element."""
        found = workflow.list_tokens(self.compiled, self.step.state, self.surroundings())
        return next(token.ref for token in found if token.element == element)

    def _passage(self, inside: tuple[str, ...], mapping: Mapping[str, str] | None, told: Mapping[str, Any]) -> Passage:
        process = str(told.get("process", "proef"))
        folders = {**self.folders, process: folder(*inside, **told)}
        return Passage(self.compiled, compile_folders(next(iter(folders)), folders), process, mapping or {})

    def _keep(self, step: Step) -> Player:
        self.step = step
        self.asked += step.jobs
        self.walked += [e.element_id for e in step.events if isinstance(e, ElementCompleted)]
        return self

    @property
    def waiting(self) -> list[str]:
        return sorted(task.element_id for task in self.step.open_tasks)

    @property
    def listens(self) -> list[str]:
        """The events that are waited for: timers, messages and signals."""
        timers = [timer.element_id for timer in self.step.timers]
        return sorted([*timers, *(subscription.element_id for subscription in self.step.subscriptions)])

    @property
    def ended_in(self) -> str | None:
        return self.step.ending.element_id if self.step.ending else None


def play(*inside: str, **variables: Any) -> Player:
    return Player({"proef": folder(*inside)}).begin(**variables)
