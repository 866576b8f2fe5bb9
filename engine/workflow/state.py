"""State: a case's tokens and variables as one blob, compressed if it is large, and back. Nobody else looks inside.

SpiffWorkflow's own serializer stores the specification with every case, breaks on a field called `typename`, and cannot
hold dates or decimals. Ours stores only the task tree, in its order, since the order of tasks carries meaning.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import ExecutionFailed
from engine.spelling import read, spell
from engine.workflow.compiled import Compiled
from engine.workflow.pruning import prune
from engine.workflow.run import Instance, Run
from engine.workflow.scopes import COUNTER, ROOT, Scopes, inside_of, local_of
from engine.workflow.specification import split_name
from engine.workflow.token import Token

SMALL = 4096
"""Bytes up to which a state is stored uncompressed: most are so small, and compressing costs more than writing."""
LARGEST = 30_000_000
"""Most bytes of a state: it is read and written at each step, while the case is locked."""
FORMAT = 2
"""Format 1, of the first release, also kept finished and future tasks, with children and times of change."""


def freeze(workflow: Instance, scopes: Scopes, memory: Mapping[str, Any], compiled: Compiled) -> bytes:
    """The state of a settled case. Removes from `workflow` what its tokens no longer need.

    Raises: ExecutionFailed: it has become too large to go on with.
    """
    prune(workflow, compiled.lasting)
    document = {
        "format": FORMAT,
        "scopes": scopes.to_json(),
        "counters": dict(memory),  # The name from the first release, when it held little but the count of jobs.
        "top": _tasks_of(workflow),
        "inner": {key: {"spec": inner.spec.name, **_tasks_of(inner)} for key, inner in workflow.subprocesses.items()},
    }
    written = spell(document)
    if len(written) > LARGEST:
        raise ExecutionFailed(f"the variables of the case have become larger than {LARGEST} bytes together")
    return written if len(written) <= SMALL else zlib.compress(written)


def thaw(blob: bytes, compiled: Compiled) -> tuple[Instance, Scopes, dict[str, Any]]:
    """The tokens, variables and memory of a case. Raises: ValueError: it has the format of another release."""
    document = read_document(blob)
    workflow = Instance(compiled.specs[compiled.main], compiled.specs)
    _restore(workflow, document["top"])
    inner = document["inner"]
    pending: list[Any] = [workflow] if inner else []
    while pending:
        parent = pending.pop()
        for task in parent.tasks.values():
            if (saved := inner.get(task.id)) is None:
                continue
            child = workflow.open_subprocess(task, saved["spec"])
            _restore(child, saved)
            child.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
            pending.append(child)
    # The order of the subprocesses is the order in which they began, and in which they are looked at.
    workflow.subprocesses = {key: workflow.subprocesses[key] for key in inner}
    return workflow, Scopes.from_json(document["scopes"]), document["counters"]


def _read(blob: bytes) -> Any:
    return read(blob if blob.startswith(b"{") else zlib.decompress(blob))


def read_document(blob: bytes) -> dict[str, Any]:
    """What is in a blob, as JSON. Raises: ValueError: it has the format of another release."""
    document: dict[str, Any] = _read(blob)
    if document["format"] == 1:
        for saved in (document["top"], *document["inner"].values()):
            saved["tasks"] = [[t[0], t[1], t[3], t[4], t[5], t[7]] for t in saved["tasks"]]
    elif document["format"] != FORMAT:
        raise ValueError(f"state of format {document['format']}, expected {FORMAT}")
    return document


def read_scopes(blob: bytes) -> Scopes:
    """Only the variables, without restoring the tokens."""
    return Scopes.from_json(_read(blob)["scopes"])


@dataclass(frozen=True, slots=True)
class ScopeVariables:
    """One scope's own variables. `spec` names the process, or `process/element`, that it belongs to.

    The case's own process has no name here: `""`, or `/element`.
    """

    key: str
    spec: str
    variables: Mapping[str, Any]


def read_all_variables(blob: bytes) -> tuple[ScopeVariables, ...]:
    """The variables of every scope of a case, outer scopes first."""
    document = read_document(blob)
    scopes = Scopes.from_json(document["scopes"])
    specs = {ROOT: "", **{inside_of(key): inner["spec"] for key, inner in document["inner"].items()}}
    for name, saved in (("", document["top"]), *((inner["spec"], inner) for inner in document["inner"].values())):
        process, _ = split_name(name)
        specs |= {local_of(row[0]): f"{process}/{row[2].partition(' ')[0]}" for row in saved["tasks"]}
    return tuple(
        ScopeVariables(key, specs.get(key, ""), {n: v for n, v in scopes.own(key).items() if n != COUNTER})
        for key in document["scopes"]
    )


def _tasks_of(workflow: Run) -> dict[str, Any]:
    return {
        "root": workflow.task_tree.id,
        "completed": workflow.completed,
        "success": workflow.success,
        "tasks": [
            [task.id, task._parent, task.task_spec.name, task._state, task.triggered, task.internal_data]
            for task in workflow.tasks.values()
        ],
    }


def _restore(workflow: Run, saved: Mapping[str, Any]) -> None:
    specs = workflow.spec.task_specs
    for key, parent, spec, state, triggered, internal in saved["tasks"]:
        task = Token(workflow, specs[spec], None, state, key)
        task._parent = parent
        task.triggered = triggered
        task.internal_data = internal
    tasks = workflow.tasks
    for task in tasks.values():
        if task._parent is not None:
            tasks[task._parent]._children.append(task.id)
    workflow.task_tree = tasks[saved["root"]]
    workflow.completed = saved["completed"]
    workflow.success = saved["success"]
