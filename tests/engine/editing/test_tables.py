"""Decision tables that are edited: one cell is one cell, and what is added is written as its neighbours are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialect import dmn
from engine.editing import (
    add_column,
    add_rule,
    decisions_of,
    move_rule,
    read_source,
    read_table,
    remove_column,
    remove_rule,
    set_cell,
    set_column,
    set_policy,
    set_rule,
)
from engine.errors import EditRefused
from tests.engine.editing.stock import folders, outside

FILES = {
    decision: data
    for folder in folders().values()
    for name, data in folder.files.items()
    if name.endswith(".dmn")
    for decision in decisions_of(read_source(data))
}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), max_size=30)
TABLE = st.sampled_from(sorted(FILES))
ROUTE = "routebepaling"


@given(TABLE, TEXT, st.data())
def test_a_cell_changes_that_cell_and_can_be_taken_back(decision: str, text: str, data: st.DataObject) -> None:
    before = read_source(FILES[decision])
    table = read_table(before, decision)
    rule = data.draw(st.integers(0, len(table.rules) - 1))
    column = data.draw(st.integers(0, len(table.columns) - 1))

    after = set_cell(before, decision, rule, column, text).source

    rows = [list(row) for row in table.rules]
    rows[rule][column] = text.strip()
    assert read_table(after, decision).rules == tuple(map(tuple, rows))
    assert set_cell(after, decision, rule, column, table.rules[rule][column]).data == before.encode()


@given(TABLE, st.data())
def test_a_rule_that_is_added_and_removed_leaves_the_same_bytes(decision: str, data: st.DataObject) -> None:
    before = read_source(FILES[decision])
    rules = read_table(before, decision).rules
    at = data.draw(st.integers(0, len(rules)))

    after = add_rule(before, decision, at).source

    now = read_table(after, decision).rules
    assert now[:at] + now[at + 1 :] == rules
    assert dmn.read(after.encode(), "x") is not None
    assert remove_rule(after, decision, at).data == before.encode()


@given(TABLE, st.data())
def test_a_rule_that_is_moved_and_moved_back_leaves_the_same_bytes(decision: str, data: st.DataObject) -> None:
    before = read_source(FILES[decision])
    rules = list(read_table(before, decision).rules)
    here, there = (data.draw(st.integers(0, len(rules) - 1)) for _ in range(2))

    after = move_rule(before, decision, here, there).source

    rules.insert(there, rules.pop(here))
    assert list(read_table(after, decision).rules) == rules
    assert move_rule(after, decision, there, here).data == before.encode()


@pytest.mark.parametrize("kind", ["input", "output"])
@pytest.mark.parametrize("decision", sorted(FILES))
def test_a_column_that_is_added_and_removed_leaves_the_same_bytes(decision: str, kind: str) -> None:
    before = read_source(FILES[decision])
    table = read_table(before, decision)

    after = add_column(before, decision, kind, "Nieuw", "nieuw", "number").source

    columns = read_table(after, decision).columns
    at = next(number for number, column in enumerate(columns) if column.label == "Nieuw")
    assert {row[at] for row in read_table(after, decision).rules} == {"-" if kind == "input" else ""}
    assert remove_column(after, decision, at).data == before.encode()
    assert read_table(remove_column(after, decision, at).source, decision) == table


def test_a_new_rule_is_written_as_its_neighbours_are() -> None:
    before = FILES[ROUTE]

    added = add_rule(read_source(before), ROUTE, 2, ["-", "> 9", *["-"] * 5, '"korte klap"', '"Zo."', ""]).data

    gone, new = outside(before, added)
    assert gone == b""
    lines = new.decode().splitlines()
    assert len(lines) == 13
    assert any(line.strip().endswith("<text>&gt; 9</text></inputEntry>") for line in lines)


def test_a_whole_rule_is_set_at_once() -> None:
    row = ["-", "> 9", *["-"] * 5, '"korte klap"', '"Zo."', ""]

    edit = set_rule(read_source(FILES[ROUTE]), ROUTE, 0, row)

    assert list(read_table(edit.source, ROUTE).rules[0]) == row


def test_a_hit_policy_is_set_and_taken_back() -> None:
    before = read_source(FILES[ROUTE])

    after = set_policy(before, ROUTE, "COLLECT", "SUM").source

    assert (read_table(after, ROUTE).policy, read_table(after, ROUTE).aggregation) == ("COLLECT", "SUM")
    assert set_policy(after, ROUTE, "FIRST").data == before.encode()


def test_what_a_table_looks_at_is_changed_and_taken_back() -> None:
    before = read_source(FILES[ROUTE])
    column = read_table(before, ROUTE).columns[1]

    after = set_column(before, ROUTE, 1, "Bedrag", "bedrag * 2").source

    expected = replace(column, label="Bedrag", expression="bedrag * 2")
    assert read_table(after, ROUTE).columns[1] == expected
    assert set_column(after, ROUTE, 1, column.label, column.expression).data == before.encode()


def test_the_last_column_of_its_kind_stays() -> None:
    source = remove_column(read_source(FILES[ROUTE]), ROUTE, 8).source

    with pytest.raises(EditRefused, match="last_column"):
        remove_column(source, ROUTE, 7)


@pytest.mark.parametrize(("rule", "column"), [(99, 0), (-1, 0), (0, 99), (0, -1)])
def test_a_cell_that_is_not_there_is_refused(rule: int, column: int) -> None:
    with pytest.raises(EditRefused, match="no_cell"):
        set_cell(read_source(FILES[ROUTE]), ROUTE, rule, column, "1")
