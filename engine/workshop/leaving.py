"""Leaving: what an edit would remove from a drawing, and how many running cases are there, shown beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import editing
from engine.dialect import naming
from engine.dialect.elements import Element, Process
from engine.dialect.folder import DIAGRAM
from engine.errors import EditRefused, EngineError, NotFound
from engine.models import Case
from engine.municipality import reading
from engine.permissions import require
from engine.steps import list_steps
from engine.versions import definitions
from engine.views import PartView, User
from engine.workshop import parts
from engine.workshop.desk import PartEdit, process_in
from engine.workshop.partediting import apply_edit
from engine.workshop.stepfields import way_name
from engine.workshop.words import Choice


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is removed with a step or a way."""

    part: PartView
    name: str
    with_it: tuple[str, ...]
    """The names of the other steps that are removed with it."""
    standing: int
    """Running cases that are at what is removed, on any version."""
    refused: EngineError | None
    """Why it cannot be removed, if so."""
    held_by: tuple[Choice, ...] = ()
    """What is on its edge and has to be removed first, if that is why."""
    on_edge: bool = False
    """Whether it is itself on the edge of a step, which stays."""


@dataclass(frozen=True, slots=True)
class PartEnd:
    """A step with which a part could end, and how many running cases are there now."""

    id: str
    name: str
    standing: int


def plan_removal(change_id: str, process_id: str, element_id: str, user: User) -> Leaving:
    """What would be removed with a step or a way out of a choice, without changing anything.

    Raises: NotAllowed, NotFound. DiagramRefused: the drawing cannot be read.
    """
    return _plan(change_id, process_id, "remove", element_id, user)


def plan_unpacking(change_id: str, process_id: str, part_id: str, user: User) -> Leaving:
    """Which cases are in a part that would be taken apart, without changing anything. Raises: as `plan_removal`."""
    return _plan(change_id, process_id, "unpack", part_id, user)


def _plan(change_id: str, process_id: str, kind: str, element_id: str, user: User) -> Leaving:
    require(user, "read_workshop", None)
    with reading() as session:
        found = parts.find_part(session, change_id, process_id)
        part, files = parts.view_part(session, found), definitions.unpack(found.files)
    process = process_in(files[DIAGRAM], process_id)
    element = process.elements.get(element_id)
    if element is None:
        raise NotFound("step", element_id)
    gone: list[Element] = []
    refused: EngineError | None = None
    try:
        # No other process is consulted: a removal needs none.
        written = apply_edit(process_id, files, dict, PartEdit(kind, element_id))
        left = process_in(written.files.get(DIAGRAM, files[DIAGRAM]), process_id).elements
        gone = [process.elements[one.element_id] for one in list_steps(process) if one.element_id not in left]
    except EditRefused as error:
        refused = error
    # Cases inside a part get another place when it is removed, also where their step stays.
    left_behind = {element_id, *(one.id for one in gone), *_inside(process, element_id)}
    with reading() as session:
        standing = count_standing(session, process_id, left_behind)
    is_way = element.kind == "sequenceFlow"
    name = way_name(process, element) if is_way else element.name or naming.call(element)
    # Choices that are left with one way are removed automatically: nobody misses them.
    told = (one for one in gone if one is not element and not one.kind.endswith("Gateway"))
    with_it = tuple(naming.call(one) for one in told)
    held_by: tuple[Choice, ...] = ()
    if isinstance(refused, EditRefused) and refused.code == "has_edge":
        edges = (one for one in process.elements.values() if one.attached_to == element_id)
        held_by = tuple(Choice(one.id, naming.call(one)) for one in edges)
    return Leaving(part, name, with_it, standing, refused, held_by, element.attached_to is not None)


def _inside(process: Process, holder: str) -> Iterator[str]:
    for one in process.elements.values():
        if one.parent == holder:
            yield one.id
            yield from _inside(process, one.id)


def list_part_ends(change_id: str, process_id: str, element_id: str, user: User) -> tuple[PartEnd, ...]:
    """The steps that can be the last of a part that begins with this one.

    Raises: NotAllowed, NotFound. DiagramRefused: the drawing cannot be read.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        files = definitions.unpack(parts.find_part(session, change_id, process_id).files)
    process = process_in(files[DIAGRAM], process_id)
    lasts = set(editing.list_lasts(editing.read_source(files[DIAGRAM]), element_id))
    places = count_places(process_id, user)
    found = [process.elements[one.element_id] for one in list_steps(process) if one.element_id in lasts]
    return tuple(PartEnd(one.id, naming.call(one), places[one.id]) for one in found)


def count_standing(session: Session, process_id: str, elements: Collection[str]) -> int:
    """Running cases that wait at any of these elements of a process, each counted once; from columns alone."""
    places = {(process_id, element) for element in elements}
    query = select(Case.positions).where(Case.state == "running")
    return sum(any(tuple(at) in places for at in positions) for positions in session.scalars(query).yield_per(1000))


def count_places(process_id: str, user: User) -> Counter[str]:
    """How many running cases are at each step of a process, on any version. Raises: NotAllowed."""
    require(user, "read_workshop", None)
    counted: Counter[str] = Counter()
    with reading() as session:
        query = select(Case.positions).where(Case.state == "running")
        for positions in session.scalars(query).yield_per(1000):
            counted.update({element for process, element in positions if process == process_id})
    return counted
