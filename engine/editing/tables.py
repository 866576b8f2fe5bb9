"""Tables: finding the rules, cells and columns of a decision table as written (DMN 1.5 clause 8)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.editing.graph import new_id
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, set_text, text_element
from engine.errors import EditRefused

INPUT, OUTPUT, NOTE = "input", "output", "annotation"
ENTRIES = {INPUT: "inputEntry", OUTPUT: "outputEntry", NOTE: "annotationEntry"}
ANYTHING = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """`expression` is what an input reads, or the name of what an output gives."""

    kind: str
    label: str
    expression: str
    type_ref: str


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table as written: inputs, outputs and notes, in that order, and the rules row by row."""

    decision: str
    name: str
    policy: str
    aggregation: str
    columns: tuple[Column, ...]
    rules: tuple[tuple[str, ...], ...]


def read_table(source: Source, decision: str) -> Table:
    """Raises: EditRefused: no such decision, or it is no table."""
    table = find_table(source, decision)
    columns = columns_of(table)
    return Table(
        decision,
        source.element(decision).get("name") or decision,
        table.get("hitPolicy") or "UNIQUE",
        table.get("aggregation") or "",
        tuple(read_column(source, node) for node in columns),
        tuple(tuple(read_cell(source, cell) for cell in cells_of(rule)) for rule in all_of(table, "rule")),
    )


def decisions_of(source: Source) -> list[str]:
    """The decisions in a file that are tables."""
    return [
        str(node.get("id"))
        for node in source.root.walk()
        if node.local == "decision" and node.get("id") and any(c.local == "decisionTable" for c in node.children)
    ]


def name_of_table(source: Source, decision: str) -> str:
    return source.element(decision).get("name") or decision


def find_table(source: Source, decision: str) -> Node:
    found = [node for node in source.element(decision).children if node.local == "decisionTable"]
    if not found:
        raise EditRefused("no_table", decision)
    return found[0]


def all_of(node: Node, local: str) -> list[Node]:
    return [child for child in node.children if child.local == local]


def columns_of(table: Node) -> list[Node]:
    return [node for kind in (INPUT, OUTPUT, NOTE) for node in all_of(table, kind)]


def kind_of(column: Node) -> str:
    return column.local


def cells_of(rule: Node) -> list[Node]:
    return [node for kind in (INPUT, OUTPUT, NOTE) for node in all_of(rule, ENTRIES[kind])]


def find_column(source: Source, decision: str, column: int) -> Node:
    columns = columns_of(find_table(source, decision))
    if not 0 <= column < len(columns):
        raise EditRefused("no_cell", decision, str(column + 1))
    return columns[column]


def find_rule(source: Source, decision: str, rule: int) -> Node:
    rules = all_of(find_table(source, decision), "rule")
    if not 0 <= rule < len(rules):
        raise EditRefused("no_cell", decision, str(rule + 1))
    return rules[rule]


def find_cell(source: Source, decision: str, rule: int, column: int) -> Node:
    cells = cells_of(find_rule(source, decision, rule))
    if not 0 <= column < len(cells):
        raise EditRefused("no_cell", decision, str(rule + 1))
    return cells[column]


def read_cell(source: Source, cell: Node) -> str:
    text = next(iter(all_of(cell, "text")), None)
    return source.content(text).strip() if text is not None else ""


def read_column(source: Source, node: Node) -> Column:
    if kind_of(node) == INPUT:
        looked = next(iter(all_of(node, "inputExpression")), None)
        expression = read_cell(source, looked) if looked is not None else ""
        return Column(INPUT, node.get("label") or "", expression, (looked.get("typeRef") if looked else "") or "")
    label = node.get("label") or (node.get("name") if kind_of(node) == NOTE else "") or ""
    return Column(kind_of(node), label, node.get("name") or "", node.get("typeRef") or "")


def write_cell(source: Source, cell: Node, text: str) -> list[Splice]:
    told = next(iter(all_of(cell, "text")), None)
    if told is not None:
        return set_text(source, told, text)
    return insert(source, cell, text_element(f"{cell.prefix}text", {}, text)) if text else []


def write_entry(source: Source, table: Node, kind: str, text: str, seed: str, in_line: bool) -> str:
    told = text_element(f"{table.prefix}text", {}, text)
    # Notes have no id in the standard.
    prefix = "UnaryTests" if kind == INPUT else "LiteralExpression"
    key = new_id(source, prefix, seed) if kind != NOTE else None
    xml = write(f"{table.prefix}{ENTRIES[kind]}", {"id": key}, told)
    return xml.replace("\n  ", "").replace("\n", "") if in_line else xml
