"""Proving: that nobody changed the history, nor what it records: answers, files, letters, registers, diagrams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
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
    foureyes,
    guards,
    jobs,
    leaves,
    papers,
    standing,
    tasks,
    versions,
    viewings,
)
from engine.proving.faults import Fault
from engine.proving.seals import Seal

__all__ = ["Misfit", "Proof", "prove"]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that differs from the history, for one of these reasons, which `engine.proving.words` has in sentences:

    `changed`: its digest, case, step or moment, of a file also its name, kind or bytes; `unproven`: the history has no
    digest of the present answer; `moved`: by whom, when or to what an answer was given; `unknown`: the history has
    none; `missing`: it no longer exists; `sent`: who posted it; `emptied`: no event says so; `refilled`: it had been
    emptied or erased; `gap`: numbers without an entry or case; `counter`: such numbers would be given out again;
    `rights`: the groups of an account, its role, or whether it is blocked; `otherwise`: these, as they were when an
    operator changed them; `owner`: whose an account is and what opens it, now or when somebody changed that: name,
    username, e-mail address, password; `link`: whom a sign-in service lets in by an account; `leave`: when somebody is
    away, or which tasks were passed on because of it. For a task also `leave`: nobody was away for whom it could be
    passed on.

    For a case also: `ended`: when, and with what outcome and class it ended; `term`: how long its statutory term is,
    and when that was suspended or extended; `status`: what was published to its submitter, and when; `version`: which
    version of a process it follows; `named`: its title or area; `submitter`: who that is; `text`: what was shown with a
    status; `state`: what it knows and where it is; `played`: it continued from another state than the one it was in;
    `waits`: what it waits for, and until when; `halted`: whether an incident stops it; `secret`: which link opens it.
    For a task: `done`: by whom and when, or when it was cancelled; `open`: whether it is, and who has it; `place`: of
    which case and step it is, with which form; `voting`: whether this vote can still be changed; `both`: done by
    whoever also did the task that somebody else had to do. For a version: `in_use`: whether it is. For a change of
    processes: `judged` and `own` as for a list, below; `contents`: what was approved, or put in use, is not what was
    offered. For a guard, a trigger by its name: `lifted`: the database no longer refuses what it must refuse.

    Of anything also `unreadable`: a row holds what no function here writes, so that the others were not examined.

    For a submitter `contact`: who it is or how to reach them.

    For a chain of events that a seal knows: `missing`: it is gone; `cut`: it has fewer events than it had; `retold`: it
    has others; `backdated`: it has new ones that claim to be from before the seal. For that seal: `forgotten`: the
    history does not know that it was made: an older copy of the database was restored, or the seal is forged.

    For a list of what was destroyed: `judged`: who approved or refused it; `own`: the person who approved it had a hand
    in it; `class`: a case on it ended on another day or in another class; `outcome`: what became of its cases;
    `unapproved`: a case was destroyed by it, and nobody approved it.
    """

    what: str
    """`account`, `answer`, `case`, `chain`, `change`, `day` (of the calendar), `explanation`, `file`, `guard`, `job`,
    `letter`, `list`, `entry`, `seal`, `submitter`, `task`, `version` or `viewing`."""
    name: str
    """The id. For a missing answer or explanation, # with the number of its event; for an entry, its register with the
    number, or with the first and the last of a gap; for a case or chain that is gone, its reference, and for the chain
    of the municipality nothing; for a seal, its mark; for a version, its process with the number; for an account, its
    username, or its id if there is no username any more; for viewings, their day; ? for what cannot be read."""
    reference: str
    """Of the case; empty if it belongs to none."""
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How much was examined, and what does not match.

    What the history says was erased or emptied matches.
    """

    events: int
    backwards: tuple[int, ...]
    """Events that claim to be from before one that was written earlier: the first, and how many. Empty if none."""
    seal: Seal | None
    """The seal that the history was compared with."""
    cases: int
    earlier_cases: int
    """How many of these existed when the history began to have digests of the contents of rows (migration 0025)."""
    tasks: int
    accounts: int
    earlier_accounts: int
    """How many of these existed when the history began to have a digest of whose they are."""
    versions: int
    changes: int
    """Changes of processes, from draft to in use."""
    answers: int
    explanations: int
    erased_answers: int
    """Of these and of explanations: the history has a digest, and says that an operator erased the original."""
    files: int
    erased_files: int
    letters: int
    erased_letters: int
    unexplained: int
    """Answers, explanations and letters that were gone before the history recorded erasing: erased or removed."""
    entries: int
    emptied_entries: int
    destruction_lists: int
    viewings: int
    """Rows that say who looked, of days that are over."""
    misfits: tuple[Misfit, ...]


def prove(session: Session, seal: Seal | None = None) -> Proof:
    """Walk every chain of the history, and compare everything else with it, in a session that is a snapshot.

    With an earlier seal: also that the history still has everything that it had then.

    Raises:
        HistoryBroken: the first event that is not valid. Then nothing is said of what it holds digests of.
    """
    of_chains, found = chains.examine(session, seal), _Found(session)
    of_accounts, of_versions = found.by("account", accounts.examine), found.by("version", versions.examine)
    of_changes, of_lists = found.by("change", changes.examine), found.by("list", destruction.examine)
    of_cases, of_tasks = found.by("case", cases.examine), found.by("task", tasks.examine)
    of_answers = found.by("answer", answers.examine)
    of_files = found.by("file", files.examine, of_answers.named or ())
    of_papers, of_viewings = found.by("letter", papers.examine), found.by("viewing", viewings.examine)
    found.faults += of_chains.faults
    found.by("day", calendar.examine)
    found.by("account", leaves.examine)
    found.by("case", bound.examine)
    found.by("guard", guards.examine)
    found.by("case", standing.examine, of_chains.told)
    found.by("job", jobs.examine)
    found.by("task", foureyes.examine)
    found.by("submitter", of_chains.submitters.find_faults)
    references = dict(session.execute(select(Case.id, Case.reference)).all()) if found.faults else {}
    misfits = (
        Misfit(one.what, str(one.name), str(references.get(one.case_id or "", "")), one.reason)
        for one in dict.fromkeys(found.faults)
    )
    return Proof(
        events=of_chains.events,
        backwards=of_chains.backwards,
        seal=seal,
        cases=of_cases.cases,
        earlier_cases=sum(one.found for one in of_chains.told.values()),
        tasks=of_tasks.tasks,
        accounts=of_accounts.accounts,
        earlier_accounts=of_accounts.earlier,
        versions=of_versions.versions,
        changes=of_changes.changes,
        answers=of_answers.answers,
        explanations=of_answers.explanations,
        erased_answers=of_answers.erased,
        files=of_files.files,
        erased_files=of_files.erased,
        letters=of_papers.letters,
        erased_letters=of_papers.erased,
        unexplained=of_answers.unexplained + of_papers.unexplained,
        entries=of_papers.entries,
        emptied_entries=of_papers.emptied,
        destruction_lists=of_lists.lists,
        viewings=of_viewings.viewings,
        misfits=tuple(sorted(misfits, key=lambda misfit: (misfit.what, misfit.name))),
    )


class _Unread:
    """What a room found where rows could not be read: nothing of anything."""

    faults: tuple[Fault, ...] = ()

    def __getattr__(self, _name: str) -> int:
        return 0


class _Found:
    """The faults that the rooms find, each by itself.

    A row can be made unreadable: a word where a date must be, a list where a number must be. That must not hide what
    the other rooms find, nor end in an error of ours, which an auditor could be told to be just that.
    """

    def __init__(self, session: Session) -> None:
        self.faults: list[Fault] = []
        self._session = session

    def by(self, what: str, examine: Callable[..., Any], *known: Any) -> Any:
        """Have a room examine its rows; returns what it counted, if it counts. `what` are its rows about."""
        try:
            found = examine(self._session, *known)
            self.faults += found.faults if hasattr(found, "faults") else tuple(found)
        except DBAPIError:
            raise  # The database does not answer: that says nothing about the rows.
        except Exception:
            self.faults.append(Fault(what, "?", None, "unreadable"))
            return _Unread()
        return found
