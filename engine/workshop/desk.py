"""Desk: the input and output of an edit by form: the files of a process and the processes beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine import editing
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.elements import Element, Process
from engine.dialect.folder import DIAGRAM, ProcessFiles
from engine.editing import Done, Source
from engine.errors import DiagramRefused, EditRefused
from engine.names import GROUPS
from engine.workshop.words import Words, words_of

Files = Mapping[str, bytes]
Folders = Callable[[], Mapping[str, ProcessFiles]]


@dataclass(frozen=True, slots=True)
class PartEdit:
    """What to change: a kind of `EDITS`, the element it applies to, and the typed values."""

    kind: str
    at: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """The files that an edit changes, what it did, and the files that it removes."""

    files: Files
    done: tuple[Done, ...]
    gone: tuple[str, ...] = ()

    def over(self, files: Files) -> dict[str, bytes]:
        """All files as they are after the edit."""
        return {name: data for name, data in {**files, **self.files}.items() if name not in self.gone}


@dataclass(frozen=True, slots=True)
class Desk:
    """What an edit works on."""

    process_id: str
    files: Files
    folders: Folders

    @property
    def drawing(self) -> Source:
        return editing.read_source(self.files[DIAGRAM], f"{self.process_id}/{DIAGRAM}")

    @property
    def process(self) -> Process:
        return process_in(self.files[DIAGRAM], self.process_id)


def find_element(process: Process, key: str) -> Element:
    """Raises: EditRefused: there is no such element in the process."""
    if key not in process.elements:
        raise EditRefused("no_element", key)
    return process.elements[key]


def list_words(files: Files, folders: Mapping[str, ProcessFiles], group_names: Mapping[str, str] = GROUPS) -> Words:
    """The available choices, without the variables, which take long to find."""
    return words_of("", files, folders, group_names)


def lane_of(desk: Desk, groups: str, after: str = "") -> str | None:
    """The lane named after one of the groups, whose ids are separated by commas.

    What follows a step inside a part is in the lane of the part.
    """
    process = desk.process
    if not groups or (after in process.elements and process.elements[after].parent != process.id):
        return None
    names = {one.id: one.name for one in list_words(desk.files, desk.folders()).groups}
    wanted = [names.get(group, group) for group in groups.split(",")]
    return next((lane.id for name in wanted for lane in process.lanes if lane.name == name), None)


def process_in(drawing: bytes, process_id: str) -> Process:
    """The process of a drawing that runs. Raises: DiagramRefused: unreadable, or it holds none, or several."""
    found = [one for one in read_diagram(drawing, f"{process_id}/{DIAGRAM}").processes if one.executable]
    if len(found) != 1:
        raise DiagramRefused(f"{len(found)} executable processes, one is needed", source=f"{process_id}/{DIAGRAM}")
    return found[0]
