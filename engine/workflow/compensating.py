"""Compensating: what was done and can be undone, and undoing it, the last first (BPMN 2.0.2 clause 13.5.5).

What has completed is remembered with its scope, beside the tokens and as short as can be: what undoes it is in the
diagram. `done` holds it by scope, the oldest first; `undoing` what is being undone now, by the task that sees to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.dialect import feel
from engine.dialect.compensation import EMBEDDED
from engine.dialect.elements import Element, Event
from engine.errors import ExecutionFailed
from engine.workflow import handing, throwing
from engine.workflow.catching import Waiting, find_waiting, scope_within
from engine.workflow.loops import Repeated
from engine.workflow.scopes import COUNTER
from engine.workflow.undoing import UNDO, Undoing

if TYPE_CHECKING:
    from engine.workflow.game import TokenGame

Record = dict[str, Any]
"""`of` is the activity. Only where there are any: `local`, the variables of the instance or of a subprocess that is
undone as a whole; `own` and `done`, the variables of a subprocess that is opened again, and what was done inside it."""
STAYS = frozenset({"cancel", "error"})
"""Events on the edge of a transaction that can still come while it is being undone."""

# ---- remembering ------------------------------------------------------------------------------------------------


def remember(game: TokenGame, task: Task) -> None:
    """An activity has completed, or one of its instances: each is undone on its own."""
    spec, element = task.task_spec, task.task_spec.element
    facts = game.compiled.compensation[element.process]
    if element.id not in facts.compensable or isinstance(spec, Repeated | Undoing):
        return
    record: Record = {"of": element.id}
    local, inner = f"local:{task.id.hex}", f"sub:{task.id.hex}"
    shared = dict(game.scopes.own(local)) if local in game.scopes else {}
    own = game.scopes.own(inner) if element.kind in EMBEDDED and inner in game.scopes else {}
    if element.id in facts.handlers:
        shared |= own
    else:
        done = game.counters.get("done", {}).pop(inner, [])
        if not done and element.id not in facts.own:
            return
        record |= {"own": _to_json(own)} if own else {}
        record |= {"done": done} if done else {}
    if shared:
        record["local"] = _to_json(shared)
    game.counters.setdefault("done", {}).setdefault(game.scope_around(task), []).append(record)


def remember_again(game: TokenGame, task: Task) -> None:
    """The answers of a completed instance were changed: it is undone with those that count."""
    element: Element = task.task_spec.element
    variables = _to_json(game.scopes.own(game.scope_of(task)))
    for record in game.counters.get("done", {}).get(game.scope_around(task), ()):
        if record["of"] == element.id and record.get("local", {}).get(COUNTER) == variables[COUNTER]:
            record["local"] = variables


def tidy(game: TokenGame) -> None:
    """Forget what was done in scopes that are no more."""
    _give_back(game)
    done = game.counters.pop("done", None)
    if done and not game.workflow.completed:
        kept = {scope: records for scope, records in done.items() if records and scope in game.scopes}
        game.counters.update({"done": kept} if kept else {})


def _give_back(game: TokenGame) -> None:
    """What an interrupted compensation did not come to can still be undone by another."""
    undoing = game.counters.get("undoing", {})
    for key, undo in list(undoing.items()):
        task = _find(game, key)
        if task is None or not task.has_state(TaskState.STARTED):
            del undoing[key]
            done = game.counters.setdefault("done", {})
            for scope, record in undo["queue"]:
                if scope in game.scopes:
                    done.setdefault(scope, []).insert(0, record)
    if not undoing:
        game.counters.pop("undoing", None)


# ---- throwing ---------------------------------------------------------------------------------------------------


def throw(game: TokenGame, task: Task) -> bool | None:
    """Undo what a compensation event names, or all that was done in its scope. None: the token waits until it is done.

    Where nothing is to be undone the token goes on (clause 13.5.5: compensation of what did not complete does nothing).
    """
    element: Element = task.task_spec.element
    event = cast(Event, element.event)
    game.events.append(events.EventThrown(element.process, element.id, event.kind, event.activity or ""))
    _give_back(game)
    queue = _claim(game, task.workflow, event.activity)
    if not queue:
        return True
    if event.waits:
        _see_to(game, task, queue)
        return None
    _see_to(game, _put_beside(task.workflow), queue)
    return True


def undo_all(game: TokenGame, task: Task) -> bool | None:
    """Undo what was done in a subprocess that has been opened again for it."""
    queue = _take(game, scope_within(game, task.workflow), None)
    if queue:
        _see_to(game, task, queue)
    return None if queue else True


def cancel(game: TokenGame, task: Task) -> bool:
    """Cancel a transaction: end what goes on in it, undo what was done, and leave it by its cancel event.

    BPMN 2.0.2 clause 10.3.5. Nothing but an error, its hazard, can come between. Of a transaction that runs several
    times side by side all runs are cancelled.

    Raises:
        ExecutionFailed: there is no transaction around it, or no cancel event on its edge.
    """
    element: Element = task.task_spec.element
    game.events.append(events.EventThrown(element.process, element.id, "cancel", ""))
    host = _transaction_of(game, task)
    edges = _edges_of(game, host)
    if not any(edge.event.kind == "cancel" for edge in edges):
        reason = "the transaction is cancelled, and no cancel event on its edge says how to go on"
        raise ExecutionFailed(reason, element=element.id, process=element.process)
    for edge in edges:
        if edge.task is not None and edge.event.kind not in STAYS:
            edge.task.cancel()
    _give_back(game)
    runs = [game.workflow.subprocesses[run.id] for run in _runs_of(host)]
    queue: list[list[Any]] = []
    _stop(game, runs, task, host)
    for run in runs:
        queue += _claim(game, task.workflow if run is _inner(game, host) else run, None)
    _see_to(game, _put_beside(_inner(game, host)), queue, cancels=[scope_within(game, run) for run in runs])
    return True


def _transaction_of(game: TokenGame, task: Task) -> Task:
    workflow = task.workflow
    while workflow is not game.workflow:
        host: Task = game.workflow.get_task_from_id(workflow.parent_task_id)
        if host.task_spec.element.kind == "transaction" and not isinstance(host.task_spec, Undoing):
            return host
        if not host.task_spec.element.triggered_by_event:
            break
        workflow = host.workflow
    element: Element = task.task_spec.element
    raise ExecutionFailed("there is no transaction around it", element=element.id, process=element.process)


def _edges_of(game: TokenGame, host: Task) -> list[Waiting]:
    whole = host if host.task_spec.tracked else host.parent
    return [
        waiting
        for waiting in find_waiting(game)
        if waiting.task is not None
        and waiting.task.parent is whole.parent
        and waiting.element.attached_to == host.task_spec.element.id
    ]


def _runs_of(host: Task) -> list[Task]:
    """The transaction itself, and the runs beside it where it is repeated."""
    if host.task_spec.tracked:
        return [host]
    beside = [run for run in host.parent.children if run.task_spec is host.task_spec]
    return [run for run in beside if run.has_state(TaskState.STARTED)]


def _inner(game: TokenGame, host: Task) -> Any:
    return game.workflow.subprocesses[host.id]


def _stop(game: TokenGame, runs: list[Any], task: Task, host: Task) -> None:
    """End everything that goes on in a transaction, but not the task that says so and what is around that."""
    kept, inside = {task.id}, [*runs]
    workflow = task.workflow
    while workflow.parent_task_id != host.id:
        inside.append(workflow)
        kept.add(workflow.parent_task_id)
        workflow = game.workflow.get_task_from_id(workflow.parent_task_id).workflow
    for scope in inside:
        for other in list(scope.tasks.values()):
            if other.id in scope.tasks and other.id not in kept and other.has_state(TaskState.NOT_FINISHED_MASK):
                other.cancel()


# ---- undoing ----------------------------------------------------------------------------------------------------


def _claim(game: TokenGame, workflow: Any, activity: str | None) -> list[list[Any]]:
    """Take what is to be undone, the last first: of a scope, and of the scope around an event subprocess.

    An event subprocess undoes what was done in the activity that it belongs to.
    """
    queue = _take(game, scope_within(game, workflow), activity)
    while workflow is not game.workflow:
        host = game.workflow.get_task_from_id(workflow.parent_task_id)
        if isinstance(host.task_spec, Undoing) or not host.task_spec.element.triggered_by_event:
            break
        workflow = host.workflow
        queue += _take(game, scope_within(game, workflow), activity)
    return queue


def _take(game: TokenGame, scope: str, activity: str | None) -> list[list[Any]]:
    done = game.counters.get("done", {})
    records = done.get(scope, [])
    if records:
        done[scope] = [record for record in records if activity not in (None, record["of"])]
    return [[scope, record] for record in reversed(records) if activity in (None, record["of"])]


def _see_to(game: TokenGame, task: Task, queue: list[list[Any]], **told: Any) -> None:
    game.counters.setdefault("undoing", {})[task.id.hex] = {"queue": queue, **told}


def _put_beside(workflow: Any) -> Task:
    """A task that keeps a scope open while something in it is undone."""
    task = _hang(workflow, UNDO)
    task._set_state(TaskState.STARTED)
    return task


def advance(game: TokenGame) -> bool:
    """Begin with what is to be undone next, or end a compensation that has nothing left; whether there was any."""
    for key, undo in list(game.counters.get("undoing", {}).items()):
        task, running = _find(game, key), _find(game, undo.get("now", ""))
        if task is None or not task.has_state(TaskState.STARTED):
            continue
        if running is not None and not running.has_state(TaskState.FINISHED_MASK):
            continue
        if ended := undo.pop("now", None):
            game.scopes.close(f"local:{ended}")
        if undo["queue"]:
            scope, record = undo["queue"].pop(0)
            undo["now"] = _begin(game, scope, record)
        else:
            _end(game, task, key)
        return True
    return False


def _begin(game: TokenGame, scope: str, record: Record) -> str:
    """Set to work what undoes an activity; returns its key."""
    workflow = game.workflow if scope not in _scopes(game) else _scopes(game)[scope]
    process = workflow.spec.name.partition("/")[0]
    facts = game.compiled.compensation[process]
    handler = facts.handlers.get(record["of"])
    if handler is not None:
        game.events.append(events.ElementCompleted(process, facts.edges[record["of"]]))
    task = _hang(workflow, handler or f"{record['of']} {UNDO}")
    if "local" in record:
        game.scopes.open(f"local:{task.id.hex}", scope, _from_json(record["local"]))
    element: Element = task.task_spec.element
    if handler is None:
        inner = f"sub:{task.id.hex}"
        game.scopes.open(inner, game.scope_of(task), _from_json(record.get("own", {})))
        if "done" in record:
            game.counters.setdefault("done", {})[inner] = record["done"]
    elif "local" in record and element.kind == "userTask":
        game.scopes.own(f"local:{task.id.hex}").update(handing.mapped(game, task, element.inputs))
    task.task_spec._update(task)
    key: str = task.id.hex
    return key


def _end(game: TokenGame, task: Task, key: str) -> None:
    undo = game.counters["undoing"].pop(key)
    if "cancels" not in undo:
        task.complete()
        return
    host = game.workflow.get_task_from_id(task.workflow.parent_task_id)
    throwing.tell(game, next(edge for edge in _edges_of(game, host) if edge.event.kind == "cancel"))


def _hang(workflow: Any, name: str) -> Task:
    """A task under the start of a scope: outside its flow, but the scope does not end before it."""
    spec = workflow.spec.task_specs[name]
    task: Task = workflow.task_tree._add_child(spec, TaskState.FUTURE)
    task.triggered = True
    spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
    return task


def _scopes(game: TokenGame) -> dict[str, Any]:
    return {f"sub:{key.hex}": workflow for key, workflow in game.workflow.subprocesses.items()}


def _find(game: TokenGame, key: str) -> Task | None:
    if not key:
        return None
    workflows = (game.workflow, *game.workflow.subprocesses.values())
    return next((w.tasks[UUID(key)] for w in workflows if UUID(key) in w.tasks), None)


def _to_json(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: feel.to_json(value) for name, value in variables.items()}


def _from_json(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: feel.from_json(value) for name, value in variables.items()}
