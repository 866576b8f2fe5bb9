"""Spreadsheets: however a file of ours is opened, nothing that somebody typed is evaluated as a formula."""

from __future__ import annotations

import csv
import io

import pytest

from web import spreadsheet

TYPED = [
    "=1+1",
    '=HYPERLINK("http://x.invalid")',
    "+31 6",
    "-1+1",
    "@som",
    "\t=1+1",
    "\uff1d1+1",
    'Bankje,=HYPERLINK("http://x.invalid")',
    'Bankje,"=1+1"',
    "Bankje;=1+1",
    "Bankje\t=1+1",
    "Bankje\n=1+1",
    "Bankje,-cmd|'/C calc'!A0",
    "Bankje,@som(1)",
    "Bankje,+1",
]
PLAIN = [
    "Gewoon = goed",
    "1.250,-",
    "plan - klaar",
    "Lijst:\n- bankje\n- boom",
    "Nr. 5, -3 graden",
    "mail a@b.invalid",
    "o, +31 6",
]


def read(value: str, delimiter: str) -> list[list[str]]:
    """The cells that a spreadsheet with this separator reads from a row with this value in the middle."""
    text = "".join(spreadsheet._lines(["Een", "Twee", "Drie"], [["a", value, "z"]]))
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"], ids=["semicolons", "commas", "tabs"])
@pytest.mark.parametrize("value", TYPED)
def test_no_cell_is_a_formula_whatever_the_separator(value: str, delimiter: str) -> None:
    cells = [cell.lstrip('"') for row in read(value, delimiter) for cell in row]

    assert [cell for cell in cells if cell.startswith(spreadsheet.FORMULAS)] == []


@pytest.mark.parametrize("value", PLAIN)
def test_what_is_no_formula_stays_as_it_was_typed(value: str) -> None:
    assert read(value, ";")[1] == ["a", value, "z"]
