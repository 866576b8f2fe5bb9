"""A decision model that can be evaluated: its decisions, what they decide and why, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal as OneOf
from typing import TypeAlias

from ..feel.codec import from_python
from ..feel.errors import Fault, FeelBudgetExceeded
from ..feel.values import Function, Value
from .errors import Finding, InvalidModel, UnknownDecision
from .graph import Graph
from .model import Boxed, DecisionService, DecisionSource, DecisionTable, KnowledgeModel, Literal
from .reading import read_model
from .run import START, DecisionRun, DecisionWarning

Invocable: TypeAlias = OneOf["decision", "decisionService", "bkm"]
_INVOCABLE: Mapping[Invocable, type] = {
    "decision": DecisionSource,
    "decisionService": DecisionService,
    "bkm": KnowledgeModel,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a model.

    `inputs` are the variables that it, or a decision that it requires, takes from its caller. `kind` is
    "decision table", "literal expression", or the name of another boxed expression.
    """

    id: str
    name: str
    variable: str
    kind: str
    inputs: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it is written. `number` counts from 1."""

    number: int
    id: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...]
    matched: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A decision table as a person reads it, with the rows that matched marked."""

    hit_policy: str
    aggregation: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision gave and why.

    `matched` are the rows of its table that matched, from 1, and `rules` their ids; `inputs` holds the value
    of each input column. `required` holds the results of the decisions that were evaluated for it, in order.
    `warnings` are those of the whole evaluation; a null that nobody wrote has one. `cost` is what all of it used,
    including the weight of its result and of the inputs.
    """

    decision: str
    name: str
    value: Value
    matched: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    inputs: tuple[Value, ...] = ()
    warnings: tuple[DecisionWarning, ...] = ()
    table: TableView | None = None
    required: tuple[DecisionResult, ...] = ()
    cost: int = 0


class Definitions:
    """A decision model, compiled. It has no state: threads may share it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.source = graph.model.source
        self.id = graph.model.id
        self.name = graph.model.name
        self.namespace = graph.model.namespace
        self._views = {identity: _view(table.box) for identity, table in graph.tables.items()}
        sources = [item for item in graph.model.elements.values() if isinstance(item, DecisionSource)]
        self.decisions: Mapping[str, Decision] = {item.id: self._describe(item) for item in sources}

    @property
    def graph(self) -> Graph:
        return self._graph

    def evaluate(self, decision_id: str, scope: Mapping[str, Value], now: datetime | None = None) -> DecisionResult:
        """Decide, with the variables of `scope` as inputs. What cannot be decided is null with a warning.

        A decision service or business knowledge model is called, with the inputs that bear its parameters' names.

        Raises:
            UnknownDecision: the model has none of that id.
            FeelBudgetExceeded: an expression asks for too much.
        """
        element = self._graph.model.elements.get(decision_id)
        if not isinstance(element, (DecisionSource, DecisionService, KnowledgeModel)):
            known = ", ".join(self.decisions) or "none"
            reason = f"there is no decision {decision_id!r}; the decisions are: {known}"
            raise UnknownDecision(self.source, decision_id, None, reason)
        run = DecisionRun({name: _admit(value) for name, value in scope.items()}, now, self._graph.shop.types.known)
        try:
            if not isinstance(element, DecisionSource):
                return self._call(element, run)
            value = self._graph.value_of(element, run)
            for found in (*run.memo.values(), *(given for trace in run.traces.values() for given in trace.inputs)):
                run.admit_result(found)
        except RecursionError:
            raise FeelBudgetExceeded("the decision, or a value in it, is nested too deep") from None
        before = [identity for space, identity in run.order if space == self.namespace and identity != decision_id]
        required = tuple(self._result(identity, run) for identity in before)
        result = self._result(decision_id, run)
        return DecisionResult(
            decision_id, element.name, value, result.matched, result.rules, result.inputs, tuple(run.notes),
            result.table, required, run.cost,
        )  # fmt: skip

    def find(self, name: str, kind: Invocable = "decision") -> str:
        """The id of the element with this name.

        Raises:
            UnknownDecision: the model has none of this kind and name.
        """
        wanted, name = _INVOCABLE[kind], " ".join(name.split())
        for element in self._graph.model.elements.values():
            if isinstance(element, wanted) and element.name == name:
                return element.id
        raise UnknownDecision(self.source, None, None, f"there is no {kind} {name!r}")

    def _call(self, element: DecisionService | KnowledgeModel, run: DecisionRun) -> DecisionResult:
        function = self._graph.value_of(element, run)
        value = None
        # What is no function has had its warning: its logic is external, or could not be read.
        if isinstance(function, Function):
            try:
                value = function.call(run, [run.scope.get(name) for name in function.parameters])
                run.admit_result(value)
            except Fault as fault:
                run.warn(START, fault.message, fault.kind)
        return DecisionResult(element.id, element.name, value, warnings=tuple(run.notes))

    def _result(self, identity: str, run: DecisionRun) -> DecisionResult:
        key = (self.namespace, identity)
        name, value = self.decisions[identity].name, run.memo.get(key)
        table, trace = self._graph.tables.get(identity), run.traces.get(key)
        if table is None or trace is None:
            return DecisionResult(identity, name, value)
        view = _mark(self._views[identity], trace.matched)
        rules = tuple(view.rows[number - 1].id for number in trace.matched)
        return DecisionResult(identity, name, value, trace.matched, rules, trace.inputs, table=view)

    def show_table(self, decision_id: str) -> TableView | None:
        """The table of a decision with no row marked; None when its logic is no table."""
        table = self._graph.tables.get(decision_id)
        return None if table is None else self._views[decision_id]

    def check(self) -> tuple[Finding, ...]:
        """What is wrong and can be known before it runs: unreadable expressions, unknown references."""
        return tuple(self._graph.shop.findings)

    def _describe(self, source: DecisionSource) -> Decision:
        inputs = sorted(_inputs(self._graph, source, set()))
        return Decision(source.id, source.name, source.variable, _kind(source.logic), tuple(inputs), source.question)


