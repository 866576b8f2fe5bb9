"""Routes: how cases get to another version of a process: whether a case can go, and what it would be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from engine import soundness, workflow
from engine.dialect.folder import ProcessFiles
from engine.errors import DiagramRefused, NotFound
from engine.models import Definition
from engine.moving import obstacles
from engine.versions import combinations, definitions
from engine.workflow import Obstacle, Passage, Standing, Step, Surroundings, Verdict

MOST_MISFITS = 3
"""How many errors between versions are reported: the others mostly follow from these."""


@dataclass
class Route:
    """From one set of versions to another, for all cases that are on it."""

    bindings: Mapping[str, str]
    """The versions that a case is on once it has gone."""
    version: int
    """The number of the version that it leaves."""
    passage: Passage | None
    refused: str = ""
    """Why no case can go this way."""
    changed_ballots: frozenset[str] = frozenset()
    """Votes (elements) whose form differs between the versions."""
    _stuck: dict[Standing, tuple[Obstacle, ...]] = field(default_factory=dict)

    def judge(self, state: bytes, positions: Iterable[Any], around: Surroundings) -> Verdict:
        """What would happen to a case, and whether its tokens could get stuck."""
        if self.passage is None:
            return Verdict((Obstacle("not_compiled", "", "", self.refused),))
        return self._complete(workflow.judge(self.passage, state, around), self.passage, positions)

    def migrate(self, state: bytes, positions: Iterable[Any], around: Surroundings) -> tuple[Step | None, Verdict]:
        """The case as it is on the other version; no step if there is an obstacle."""
        if self.passage is None:
            return None, self.judge(state, positions, around)
        step, verdict = workflow.migrate(self.passage, state, around)
        verdict = self._complete(verdict, self.passage, positions)
        return (None if verdict.obstacles else step), verdict

    def _complete(self, verdict: Verdict, passage: Passage, positions: Iterable[Any]) -> Verdict:
        found = [*verdict.obstacles]
        here = {element for process, element in positions if process == passage.process}
        found += [Obstacle("ballot_form", passage.process, key) for key in sorted(here & self.changed_ballots)]
        for standing in verdict.standings:
            if standing not in self._stuck:
                self._stuck[standing] = tuple(find_stuck(passage.new, standing))
            found += self._stuck[standing]
        return Verdict(tuple(found), verdict.standings, verdict.mapped, verdict.begun, verdict.dropped)

    def say(self, verdict: Verdict) -> tuple[str, ...]:
        """Why a case cannot go, in sentences."""
        old = self.passage.old.processes if self.passage is not None else {}
        new = self.passage.new.processes if self.passage is not None else {}
        return tuple(obstacles.say(found, old, new) for found in verdict.obstacles)

    def notes(self, verdict: Verdict) -> tuple[str, ...]:
        """What a case would newly wait for, and what it would no longer wait for."""
        if self.passage is None:
            return ()
        begun = [obstacles.note("begun", self.passage.new.processes[p], e) for p, e in verdict.begun]
        return (*begun, *(obstacles.note("dropped", self.passage.old.processes[p], e) for p, e in verdict.dropped))


def find_stuck(compiled: workflow.Compiled, standing: Standing) -> Iterable[Obstacle]:
    """What would keep tokens in these positions from getting through, as far as that can be determined."""
    found = soundness.find_stuck(compiled.processes[standing.process], standing.parent, standing.flows)
    if found is None:
        return [Obstacle("entangled", standing.process, "")]
    return [Obstacle("stuck", standing.process, key) for key in sorted(found)]


class Routes:
    """The routes of one migration. Each is made once: most cases are on the same versions."""

    def __init__(self, process_id: str, definition_id: str, mapping: Mapping[str, str]) -> None:
        self.process_id = process_id
        self.definition_id = definition_id
        self.mapping = mapping
        self._known: dict[tuple[str, frozenset[tuple[str, str]]], Route] = {}

    def find(self, session: Session, main: str, bindings: Mapping[str, str]) -> Route:
        key = (main, frozenset(bindings.items()))
        if key not in self._known:
            self._known[key] = self._make(session, main, bindings)
        return self._known[key]

    def read_mapping(self, session: Session) -> tuple[tuple[str, str], ...]:
        """The mapping by names instead of ids, where there are names."""
        new = self.read_target(session).process
        old = [r.passage.old.processes[self.process_id] for r in self._known.values() if r.passage is not None]

        def name_before(element: str) -> str:
            return next((obstacles.name_of(p, element) for p in old if element in p.elements), element)

        return tuple((name_before(was), obstacles.name_of(new, now)) for was, now in self.mapping.items())

    def read_target(self, session: Session) -> ProcessFiles:
        """The files that cases would go to."""
        return definitions.files_of(session, self.definition_id)

    def _compile(self, session: Session, main: str, after: Mapping[str, str]) -> workflow.Compiled:
        return definitions.compiled_for(session, main, after)

    def _bind_called(self, session: Session, called: str) -> Mapping[str, str]:
        return definitions.bind(session, called)

    def _find_misfits(self, session: Session, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
        return combinations.find_misfits(session, before, after)

    def _make(self, session: Session, main: str, bindings: Mapping[str, str]) -> Route:
        came_from = session.get_one(Definition, bindings[self.process_id])
        try:
            after = self._bind(session, bindings)
            old = definitions.compiled_for(session, main, bindings)
            new = self._compile(session, main, after)
        except (DiagramRefused, NotFound) as error:
            return Route(bindings, came_from.version, None, str(error))
        if misfits := self._find_misfits(session, bindings, after):
            return Route(bindings, came_from.version, None, " ".join(misfits[:MOST_MISFITS]))
        passage = Passage(old, new, self.process_id, self.mapping)
        return Route(after, came_from.version, passage, changed_ballots=self._changed_ballots(session, came_from.id))

    def _bind(self, session: Session, bindings: Mapping[str, str]) -> dict[str, str]:
        """The versions after the migration; for a process that is called for the first time, the one in use.

        A process that is no longer called keeps its version: the history of the case refers to it.
        """
        after = {**bindings, self.process_id: self.definition_id}
        for called in set(self.read_target(session).process.calls) - set(after):
            after = {**self._bind_called(session, called), **after}
        return after

    def _changed_ballots(self, session: Session, before: str) -> frozenset[str]:
        old, new = definitions.files_of(session, before), self.read_target(session)
        found = set()
        for element in old.process.elements.values():
            other = new.process.elements.get(self.mapping.get(element.id, element.id))
            if element.properties.get("ballot") != "true" or other is None:
                continue
            if old.forms.get(str(element.form_id)) != new.forms.get(str(other.form_id)):
                found.add(element.id)
        return frozenset(found)
