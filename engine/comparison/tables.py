"""Tables: decisions cell by cell: rules that were added, removed or changed, columns, and how a rule is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from engine.comparison.difference import ADDED, CHANGED, REMOVED, Cell, Column, Edit, RowChange, TableChange
from engine.comparison.ordering import longest_run
from engine.comparison.wording import tell_change
from engine.dialect.dmn import Definitions
from engine.dialect.dmn.model import DecisionSource, DecisionTable, Literal, Rule

Models = Mapping[str, Definitions]
POLICIES: Mapping[str, str] = {
    "UNIQUE": "precies één regel klopt",
    "FIRST": "de eerste regel die klopt",
    "PRIORITY": "de regel met de hoogste uitkomst",
    "ANY": "elke regel die klopt zegt hetzelfde",
    "COLLECT": "alle regels die kloppen",
    "RULE ORDER": "alle regels die kloppen, in hun volgorde",
    "OUTPUT ORDER": "alle regels die kloppen, op volgorde van uitkomst",
}
TYPES: Mapping[str, str] = {
    "string": "tekst",
    "number": "getal",
    "boolean": "ja of nee",
    "date": "datum",
    "time": "tijd",
    "dateTime": "datum en tijd",
    "date and time": "datum en tijd",
    "dayTimeDuration": "duur in dagen en uren",
    "days and time duration": "duur in dagen en uren",
    "yearMonthDuration": "duur in jaren en maanden",
    "years and months duration": "duur in jaren en maanden",
    "Any": "alles",
}
"""The kinds of values, in the words of the editor of tables."""
PARTS: Mapping[str, str] = {"input": "De invoerkolom", "output": "De uitkomstkolom", "annotation": "De kolom"}
MOST_RULES = 1_000
"""How many rules of a table are shown side by side; beyond that only the number is reported."""


def compare_decisions(old: Models, new: Models) -> Iterator[TableChange]:
    """What happened to each decision, by its id, in whichever file it is."""
    was, now = _decisions(old), _decisions(new)
    for key, (file, decision) in now.items():
        if key not in was:
            edit = Edit(f"De beslissing *{_name(decision)}* is nieuw.")
            yield TableChange(ADDED, file, key, _name(decision), (edit,), *_lay_beside(None, decision.logic))
        else:
            yield from _compare(*was[key], file, decision)
    for key, (file, decision) in was.items():
        if key not in now:
            edit = Edit(f"De beslissing *{_name(decision)}* is er niet meer.")
            yield TableChange(REMOVED, file, key, _name(decision), (edit,), *_lay_beside(decision.logic, None))


def _decisions(models: Models) -> dict[str, tuple[str, DecisionSource]]:
    found: dict[str, tuple[str, DecisionSource]] = {}
    for file, model in models.items():
        for key, element in model.graph.model.elements.items():
            if isinstance(element, DecisionSource):
                found.setdefault(key, (file, element))
    return found


def _name(decision: DecisionSource) -> str:
    return decision.name or decision.id


def _compare(old_file: str, old: DecisionSource, file: str, new: DecisionSource) -> Iterator[TableChange]:
    of = f"*{_name(new)}*"
    columns: tuple[Column, ...] = ()
    rows: tuple[RowChange, ...] = ()
    edits: list[Edit] = []
    if old_file != file:
        edits.append(Edit(f"De beslissing {of} staat nu in {file}. Dat was {old_file}.", old_file, file))
    edits += _compare_headings(old, new, of)
    if isinstance(old.logic, DecisionTable) and isinstance(new.logic, DecisionTable):
        columns, rows = _lay_beside(old.logic, new.logic)
        edits += _compare_policies(old.logic, new.logic, of)
        edits += (*_tell_columns(columns, of), *_tell_rows(columns, rows, of))
        if not edits and _contents(old.logic) != _contents(new.logic):
            edits.append(Edit(f"De tabel {of} is anders opgeschreven."))
    else:
        edits += _compare_logic(old.logic, new.logic, of)
    if edits:
        yield TableChange(CHANGED, file, new.id, _name(new), tuple(edits), columns, rows)


def _compare_headings(old: DecisionSource, new: DecisionSource, of: str) -> Iterator[Edit]:
    """What is asked, what the answer is called, and what has to be known first."""
    if _name(old) != _name(new):
        yield Edit(f"De beslissing *{_name(old)}* heet nu {of}.", _name(old), _name(new))
    for label, one, two in (
        ("De vraag", old.question, new.question),
        ("De naam van de uitkomst", old.variable, new.variable),
        ("De soort uitkomst", _type(old.type_ref), _type(new.type_ref)),
    ):
        # What is only called as the decision is, changed with its name.
        if one != two and (one, two) != (old.name, new.name):
            yield tell_change(label, of, one, two)
    if _needs(old) != _needs(new):
        before, after = ", ".join(_needs(old)), ", ".join(_needs(new))
        yield tell_change("Wat eraan voorafgaat, dus de invoer,", of, before, after)


def _needs(decision: DecisionSource) -> tuple[str, ...]:
    return (*decision.required_decisions, *decision.required_inputs, *decision.required_knowledge)


def _compare_logic(old: object, new: object, of: str) -> Iterator[Edit]:
    """What happened to a decision that is not a table in both versions."""
    if isinstance(old, Literal) and isinstance(new, Literal):
        if old.text != new.text:
            yield tell_change("De berekening", of, old.text, new.text)
    elif old != new:
        yield Edit(f"De beslissing {of} wordt anders genomen.")


def _compare_policies(old: DecisionTable, new: DecisionTable, of: str) -> Iterator[Edit]:
    if (old.hit_policy, old.aggregation) != (new.hit_policy, new.aggregation):
        one, two = _policy(old), _policy(new)
        yield Edit(f"Welke regel van {of} telt, gaat van ‘{one}’ naar ‘{two}’.", one, two)


def _policy(table: DecisionTable) -> str:
    told = POLICIES.get(table.hit_policy, table.hit_policy)
    return f"{told} ({table.aggregation})" if table.aggregation else told


# ---- side by side -----------------------------------------------------------------------------------------------

Key = tuple[str, str]
"""The part that a column is in, and what identifies it in the versions it is in."""


def _lay_beside(old: object, new: object) -> tuple[tuple[Column, ...], tuple[RowChange, ...]]:
    """Columns and rules of both; nothing where neither is a table, or where one is too long."""
    one = old if isinstance(old, DecisionTable) else None
    two = new if isinstance(new, DecisionTable) else None
    if any(len(table.rules) > MOST_RULES for table in (one, two) if table is not None):
        return (), ()
    pairs = _pair_columns(_columns(one), _columns(two))
    columns = tuple(_column(was, now) for was, now in pairs)
    places = [(_place(_columns(one), was), _place(_columns(two), now)) for was, now in pairs]

    def row(mark: str, was: int | None, now: int | None) -> RowChange:
        before = _cells(one.rules[was]) if one is not None and was is not None else ()
        after = _cells(two.rules[now]) if two is not None and now is not None else ()
        cells = tuple(
            Cell(before[a] if a is not None and before else "", after[b] if b is not None and after else "")
            for a, b in places
        )
        if not mark and any(cell.is_changed for cell in cells):
            mark = CHANGED
        return RowChange(mark, was + 1 if was is not None else None, now + 1 if now is not None else None, cells)

    return columns, tuple(row(*one) for one in _pair_rules(one, two))


_Written = tuple[str, str, str, str]
"""Of a column: part, id, heading, and the rest that it says."""


def _columns(table: DecisionTable | None) -> list[_Written]:
    if table is None:
        return []
    inputs = [("input", i.id, i.label or i.text, "\n".join((i.text, i.type_ref, i.allowed))) for i in table.inputs]
    outputs = [
        ("output", o.id, o.label or o.name, "\n".join((o.name, o.type_ref, o.allowed, o.default or "")))
        for o in table.outputs
    ]
    return [*inputs, *outputs, *(("annotation", name, name, "") for name in table.annotations)]


def _pair_columns(old: list[_Written], new: list[_Written]) -> list[tuple[_Written | None, _Written | None]]:
    """The columns of the new table in its order, each with its old one; removed ones come at the end of their part."""
    left = list(old)
    pairs: list[tuple[_Written | None, _Written | None]] = []
    found: dict[int, _Written] = {}
    for named_by in ((0, 1), (0, 3), (0, 2)):
        for number, column in enumerate(new):
            name = [column[part] for part in named_by]
            known = number in found or not name[1].strip()
            match = next((one for one in left if not known and [one[part] for part in named_by] == name), None)
            if match is not None:
                found[number] = match
                left.remove(match)
    for part in ("input", "output", "annotation"):
        pairs += [(found.get(number), column) for number, column in enumerate(new) if column[0] == part]
        pairs += [(column, None) for column in left if column[0] == part]
    return pairs


def _column(was: _Written | None, now: _Written | None) -> Column:
    mark = ADDED if was is None else REMOVED if now is None else CHANGED if was[2:] != now[2:] else ""
    part, _, label, _ = now or was or ("", "", "", "")
    heading = Cell(_heading(was), _heading(now))
    if mark == CHANGED and not heading.is_changed:
        heading = Cell(_heading(was, whole=True), _heading(now, whole=True))
    return Column(mark, heading, part, label)


def _heading(column: _Written | None, *, whole: bool = False) -> str:
    """The heading of a column and the type of its values; as a whole also its expression, and the allowed values."""
    if column is None:
        return ""
    expression, kind, *rest = column[3].split("\n") if column[3] else ("", "")
    told = [expression, _type(kind), *rest] if whole else [_type(kind)]
    shown = [part for part in told if part and part != column[2]]
    return f"{column[2]} ({', '.join(shown)})" if shown else column[2]


def _type(name: str) -> str:
    return TYPES.get(name, name)


def _place(columns: Sequence[_Written], column: _Written | None) -> int | None:
    return columns.index(column) if column is not None else None


def _cells(rule: Rule) -> tuple[str, ...]:
    return (*rule.tests, *rule.outputs, *rule.annotations)


def _contents(table: DecisionTable) -> object:
    return [_cells(rule) for rule in table.rules], _columns(table)


def _pair_rules(old: DecisionTable | None, new: DecisionTable | None) -> Iterator[tuple[str, int | None, int | None]]:
    """The rules in the order of the new table, with removed ones at their old place: (mark, old place, new place)."""
    was, now = (list(table.rules) if table is not None else [] for table in (old, new))
    ids_old = {rule.id: number for number, rule in enumerate(was) if rule.id}
    by_id = {number: ids_old[rule.id] for number, rule in enumerate(now) if rule.id in ids_old}
    alone = [number for number in range(len(was)) if number not in by_id.values()]
    rest = [number for number in range(len(now)) if number not in by_id]
    # Rules without an id in common: those with the same content are the same.
    matcher = SequenceMatcher(None, [_cells(was[n]) for n in alone], [_cells(now[n]) for n in rest], autojunk=True)
    for a, b, size in matcher.get_matching_blocks():
        by_id.update({rest[b + n]: alone[a + n] for n in range(size)})
    gone = [number for number in range(len(was)) if number not in by_id.values()]
    order = [by_id[number] for number in range(len(now)) if number in by_id]
    stayed = set(longest_run(order))
    for number in range(len(now)):
        before = by_id.get(number)
        while before in stayed and gone and gone[0] < (before or 0):
            yield REMOVED, gone.pop(0), None
        if before is None:
            yield ADDED, None, number
        else:
            yield ("" if before in stayed else CHANGED), before, number
    yield from ((REMOVED, number, None) for number in gone)


def _tell_columns(columns: Sequence[Column], of: str) -> Iterator[Edit]:
    for column in columns:
        part = PARTS[column.part]
        was, now = column.heading.old, column.heading.new
        if column.mark == ADDED:
            yield Edit(f"{part} ‘{now}’ van {of} is nieuw.", "", now)
        elif column.mark == REMOVED:
            yield Edit(f"{part} ‘{was}’ van {of} is er niet meer.", was, "")
        elif column.mark:
            yield Edit(f"{part} ‘{was}’ van {of} is nu ‘{now}’.", was, now)


def _tell_rows(columns: Sequence[Column], rows: Sequence[RowChange], of: str) -> Iterator[Edit]:
    for row in rows:
        if row.mark == ADDED:
            yield Edit(f"Regel {row.now} van {of} is nieuw.")
        elif row.mark == REMOVED:
            yield Edit(f"Regel {row.was} van {of} is er niet meer.")
        elif row.mark:
            changed = [(c, cell) for c, cell in zip(columns, row.cells, strict=True) if cell.is_changed and not c.mark]
            for column, cell in changed:
                what = f"In regel {row.now} van {of} gaat ‘{column.label}’"
                yield Edit(f"{what} van {cell.old or 'leeg'} naar {cell.new or 'leeg'}.", cell.old, cell.new)
            if not any(cell.is_changed for cell in row.cells):
                yield Edit(f"Regel {row.was} van {of} staat nu op plaats {row.now}.")
