"""Comparing: the files of two versions, each read as far as it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from engine.checking import unreadable
from engine.comparison.attributes import compare_properties
from engine.comparison.difference import ADDED, REMOVED, Comparison, Edit, ElementChange, Unreadable
from engine.comparison.drawing import compare_drawings
from engine.comparison.forms import compare_forms
from engine.comparison.tables import compare_decisions
from engine.comparison.texts import compare_texts, is_sent, title_of
from engine.comparison.wording import tell_change
from engine.dialect import dmn
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.elements import Diagram, Process
from engine.dialect.folder import DIAGRAM, read_decisions
from engine.errors import DiagramRefused
from engine.forms import Form, read_form

Read = TypeVar("Read")
Files = Mapping[str, bytes]


@dataclass(slots=True)
class _Side:
    """One version, as far as it can be read. `texts` are the files that are compared line by line."""

    name: str
    files: Files
    diagram: Diagram | None = None
    decisions: dict[str, dmn.Definitions] = field(default_factory=dict)
    forms: dict[str, tuple[str, Form]] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def process(self) -> Process | None:
        """The process that runs; if several do not say so, the first."""
        found = self.diagram.processes if self.diagram is not None else ()
        return next((process for process in found if process.executable), found[0] if found else None)


def compare(old: Files, new: Files) -> Comparison:
    """Everything that differs between two versions, by the names of their files.

    A file that cannot be read in one of them is reported as such, and compared line by line.
    """
    was, now = _read("old", old), _read("new", new)
    _meet_as_text(was, now)
    elements: list[ElementChange] = []
    around: list[Edit] = []
    pairs: dict[str, str] = {}
    if was.diagram and now.diagram and was.process and now.process:
        elements, pairs, whole = compare_drawings(
            (was.diagram, was.process), (now.diagram, now.process), {**_titles(was), **_titles(now)}
        )
        around = [*_compare_processes(was.diagram, was.process, now.diagram, now.process), *whole]
    back = {one: two for two, one in pairs.items()}
    tables = tuple(compare_decisions(was.decisions, now.decisions))
    forms = tuple(compare_forms(was.forms, now.forms))
    told = {change.file for change in tables} | {change.file for change in forms}
    told |= {DIAGRAM} if elements or around else set()
    return Comparison(
        process=(*around, *_tell_written(was, now, told)),
        elements=tuple(elements),
        tables=tables,
        forms=forms,
        texts=tuple(compare_texts(was.texts, now.texts)),
        unreadable=(*was.unreadable, *now.unreadable),
        old=was.diagram,
        new=now.diagram,
        marks_old={back.get(c.element, c.element): c.mark for c in elements if c.mark != ADDED},
        marks_new={c.element: c.mark for c in elements if c.mark != REMOVED},
    )


def _titles(side: _Side) -> Mapping[str, str]:
    """The names of forms, decisions, mails and letters, by the id in the drawing."""
    return {
        **{PurePosixPath(file).stem: title_of(file, data) for file, data in side.files.items() if is_sent(file)},
        **{key: form.title for key, (_, form) in side.forms.items() if form.title},
        **{
            key: decision.name
            for model in side.decisions.values()
            for key, decision in model.decisions.items()
            if decision.name
        },
    }


def _read(name: str, files: Files) -> _Side:
    side = _Side(name, files)
    for file, data in files.items():
        ending = PurePosixPath(file).suffix
        if file == DIAGRAM:
            side.diagram = _attempt(side, file, read_diagram)
        elif ending == ".dmn":
            model = _attempt(side, file, read_decisions)
            if model is not None:
                side.decisions[file] = model
        elif ending == ".form":
            form = _attempt(side, file, read_form)
            if form is not None:
                side.forms.setdefault(form.id, (file, form))
        else:
            side.texts[file] = data
    return side


def _attempt(side: _Side, file: str, read: Callable[[bytes, str], Read]) -> Read | None:
    try:
        return read(side.files[file], file)
    except DiagramRefused as error:
        side.unreadable.append(Unreadable(side.name, file, unreadable(error).reason))
        side.texts[file] = side.files[file]
        return None


def _meet_as_text(was: _Side, now: _Side) -> None:
    """Compare as text what can be read on one side only."""
    for one, other in ((was, now), (now, was)):
        for told in one.unreadable:
            if told.file in other.files:
                other.texts[told.file] = other.files[told.file]
                other.decisions.pop(told.file, None)
                other.forms = {key: found for key, found in other.forms.items() if found[0] != told.file}


def _tell_written(was: _Side, now: _Side, told: set[str]) -> Iterator[Edit]:
    """Files whose bytes differ though they say the same: no difference may go unmentioned."""
    for file in sorted(was.files.keys() & now.files.keys() - told - was.texts.keys()):
        if was.files[file] != now.files[file]:
            yield Edit(f"Het bestand {file} is anders geschreven, maar zegt hetzelfde.")


def _compare_processes(one: Diagram, was: Process, two: Diagram, now: Process) -> Iterator[Edit]:
    of = f"het stappenplan *{now.name or now.id}*"
    if was.id != now.id:
        yield tell_change("De id", of, was.id, now.id)
    if was.name != now.name:
        yield Edit(f"Het stappenplan *{was.name or was.id}* heet nu *{now.name or now.id}*.", was.name, now.name)
    for label, attribute in (("De uitleg", "documentation"), ("De naam van de versie", "version_tag")):
        before, after = getattr(was, attribute), getattr(now, attribute)
        if (before or "") != (after or ""):
            yield tell_change(label, of, before, after)
    if was.executable != now.executable:
        yield Edit(f"Het systeem voert {of} nu {'wel' if now.executable else 'niet'} uit.")
    yield from compare_properties(was.properties, now.properties, of)
    lanes = [{lane.id: lane.name or lane.id for lane in process.lanes} for process in (was, now)]
    yield from _compare_named("De baan", *lanes)
    pools = [
        {p.id: p.name or p.id for p in d.collaboration.participants} if d.collaboration else {} for d in (one, two)
    ]
    yield from _compare_named("De pool", *pools)
    yield from _compare_named("Het bericht", dict(one.messages), dict(two.messages))
    others = [{p.id: p.name or p.id for p in d.processes if p.id != q.id} for d, q in ((one, was), (two, now))]
    yield from _compare_named("Het andere proces", *others)


def _compare_named(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Edit]:
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        if was is None:
            yield Edit(f"{what} *{now}* is nieuw.", "", now or "")
        elif now is None:
            yield Edit(f"{what} *{was}* is er niet meer.", was, "")
        elif was != now:
            yield Edit(f"{what} *{was}* heet nu *{now}*.", was, now)
