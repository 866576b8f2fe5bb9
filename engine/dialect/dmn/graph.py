"""The requirements graph: compiles a model, evaluates what a decision requires (DMN 1.5, clause 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from ..feel.compiler import Code
from ..feel.errors import UNKNOWN_VARIABLE, WRONG_ARGUMENT, Fault
from ..feel.limits import Frame, Run
from ..feel.types import FunctionType, Type, coerce
from ..feel.values import Function, Value
from .boxed import Workshop, at_place, compile_boxed, compile_function, nothing, typed
from .errors import InvalidModel
from .model import DecisionService, DecisionSource, DecisionTable, Element, InputData, KnowledgeModel, Model
from .run import DecisionRun, Place
from .tables import Table, compile_table
from .types import Types

Key = tuple[str, str]


class Graph:
    """A compiled model with the models that it imports."""

    def __init__(self, model: Model, imported: Sequence[Graph] = ()) -> None:
        self.model = model
        self.imports: dict[str, tuple[str, Graph]] = {}
        self._reported: list[tuple[str, str]] = []
        types = Types(model.types, lambda owner, reason: self._reported.append((owner, reason)))
        self.shop = Workshop(model.source, types)
        for item in model.imports:
            graph = next((graph for graph in imported if graph.model.namespace == item.namespace), None)
            if graph is not None:
                self.imports[item.namespace] = (item.name, graph)
                types.admit(item.name, graph.shop.types)
        self.codes: dict[str, Code] = {}
        self.tables: dict[str, Table] = {}
        self.free: dict[str, frozenset[str]] = {}
        self.costs: dict[str, int] = {}
        self._refuse_cycles()
        for element in model.elements.values():
            self._compile(element)
        for owner, reason in self._reported:
            self.shop.report(Place(owner, owner), reason)

    def resolve(self, reference: str) -> tuple[Graph, Element] | None:
        """The element of a reference, here or in an import."""
        namespace, _, identity = reference.rpartition("#")
        graph = self
        if namespace and namespace != self.model.namespace:
            if namespace not in self.imports:
                return None
            graph = self.imports[namespace][1]
        element = graph.model.elements.get(identity)
        return None if element is None else (graph, element)

    def requirements(self, element: Element) -> list[tuple[str, str, str]]:
        """The references that an element requires, each with its import ("" for none) and its name."""
        if isinstance(element, DecisionSource):
            references = (*element.required_inputs, *element.required_decisions, *element.required_knowledge)
        elif isinstance(element, KnowledgeModel):
            references = element.required_knowledge
        else:
            references = ()
        found = []
        for reference in references:
            target = self.resolve(reference)
            if target is not None:
                graph, required = target
                prefix = "" if graph is self else self.imports[graph.model.namespace][0]
                found.append((reference, prefix, required.variable))
        return found

    def _refuse_cycles(self) -> None:
        """Depth first, without recursion; a business knowledge model may call itself, a decision may not."""
        under_way, done = set[str](), set[str]()
        for start in self.model.elements:
            stack = [(start, False)]
            while stack:
                identity, leaving = stack.pop()
                if leaving:
                    done.add(identity)
                elif identity in done:
                    continue
                elif identity in under_way:
                    name = self.model.elements[identity].name
                    raise InvalidModel(self.model.source, identity, name, "this decision requires itself")
                else:
                    under_way.add(identity)
                    stack.append((identity, True))
                    stack += [(other, False) for other in self._own_decisions_of(identity) if other not in done]

    def _own_decisions_of(self, identity: str) -> Iterator[str]:
        """The decisions of this model that an element requires."""
        element = self.model.elements[identity]
        if isinstance(element, DecisionSource):
            for reference in element.required_decisions:
                target = self.resolve(reference)
                if target is not None and target[0] is self:
                    yield target[1].id

    def _compile(self, element: Element) -> None:
        place = Place(element.id, element.name)
        self._check_references(element, place)
        names = frozenset(prefix or name for _, prefix, name in self.requirements(element))
        self.shop.types.members |= {name for _, prefix, name in self.requirements(element) if prefix}
        self.shop.free = set()
        before = self.shop.cost
        kind = self.shop.types.find(element.type_ref, element.name) if element.type_ref else None
        if isinstance(element, InputData):
            self.codes[element.id] = self._input_code(element, kind)
        elif isinstance(element, DecisionSource):
            self.codes[element.id] = at_place(place, typed(self._decision_code(element, names, place), kind))
        elif isinstance(element, KnowledgeModel):
            self.codes[element.id] = self._knowledge_code(element, names, place, kind)
        elif isinstance(element, DecisionService):
            service = ServiceFunction(self, element, kind)
            self.codes[element.id] = lambda frame: service
        self.free[element.id] = frozenset(self.shop.free)
        # A function pays when it is called.
        self.costs[element.id] = self.shop.cost - before if isinstance(element, DecisionSource) else 0

    def _check_references(self, element: Element, place: Place) -> None:
        references: tuple[str, ...] = ()
        if isinstance(element, DecisionSource):
            references = element.required_decisions + element.required_inputs + element.required_knowledge
            if element.logic is None:
                self.shop.report(place, "this decision has no logic")
        elif isinstance(element, KnowledgeModel):
            references = element.required_knowledge
        elif isinstance(element, DecisionService):
            references = element.outputs + element.input_decisions + element.input_data
        for reference in references:
            if self.resolve(reference) is None:
                self.shop.report(place, f"it refers to {reference!r}, which is not in this model or its imports")

    def _input_code(self, element: InputData, kind: Type | None) -> Code:
        place = Place(element.id, element.name)

        def read_input(frame: Frame) -> Value:
            run = cast(DecisionRun, frame.run)
            if element.variable not in run.scope:
                raise Fault(f"there is no value for the input {element.variable!r}", UNKNOWN_VARIABLE)
            return run.scope[element.variable]

        return at_place(place, typed(read_input, kind))

    def _decision_code(self, element: DecisionSource, names: frozenset[str], place: Place) -> Code:
        if not isinstance(element.logic, DecisionTable):
            return compile_boxed(self.shop, element.logic, names, place)
        table = self.tables[element.id] = compile_table(self.shop, element.logic, names, place)
        key = (self.model.namespace, element.id)

        def evaluate_table(frame: Frame) -> Value:
            value, trace = table.trace(frame)
            cast(DecisionRun, frame.run).traces[key] = trace
            return value

        return evaluate_table

    def _knowledge_code(self, element: KnowledgeModel, names: frozenset[str], place: Place, kind: Type | None) -> Code:
        box = element.function
        if box is None:
            return nothing
        make = compile_function(self.shop, box, names | {element.variable}, place, _result_of(kind))
        return at_place(place, cast(Code, make))

    def frame_for(self, element: Element, run: DecisionRun) -> Frame:
        """The names that an element's logic sees: what it requires, and behind those the caller's scope."""
        names: dict[str, Value] = {}
        for reference, prefix, name in self.requirements(element):
            target = self.resolve(reference)
            if target is None:
                continue
            value = target[0].value_of(target[1], run)
            if prefix:
                names.setdefault(prefix, {})[name] = value
            else:
                names[name] = value
        return Frame(names, Frame(run.scope, None, run), run)

    def value_of(self, element: Element, run: DecisionRun) -> Value:
        """The value of an element, evaluated once in a run."""
        key = (self.model.namespace, element.id)
        if key in run.memo:
            return run.memo[key]
        run.spend(self.costs[element.id] + 1)
        if isinstance(element, KnowledgeModel):
            value: Value = self._knowledge_value(element, run)
        else:
            value = self.codes[element.id](self.frame_for(element, run))
        run.memo[key] = value
        if isinstance(element, DecisionSource):
            run.order.append(key)
        return value

    def _knowledge_value(self, element: KnowledgeModel, run: DecisionRun) -> Value:
        # The function sees what it requires, and itself, but not the caller's scope.
        names: dict[str, Value] = {}
        frame = Frame(names, None, run)
        value = self.codes[element.id](frame)
        run.memo[self.model.namespace, element.id] = value
        names.update(self.frame_for(element, run).names)
        names.setdefault(element.variable, value)
        return value


def _result_of(kind: Type | None) -> Type | None:
    """The result type of a function: the type of its variable is that of the function or of its result."""
    return kind.result if isinstance(kind, FunctionType) else kind


class ServiceFunction(Function):
    """A decision service as a function of its input data and input decisions (DMN 1.5, 10.4)."""

    def __init__(self, graph: Graph, service: DecisionService, kind: Type | None) -> None:
        self.graph = graph
        self.service = service
        self.kind = _result_of(kind)
        self.name = service.name

    def _elements(self, references: Sequence[str]) -> list[tuple[Graph, Element]]:
        return [target for target in map(self.graph.resolve, references) if target is not None]

    @property
    def parameters(self) -> tuple[str, ...]:  # type: ignore[override]
        references = (*self.service.input_data, *self.service.input_decisions)
        return tuple(element.variable for _, element in self._elements(references))

    def call(self, run: Run, arguments: Sequence[Value]) -> Value:
        run = cast(DecisionRun, run)
        inputs = self._elements((*self.service.input_data, *self.service.input_decisions))
        if len(arguments) != len(inputs):
            raise Fault(f"{self.name} takes {len(inputs)} arguments, not {len(arguments)}", WRONG_ARGUMENT)
        known: dict[Key, Value] = {}
        for (graph, element), value in zip(inputs, arguments, strict=True):
            kind = graph.shop.types.find(element.type_ref, element.name) if element.type_ref else None
            known[graph.model.namespace, element.id] = value if kind is None else coerce(run, value, kind)
        run.enter_call()
        before, run.memo, order, run.order = run.memo, known, run.order, []
        try:
            outputs = [
                (element, graph.value_of(element, run)) for graph, element in self._elements(self.service.outputs)
            ]
        finally:
            run.memo, run.order = before, order
            run.leave_call()
        value = outputs[0][1] if len(outputs) == 1 else {element.variable: value for element, value in outputs}
        return value if self.kind is None else coerce(run, value, self.kind)
