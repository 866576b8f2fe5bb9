"""Proving: that nobody changed the history, nor what it tells of: answers, files, letters, registers, diagrams."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import Case
from engine.proving import (
    accounts,
    answers,
    bound,
    calendar,
    cases,
    chains,
    changes,
    destruction,
    files,
    guards,
    jobs,
    leaves,
    papers,
    standing,
    tasks,
    versions,
)
from engine.proving.seals import Seal

__all__ = ["Misfit", "Proof", "prove"]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that is not as the history has it. `reason` is one of these:

    `changed`: its digest, case, step or moment, of a file also its name, kind or bytes; `unproven`: the history has no
    digest of what an answer says now; `moved`: by whom, when or to what an answer was given; `unknown`: the history has
    none; `missing`: there is none any more; `sent`: who posted it; `emptied`: nobody told so; `refilled`: that was
    emptied or erased; `gap`: numbers without an entry or case; `counter`: such numbers would be given out again;
    `rights`: the groups of an account, its role, or whether it is blocked; `otherwise`: these, as they were when an
    operator came to change them; `link`: whom a sign-in service lets in by an account; `leave`: when somebody is away,
    or which tasks went on because of it. Of a task `leave` as well: nobody was away because of whom it could have.

    Of a case also: `ended`: when, and with what outcome and class it ended; `term`: how long its statutory term is, and
    when that stood still or became longer; `status`: what was published to its submitter, and when; `version`: by which
    version of a process it goes; `named`: its title or area; `submitter`: whose it is; `text`: what was read with a
    status; `state`: what it knows and where it is; `played`: it went on from something else than where it stood;
    `waits`: what it waits for, and until when; `halted`: whether an incident holds it up; `secret`: which link opens
    it. Of a task: `done`: by whom and when; `open`: whether it is, and whose. Of a version:
    `in_use`: whether it is. Of a change of processes: `judged` and `own` as of a list, below; `contents`: what was
    approved, or put in use, is not what was offered. Of a guard, a trigger by its name: `lifted`: the database does
    not refuse any more what it is to refuse.

    Of a submitter `contact`: who it is or how to reach them.

    Of a chain of events that a seal knows: `missing`: it is gone; `cut`: it has fewer events than it had; `retold`: it
    has others; `backdated`: it has new ones that say that they were before the seal. Of that seal: `forgotten`: the
    history does not know that it was made: an older copy of the database took its place, or the seal is forged.

    Of a list of what was destroyed: `judged`: who approved or refused it; `own`: who approved it had a hand in it;
    `class`: a case on it ended on another day or in another class; `outcome`: what came of its cases; `unapproved`: a
    case went by it, and nobody approved it.
    """

    what: str
    """`account`, `answer`, `case`, `chain`, `change`, `day` (of the calendar), `explanation`, `file`, `guard`, `job`,
    `letter`, `list`, `entry`, `seal`, `submitter`, `task` or `version`."""
    name: str
    """The id; of an answer or explanation that is missing # with the number of its event; of an entry its register with
    the number, or with the first and the last of a gap; of a case or chain that is gone its reference, and of the chain
    of the municipality nothing; of a seal its mark; of a version its process with the number; of an account its
    username, or its id where there is none any more."""
    reference: str
    """Of the case; empty for what belongs to none."""
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How much was looked at, and what does not fit.

    What the history says was erased or emptied does.
    """

    events: int
    backwards: tuple[int, ...]
    """Events that say that they were before one that was written earlier: the first, and how many. Empty for none."""
    seal: Seal | None
    """What the history was held against."""
    cases: int
    found: int
    """Of these: were there when the history began to have digests of what their rows say (migration 0025)."""
    tasks: int
    accounts: int
    versions: int
    changes: int
    """Of processes, from draft to in use."""
    answers: int
    explanations: int
    erased_answers: int
    """Of these and of explanations: the history has a digest, and says that an operator erased what it is of."""
    files: int
    erased_files: int
    letters: int
    erased: int
    unexplained: int
    """Answers, explanations and letters that were gone before the history told of erasing: erased or removed."""
    entries: int
    emptied: int
    lists: int
    """Of what was destroyed."""
    misfits: tuple[Misfit, ...]


def prove(session: Session, seal: Seal | None = None) -> Proof:
    """Walk every chain of the history, and hold all else against it, in a session that is a snapshot.

    With a seal of before: also that the history still has all that it had then.

    Raises:
        HistoryBroken: the first event that does not hold. Then nothing is said of what it holds digests of.
    """
    walked = chains.look(session, seal)
    drawn, given, written = versions.look(session), answers.look(session), papers.look(session)
    rows = (*calendar.look(session), *leaves.look(session), *bound.look(session), *guards.look(session))
    rows += (*standing.look(session, walked.told), *jobs.look(session), *walked.submitters.find_faults(session))
    staff, begun, worked_on = accounts.look(session), cases.look(session), tasks.look(session)
    redrawn = changes.look(session)
    handed_in = files.look(session, given.named)
    gone = destruction.look(session)
    found = (
        *walked.faults,
        *staff.faults,
        *drawn.faults,
        *given.faults,
        *handed_in.faults,
        *written.faults,
        *gone.faults,
        *begun.faults,
        *worked_on.faults,
        *redrawn.faults,
        *rows,
    )
    references = dict(session.execute(select(Case.id, Case.reference)).all()) if found else {}
    misfits = (
        Misfit(one.what, one.name, references.get(one.case_id or "", ""), one.reason) for one in dict.fromkeys(found)
    )
    return Proof(
        events=walked.events,
        backwards=walked.backwards,
        seal=seal,
        cases=begun.cases,
        found=sum(one.found for one in walked.told.values()),
        tasks=worked_on.tasks,
        accounts=staff.accounts,
        versions=drawn.versions,
        changes=redrawn.changes,
        answers=given.answers,
        explanations=given.explanations,
        erased_answers=given.erased,
        files=handed_in.files,
        erased_files=handed_in.erased,
        letters=written.letters,
        erased=written.erased,
        unexplained=given.unexplained + written.unexplained,
        entries=written.entries,
        emptied=written.emptied,
        lists=gone.lists,
        misfits=tuple(sorted(misfits, key=lambda misfit: (misfit.what, misfit.name))),
    )
