"""Together: what two process owners did side by side in one process of a change, put together or told apart. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.dialect import naming
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.folder import DIAGRAM
from engine.editing import Source, read_json_source, read_source
from engine.editing.formmerging import merge_forms
from engine.editing.merging import find_loose, merge, read_sides
from engine.editing.units import Key, Unit
from engine.errors import DiagramRefused, EditRefused

Files = Mapping[str, bytes]
_IN_PARTS = (".bpmn", ".dmn", ".form")
"""Files of which two people can change different parts; of others one changes all."""


@dataclass(frozen=True, slots=True)
class Together:
    """Both people's work in one set of files; where that cannot be, what both changed, as people call it."""

    files: Files
    clashes: tuple[str, ...]


def put_together(base: Files, mine: Files, theirs: Files) -> Together:
    """The other's files with mine put into them. Without clashes nobody's work is lost."""
    files = dict(theirs)
    clashes: list[str] = []
    for name in sorted({*base, *mine, *theirs}):
        was, here, there = base.get(name), mine.get(name), theirs.get(name)
        if here in {was, there}:
            continue
        if there == was:
            files.pop(name, None)
            files |= {name: here} if here is not None else {}
        elif was is None or here is None or there is None or not name.endswith(_IN_PARTS):
            clashes.append(name)
        else:
            files[name], found = _put_into(name, was, here, there)
            clashes += found
    return Together(files, tuple(dict.fromkeys(clashes)))


def find_clashes(base: Files, edited: Files, theirs: Files) -> tuple[str, ...]:
    """What an edit changes that the other changed too. A new file gets another name where it is made anew."""
    return put_together(base, {name: data for name, data in edited.items() if name in base}, theirs).clashes


def _put_into(name: str, was: bytes, here: bytes, there: bytes) -> tuple[bytes, list[str]]:
    try:
        if name.endswith(".form"):
            form, found = merge_forms(*(read_json_source(data) for data in (was, here, there)))
            return form.encode(), found
        base, mine, theirs = (read_source(data, name) for data in (was, here, there))
        sides = read_sides(base, mine, theirs)
        if clashes := sides.clashes():
            return there, _names((base, mine, theirs), sides, clashes)
        data = merge(base, mine, theirs).encode()
        loose = find_loose(read_source(data, name))
        if loose is not None and find_loose(theirs) is None and find_loose(mine) is None:
            return there, _names((mine, theirs), sides, [(loose,)])
        return data, []
    except (DiagramRefused, EditRefused, ValueError, KeyError):
        return there, [name]


def _names(sources: Iterable[Source], units: Iterable[Mapping[Key, Unit]], keys: Iterable[Key]) -> list[str]:
    """What people call these parts; the nearest around it with a name, for a part without one."""
    known: dict[str, str] = {}
    for source in sources:
        try:
            processes = read_diagram(source.encode(), DIAGRAM).processes
        except DiagramRefused:
            continue
        known = {key: naming.call(one) for process in processes for key, one in process.elements.items()} | known
    sides = list(units)
    return [_name(key, known, sides) for key in keys]


def _name(key: Key, known: Mapping[str, str], units: Iterable[Mapping[Key, Unit]]) -> str:
    if key[0] in known:
        return known[key[0]]
    for side in units:
        at = key
        while at in side:
            node = side[at].node
            if name := node.get("name") or node.get("label"):
                return name
            at = side[at].parent
    return key[0] or DIAGRAM
