"""Operations: an operator sees which ideas are stuck, and gets one going again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

import engine
from engine.accounts import staffing
from engine.models import Heartbeat, Job, new_id
from engine.municipality import now, transaction
from engine.running import halting
from engine.versions import definitions
from engine.views import SYSTEM
from tests.conftest import TestClock
from tests.engine.breaking import failing
from tests.engine.carrying_over import draw
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]


def show_life(**left: datetime) -> None:
    """A worker gives a sign of life, perhaps its last."""
    with transaction() as session:
        session.merge(Heartbeat(worker="werker", seen_at=now(), **left))


@pytest.fixture
def stuck(idea: engine.StartedCase) -> engine.StartedCase:
    """An idea that could not go on just now."""
    with transaction() as session:
        error = engine.ExecutionFailed("de tabel gaf geen antwoord", process="idee")
        halting.raise_incident(session, idea.case_id, error, SYSTEM.id)
    return idea


def test_an_operator_finds_the_idea_that_stands_still_and_lets_it_go_on(
    staff: SignIn, stuck: engine.StartedCase
) -> None:
    operator = staff("beheerder")

    listed = operator.get("/beheer")
    page = operator.get(f"/beheer/storingen/{stuck.case_id}")
    after = operator.follow(operator.post(f"/beheer/storingen/{stuck.case_id}", {"reden": "De tabel is hersteld."}))

    assert stuck.reference in listed.main
    assert "de tabel gaf geen antwoord" in page.main
    assert "Het idee gaat weer verder." in after.notices
    assert "Er staat geen zaak stil." in after.main
    assert "Collega beheerder heeft de storing opgelost" in staff("auditor").get(f"/ideeen/{stuck.reference}").main


def test_what_an_operator_typed_wrong_is_told_and_kept(staff: SignIn, stuck: engine.StartedCase) -> None:
    operator = staff("beheerder")
    operator.get(f"/beheer/storingen/{stuck.case_id}")

    page = operator.post(f"/beheer/storingen/{stuck.case_id}", {"reden": "", "waarde-0": "3 euro"})

    assert page.status == 422
    assert any("is geen FEEL" in error for error in page.errors)
    assert "Schrijf op waarom u dit doet." in page.errors
    assert "3 euro" in page.text


def test_a_value_that_was_put_right_stands_with_the_answers(staff: SignIn, stuck: engine.StartedCase) -> None:
    operator = staff("beheerder")
    detail = engine.read_incident(stuck.case_id, engine.find_user("beheerder"))
    number = next(n for n, v in enumerate(detail.variables) if v.name == "titel")

    operator.post(f"/beheer/storingen/{stuck.case_id}", {"reden": "Typfout.", f"waarde-{number}": '"Speeltuin"'})

    page = staff("ondersteuning").get(f"/ideeen/{stuck.reference}")
    assert "Gegevens hersteld" in page.main
    assert '"Speeltuin"' in page.main
    assert page.heading == "Speeltuin"


def test_an_operator_who_sees_the_data_of_an_idea_is_kept(staff: SignIn, stuck: engine.StartedCase) -> None:
    staff("beheerder").get(f"/beheer/storingen/{stuck.case_id}")

    found = engine.export_viewings(engine.find_user("auditor"), engine.ViewingFilter(case=stuck.reference))

    assert ("Collega beheerder (beheerder)", "incident") in {(one.who, one.kind) for one in found}


def test_nobody_else_sees_an_incident(staff: SignIn, stuck: engine.StartedCase) -> None:
    for name in ("ondersteuning", "auditor", "stuurgroep-1"):
        assert staff(name).get(f"/beheer/storingen/{stuck.case_id}").status == 403


def test_who_keeps_the_system_running_reads_that_a_job_failed_and_is_tried_again(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    operator = staff("beheerder")
    show_life()
    well = operator.get("/beheer").main
    with transaction() as session:
        told = {"kind": "mail", "payload": {}, "attempts": 3, "error": "ConnectionRefusedError: geen mailserver"}
        session.add(Job(id=new_id(), case_id=idea.case_id, due_at=now(), created_at=now(), **told))

    page = operator.get("/beheer").main

    assert "Het systeem doet zijn werk." in well
    assert "Het systeem doet zijn werk." not in page
    assert "1 opdracht is mislukt en wordt vanzelf opnieuw geprobeerd." in page
    assert "geen mailserver" in page


def test_an_auditor_reads_who_was_given_which_rights_and_by_whom(staff: SignIn, idea: engine.StartedCase) -> None:
    operator = engine.find_user("beheerder")
    staffing.change_groups("ondersteuning", ["kernteam", "ondersteuning"], operator)
    staffing.block_account("domesta", operator)
    auditor = staff("auditor")

    page = auditor.get("/rechten").main

    assert "Collega beheerder (beheerder) blokkeerde Collega domesta (domesta). Groepen: Domesta" in page
    changed = (
        "gaf Collega ondersteuning (ondersteuning) andere groepen: eerst Ondersteuning, daarna Kernteam, Ondersteuning"
    )
    assert changed in page
    assert page.index("blokkeerde") < page.index("andere groepen")
    assert "/rechten" in auditor.get("/controle").links()


def test_an_operator_gets_to_the_rights_that_were_given_from_the_accounts(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    operator = staff("beheerder")

    listed = operator.get("/beheer")
    page = operator.get("/rechten").main

    assert 'href="/rechten"' in listed.text
    assert "Smederij maakte een account voor Collega beheerder (beheerder). Groepen: Beheerder" in page


def test_of_an_account_it_is_told_that_it_votes_as_a_resident(staff: SignIn, idea: engine.StartedCase) -> None:
    operator = engine.find_user("beheerder")
    member = engine.NewAccount("lid-9", "Lid 9", "een goed wachtwoord", ("stuurgroep",), role="inwoner")
    engine.add_account(member, by=operator)

    page = staff("auditor").get("/rechten").main

    assert page.count("Stemt in de stuurgroep als inwoner.") == 1


def test_of_an_erased_idea_everybody_reads_that_it_was_erased_and_why(staff: SignIn, idea: engine.StartedCase) -> None:
    engine.withdraw_case(idea.case_id, engine.find_user("ondersteuning"), "Te duur.")
    while engine.run_worker_once():
        pass
    engine.erase_case(idea.reference, engine.find_user("beheerder"), "De indiener vroeg erom.")

    page = staff("auditor").get(f"/ideeen/{idea.reference}")

    assert "Collega beheerder heeft gewist wat mensen hier hebben ingevuld" in page.main
    assert "De indiener vroeg erom." in page.main
    assert "Te duur." not in page.text
    assert "Bankje" not in page.text


def test_an_operator_reads_that_no_worker_ever_was_and_what_stands_still(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    page = staff("beheerder").get("/beheer").main

    assert "Het systeem doet zijn werk." not in page
    assert "Er is geen werker aan het werk. E-mails en termijnen staan stil." in page
    assert "Er is geen eerder teken van leven bekend." in page
    assert "gaat er geen e-mail uit" in page
    assert "smederij work" in page


def test_an_operator_reads_when_the_last_worker_gave_a_sign_of_life(
    staff: SignIn, idea: engine.StartedCase, clock: TestClock
) -> None:
    show_life()
    clock.turn(minutes=2)

    page = staff("beheerder").get("/beheer").main

    assert "Een werker gaf voor het laatst een teken van leven op 2 maart 2026, 09:00" in page


def test_a_worker_that_stopped_is_told_at_once(staff: SignIn, idea: engine.StartedCase) -> None:
    operator = staff("beheerder")
    show_life()
    before = operator.get("/beheer").main
    show_life(left_at=now())

    after = operator.get("/beheer").main

    assert "Het systeem doet zijn werk." in before
    assert "Er is geen werker aan het werk." in after


def test_a_machine_that_watches_hears_of_jobs_that_go_wrong_while_they_are_tried_again(
    resident: Visitor, idea: engine.StartedCase
) -> None:
    """With a silent mail server a mail is tried for days, and counts neither as waiting nor as failed meanwhile."""
    later = now() + timedelta(hours=1)
    with transaction() as session:
        for kind, error in (("mail", "TimeoutError"), ("mail", None)):
            job = Job(id=new_id(), case_id=idea.case_id, kind=kind, payload={}, due_at=later, created_at=now())
            job.error = error
            session.add(job)

    told = resident.get("/health").response.get_json()
    figures = resident.get("/metrics").response.get_data(as_text=True)

    assert (told["waiting"], told["failed_jobs"], told["retried"]) == (0, 0, 1)
    assert "\nsmederij_retried_jobs 1\n" in figures


def test_a_machine_that_watches_reads_what_the_operator_reads(
    staff: SignIn, resident: Visitor, idea: engine.StartedCase
) -> None:
    with transaction() as session:
        session.add(Job(id=new_id(), case_id=idea.case_id, kind="mail", payload={}, due_at=now(), created_at=now()))
    without = resident.get("/health").response
    show_life()
    with_worker = resident.get("/health").response

    told = without.get_json()
    assert (without.status_code, told["ok"], told["workers"], told["last_sign"]) == (200, False, 0, None)
    assert told["waiting"] == 1
    told = with_worker.get_json()
    assert (with_worker.status_code, told["ok"], told["workers"]) == (200, True, 1)
    assert told["last_sign"] == now().isoformat()


def test_the_figures_for_prometheus_are_those_of_health(resident: Visitor) -> None:
    health = resident.get("/health").response.json
    told = resident.get("/metrics").response

    figures = dict(line.split() for line in told.text.splitlines() if not line.startswith("#"))
    assert told.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert health is not None
    assert {name: float(value) for name, value in figures.items()} == {
        "smederij_ok": float(health["ok"]),
        "smederij_database_up": 1.0,
        "smederij_workers": health["workers"],
        "smederij_waiting": health["waiting"],
        "smederij_failed_jobs": health["failed_jobs"],
        "smederij_retried_jobs": health["retried"],
        "smederij_incidents": health["incidents"],
        "smederij_timer_lag_seconds": health["timer_lag"],
    }


def test_an_operator_finds_the_case_of_which_a_term_does_not_take_effect(staff: SignIn, clock: TestClock) -> None:
    with transaction() as session:
        files = draw(limit="P1D")
        definitions.put_in_use(session, files.process.id, files, "systeem")
    case = engine.start_case("werk", {"titel": "Bankje"}, None)
    clock.turn(hours=24)
    with failing(case.case_id):
        engine.run_worker_once()
        page = staff("beheerder").get("/beheer").main

    assert "Termijnen die niet doorgaan" in page
    assert case.reference in page
    seen = engine.export_viewings(engine.find_user("auditor"), engine.ViewingFilter(case=case.reference))
    assert ("Collega beheerder (beheerder)", "jobs") in {(one.who, one.kind) for one in seen}
