"""Compensating: what was done and can be undone, and undoing it, the last first (BPMN 2.0.2 clause 13.5.5).

What has completed is remembered with its scope, beside the tokens and as short as can be: what undoes it is in the
diagram. `done` holds it by scope, the oldest first; `undoing` what is being undone now, by the task that sees to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.dialect import feel
from engine.dialect.elements import EMBEDDED, Element, Event
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

# ---- remembering ------------------------------------------------------------------------------------------------


def remember(game: TokenGame, task: Task) -> None:
    """An activity has completed, or one of its instances: each is undone on its own."""
    spec, element = task.task_spec, task.task_spec.element
    facts = game.compiled.compensation[element.process]
    if element.id not in facts.compensable or isinstance(spec, Repeated | Undoing):
        return
    record: Record = {"of": element.id}
    local, inner = f"local:{task.id}", f"sub:{task.id}"
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
    if COUNTER not in variables:
        return  # The laps of a loop keep nothing to themselves.
    for record in game.counters.get("done", {}).get(game.scope_around(task), ()):
        if record["of"] == element.id and record.get("local", {}).get(COUNTER) == variables[COUNTER]:
            record["local"] = variables


def tidy(game: TokenGame) -> None:
    """Forget what was done in scopes that are no more."""
    give_back(game)
    done = game.counters.pop("done", None)
    if done and not game.workflow.completed:
        kept = {scope: records for scope, records in done.items() if records and scope in game.scopes}
        game.counters.update({"done": kept} if kept else {})


def give_back(game: TokenGame) -> None:
    """What an interrupted compensation did not undo, or not entirely, can still be undone by another."""
    undoing = game.counters.get("undoing", {})
    for key, undo in reversed(list(undoing.items())):  # A compensation that began inside another comes first.
        task = _find(game, key)
        if task is None or not task.has_state(TaskState.STARTED):
            del undoing[key]
            done = game.counters.setdefault("done", {})
            for scope, record in [*_left_over(game, undo), *undo["queue"]]:
                done.setdefault(scope, []).insert(0, record)
    if not undoing:
        game.counters.pop("undoing", None)


def _left_over(game: TokenGame, undo: Mapping[str, Any]) -> list[list[Any]]:
    """What was being undone when the compensation was interrupted; of a subprocess, only what was not undone yet."""
    running = _find(game, undo.get("now", ""))
    if running is None or running.has_state(TaskState.COMPLETED):
        return []
    game.scopes.close(f"local:{running.id}")
    scope, record = undo["at"]
    if isinstance(running.task_spec, Undoing):
        record = {**record, "done": game.counters["done"].pop(f"sub:{running.id}", [])}
    return [[scope, record]]


# ---- throwing ---------------------------------------------------------------------------------------------------


def throw(game: TokenGame, task: Task) -> bool | None:
    """Undo what a compensation event names, or all that was done in its scope. None: the token waits until it is done.

    Where nothing is to be undone the token goes on (clause 13.5.5: compensation of what did not complete does nothing).
    """
    element: Element = task.task_spec.element
    event = cast(Event, element.event)
    game.events.append(events.EventThrown(element.process, element.id, event.kind, event.activity or ""))
    give_back(game)
    queue = claim(game, task.workflow, event.activity)
    if not queue:
        return True
    if event.waits:
        see_to(game, task, queue)
        return None
    see_to(game, put_beside(task.workflow), queue)
    return True


def undo_all(game: TokenGame, task: Task) -> bool | None:
    """Undo what was done in a subprocess that has been opened again for it."""
    queue = _take(game, scope_within(game, task.workflow), None)
    if queue:
        see_to(game, task, queue)
    return None if queue else True


# ---- undoing ----------------------------------------------------------------------------------------------------


def claim(game: TokenGame, workflow: Any, activity: str | None) -> list[list[Any]]:
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


def see_to(game: TokenGame, task: Task, queue: list[list[Any]], **told: Any) -> None:
    game.counters.setdefault("undoing", {})[task.id] = {"queue": queue, **told}


def put_beside(workflow: Any) -> Task:
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
            del undo["at"]
            game.scopes.close(f"local:{ended}")
            if running is not None:
                running.workflow._remove_task(running.id)  # The history has it; the case need not.
        if undo["queue"]:
            scope, record = undo["queue"].pop(0)
            undo["now"] = _begin(game, scope, record)
            undo["at"] = [scope, {name: told for name, told in record.items() if name != "done"}]
        else:
            _end(game, task, key)
        return True
    return False


def _begin(game: TokenGame, scope: str, record: Record) -> str:
    """Set to work what undoes an activity; returns its key."""
    workflow = _scopes(game).get(scope, game.workflow)
    process = workflow.spec.name.partition("/")[0]
    facts = game.compiled.compensation[process]
    handler = facts.handlers.get(record["of"])
    if handler is not None:
        game.events.append(events.ElementCompleted(process, facts.edges[record["of"]]))
    task = _hang(workflow, handler or f"{record['of']} {UNDO}")
    if "local" in record:
        variables = _from_json(record["local"])
        if handler is not None:
            # One comes after the other, so what it finds out need not stay inside, as with instances side by side.
            variables.pop(COUNTER, None)
        game.scopes.open(f"local:{task.id}", scope, variables)
    element: Element = task.task_spec.element
    if handler is None:
        inner = f"sub:{task.id}"
        game.scopes.open(inner, game.scope_of(task), _from_json(record.get("own", {})))
        if "done" in record:
            game.counters.setdefault("done", {})[inner] = record["done"]
    elif "local" in record and element.kind == "userTask":
        game.scopes.own(f"local:{task.id}").update(handing.mapped(game, task, element.inputs))
    task.task_spec._update(task)
    key: str = task.id
    return key


def _end(game: TokenGame, task: Task, key: str) -> None:
    undo = game.counters["undoing"].pop(key)
    if "cancels" not in undo:
        task.complete()
        return
    host = game.workflow.get_task_from_id(task.workflow.parent_task_id)
    throwing.tell(game, next(edge for edge in edges_of(game, host) if edge.event.kind == "cancel"))


def edges_of(game: TokenGame, host: Task) -> list[Waiting]:
    """What waits on the edge of a subprocess; of one that is repeated, on that of the whole."""
    whole = host if host.task_spec.tracked else host.parent
    return [
        waiting
        for waiting in find_waiting(game)
        if waiting.task is not None
        and waiting.task.parent is whole.parent
        and waiting.element.attached_to == host.task_spec.element.id
    ]


def _hang(workflow: Any, name: str) -> Task:
    """A task under the start of a scope: outside its flow, but the scope does not end before it."""
    spec = workflow.spec.task_specs[name]
    task: Task = workflow.task_tree._add_child(spec, TaskState.FUTURE)
    task.triggered = True
    return task


def _scopes(game: TokenGame) -> dict[str, Any]:
    return {f"sub:{key}": workflow for key, workflow in game.workflow.subprocesses.items()}


def _find(game: TokenGame, key: str) -> Task | None:
    if not key:
        return None
    workflows = (game.workflow, *game.workflow.subprocesses.values())
    return next((w.tasks[key] for w in workflows if key in w.tasks), None)


def _to_json(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: feel.to_json(value) for name, value in variables.items()}


def _from_json(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: feel.from_json(value) for name, value in variables.items()}