def _admit(value: Value) -> Value:
    return from_python(value) if type(value) in (int, float, tuple) else value


def _mark(view: TableView, matched: tuple[int, ...]) -> TableView:
    rows = list(view.rows)
    for number in matched:
        rows[number - 1] = replace(rows[number - 1], matched=True)
    return replace(view, rows=tuple(rows))


def _view(box: DecisionTable) -> TableView:
    rows = tuple(
        TableRow(number, rule.id, rule.tests, rule.outputs, rule.annotations, False)
        for number, rule in enumerate(box.rules, 1)
    )
    inputs = tuple(clause.label for clause in box.inputs)
    outputs = tuple(clause.label for clause in box.outputs)
    return TableView(box.hit_policy, box.aggregation, inputs, outputs, box.annotations, rows)


def _inputs(graph: Graph, source: DecisionSource, seen: set[str]) -> set[str]:
    names = set(graph.free[source.id])
    for reference, _, _ in graph.requirements(source):
        target = graph.resolve(reference)
        if target is None or reference in seen:
            continue
        seen.add(reference)
        owner, element = target
        if isinstance(element, DecisionSource):
            names |= _inputs(owner, element, seen)
        elif reference in source.required_inputs:
            names.add(element.variable)
    return names


def _kind(logic: Boxed | None) -> str:
    if logic is None:
        return "no logic"
    if isinstance(logic, DecisionTable):
        return "decision table"
    if isinstance(logic, Literal):
        return "literal expression"
    return type(logic).__name__.lower()


def read(xml: bytes, source: str, imports: Iterable[Definitions] = ()) -> Definitions:
    """Read and compile a decision model. `imports` are the models it may import, by namespace.

    Bad expressions do not stop it: `check` names them, and they give null with a warning.

    Raises:
        DmnError: the file is no DMN, or the model contradicts itself.
    """
    model = read_model(xml, source)
    try:
        return Definitions(Graph(model, [definitions.graph for definitions in imports]))
    except (RecursionError, FeelBudgetExceeded):
        raise InvalidModel(source, model.id, model.name, "the model is nested too deep") from None
