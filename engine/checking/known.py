"""Known: what can be said of the value of a variable before it exists: its type, its texts, its bounds.

It is known only if everything that can give it a value is known: fields of forms, constants, decision tables, and
variables that are passed on unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.checking.points import constant
from engine.checking.regions import BOOLEAN, DATE, NUMBER, TEXT, Unclear, kind_of
from engine.checking.sources import Giver, Sources
from engine.dialect import feel
from engine.dialect.dmn.model import DecisionTable
from engine.dialect.elements import Element
from engine.dialect.feel import Value, syntax
from engine.forms import FormField, files

LIST, CONTEXT = "list", "context"
MOST_STEPS = 60
"""Most givers that are examined for one variable."""
_ONE_ANSWER = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})
_FIELD_KINDS = {"number": NUMBER, "checkbox": BOOLEAN, "date": DATE, "checklist": LIST}


@dataclass(frozen=True, slots=True)
class Known:
    """Every possible value of a variable is of one type; a type of None is that of null alone."""

    kind: str | None
    options: frozenset[str] | None = None
    """The only texts that it can be, or contain; None if any."""
    low: Decimal | None = None
    high: Decimal | None = None
    whole: bool = False
    empty: bool = False
    """Whether it can be left empty, and is then null."""
    entries: Mapping[str, Known | None] | None = None
    """For a context, or a list of them: what can be said of each entry. None if its entries are not known."""

    def entry(self, name: str) -> Known | None:
        """What is known of `value.name`; for a list, of the list of the entries of its items (as in FEEL)."""
        found = self.entries.get(name) if self.entries is not None else None
        if found is None or self.kind == CONTEXT:
            return found
        return Known(LIST, found.options if found.kind == TEXT else None, entries=found.entries)

    @property
    def item(self) -> Known | None:
        """What is known of one item of a list of contexts."""
        return Known(CONTEXT, entries=self.entries) if self.kind == LIST and self.entries is not None else None

    def points(self) -> list[Value]:
        """The values at which its range of possible values begins or ends."""
        return [*sorted(self.options or ()), *(end for end in (self.low, self.high) if end is not None)]

    def admits(self, value: Value) -> bool:
        """Whether the variable can have this value, which is of its type."""
        if isinstance(value, str):
            return self.options is None or value in self.options
        if isinstance(value, Decimal):
            above = self.low is None or value >= self.low
            return above and (self.high is None or value <= self.high) and not (self.whole and value % 1)
        return True


_NULL = Known(None, empty=True)
_OF_FILE: Mapping[str, Known | None] = {
    files.ID: Known(TEXT),
    files.HASH: Known(TEXT),
    files.METADATA: Known(
        CONTEXT,
        entries={
            files.NAME: Known(TEXT),
            files.TYPE: Known(TEXT, frozenset(files.ENDINGS)),
            files.SIZE: Known(NUMBER, low=Decimal(0), whole=True),
        },
    ),
}
"""The entries of an answer about a file (`engine.forms.files`)."""


PARTS_OF_FILE = frozenset({frozenset(_OF_FILE), frozenset({files.NAME, files.TYPE, files.SIZE})})
"""The names of what can be read of a file, and of its metadata."""


def of_field(field: FormField) -> Known:
    """What the answer to a field can be."""
    if field.rows is not None:
        return Known(LIST, entries={column.key: _of_column(column) for column in field.rows.questions})
    if field.kind == "files":
        return Known(LIST, entries=_OF_FILE)
    options = frozenset(option.value for option in field.options) if field.options else None
    empty = not field.required and field.kind not in ("checkbox", "checklist")
    kind = _FIELD_KINDS.get(field.kind, TEXT)
    return Known(kind, options, field.min, field.max, kind == NUMBER and field.decimals == 0, empty)


def _of_column(column: FormField) -> Known:
    """What a row of a list can hold: what is hidden there is null, so that all rows have the same entries."""
    known = of_field(column)
    return replace(known, empty=True) if column.hide else known


def either(known: Iterable[Known | None]) -> Known | None:
    """What is known of a value that is one of these; None if nothing is."""
    found: Known | None = None
    for one in known:
        if one is None:
            return None
        found = one if found is None else _join(found, one)
        if found is None:
            return None
    return found


def _join(a: Known, b: Known) -> Known | None:
    empty = a.empty or b.empty
    if a.kind is None or b.kind is None:
        return replace(b if a.kind is None else a, empty=empty)
    if a.kind != b.kind:
        return None
    options = None if a.options is None or b.options is None else a.options | b.options
    low = None if a.low is None or b.low is None else min(a.low, b.low)
    high = None if a.high is None or b.high is None else max(a.high, b.high)
    return Known(a.kind, options, low, high, a.whole and b.whole, empty, _join_entries(a, b))


def _join_entries(a: Known, b: Known) -> dict[str, Known | None] | None:
    """The entries of both, with what is known of each by either; an entry that the other lacks is null there."""
    if a.entries is None or b.entries is None:
        return None
    names = dict.fromkeys([*a.entries, *b.entries])
    return {name: either((a.entries.get(name, _NULL), b.entries.get(name, _NULL))) for name in names}


class Knowledge:
    """What is known of the variables of processes that are checked together."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._found: dict[tuple[str, str, str], Known | None] = {}

    def of(self, process_id: str, element: Element | None, subject: str) -> Known | None:
        """What is known of a variable, or of `name.entry` of a decision's answer, where an element reads it."""
        key = (process_id, element.id if element is not None else "", subject)
        if key not in self._found:
            self._found[key] = _Search(self.sources).of_subject(process_id, element, subject)
        return self._found[key]


