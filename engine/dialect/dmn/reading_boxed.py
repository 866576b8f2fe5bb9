"""Reads boxed expressions (DMN 1.5, clauses 8 and 10.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from .errors import InvalidModel
from .model import (
    Boxed,
    Conditional,
    Context,
    DecisionTable,
    Filter,
    FunctionDefinition,
    InputClause,
    Invocation,
    Iteration,
    ListOf,
    Literal,
    OutputClause,
    Relation,
    Rule,
)

HIT_POLICIES = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"})
AGGREGATIONS = frozenset({"", "SUM", "COUNT", "MIN", "MAX"})
MAX_DEPTH = 40


def children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of this name, in the namespace of their parent."""
    return node.iterchildren(tag=f"{{{etree.QName(node).namespace}}}{name}")


def find_child(node: etree._Element, name: str) -> etree._Element | None:
    return next(children(node, name), None)


def read_text(node: etree._Element, name: str) -> str:
    """The text of a child, "" when there is none."""
    child = find_child(node, name)
    return "" if child is None else (child.text or "").strip()


class Boxes:
    """Reads the boxed expressions of one file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.depth = 0
        self.readers: dict[str, Callable[[etree._Element], Boxed]] = {
            "literalExpression": self._literal,
            "decisionTable": self._table,
            "context": self._context,
            "invocation": self._invocation,
            "list": self._list,
            "relation": self._relation,
            "functionDefinition": self._function,
            "encapsulatedLogic": self._function,
            "conditional": self._conditional,
            "filter": self._filter,
            "for": self._iteration,
            "some": self._iteration,
            "every": self._iteration,
        }

    def read(self, node: etree._Element) -> Boxed:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise InvalidModel(self.source, node.get("id"), None, "the boxed expressions are nested too deep")
        found = self.readers[etree.QName(node).localname](node)
        self.depth -= 1
        return found

    def read_within(self, node: etree._Element) -> Boxed | None:
        """The first boxed expression among the children."""
        own = etree.QName(node).namespace
        for child in node.iterchildren(tag=etree.Element):
            name = etree.QName(child)
            if name.namespace == own and name.localname in self.readers:
                return self.read(child)
        return None

    def _all_within(self, node: etree._Element) -> tuple[Boxed | None, ...]:
        own = etree.QName(node).namespace
        return tuple(
            self.read(child)
            for child in node.iterchildren(tag=etree.Element)
            if etree.QName(child).namespace == own and etree.QName(child).localname in self.readers
        )

    def _part(self, node: etree._Element, name: str) -> Boxed | None:
        child = find_child(node, name)
        return None if child is None else self.read_within(child)

    def _literal(self, node: etree._Element) -> Boxed:
        return Literal(*_head(node), read_text(node, "text"), node.get("expressionLanguage", ""))

    def _context(self, node: etree._Element) -> Boxed:
        entries = []
        for entry in children(node, "contextEntry"):
            variable = find_child(entry, "variable")
            name = "" if variable is None else " ".join(variable.get("name", "").split())
            type_ref = "" if variable is None else variable.get("typeRef", "")
            entries.append((name, type_ref, self.read_within(entry)))
        return Context(*_head(node), tuple(entries))

    def _invocation(self, node: etree._Element) -> Boxed:
        bindings = []
        for binding in children(node, "binding"):
            parameter = find_child(binding, "parameter")
            name = "" if parameter is None else parameter.get("name", "")
            bindings.append((" ".join(name.split()), self.read_within(binding)))
        return Invocation(*_head(node), self.read_within(node), tuple(bindings))

    def _list(self, node: etree._Element) -> Boxed:
        return ListOf(*_head(node), self._all_within(node))

    def _relation(self, node: etree._Element) -> Boxed:
        columns = tuple(" ".join(column.get("name", "").split()) for column in children(node, "column"))
        rows = tuple(self._all_within(row) for row in children(node, "row"))
        for number, row in enumerate(rows, 1):
            if len(row) != len(columns):
                reason = f"row {number} has {len(row)} cells for {len(columns)} columns"
                raise InvalidModel(self.source, node.get("id"), None, reason)
        return Relation(*_head(node), columns, rows)

    def _function(self, node: etree._Element) -> Boxed:
        parameters = tuple(
            (" ".join(parameter.get("name", "").split()), parameter.get("typeRef", ""))
            for parameter in children(node, "formalParameter")
        )
        return FunctionDefinition(*_head(node), parameters, self.read_within(node), node.get("kind", "FEEL"))

    def _conditional(self, node: etree._Element) -> Boxed:
        return Conditional(*_head(node), self._part(node, "if"), self._part(node, "then"), self._part(node, "else"))

    def _filter(self, node: etree._Element) -> Boxed:
        return Filter(*_head(node), self._part(node, "in"), self._part(node, "match"))

    def _iteration(self, node: etree._Element) -> Boxed:
        kind = etree.QName(node).localname
        body = self._part(node, "return" if kind == "for" else "satisfies")
        return Iteration(*_head(node), kind, node.get("iteratorVariable", ""), self._part(node, "in"), body)

    def _table(self, node: etree._Element) -> Boxed:
        identity = node.get("id")
        policy, aggregation = node.get("hitPolicy", "UNIQUE"), node.get("aggregation", "")
        if policy not in HIT_POLICIES:
            raise InvalidModel(self.source, identity, None, f"there is no hit policy {policy!r}")
        if aggregation not in AGGREGATIONS:
            raise InvalidModel(self.source, identity, None, f"there is no aggregation {aggregation!r}")
        inputs = tuple(_input(clause) for clause in children(node, "input"))
        outputs = tuple(_output(clause) for clause in children(node, "output"))
        if not outputs:
            raise InvalidModel(self.source, identity, None, "the table has no output column")
        rules = tuple(_rule(rule) for rule in children(node, "rule"))
        for number, rule in enumerate(rules, 1):
            if len(rule.tests) != len(inputs) or len(rule.outputs) != len(outputs):
                raise InvalidModel(self.source, rule.id or identity, None, f"row {number} has too few or many cells")
        annotations = tuple(note.get("name", "") for note in children(node, "annotation"))
        return DecisionTable(*_head(node), policy, aggregation, inputs, outputs, rules, annotations)


def _head(node: etree._Element) -> tuple[str, str]:
    return node.get("id", ""), node.get("typeRef", "")


def _input(node: etree._Element) -> InputClause:
    expression = find_child(node, "inputExpression")
    text = "" if expression is None else read_text(expression, "text")
    allowed = find_child(node, "inputValues")
    return InputClause(
        node.get("id", ""),
        node.get("label") or text,
        text,
        "" if expression is None else expression.get("typeRef", ""),
        "" if allowed is None else read_text(allowed, "text"),
    )


def _output(node: etree._Element) -> OutputClause:
    name = " ".join(node.get("name", "").split())
    allowed, default = find_child(node, "outputValues"), find_child(node, "defaultOutputEntry")
    return OutputClause(
        node.get("id", ""),
        node.get("label") or name,
        name,
        node.get("typeRef", ""),
        "" if allowed is None else read_text(allowed, "text"),
        None if default is None else read_text(default, "text"),
    )


def _rule(node: etree._Element) -> Rule:
    return Rule(
        node.get("id", ""),
        tuple(read_text(entry, "text") for entry in children(node, "inputEntry")),
        tuple(read_text(entry, "text") for entry in children(node, "outputEntry")),
        tuple(read_text(entry, "text") for entry in children(node, "annotationEntry")),
    )
