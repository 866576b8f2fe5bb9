"""Variables: the names that expressions in a process can read, with what is known of each and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.checking.known import Knowledge
from engine.checking.sources import Giver, Sources
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a variable gets a value: a `form` field, a `decision`, an `expression`, or from `elsewhere`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that an expression can read: everywhere in the process, or `within` one element only."""

    name: str
    type: str
    options: tuple[str, ...]
    origins: tuple[Origin, ...]
    within: str
    entries: tuple[str, ...] = ()
    """For a list of rows, or one of them: the entries of each row."""


def read_variables(process_id: str, folders: Mapping[str, ProcessFiles]) -> Iterator[Variable]:
    """First those that can be read everywhere in a process, then those that only one element can read as well."""
    sources = Sources(folders)
    knowledge = Knowledge(sources)
    shared = sources.names(process_id, None)
    for name in sorted(shared):
        yield _describe(sources, knowledge, process_id, None, name, folders)
    for element in folders[process_id].process.elements.values():
        parent = folders[process_id].process.elements.get(element.parent)
        around = shared if parent is None else sources.names(process_id, parent)
        for name in sorted(sources.names(process_id, element) - around):
            yield _describe(sources, knowledge, process_id, element, name, folders)


def _describe(
    sources: Sources,
    knowledge: Knowledge,
    process_id: str,
    element: Element | None,
    name: str,
    folders: Mapping[str, ProcessFiles],
) -> Variable:
    known = knowledge.of(process_id, element, name)
    origins = dict.fromkeys(_read_origin(giver, folders) for giver in sources.givers(process_id, element, name))
    return Variable(
        name=name,
        type=(known.kind or "") if known is not None else "",
        options=tuple(sorted(known.options or ())) if known is not None else (),
        entries=tuple(known.entries or ()) if known is not None else (),
        origins=tuple(origins),
        within=element.id if element is not None else "",
    )


def _read_origin(giver: Giver, folders: Mapping[str, ProcessFiles]) -> Origin:
    if giver.field is not None:
        return Origin("form", giver.field.label)
    if giver.decision is not None:
        return Origin("decision", giver.decision)
    if giver.text is None:
        return Origin("elsewhere", "")
    process_id, element_id = giver.place
    folder = folders.get(process_id)
    element = folder.process.elements.get(element_id) if folder is not None else None
    return Origin("expression", element.name if element is not None else "")
