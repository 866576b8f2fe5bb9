"""Moving: an operator ends what a token waits for, and lets it go on from another element of the same scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.dialect.elements import Element
from engine.errors import NotWaiting
from engine.workflow import specs
from engine.workflow.compiled import Compiled
from engine.workflow.game import TokenGame
from engine.workflow.joins import EventGateway
from engine.workflow.passage import Obstacle
from engine.workflow.playing import wake
from engine.workflow.reporting import report
from engine.workflow.standing import Standing, find_standing, find_tokens, ref_of
from engine.workflow.step import Step, Surroundings

NO_PLACE = frozenset({"sequenceFlow", "startEvent", "boundaryEvent", "textAnnotation", "association", "group"}) | {
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
}
JOINS = frozenset({"parallelGateway", "inclusiveGateway"})


@dataclass(frozen=True, slots=True)
class Token:
    """A token that waits, by the `ref` of what it waits at, and the elements of its scope from where it could go on."""

    ref: str
    process: str
    element: str
    places: tuple[str, ...]


def list_tokens(compiled: Compiled, state: bytes, surroundings: Surroundings) -> tuple[Token, ...]:
    """Every token that an operator could move: in each scope, those in its flow."""
    return tuple(_tokens(wake(compiled, state, surroundings)))


def move(
    compiled: Compiled, state: bytes, ref: str, to: str, surroundings: Surroundings
) -> tuple[Step | None, tuple[Obstacle, ...], Standing]:
    """Take a token away from where it waits and let it go on from another element, by id, of its scope.

    What waits with it ends: what is on the edge, inside, or behind the same gateway. What can follow from where the
    tokens then stand is for `checking` to say. Timers that are due do not fire first: their effects may be what keeps
    the case from going on.

    Raises:
        NotWaiting: no token waits there now.
        ExecutionFailed: the case cannot go on from there.
    """
    game = wake(compiled, state, surroundings)
    task = game.find_task(ref)
    if task is None or not any(task is other for other in find_tokens(task.workflow)):
        raise NotWaiting(ref)
    workflow = task.workflow
    process = compiled.processes[workflow.spec.process_id]
    obstacles = tuple(_hinder(game, task, to))
    if obstacles:
        return None, obstacles, find_standing(process, workflow)
    _end(task)
    spec = workflow.spec.task_specs
    begun = workflow.hang(f"{to}.BoundaryEventSplit" if f"{to}.BoundaryEventSplit" in spec else to)
    standing = find_standing(process, workflow, process.elements[to].incoming[:1])
    begun.task_spec._update(begun)
    game.settle()
    return report(game), (), standing


def _tokens(game: TokenGame) -> Iterator[Token]:
    for workflow in game.workflow.running():
        process = game.compiled.processes[workflow.spec.process_id]
        for task in find_tokens(workflow):
            element: Element = task.task_spec.element
            inside = [e.id for e in process.elements.values() if e.parent == element.parent and e.kind not in NO_PLACE]
            places = tuple(key for key in inside if not any(_hinder(game, task, key)))
            yield Token(ref_of(task), process.id, element.id, places)


def _hinder(game: TokenGame, task: Task, to: str) -> Iterator[Obstacle]:
    """Why a token cannot go on from an element."""
    element: Element = task.task_spec.element
    process = game.compiled.processes[element.process]
    found = process.elements.get(to)
    if game.memory.get("undoing"):
        yield Obstacle("undoing", element.process, element.id)
    elif found is None or found.kind in NO_PLACE:
        yield Obstacle("no_place", element.process, to)
    elif found.parent != element.parent:
        yield Obstacle("across_scopes", element.process, to)
    elif found.kind in JOINS and len(found.incoming) > 1:
        yield Obstacle("into_join", element.process, to)
    elif found.triggered_by_event or found.for_compensation or process.choices_before(found):
        yield Obstacle("into_event", element.process, to)


def _end(task: Task) -> None:
    """End what a token waits for, and all that waits with it."""
    parent = task.parent
    together = [task]
    if isinstance(parent.task_spec, EventGateway | BoundaryEventSplit):
        together = [child for child in parent.children if not child.has_state(TaskState.FINISHED_MASK)]
    if isinstance(parent.task_spec, BoundaryEventSplit):
        came = [child for child in parent.children if isinstance(child.task_spec, specs.Boundary)]
        below = [child for edge in came for child in edge.children if isinstance(child.task_spec, BoundaryEventJoin)]
        together += [join for join in below if join.has_state(TaskState.WAITING)]
    for waiting in together:
        waiting.cancel()
