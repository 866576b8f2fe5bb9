"""Every step of the processes of the stock at which somebody is waited for can be the step of a case in a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import engine
from engine.municipality import transaction
from engine.takeover import taking
from engine.versions import definitions
from engine.versions.folders import read_folders
from tests.engine.conftest import People
from tests.engine.proofs import reasons

STOCK = Path(__file__).parents[3] / "workflows"
DAY = "1-5-2027"
VALUES = {
    **dict.fromkeys(("einddatum", "klaar_op", "aanvullen_tot", "vergaderdatum", "antwoorden_tot"), DAY),
    **dict.fromkeys(("bedrag", "begroting", "kosten"), "5000"),
    "plaats": "De Weide", "titel": "Speeltuin", "route": "lange klap",
}  # fmt: skip
CHOICES = ("binnen_een_jaar", "vergunning", "grond_van_ander")


@pytest.fixture
def stock(people: People) -> None:
    with transaction() as session:
        for name, files in read_folders(STOCK).items():
            definitions.put_in_use(session, name, files, "systeem")


def test_each_step_where_an_idea_waits_can_be_taken_over_and_is_proved(stock: None, people: People) -> None:
    places = taking.list_places("idee", people.operator)
    columns = [one.name for one in taking.list_columns("idee", people.operator)]
    told = io.StringIO()
    lines = csv.DictWriter(told, columns, delimiter=";")
    lines.writeheader()
    for number, place in enumerate(places, 1):
        given = {**VALUES, **dict.fromkeys(CHOICES, "Ja"), "nummer": str(number), "stap": place.name}
        lines.writerow({**given, "status": "Het wijkteam kijkt mee", "naam": "Proef Persoon"})

    plan = taking.plan_takeover("idee", told.getvalue().encode(), people.operator)
    done = list(taking.take_over("idee", told.getvalue().encode(), people.operator, "Overgang"))

    assert len(places) > 30
    assert [(row.place and row.place.name, row.problems) for row in plan.refused] == []
    assert [one.failed for one in done if one.failed] == []
    assert len({one.reference for one in done}) == len(places)
    assert reasons() == set()
    assert engine.run_worker_once() == 0
