"""Routes: the way of one case to another version: whether it can go, and bringing it there or back. Commits nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import (
    combinations,
    definitions,
    events,
    history,
    locking,
    mailbox,
    obstacles,
    progress,
    soundness,
    taskrows,
    waiting,
    workflow,
)
from engine.database import connection_of
from engine.dialect.folder import ProcessFiles
from engine.errors import DiagramRefused, NotFound
from engine.models import (
    Case,
    CaseMigration,
    CaseState,
    Definition,
    MigratedCase,
    Task,
)
from engine.municipality import now
from engine.prepared import Writes
from engine.workflow import Obstacle, Passage, Standing, Step, Surroundings, Verdict

MOST_MISFITS = 3
"""Errors of versions together that are told: the others most often follow from these."""


@dataclass
class Route:
    """From one set of versions to another, for all cases that are on it."""

    bindings: Mapping[str, str]
    """The versions that a case is on when it has gone."""
    version: int
    """The version of the process that it comes from."""
    passage: Passage | None
    refused: str = ""
    """Why there is no way for any case."""
    changed_ballots: frozenset[str] = frozenset()
    """Elements that are votes, of which the form is not the same."""
    _stuck: dict[Standing, tuple[Obstacle, ...]] = field(default_factory=dict)

    def judge(self, state: bytes, positions: Iterable[Any], around: Surroundings) -> Verdict:
        """What would become of a case, its tokens that could get stuck included."""
        if self.passage is None:
            return Verdict((Obstacle("not_compiled", "", "", self.refused),))
        return self._complete(workflow.judge(self.passage, state, around), self.passage, positions)

    def migrate(self, state: bytes, positions: Iterable[Any], around: Surroundings) -> tuple[Step | None, Verdict]:
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
        """What a case would wait for that it did not, and the other way round."""
        if self.passage is None:
            return ()
        begun = [obstacles.note("begun", self.passage.new.processes[p], e) for p, e in verdict.begun]
        return (*begun, *(obstacles.note("dropped", self.passage.old.processes[p], e) for p, e in verdict.dropped))


def find_stuck(compiled: workflow.Compiled, standing: Standing) -> Iterable[Obstacle]:
    """What keeps tokens that stand so from coming through, for all that can be said."""
    found = soundness.find_stuck(compiled.processes[standing.process], standing.parent, standing.flows)
    if found is None:
        return [Obstacle("entangled", standing.process, "")]
    return [Obstacle("stuck", standing.process, key) for key in sorted(found)]


class Routes:
    """The routes of one migration, made as cases ask for them: most cases are on the same versions."""

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
        """The mapping by the names that people know, as far as they are known."""
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
        """The versions after the migration; of a process that is called for the first time the one in use.

        What is not called any more stays: the history of the case speaks of it.
        """
        after = {**bindings, self.process_id: self.definition_id}
        elements = self.read_target(session).process.elements.values()
        for called in {str(e.called_process) for e in elements if e.kind == "callActivity"} - set(after):
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


# ---- there and back ---------------------------------------------------------------------------------------------


def carry_over(session: Session, migration: CaseMigration, row: MigratedCase, routes: Routes) -> None:
    """Bring a case to the version, or write down why it cannot go. What its open tasks have is kept: drafts, claims."""
    case = locking.lock_case(session, row.case_id)
    if case.state in locking.ENDED or case.bindings.get(migration.process_id) in (None, migration.definition_id):
        row.state = "moved_on"
        return
    state = locking.state_of(session, case)
    route = routes.find(session, case.process_id, case.bindings)
    step, verdict = route.migrate(state, case.positions, progress.surroundings_of(session, case))
    if step is None:
        row.state, row.reasons = "refused", list(route.say(verdict))
        return
    before = dict(case.bindings)
    row.before, row.bindings = state, before
    row.tasks = _rewrite_tasks(session, case, step, route.bindings)
    _put(session, case, step, route.bindings)
    row.state, row.reasons, row.revision = "done", list(route.notes(verdict)), case.revision
    target = session.get_one(Definition, migration.definition_id)
    mapping = tuple(f"{old} → {new}" for old, new in sorted(migration.mapping.items())) if verdict.mapped else ()
    event = events.CaseMigrated(migration.process_id, route.version, target.version, mapping, migration.reason)
    _record(session, case, event, migration.started_by)


def take_back(session: Session, migration: CaseMigration, row: MigratedCase, by: str) -> None:
    """Bring a case back to where it was, if nothing has happened in it since."""
    case = locking.lock_case(session, row.case_id)
    if row.before is None or row.bindings is None or case.revision != row.revision:
        row.state, row.before, row.bindings, row.tasks = "moved_on", None, None, None
        return
    target = session.get_one(Definition, migration.definition_id)
    source = session.get_one(Definition, row.bindings[migration.process_id])
    compiled = definitions.compiled_for(session, case.process_id, row.bindings)
    step = workflow.view(compiled, row.before, progress.surroundings_of(session, case))
    for task in session.scalars(select(Task).where(Task.case_id == case.id)).unique():
        if (told := (row.tasks or {}).get(task.id)) is not None:
            _write_task(task, told)
    _put(session, case, step, row.bindings)
    row.state, row.before, row.bindings, row.tasks = "returned", None, None, None
    event = events.CaseMigrationReversed(migration.process_id, target.version, source.version)
    _record(session, case, event, by)


def _record(session: Session, case: Case, event: events.Event, by: str) -> None:
    history.record(session, [event], case_id=case.id, by=by, at=now(), definitions=case.bindings)


def _put(session: Session, case: Case, step: Step, bindings: Mapping[str, str]) -> None:
    """Let the tables say what a case waits for now. Nothing happened in it, so all else stays as it is.

    A message that was kept for what it waits for now comes by a job: it is the next thing that happens in the case.
    """
    case.bindings = dict(bindings)
    case.positions = [list(position) for position in step.positions]
    case.revision += 1
    session.get_one(CaseState, case.id).state = step.state
    writes = Writes()
    begun = waiting.sync(session, writes, case.id, step)
    writes.send(connection_of(session))
    session.flush()
    mailbox.ask_to_take(session, case, begun)


def _rewrite_tasks(session: Session, case: Case, step: Step, bindings: Mapping[str, str]) -> dict[str, Any]:
    """Let open tasks, and votes that can still be changed, say what the version says of them. What they said before."""
    opened = {task.ref: task for task in step.open_tasks}
    before = {}
    for task in session.scalars(select(Task).where(Task.case_id == case.id)).unique():
        now_open = opened.get(task.ref)
        if bindings[task.process_id] == task.definition_id or (now_open is None and not task.ballot_open):
            continue
        before[task.id] = _read_task(task)
        element_id = now_open.element_id if now_open is not None else _element_of(task, opened.values())
        if element_id is None:
            continue
        definition_id = bindings[task.process_id]
        element = definitions.files_of(session, definition_id).process.elements[element_id]
        told: dict[str, Any] = {
            "element_id": element_id,
            "definition_id": definition_id,
            "name": taskrows.name_of(element),
            "form_id": element.form_id or "",
        }
        if now_open is not None:
            told |= {
                "groups": list(dict.fromkeys(now_open.groups)),
                "priority": now_open.priority,
                "due_at": _to_text(now_open.due_at),
                "follow_up_at": _to_text(now_open.follow_up_at),
            }
        _write_task(task, told)
    return before


def _element_of(task: Task, opened: Iterable[workflow.OpenTask]) -> str | None:
    """The element of a vote that was cast: that of the votes of the same ballot that are still open."""
    return next((o.element_id for o in opened if o.multi_instance == task.multi_instance), None)


def _read_task(task: Task) -> dict[str, Any]:
    return {
        "element_id": task.element_id,
        "definition_id": task.definition_id,
        "name": task.name,
        "form_id": task.form_id,
        "groups": task.candidate_groups,
        "priority": task.priority,
        "due_at": _to_text(task.due_at),
        "follow_up_at": _to_text(task.follow_up_at),
    }


def _write_task(task: Task, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if name in {"due_at", "follow_up_at"}:
            setattr(task, name, datetime.fromisoformat(value) if value else None)
        else:
            setattr(task, "candidate_groups" if name == "groups" else name, value)
    taskrows.place(task)


def _to_text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
