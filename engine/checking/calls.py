"""Calls: whether a call hands over what the called process reads and does not give itself (BPMN 2.0.2, 10.3.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.checking.finding import WARNING, Finding, make
from engine.checking.readings import readings_of
from engine.checking.sources import Sources
from engine.dialect.data import read_data
from engine.dialect.elements import Element, Process
from engine.dialect.folder import ProcessFiles
from engine.names import READ_ONLY, WITHDRAWAL, WITHDRAWAL_REASON

MOST_NAMED = 6
"""More names in one sentence are not read."""


def check(folder: ProcessFiles, sources: Sources) -> Iterator[Finding]:
    needs = _Needs(sources)
    for element in folder.process.elements.values():
        if missing := tuple(sorted(needs.lacking(folder.process.id, element))):
            called = sources.folders[str(element.called_process)].process
            told = [*missing[:MOST_NAMED], *(["…"] if len(missing) > MOST_NAMED else [])]
            other, detail = called.name or called.id, _list(told)
            found = make(
                "call_without_input",
                folder.source,
                element,
                severity=WARNING,
                detail=detail,
                other=other,
                example=missing[0],
            )
            yield replace(found, names=missing)


@dataclass(frozen=True, slots=True)
class _Needs:
    """What called processes read and do not give themselves. Each is looked at once."""

    sources: Sources
    found: dict[str, frozenset[str]] = field(default_factory=dict)

    def lacking(self, process_id: str, call: Element) -> frozenset[str]:
        """What a called process needs and a call does not hand over, as far as that can be known."""
        called = call.called_process or ""
        if call.kind != "callActivity" or called not in self.sources.folders:
            return frozenset()
        handed = frozenset(mapping.target for mapping in call.inputs)
        if call.propagate_all_parent_variables:
            if self.sources.is_open(process_id):
                return frozenset()
            handed |= self.sources.names(process_id, call)
        return self.of(called) - handed

    def of(self, process_id: str) -> frozenset[str]:
        """Nothing for a process that a message may bring variables of any name."""
        if process_id not in self.found:
            self.found[process_id] = frozenset()  # What calls itself is refused elsewhere.
            if not self.sources.hears_from_outside(process_id):
                self.found[process_id] = frozenset(self._read(process_id)) - READ_ONLY
        return self.found[process_id]

    def _read(self, process_id: str) -> Iterator[str]:
        folder = self.sources.folders[process_id]
        given = frozenset(self._given(process_id, set()))
        for element in folder.process.elements.values():
            if _begins(folder.process, element):
                continue
            for reading in readings_of(folder, element, self.sources):
                if reading.process_id == process_id and reading.element is not None:
                    yield from reading.names - given - self.sources.kept(process_id, reading.element)
            called = element.called_process or ""
            if element.propagate_all_parent_variables and called in self.sources.folders:
                own = {mapping.target for mapping in element.inputs}
                yield from self.of(called) - own - given - self.sources.kept(process_id, element)

    def _given(self, process_id: str, seen: set[str]) -> Iterator[str]:
        """What a process gives its own steps, also from what it calls. A call shows no start form: not its answers."""
        seen.add(process_id)
        process = self.sources.folders[process_id].process
        yield from read_data(process).variables.get(process_id, ())
        for element in process.elements.values():
            if not _begins(process, element):
                yield from self.sources.given_by(process_id, element)
            if element.event is not None and element.event.reference == WITHDRAWAL:
                yield WITHDRAWAL_REASON
            called = element.called_process or ""
            if element.propagate_all_child_variables and called in self.sources.folders and called not in seen:
                yield from self._given(called, seen)


def _begins(process: Process, element: Element) -> bool:
    return element.kind == "startEvent" and element.parent == process.id


def _list(names: Sequence[str]) -> str:
    """Names in a sentence: een, twee en drie."""
    return " en ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
