"""Consequences: where the running cases of a process are, and what another version or a change would do to each.

For people who consider a change: everything here only reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import workflow
from engine.dialect.folder import ProcessFiles
from engine.errors import NotFound
from engine.models import Case, Definition
from engine.moving.migration import Mapped, plan_routes
from engine.moving.routes import Routes
from engine.municipality import reading
from engine.permissions import require
from engine.versions import combinations, definitions
from engine.versions.folders import compile_folders
from engine.versions.underway import count_bound
from engine.views import MigrationPlan, Standings, StandingVersion, User
from engine.workshop.parts import find_change, sources_of


def read_standings(process_id: str, user: User, version: int | None = None) -> Standings:
    """How many running cases are on which version and at which step, drawn on one version.

    By default the version with the most cases: right after a switch there is nothing to see on the one in use.

    Cases of other processes that are currently in this one, because they call it, count as well.

    Raises: NotAllowed, NotFound: no such process or version.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        counted, placed = _count(session, process_id)
        query = select(Definition).where(Definition.process_id == process_id).order_by(Definition.version.desc())
        rows = [row for row in session.scalars(query) if row.in_use or row.id in counted or row.version == version]
        if not rows:
            raise NotFound("process", process_id)
        if version is None:
            chosen: Definition | None = max(rows, key=lambda row: (counted[row.id], row.in_use, row.version))
        else:
            chosen = next((row for row in rows if row.version == version), None)
        if chosen is None:
            raise NotFound("version", f"{process_id} {version or ''}".strip())
        views = {
            row.id: StandingVersion(row.version, row.in_use, counted[row.id], dict(placed.get(row.id, {})))
            for row in rows
        }
        files = definitions.files_of(session, chosen.id)
        bound = count_bound(session)[process_id]
        shown = views[chosen.id]
        return Standings(process_id, chosen.name, tuple(views.values()), shown, files.diagram, files.process, bound)


def _count(session: Session, process_id: str) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """How many running cases are on each version, and at which of its elements; from columns alone.

    A case is bound to every process that it may call. It counts for a called process when it is in it.
    """
    counted: Counter[str] = Counter()
    placed: dict[str, Counter[str]] = {}
    columns = (Case.process_id, Case.bindings, Case.positions)
    query = select(*columns).where(Case.state == "running")
    for main, bindings, positions in session.execute(query).yield_per(1000):
        definition_id = bindings.get(process_id)
        here = {element for process, element in positions if process == process_id}
        if definition_id is None or (main != process_id and not here):
            continue
        counted[definition_id] += 1
        placed.setdefault(definition_id, Counter()).update(here)
    return counted, placed


def plan_consequences(
    process_id: str, user: User, mapping: Mapped | None = None, *, most: int | None = None
) -> MigrationPlan:
    """What would happen to each running case that is not on the version in use, if it moved there.

    Raises: NotAllowed, NotFound, MoveRefused: the mapping names steps that the version does not have.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        target = definitions.find_version(session, process_id, None)
        routes = Routes(process_id, target.id, mapping or {})
        return plan_routes(session, routes, target.name, target.version, most)


def plan_for_change(
    change_id: str, process_id: str, user: User, mapping: Mapped | None = None, *, most: int | None = None
) -> MigrationPlan:
    """What would happen to each running case of a process, if it moved to the files of a change.

    For a process called for the first time the files of the change are used where it has them, else the version in use.

    Raises:
        NotAllowed.
        NotFound: no such change, or it has no files of this process that can be read.
        MoveRefused: the mapping names steps that the change does not have.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        find_change(session, change_id)
        sources = sources_of(session, change_id)
        changed = {name: sources.folders[name] for name in sources.changed if name in sources.folders}
        if process_id not in changed:
            raise NotFound("readable process of the change", process_id)
        routes = RoutesToFiles(process_id, _identify(session, changed), mapping or {})
        return plan_routes(session, routes, changed[process_id].process.name or process_id, None, most)


Drawn = Mapping[str, tuple[str, ProcessFiles]]
"""By process: an id that represents the files, and the files."""


def _identify(session: Session, folders: Mapping[str, ProcessFiles]) -> Drawn:
    """Files that are already a version are that version: a case on it has nowhere to go.

    This happens where only stories or an explanation were changed, and when somebody goes back.
    """
    hashes = {files.content_hash for files in folders.values()}
    columns = select(Definition.process_id, Definition.content_hash, Definition.id)
    found = session.execute(columns.where(Definition.content_hash.in_(hashes))).all()
    known = {(row.process_id, row.content_hash): row.id for row in found}
    return {
        name: (known.get((name, files.content_hash), f"files:{files.content_hash}"), files)
        for name, files in folders.items()
    }


class RoutesToFiles(Routes):
    """The routes to files of a change, which need not be a version: read-only.

    What would be asked of them as versions in use is asked of them now.
    """

    def __init__(self, process_id: str, drawn: Drawn, mapping: Mapping[str, str]) -> None:
        self.drawn = drawn
        super().__init__(process_id, self.drawn[process_id][0], mapping)

    def read_target(self, session: Session) -> ProcessFiles:
        return self.drawn[self.process_id][1]

    def _compile(self, session: Session, main: str, after: Mapping[str, str]) -> workflow.Compiled:
        written = dict(self.drawn.values())
        folders = {
            name: written[version] if version in written else definitions.files_of(session, version)
            for name, version in after.items()
        }
        return compile_folders(main, folders)

    def _bind_called(self, session: Session, called: str) -> Mapping[str, str]:
        """The change's own files of a process that is called for the first time, where it has them."""
        found: dict[str, str] = {}
        wanted = [called]
        while wanted:
            name = wanted.pop()
            if name in found:
                continue
            if name not in self.drawn:
                found = {**definitions.bind(session, name), **found}
                continue
            found[name], files = self.drawn[name]
            wanted += files.process.calls
        return found

    def _find_misfits(self, session: Session, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
        return combinations.find_misfits(session, before, after, self.drawn)
