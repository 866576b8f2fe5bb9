"""Judging: compares the database with what the clients were told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import proving
from engine.models import (
    Account,
    Case,
    CaseState,
    Document,
    HistoryEvent,
    Job,
    Letter,
    PendingTimer,
    RegisterEntry,
    Task,
)
from engine.municipality import now, reading
from engine.workflow import read_variables
from tests.faults.clients import Notes
from tests.faults.fleet import Fleet
from tests.faults.post_office import PostOffice


@dataclass
class Verdict:
    """What was found. `wrong` is empty when nothing was lost, nothing happened twice and no case is between states."""

    ideas: int = 0
    tasks: int = 0
    events: int = 0
    entries: int = 0
    """In the register, which numbers its entries without gaps."""
    mails: int = 0
    second_deliveries: int = 0
    """Mails delivered again with the same Message-ID: mail can only promise at-least-once delivery."""
    wrong: list[str] = field(default_factory=list)


def judge(fleet: Fleet, notes: Notes, office: PostOffice | None = None) -> Verdict:
    verdict = Verdict()
    with fleet.inside(), reading() as session:
        proof = proving.prove(session)
        titles = Counter(session.scalars(select(Case.title)))
        done = _completions(session)
        jobs = session.scalars(select(Job).where(Job.kind == "mail")).all()
        incidents = session.scalars(select(Case.reference).where(Case.incident.is_not(None))).all()
        states = {row.case_id: row.state for row in session.scalars(select(CaseState))}
        cases = session.scalars(select(Case)).all()
        tasks = session.scalars(select(Task)).all()
        letters = Counter(session.scalars(select(Letter.case_id)))
        entries = Counter(session.scalars(select(RegisterEntry.case_id)))
        photos = Counter(session.scalars(select(Document.case_id).where(Document.attached_at.is_not(None))))
    verdict.events, verdict.entries = proof.events, proof.entries
    verdict.wrong += [f"{misfit.what} {misfit.name} of {misfit.reference}: {misfit.reason}" for misfit in proof.misfits]
    verdict.wrong += [
        f"case {case.reference} is {case.state}, with {letters[case.id]} letters and {entries[case.id]} entries"
        for case in cases
        if not letters[case.id] == entries[case.id] == (case.state == "completed")
    ]
    # That it is the file of the answer, intact, is checked by the proof.
    verdict.wrong += [
        f"case {case.reference} has {photos[case.id]} photos, and one was handed in"
        for case in cases
        if case.title in notes.photos and photos[case.id] != 1
    ]
    verdict.ideas, verdict.tasks = len(titles), len(done)
    verdict.wrong += [f"{title} was confirmed and is not there" for title in notes.ideas if not titles[title]]
    verdict.wrong += [f"{title} is there {n} times" for title, n in titles.items() if n > 1]
    verdict.wrong += [f"{title} was never sent" for title in titles if title not in notes.tried]
    verdict.wrong += [f"task {key} was confirmed and is not done" for key in notes.tasks if key not in done]
    verdict.wrong += [f"task {key} was done {len(who)} times" for key, who in done.items() if len(who) > 1]
    verdict.wrong += [
        f"{who} was told to have done {key}, which {done[key][0]} did"
        for key, who in notes.tasks.items()
        if key in done and done[key][0] != who
    ]
    verdict.wrong += [f"{reference} stands still" for reference in incidents]
    verdict.wrong += [f"case {case.reference} has no state" for case in cases if case.id not in states]
    verdict.wrong += [problem for case in cases if (problem := _compare(case, states[case.id], tasks, done))]
    if office is not None:
        verdict.mails = len(office.mails)
        verdict.second_deliveries = sum(office.mails.values()) - len(office.mails)
        keys = {key.partition("@")[0].strip("<").rpartition("-")[0] for key in office.mails}
        verdict.wrong += [
            f"mail {job.id} is {job.state} and was never handed over" for job in jobs if job.id not in keys
        ]
        verdict.wrong += [f"mail {key} belongs to nothing" for key in keys - {job.id for job in jobs}]
    return verdict


def _completions(session: Session) -> dict[str, list[str]]:
    """Task → the user names of those who completed it, according to the history."""
    names = {row.id: row.username for row in session.scalars(select(Account))}
    found: dict[str, list[str]] = {}
    for event in session.scalars(select(HistoryEvent).where(HistoryEvent.kind == "task_completed")):
        found.setdefault(str(event.facts["task"]), []).append(names.get(event.person_id, event.person_id))
    return found


def _compare(case: Case, state: bytes, tasks: Sequence[Task], done: dict[str, list[str]]) -> str | None:
    """Whether state and rows agree: the variables contain the answers of each completed task, and no others."""
    mine = [task for task in tasks if task.case_id == case.id]
    completed = {task.id for task in mine if task.state == "completed"}
    if completed != {task.id for task in mine if task.id in done}:
        return f"case {case.reference}: rows and history differ about what is done"
    if case.state == "running" and not any(task.state == "open" for task in mine) and not case.positions:
        return f"case {case.reference} runs and waits for nothing"
    said = read_variables(state).get("notitie")
    if bool(completed) != (said is not None):
        return f"case {case.reference}: the state does not know what its tasks say"
    return None


def count_unfinished() -> int:
    """Jobs that are not done, and timers that are due."""
    with reading() as session:
        jobs = session.scalar(select(func.count()).select_from(Job).where(Job.state.not_in(["done", "failed"]))) or 0
        timers = session.scalar(select(func.count()).select_from(PendingTimer).where(PendingTimer.due_at <= now())) or 0
        return jobs + timers


def count_entries() -> int:
    """How many entries the register has."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(RegisterEntry)) or 0
