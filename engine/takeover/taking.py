"""Taking: the public acts: what a file with running cases may contain, what would become of each, and taking them over.

Each case is one transaction, so what was taken over before something goes wrong stays. The same file again takes over
what is missing: a case is known by the number that it had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.colliding import until_whole
from engine.database import lock_name
from engine.errors import ExecutionFailed, MoveRefused
from engine.models import Case
from engine.municipality import reading, today, transaction
from engine.permissions import require
from engine.running import beginning, surroundings
from engine.running.secretlinks import hash_secret
from engine.takeover import columns, judging, sheet, trying
from engine.takeover.judging import Judge, Verdict
from engine.takeover.places import Place
from engine.tidying import tidy_line
from engine.versions import definitions
from engine.views import User

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a file may have, and what belongs in it. `main` are those that most files need."""

    name: str
    told: str
    main: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of each row of a file."""

    process_id: str
    name: str
    rows: tuple[Verdict, ...]
    strange: tuple[str, ...]
    """Columns that the process does not know, and that are left out."""

    @property
    def refused(self) -> tuple[Verdict, ...]:
        return tuple(row for row in self.rows if row.problems)

    @property
    def ready(self) -> tuple[Verdict, ...]:
        return tuple(row for row in self.rows if not row.problems and not row.reference)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a row: its number before and its reference now; or why it failed after all."""

    number: str
    reference: str
    before: bool = False
    """Whether it had been taken over before."""
    failed: str = ""


def list_columns(process_id: str, user: User) -> tuple[Column, ...]:
    """The columns that a file with cases of a process may have. Raises: NotAllowed, NotFound."""
    require(user, "take_over_cases", None)
    with reading() as session:
        judge = _judge_for(session, process_id, ())
        own = [Column(name, told, True) for name, told in sheet.OUR_OWN.items()]
        asked = judge.asked_first
        others = [Column(m.key, columns.describe(m), m.key in asked) for m in judge.meanings.values()]
        return (*own, *(c for c in others if c.main), *(c for c in others if not c.main))


def list_places(process_id: str, user: User) -> tuple[Place, ...]:
    """The steps at which a case can be taken over, where somebody or something is waited for.

    Raises: NotAllowed, NotFound.
    """
    require(user, "take_over_cases", None)
    with reading() as session:
        return tuple(place for place in _judge_for(session, process_id, ()).places if place.waits)


def plan_takeover(process_id: str, data: bytes, user: User) -> Plan:
    """What would become of each row of a file. Nothing is kept.

    Raises:
        NotAllowed, NotFound.
        MoveRefused: the file cannot be read, or lacks a column.
    """
    require(user, "take_over_cases", None)
    read = sheet.read_sheet(data)
    with reading() as session:
        return _plan(session, process_id, read)


def _plan(session: Session, process_id: str, read: sheet.Sheet) -> Plan:
    judge = _judge_for(session, process_id, read.columns)
    known = _find_known(session, process_id, read)
    twice = Counter(row.get(sheet.NUMBER) for row in read.rows)
    rows = []
    for row in read.rows:
        number = row.get(sheet.NUMBER)
        if number in known:
            rows.append(Verdict(row.line, number, reference=known[number]))
            continue
        verdict = judge.judge(row)
        if number and twice[number] > 1:
            verdict = replace(verdict, problems=(f"Het nummer {number} staat er {twice[number]} keer.",))
        rows.append(verdict)
    name = judge.compiled.processes[process_id].name or process_id
    return Plan(process_id, name, tuple(rows), judge.strange)


def _judge_for(session: Session, process_id: str, read_columns: tuple[str, ...]) -> Judge:
    bindings = definitions.bind(session, process_id)
    compiled = definitions.compiled_for(session, process_id, bindings)
    folders = {name: definitions.files_of(session, definition_id) for name, definition_id in bindings.items()}
    return Judge(compiled, folders, surroundings.of_no_case(session), read_columns, today())


def _find_known(session: Session, process_id: str, read: sheet.Sheet) -> dict[str, str]:
    """By number, the reference of what was taken over before."""
    keys = {_key(process_id, row.get(sheet.NUMBER)): row.get(sheet.NUMBER) for row in read.rows}
    found: dict[str, str] = {}
    wanted = list(keys)
    for first in range(0, len(wanted), 500):
        part = wanted[first : first + 500]
        query = select(Case.idempotency_key, Case.reference).where(Case.idempotency_key.in_(part))
        found |= {keys[str(key)]: reference for key, reference in session.execute(query)}
    return found


def _key(process_id: str, number: str) -> str:
    return hash_secret(f"taken-over:{process_id}:{number}")


def take_over(process_id: str, data: bytes, user: User, reason: str) -> Iterator[Taken]:
    """Take over every case of a file, one by one; what was taken over before is passed over.

    If one cannot be taken over, none is: the file is corrected first.

    Raises:
        NotAllowed, NotFound.
        MoveRefused: no reason, a file that cannot be read, or rows with problems.
    """
    told = tidy_line(reason, LONGEST_REASON)
    if not told:
        raise MoveRefused(["Schrijf op waarom u dit doet."])
    plan = plan_takeover(process_id, data, user)
    if plan.refused:
        raise MoveRefused([f"{len(plan.refused)} zaken kunnen zo niet mee. Er is niets overgenomen."])
    return (_take(process_id, row, user, told) for row in plan.rows)


def _take(process_id: str, row: Verdict, user: User, reason: str) -> Taken:
    if row.reference:
        return Taken(row.number, row.reference, before=True)
    try:
        return _take_one(process_id, row, user, reason)
    except ExecutionFailed as error:
        return Taken(row.number, "", failed=str(error))


@until_whole
def _take_one(process_id: str, row: Verdict, user: User, reason: str) -> Taken:
    with transaction() as session:
        key = _key(process_id, row.number)
        lock_name(session, f"idempotency:{key}")
        before = session.scalar(select(Case.reference).where(Case.idempotency_key == key))
        if before is not None:
            return Taken(row.number, before, before=True)
        if row.place is None:
            raise MoveRefused(row.problems)
        case = beginning.take_over(
            session,
            process_id,
            {**row.values, judging.OWN_NUMBER: row.number},
            row.personal,
            row.place.path,
            by=user,
            at=trying.at_day(surroundings.of_no_case(session), row.since, today()).now,
            received=row.received if row.received != today() else None,
            shown=(row.status, row.told) if row.status else None,
            reason=reason,
        )
        case.idempotency_key = key
        return Taken(row.number, case.reference)
