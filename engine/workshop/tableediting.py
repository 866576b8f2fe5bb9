"""Table editing: from a whole table as typed, and the button that was pressed, to edits of its file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from engine import editing
from engine.dialect import feel
from engine.editing import Done, Edited, Source, Table
from engine.errors import EditRefused, FieldProblem, FieldsRefused
from engine.tidying import free_name, name_for
from engine.workshop.blank import draw_blank_table
from engine.workshop.typed import Typed, check_cell


def cell_key(rule: int, column: int) -> str:
    """The name by which a page sends what was typed in a cell."""
    return f"c-{rule}-{column}"


def make_table(files: Mapping[str, bytes], title: str, result: str = "") -> tuple[str, dict[str, bytes]]:
    """A new table for a step, with one rule that always holds, and the id that it got.

    The output has the name of its `result` in the step, else of the table: its header then shows what to write.
    """
    stem = name_for(title).replace("-", "_") or "beslissing"
    decision = free_name(stem, lambda key: f"{key}.dmn" in files, "_")
    return decision, {f"{decision}.dmn": draw_blank_table(decision, title, result or decision)}


def edit_table(
    source: Source, decision: str, typed: Typed, known: Callable[[], Collection[str] | None] = lambda: None
) -> tuple[Source, list[Done]]:
    """Apply first what was typed in the cells, headers and policy, then what the button asks (`do`).

    A button is `add` at the end, or `add:3` after a rule, `up:3`, `down:3`, `remove:3`, `add-input`, `add-output` or
    `drop:2`; all are counted from zero. `known` gives every name that a cell can read, or None where that is unknown.

    Raises: FieldsRefused; EditRefused.
    """
    table = editing.read_table(source, decision)
    _require_cells(table, typed, known)
    heads, rules = _changed_heads(table, typed), _changed_rules(table, typed)
    # The type of a column was that of the old expression. A number read as a text would never match any rule.
    elsewhere = {number for number, (_, expression) in heads.items() if expression != table.columns[number].expression}
    source, done = editing.set_columns(source, decision, heads, elsewhere)
    source, done_to_rules = editing.set_rules(source, decision, rules)
    done += done_to_rules
    if policy := typed.get("policy"):
        edit = editing.set_policy(source, decision, policy, typed.get("aggregation", table.aggregation))
        source, done = edit.source, [*done, *_told(edit)]
    if (pressed := _press(source, decision, table, typed)) is not None:
        source, done = pressed.source, [*done, *_told(pressed)]
    return source, done


def _told(edit: Edited) -> list[Done]:
    return [edit.done] if edit.done is not None else []


def _changed_heads(table: Table, typed: Typed) -> dict[int, tuple[str, str]]:
    found = {}
    for number, column in enumerate(table.columns):
        label = typed.get(f"label-{number}", column.label).strip()
        expression = typed.get(f"expression-{number}", column.expression).strip()
        if (label, expression) != (column.label, column.expression):
            found[number] = (label, expression)
    return found


def _changed_rules(table: Table, typed: Typed) -> dict[int, list[str]]:
    found = {}
    for rule, cells in enumerate(table.rules):
        told = [typed.get(cell_key(rule, number), cell).strip() for number, cell in enumerate(cells)]
        if told != list(cells) and len(cells) == len(table.columns):
            found[rule] = told
    return found


def _press(source: Source, decision: str, table: Table, typed: Typed) -> Edited | None:
    what, _, place = typed.get("do", "").partition(":")
    number = int(place) if place.isdecimal() and len(place) < 6 else 0
    if what == "add":
        return editing.add_rule(source, decision, number + 1 if place else len(table.rules))
    if what == "up" and number > 0:
        return editing.move_rule(source, decision, number, number - 1)
    if what == "down" and number < len(table.rules) - 1:
        return editing.move_rule(source, decision, number, number + 1)
    if what == "remove":
        return editing.remove_rule(source, decision, number)
    if what in {"add-input", "add-output"}:
        label, expression = typed.get("new_label", "").strip(), typed.get("new_expression", "").strip()
        if not expression:
            raise FieldsRefused({"new_expression": FieldProblem("required")})
        return editing.add_column(source, decision, what.removeprefix("add-"), label, expression)
    if what == "drop":
        return editing.remove_column(source, decision, number)
    if what and what not in {"up", "down"}:
        raise EditRefused("no_such_kind", detail=what)
    return None


def _require_cells(table: Table, typed: Typed, known: Callable[[], Collection[str] | None]) -> None:
    """Raises: FieldsRefused: a changed cell is not FEEL, or is a name to which nothing gives a value."""
    problems: dict[str, FieldProblem] = {}
    for rule, cells in enumerate(table.rules):
        for number, (cell, column) in enumerate(zip(cells, table.columns, strict=False)):
            key = cell_key(rule, number)
            told = typed.get(key, cell).strip()
            if told != cell and column.kind != "annotation":
                tests = column.kind == "input"
                problem = check_cell(told, tests=tests) or _check_names(told, tests=tests, known=known)
                problems |= {key: problem} if problem is not None else {}
    for number, column in enumerate(table.columns):
        told = typed.get(f"expression-{number}", column.expression).strip()
        if column.kind == "input" and told != column.expression and (problem := check_cell(told, tests=False)):
            problems[f"expression-{number}"] = problem
        if column.kind != "annotation" and not told:
            problems[f"expression-{number}"] = FieldProblem("required")
    if problems:
        raise FieldsRefused(problems)


def _check_names(text: str, *, tests: bool, known: Callable[[], Collection[str] | None]) -> FieldProblem | None:
    """A text without its quotes is a name in FEEL, and silently never matches anything."""
    if not text:
        return None
    names = (feel.parse_unary_tests(text) if tests else feel.parse(text)).names
    alone = [name for part in text.split(",") if (name := " ".join(part.split())) in names]
    there = known() if alone else None
    unknown = next((name for name in alone if there is not None and name not in there), None)
    return FieldProblem("unknown_name", unknown) if unknown is not None else None
