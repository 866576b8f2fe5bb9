"""Racing: people on one task at the same moment, and a button pressed twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import engine
from tests.faults.plan import PROCESS


def at_once(municipality: engine.Municipality, acts: Sequence[Callable[[], object]]) -> list[object]:
    """The result of each act, including an engine error, when all start at the same moment."""
    found: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        with engine.at(municipality):
            ready.wait()
            try:
                found[number] = act()
            except engine.EngineError as error:
                found[number] = error

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def race_for_a_task(
    municipality: engine.Municipality, one: engine.User, other: engine.User, rounds: int
) -> Counter[str]:
    """Two people complete the same task at the same moment, `rounds` times; returns how often each outcome occurred.

    "one won" is what must happen: one succeeds, the other is told who did it and finds what was typed as a draft.
    """
    found: Counter[str] = Counter()
    for number in range(rounds):
        engine.start_case(PROCESS, {"titel": f"Ronde {number}", "naam": "Ina", "mail": ""}, None)
        task = next(t for t in engine.list_team_tasks(one, size=100).items if t.name == "Controleren")
        answers = ((one, "een"), (other, "ander"))
        results = at_once(
            municipality, [partial(engine.complete_task, task.id, user, {"notitie": said}) for user, said in answers]
        )
        found[_judge(task.id, (one, other), results)] += 1
    return found


def _judge(task_id: str, users: tuple[engine.User, engine.User], results: list[object]) -> str:
    won = [isinstance(result, engine.CompletedTask) for result in results]
    if sum(won) != 1:
        return f"{sum(won)} won: {results}"
    winner, loser = (users[0], users[1]) if won[0] else (users[1], users[0])
    refusal = results[won.index(False)]
    if not isinstance(refusal, engine.TaskClosed) or refusal.by != winner.name:
        return f"the other was told {refusal!r}"
    kept = [draft for draft in engine.list_drafts(loser) if draft.task.id == task_id]
    return "one won" if len(kept) == 1 else f"{len(kept)} drafts kept"
