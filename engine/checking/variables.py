"""Variables: every name that an expression reads can have a value by then."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from engine.checking.finding import WARNING, Finding, make
from engine.checking.readings import Reading, readings_of
from engine.checking.sources import Sources
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.names import READ_ONLY


def check(folder: ProcessFiles, sources: Sources) -> Iterator[Finding]:
    for element in folder.process.elements.values():
        told: set[tuple[str, str]] = set()
        for reading in readings_of(folder, element, sources):
            known = sources.names(reading.process_id, reading.element) | READ_ONLY
            for name in sorted(reading.names - known):
                if (reading.attribute, name) not in told:
                    told.add((reading.attribute, name))
                    yield from _tell(folder, element, reading, name, known, sources)


def _tell(
    folder: ProcessFiles, element: Element, reading: Reading, name: str, known: frozenset[str], sources: Sources
) -> Iterator[Finding]:
    near = get_close_matches(name, sorted(known | feel.BUILTIN_NAMES), n=1, cutoff=0.75)
    advice = f"Bedoelt u *{near[0]}*?" if near else "Verbeter de naam, of vraag de waarde in een formulier."
    if reading.tree is None and not near:
        advice = (
            f'Is {name} een tekst? Zet er dan aanhalingstekens om: "{name}". Anders: {advice[0].lower()}{advice[1:]}'
        )
    words: dict[str, Any] = {"attribute": reading.attribute, "other": name, "detail": advice}
    if not sources.is_open(reading.process_id):
        yield make("unknown_variable", folder.source, element, **words)
    elif name not in sources.rehearsed(reading.process_id):
        yield make("foreign_variable", folder.source, element, severity=WARNING, **words)
