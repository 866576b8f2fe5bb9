"""Standing: that the rows of each case match its history: its state, its name, and what its submitter read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.history import STANDING
from engine.models import Case, CaseState, Person, Publication
from engine.proving.faults import Fault
from engine.running import publishing, standing

PUBLISHED, FOUND, ERASED = "status_published", "case_found", "case_erased"
BEFORE = {"read": "kept", "called": "named", "from": "by"}
"""For what an act found, the name of what the previous act must have left."""
AT_ONCE = 200
"""Cases at a time: their states are held in memory."""
_COLUMNS = (
    *(Case.id, Case.salt, Case.title, Case.area, Case.submitter_id, Case.secret_hash, Case.bindings, Case.positions),
    *(Case.status_text, (Case.incident.is_not(None)).label("halted")),
)


@dataclass(slots=True)
class Told:
    """What the history has of one case, as far as it has been read. What it does not say cannot be proved."""

    said: dict[str, Any] = field(default_factory=dict)
    """By name, the newest value of each (`engine.running.standing.Standing`)."""
    texts: list[str | None] = field(default_factory=list)
    """The digest of each published status: empty once erased, and None if it is from before there were digests."""
    played: bool = False
    """Whether an act started from another state than the previous act left."""
    found: bool = False
    """Whether the case existed when the history began to have this of it."""

    def pass_by(self, event: Row[Any]) -> None:
        if event.kind == PUBLISHED:
            self.texts.append(event.facts.get("digest") or None)
        elif event.kind == FOUND:
            self.texts, self.found = list(event.facts["texts"]), True
        elif event.kind == ERASED:
            self.texts = [""] * len(self.texts)
        stands: Mapping[str, Any] | None = event.facts.get(STANDING)
        if stands is None:
            return
        if any(was in stands and self.said.get(name, stands[was]) != stands[was] for was, name in BEFORE.items()):
            self.played = True
        if "kept" in stands:
            self.said["halted"] = False
        self.said.update(stands)


@dataclass(slots=True)
class Submitters:
    """What all chains together say about submitters and how to reach them: one person may have several cases."""

    contacts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By submitter, the case whose history mentioned them last, and the digest."""
    misled: dict[str, str] = field(default_factory=dict)
    """By submitter for whom an act changed something else than the previous act had left: the case of that act."""

    def pass_by(self, submitter: str, case_id: str, stands: Mapping[str, Any]) -> None:
        if "contact" not in stands:
            return
        _, digest = self.contacts.get(submitter, ("", ""))
        if digest and stands.get("met", digest) != digest:
            self.misled[submitter] = case_id
        self.contacts[submitter] = case_id, stands["contact"]

    def find_faults(self, session: Session) -> Iterator[Fault]:
        """Compare them with the rows."""
        wrong = dict(self.misled)
        for ids in _in_parts(sorted(self.contacts)):
            kept = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))}
            for id in ids:
                case_id, digest = self.contacts[id]
                if id not in kept or standing.reach(kept[id]) != digest:
                    wrong[id] = case_id
        return (Fault("submitter", submitter, case_id, "contact") for submitter, case_id in wrong.items())


def _in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def examine(session: Session, told: Mapping[str, Told]) -> tuple[Fault, ...]:
    """Compare all cases with the history, which was found intact. `told` is what it has of each."""
    faults: list[Fault] = []
    last = ""
    query = select(*_COLUMNS).order_by(Case.id).limit(AT_ONCE)
    while rows := session.execute(query.where(Case.id > last)).all():
        ids = [row.id for row in rows]
        states = dict(
            session.execute(select(CaseState.case_id, CaseState.state).where(CaseState.case_id.in_(ids))).all()
        )
        waiting, texts = standing.read_waiting(session, ids), _read_texts(session, ids)
        for row in rows:
            if (one := told.get(row.id)) is not None:
                wrong = _judge(row, one, states.get(row.id), waiting.get(row.id, ((), ())), texts.get(row.id, []))
                faults += [Fault("case", row.id, row.id, reason) for reason in dict.fromkeys(wrong)]
        last = ids[-1]
    return tuple(faults)


_Texts = Sequence[tuple[str, str | None, str | None]]
"""For each status that its submitter reads, in order: the status, its text and the salt of that."""


def _read_texts(session: Session, ids: Sequence[str]) -> dict[str, _Texts]:
    found: dict[str, list[tuple[str, str | None, str | None]]] = defaultdict(list)
    columns = (Publication.case_id, Publication.status, Publication.text, Publication.salt)
    query = select(*columns).where(Publication.case_id.in_(ids)).order_by(Publication.id)
    for case_id, status, said, salt in session.execute(query):
        found[case_id].append((status, said, salt))
    return dict(found)


def _judge(row: Any, told: Told, state: bytes | None, waiting: Any, texts: _Texts) -> Iterator[str]:
    """What is wrong with a case."""
    says = {
        "kept": ("state", standing.mark(row.salt, state) if state is not None else ""),
        "at": ("state", row.positions),
        "waits": ("waits", standing.wait(row.salt, *waiting)),
        "halted": ("halted", row.halted),
        "named": ("named", standing.name(row.salt, row.title, row.area)),
        "submitter": ("submitter", row.submitter_id),
        "by": ("version", standing.bind(row.bindings)),
        "link": ("secret", row.secret_hash or ""),
    }
    for name, (reason, said) in says.items():
        if name in told.said and told.said[name] != said:
            yield reason
    if told.played:
        yield "played"
    if not _were_read_so(row.status_text, told.texts, texts):
        yield "text"


def _were_read_so(now: str | None, told: Sequence[str | None], texts: _Texts) -> bool:
    """Whether the submitter reads with each status what was published. Which statuses: see `engine.proving.cases`."""
    for digest, (status, text, salt) in zip(told, texts, strict=False):
        if digest == "" and (text is not None or salt is not None):
            return False
        if digest and (salt is None or publishing.digest_of(status, text, salt) != digest):
            return False
    return now == (texts[-1][1] if texts else None)
