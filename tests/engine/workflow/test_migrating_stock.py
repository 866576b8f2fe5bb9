"""Migrating the stock: a scenario plays the same when each process goes to a renamed version and back at each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from engine import workflow
from engine.dialect.elements import Element, Process
from engine.scenarios.reading import read_scenario
from engine.scenarios.running import Run
from engine.versions.folders import compile_folders, read_folders
from engine.workflow import Compiled, Passage, Step
from engine.workflow.compiling import compile_processes
from tests.conftest import STOCK

FOLDERS = read_folders(STOCK)
SCENARIOS = [(key, name) for key, files in FOLDERS.items() for name in sorted(files.scenarios)]
"""Each scenario by its process and its file, and read in its test: to read all takes a second."""


def rename(process: Process) -> tuple[Process, dict[str, str]]:
    """The same process with new ids for all elements, and the mapping from old to new."""
    mapping = {key: f"Nieuw_{key}" for key in process.elements}

    def called(key: str | None) -> str | None:
        return mapping.get(key, key) if key is not None else None

    def again(element: Element) -> Element:
        event = element.event and replace(element.event, activity=called(element.event.activity))
        return replace(
            element,
            id=mapping[element.id],
            parent=str(called(element.parent)),
            incoming=tuple(mapping[key] for key in element.incoming),
            outgoing=tuple(mapping[key] for key in element.outgoing),
            source=called(element.source),
            target=called(element.target),
            default=called(element.default),
            attached_to=called(element.attached_to),
            event=event,
        )

    return replace(process, elements={mapping[e.id]: again(e) for e in process.elements.values()}), mapping


@cache
def ways(main: str) -> list[tuple[Passage, Passage]]:
    """The ways there and back, for each process that a case of this one can reach."""
    known = compile_folders(main, FOLDERS)
    found = []
    for key, process in known.processes.items():
        renamed, mapping = rename(process)
        other = compile_processes(main, {**known.processes, key: renamed}, known.decisions, known.mails, known.letters)
        return_mapping = {new: old for old, new in mapping.items()}
        found.append((Passage(known, other, key, mapping), Passage(other, known, key, return_mapping)))
    return found


class Travelling(Run):
    """A run in which the case migrates to another version of each process, and back, before every move."""

    def _keep(self, step: Step) -> None:
        if not step.ended:
            inside = {process for process, _ in step.positions} | {self.scenario.process}
            for there, back in ways(self.scenario.process):
                if there.process not in inside:
                    continue
                away, verdict = workflow.migrate(there, step.state, self._surroundings())
                assert away is not None, verdict.obstacles
                home, verdict = workflow.migrate(back, away.state, self._surroundings())
                assert home is not None, verdict.obstacles
                assert seen(home) == seen(step)
                assert seen(away)[0] == seen(step)[0]
                step = replace(home, events=step.events, publications=step.publications, jobs=step.jobs)
        super()._keep(step)


def seen(step: Step) -> tuple[Mapping[str, object], ...]:
    """What a case waits for, by ref, with its open tasks first; and where its tokens are."""
    tasks = {t.ref: (t.groups, t.assignee, t.due_at, t.priority, t.instance, t.scope) for t in step.open_tasks}
    timers = {t.ref: t.due_at for t in step.timers}
    places = [(t.ref, t.element_id) for t in step.open_tasks]
    places += [(t.ref, t.element_id) for t in step.timers] + [(s.ref, s.element_id) for s in step.subscriptions]
    return tasks, timers, dict(places), {"positions": step.positions, "ballots": step.open_ballots}


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("process", "name"), SCENARIOS)
def test_a_scenario_of_the_stock_goes_the_same_way_through_other_versions(process: str, name: str) -> None:
    scenario = read_scenario(process, name, FOLDERS[process].scenarios[name])

    Travelling(scenario, FOLDERS, set()).play()


def test_there_are_scenarios_and_ways() -> None:
    assert len(SCENARIOS) > 20
    assert all(isinstance(there.new, Compiled) for there, _ in ways("idee"))
