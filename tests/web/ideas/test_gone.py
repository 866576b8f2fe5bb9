"""Gone: *Mijn idee* says in words why a question that was asked is no longer there."""

from __future__ import annotations

import engine
from tests.web.conftest import open_task
from tests.web.visitor import Visitor


def test_who_was_asked_something_reads_that_staff_answered_it_and_where(
    resident: Visitor, idea: engine.StartedCase
) -> None:
    office = engine.find_user("ondersteuning")
    engine.complete_task(open_task("ondersteuning", "Idee toetsen"), office, {"soort": "groen"})
    own = resident.open_link(idea.secret)
    (asked,) = engine.read_own_case(engine.open_secret_link(idea.secret)).tasks
    before = own.get("/mijn-idee").main

    engine.complete_task(asked.id, office, {"aanvulling": "Bij de vijver."})

    page = own.get("/mijn-idee").main
    assert "Wat u niet meer hoeft te beantwoorden" not in before
    assert f"{asked.name}Een medewerker vulde dit op 2 maart 2026 voor u in." in page
    assert "leest u hieronder bij ‘Wat u ons hebt verteld’" in page
