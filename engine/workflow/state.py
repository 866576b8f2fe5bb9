"""State: a case's tokens and variables as one compressed blob, and back. Nobody else looks inside.

SpiffWorkflow's own serializer keeps the specification with every case, breaks on a field called `typename`, and cannot
hold dates or decimals. Ours keeps only the task tree; its order is kept, since the order of tasks carries meaning.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task

from engine.workflow.compiling import Compiled
from engine.workflow.instance import Inner, Instance
from engine.workflow.scopes import COUNTER, ROOT, Scopes

FORMAT = 1


def freeze(workflow: Instance, scopes: Scopes, counters: Mapping[str, Any]) -> bytes:
    document = {
        "format": FORMAT,
        "scopes": scopes.to_json(),
        "counters": dict(counters),
        "top": _tasks_of(workflow),
        "inner": {
            task_id.hex: {"spec": inner.spec.name, **_tasks_of(inner)}
            for task_id, inner in workflow.subprocesses.items()
        },
    }
    return zlib.compress(json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode())


def thaw(blob: bytes, compiled: Compiled) -> tuple[Instance, Scopes, dict[str, Any]]:
    document = json.loads(zlib.decompress(blob))
    if document["format"] != FORMAT:
        raise ValueError(f"state of format {document['format']}, expected {FORMAT}")
    workflow = Instance(compiled.specs[compiled.main], dict(compiled.specs), deserializing=True)
    _restore(workflow, document["top"])
    inner = document["inner"]
    pending = [workflow]
    while pending:
        parent = pending.pop()
        for task in parent.tasks.values():
            if (saved := inner.get(task.id.hex)) is None:
                continue
            child = Inner(compiled.specs[saved["spec"]], task.id, workflow, deserializing=True)
            _restore(child, saved)
            workflow.subprocesses[task.id] = child
            child.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
            pending.append(child)
    # The order in which subprocesses began is the order in which they are looked at.
    workflow.subprocesses = {UUID(key): workflow.subprocesses[UUID(key)] for key in inner}
    return workflow, Scopes.from_json(document["scopes"]), document["counters"]


def read_scopes(blob: bytes) -> Scopes:
    """Only the variables, without waking up the tokens."""
    return Scopes.from_json(json.loads(zlib.decompress(blob))["scopes"])


@dataclass(frozen=True, slots=True)
class ScopeVariables:
    """The own variables of one scope. `spec` names the process, or `process/element`, that it belongs to.

    The case's own process has no name here: `""`, or `/element`.
    """

    key: str
    spec: str
    variables: Mapping[str, Any]


def read_all_variables(blob: bytes) -> tuple[ScopeVariables, ...]:
    """The variables of every scope of a case, outer scopes first."""
    document = json.loads(zlib.decompress(blob))
    scopes = Scopes.from_json(document["scopes"])
    specs = {ROOT: "", **{f"sub:{key}": inner["spec"] for key, inner in document["inner"].items()}}
    for name, saved in (("", document["top"]), *((inner["spec"], inner) for inner in document["inner"].values())):
        process = name.partition("/")[0]
        specs |= {f"local:{row[0]}": f"{process}/{row[3].partition(' ')[0]}" for row in saved["tasks"]}
    return tuple(
        ScopeVariables(key, specs.get(key, ""), {n: v for n, v in scopes.own(key).items() if n != COUNTER})
        for key in document["scopes"]
    )


def _tasks_of(workflow: Any) -> dict[str, Any]:
    return {
        "root": workflow.task_tree.id.hex,
        "last": workflow.last_task.id.hex if workflow.last_task is not None else None,
        "completed": workflow.completed,
        "success": workflow.success,
        "tasks": [
            [
                task.id.hex,
                task._parent.hex if task._parent is not None else None,
                [child.hex for child in task._children],
                task.task_spec.name,
                task.state,
                task.triggered,
                task.last_state_change,
                task.internal_data,
            ]
            for task in workflow.tasks.values()
        ],
    }


def _restore(workflow: Any, saved: Mapping[str, Any]) -> None:
    for key, parent, children, spec, state, triggered, changed, internal in saved["tasks"]:
        task = Task(workflow, workflow.spec.task_specs[spec], state=state, id=UUID(key))
        task._parent = UUID(parent) if parent else None
        task._children = [UUID(child) for child in children]
        task.triggered = triggered
        task.last_state_change = changed
        task.internal_data = internal
    workflow.task_tree = workflow.tasks[UUID(saved["root"])]
    workflow.last_task = workflow.tasks.get(UUID(saved["last"])) if saved["last"] else None
    workflow.completed = saved["completed"]
    workflow.success = saved["success"]
