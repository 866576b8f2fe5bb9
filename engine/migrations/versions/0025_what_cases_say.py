"""From here on the history has digests of the contents of the rows of cases; it begins with their present contents."""

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

BATCH = 200
BY = "systeem"
SAID = ("previous", "case_id", "at", "kind", "person_id", "process_id", "definition_id", "element_id", "facts")
MOMENT = sa.DateTime(timezone=True)
HISTORY = sa.table(
    "history",
    *(sa.column(name) for name in SAID if name not in {"at", "facts"}),
    *(sa.column("sequence"), sa.column("digest"), sa.column("at", MOMENT), sa.column("facts", sa.JSON())),
)
CASES = sa.table(
    "cases",
    *(sa.column(name) for name in ("id", "title", "area", "submitter_id", "secret_hash", "incident", "salt")),
    *(sa.column("bindings", sa.JSON()), sa.column("positions", sa.JSON()), sa.column("erased_at", MOMENT)),
)
STATES = sa.table("case_states", sa.column("case_id"), sa.column("state", sa.LargeBinary()))
TIMERS = sa.table(
    "timers", *(sa.column(name) for name in ("case_id", "ref", "process_id", "element_id")), sa.column("due_at", MOMENT)
)
SUBSCRIPTIONS = sa.table(
    "subscriptions", *(sa.column(name) for name in ("case_id", "ref", "element_id", "kind", "message", "key"))
)
PERSONS = sa.table("persons", *(sa.column(name) for name in ("id", "name", "email", "phone", "address", "salt")))
PUBLICATIONS = sa.table("publications", *(sa.column(name) for name in ("id", "case_id", "status", "text", "salt")))


def upgrade() -> None:
    """Without what is written about them here, nobody could tell whether older cases were changed from now on."""
    op.add_column("cases", sa.Column("salt", sa.String(32), nullable=False, server_default=""))
    op.add_column("persons", sa.Column("salt", sa.String(32), nullable=False, server_default=""))
    op.add_column("publications", sa.Column("salt", sa.String(32), nullable=True))
    connection = op.get_bind()
    last = ""
    query = sa.select(CASES).order_by(CASES.c.id).limit(BATCH)
    while cases := connection.execute(query.where(CASES.c.id > last)).all():
        _record(connection, cases)
        last = cases[-1].id


def _record(connection: sa.Connection, cases: Sequence[Any]) -> None:
    ids = [case.id for case in cases]
    states: dict[str, bytes] = dict(connection.execute(sa.select(STATES).where(STATES.c.case_id.in_(ids))).all())
    waits, texts = _read_waiting(connection, ids), _keep_texts(connection, cases)
    contacts = _keep_contacts(connection, cases)
    newest = sa.select(sa.func.max(HISTORY.c.sequence)).where(HISTORY.c.case_id.in_(ids)).group_by(HISTORY.c.case_id)
    tails = sa.select(HISTORY.c.case_id, HISTORY.c.digest).where(HISTORY.c.sequence.in_(newest))
    previous = dict(connection.execute(tails).all())
    salts, rows = [], []
    for case in cases:
        if case.id not in previous:
            continue  # Nobody began it: the history says so.
        salt, at = secrets.token_hex(16), datetime.now(UTC)
        salts.append({"this": case.id, "new": salt})
        state = states.get(case.id)
        standing = {
            "kept": _mark(salt, bytes(state)) if state is not None else "",
            "at": case.positions,
            "waits": _mark(salt, _spell(waits[case.id])) if case.id in waits else "",
            "halted": case.incident is not None,
            "named": _mark(salt, _spell([case.title, case.area])),
            "submitter": case.submitter_id,
            "by": _mark("", _spell(case.bindings)),
            "link": case.secret_hash or "",
        }
        if case.submitter_id is not None:
            standing["contact"] = contacts[case.submitter_id]
        facts = {"texts": texts[case.id], "standing": standing}
        said = (previous[case.id], case.id, at.isoformat(), "case_found", BY, None, None, None, facts)
        digest = hashlib.sha256(_spell(list(said))).hexdigest()
        rows.append({**dict(zip(SAID, said, strict=True)), "at": at, "digest": digest})
    if rows:
        this = CASES.update().where(CASES.c.id == sa.bindparam("this")).values(salt=sa.bindparam("new"))
        connection.execute(this, salts)
        connection.execute(HISTORY.insert(), rows)


def _read_waiting(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[list[Any], list[Any]]]:
    found: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for case_id, *place, due_at in connection.execute(sa.select(TIMERS).where(TIMERS.c.case_id.in_(ids))):
        moment = due_at.replace(tzinfo=UTC) if due_at.tzinfo is None else due_at.astimezone(UTC)
        found[case_id][0].append([*place, moment.isoformat()])
    heard = sa.select(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.case_id.in_(ids))
    for case_id, *told in connection.execute(heard):
        found[case_id][1].append(told)
    return {case_id: (sorted(timers), sorted(told, key=str)) for case_id, (timers, told) in found.items()}


def _keep_texts(connection: sa.Connection, cases: Sequence[Any]) -> dict[str, list[str]]:
    """Give what submitters read a salt; its digests, by case."""
    erased = {case.id for case in cases if case.erased_at is not None}
    found: dict[str, list[str]] = defaultdict(list)
    salts = []
    query = sa.select(PUBLICATIONS).where(PUBLICATIONS.c.case_id.in_([case.id for case in cases]))
    for row in connection.execute(query.order_by(PUBLICATIONS.c.id)):
        if row.case_id in erased:
            found[row.case_id].append("")
            continue
        salt = secrets.token_hex(16)
        salts.append({"this": row.id, "new": salt})
        said = hashlib.sha256(salt.encode() + _spell([row.status, row.text]))
        found[row.case_id].append(said.hexdigest())
    if salts:
        this = PUBLICATIONS.update().where(PUBLICATIONS.c.id == sa.bindparam("this"))
        connection.execute(this.values(salt=sa.bindparam("new")), salts)
    return found


def _keep_contacts(connection: sa.Connection, cases: Sequence[Any]) -> dict[str, str]:
    """Give each submitter a salt; returns what the history must record of them, by their ids."""
    found, salts = {}, []
    ids = {case.submitter_id for case in cases if case.submitter_id is not None}
    for row in connection.execute(sa.select(PERSONS).where(PERSONS.c.id.in_(ids))):
        salt = row.salt or secrets.token_hex(16)
        if not row.salt:
            salts.append({"this": row.id, "new": salt})
        found[row.id] = _mark(salt, _spell([row.name, row.email, row.phone, row.address]))
    if salts:
        this = PERSONS.update().where(PERSONS.c.id == sa.bindparam("this"))
        connection.execute(this.values(salt=sa.bindparam("new")), salts)
    return found


def _mark(salt: str, data: bytes) -> str:
    return hashlib.sha256(salt.encode() + data).hexdigest()[:32]


def _spell(value: Any) -> bytes:
    """The spelling from which the history made digests when this was written."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def downgrade() -> None:
    """What the history says stays."""
    op.drop_column("publications", "salt")
    op.drop_column("persons", "salt")
    op.drop_column("cases", "salt")
