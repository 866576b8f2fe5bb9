"""Rehearsing: playing the scenarios of a change, and showing which parts of its diagrams they reach."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.dialect import naming
from engine.dialect.compensation import is_edge
from engine.dialect.elements import Process
from engine.editing import Done
from engine.errors import NotFound, ScenarioFailed
from engine.municipality import here, transaction
from engine.permissions import require
from engine.scenarios import Coverage, Outcome, explain, read_scenario, rehearse
from engine.steps import PASSED_OVER
from engine.trial import find_broken, hindered_by
from engine.versions import definitions
from engine.views import Rehearsal, RehearsedProcess, ScenarioOutcome, Unreached, User
from engine.workshop.changes import lock_for_edit
from engine.workshop.parts import Sources, find_part
from engine.workshop.saving import read_sources, write_part


def rehearse_change(change_id: str, user: User) -> Rehearsal:
    """Play every scenario that passes through a process of a change. Nothing is played while one of them has errors.

    Raises: NotAllowed, NotFound.
    """
    require(user, "read_workshop", None)
    sources = read_sources(change_id, user)
    broken = find_broken(sources.folders, sources.unreadable)
    findings = hindered_by(broken, sources.folders, sources.changed)
    threshold = here().settings.coverage_threshold
    if findings:
        return Rehearsal((), (), findings, threshold)
    sound = {key: files for key, files in sources.folders.items() if key not in broken}
    report = rehearse(sound, sources.changed)
    return Rehearsal(
        tuple(_view(outcome, sources) for outcome in report.outcomes),
        tuple(_covered(coverage, sources) for coverage in report.coverage),
        (),
        threshold,
    )


def drop_scenario(change_id: str, process_id: str, name: str, user: User) -> None:
    """Remove a scenario from a change. Raises: NotAllowed, NotFound, ChangeMoved."""
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        part = find_part(session, change_id, process_id)
        files = definitions.unpack(part.files)
        if not name.startswith("scenarios/") or name not in files:
            raise NotFound("scenario", name)
        told = [Done("story_removed", name, read_title(process_id, name, files[name]))]
        write_part(session, change_id, process_id, part.revision, {name: None}, user, told)


def read_title(process_id: str, name: str, data: bytes) -> str:
    try:
        return read_scenario(process_id, name, data).name
    except ScenarioFailed:
        return name.removeprefix("scenarios/")


def _view(outcome: Outcome, sources: Sources) -> ScenarioOutcome:
    error, scenario = outcome.error, outcome.scenario
    step = error.step if error is not None else None
    told = scenario.steps[step - 1] if scenario is not None and step is not None else {}
    return ScenarioOutcome(
        source=outcome.source,
        name=outcome.name,
        process_id=outcome.process,
        process_name=sources.folders[outcome.process].process.name or outcome.process,
        changed=outcome.process in sources.changed,
        step=step,
        told=", ".join(f"{key}: {told[key]}" for key in told if key != "answers")[:200],
        reason=explain(error, sources.known) if error is not None else "",
    )


def _covered(coverage: Coverage, sources: Sources) -> RehearsedProcess:
    files = sources.folders[coverage.process]
    process = files.process
    return RehearsedProcess(
        process_id=coverage.process,
        name=process.name or coverage.process,
        diagram=files.diagram,
        process=process,
        reached=frozenset(coverage.reached),
        unreached=tuple(_unreached(process, coverage, coverage.reached)),
        percent=coverage.percent,
        wanted=len(coverage.wanted),
    )


def _unreached(process: Process, coverage: Coverage, reached: Collection[str]) -> Iterator[Unreached]:
    """What was never reached, the most important first. A flow is listed only where it is a choice."""
    for key in coverage.missed:
        yield Unreached(key, coverage.names[key], process.elements[key].kind, True)
    for key, element in process.elements.items():
        if key in reached or key in coverage.wanted or element.kind in PASSED_OVER or is_edge(element):
            continue
        yield Unreached(key, naming.call(element), element.kind, False)
