"""Standing: on which flows the tokens of a scope stand, so that `checking` can say whether they can reach an end."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from SpiffWorkflow.task import Task

from engine.dialect.elements import Element, Process
from engine.workflow import specs
from engine.workflow.joins import EventGateway, Inclusive, Parallel
from engine.workflow.run import Run
from engine.workflow.specification import split_name
from engine.workflow.token import ALIVE
from engine.workflow.ways import Way


def ref_of(task: Task) -> str:
    """The name by which the rest of the engine knows something that waits."""
    ref: str = task.id
    return ref


@dataclass(frozen=True, slots=True)
class Standing:
    """The flows of one scope on which tokens stand. `parent` is the process or subprocess."""

    process: str
    parent: str
    flows: frozenset[str]


def find_tokens(workflow: Run) -> Iterator[Task]:
    """The tokens in the flow of a scope: not what waits outside it, on an edge, inside a repetition or to undo.

    All events after an event-based gateway count as one token, represented by the first.
    """
    choices = set()
    for task in workflow.tasks.values():
        spec = task.task_spec
        if not task.has_state(ALIVE) or not isinstance(spec, specs.Node) or isinstance(spec, specs.Boundary):
            continue
        if not spec.tracked or spec.element.triggered_by_event or spec.element.for_compensation:
            continue
        if isinstance(task.parent.task_spec, EventGateway):
            if task.parent.id in choices:
                continue
            choices.add(task.parent.id)
        yield task


def find_standing(process: Process, workflow: Run, also: Collection[str] = ()) -> Standing:
    """Where the tokens of a scope stand; `also` are flows that get a token in addition."""
    flows = set(also)
    for task in find_tokens(workflow):
        if (way := _way_of(process, task, flows)) is not None:
            flows.add(way)
    _, parent = split_name(workflow.spec.name)
    return Standing(process.id, parent or process.id, frozenset(flows))


def _way_of(process: Process, task: Task, taken: Collection[str]) -> str | None:
    """A flow that says where a token stands. For a token at a join it is the flow by which it arrived."""
    behind_choice = isinstance(task.parent.task_spec, EventGateway)
    element: Element = task.parent.task_spec.element if behind_choice else task.task_spec.element
    ways = element.incoming
    if isinstance(task.parent.task_spec, Way):
        return task.parent.task_spec.flow.id
    if isinstance(task.task_spec, Parallel | Inclusive):
        source = task.parent.task_spec.name
        ways = tuple(flow for flow in ways if process.elements[flow].source == source)
    return next((flow for flow in ways if flow not in taken), None)
