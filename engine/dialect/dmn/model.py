"""A decision model as it is written: requirements, types and boxed expressions, not yet compiled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from ..feel.record import Record


class Boxed(Record):
    """A boxed expression (DMN 1.5, 10.2). `type_ref` is empty when it has no type."""

    id: str
    type_ref: str


class Literal(Boxed):
    text: str
    language: str = ""


class InputClause(Record):
    id: str
    label: str
    text: str
    type_ref: str
    allowed: str


class OutputClause(Record):
    id: str
    label: str
    name: str
    type_ref: str
    allowed: str
    default: str | None


class Rule(Record):
    id: str
    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...]


class DecisionTable(Boxed):
    """`hit_policy` is written in full ("RULE ORDER"), `aggregation` is "", SUM, COUNT, MIN or MAX."""

    hit_policy: str
    aggregation: str
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    annotations: tuple[str, ...]


class Context(Boxed):
    """Entries of name, type and value; an entry without name is the result."""

    entries: tuple[tuple[str, str, Boxed | None], ...]


class Invocation(Boxed):
    called: Boxed | None
    bindings: tuple[tuple[str, Boxed | None], ...]


class ListOf(Boxed):
    items: tuple[Boxed | None, ...]


class Relation(Boxed):
    columns: tuple[str, ...]
    rows: tuple[tuple[Boxed | None, ...], ...]


class FunctionDefinition(Boxed):
    """`kind` is FEEL, Java or PMML."""

    parameters: tuple[tuple[str, str], ...]
    body: Boxed | None
    kind: str


class Conditional(Boxed):
    condition: Boxed | None
    then: Boxed | None
    otherwise: Boxed | None


class Filter(Boxed):
    collection: Boxed | None
    match: Boxed | None


class Iteration(Boxed):
    """`kind` is for, some or every."""

    kind: str
    variable: str
    collection: Boxed | None
    body: Boxed | None


class Element(Record):
    """A named part of the model; `variable` is the name that expressions know it by."""

    id: str
    name: str
    variable: str
    type_ref: str


class InputData(Element):
    pass


class DecisionSource(Element):
    """A decision as written; requirements are references such as `#id` or `namespace#id`."""

    question: str
    logic: Boxed | None
    required_decisions: tuple[str, ...]
    required_inputs: tuple[str, ...]
    required_knowledge: tuple[str, ...]


class KnowledgeModel(Element):
    function: FunctionDefinition | None
    required_knowledge: tuple[str, ...]


class DecisionService(Element):
    outputs: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


class ItemDefinition(Record):
    """A type of the model. A function item has `parameters` and its result in `type_ref`."""

    name: str
    type_ref: str
    collection: bool
    allowed: str
    constraint: str
    components: tuple[ItemDefinition, ...] = ()
    parameters: tuple[str, ...] | None = None


class Import(Record):
    name: str
    namespace: str


Elements: TypeAlias = Mapping[str, Element]


class Model(Record):
    """A file as written. `elements` holds input data, decisions, knowledge models and services by id."""

    source: str
    id: str
    name: str
    namespace: str
    elements: Elements
    types: tuple[ItemDefinition, ...]
    imports: tuple[Import, ...] = ()
