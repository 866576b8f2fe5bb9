"""Builders of diagrams to draw, and ways to look at their pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from engine.dialect.elements import Collaboration, Diagram, Edge, Element, Lane, Process, Shape

SVG = "{http://www.w3.org/2000/svg}"
NODE_KINDS = (
    *("startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "endEvent"),
    *("task", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"),
    *("manualTask", "callActivity", "subProcess", "transaction", "adHocSubProcess", "exclusiveGateway"),
    *("parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway", "dataObjectReference"),
    *("dataStoreReference", "dataInput", "dataOutput", "textAnnotation", "group", "somethingNew"),
)
EVENT_KINDS = (
    *("message", "timer", "error", "signal", "escalation", "terminate", "link", "conditional", "compensate"),
    *("compensation", "cancel", "multiple"),
)


def make_element(key: str, kind: str = "userTask", name: str = "", **facts: Any) -> Element:
    return replace(Element(key, kind, name, "Process_Idea", "Process_Idea"), **facts)


def make_diagram(
    *elements: Element,
    shapes: tuple[Shape, ...] | None = None,
    edges: tuple[Edge, ...] = (),
    lanes: tuple[Lane, ...] = (),
    collaboration: Collaboration | None = None,
    name: str = "Levensloop van een idee",
) -> Diagram:
    """A diagram of these elements, in a row unless their shapes are given."""
    if shapes is None:
        nodes = [element for element in elements if element.kind != "sequenceFlow"]
        shapes = tuple(Shape(node.id, 150.0 * place, 100.0, 100.0, 80.0) for place, node in enumerate(nodes))
    process = Process("Process_Idea", name, {element.id: element for element in elements}, lanes)
    return Diagram("idee.bpmn", (process,), collaboration=collaboration, shapes=shapes, edges=edges)


def parse(picture: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(picture.encode(), parser)


def find(root: etree._Element, key: str) -> etree._Element:
    [found] = [group for group in root.iter(SVG + "g") if group.get("data-element") == key]
    return found


def classes(node: etree._Element) -> list[str]:
    return (node.get("class") or "").split()


def read_view_box(root: etree._Element) -> list[float]:
    return [float(value) for value in (root.get("viewBox") or "").split()]


def read_texts(root: etree._Element) -> list[str]:
    return [
        " ".join("".join(str(part) for part in line.itertext()) for line in text.iter(SVG + "tspan"))
        for text in root.iter(SVG + "text")
    ]
