"""Retelling: stories that a change makes fail on purpose, replayed and rewritten."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from engine.comparison.texts import compare_texts
from engine.editing import Done
from engine.errors import ChangeRefused, EngineError, NotFound, ScenarioFailed
from engine.municipality import reading
from engine.permissions import require
from engine.scenarios import Retold, explain, play, read_scenario, retell
from engine.views import PartView, RetoldScenario, User
from engine.workshop.changes import require_editable
from engine.workshop.parts import Sources, find_change
from engine.workshop.rehearsing import read_title, rehearse_change
from engine.workshop.saving import read_part, read_sources, save_part

REPLACED = (Done("stories_replaced", ""),)


def retell_scenario(change_id: str, process_id: str, name: str, user: User) -> RetoldScenario:
    """How a story of a change goes now, beside how its file tells it. Nothing is saved.

    Raises: NotAllowed, NotFound, ChangeMoved.
    """
    require(user, "edit_processes", None)
    with reading() as session:
        require_editable(session, find_change(session, change_id), user)
    # Read before it is played: if somebody saves in between, this revision is outdated, and that is noticed.
    part = read_part(change_id, process_id, user)
    return _show(part, read_sources(change_id, user), process_id, name)


def retell_failed(change_id: str, user: User) -> tuple[RetoldScenario, ...]:
    """How every failing story in the change goes now. Nothing is saved.

    Raises: NotAllowed, NotFound, ChangeMoved.
    """
    require(user, "edit_processes", None)
    with reading() as session:
        require_editable(session, find_change(session, change_id), user)
    failed = [one for one in rehearse_change(change_id, user).failed if one.changed]
    seen = {key: read_part(change_id, key, user) for key in dict.fromkeys(one.process_id for one in failed)}
    sources = read_sources(change_id, user)
    return tuple(_show(seen[one.process_id], sources, one.process_id, one.source.partition("/")[2]) for one in failed)


def _show(part: PartView, sources: Sources, process_id: str, name: str) -> RetoldScenario:
    told, reason = _retell(sources, process_id, name)
    title = read_title(process_id, name, part.files[name])
    if told is None:
        return RetoldScenario(process_id, name, title, part.revision, "", (), (), reason)
    lines = next((one.lines for one in compare_texts({name: told.before}, {name: told.after})), ())
    return RetoldScenario(process_id, name, title, part.revision, _seal(told), lines, told.notes, "")


def replace_scenario(change_id: str, process_id: str, name: str, revision: int, seal: str, user: User) -> None:
    """Replace the failing story by how it goes now. `seal` identifies what was shown, to the byte.

    Raises:
        NotAllowed, NotFound, ChangeMoved.
        ChangedMeanwhile: the files were saved after `revision`.
            ChangeRefused: it goes differently now than was shown (`verhaal`).
    """
    require(user, "edit_processes", None)
    told, _reason = _retell(read_sources(change_id, user), process_id, name)
    if told is None or _seal(told) != seal:
        # If somebody saved in between, that is the cause: then this raises ChangedMeanwhile.
        save_part(change_id, process_id, revision, {}, user)
        raise ChangeRefused({"verhaal": "goes_otherwise"})
    save_part(change_id, process_id, revision, {name: told.after}, user, REPLACED)


def replace_scenarios(
    change_id: str, seals: Mapping[tuple[str, str], str], revisions: Mapping[str, int], user: User
) -> None:
    """Replace failing stories by how they go now: by process and file, with the seal of what was shown.

    Of one process, all stories are replaced or none. Raises: as `replace_scenario`.
    """
    require(user, "edit_processes", None)
    sources = read_sources(change_id, user)
    written: dict[str, dict[str, bytes]] = {}
    for (process_id, name), seal in seals.items():
        told, _reason = _retell(sources, process_id, name)
        if told is None or _seal(told) != seal:
            save_part(change_id, process_id, revisions.get(process_id, 0), {}, user)
            raise ChangeRefused({"verhaal": "goes_otherwise"})
        written.setdefault(process_id, {})[name] = told.after
    for process_id, files in written.items():
        save_part(change_id, process_id, revisions.get(process_id, 0), files, user, REPLACED)


def _retell(sources: Sources, process_id: str, name: str) -> tuple[Retold | None, str]:
    """The story as it goes now; or why somebody has to play it."""
    files = sources.folders.get(process_id)
    if process_id not in sources.changed or files is None or name not in files.scenarios:
        raise NotFound("scenario", f"{process_id}/{name}")
    data = files.scenarios[name]
    try:
        told = retell(read_scenario(process_id, name, data), data, sources.folders, sources.known)
        outcome = play(read_scenario(process_id, name, told.after), process_id, sources.folders)
    except ScenarioFailed as error:
        return None, explain(error, sources.known)
    except EngineError as error:
        return None, explain(ScenarioFailed(str(error), code="refused", reason=str(error)), sources.known)
    if outcome.error is not None:
        return None, explain(outcome.error, sources.known)
    return told, ""


def _seal(told: Retold) -> str:
    return hashlib.sha256(told.after).hexdigest()
