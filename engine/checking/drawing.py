"""Drawing: what people must be able to see: every element drawn, and everything named."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import WARNING, Finding, make
from engine.checking.kinds import is_node
from engine.dialect import naming
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles


def check(folder: ProcessFiles) -> Iterator[Finding]:
    drawn = {shape.element for shape in folder.diagram.shapes}
    drawn |= {edge.element for edge in folder.diagram.edges if len(edge.waypoints) >= 2}
    if not folder.process.name:
        detail, line = folder.process.id, folder.process.line
        yield make("no_process_name", folder.source, severity=WARNING, detail=detail, line=line)
    for element in folder.process.elements.values():
        if element.kind != "sequenceFlow" and not is_node(element):
            continue
        if element.id not in drawn:
            name = naming.arrow(element) if element.kind == "sequenceFlow" else ""
            yield make("no_shape", folder.source, element, name=name)
        if not element.name and _needs_name(element):
            yield make("no_name", folder.source, element, severity=WARNING)


def _needs_name(element: Element) -> bool:
    """Whether it needs a name: a gateway that only joins, and a flow, do not."""
    if element.kind.endswith("Gateway"):
        return element.kind != "parallelGateway" and len(element.outgoing) > 1
    return element.kind != "sequenceFlow"
