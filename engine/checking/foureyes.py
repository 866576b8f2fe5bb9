"""Four eyes: two tasks that different people must do exist, each once and for a group."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding, make
from engine.dialect import naming
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.dialect.foureyes import FOUR_EYES


def check(folder: ProcessFiles) -> Iterator[Finding]:
    elements = folder.process.elements
    for element in elements.values():
        named = element.properties.get(FOUR_EYES, "").strip()
        if not named or element.kind != "userTask":
            continue
        other = elements.get(named)
        if other is None or other.kind != "userTask":
            yield make("four_eyes_unknown", folder.source, element, detail=named)
        elif other is element:
            yield make("four_eyes_self", folder.source, element)
        else:
            yield from _check_pair(folder.source, element, other)


def _check_pair(file: str, element: Element, other: Element) -> Iterator[Finding]:
    for one in (element, other):
        which, beside = naming.describe(one), naming.describe(other)
        if one.loop is not None:
            yield make("four_eyes_repeated", file, element, detail=which, other=beside)
        elif one.assignee:
            yield make("four_eyes_assigned", file, element, detail=which, other=beside)
