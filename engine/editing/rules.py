"""Rules: editing the rules of a decision table, their order, and which of the matching ones are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.editing.done import Done, Edited, edited
from engine.editing.graph import new_id
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import element as write
from engine.editing.splicing import indentation, insert, remove, set_attribute
from engine.editing.tables import (
    ANYTHING,
    INPUT,
    all_of,
    cells_of,
    columns_of,
    find_cell,
    find_rule,
    find_table,
    kind_of,
    name_of_table,
    read_cell,
    read_table,
    write_cell,
    write_entry,
)
from engine.errors import EditRefused

POLICIES = ("UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")


def set_cell(source: Source, decision: str, rule: int, column: int, text: str) -> Edited:
    """Set one cell, as FEEL; rules and columns are counted from zero."""
    cell = find_cell(source, decision, rule, column)
    before = read_cell(source, cell)
    result = source.splice(write_cell(source, cell, text.strip()))
    what = f"{rule + 1}: {read_table(source, decision).columns[column].label}"
    return edited(source, result, Done("cell", decision, name_of_table(source, decision), what, before, text.strip()))


def set_rule(source: Source, decision: str, rule: int, cells: Sequence[str]) -> Edited:
    """Set all cells of a rule."""
    result, done = set_rules(source, decision, {rule: cells})
    return Edited(result, done[0] if done else None)


def set_rules(source: Source, decision: str, rules: Mapping[int, Sequence[str]]) -> tuple[Source, list[Done]]:
    """Set all cells of some rules; also returns what was done to each changed rule.

    The file is written once, however many cells change: reading it again after each takes minutes for a long table.
    """
    table = find_table(source, decision)
    name, nodes, width = name_of_table(source, decision), all_of(table, "rule"), len(columns_of(table))
    splices: list[Splice] = []
    done: list[Done] = []
    for rule, texts in rules.items():
        cells = cells_of(nodes[rule]) if 0 <= rule < len(nodes) else []
        if not len(cells) == len(texts) == width:
            raise EditRefused("no_cell", decision, str(rule + 1))
        told = [text.strip() for text in texts]
        new = [one for cell, text in zip(cells, told, strict=True) for one in write_cell(source, cell, text)]
        if new:
            splices += new
            before = " | ".join(read_cell(source, cell) for cell in cells)
            done.append(Done("rule", decision, name, str(rule + 1), before, " | ".join(told)))
    return source.splice(splices), done


def add_rule(source: Source, decision: str, at: int, cells: Sequence[str] = ()) -> Edited:
    """Add a rule as the `at`th, from zero; without cells it matches everything and gives nothing."""
    table = find_table(source, decision)
    columns = [kind_of(node) for node in columns_of(table)]
    told = list(cells) or [ANYTHING if kind == INPUT else "" for kind in columns]
    rules = all_of(table, "rule")
    if len(told) != len(columns) or not 0 <= at <= len(rules):
        raise EditRefused("no_cell", decision, str(at + 1))
    in_line = not rules or not cells_of(rules[0]) or indentation(source, cells_of(rules[0])[0].children[0]) is None
    key = new_id(source, "DecisionRule", f"{decision} {at} {told}")
    written = [
        write_entry(source, table, kind, text.strip(), f"{key} {number}", in_line)
        for number, (kind, text) in enumerate(zip(columns, told, strict=True))
    ]
    xml = write(f"{table.prefix}rule", {"id": key}, *written)
    after = rules[at - 1] if at else _before_rules(table)
    result = source.splice(insert(source, table, xml, after=after))
    return edited(
        source, result, Done("rule_added", decision, name_of_table(source, decision), str(at + 1), "", " | ".join(told))
    )


def remove_rule(source: Source, decision: str, rule: int) -> Edited:
    node = find_rule(source, decision, rule)
    before = " | ".join(read_cell(source, cell) for cell in cells_of(node))
    done = Done("rule_removed", decision, name_of_table(source, decision), str(rule + 1), before)
    return edited(source, source.splice(remove(source, node)), done)


def move_rule(source: Source, decision: str, rule: int, to: int) -> Edited:
    """Move a rule to another place: the order counts where the first that matches is taken."""
    find_rule(source, decision, rule)
    rules = all_of(find_table(source, decision), "rule")
    if not 0 <= to < len(rules):
        raise EditRefused("no_cell", decision, str(to + 1))
    texts = [source.text[node.start : node.end] for node in rules]
    texts.insert(to, texts.pop(rule))
    splices = [Splice(node.start, node.end, text) for node, text in zip(rules, texts, strict=True)]
    done = Done("rule_moved", decision, name_of_table(source, decision), "", str(rule + 1), str(to + 1))
    return edited(source, source.splice(splices), done)


def set_policy(source: Source, decision: str, policy: str, aggregation: str = "") -> Edited:
    """Set which of the matching rules are taken. Raises: EditRefused: no such policy (DMN 1.5 clause 8.2.10)."""
    if policy not in POLICIES or aggregation not in {"", "SUM", "COUNT", "MIN", "MAX"}:
        raise EditRefused("no_policy", decision, policy)
    table = find_table(source, decision)
    before = table.get("hitPolicy") or "UNIQUE"
    splices = [] if policy == before else set_attribute(source, table, "hitPolicy", policy)
    told = aggregation if policy == "COLLECT" else ""
    result = source.splice(splices)
    result = result.splice(set_attribute(result, find_table(result, decision), "aggregation", told or None))
    return edited(source, result, Done("policy", decision, name_of_table(source, decision), told, before, policy))


def _before_rules(table: Node) -> Node | None:
    before = [child for child in table.children if child.local != "rule"]
    return before[-1] if before else None
