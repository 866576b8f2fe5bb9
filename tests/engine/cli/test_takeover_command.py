"""`smederij cases sheet`, `examine` and `take-over`: an operator brings the running cases of a spreadsheet here."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import engine
from tests.engine.conftest import People
from tests.engine.proofs import command

pytestmark = pytest.mark.usefixtures("started")


def written(path: Path, *lines: str) -> str:
    file = path / "lopend.csv"
    file.write_text("\n".join(("nummer;stap;titel;naam", *lines)), "utf-8")
    return str(file)


def test_an_empty_sheet_has_the_columns_and_the_command_tells_the_steps(
    place: engine.Municipality, tmp_path: Path
) -> None:
    told = command(place, "cases", "sheet", "voorbeeld", str(tmp_path / "leeg.csv"))

    (heading,) = csv.reader((tmp_path / "leeg.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    assert told.exit_code == 0
    assert heading[:6] == ["nummer", "stap", "ontvangen", "sinds", "status", "bericht"]
    assert {"titel", "naam", "mail"} <= set(heading)
    assert "  Controleren\n" in told.output
    assert "Stemmen" not in told.output


def test_a_dry_run_says_of_each_row_what_would_become_of_it_and_changes_nothing(
    place: engine.Municipality, people: People, tmp_path: Path
) -> None:
    file = written(tmp_path, "A-1;Controleren;Plein;Jan", "A-2;Nergens;Park;Piet")

    told = command(place, "cases", "examine", "voorbeeld", file)

    assert told.exit_code == 1
    assert "kan        A-1" in told.output
    assert "De stap ‘Nergens’ is er niet." in told.output
    assert "1 kunnen mee, 1 niet, 0 waren er al" in told.output
    assert len(engine.list_cases(people.office).items) == 1


def test_cases_are_taken_over_with_their_numbers_beside_each_other(
    place: engine.Municipality, people: People, tmp_path: Path
) -> None:
    file, numbers = written(tmp_path, "A-1;Controleren;Plein;Jan"), tmp_path / "nummers.csv"
    why = ("--by", "beheerder", "--reason", "Overgang")

    first = command(place, "cases", "take-over", "voorbeeld", file, *why, "--numbers", str(numbers))
    again = command(place, "cases", "take-over", "voorbeeld", file, *why)

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "1 overgenomen, 0 waren er al, 0 mislukt" in first.output
    assert "0 overgenomen, 1 waren er al, 0 mislukt" in again.output
    assert numbers.read_text("utf-8-sig").splitlines()[1].startswith("A-1;")
    assert len(engine.list_cases(people.office).items) == 2


def test_a_file_with_a_row_that_cannot_be_taken_over_takes_over_nothing(
    place: engine.Municipality, people: People, tmp_path: Path
) -> None:
    file = written(tmp_path, "A-1;Controleren;Plein;Jan", "A-2;Nergens;Park;Piet")

    told = command(place, "cases", "take-over", "voorbeeld", file, "--by", "beheerder", "--reason", "Overgang")

    assert told.exit_code == 1
    assert "Er is niets overgenomen: 1 kunnen zo niet mee." in told.output
    assert len(engine.list_cases(people.office).items) == 1


def test_somebody_who_is_no_operator_is_told_so(place: engine.Municipality, tmp_path: Path) -> None:
    file = written(tmp_path, "A-1;Controleren;Plein;Jan")

    told = command(place, "cases", "take-over", "voorbeeld", file, "--by", "kantoor", "--reason", "Overgang")

    assert (told.exit_code, "kantoor is geen beheerder" in told.output) == (1, True)
