"""Sheet: a file of rows with a heading, as a spreadsheet saves it: CSV, with whatever separator and letters it has."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import MoveRefused

LARGEST_FILE = 10_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 200
LONGEST_CELL = 100_000
SEPARATORS = ";,\t"
NUMBER, STEP, RECEIVED, SINCE, STATUS, TOLD = "nummer", "stap", "ontvangen", "sinds", "status", "bericht"
OUR_OWN: Mapping[str, str] = {
    NUMBER: "Het nummer dat de zaak nu heeft. Elk nummer één keer: zo komt een regel nooit twee keer binnen.",
    STEP: "De stap waar de zaak nu is. Waar die naam vaker voorkomt, met de stap eromheen ervoor: Korte klap > Stap.",
    RECEIVED: "De dag waarop de gemeente de zaak kreeg, zoals 15-5-2026. Vanaf die dag telt de wettelijke termijn.",
    SINCE: "De dag waarop de zaak bij deze stap kwam. Vanaf die dag tellen de termijnen van de stap. Leeg: vandaag.",
    STATUS: "Wat de indiener nu leest bij Mijn idee. Leeg: wat er bij deze stap hoort.",
    TOLD: "De tekst die de indiener bij die status leest. Mag leeg blijven.",
}
"""The columns that every file may have; all others are answers and other variables."""
NEEDED = (NUMBER, STEP)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, the first being the heading, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(data: bytes) -> Sheet:
    """The rows of a file that have anything in them.

    Raises:
        MoveRefused: it is not such a file, is too large, lacks a column, or has one twice.
    """
    if len(data) > LARGEST_FILE:
        raise MoveRefused(["Het bestand is groter dan 10 MB."])
    text = _decode(data)
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        told = "Bewaar het rekenblad opnieuw als CSV."
        raise MoveRefused([f"Dit is geen bestand met regels en kolommen. {told}"]) from error
    heading = tuple(" ".join(cell.split()) for cell in lines[0]) if lines else ()
    columns = tuple(name.lower() if name.lower() in OUR_OWN else name for name in heading)
    _require_heading(columns)
    rows = tuple(_read_rows(columns, lines))
    if not rows:
        raise MoveRefused(["Er staan geen zaken in het bestand: onder de kop staat niets."])
    if len(rows) > MOST_ROWS:
        raise MoveRefused([f"Er staan meer dan {MOST_ROWS} zaken in het bestand. Maak er meer bestanden van."])
    return Sheet(columns, rows)


def _decode(data: bytes) -> str:
    """As UTF-8, or as what an older Excel on Windows saves."""
    if b"\0" in data:
        told = "Kies in uw rekenprogramma Opslaan als, CSV."
        raise MoveRefused([f"Dit is geen CSV-bestand, maar bijvoorbeeld een rekenblad zelf. {told}"])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _require_heading(columns: tuple[str, ...]) -> None:
    named = [name for name in columns if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    problems = [f"De kolom ‘{name}’ staat er twee keer." for name in twice]
    problems += [f"De kolom ‘{name}’ ontbreekt. {OUR_OWN[name]}" for name in NEEDED if name not in columns]
    if len(columns) > MOST_COLUMNS:
        problems.append(f"Er zijn meer dan {MOST_COLUMNS} kolommen.")
    if problems:
        raise MoveRefused(problems)


def _read_rows(columns: tuple[str, ...], lines: list[list[str]]) -> list[Row]:
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            cells = {name: cell.strip()[:LONGEST_CELL] for name, cell in zip(columns, line, strict=False) if name}
            rows.append(Row(number, cells))
    return rows