class _Search:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.under_way: set[int] = set()
        """The givers that are being examined, by identity."""
        self.left = MOST_STEPS

    def of_subject(self, process_id: str, element: Element | None, subject: str) -> Known | None:
        name, _, entry = subject.partition(".")
        givers = self.sources.givers(process_id, element, name)
        return either(one for giver in givers for one in self._of_giver(giver, entry))

    def _of_giver(self, giver: Giver, entry: str) -> Iterable[Known | None]:
        """What one giver can give; nothing if it only passes on what is being examined, which would be circular."""
        self.left -= 1
        if self.left < 0 or giver.place[0] not in {"", *self.sources.folders}:
            return [None]
        if id(giver) in self.under_way:
            return []
        self.under_way.add(id(giver))
        try:
            if giver.decision is not None:
                return [self._of_decision(giver.place[0], giver.decision, entry)]
            if giver.field is not None:
                found: Iterable[Known | None] = [of_field(giver.field)]
            else:
                found = [None] if giver.text is None else self._of_text(giver)
            if giver.item:
                found = [one.item if one is not None else None for one in found]
            return [one.entry(entry) if one is not None else None for one in found] if entry else found
        finally:
            self.under_way.discard(id(giver))

    def _of_text(self, giver: Giver) -> Iterable[Known | None]:
        text = giver.text or ""
        if not text.startswith("="):
            return [Known(TEXT, frozenset({text}))]
        try:
            tree = feel.parse(text[1:]).tree
        except feel.FeelError:
            return [None]
        process_id, key = giver.place
        # The value of a test or an operator is written in no process.
        folder = self.sources.folders.get(process_id)
        element = folder.process.elements.get(key) if folder is not None else None
        return self._of_tree(tree, process_id, element)

    def _of_tree(self, tree: syntax.Expr, process_id: str, element: Element | None) -> Iterable[Known | None]:
        if isinstance(tree, syntax.If):
            return [*self._of_tree(tree.then, process_id, element), *self._of_tree(tree.otherwise, process_id, element)]
        subject = subject_of(tree)
        if subject is not None:
            found = self.of_subject(process_id, element, subject)
            # A variable given only by what is being examined adds nothing.
            return [found] if found is not None or not self._is_circular(process_id, element, subject) else []
        return [_of_constant(tree)]

    def _is_circular(self, process_id: str, element: Element | None, subject: str) -> bool:
        givers = self.sources.givers(process_id, element, subject.partition(".")[0])
        return bool(givers) and all(id(giver) in self.under_way for giver in givers)

    def _of_decision(self, process_id: str, decision_id: str, entry: str) -> Known | None:
        for model in self.sources.folders[process_id].decisions.values():
            table = model.graph.tables.get(decision_id)
            if table is not None:
                return _of_table(table.box, entry)
        return None


def _of_table(box: DecisionTable, entry: str) -> Known | None:
    """What a column of outputs can give; a table with one column gives its value, with several a context."""
    names = [output.name for output in box.outputs]
    if box.hit_policy not in _ONE_ANSWER or (entry not in names if entry else len(names) != 1):
        return None
    column = names.index(entry) if entry else 0
    if entry and len(names) == 1:
        return None
    written = [rule.outputs[column] for rule in box.rules]
    default = box.outputs[column].default
    return either(_of_output(text) for text in [*written, *([default] if default is not None else [])])


def _of_output(text: str) -> Known | None:
    try:
        return _of_constant(feel.parse(text).tree)
    except feel.FeelError:
        return None


def _of_constant(tree: syntax.Expr) -> Known | None:
    try:
        value = constant(tree)
        if value is None:
            return _NULL
        kind = kind_of(value)
    except Unclear:
        return None
    if isinstance(value, Decimal):
        return Known(kind, low=value, high=value, whole=value == value.to_integral_value())
    return Known(kind, frozenset({value}) if isinstance(value, str) else None)


def subject_of(node: syntax.Expr) -> str | None:
    """The name or path that a node is; None if it is anything else."""
    if isinstance(node, syntax.Variable):
        return node.name
    if isinstance(node, syntax.Path) and (base := subject_of(node.base)) is not None:
        return f"{base}.{node.name}"
    return None
