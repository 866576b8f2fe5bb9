"""From here on the history records what was erased; it begins with what it has a proof of and was gone already."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

GIVEN = (
    *("task_completed", "vote_cast", "member_recused", "term_extended", "case_withdrawn", "incident_resolved"),
    "decision_made",
)
"""Events with a digest of what was stored. The start of a case is not among them: a message leaves no answers."""
LETTER = "letter_written"
BATCH = 200
BY = "systeem"
SAID = ("previous", "case_id", "at", "kind", "person_id", "process_id", "definition_id", "element_id", "facts")
HISTORY = sa.table(
    "history",
    *(sa.column(name) for name in SAID if name not in {"at", "facts"}),
    *(sa.column("sequence"), sa.column("digest")),
    *(sa.column("at", sa.DateTime(timezone=True)), sa.column("facts", sa.JSON())),
)
ANSWERS = sa.table("answers", sa.column("case_id"), sa.column("salt"), sa.column("given", sa.JSON()))
EXPLANATIONS = sa.table("decision_explanations", sa.column("case_id"), sa.column("digest"))
LETTERS = sa.table("letters", sa.column("case_id"), sa.column("id"))


def upgrade() -> None:
    """Without these, whoever removes an answer could claim that it was erased by an earlier release."""
    connection = op.get_bind()
    for cases in _in_parts(connection):
        missing = _find_missing(connection, cases)
        for case_id in sorted(missing):
            _record(connection, case_id, missing[case_id])


def _in_parts(connection: sa.Connection) -> Iterator[Sequence[str]]:
    cases, last = sa.table("cases", sa.column("id")), ""
    while ids := connection.scalars(
        sa.select(cases.c.id).where(cases.c.id > last).order_by(cases.c.id).limit(BATCH)
    ).all():
        yield ids
        last = ids[-1]


def _find_missing(connection: sa.Connection, cases: Sequence[str]) -> dict[str, set[str]]:
    told: dict[str, set[str]] = defaultdict(set)
    query = sa.select(HISTORY.c.case_id, HISTORY.c.kind, HISTORY.c.facts)
    query = query.where(HISTORY.c.case_id.in_(cases), HISTORY.c.kind.in_((*GIVEN, LETTER)))
    for case_id, kind, facts in connection.execute(query):
        if name := facts["letter"] if kind == LETTER else facts.get("digest"):
            told[case_id].add(name)
    for case_id, salt, given in connection.execute(sa.select(ANSWERS).where(ANSWERS.c.case_id.in_(cases))):
        told[case_id].discard(hashlib.sha256(salt.encode() + _spell(given)).hexdigest())
    for table in (EXPLANATIONS, LETTERS):
        for case_id, name in connection.execute(sa.select(table).where(table.c.case_id.in_(cases))):
            told[case_id].discard(name)
    return {case_id: names for case_id, names in told.items() if names}


def _record(connection: sa.Connection, case_id: str, missing: set[str]) -> None:
    newest = sa.select(HISTORY.c.digest).where(HISTORY.c.case_id == case_id).order_by(HISTORY.c.sequence.desc())
    previous, at, facts = connection.execute(newest.limit(1)).scalar_one(), datetime.now(UTC), sorted(missing)
    said = (previous, case_id, at.isoformat(), "absence_found", BY, None, None, None, {"missing": facts})
    digest = hashlib.sha256(_spell(list(said))).hexdigest()
    connection.execute(HISTORY.insert().values({**dict(zip(SAID, said, strict=True)), "at": at, "digest": digest}))


def _spell(value: Any) -> bytes:
    """The spelling from which the history made digests when this was written."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def downgrade() -> None:
    """What the history says stays."""
