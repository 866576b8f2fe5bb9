"""Entering: a case that began elsewhere takes up its process at the step that it has reached there, not at a start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.dialect.elements import Element, Process
from engine.workflow import happening, specs
from engine.workflow.compiled import Compiled
from engine.workflow.game import TokenGame
from engine.workflow.moving import JOINS, NO_PLACE
from engine.workflow.passage import Obstacle
from engine.workflow.reporting import report
from engine.workflow.run import Instance, Run
from engine.workflow.scopes import ROOT, Scopes, inside_of
from engine.workflow.standing import Standing
from engine.workflow.step import Step, Surroundings

Path = Sequence[str]
"""The elements that lead to a step, by id: each call or subprocess around it, outermost first, and the step itself."""


def enter(
    compiled: Compiled, variables: Mapping[str, Any], path: Path, surroundings: Surroundings
) -> tuple[Step | None, tuple[Obstacle, ...], tuple[Standing, ...]]:
    """Begin a case at a step, as if the steps before it had been done, and run it until every token waits.

    Nothing before the step happens: no mail is asked for and no status is published. The variables exist in the case as
    a whole and in each process that is called on the way, as its own steps would have given them by now. What can
    follow from where the tokens then stand is for `checking` to say.

    Raises:
        ExecutionFailed: the case cannot go on from there.
    """
    obstacles = tuple(_hinder(compiled, path))
    if obstacles:
        return None, obstacles, ()
    workflow = Instance(compiled.specs[compiled.main], compiled.specs)
    workflow.begin()
    scopes = Scopes()
    scopes.own(ROOT).update({**dict.fromkeys(compiled.data.get(compiled.main, ())), **variables})
    game = TokenGame(compiled, workflow, scopes, {}, surroundings)
    run: Run = workflow
    standings = []
    for number, key in enumerate(path, 1):
        process = compiled.processes[run.spec.process_id]
        element = process.elements[key]
        standings.append(Standing(process.id, element.parent, frozenset(element.incoming[:1])))
        _lead(run, key)
        if number < len(path):
            run = _open(game, run, key)
            _hand_down(game, run, variables)
    game.settle()
    return report(game), (), tuple(standings)


def _hinder(compiled: Compiled, path: Path) -> Iterator[Obstacle]:
    """Why a case cannot begin at this step."""
    scope, process = compiled.main, compiled.processes[compiled.main]
    for number, key in enumerate(path, 1):
        element = process.elements.get(key)
        if element is None or element.kind in NO_PLACE:
            yield Obstacle("no_place", process.id, key)
            return
        if element.parent != scope:
            yield Obstacle("across_scopes", process.id, key)
            return
        yield from hinder_at(process, element, last=number == len(path))
        if element.kind == "callActivity" and number < len(path):
            process = compiled.processes[str(element.called_process)]
            scope = process.id
        else:
            scope = element.id


def hinder_at(process: Process, element: Element, *, last: bool) -> Iterator[Obstacle]:
    """Why nothing can begin at, or for one that is not the last in a path inside, an element of a process."""
    if element.kind in JOINS and len(element.incoming) > 1:
        yield Obstacle("into_join", process.id, element.id)
    elif element.triggered_by_event or element.for_compensation or process.choices_before(element):
        yield Obstacle("into_event", process.id, element.id)
    elif not last and element.loop is not None:
        yield Obstacle("into_loop", process.id, element.id)


def _lead(run: Run, key: str) -> None:
    """Let the first token of a run come to an element, and to what is on its edge, instead of to a start."""
    split = f"{key}.BoundaryEventSplit"
    name = split if split in run.spec.task_specs else key
    first = run.task_tree
    if first.has_state(TaskState.READY):
        first.lead_to(run.spec.task_specs[name])
        first.run()
        return
    # A call or subprocess has been begun with its activity: its token stands at a start, and has done nothing yet.
    for begun in first.children:
        begun.cancel()
    task = run.hang(name)
    task.task_spec._update(task)


def _open(game: TokenGame, run: Run, key: str) -> Run:
    """Go into a call or subprocess that the first token of a run is led to; what is inside it has not moved yet."""
    while (task := _find_open(run, key)) is None:
        for ready in [task for task in game.tasks(TaskState.READY) if task.workflow is run]:
            happening.run_task(game, ready)
    inner: Run = game.workflow.subprocesses[task.id]
    return inner


def _hand_down(game: TokenGame, run: Run, variables: Mapping[str, Any]) -> None:
    """Give a called process what its own steps would have given by now; its inputs have been handed over already."""
    key = inside_of(run.parent_task_id)
    own = game.scopes.own(key)
    if run.spec.name == run.spec.process_id:
        own.update({name: value for name, value in variables.items() if own.get(name) is None})


def _find_open(run: Run, key: str) -> Task | None:
    open_now = (task for task in run.tasks.values() if task.has_state(TaskState.STARTED))
    return next((t for t in open_now if isinstance(t.task_spec, specs.SubProcess) and t.task_spec.name == key), None)
