"""The gate, as people see it: an approver is told how a change would affect ideas under way."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import transaction
from engine.workshop.offering import lay_before
from engine.workshop.parts import lock_change
from tests.web.conftest import PASSWORD, SignIn
from tests.web.visitor import Visitor


@pytest.fixture
def judge(site: Flask) -> Visitor:
    """A second process owner, who made none of the changes."""
    with transaction() as session:
        add_accounts(session, [NewAccount("rechter", "Tweede eigenaar", PASSWORD, ("proceseigenaar",))])
    return Visitor(site).sign_in("rechter", PASSWORD)


def offered(replaced: dict[str, str], *, migrate: bool = False) -> str:
    """A change with other text in its drawing, offered to a colleague. That the gate is closed does not matter here."""
    user = engine.find_user("proceseigenaar")
    key = engine.begin_change("idee", user, "Anders toetsen")
    part = engine.read_part(key, "idee", user)
    text = part.files["process.bpmn"].decode()
    for old, new in replaced.items():
        text = text.replace(old, new)
    engine.save_part(key, "idee", part.revision, {"process.bpmn": text.encode()}, user)
    with transaction() as session:
        change = lock_change(session, key)
        change.migrate = migrate
        lay_before(session, change, "Omdat het beter kan.", user)
    return key


def test_a_judge_is_told_how_many_ideas_stay_behind_and_why(judge: Visitor, idea: engine.StartedCase) -> None:
    task = engine.read_case(idea.case_id, engine.find_user("ondersteuning")).open_tasks[0].element_id
    key = offered({f'"{task}"': '"Anders"'}, migrate=True)

    page = judge.get(f"/werkplaats/wijziging/{key}/beoordelen")

    assert "1 idee loopt en gebruikt dit stappenplan." in page.main
    assert "Blijven op hun oude versie1" in page.main
    assert "De stap ‘Idee toetsen’, waar het nu is, staat niet in de nieuwe versie." in page.main
    assert f"/werkplaats/wijziging/{key}/gevolgen?stappenplan=idee" in page.links()


def test_a_judge_is_told_that_ideas_stay_where_the_offer_leaves_them(judge: Visitor, idea: engine.StartedCase) -> None:
    key = offered({'name="Idee toetsen"': 'name="Idee bekijken"'})

    page = judge.get(f"/werkplaats/wijziging/{key}/beoordelen")

    assert "Volgens het aanbod blijven zij op hun versie." in page.main
    assert "Zouden mee kunnen1" in page.main


def test_a_judge_is_told_when_there_is_no_idea_that_could_notice(judge: Visitor) -> None:
    key = offered({'name="Idee toetsen"': 'name="Idee bekijken"'})

    page = judge.get(f"/werkplaats/wijziging/{key}/beoordelen")

    assert "Er loopt nu geen idee dat hier iets van merkt." in page.main


def test_a_judge_is_not_told_that_ideas_go_where_only_a_story_is_changed(
    judge: Visitor, idea: engine.StartedCase
) -> None:
    user = engine.find_user("proceseigenaar")
    key = offered({"Niets": "Niets"}, migrate=True)
    engine.take_back(key, user)
    part = engine.read_part(key, "idee", user)
    engine.save_part(key, "idee", part.revision, {"README.md": b"Anders uitgelegd."}, user)
    with transaction() as session:
        lay_before(session, lock_change(session, key), "Uitleg.", user)

    page = judge.get(f"/werkplaats/wijziging/{key}/beoordelen")

    assert "Er loopt nu geen idee dat hier iets van merkt." in page.main
    assert "Gaan mee" not in page.main


def test_a_judge_of_a_drawing_that_cannot_be_read_is_told_so_by_the_gate_alone(judge: Visitor) -> None:
    key = offered({"<bpmn:process": "<bpmn:stuk"})

    page = judge.get(f"/werkplaats/wijziging/{key}/beoordelen")

    assert page.status == 200
    assert "Wat merken ideeën" not in page.main


def test_who_worked_on_a_change_reads_why_a_colleague_has_to_judge_it(site: Flask) -> None:
    key = offered({'name="Idee toetsen"': 'name="Idee bekijken"'})

    page = Visitor(site).sign_in("proceseigenaar", PASSWORD).get(f"/werkplaats/wijziging/{key}/beoordelen")

    assert page.status == 403
    assert "U hebt er zelf aan gewerkt." in page.main
    assert "beheerder" not in page.main


def test_who_sends_a_change_back_without_a_word_is_asked_what_has_to_be_done(judge: Visitor) -> None:
    key = offered({"Idee controleren": "Idee toetsen"})
    seal = judge.get(f"/werkplaats/wijziging/{key}/beoordelen").values("zegel")

    page = judge.post(f"/werkplaats/wijziging/{key}/beoordelen", {"besluit": "terug", "oordeel": "", "zegel": seal})

    assert page.status == 422
    assert "Schrijf op wat er nog moet gebeuren." in page.errors


def test_a_judge_can_try_what_is_offered(judge: Visitor) -> None:
    key = offered({"Idee controleren": "Idee toetsen"})

    page = judge.get(f"/werkplaats/wijziging/{key}")

    assert "Zelf proberen" in page.main
    assert judge.get(f"/werkplaats/wijziging/{key}/proberen/begin").heading == "Probeer de wijziging"


def test_who_begins_a_change_reads_that_a_colleague_works_at_the_same_process(judge: Visitor) -> None:
    engine.begin_change("idee", engine.find_user("proceseigenaar"), "Anders toetsen")
    key = engine.begin_change("idee", engine.find_user("rechter"), "Sneller toetsen")

    page = judge.get(f"/werkplaats/wijziging/{key}")

    assert "werkt ook aan" in page.main
    assert "Anders toetsen" in page.main
    assert "Komt die eerder in gebruik? Dan moet u eerst vergelijken" in page.main


def test_who_bears_the_name_of_a_colleague_is_not_taken_for_that_colleague(site: Flask, judge: Visitor) -> None:
    namesake = engine.find_user("proceseigenaar").name
    with transaction() as session:
        add_accounts(session, [NewAccount("naamgenoot", namesake, PASSWORD, ("proceseigenaar",))])
    engine.begin_change("idee", engine.find_user("proceseigenaar"), "Anders toetsen")
    key = engine.begin_change("idee", engine.find_user("naamgenoot"), "Sneller toetsen")

    page = Visitor(site).sign_in("naamgenoot", PASSWORD).get(f"/werkplaats/wijziging/{key}")

    assert f"{namesake} werkt ook aan" in page.main
    assert "u hebt nog een wijziging" not in page.main


def test_who_begins_a_second_change_reads_that_the_first_is_their_own(staff: SignIn) -> None:
    owner = engine.find_user("proceseigenaar")
    engine.begin_change("idee", owner, "Anders toetsen")
    key = engine.begin_change("idee", owner, "Sneller toetsen")

    page = staff("proceseigenaar").get(f"/werkplaats/wijziging/{key}")

    assert "u hebt nog een wijziging van" in page.main
