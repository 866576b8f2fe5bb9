"""Scenarios: running the example stories of processes, and reporting what of their diagrams was reached."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

from engine.dialect.folder import ProcessFiles
from engine.errors import EngineError, ScenarioFailed
from engine.scenarios.coverage import Coverage, coverage_of, describe
from engine.scenarios.needing import begins_at, needed_by
from engine.scenarios.people import MEMBERS
from engine.scenarios.reading import ZONE, Scenario, raw_of, read_scenario, read_scenarios, typed
from engine.scenarios.retelling import Retold, retell
from engine.scenarios.running import Run
from engine.scenarios.sentences import explain
from engine.scenarios.stage import Stage
from engine.scenarios.writing import write_story
from engine.versions.folders import read_folders

__all__ = [
    "MEMBERS",
    "ZONE",
    "Coverage",
    "Outcome",
    "Report",
    "Retold",
    "Run",
    "Scenario",
    "begins_at",
    "coverage_of",
    "describe",
    "explain",
    "needed_by",
    "play",
    "raw_of",
    "read_scenario",
    "read_scenarios",
    "rehearse",
    "retell",
    "run_scenarios",
    "typed",
    "write_story",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one scenario went; `failure` is None when all was as expected."""

    source: str
    """Process and file name, such as `idee/scenarios/01-korte-klap.yaml`."""
    name: str
    """What the story is called; its file name where it cannot be read."""
    process: str
    """The process whose folder contains it."""
    scenario: Scenario | None
    """None where the file cannot be read."""
    reached: frozenset[tuple[str, str]] = frozenset()
    """(process, element) of all that a token went through."""
    error: ScenarioFailed | None = None

    @property
    def failure(self) -> str | None:
        return None if self.error is None else str(self.error)

    def tell(self, sources: Mapping[str, ProcessFiles]) -> str:
        """Why it failed, as the makers of the processes read it; nothing when all was as expected."""
        return "" if self.error is None else explain(self.error, sources)


class _Kept:
    """How the latest stories went, by story and sources; in each server process, for all who ask the same."""

    MOST = 300

    def __init__(self) -> None:
        self._outcomes: OrderedDict[tuple[str, bytes, str], Outcome] = OrderedDict()
        self._lock = Lock()

    def look_up(self, key: tuple[str, bytes, str], play_it: Callable[[], Outcome]) -> Outcome:
        with self._lock:
            if key in self._outcomes:
                self._outcomes.move_to_end(key)
                return self._outcomes[key]
        outcome = play_it()
        with self._lock:
            self._outcomes[key] = outcome
            while len(self._outcomes) > self.MOST:
                self._outcomes.popitem(last=False)
        return outcome


_kept = _Kept()


@dataclass(frozen=True, slots=True)
class Report:
    """What came of playing scenarios: the outcome of each, and what they reached of each process."""

    outcomes: tuple[Outcome, ...]
    coverage: tuple[Coverage, ...]

    @property
    def ok(self) -> bool:
        return self.is_enough(100)

    def is_enough(self, threshold: int) -> bool:
        """Whether every scenario went as told, and every process is covered for at least `threshold` percent."""
        return not self.failed and all(coverage.percent >= threshold for coverage in self.coverage)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.error is not None)


def run_scenarios(path: Path) -> Report:
    """Run every scenario of the processes under `path`. Raises: DiagramRefused: a process cannot be read."""
    folders = read_folders(path)
    return rehearse(folders, folders)


def rehearse(sources: Mapping[str, ProcessFiles], process_ids: Collection[str]) -> Report:
    """Play every scenario that goes through one of these processes, and report what of them was reached.

    A process that is only ever called is covered by the scenarios of those that call it, so these are played too. An
    error in a scenario, or in a process that it needs, is the outcome of that scenario and never raised. Pure.
    """
    sources = Stage.of(sources)
    mark = ";".join(sorted(f"{key}={files.content_hash}" for key, files in sources.items()))
    wanted = [key for key in sources if key in process_ids]
    coverage = {key: coverage_of(sources[key].process) for key in wanted}
    outcomes = tuple(
        outcome for key, files in sources.items() for outcome in _play_all(key, files, sources, frozenset(wanted), mark)
    )
    for process, element in (one for outcome in outcomes for one in outcome.reached):
        if process in coverage:
            coverage[process].reached.add(element)
    return Report(outcomes, tuple(coverage.values()))


def _play_all(
    key: str, files: ProcessFiles, sources: Mapping[str, ProcessFiles], wanted: frozenset[str], mark: str
) -> Iterator[Outcome]:
    """The scenarios in one folder, as far as they go through a wanted process. `mark` identifies these sources.

    A story goes the same on the same files. Its page, the offer, the judgement and the approval each ask how it goes.
    """
    for name, data in sorted(files.scenarios.items()):
        source = f"{key}/{name}"
        try:
            scenario = read_scenario(key, name, data)
        except ScenarioFailed as error:
            if key in wanted:
                yield Outcome(source, name.removeprefix("scenarios/"), key, None, error=error)
            continue
        if key in wanted or not wanted.isdisjoint(needed_by(scenario.process, sources)):
            yield _kept.look_up((source, data, mark), partial(play, scenario, key, sources))


def play(scenario: Scenario, key: str, sources: Mapping[str, ProcessFiles]) -> Outcome:
    """One scenario, from the folder of process `key`."""
    seen: set[tuple[str, str]] = set()
    error: ScenarioFailed | None = None
    try:
        Run(scenario, sources, seen).play()
    except ScenarioFailed as refused:
        error = refused
    except EngineError as refused:
        error = ScenarioFailed(str(refused), code="refused", reason=str(refused))
    if error is not None:
        error.__traceback__ = error.__context__ = error.__cause__ = None  # These would keep all that was played.
    return Outcome(scenario.source, scenario.name, key, scenario, frozenset(seen), error)
