"""Versions: an operator sees what would happen to running ideas in a new version, moves them there, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import engine
from engine.versions import definitions
from tests.web.conftest import IDEA, PROCESSES, open_task
from tests.web.visitor import Page, Visitor
from web.versions import moving as versions

SignIn = Callable[[str], Visitor]
Deploy = Callable[[str, str], None]
WHY = "De tekst is beter."


@pytest.fixture
def deploy_with(tmp_path: Path) -> Deploy:
    """Puts the process in use with one thing in its diagram replaced."""

    def put(old: str, new: str) -> None:
        for source in PROCESSES.rglob("*"):
            if source.is_file():
                target = tmp_path / "processes" / source.relative_to(PROCESSES)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
        diagram = tmp_path / "processes" / "idee" / "process.bpmn"
        text = diagram.read_text()
        assert old in text
        diagram.write_text(text.replace(old, new))
        definitions.deploy(tmp_path / "processes")

    return put


def test_a_page_about_a_job_reloads_itself_only_for_who_asks_that_and_until_it_is_done(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy
) -> None:
    """WCAG 2.2.1 and 2.2.2: it can be turned off, since it is off by default."""
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')
    operator = staff("beheerder")
    at = str(operator.post("/beheer/versies/idee", {"reden": WHY}).location)

    plain = operator.get(at)
    followed = operator.get(f"{at}?bijhouden=ja")
    engine.run_worker_once()
    done = operator.get(f"{at}?bijhouden=ja")

    reloads = [page.tree.xpath("//meta[@http-equiv='refresh']/@content") for page in (plain, followed, done)]
    assert reloads == [[], ["5"], []]
    assert f"{at}?bijhouden=ja" in plain.links()
    assert at in followed.links()


def test_an_operator_tries_carries_out_and_takes_back(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy
) -> None:
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')
    operator = staff("beheerder")

    listed = operator.get("/beheer/versies")
    tried = operator.get("/beheer/versies/idee")
    began = operator.post("/beheer/versies/idee", {"reden": WHY})
    waiting = operator.follow(began)
    engine.run_worker_once()
    done = operator.get(str(began.location))
    operator.follow(operator.post(f"{began.location}/terug"))
    engine.run_worker_once()
    back = operator.get(str(began.location))

    assert "/beheer/versies/idee" in listed.links()
    assert "Gaan mee (1)" in tried.main
    assert idea.reference in tried.main
    assert "Wachten op hun beurt (1)" in waiting.main
    assert "Overgezet (1)" in done.main
    assert "1 idee kan nog terug" in done.main
    assert "Teruggezet (1)" in back.main
    page = staff("auditor").get(f"/ideeen/{idea.reference}")
    assert "heeft dit overgezet van versie 1 naar 2" in page.main
    assert "heeft dit teruggezet van versie 2 naar 1" in page.main
    assert WHY in page.main


def test_a_task_that_is_open_has_the_name_of_the_new_version(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy
) -> None:
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')

    staff("beheerder").post("/beheer/versies/idee", {"reden": WHY})
    engine.run_worker_once()

    assert open_task("ondersteuning", "Idee bekijken")
    assert "Idee bekijken" in staff("ondersteuning").get(f"/ideeen/{idea.reference}").main


def check_id() -> str:
    return next(t.element_id for t in engine.list_team_tasks(engine.find_user("ondersteuning")).items)


def test_a_step_that_is_gone_is_replaced_by_one_that_the_operator_chooses(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy
) -> None:
    old = check_id()
    deploy_with(old, "Bekijken")
    operator = staff("beheerder")

    refused = operator.get("/beheer/versies/idee")
    mapped = operator.get(f"/beheer/versies/idee?koppel-{old}=Bekijken")
    operator.post("/beheer/versies/idee", {"reden": WHY, f"koppel-{old}": "Bekijken"})
    engine.run_worker_once()

    assert "Kunnen niet mee (1)" in refused.main
    assert "staat niet in de nieuwe versie" in refused.main
    assert f"koppel-{old}" in refused.text
    assert "Gaan mee met een vervanger (1)" in mapped.main
    assert "‘Idee toetsen’ wordt vervangen door ‘Idee toetsen’." in mapped.main
    assert check_id() == "Bekijken"
    assert staff("ondersteuning").get(f"/ideeen/{idea.reference}").status == 200


@pytest.mark.parametrize("name", ["beheerder", "proceseigenaar"])
def test_an_idea_that_stays_behind_leads_to_where_another_step_is_chosen(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy, name: str
) -> None:
    deploy_with(check_id(), "Bekijken")
    person = staff(name)
    at = str(person.post("/beheer/versies/idee", {"reden": WHY}).location)
    engine.run_worker_once()

    page = person.get(at)

    assert "Kies bij ‘Vervangers’ welke stap ervoor in de plaats komt" in page.main
    assert "/beheer/versies/idee" in page.links()
    assert (f"/beheer/verplaatsen/{idea.reference}" in page.links()) == (name == "beheerder")


def test_without_a_reason_nothing_is_carried_out(staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy) -> None:
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')

    page = staff("beheerder").post("/beheer/versies/idee", {"reden": " "})

    assert page.status == 422
    assert "Schrijf op waarom u dit doet." in page.errors


@pytest.mark.parametrize("button", [{}, {"welke": "gekozen"}], ids=["no button pressed", "only those ticked"])
def test_only_the_ideas_that_are_ticked_are_carried_over(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy, button: dict[str, str]
) -> None:
    other = engine.start_case("idee", IDEA, None)
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')
    operator = staff("beheerder")

    began = operator.follow(operator.post("/beheer/versies/idee", {"reden": WHY, "idee": other.case_id, **button}))

    assert "1 idee wordt overgezet." in began.notices
    assert other.reference in began.main
    assert idea.reference not in began.main


@pytest.mark.parametrize(
    ("others", "buttons"),
    [(0, ["1 idee overzetten"]), (2, ["Alleen de aangekruiste overzetten", "Alle 3 overzetten"])],
    ids=["one", "three"],
)
def test_the_buttons_say_how_many_ideas_go(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy, others: int, buttons: list[str]
) -> None:
    for _number in range(others):
        engine.start_case("idee", IDEA, None)
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')

    page = staff("beheerder").get("/beheer/versies/idee")

    assert page.tree.xpath("//form[@id='overzetten']//button/text()") == buttons
    assert "versie 1 Idee toetsen" in page.main


def test_with_nothing_ticked_the_choice_is_asked_for_at_the_first_box(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy
) -> None:
    engine.start_case("idee", IDEA, None)
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')
    operator = staff("beheerder")

    page = operator.post("/beheer/versies/idee", {"reden": WHY, "welke": "gekozen"})

    assert page.status == 422
    assert "Kruis eerst aan welke ideeën u wilt overzetten." in page.errors
    assert not engine.list_migrations(engine.find_user("beheerder"))


def test_a_replacement_that_is_not_there_is_told(staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy) -> None:
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')

    page = staff("beheerder").get("/beheer/versies/idee?koppel-X=Nergens")

    assert "De stap ‘Nergens’ staat niet in de nieuwe versie." in page.errors


def test_a_page_looks_at_no_more_ideas_than_it_can_show_in_time(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.start_case("idee", IDEA, None)
    deploy_with('name="Idee toetsen"', 'name="Idee bekijken"')
    monkeypatch.setattr(versions, "MOST", 1)

    page = staff("beheerder").get("/beheer/versies/idee")

    assert "U ziet de eerste 1 van 2 ideeën." in page.main
    assert "Gaan mee (1)" in page.main


def test_an_unknown_process_has_no_versions(staff: SignIn) -> None:
    assert staff("beheerder").get("/beheer/versies/onbekend").status == 404


# ---- one idea to another step -----------------------------------------------------------------------------------


def choice(page: Page, name: str) -> str:
    return str(page.tree.xpath(f"//main//option[normalize-space()='{name}']/@value")[0])


def test_an_operator_lets_an_idea_go_on_from_another_step(staff: SignIn, idea: engine.StartedCase) -> None:
    operator = staff("beheerder")
    page = operator.get(f"/beheer/verplaatsen/{idea.reference}")

    typed = {"stap": choice(page, "Besluit vastleggen"), "reden": "Vastgelopen."}
    after = operator.follow(operator.post(f"/beheer/verplaatsen/{idea.reference}", typed))

    assert "Het idee gaat verder bij de stap die u koos." in after.notices
    assert open_task("gebiedsregisseur", "Besluit vastleggen")
    assert "verder laten gaan bij ‘Besluit vastleggen’ in plaats van bij: Idee toetsen" in after.main
    assert "Vastgelopen." in after.main


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"stap": "", "reden": "Omdat."}, "Kies waar het idee verder gaat."),
        ({"stap": "kies", "reden": " "}, "Schrijf op waarom u dit doet."),
    ],
    ids=["no step", "no reason"],
)
def test_what_is_missing_is_told(staff: SignIn, idea: engine.StartedCase, typed: dict[str, str], error: str) -> None:
    operator = staff("beheerder")
    page = operator.get(f"/beheer/verplaatsen/{idea.reference}")
    if typed["stap"]:
        typed = {**typed, "stap": choice(page, "Besluit vastleggen")}

    page = operator.post(f"/beheer/verplaatsen/{idea.reference}", typed)

    assert page.status == 422
    assert error in page.errors
    assert open_task("ondersteuning", "Idee toetsen")


def test_a_step_that_has_been_left_meanwhile_is_told(staff: SignIn, idea: engine.StartedCase) -> None:
    operator = staff("beheerder")
    to = choice(operator.get(f"/beheer/verplaatsen/{idea.reference}"), "Besluit vastleggen")
    office = engine.find_user("ondersteuning")
    engine.complete_task(open_task("ondersteuning", "Idee toetsen"), office, {"volledig": "true", "soort": "groen"})

    page = operator.post(f"/beheer/verplaatsen/{idea.reference}", {"stap": to, "reden": "Omdat."})

    assert page.status == 409
    assert "Het stappenplan is al een stap verder" in page.main


def test_who_carries_ideas_over_finds_what_was_carried_over_before_and_the_way_back(
    staff: SignIn, idea: engine.StartedCase, deploy_with: Deploy
) -> None:
    deploy_with("Idee toetsen", "Idee bekijken")
    owner = staff("proceseigenaar")
    at = str(owner.post("/beheer/versies/idee", {"reden": WHY}).location)
    engine.run_worker_once()

    page = owner.get("/beheer/versies/idee")

    assert "Alle ideeën die lopen zijn op de versie die in gebruik is." in page.main
    assert at in page.links()
