"""Plays hostile diagrams while listening for Python being compiled or run. Its own process: a hook cannot be removed.

Prints one JSON object: how many diagrams were refused, stopped and ended, what tripped a wire, and whether the wires
report at all when they are tripped on purpose.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from engine import forms, scenarios, workflow
from engine.checking import check_folders
from engine.deadlines import dutch_calendar
from engine.errors import EngineError
from engine.versions.folders import compile_folders
from engine.workflow import Step, Surroundings
from tests.engine.hostile_diagrams import HARMLESS, HOSTILE, everything

WIRES = frozenset({"exec", "compile", "pickle.find_class", "marshal.loads", "subprocess.Popen", "os.system", "os.exec"})
STOCK = Path(__file__).resolve().parent.parent.parent / "workflows"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CALENDAR = dutch_calendar()
MOVES = 40

tripped: Counter[str] = Counter()
playing = "nothing"


def listen(event: str, told: tuple[Any, ...]) -> None:
    """Record what is compiled or run, except by the import of a module."""
    if event not in WIRES:
        return
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    if frame is None:
        tripped[f"{event} {str(told[0])[:80]!r} while playing {playing}"] += 1


def attacks() -> Iterator[tuple[str, str]]:
    """Every place with two of the texts, in turn; the places closest to program code with all of them."""
    texts = cycle(HOSTILE)
    for place in HARMLESS:
        for name in HOSTILE if place in ("script", "condition", "timer duration") else islice(texts, 2):
            yield place, name


def play(place: str, text: str) -> str:
    """Deploy and play one diagram to its end. Returns how far it got."""
    try:
        folders = everything(place, text)
        findings = check_folders(folders)
        for key, form in folders["proef"].forms.items():
            forms.validate(forms.read_form(form, key), {"titel": [HARMLESS["given answer"]]})
        compiled = compile_folders("proef", folders)
    except EngineError:
        if not place:
            raise
        return "refused"
    refused = any(finding.severity == "error" for finding in findings)
    try:
        ended = _walk(compiled, place, text)
    except EngineError:
        if not place:
            raise
        return "refused and stopped" if refused else "stopped"
    return f"{'refused and ' if refused else ''}{'ended' if ended else 'waiting'}"


def _walk(compiled: workflow.Compiled, place: str, text: str) -> bool:
    answer = text if place == "given answer" else HARMLESS["given answer"]
    payload = {"antwoord": text if place == "given payload" else "ja", "__builtins__": {}, "__import__": text}
    now = MONDAY
    step: Step = workflow.start(compiled, {"titel": answer, "notitie": answer}, _surroundings(now))
    for _ in range(MOVES):
        if step.ended:
            return True
        workflow.read_variables(step.state)
        if step.open_tasks:
            task = step.open_tasks[0]
            step = workflow.complete(compiled, step.state, task.ref, {"notitie": answer}, _surroundings(now))
            if task.multi_instance in step.open_ballots:
                step = workflow.revise(compiled, step.state, task.ref, {"notitie": answer}, _surroundings(now))
        elif waiting := [s.message for s in step.subscriptions if s.message != "intrekking"]:
            step = workflow.correlate(compiled, step.state, waiting[0], payload, _surroundings(now))
        else:
            now = min(timer.due_at for timer in step.timers)
            step = workflow.pass_time(compiled, step.state, _surroundings(now))
    return False


def _surroundings(now: datetime) -> Surroundings:
    members = tuple({"id": f"lid-{n}", "rol": "inwoner"} for n in range(1, 3))
    return Surroundings(now, "PROEF-1", "indiener-1", {"stuurgroep": members}, CALENDAR, ZoneInfo("Europe/Amsterdam"))


def main() -> None:
    global playing
    # Once without the wires: late imports, and the patterns that Python caches, are not their concern.
    harmless = play("", "")
    sys.addaudithook(listen)
    found: Counter[str] = Counter()
    for place, name in attacks():
        for written in (HOSTILE[name], f"={HOSTILE[name]}"):
            playing = f"{name} as {place}"
            found[play(place, written)] += 1
    playing = "the scenarios"
    report = scenarios.run_scenarios(STOCK)
    heard = dict(tripped)
    tripped.clear()
    playing = "the control"
    eval(compile("1 + 1", "control", "eval"))  # noqa: S307
    exec("1")  # noqa: S102
    told = {
        "harmless": harmless,
        "played": found,
        "scenarios failed": [outcome.failure for outcome in report.outcomes if outcome.failure],
        "scenarios": len(report.outcomes),
        "tripped": heard,
        "control": tripped,
        "modules": sorted(name for name in sys.modules if name.startswith("SpiffWorkflow.")),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
