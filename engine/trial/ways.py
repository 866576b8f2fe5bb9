"""Ways: how a trial can begin: the starts of the processes of a change, and what prevents one from beginning."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.cases.starting import ways_into
from engine.checking import ERROR, Finding, check_folders
from engine.dialect import naming
from engine.dialect.elements import Element, Process
from engine.dialect.folder import ProcessFiles
from engine.dialect.starts import starts_of
from engine.errors import DiagramRefused
from engine.forms import Form, read_form
from engine.scenarios import needed_by
from engine.views import StartableProcess, TrialWay


def find_ways(folders: Mapping[str, ProcessFiles], changed: Collection[str]) -> tuple[TrialWay, ...]:
    """Every way to begin something that involves the changed processes, their own starts first.

    A process that is only called has no start of its own; then the starts of its callers are used.
    """
    found = []
    for process_id, files in folders.items():
        through = sorted(needed_by(process_id, folders) & frozenset(changed))
        if through:
            found += [(process_id not in changed, way) for way in _ways_into(files)]
    # Ways with a form first: most things begin that way.
    found.sort(key=lambda one: (one[1].startable is None, one[0], one[1].name))
    return tuple(way for _, way in found)


def _ways_into(files: ProcessFiles) -> Iterator[TrialWay]:
    process = files.process
    name = process.name or process.id
    with_form = {way.element_id: way for way in _with_form(process, files)}
    for start in starts_of(process):
        key = f"{process.id}.{start.id}"
        if start.id in with_form:
            yield TrialWay(key, process.id, start.id, with_form[start.id].name, "form", with_form[start.id])
        elif start.event is None or start.event.kind in {"message", "timer", "signal"}:
            kind = start.event.kind if start.event is not None else "plain"
            yield TrialWay(key, process.id, start.id, _name(name, start, process), kind, None)


def _with_form(process: Process, files: ProcessFiles) -> Iterator[StartableProcess]:
    def form_of(form_id: str) -> Form:
        if form_id not in files.forms:
            raise DiagramRefused(f"form {form_id} is not there", source=process.id)
        return read_form(files.forms[form_id], form_id)

    try:
        yield from ways_into(process, process.name or process.id, form_of)
    except DiagramRefused:
        return  # `check` reports what is wrong with a form, before anything can begin.


def _name(name: str, start: Element, process: Process) -> str:
    return f"{name}: {naming.call(start)}" if len(starts_of(process)) > 1 else name


def find_broken(folders: Mapping[str, ProcessFiles], unreadable: Collection[Finding]) -> dict[str, list[Finding]]:
    """The errors in processes, by process id; what cannot be read is listed under the name of its folder."""
    names = {files.source: process_id for process_id, files in folders.items()}
    broken: dict[str, list[Finding]] = {}
    for finding in (*unreadable, *check_folders(folders)):
        if finding.severity == ERROR:
            source = finding.file.partition("/")[0]
            broken.setdefault(names.get(source, source), []).append(finding)
    return broken


def hindered_by(
    broken: Mapping[str, list[Finding]], folders: Mapping[str, ProcessFiles], process_ids: Collection[str]
) -> tuple[Finding, ...]:
    """The errors that prevent these processes, with all that they call, from running."""
    wanted = {*process_ids}
    for process_id in process_ids:
        wanted |= needed_by(process_id, folders)
    return tuple(finding for process_id, findings in broken.items() if process_id in wanted for finding in findings)
