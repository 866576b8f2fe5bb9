"""Reading: a DMN file (1.2 to 1.5) into a model."""

from __future__ import annotations

from lxml import etree

from .. import untrusted
from .errors import InvalidModel, NotDmn
from .model import (
    DecisionService,
    DecisionSource,
    Element,
    FunctionDefinition,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Model,
)
from .reading_boxed import Boxes, children, find_child, read_text

NAMESPACES = frozenset({
    "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
    "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
    "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
    "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
})  # fmt: skip
MAX_BYTES = 5_000_000


def read_model(xml: bytes, source: str) -> Model:
    """Read a file; `source` is what messages call it.

    Raises:
        NotDmn: it is too large, not XML, has a DOCTYPE, or is not DMN of a known version.
        InvalidModel: an id occurs twice, or a required part is missing.
    """
    try:
        root = untrusted.parse(xml, MAX_BYTES)
    except untrusted.NotXml as error:
        raise NotDmn(source, None, None, error.reason) from None
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        raise NotDmn(source, None, None, f"the root is {root.tag!r}, not definitions of DMN 1.2 to 1.5")
    reader = _Reader(source, root)
    return Model(
        source,
        root.get("id", ""),
        root.get("name", ""),
        root.get("namespace", ""),
        reader.elements(),
        tuple(reader.item(item) for item in children(root, "itemDefinition")),
        tuple(Import(item.get("name", ""), item.get("namespace", "")) for item in children(root, "import")),
    )


class _Reader:
    def __init__(self, source: str, root: etree._Element) -> None:
        self.source = source
        self.root = root
        self.boxes = Boxes(source)

    def elements(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        readers = {
            "inputData": self._input_data, "decision": self._decision,
            "businessKnowledgeModel": self._knowledge, "decisionService": self._service,
        }  # fmt: skip
        for node in self.root.iterchildren(tag=etree.Element):
            read = readers.get(etree.QName(node).localname)
            if read is None:
                continue
            element = read(node)
            if not element.name:
                raise InvalidModel(self.source, element.id, None, "this element has no name")
            if element.id in found:
                raise InvalidModel(self.source, element.id, element.name, f"the id {element.id!r} occurs twice")
            found[element.id] = element
        return found

    def _head(self, node: etree._Element) -> tuple[str, str, str, str]:
        """id, name, the name of its variable and the type of that."""
        name = " ".join(node.get("name", "").split())
        variable = find_child(node, "variable")
        named = name if variable is None else " ".join(variable.get("name", name).split())
        type_ref = "" if variable is None else variable.get("typeRef", "")
        return node.get("id") or name, name, named or name, type_ref

    def _references(self, node: etree._Element, requirement: str, required: str) -> tuple[str, ...]:
        found = []
        for outer in children(node, requirement):
            inner = find_child(outer, required)
            if inner is not None:
                found.append(inner.get("href", ""))
        return tuple(found)

    def _input_data(self, node: etree._Element) -> InputData:
        return InputData(*self._head(node))

    def _decision(self, node: etree._Element) -> DecisionSource:
        return DecisionSource(
            *self._head(node),
            question=read_text(node, "question"),
            logic=self.boxes.read_within(node),
            required_decisions=self._references(node, "informationRequirement", "requiredDecision"),
            required_inputs=self._references(node, "informationRequirement", "requiredInput"),
            required_knowledge=self._references(node, "knowledgeRequirement", "requiredKnowledge"),
        )

    def _knowledge(self, node: etree._Element) -> KnowledgeModel:
        logic = find_child(node, "encapsulatedLogic")
        function = None if logic is None else self.boxes.read(logic)
        return KnowledgeModel(
            *self._head(node),
            function=function if isinstance(function, FunctionDefinition) else None,
            required_knowledge=self._references(node, "knowledgeRequirement", "requiredKnowledge"),
        )

    def _service(self, node: etree._Element) -> DecisionService:
        return DecisionService(
            *self._head(node),
            outputs=self._hrefs(node, "outputDecision"),
            input_decisions=self._hrefs(node, "inputDecision"),
            input_data=self._hrefs(node, "inputData"),
        )

    def _hrefs(self, node: etree._Element, name: str) -> tuple[str, ...]:
        return tuple(child.get("href", "") for child in children(node, name))

    def item(self, node: etree._Element, depth: int = 0) -> ItemDefinition:
        if depth > 30:
            raise InvalidModel(self.source, node.get("id"), node.get("name"), "the type is nested too deep")
        function = find_child(node, "functionItem")
        type_ref = read_text(node, "typeRef")
        parameters = None
        if function is not None:
            type_ref = function.get("outputTypeRef", "")
            parameters = tuple(child.get("typeRef", "") for child in children(function, "parameters"))
        return ItemDefinition(
            " ".join(node.get("name", "").split()),
            type_ref,
            node.get("isCollection") == "true",
            _constraint(node, "allowedValues"),
            _constraint(node, "typeConstraint"),
            tuple(self.item(child, depth + 1) for child in children(node, "itemComponent")),
            parameters,
        )


def _constraint(node: etree._Element, name: str) -> str:
    found = find_child(node, name)
    return "" if found is None else read_text(found, "text")
