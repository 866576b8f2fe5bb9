"""One idea through the code: the calls that docs/design-one-idea.md draws are the calls that are made."""

from __future__ import annotations

from flask import Flask

import engine
from tests.calls import find_missing, read_drawn, recorded
from tests.conftest import TestClock
from tests.web.conftest import IDEA, MEMBERS, SignIn, open_task
from tests.web.visitor import Visitor


def test_an_idea_goes_through_the_code_as_it_is_drawn(
    site: Flask, resident: Visitor, staff: SignIn, clock: TestClock
) -> None:
    made = {}
    for page in ("pagina_1", "pagina_2", "pagina_3"):
        resident.post(f"/idee-insturen/{page}", IDEA)
    with recorded() as made["A resident hands it in"]:
        resident.post("/idee-insturen/controleren")
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    office.get("/taken")
    with recorded() as made["A member of staff completes a task"]:
        office.post(f"/taken/{task}", {"volledig": "true", "soort": "groen"})
    with recorded() as made["A worker sends the mail"]:
        engine.run_worker_once()
    member, ballot = staff(MEMBERS[0]), engine.list_ballots(engine.find_user(MEMBERS[0]))[0].my_task
    member.get("/stemmen")
    with recorded() as made["The stuurgroep votes"]:
        member.post(f"/stemmen/{ballot.id if ballot else ''}", {"keuze": "voor", "reden": "Mooi."})
    clock.turn(days=16)
    with recorded() as made["Time passes"]:
        engine.run_worker_once()
    with recorded() as made["The submitter withdraws"]:
        resident.post("/mijn-idee/intrekken", {"zeker": "ja", "reden": "Verhuisd."})
    auditor = staff("auditor")
    auditor.get("/controle")
    with recorded() as made["An auditor checks the history"]:
        auditor.post("/controle")

    drawn = read_drawn("docs/design-one-idea.md")

    assert list(drawn)[: len(made)] == list(made)
    assert {name: find_missing(drawn[name], made[name].made) for name in made} == dict.fromkeys(made, "")
