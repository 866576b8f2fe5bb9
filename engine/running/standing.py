"""Standing: what the history records about the rows of a case after an act, so that nobody can change them unseen.

It is part of the last event of the act. What could reveal something about a person is included as a salted digest; the
salt is in the row of the case, and is erased with the data. `engine.proving.standing` compares the rows with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, history
from engine.finding.locking import LockedCase
from engine.models import Case, PendingTimer, Person, Subscription
from engine.municipality import now
from engine.spelling import spell_canonically
from engine.workflow import Step

DIGITS = 32
"""Of a digest: 128 bits, since each step has two. Finding another state with the same one is as hard as guessing a
secret link."""

Standing = Mapping[str, Any]
"""Each only where the act may have changed it. `kept`: the state that it left, empty for none; `at`: where the tokens
are; `waits`: the timers, messages and signals, empty for none; `halted`: whether an incident stops it, which no step
leaves; `named`: title and area; `submitter`: their pseudonym; `by`: the versions of its processes; `link`: the hash of
the secret link, empty for none; `contact`: who the submitter is and how to reach them, which another case of theirs may
have changed later.

For what an act changes it also has the earlier value: `read` of `kept`, `called` of `named`, `from` of `by`, `met` of
`contact`. Otherwise the next act would cover up a row that somebody changed unseen."""
Timer = tuple[str, str, str, datetime]
"""Its ref, process and element, and when it is due."""
Heard = tuple[str, str, str, str, str | None]
"""The ref, element and kind of what waits for a message or signal; the name of that, and its key."""


def of_start(case: Case, person: Person | None) -> Standing:
    """What the history records besides its first step when a case begins."""
    return {
        **({"contact": reach(person)} if person is not None else {}),
        "named": name(case.salt, case.title, case.area),
        "waits": "",
        "submitter": case.submitter_id,
        "by": bind(case.bindings),
        "link": case.secret_hash or "",
    }


def of_step(case: Case | LockedCase, step: Step, named: tuple[str, str | None]) -> Standing:
    """What the history records after a step. `named` are the case's title and area from now on."""
    standing: dict[str, Any] = {"kept": mark(case.salt, step.state), "at": step.positions}
    if step.before:
        standing["read"] = mark(case.salt, step.before)
    if step.waits:
        standing["waits"] = _waits_of(case.salt, step)
    if named != (case.title, case.area):
        standing["called"] = name(case.salt, case.title, case.area)
        standing["named"] = name(case.salt, *named)
    return standing


def of_move(session: Session, case: Case, before: bytes, after: bytes, bound: Mapping[str, str]) -> Standing:
    """After something other than a step wrote its state, and what it waits for. All of it is in the tables.

    `before` is the state that it had, and `bound` what it was bound to.
    """
    return {
        "read": mark(case.salt, before),
        "kept": mark(case.salt, after),
        "at": case.positions,
        "waits": wait(case.salt, *read_waiting(session, [case.id]).get(case.id, ((), ()))),
        "halted": case.incident is not None,
        "from": bind(bound),
        "by": bind(case.bindings),
    }


def of_erased(case: Case) -> Standing:
    """After what people gave was erased, and the salt with it: everything that is left is recorded anew."""
    return {"kept": "", "waits": "", "named": name(case.salt, case.title, case.area), "link": ""}


def record(session: Session, case: Case, happened: Sequence[events.Event], by: str, stands: Standing | None) -> None:
    """Add events to the chain of a case, and what its rows contain after them."""
    told = case.bindings
    history.record(session, happened, case_id=case.id, by=by, at=now(), definitions=told, standing=stands)


def of_contact(person: Person, before: str) -> Standing:
    """After somebody changed who a submitter is or how to reach them. `before` is what `reach` returned then."""
    return {"met": before, "contact": reach(person)}


def mark(salt: str, data: bytes) -> str:
    return hashlib.sha256(salt.encode() + data).hexdigest()[:DIGITS]


def name(salt: str, title: str, area: str | None) -> str:
    return mark(salt, spell_canonically([title, area]))


def ask(salt: str, kind: str, payload: Any) -> str:
    """What the history records about a job that a case asks for."""
    return mark(salt, spell_canonically([kind, payload]))


def reach(person: Person) -> str:
    return mark(person.salt, spell_canonically([person.name, person.email, person.phone, person.address]))


def bind(bindings: Mapping[str, str]) -> str:
    """The digest of the versions that a case is bound to. Without a salt: they are not secret."""
    return mark("", spell_canonically(dict(bindings)))


def wait(salt: str, timers: Iterable[Timer], heard: Iterable[Heard]) -> str:
    due = sorted([*place, moment.astimezone(UTC).isoformat()] for *place, moment in timers)
    told = sorted((list(one) for one in heard), key=str)
    return mark(salt, spell_canonically([due, told])) if due or told else ""


def _waits_of(salt: str, step: Step) -> str:
    if step.ended:
        return ""
    timers = {t.ref: (t.ref, t.process_id, t.element_id, t.due_at) for t in step.timers}
    return wait(salt, timers.values(), {(s.ref, s.element_id, s.kind, s.message, s.key) for s in step.subscriptions})


def read_waiting(session: Session, cases: list[str]) -> dict[str, tuple[list[Timer], list[Heard]]]:
    """What cases wait for, by their ids, as stored in the tables."""
    found: dict[str, tuple[list[Timer], list[Heard]]] = {}
    timer, heard = PendingTimer, Subscription
    timers = select(timer.case_id, timer.ref, timer.process_id, timer.element_id, timer.due_at)
    for case_id, *told in session.execute(timers.where(timer.case_id.in_(cases))):
        found.setdefault(case_id, ([], []))[0].append(tuple(told))  # type: ignore[arg-type]
    subscriptions = select(heard.case_id, heard.ref, heard.element_id, heard.kind, heard.message, heard.key)
    for case_id, *told in session.execute(subscriptions.where(heard.case_id.in_(cases))):
        found.setdefault(case_id, ([], []))[1].append(tuple(told))  # type: ignore[arg-type]
    return found
