"""Nouns on the pages: a case is called what its process says, in the reader's language, and a question is never called
an idea."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

import engine
from engine.dialect.folder import read_folder
from engine.municipality import transaction
from engine.versions.definitions import deploy, put_in_use
from tests.web.conftest import IDEA, PASSWORD, PROCESSES, open_task
from tests.web.test_access import PAGES, SUBMITTER
from tests.web.visitor import Page, Visitor
from web.nouns import begin, called

QUESTION = {
    "caseNoun": "vraag", "caseNounPlural": "vragen", "caseArticle": "de",
    "caseNounEnglish": "question", "caseNounEnglishPlural": "questions",
}  # fmt: skip
ROOMS = ("Alle ideeën", "Mijn ideeën", "All ideas", "My ideas")
"""Page names that are used for everything that is submitted."""
ABOUT = [
    address
    for address in PAGES
    if ("{" in address or "/idee" in address)
    and not address.startswith("/idee-insturen")
    and "voorbeeld" not in address
    and "vergelijken" not in address
]
"""The pages about one case, or about one process and its cases."""


def write_question(folder: Path, **told: str) -> Path:
    """The process of the tests, with its own word for its cases, which is used in all texts that people read."""
    rows = "".join(f'<zeebe:property name="{name}" value="{value}"/>' for name, value in told.items())
    for path in PROCESSES.rglob("*.*"):
        text = path.read_text()
        for one, other in (("IDEE", "VRAAG"), ("Idee", "Vraag"), ("idee", "vraag")):
            text = text.replace(one, other)
        if path.suffix == ".bpmn":
            text = text.replace('id="vraag"', 'id="idee"').replace('bpmnElement="vraag"', 'bpmnElement="idee"')
            text = text.replace('<zeebe:property name="titleVariable"', f'{rows}<zeebe:property name="titleVariable"')
        target = folder / path.relative_to(PROCESSES).with_name(path.name.replace("idee", "vraag"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return folder


@pytest.fixture
def questions(site: Flask, tmp_path: Path) -> dict[str, str]:
    """A site whose process is about questions, with some at every stage; and the ids that its addresses contain."""
    deploy(write_question(tmp_path / "processes", **QUESTION))
    office = engine.find_user("ondersteuning")
    found: dict[str, str] = {}
    for _ in range(2):
        engine.start_case("idee", IDEA, None)
        engine.complete_task(
            open_task("ondersteuning", "Vraag toetsen"), office, {"volledig": "true", "soort": "groen"}
        )
        if "decide" not in found:
            for name in ("stuurgroep-1", "stuurgroep-2", "stuurgroep-3"):
                engine.complete_task(open_task(name, "Stem uitbrengen"), engine.find_user(name), {"keuze": "voor"})
            found["decide"] = open_task("gebiedsregisseur", "Besluit vastleggen")
    found["ballot"] = open_task("stuurgroep-1", "Stem uitbrengen")
    asked = engine.start_case("idee", IDEA, None)
    engine.complete_task(open_task("ondersteuning", "Vraag toetsen"), office, {"soort": "groen"})
    own = engine.read_own_case(engine.open_secret_link(asked.secret))
    found.update(supplement=own.tasks[0].id, reference=asked.reference, secret=asked.secret, office=office.id)
    engine.start_case("idee", IDEA, None)
    owner = engine.find_user("proceseigenaar")
    found.update(check=open_task("ondersteuning", "Vraag toetsen"), change=engine.begin_change("idee", owner))
    form = engine.read_part_form(found["change"], "idee", "vraag-aanvullen", owner)
    found.update(step="Task_Check", field=form.fields[0].id)
    return found


def enter(site: Flask, role: str, secret: str) -> Visitor:
    return Visitor(site).open_link(secret) if role == SUBMITTER else Visitor(site).sign_in(role, PASSWORD)


def says_idea(page: Page) -> list[str]:
    """Where the page says idea, with the surrounding text."""
    said = page.main
    for room in ROOMS:
        said = said.replace(room, "")
    return re.findall(r"(?i).{0,40}\b(?:idee(?:ën)?|ideas?)\b.{0,40}", said)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_about_a_question_says_idea(language: str, site: Flask, questions: dict[str, str]) -> None:
    """Each page is opened as the first role in the access table that may open it."""
    readers: dict[str, Visitor] = {}
    said = {}
    for address in ABOUT:
        role = next((role for role, status in PAGES[address].items() if status == 200), None)
        if role is None:
            continue
        if role not in readers:
            readers[role] = enter(site, role, questions["secret"])
            readers[role].get(f"/taal/{language}")
        told = re.sub("idee-(toetsen|aanvullen|insturen)", r"vraag-\1", address).replace("versie/1", "versie/2")
        page = readers[role].get(told.format(**questions))
        if page.response.mimetype == "text/html":
            said[address] = says_idea(page)

    assert len(said) > 30
    assert {address: found for address, found in said.items() if found} == {}


def test_a_page_points_to_a_case_as_its_language_does(site: Flask, questions: dict[str, str]) -> None:
    office = enter(site, "ondersteuning", "")

    dutch = office.get("/taken/" + questions["check"])
    withdrawal = office.get(f"/ideeen/{questions['reference']}/intrekken")
    refused = office.post(f"/ideeen/{questions['reference']}/intrekken", {"reden": " "})
    office.get("/taal/en")
    english = office.get("/taken/" + questions["check"])

    assert "Alles over deze vraag" in dutch.main
    assert withdrawal.heading.startswith("Vraag intrekken")
    assert refused.errors == ["Schrijf op waarom de vraag wordt ingetrokken."]
    assert "All about this question" in english.main


def test_the_pages_of_a_process_count_its_cases_by_their_name(site: Flask, questions: dict[str, str]) -> None:
    owner = enter(site, "proceseigenaar", "")

    standing = owner.get("/werkplaats/idee/gevolgen")
    dry_run = owner.get("/beheer/versies/idee")

    assert standing.heading.startswith("Lopende vragen")
    assert "Waar de vragen nu zijn" in standing.main
    assert dry_run.title.startswith("Vragen overzetten")


def test_who_sent_in_a_question_is_led_back_to_their_question(site: Flask, questions: dict[str, str]) -> None:
    page = enter(site, SUBMITTER, questions["secret"]).get("/mijn-idee/intrekken")

    assert page.tree.xpath("//nav//a[normalize-space() = 'Mijn vraag']")


# ---- the forms of a word ----------------------------------------------------------------------------------------

PLAN = engine.Noun("plan", "plannen", "het", "plan", "plans")
LANE = engine.Noun("ijsbaan", "ijsbanen", "de")


def test_a_word_with_het_and_one_with_de_are_pointed_to_in_their_own_way(site: Flask) -> None:
    with site.test_request_context():
        plan, lane = called(PLAN), called(LANE)

    assert [plan[form] for form in ("the_case", "this_case", "each_case", "same_case", "that")] == [
        "het plan", "dit plan", "elk plan", "hetzelfde plan", "dat",
    ]  # fmt: skip
    assert [lane[form] for form in ("the_case", "this_case", "each_case", "same_case", "that")] == [
        "de ijsbaan", "deze ijsbaan", "elke ijsbaan", "dezelfde ijsbaan", "die",
    ]  # fmt: skip
    assert (plan["This_case"], plan["Cases"], lane["Case"]) == ("Dit plan", "Plannen", "IJsbaan")


def test_in_english_a_word_without_english_is_a_case(site: Flask) -> None:
    with site.test_request_context(headers={"Cookie": "smederij_taal=en"}):
        plan, lane = called(PLAN), called(LANE)

    assert (plan["this_case"], plan["cases"]) == ("this plan", "plans")
    assert (lane["this_case"], lane["cases"], lane["The_case"]) == ("this case", "cases", "The case")


@pytest.mark.parametrize(("word", "begun"), [("wmo-Aanvraag", "Wmo-Aanvraag"), ("ijsbaan", "IJsbaan"), ("één", "Één")])
def test_a_capital_changes_nothing_but_the_beginning(word: str, begun: str) -> None:
    assert begin(word) == begun


# ---- whoever drew it --------------------------------------------------------------------------------------------


def test_what_got_past_the_check_is_not_shown(site: Flask, tmp_path: Path) -> None:
    """A version can come into use in other ways than through the gate, such as a restored backup."""
    bad = {**QUESTION, "caseNoun": "&lt;b&gt;vraag&lt;/b&gt;", "caseNounPlural": "vragen" * 100}
    files = read_folder(write_question(tmp_path / "processes", **bad) / "idee")
    with transaction() as session:
        put_in_use(session, "idee", files, "iemand")
    started = engine.start_case("idee", IDEA, None)

    page = enter(site, "ondersteuning", "").get(f"/ideeen/{started.reference}")

    assert engine.read_case(started.reference, engine.find_user("ondersteuning")).case.noun.singular == "idee"
    assert "&lt;b&gt;vraag" not in page.text
    assert "vragenvragen" not in page.text
