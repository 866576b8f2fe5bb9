"""A whole table that is saved at once: the work grows with the table, not with its square."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import editing
from engine.editing import Source, read_source, read_table, set_cell, set_column
from engine.editing import source as reading
from engine.workshop.blank import draw_blank_table
from engine.workshop.tableediting import cell_key, edit_table
from tests.engine.editing.stock import outside

RULES = 200
Counted = Callable[[], int]


def table_of(rules: int) -> Source:
    source = read_source(draw_blank_table("groot"))
    rule = source.element("groot").children[-1].children[-1]
    assert rule.local == "rule"
    told = source.text[rule.start : rule.end]
    return read_source((source.text[: rule.end] + f"\n{told}" * (rules - 1) + source.text[rule.end :]).encode())


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """How often a file was read from its first sign to its last."""
    scan, count = reading._scan, [0]

    def counted(text: str) -> editing.source.Node:
        count[0] += 1
        return scan(text)

    monkeypatch.setattr(reading, "_scan", counted)
    return lambda: count[0]


def all_cells(source: Source) -> dict[str, str]:
    """Something new in every cell."""
    rows = read_table(source, "groot").rules
    return {cell_key(rule, number): str(rule) for rule, row in enumerate(rows) for number in range(len(row))}


def test_a_table_of_200_rules_is_read_a_few_times_however_many_cells_change(scans: Counted) -> None:
    source = table_of(RULES)

    edit_table(source, "groot", {**all_cells(source), "label-0": "Anders", "do": "add"})

    assert scans() <= 6


def test_a_column_for_200_rules_is_added_in_a_few_readings(scans: Counted) -> None:
    typed = {"do": "add-input", "new_label": "Kleur", "new_expression": "kleur"}

    edit_table(table_of(RULES), "groot", typed)

    assert scans() <= 6


def test_the_heads_of_a_hundred_columns_change_in_a_few_readings(scans: Counted) -> None:
    blank = draw_blank_table("groot")
    at = blank.index(b"<output ")
    heads = b"".join(b'<output id="O_%d" name="o%d" typeRef="string" />' % (n, n) for n in range(100))
    source = read_source(blank[:at] + heads + blank[at:])
    typed = {f"label-{number}": f"Kop {number}" for number in range(100)}

    edited, done = edit_table(source, "groot", typed)

    assert [column.label for column in read_table(edited, "groot").columns[:100]] == list(typed.values())
    assert len(done) == 100
    assert scans() <= 6


def test_a_table_that_is_saved_at_once_has_the_bytes_of_one_that_is_saved_cell_by_cell() -> None:
    source = table_of(5)
    typed = {cell_key(0, 0): "< 3", cell_key(3, 0): "> 3", cell_key(3, 1): '"a & b"', "label-0": "Bedrag"}

    at_once, done = edit_table(source, "groot", typed)

    expression = read_table(source, "groot").columns[0].expression
    one_by_one = set_column(source, "groot", 0, "Bedrag", expression).source
    for rule, column, text in ((0, 0, "< 3"), (3, 0, "> 3"), (3, 1, '"a & b"')):
        one_by_one = set_cell(one_by_one, "groot", rule, column, text).source
    assert at_once.encode() == one_by_one.encode()
    assert [(one.code, one.what) for one in done] == [("column", "Bedrag"), ("rule", "1"), ("rule", "4")]


def test_cells_that_stay_as_they_were_are_not_touched() -> None:
    source = table_of(RULES)
    rows = read_table(source, "groot").rules
    typed = {cell_key(r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)}

    edited, done = edit_table(source, "groot", {**typed, cell_key(7, 0): "> 3"})

    assert outside(source.encode(), edited.encode()) == (b"-", b"&gt; 3")
    assert len(done) == 1
