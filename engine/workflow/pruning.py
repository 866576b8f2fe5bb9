"""Pruning: forgetting what no token needs any more, so that a case that loops does not grow.

What has happened is in the history. The token tree keeps the tokens, their ancestors, and the instances of an activity
that is still collecting. Branches that have ended are removed, and long ways back to the start are shortened.
"""

from __future__ import annotations

from collections.abc import Collection

from engine.workflow.loops import Repeated
from engine.workflow.run import Inner, Instance, Run
from engine.workflow.token import ALIVE, Token


def prune(case: Instance, lasting: Collection[str]) -> None:
    """Take out of a settled case what no token needs.

    `lasting` names specs whose tasks stay as long as their scope: the presence of an event subprocess that interrupted
    shows that nothing else in its scope may begin.
    """
    for key, inner in list(case.subprocesses.items()):
        host = inner_host(case, inner)
        if host is None or not host._state & ALIVE:
            del case.subprocesses[key]
    for workflow in (case, *case.subprocesses.values()):
        _prune_one(workflow, lasting)


def inner_host(case: Instance, inner: Inner) -> Token | None:
    """The task that a subprocess runs in, anywhere in the case."""
    for workflow in (case, *case.subprocesses.values()):
        if (task := workflow.tasks.get(inner.parent_task_id)) is not None:
            found: Token = task
            return found
    return None


def _prune_one(workflow: Run, lasting: Collection[str]) -> None:
    tasks: dict[str, Token] = workflow.tasks
    kept = _needed(workflow, lasting)
    if gone := tasks.keys() - kept:
        for key in gone:
            del tasks[key]
        for task in tasks.values():
            task._children = [child for child in task._children if child in kept]
    root = workflow.task_tree
    # From last to first: a task that is taken out may be the only one between two others.
    for task in reversed(list(tasks.values())):
        if task is not root and _only_leads_on(tasks, task):
            _take_out(tasks, task)
    if workflow.last_task is not None and workflow.last_task.id not in tasks:
        workflow.last_task = None


def _needed(workflow: Run, lasting: Collection[str]) -> set[str]:
    """The tokens, all their ancestors, and the finished instances of an activity that is still collecting."""
    tasks: dict[str, Token] = workflow.tasks
    kept = {workflow.task_tree.id}
    for task in tasks.values():
        if not (task._state & ALIVE or task.task_spec.name in lasting or _is_counted(tasks, task)):
            continue
        upwards: Token | None = task
        while upwards is not None and upwards.id not in kept:
            kept.add(upwards.id)
            upwards = tasks.get(upwards._parent or "")
    return kept


def _is_counted(tasks: dict[str, Token], task: Token) -> bool:
    parent = tasks.get(task._parent or "")
    if parent is None or not isinstance(parent.task_spec, Repeated):
        return False
    return bool(parent._state & ALIVE) and task.task_spec.name == parent.task_spec.task_spec


def _only_leads_on(tasks: dict[str, Token], task: Token) -> bool:
    """Whether a finished task only connects others, and what came after it has finished as well.

    Never the split before an activity with events on its edge while its join waits: the activity is below it as well.
    """
    if task._state & ALIVE or len(task._children) != 1:
        return False
    following = tasks[task._children[0]]
    return not following._state & ALIVE and bool(getattr(following.task_spec, "tracked", False))


def _take_out(tasks: dict[str, Token], task: Token) -> None:
    above, below = tasks[task._parent or ""], tasks[task._children[0]]
    above._children[above._children.index(task.id)] = below.id
    below._parent = above.id
    del tasks[task.id]
