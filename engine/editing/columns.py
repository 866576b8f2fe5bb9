"""Columns: editing what a decision table reads and what it gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.editing.done import Done, Edited, edited
from engine.editing.graph import new_id
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import element as write
from engine.editing.splicing import indentation, insert, remove, set_attribute, text_element
from engine.editing.tables import (
    ANYTHING,
    ENTRIES,
    INPUT,
    NOTE,
    OUTPUT,
    all_of,
    cells_of,
    columns_of,
    find_column,
    find_table,
    kind_of,
    name_of_table,
    read_column,
    write_cell,
    write_entry,
)
from engine.errors import EditRefused


def set_column(source: Source, decision: str, column: int, label: str, expression: str) -> Edited:
    """Set the header of a column: for an input its expression in FEEL, for an output the name of its value."""
    find_column(source, decision, column)
    result, done = set_columns(source, decision, {column: (label, expression)})
    return Edited(result, done[0] if done else None)


def set_columns(
    source: Source, decision: str, heads: Mapping[int, tuple[str, str]], untyped: Collection[int] = ()
) -> tuple[Source, list[Done]]:
    """Set the headers of some columns, each a label and an expression; returns what was done to each changed column.

    Inputs among `untyped` lose the type of what they read. The file is written once, however many headers change.
    """
    splices: list[Splice] = []
    changed: list[tuple[int, str, str]] = []
    for column, (label, expression) in heads.items():
        node = find_column(source, decision, column)
        if new := _write_head(source, node, label.strip(), expression.strip(), untyped=column in untyped):
            splices += new
            changed.append((column, label.strip(), read_column(source, node).expression))
    result = source.splice(splices)
    name, after = name_of_table(source, decision), columns_of(find_table(result, decision))
    return result, [
        Done("column", decision, name, label, before, read_column(result, after[column]).expression)
        for column, label, before in changed
    ]


def add_column(source: Source, decision: str, kind: str, label: str, expression: str, type_ref: str = "") -> Edited:
    """Add a new last input or output; every rule gets `-` for an input and nothing for an output.

    Without `type_ref` it takes a value of any type. A value of another type than its column's would match no rule.
    """
    if kind not in {INPUT, OUTPUT} or not expression.strip():
        raise EditRefused("name_needed", decision)
    table = find_table(source, decision)
    key = new_id(source, "InputClause" if kind == INPUT else "OutputClause", f"{decision} {label} {expression}")
    if kind == INPUT:
        text = text_element(f"{table.prefix}text", {}, expression.strip())
        about = {"id": new_id(source, "LiteralExpression", key), "typeRef": type_ref or None}
        looked = write(f"{table.prefix}inputExpression", about, text)
        xml = write(f"{table.prefix}input", {"id": key, "label": label.strip() or None}, looked)
    else:
        told = {"id": key, "label": label.strip() or None, "name": expression.strip(), "typeRef": type_ref or None}
        xml = write(f"{table.prefix}output", told)
    before = [node for node in columns_of(table) if kind_of(node) == kind] or [
        node for node in columns_of(table) if kind_of(node) == INPUT
    ]
    splices = insert(source, table, xml, after=before[-1] if before else None)
    for number, rule in enumerate(all_of(table, "rule")):
        cells = cells_of(rule)
        same = [cell for cell in cells if cell.local == ENTRIES[kind]]
        beside = same or [cell for cell in cells if cell.local == ENTRIES[INPUT]]
        in_line = not cells or not cells[0].children or indentation(source, cells[0].children[0]) is None
        told_cell = ANYTHING if kind == INPUT else ""
        entry = write_entry(source, table, kind, told_cell, f"{key} {number}", in_line)
        splices += insert(source, rule, entry, after=beside[-1] if beside else None)
    done = Done("column_added", decision, name_of_table(source, decision), label.strip(), "", expression.strip())
    return edited(source, source.splice(splices), done)


def remove_column(source: Source, decision: str, column: int) -> Edited:
    """Remove a column with its cell in every rule. Raises: EditRefused: it is the last of its kind."""
    node = find_column(source, decision, column)
    kind = kind_of(node)
    if kind != NOTE and sum(kind_of(one) == kind for one in columns_of(find_table(source, decision))) == 1:
        raise EditRefused("last_column", decision)
    before = read_column(source, node)
    splices = [*remove(source, node)]
    for rule in all_of(find_table(source, decision), "rule"):
        cells = cells_of(rule)
        if column < len(cells):
            splices += remove(source, cells[column])
    done = Done("column_removed", decision, name_of_table(source, decision), before.label, before.expression)
    return edited(source, source.splice(splices), done)


def _write_head(source: Source, node: Node, label: str, expression: str, *, untyped: bool) -> list[Splice]:
    if kind_of(node) == NOTE:
        return set_attribute(source, node, "name", label)
    splices = set_attribute(source, node, "label", label or None)
    if kind_of(node) == OUTPUT:
        return splices + set_attribute(source, node, "name", expression or None)
    looked = next(iter(all_of(node, "inputExpression")), None)
    if looked is None:
        text = text_element(f"{node.prefix}text", {}, expression)
        return splices + insert(source, node, write(f"{node.prefix}inputExpression", {}, text))
    if untyped:
        splices += set_attribute(source, looked, "typeRef", None)
    return splices + write_cell(source, looked, expression)
