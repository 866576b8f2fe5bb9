"""Migrating: a case to another version of its process, or the reasons why it cannot go. Bytes in, a `Step` out.

A migration moves no token and does nothing outside the case, so it can be reverted as long as nothing else has
happened. What cannot be shown to be right is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.dialect.elements import Element
from engine.errors import CaseEnded, ExecutionFailed
from engine.workflow import catching, handing, offering, repeating, specs
from engine.workflow.carrying import Carried, carry
from engine.workflow.compiled import Compiled
from engine.workflow.game import TokenGame
from engine.workflow.joins import Inclusive, Parallel
from engine.workflow.loops import Repeated
from engine.workflow.passage import Obstacle, Passage
from engine.workflow.reporting import report
from engine.workflow.standing import Standing, find_standing, find_tokens, ref_of
from engine.workflow.state import thaw
from engine.workflow.step import Step, Surroundings
from engine.workflow.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of one case: it migrates, unless there are obstacles or a token of `standings` gets stuck."""

    obstacles: tuple[Obstacle, ...]
    standings: tuple[Standing, ...] = ()
    mapped: bool = False
    """Whether it migrates only with the mapping."""
    begun: tuple[tuple[str, str], ...] = ()
    """(process, element) of events that are awaited from now on; timers count from now."""
    dropped: tuple[tuple[str, str], ...] = ()
    """(process, element in the old version) of events that are no longer awaited."""


def judge(passage: Passage, state: bytes, surroundings: Surroundings) -> Verdict:
    """Try a migration on a copy. Raises: CaseEnded."""
    return _try(passage, state, surroundings)[1]


def migrate(passage: Passage, state: bytes, surroundings: Surroundings) -> tuple[Step | None, Verdict]:
    """Migrate a case; there is no step if there are obstacles. Raises: CaseEnded."""
    game, verdict = _try(passage, state, surroundings)
    if verdict.obstacles:
        return None, verdict
    step = report(game)
    thaw(step.state, passage.new)  # What cannot be read back must not be stored.
    return step, verdict


def view(compiled: Compiled, state: bytes, surroundings: Surroundings) -> Step:
    """A case as it stands, without advancing it: what its tables should contain."""
    workflow, scopes, memory = thaw(state, compiled)
    return report(TokenGame(compiled, workflow, scopes, memory, surroundings))


def _try(passage: Passage, state: bytes, surroundings: Surroundings) -> tuple[TokenGame, Verdict]:
    workflow, scopes, memory = thaw(state, passage.old)
    if workflow.completed:
        raise CaseEnded("the case has ended")
    game = TokenGame(passage.old, workflow, scopes, memory, surroundings)
    if memory.get("undoing"):
        return game, Verdict((Obstacle("undoing", passage.process, ""),))
    obstacles = list(_carry_done(passage, game))
    carried = carry(passage, workflow, memory)
    obstacles += carried.obstacles
    if obstacles:
        return game, Verdict(tuple(obstacles), mapped=carried.mapped)
    _carry_end(passage, memory)
    game = TokenGame(passage.new, workflow, scopes, memory, surroundings)
    _make_data(passage, game)
    _Settling(passage, game, carried, obstacles).settle()
    standings = list(_find_standings(passage, game, carried, obstacles))
    begun = tuple(dict.fromkeys(game.place_of(task) for task in carried.fresh))
    dropped = tuple(dict.fromkeys((element.process, element.id) for element in carried.dropped))
    return game, Verdict(tuple(dict.fromkeys(obstacles)), tuple(standings), carried.mapped, begun, dropped)


# ---- what the case remembers ------------------------------------------------------------------------------------


def _carry_done(passage: Passage, game: TokenGame) -> Iterator[Obstacle]:
    """What was done and can be undone must still be undone in the same way."""
    done = game.memory.get("done", {})
    for workflow in game.workflow.running():
        process = workflow.spec.process_id
        if process not in passage.new.compensation:
            continue  # It is no longer called: the token at its call reports that.
        yield from _carry_records(passage, process, done.get(game.scope_within(workflow), []))


def _carry_records(passage: Passage, process: str, records: list[dict[str, Any]]) -> Iterator[Obstacle]:
    old, new = passage.old.compensation[process], passage.new.compensation[process]
    for record in records:
        was, now = record["of"], passage.element_id(process, record["of"])
        if now not in new.compensable or (was in old.handlers) != (now in new.handlers):
            yield Obstacle("not_undone", process, was)
        record["of"] = now
        yield from _carry_records(passage, process, record.get("done", []))


def _carry_end(passage: Passage, memory: dict[str, Any]) -> None:
    """Carry over an end reached while other tokens went on; if it is gone, it no longer decides how the case ends."""
    main = passage.new.main
    if (was := memory.get("last_end")) is not None:
        now = passage.element_id(main, was)
        found = passage.new.processes[main].elements.get(now)
        if found is not None and found.kind == "endEvent":
            memory["last_end"] = now
        else:
            del memory["last_end"]


def _make_data(passage: Passage, game: TokenGame) -> None:
    """Create, without a value, the data objects that are new in this version."""
    for workflow in game.workflow.running():
        own = game.scopes.own(game.scope_within(workflow))
        for name in passage.new.data.get(workflow.spec.name, ()):
            own.setdefault(name, None)


# ---- what waits -------------------------------------------------------------------------------------------------


