"""Papers: whoever posts letters prints and marks them; registers are read, and opened in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.conftest import TestClock
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.engine.diagrams import io as mapping
from tests.engine.posting import INA, job, posting
from tests.web.conftest import SignIn
from tests.web.visitor import Visitor


def put_in_use(*folders: object) -> None:
    with transaction() as session:
        for files in folders:
            assert hasattr(files, "process")
            definitions.put_in_use(session, files.process.id, files, "systeem")  # type: ignore[arg-type]


def decide(title: str = "Bankje", **given: str) -> engine.StartedCase:
    started = engine.start_case("post", {**INA, "titel": title, **given}, None)
    office = engine.find_user("ondersteuning")
    task = next(t for t in engine.list_team_tasks(office, search=started.reference).items if t.name == "Besluiten")
    engine.complete_task(task.id, office, {})
    return started


@pytest.fixture
def letters(site: Flask) -> list[engine.StartedCase]:
    put_in_use(posting())
    return [decide("Bankje"), decide("Bloembak", naam="Ida Inwoner", adres="")]


def test_letters_that_wait_are_listed_with_who_they_are_for(letters: list[engine.StartedCase], staff: SignIn) -> None:
    page = staff("ondersteuning").get("/brieven")

    assert page.heading == "Te versturen brieven"
    assert "Dorpsstraat 1, 7901 AA Hoogeveen" in page.main
    assert "Ida InwonerGeen postadres bekend" in page.main


def test_a_letter_is_a_page_with_all_that_goes_on_paper(letters: list[engine.StartedCase], staff: SignIn) -> None:
    visitor = staff("ondersteuning")
    visitor.get("/taal/en")
    (address,) = [link for link in visitor.get("/brieven").links() if link.startswith(f"/brieven/{letters[0].case_id}")]

    (paper,) = visitor.get(address).tree.xpath("//article")

    said = " ".join(part.strip() for part in paper.itertext() if part.strip())
    assert paper.get("lang") == "nl"
    assert "Gemeente Hoogeveen, Raadhuisplein 24, Hoogeveen Ina Inwoner Dorpsstraat 1 7901 AA Hoogeveen" in said
    assert (
        f"Datum 2 maart 2026 Verzonden 2 maart 2026 Ons kenmerk {letters[0].reference} Onderwerp Uw plan Bankje" in said
    )


def said_on_paper(visitor: Visitor, address: str) -> str:
    (paper,) = visitor.get(address).tree.xpath("//article")
    return " ".join(part.strip() for part in paper.itertext() if part.strip())


def test_on_paper_stands_the_day_that_it_is_printed_to_be_sent(
    letters: list[engine.StartedCase], staff: SignIn, clock: TestClock
) -> None:
    clock.turn(days=2)
    visitor, address = staff("ondersteuning"), f"/brieven/{letters[0].case_id}-1"

    paper = said_on_paper(visitor, address)

    assert "Datum 2 maart 2026 Verzonden 4 maart 2026" in paper
    assert "Bij Verzonden staat vandaag." in visitor.get(address).main


def test_once_sent_the_day_of_sending_stands(
    letters: list[engine.StartedCase], staff: SignIn, clock: TestClock
) -> None:
    clock.turn(days=2)
    letter = f"{letters[0].case_id}-1"
    engine.mark_letters_sent([letter], engine.find_user("ondersteuning"))
    clock.turn(days=5)

    paper = said_on_paper(staff("ondersteuning"), f"/brieven/{letter}")

    assert "Datum 2 maart 2026 Verzonden 4 maart 2026" in paper


def test_several_letters_are_marked_at_once(letters: list[engine.StartedCase], staff: SignIn) -> None:
    visitor = staff("ondersteuning")
    boxes = [str(box) for box in visitor.get("/brieven").tree.xpath("//input[@name='brief']/@value")]

    answered = visitor.post("/brieven", {"brief": boxes})
    page = visitor.get(str(answered.location))

    assert "2 brieven zijn gemarkeerd als verstuurd." in page.notices
    assert "Er ligt geen brief klaar." in page.main
    assert "Collega ondersteuning" in visitor.get("/brieven?stand=verstuurd").main


def test_who_marks_a_letter_second_reads_who_did_it_first(letters: list[engine.StartedCase], staff: SignIn) -> None:
    found = engine.list_letters(engine.find_user("ondersteuning")).items
    letter = next(one.id for one in found if one.addressee == "Ina Inwoner")
    staff("ondersteuning").post("/brieven", {"brief": letter})
    second = staff("gebiedsregisseur")

    page = second.get(str(second.post("/brieven", {"brief": letter}).location))

    told = "Collega ondersteuning had de brief aan Ina Inwoner al gemarkeerd als verstuurd, op 2 maart 2026, 09:00."
    assert told in page.notices


def test_marking_nothing_says_what_to_do(letters: list[engine.StartedCase], staff: SignIn) -> None:
    page = staff("ondersteuning").post("/brieven", {})

    assert page.status == 422
    assert page.errors == ["Kies eerst welke brieven u hebt verstuurd."]


def test_the_next_page_is_still_found_after_marking_nothing(site: Flask, staff: SignIn) -> None:
    put_in_use(posting())
    for number in range(26):
        decide(f"Bankje {number}")
    visitor = staff("ondersteuning")

    page = visitor.post("/brieven", {})

    (following,) = [link for link in page.links() if "pagina=2" in link]
    assert (following, visitor.get(following).status) == ("/brieven?pagina=2", 200)


def test_a_submitter_reads_that_a_letter_was_posted_and_on_which_day(
    letters: list[engine.StartedCase], site: Flask
) -> None:
    resident = Visitor(site).open_link(letters[0].secret)
    before = resident.get("/mijn-idee").main

    office = engine.find_user("ondersteuning")
    engine.mark_letters_sent([letter.id for letter in engine.list_letters(office).items], office)

    assert "Brieven aan u" not in before
    assert "Op 2 maart 2026 hebben wij u een brief gestuurd: Uw plan Bankje" in resident.get("/mijn-idee").main


def test_the_page_of_an_idea_tells_of_its_letter_and_opens_it_for_who_may(
    letters: list[engine.StartedCase], staff: SignIn
) -> None:
    address = f"/ideeen/{letters[0].reference}"

    office, auditor = staff("ondersteuning").get(address), staff("auditor").get(address)

    assert "nog niet verstuurd" in auditor.main
    assert "Er ligt een brief klaar om te versturen: Brief_schrijven" in auditor.main
    assert "Dorpsstraat" not in auditor.main
    assert [any(link.startswith("/brieven/") for link in page.links()) for page in (office, auditor)] == [True, False]


REGISTERED = form("gegevens", field("naam_van_plan"))


@pytest.fixture
def entries(site: Flask) -> list[engine.StartedCase]:
    """Decisions in a register, one of which looks like a formula."""
    columns = {"naam_van_plan": "=naam_van_plan", "bedrag": "=-1250.5", "op": "=vandaag", "toegekend": "=true"}
    put_in_use(
        folder(
            start("Begin", '<zeebe:formDefinition formId="gegevens" />', properties(startableBy="iedereen")),
            job("Inschrijven", "register", {"register": "subsidieregister"}, mapping(columns)),
            user("Afronden"),
            end(),
            chain("Begin", "Inschrijven", "Afronden", "Klaar"),
            process="subsidie",
            files={"forms/gegevens.form": REGISTERED},
        )
    )
    names = ("Bankje; met rug", '=HYPERLINK("http://x.invalid")', "+31", "-1+1", "@som", "\uff1d1+1", "Gewoon = goed")
    return [engine.start_case("subsidie", {"naam_van_plan": name}, None) for name in names]


def test_a_register_is_a_table_with_the_columns_of_the_step(entries: list[engine.StartedCase], staff: SignIn) -> None:
    page = staff("auditor").get("/registers/subsidieregister")

    headings = [str(cell.text) for cell in page.tree.xpath("//main//thead//th")]
    assert headings == ["Nummer", "Datum", "Zaak", "Naam van plan", "Bedrag", "Op", "Toegekend"]
    last = [" ".join(cell.text_content().split()) for cell in page.tree.xpath("//main//tbody/tr[last()]/*")]
    assert last == [
        "2026-0001",
        "2 maart 2026",
        entries[0].reference,
        "Bankje; met rug",
        "-1.250,5",
        "2 maart 2026",
        "Ja",
    ]


def test_an_emptied_entry_is_told_as_such_and_its_idea_tells_why(
    entries: list[engine.StartedCase], staff: SignIn
) -> None:
    engine.empty_entry("subsidieregister", "2026-0001", engine.find_user("beheerder"), "Er stond een naam in.")
    auditor = staff("auditor")

    register = auditor.get("/registers/subsidieregister").main
    idea = auditor.get(f"/ideeen/{entries[0].reference}").main

    assert "2026-0001 (leeggemaakt)" in register
    assert "Bankje; met rug" not in register
    assert "heeft nummer 2026-0001 in het subsidieregister leeggemaakt" in idea
    assert idea.count("Er stond een naam in.") == 1


def test_who_reads_a_register_is_told_who_can_empty_an_entry(entries: list[engine.StartedCase], staff: SignIn) -> None:
    address = "/registers/subsidieregister"

    assert "De beheerder kan die regel leegmaken. Het nummer blijft." in staff("auditor").get(address).main
    assert "smederij empty-entry subsidieregister NUMMER" in staff("beheerder").get(address).main


def test_the_file_of_a_register_holds_no_formula(entries: list[engine.StartedCase], staff: SignIn) -> None:
    page = staff("auditor").get("/registers/subsidieregister/csv?jaar=2026")

    rows = list(csv.reader(io.StringIO(page.text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][3:] == ["Naam van plan", "Bedrag", "Op", "Toegekend"]
    assert [row[3] for row in rows[1:]] == [
        "Bankje; met rug",
        '\'=HYPERLINK("http://x.invalid")',
        "'+31",
        "'-1+1",
        "'@som",
        "'\uff1d1+1",
        "Gewoon = goed",
    ]
    assert rows[1][4:] == ["-1250,5", "2026-03-02", "Ja"]
    assert page.response.headers["Content-Disposition"] == 'attachment; filename="subsidieregister-2026.csv"'


def test_a_year_without_entries_says_so(entries: list[engine.StartedCase], staff: SignIn) -> None:
    page = staff("auditor").get("/registers/subsidieregister?jaar=2020")

    assert "Er staat niets in dit register van dit jaar." in page.main


@pytest.mark.parametrize("year", ["abcd", "99999", "²⁰²⁶", "-1"])
def test_nonsense_for_a_year_shows_all(entries: list[engine.StartedCase], staff: SignIn, year: str) -> None:
    assert "2026-0006" in staff("auditor").get(f"/registers/subsidieregister?jaar={year}").main


def test_the_page_of_an_idea_leads_to_the_register(entries: list[engine.StartedCase], staff: SignIn) -> None:
    page = staff("auditor").get(f"/ideeen/{entries[1].reference}")

    assert "/registers/subsidieregister" in page.links()
    assert "In het subsidieregister gezet onder nummer 2026-0002: Inschrijven" in page.main


def test_whose_letters_somebody_sees_is_kept_for_each_idea(letters: list[engine.StartedCase], staff: SignIn) -> None:
    office = staff("ondersteuning")
    office.get("/brieven")
    office.get(f"/brieven/{letters[0].case_id}-1")

    found = engine.export_viewings(engine.find_user("auditor"), engine.ViewingFilter(who="ondersteuning"))

    assert {(one.kind, one.reference) for one in found} == {
        ("letter", letters[0].reference),
        *(("letters", one.reference) for one in letters),
    }
