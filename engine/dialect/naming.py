"""Naming: what a reader calls an element: its name, or else its kind and where it is. Dutch, level B1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.dialect.elements import Element

KINDS: Mapping[str, str] = {
    "adHocSubProcess": "het ad-hoc-subproces",
    "association": "de verbinding",
    "boundaryEvent": "de randgebeurtenis",
    "businessRuleTask": "de beslistaak",
    "callActivity": "de aanroep",
    "complexGateway": "de complexe gateway",
    "dataInputAssociation": "de gegevensstroom",
    "dataObject": "het gegevensobject",
    "dataObjectReference": "het gegevensobject",
    "dataOutputAssociation": "de gegevensstroom",
    "dataStoreReference": "de gegevensopslag",
    "endEvent": "het einde",
    "eventBasedGateway": "de gebeurtenisgateway",
    "exclusiveGateway": "de keuze",
    "group": "de groep in het schema",
    "inclusiveGateway": "de inclusieve gateway",
    "intermediateCatchEvent": "de tussengebeurtenis",
    "intermediateThrowEvent": "de mijlpaal",
    "lane": "de baan",
    "manualTask": "de handmatige taak",
    "messageFlow": "de berichtenstroom",
    "parallelGateway": "de splitsing",
    "participant": "de pool",
    "process": "het proces",
    "receiveTask": "de ontvangtaak",
    "scriptTask": "de rekentaak",
    "sendTask": "de verzendtaak",
    "sequenceFlow": "de stroom",
    "serviceTask": "de servicetaak",
    "startEvent": "de start",
    "subProcess": "het subproces",
    "task": "de taak zonder soort",
    "textAnnotation": "de opmerking",
    "transaction": "de transactie",
    "userTask": "de taak",
}
ARROWS = frozenset({"sequenceFlow", "association", "messageFlow", "dataInputAssociation", "dataOutputAssociation"})
"""What connects two other elements, and is known by those."""
NAMELESS = "zonder naam"
MOST_LOOKED = 60
"""Most elements without a name that are passed while looking for one with a name."""
Marks = tuple[str, str]
STARS: Marks = ("*", "*")
"""Around a name in a sentence where a page shows names in bold."""
QUOTES: Marks = ("‘", "’")


def describe(element: Element, marks: Marks = STARS) -> str:
    """An element within a sentence: *Idee lezen*, or: de keuze na *Idee lezen*."""
    if element.name and element.kind not in ARROWS:
        return _mark(element.name, marks)
    return f"{kind_of(element)} {locate(element, marks)}"


def locate(element: Element, marks: Marks = STARS) -> str:
    """What comes after the word for its kind: its name in marks, or: na *Idee lezen*."""
    if element.kind in ARROWS:
        label = f"{_mark(element.name, marks)} " if element.name else ""
        source, target = element.near
        ends = [f"van {describe(source, marks)}"] if source is not None else []
        ends += [f"naar {describe(target, marks)}"] if target is not None else []
        return label + (" ".join(ends) or ("" if label else NAMELESS))
    if element.name or element.text:
        return _mark(element.name or _shorten(str(element.text)), marks)
    return _place(element, marks)


def call(element: Element) -> str:
    """An element on its own, as in a list: Idee lezen; Keuze na ‘Idee lezen’; for a flow: Idee lezen → Keuze (ja)."""
    if element.kind in ARROWS:
        label = f" ({element.name})" if element.name else ""
        source, target = (call(end) if end is not None else "?" for end in element.near)
        return f"{source} → {_lower(element.near[1], target)}{label}"
    if element.name or element.text:
        return element.name or _shorten(str(element.text))
    words = kind_of(element).partition(" ")[2]
    return begin(f"{words} {_place(element, QUOTES)}")


def arrow(element: Element) -> str:
    """A flow as it is drawn: *Idee lezen* → *Plan maken* (ja)."""
    label = f" ({element.name})" if element.name else ""
    source, target = (describe(end) if end is not None else "?" for end in element.near)
    return f"{source} → {target}{label}"


def kind_of(element: Element) -> str:
    """The word for its kind, with its article. A gateway that only merges has its own word."""
    if element.kind in {"exclusiveGateway", "inclusiveGateway", "parallelGateway"} and _joins(element):
        return "de samenvoeging"
    return KINDS.get(element.kind, "het element")


def begin(sentence: str) -> str:
    """With a capital at the beginning of a sentence."""
    return sentence[:1].upper() + sentence[1:]


def place_elements(elements: dict[str, Element]) -> None:
    """Let every flow know what it connects, and every element without a name what is next to it.

    So an element alone is enough to say which one it is.
    """
    flows = {key: e for key, e in elements.items() if e.kind in ARROWS}
    for key, element in list(elements.items()):
        if key not in flows and not element.name:
            elements[key] = replace(element, near=_neighbours(element, elements))
    for key, flow in flows.items():
        ends = (elements.get(flow.source or ""), elements.get(flow.target or ""))
        if flow.kind == "dataInputAssociation":
            ends = (ends[0], elements.get(flow.parent))
        elif flow.kind == "dataOutputAssociation":
            ends = (elements.get(flow.parent), ends[1])
        elements[key] = replace(flow, near=ends)


def _neighbours(element: Element, elements: Mapping[str, Element]) -> tuple[Element | None, Element | None]:
    """The nearest named elements before it and after it; for an event on an edge, what it is attached to."""
    if element.kind == "boundaryEvent":
        host = elements.get(element.attached_to or "")
        if host is not None and not host.name:
            host = replace(host, near=_neighbours(host, elements))
        return host, _nearest(element, elements, "outgoing")
    if element.kind.endswith("Association") or not (element.incoming or element.outgoing):
        return elements.get(element.parent), None
    return _nearest(element, elements, "incoming"), _nearest(element, elements, "outgoing")


def _nearest(element: Element, elements: Mapping[str, Element], side: str) -> Element | None:
    end = "source" if side == "incoming" else "target"
    seen, ring = {element.id}, [element]
    while ring and len(seen) < MOST_LOOKED:
        reached: list[Element] = []
        for one in ring:
            for flow in getattr(one, side):
                other = elements.get(getattr(elements[flow], end) or "")
                if other is not None and other.id not in seen:
                    seen.add(other.id)
                    reached.append(other)
        if named := next((one for one in reached if one.name), None):
            return named
        ring = reached
    return None


def _joins(element: Element) -> bool:
    return len(element.incoming) > 1 and len(element.outgoing) < 2


def _place(element: Element, marks: Marks) -> str:
    before, after = element.near
    if element.kind == "boundaryEvent":
        return f"op {describe(before, marks)}" if before is not None else NAMELESS
    if before is not None and not (element.incoming or element.outgoing):
        return f"in {describe(before, marks)}"
    told = f"voor {describe(after, marks)}" if after is not None else ""
    if before is not None and not (_joins(element) and told):
        told = f"na {describe(before, marks)}"
    return told or NAMELESS


def _lower(element: Element | None, told: str) -> str:
    """Without its capital in the middle of a line, unless it begins with a name."""
    return told[:1].lower() + told[1:] if element is not None and not element.name else told


def _mark(name: str, marks: Marks) -> str:
    return f"{marks[0]}{name}{marks[1]}"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