class _Settling:
    """Makes sure that what waits does so as the new version says, and that nothing would happen at once."""

    def __init__(self, passage: Passage, game: TokenGame, carried: Carried, obstacles: list[Obstacle]) -> None:
        self.passage = passage
        self.game = game
        self.carried = carried
        self.obstacles = obstacles

    def settle(self) -> None:
        for task in self.carried.fresh:
            task.task_spec._update(task)
        for task in self.game.tasks(TaskState.STARTED):
            if isinstance(task.task_spec, Repeated):
                self._attempt(task.task_spec.element, partial(self._repeat_on, task))
            elif isinstance(task.task_spec, specs.SubProcess):
                self._attempt(task.task_spec.element, partial(self._run_on, task))
        for waiting in list(catching.find_waiting(self.game)):
            self._attempt(waiting.element, partial(self._wait_on, waiting))
        for task in list(self.game.tasks(TaskState.READY | TaskState.WAITING)):
            if isinstance(task.task_spec, specs.UserTask) and task.has_state(TaskState.READY):
                self._attempt(task.task_spec.element, partial(self._offer_on, task))
            elif isinstance(task.task_spec, Parallel | Inclusive):
                self._join_on(task)
        catching.forget_listeners(self.game)

    def _attempt(self, element: Element, act: Callable[[], None]) -> None:
        try:
            act()
        except ExecutionFailed as error:
            self._refuse("not_computed", element, error.message)

    def _refuse(self, code: str, element: Element, detail: str = "") -> None:
        self.obstacles.append(Obstacle(code, element.process, element.id, detail))

    def _wait_on(self, waiting: Waiting) -> None:
        """Keep waiting: a moment that is set stays; what is new or asks something else is settled now."""
        old = self.carried.was.get(waiting.ref)
        before = old.event if old is not None else None
        event, memory = waiting.event, waiting.memory
        if event.kind == "message" and (before is None or before.correlation_key != event.correlation_key):
            memory.pop("key", None)
        if event.kind == "conditional" and (before is None or before.expression != event.expression):
            text = event.expression
            holds = self.game.evaluate_in(waiting.scope, waiting.element, text) is True
            if holds and not memory.get("held", False):
                self._refuse("at_once", waiting.element)
            memory["held"] = holds
        had = "due" in memory
        catching.arm(self.game, waiting)
        if event.kind == "timer" and not had and datetime.fromisoformat(memory["due"]) <= self.game.surroundings.now:
            self._refuse("at_once", waiting.element)

    def _repeat_on(self, task: Task) -> None:
        """Collect the results of its instances as the new version says; migrating must not complete the activity."""
        old, new = self.carried.was[ref_of(task)].loop, task.task_spec.element.loop
        if old is None or new.standard:
            return
        if (old.output_collection, old.output_element) != (new.output_collection, new.output_element):
            repeating.collect_again(self.game, task)
        if old.completion_condition != new.completion_condition and repeating.has_been_enough(self.game, task):
            self._refuse("at_once", task.task_spec.element)

    def _run_on(self, task: Task) -> None:
        """Keep the inputs that the running contents got when they began, and add those that are new."""
        got = {mapping.target for mapping in self.carried.was[ref_of(task)].inputs}
        handing.hand_in(
            self.game, task, [mapping for mapping in task.task_spec.element.inputs if mapping.target not in got]
        )

    def _offer_on(self, task: Task) -> None:
        """An open task keeps its moments; whom it is for, its priority and what it shows follow the new version."""
        old, new = self.carried.was[ref_of(task)], task.task_spec.element
        if inputs := [mapping for mapping in new.inputs if mapping not in old.inputs]:
            handing.take_inputs(self.game, task, inputs)
        offer = task.internal_data["offer"]
        asked = {"candidate_groups", "priority", "due_date", "follow_up_date"}
        if all(getattr(old, name) == getattr(new, name) for name in asked):
            return
        offering.settle(self.game, task)
        told = task.internal_data["offer"]
        if old.candidate_groups == new.candidate_groups:
            told["groups"] = offer["groups"]
        if old.priority == new.priority:
            told["priority"] = offer["priority"]
        told["assignee"] = offer["assignee"]
        told["due"] = offer["due"] or told["due"]
        told["follow_up"] = offer["follow_up"] or told["follow_up"]

    def _join_on(self, task: Task) -> None:
        """A token that waits at a join must still be one that the join waits for, and not the last."""
        spec: Any = task.task_spec
        needed = Counter(source.name for source in spec.inputs)
        here = [t for t in task.workflow.tasks.values() if t.task_spec is spec and t.has_state(TaskState.WAITING)]
        ways = Counter(t.parent.task_spec.name for t in here)
        if task.parent.task_spec.name not in needed:
            old = self.carried.was[ref_of(task)]
            self._refuse("way_gone", old)
        elif (isinstance(spec, Parallel) and ways >= needed) or (isinstance(spec, Inclusive) and spec.opens(task)):
            self._refuse("at_once", spec.element)


# ---- where tokens stand -----------------------------------------------------------------------------------------


def _find_standings(
    passage: Passage, game: TokenGame, carried: Carried, obstacles: list[Obstacle]
) -> Iterator[Standing]:
    """Where tokens stand in scopes whose ways on differ from before."""
    old_names = {passage.scope(name): name for name in passage.old.specs}
    for workflow in game.workflow.running():
        name = workflow.spec.name
        if passage.is_alike(old_names[name]):
            continue
        process = passage.new.processes[workflow.spec.process_id]
        came_from: dict[str, str] = {}
        for task in find_tokens(workflow):
            now = task.task_spec.element.id
            was = carried.was[ref_of(task)].id if ref_of(task) in carried.was else now
            if came_from.setdefault(now, was) != was:
                obstacles.append(Obstacle("two_in_one", process.id, was, now))
        yield find_standing(process, workflow)
