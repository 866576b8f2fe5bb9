"""Whole: the stored state of a case has all of it, and no variables, runs or memory of what no longer exists."""

from __future__ import annotations

from engine.workflow.state import freeze, read_document, thaw
from tests.engine.player import Player

OF_CASES = {"last_end", "jobs"}
"""What is remembered of a case that has ended."""
WHILE_GOING = OF_CASES | {"done", "undoing", "listening"}


def hold_whole(case: Player) -> None:
    """Compare the state of a case with itself, and with what the step says is waiting."""
    state = case.step.state
    woken, scopes, memory = thaw(state, case.compiled)
    document = read_document(state)
    runs = {"": document["top"], **document["inner"]}
    tasks = {row[0]: key for key, run in runs.items() for row in run["tasks"]}

    assert freeze(woken, scopes, memory, case.compiled) == state, "it comes back as something else"
    assert sum(len(run["tasks"]) for run in runs.values()) == len(tasks), "two tasks have one name"
    assert set(document["inner"]) <= set(tasks), "a subprocess without a task"
    for key, (parent, _) in document["scopes"].items():
        kind, _, task = key.partition(":")
        assert key == "root" or (task in tasks and (kind == "local" or task in document["inner"])), f"orphan {key}"
        assert parent is None or parent in document["scopes"], f"{key} in {parent}, which is no more"
    assert set(document["counters"]) <= WHILE_GOING
    assert set(document["counters"].get("undoing", ())) <= set(tasks), "it is undoing something by a task that is gone"
    assert set(document["counters"].get("done", ())) <= set(document["scopes"]), "done in a scope that is gone"
    waits = [one.ref for one in case.step.timers] + [one.ref for one in case.step.subscriptions]
    assert len(set(waits)) == len(waits), "one thing waits twice"
    if case.step.ended:
        assert [*waits, *case.step.open_tasks, *document["inner"]] == []
        assert set(document["scopes"]) == {"root"}
        assert set(document["counters"]) <= OF_CASES, document["counters"]
