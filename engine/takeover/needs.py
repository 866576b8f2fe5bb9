"""Needs: which variables the steps from a place on read, and nothing on the way there gives any more.

A case that is taken over has not done the steps before. What those would have given must be in the file; a step that
reads a variable that does not exist stops the case. What is read and given is looked up step by step along the flows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from engine.checking.readings import readings_of
from engine.checking.sources import Sources
from engine.dialect import feel
from engine.dialect.elements import EMBEDDED, Element, Process
from engine.dialect.folder import ProcessFiles
from engine.names import READ_ONLY

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Need:
    """A variable, and the first step that reads it without anything having given it."""

    name: str
    process: str
    element: str


class Needs:
    """What steps read and give, of the versions of one process and of those that it calls."""

    def __init__(self, folders: Mapping[str, ProcessFiles]) -> None:
        self.sources = Sources(folders)
        self._folders = folders
        self._read: dict[tuple[str, str], Names] = {}
        self._needed: dict[str, Names] = {}

    def of(self, main: str, path: Iterable[str], given: Collection[str]) -> tuple[Need, ...]:
        """The variables that are missing on the way from a step to the end, if the case begins there with `given`."""
        process, scope, known = self._folders[main].process, main, frozenset(given)
        found: dict[str, Need] = {}
        keys = list(path)
        for number, key in enumerate(keys, 1):
            element = process.elements[key]
            usual = set(self._missing(process, scope, self._usual(process, scope), None, inside=True))
            for name, at in self._missing(process, scope, known, element, inside=number == len(keys)):
                if (name, at) not in usual:
                    # What is inside comes first, and says best where it is read.
                    found[name] = Need(name, process.id, at)
            if number < len(keys) and element.kind == "callActivity":
                known |= {mapping.target for mapping in element.inputs}
                process = self._folders[str(element.called_process)].process
                scope = process.id
            else:
                scope = key
        return tuple(sorted(found.values(), key=lambda need: need.name))

    def _usual(self, process: Process, scope: str) -> Names:
        """All that can exist where a scope begins in the usual way: what is given anywhere but in it."""
        inside = (self._gives(process, e) for e in process.elements.values() if _is_in(process, e, scope))
        return self.sources.names(process.id, None) - frozenset().union(*inside)

    def _missing(
        self, process: Process, scope: str, known: Names, at: Element | None, *, inside: bool
    ) -> Iterator[tuple[str, str]]:
        """(variable, step) of what a scope reads and lacks, if it begins at a step, or for None at its start.

        `inside` is whether that step is still to be done as a whole; if not, only what follows on it counts.
        """
        starts = [at] if at is not None else _starts(process, scope)
        arrived = self._walk(process, scope, known, starts)
        for key, names in arrived.items():
            element = process.elements[key]
            reads = self._reads(process, element, whole=inside or element is not at)
            # An output may be computed from what the step itself gives.
            yield from ((name, key) for name in sorted(reads - names - self._gives(process, element)))

    def _walk(self, process: Process, scope: str, known: Names, starts: Iterable[Element]) -> dict[str, Names]:
        """By step that can be reached, the variables that exist there for certain."""
        arrived: dict[str, Names] = {}
        ahead = [(element, known) for element in starts]
        ahead += [(e, known) for e in process.elements.values() if e.parent == scope and e.triggered_by_event]
        while ahead:
            element, names = ahead.pop()
            before = arrived.get(element.id)
            names = names if before is None else before & names
            if names == before:
                continue
            arrived[element.id] = names
            after = names | self._gives(process, element)
            for flow in element.outgoing:
                target = process.elements.get(process.elements[flow].target or "")
                if target is not None and target.parent == scope:
                    ahead.append((target, after))
            ahead += [(edge, names) for edge in process.elements.values() if edge.attached_to == element.id]
        return arrived

    def _gives(self, process: Process, element: Element) -> Names:
        """What certainly or probably exists once a step is done; in doubt it is not called missing."""
        given = self.sources.given_by(process.id, element)
        if element.kind in EMBEDDED or element.triggered_by_event:
            inner = (e for e in process.elements.values() if _is_in(process, e, element.id))
            return given.union(*(self._gives(process, e) for e in inner if e.kind not in EMBEDDED))
        called = self._folders.get(element.called_process or "")
        if called is not None and element.propagate_all_child_variables:
            given |= self.sources.names(called.process.id, None)
        return given

    def _reads(self, process: Process, element: Element, *, whole: bool) -> Names:
        """What a step reads from around it; `whole` is with all that is inside it."""
        found = self._reads_itself(process, element)
        if not whole:
            return found
        if element.kind in EMBEDDED or element.triggered_by_event:
            inner = [e for e in process.elements.values() if _is_in(process, e, element.id)]
            given = frozenset().union(*(self._gives(process, e) for e in inner))
            found |= frozenset().union(*(self._reads_itself(process, e) for e in inner)) - given
        elif (called := self._folders.get(element.called_process or "")) and element.propagate_all_parent_variables:
            found |= self._needed_by(called.process) - {mapping.target for mapping in element.inputs}
        return found

    def _reads_itself(self, process: Process, element: Element) -> Names:
        key = process.id, element.id
        if key not in self._read:
            folder = self._folders[process.id]
            readings = [r for r in readings_of(folder, element, self.sources) if r.process_id == process.id]
            names = frozenset().union(*(reading.names for reading in readings))
            own = self.sources.kept(process.id, element)
            self._read[key] = (names - own | frozenset(_read_by_inputs(element))) - READ_ONLY
        return self._read[key]

    def _needed_by(self, process: Process) -> Names:
        """What a called process reads and no step of it gives. One that is being looked at needs nothing more."""
        if process.id not in self._needed:
            self._needed[process.id] = NONE
            elements = [e for e in process.elements.values() if e.parent == process.id]
            reads = frozenset().union(*(self._reads(process, e, whole=True) for e in elements))
            gives = frozenset().union(*(self._gives(process, e) for e in process.elements.values()))
            self._needed[process.id] = reads - gives
        return self._needed[process.id]


def _read_by_inputs(element: Element) -> Iterator[str]:
    """What the inputs of a step read from around it: one may keep the name that it has there."""
    earlier: set[str] = set()
    for mapping in element.inputs:
        with suppress(feel.FeelError):  # The check of the drawing reports it.
            yield from feel.parse(mapping.source.removeprefix("=")).names - earlier
        earlier.add(mapping.target)


def _is_in(process: Process, element: Element, scope: str) -> bool:
    """Whether an element is somewhere inside a scope."""
    return scope in process.scopes_around(element)


def _starts(process: Process, scope: str) -> list[Element]:
    return [e for e in process.elements.values() if e.parent == scope and e.kind == "startEvent"]
