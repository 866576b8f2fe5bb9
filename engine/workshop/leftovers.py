"""Leftovers: forms, tables, mails and letters that no step uses, and what cannot be read: they can be thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine import editing
from engine.dialect.elements import Process
from engine.dialect.folder import DIAGRAM, LETTERS, MAILS
from engine.editing import Done
from engine.errors import DiagramRefused, EditRefused, ScenarioFailed
from engine.scenarios import read_scenario
from engine.workshop.desk import Desk, Files, PartEdit, Written, process_in


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file without a use. `kind`: `form`, `table`, `mail`, `letter`, or `story` for one that cannot be read."""

    file: str
    kind: str
    id: str
    """By which the pages know it; the name of the file where it cannot be read."""
    unreadable: bool = False


def find_leftovers(process_id: str, files: Files) -> tuple[Leftover, ...]:
    """What no step of the drawing uses. While the drawing cannot be read, only what cannot be read itself."""
    try:
        process = process_in(files[DIAGRAM], process_id)
    except DiagramRefused:
        process = None
    return tuple(sorted(_find(process_id, process, files), key=lambda one: (one.kind, one.file)))


def _find(process_id: str, process: Process | None, files: Files) -> Iterator[Leftover]:
    steps = list(process.elements.values()) if process is not None else []
    forms = {step.form_id for step in steps}
    tables = {step.decision_id for step in steps}
    texts = {step.headers.get("template") for step in steps}
    for file, data in files.items():
        if file.endswith(".form"):
            form_id = _form_id(file, data)
            if form_id is None or (process is not None and form_id not in forms):
                yield Leftover(file, "form", form_id or file, form_id is None)
        elif file.endswith(".dmn"):
            decisions = _decisions(file, data)
            if decisions is None or (process is not None and tables.isdisjoint(decisions)):
                yield Leftover(file, "table", decisions[0] if decisions else file, decisions is None)
        elif file.startswith("scenarios/"):
            if not _is_story(process_id, file, data):
                yield Leftover(file, "story", file, unreadable=True)
        elif file.startswith((f"{MAILS}/", f"{LETTERS}/")) and file.endswith(".md"):
            folder, _, name = file.removesuffix(".md").partition("/")
            if process is not None and name not in texts:
                yield Leftover(file, "mail" if folder == MAILS else "letter", name)


def _form_id(file: str, data: bytes) -> str | None:
    """The id of a form whose questions can be listed."""
    try:
        source = editing.read_json_source(data)
        editing.read_fields(source)
    except EditRefused:
        return None
    return str(source.value(source.root).get("id") or file.removeprefix("forms/").removesuffix(".form"))


def _is_story(process_id: str, file: str, data: bytes) -> bool:
    try:
        read_scenario(process_id, file, data)
    except ScenarioFailed:
        return False
    return True


def _decisions(file: str, data: bytes) -> list[str] | None:
    try:
        nodes = editing.read_source(data, file).root.walk()
    except (DiagramRefused, EditRefused):
        return None
    return [key for node in nodes if node.local == "decision" and (key := node.get("id"))]


def throw_away(desk: Desk, edit: PartEdit) -> Written:
    """Remove a leftover file. Raises: EditRefused: a step uses it (by now), or there is no such file."""
    found = next((one for one in find_leftovers(desk.process_id, desk.files) if one.file == edit.at), None)
    if found is None:
        raise EditRefused("still_used", detail=edit.at)
    done = Done("thrown_away", "", edit.values.get("name") or found.id, found.kind)
    return Written({}, (done,), (found.file,))
