"""Comparing: what a change would change, and what changed between two deployed versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.comparison import Comparison, compare
from engine.errors import NotFound
from engine.models import ChangePart, Definition
from engine.municipality import reading
from engine.permissions import require
from engine.versions import definitions
from engine.views import User
from engine.workshop.called import name_of
from engine.workshop.parts import find_change, parts_of


@dataclass(frozen=True, slots=True)
class PartComparison:
    """One process of a change beside the version that it started from, and beside the one in use if that differs."""

    process_id: str
    name: str
    base_version: int | None
    """None for a new process."""
    with_base: Comparison
    current_version: int | None = None
    with_current: Comparison | None = None


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions of a process. `versions` lists all versions, the newest first."""

    process_id: str
    name: str
    older: int
    newer: int
    versions: tuple[int, ...]
    found: Comparison


def compare_change(change_id: str, user: User) -> tuple[PartComparison, ...]:
    """What differs in each process of a change. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        find_change(session, change_id)
        loaded = [_load(session, part) for part in parts_of(session, change_id)]
    return tuple(_compare(one) for one in loaded)


def compare_versions(process_id: str, older: int | None, newer: int | None, user: User) -> VersionComparison:
    """What changed between two versions: None for `newer` is the newest, for `older` the one before `newer`.

    Raises: NotAllowed, NotFound: no such process or version.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        query = select(Definition).where(Definition.process_id == process_id).order_by(Definition.version.desc())
        rows = {row.version: row for row in session.scalars(query)}
        if not rows:
            raise NotFound("process", process_id)
        new = newer if newer is not None else max(rows)
        old = older if older is not None else max((version for version in rows if version < new), default=new)
        if old not in rows or new not in rows:
            raise NotFound("version", f"{old} or {new} of {process_id}")
        name = name_of(session, process_id)
        files = [definitions.unpack(rows[version].files) for version in (old, new)]
    return VersionComparison(process_id, name, old, new, tuple(rows), compare(*files))


Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What is needed of one part, so that no transaction is open during the comparison."""

    process_id: str
    name: str
    files: Files
    base: tuple[int, Files] | None
    current: tuple[int, Files] | None


def _load(session: Session, part: ChangePart) -> _Loaded:
    base = session.get(Definition, part.base_id) if part.base_id else None
    current = definitions.current(session, part.process_id)
    # Not the version that the change itself became: then there is nothing to compare.
    if current is not None and current.id in (part.base_id, part.definition_id):
        current = None

    def versioned(row: Definition | None) -> tuple[int, Files] | None:
        return (row.version, definitions.unpack(row.files)) if row is not None else None

    files = definitions.unpack(part.files)
    return _Loaded(
        part.process_id, name_of(session, part.process_id, files), files, versioned(base), versioned(current)
    )


def _compare(part: _Loaded) -> PartComparison:
    version, base = part.base or (None, {})
    shown = PartComparison(part.process_id, part.name, version, compare(base, part.files))
    if part.current is None:
        return shown
    number, current = part.current
    return PartComparison(part.process_id, part.name, version, shown.with_base, number, compare(current, part.files))
