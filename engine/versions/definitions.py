"""Definitions: the versions of processes: stored, in use, and what runs. Once stored, a version never changes."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import annals
from engine.checking import check_folders
from engine.dialect import naming
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.errors import Conflict, DefinitionRefused, NotFound
from engine.events import DefinitionDeployed
from engine.forms import Form, read_form
from engine.models import Definition
from engine.municipality import here, now, reading, transaction
from engine.permissions import require
from engine.versions import starts
from engine.versions.folders import compile_folders, read_folders
from engine.versions.underway import count_running
from engine.views import DefinitionView, User
from engine.workflow import Compiled

DEPLOYER = "systeem"


@dataclass(frozen=True, slots=True)
class Deployment:
    """The result of deploying: processes that got a new version, and those that were already the same."""

    deployed: tuple[DefinitionView, ...]
    unchanged: tuple[str, ...]


def deploy(path: Path, by: str = DEPLOYER, *, only_first: bool = False) -> Deployment:
    """Check the processes under `path` together and put those that changed in use, all of them or none.

    Nobody's approval is asked: this is for a new municipality, for the demo and for tests. What is in use is changed
    through `engine.workshop`. Running cases stay on the version that they began with.

    Raises:
        Conflict: with `only_first`, something is in use already.
        DefinitionRefused: a finding of severity error; carries all findings.
        DiagramRefused: a file cannot be read at all.
    """
    folders = read_folders(path)
    with transaction() as session:
        annals.lock(session)
        if only_first and session.scalar(select(Definition.id).where(Definition.in_use).limit(1)) is not None:
            raise Conflict("processes are in use already")
        known = {**in_use_files(session), **folders}
        findings = [f for f in check_folders(known) if f.severity == "error"]
        if findings:
            raise DefinitionRefused(findings)
        deployed, unchanged = [], []
        for process_id, files in folders.items():
            older = current(session, process_id)
            if older is not None and unpack(older.files) == files.files:
                unchanged.append(process_id)
                continue
            deployed.append(put_in_use(session, process_id, files, by))
        running = count_running(session)
        return Deployment(tuple(view(session, row, running) for row in deployed), tuple(unchanged))


def install_stock(path: Path) -> Deployment:
    """Put the processes that a municipality begins with in use. Once anything is in use, changes need the workshop.

    Raises: DefinitionRefused, DiagramRefused: as `deploy`. Conflict: some process is in use already.
    """
    return deploy(path, only_first=True)


def put_in_use(session: Session, process_id: str, files: ProcessFiles, by: str) -> Definition:
    """Put the files of a process in use as a version, for a caller that has checked them and has called `annals.lock`.

    Files that were a version before become that version again. Its stories and explanation are those given now: they
    decide nothing about a case.
    """
    for older in session.scalars(select(Definition).where(Definition.process_id == process_id, Definition.in_use)):
        older.in_use = False
    same = session.scalar(
        select(Definition).where(Definition.process_id == process_id, Definition.content_hash == files.content_hash)
    )
    if same is None:
        latest = session.scalar(select(func.max(Definition.version)).where(Definition.process_id == process_id))
        same = Definition(
            process_id=process_id,
            version=(latest or 0) + 1,
            content_hash=files.content_hash,
            name=files.process.name or process_id,
            version_tag=files.process.version_tag,
            files=pack(files.files),
            deployed_at=now(),
            deployed_by=by,
        )
        session.add(same)
    elif unpack(same.files) != files.files:
        same.files = pack(files.files)
    same.in_use = True
    session.flush()
    starts.listen(session, same.id, files.process)
    event = DefinitionDeployed(process_id, same.version, same.content_hash)
    annals.record(session, [event], by, definitions={process_id: same.id})
    return same


def pack(files: Mapping[str, bytes]) -> bytes:
    return zlib.compress(json.dumps({name: b64encode(data).decode() for name, data in sorted(files.items())}).encode())


def unpack(blob: bytes) -> dict[str, bytes]:
    return {name: b64decode(data) for name, data in json.loads(zlib.decompress(blob)).items()}


def current(session: Session, process_id: str) -> Definition | None:
    """The version in use of a process, if there is one."""
    return session.scalar(select(Definition).where(Definition.process_id == process_id, Definition.in_use))


def find_version(session: Session, process_id: str, version: int | None) -> Definition:
    """A version of a process by number, or for None the one in use. Raises: NotFound."""
    wanted = Definition.in_use if version is None else Definition.version == version
    row = session.scalar(select(Definition).where(Definition.process_id == process_id, wanted))
    if row is None:
        raise NotFound("version", f"{process_id} {version or ''}".strip())
    return row


def in_use_files(session: Session) -> dict[str, ProcessFiles]:
    """The files of all processes in use, by process id."""
    found, known = {}, here().known.files_in_use
    for row in session.scalars(select(Definition).where(Definition.in_use)):
        key = row.id, zlib.crc32(row.files)
        if key not in known:
            known[key] = from_bytes(unpack(row.files), source=row.process_id)
        found[row.process_id] = known[key]
    return found


def list_in_use(session: Session) -> dict[str, str]:
    """The ids of the versions in use, by process."""
    rows = session.execute(select(Definition.process_id, Definition.id).where(Definition.in_use))
    return dict(rows.all())


def files_of(session: Session, definition_id: str) -> ProcessFiles:
    """The parsed files of a version, read from the database once per server process."""
    known = here().known.files
    if definition_id not in known:
        row = session.get(Definition, definition_id)
        if row is None:
            raise NotFound("definition", definition_id)
        known[definition_id] = from_bytes(unpack(row.files), source=row.process_id)
    return known[definition_id]


def form_of(session: Session, definition_id: str, form_id: str) -> Form:
    """A parsed form of a version."""
    known, key = here().known.forms, (definition_id, form_id)
    if key not in known:
        known[key] = read_form(files_of(session, definition_id).forms[form_id], form_id)
    return known[key]


def bind(session: Session, process_id: str) -> dict[str, str]:
    """The versions that a case of this process starts on: of the process and of all that it may call, by process id.

    Raises:
        NotFound: no version of the process, or of one that it calls, is in use.
    """
    bindings: dict[str, str] = {}
    wanted = [process_id]
    while wanted:
        name = wanted.pop()
        if name in bindings:
            continue
        row = current(session, name)
        if row is None:
            raise NotFound("process", name)
        bindings[name] = row.id
        wanted.extend(files_of(session, row.id).process.calls)
    return bindings


def compiled_for(session: Session, process_id: str, bindings: Mapping[str, str]) -> Compiled:
    """The specifications to play a case with; made once per set of versions."""
    place, key = here(), (process_id, frozenset(bindings.items()))
    known = place.known.compiled
    if key not in known:
        folders = {name: files_of(session, definition_id) for name, definition_id in bindings.items()}
        with place.lock:
            known[key] = compile_folders(process_id, folders)
    return known[key]


def list_definitions(user: User) -> tuple[DefinitionView, ...]:
    """The versions in use, by name. Raises: NotAllowed."""
    require(user, "read_definitions", None)
    with reading() as session:
        rows = session.scalars(select(Definition).where(Definition.in_use).order_by(Definition.name))
        running = count_running(session)
        return tuple(view(session, row, running) for row in rows)


def read_definition(process_id: str, user: User) -> DefinitionView:
    """The version in use of one process. Raises: NotAllowed, NotFound."""
    require(user, "read_definitions", None)
    with reading() as session:
        row = current(session, process_id)
        if row is None:
            raise NotFound("process", process_id)
        return view(session, row)


def view(session: Session, row: Definition, running: Mapping[str, int] | None = None) -> DefinitionView:
    """A version as people see it. `running` is what `count_running` returned, for callers that show many."""
    running = count_running(session) if running is None else running
    files = files_of(session, row.id)
    return DefinitionView(
        id=row.id,
        process_id=row.process_id,
        name=row.name,
        version=row.version,
        version_tag=row.version_tag,
        content_hash=row.content_hash,
        deployed_at=row.deployed_at,
        deployed_by=row.deployed_by,
        running_cases=running.get(row.process_id, 0),
        diagram=files.diagram,
        process=files.process,
    )


def element_name(session: Session, definition_id: str | None, element_id: str | None) -> str | None:
    """What readers call an element of a version; its id if the version has no such element; None if none is named."""
    if definition_id is None or element_id is None:
        return None
    element = files_of(session, definition_id).process.elements.get(element_id)
    return naming.call(element) if element is not None else element_id
