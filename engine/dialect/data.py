"""Data: what a diagram says of data objects: the variable of each, where it lives, and which steps use it.

BPMN 2.0.2 clause 10.4.1. A data object is created with the process or subprocess that it is drawn in, is visible from
there inwards, and disappears with it. That is exactly a variable of a scope, so a data object that names its variable
(property `variable`) creates one there. It has no first value: the standard gives it none. The arrows move nothing,
since a step sees every variable around it; they tell people which variables matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.dialect.elements import Element, Process

OBJECT = "dataObject"
REFERENCE = "dataObjectReference"
STORE = "dataStoreReference"
READ, WRITTEN = "dataInputAssociation", "dataOutputAssociation"
PROPERTY = "variable"


@dataclass(frozen=True, slots=True)
class Data:
    """What one process says of its data. All by id."""

    variables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Process or subprocess → the variables that its data objects create in it."""
    reads: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)
    """Step → the data objects and stores that it reads, as they are drawn."""
    writes: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)


def read_data(process: Process) -> Data:
    variables: dict[str, dict[str, None]] = {}
    reads: dict[str, list[Element]] = {}
    writes: dict[str, list[Element]] = {}
    for element in process.elements.values():
        name = variable_of(process, element)
        if name:
            variables.setdefault(home_of(process, element), {})[name] = None
        for drawn in associated(process, element):
            (reads if element.kind == READ else writes).setdefault(element.parent, []).append(drawn)
    return Data(
        {key: tuple(names) for key, names in variables.items()},
        {key: tuple(drawn) for key, drawn in reads.items()},
        {key: tuple(drawn) for key, drawn in writes.items()},
    )


def associated(process: Process, arrow: Element) -> Iterator[Element]:
    """The data object or store at the end of a data association; the other end is the step that contains it."""
    end = arrow.source if arrow.kind == READ else arrow.target if arrow.kind == WRITTEN else None
    found = process.elements.get(end or "")
    if found is not None and found.kind in {OBJECT, REFERENCE, STORE}:
        yield found


def variable_of(process: Process, element: Element) -> str | None:
    """The variable that a data object stands for, given by itself or by what it is a reference to."""
    if element.kind not in {OBJECT, REFERENCE}:
        return None
    return element.properties.get(PROPERTY) or object_of(process, element).properties.get(PROPERTY)


def home_of(process: Process, element: Element) -> str:
    """The process or subprocess in which a data object lives: that of the object, wherever a reference is drawn."""
    return object_of(process, element).parent


def object_of(process: Process, element: Element) -> Element:
    """The data object itself; a reference that leads nowhere stands for itself."""
    found = process.elements.get(element.target or "") if element.kind == REFERENCE else None
    return found if found is not None and found.kind == OBJECT else element
