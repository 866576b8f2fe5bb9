"""Knowing: the process owner sees where ideas wait, what a change would do to them, and what-if replays."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

import engine
from tests.conftest import TestClock
from tests.web.conftest import IDEA, open_task
from tests.web.visitor import Page, Visitor
from web.workshop import lasting
from web.workshop.boxplot import Row, draw_rows

SignIn = Callable[[str], Visitor]
CHECKED = {"volledig": "true", "soort": "groen"}


@pytest.fixture
def owner(staff: SignIn) -> Visitor:
    return staff("proceseigenaar")


@pytest.fixture
def lived(site: Flask, clock: TestClock) -> None:
    """Six ideas, of which the office has checked five, each after three days; it claimed two of them first."""
    office = engine.find_user("ondersteuning")
    for number in range(6):
        engine.start_case("idee", {**IDEA, "titel": f"Idee {number}"}, None)
        clock.turn(days=3)
        if number < 5:
            task = open_task("ondersteuning", "Idee toetsen")
            if number < 2:
                engine.claim_task(task, office)
            engine.complete_task(task, office, CHECKED)
    clock.turn(days=31)  # The quarter is over.


def notes(page: Page) -> list[str]:
    """The figures in the picture."""
    return [str(text) for text in page.tree.xpath("//*[@class='bpmn-note']//text/text()")]


def cells(page: Page, row: str) -> list[str]:
    """The cell texts of the table row that starts with these."""
    found = page.tree.xpath(f"//tr[th[normalize-space()='{row}']]")[0]
    return [" ".join(" ".join(cell.itertext()).split()) for cell in found]


# ---- experience -------------------------------------------------------------------------------------------------


def test_experience_tells_how_long_each_task_took(lived: None, owner: Visitor) -> None:
    page = owner.get("/werkplaats/idee/ervaring")

    told = cells(page, "Idee toetsen")
    assert told[1] == "6 nog open: 1"
    assert told[2] == "te weinig om te laten zien"
    assert told[3] == "3 dagen"


@pytest.mark.parametrize("day", ["1-1-0001", "31-12-9999"])
def test_a_day_far_from_here_is_no_fault(lived: None, owner: Visitor, day: str) -> None:
    pages = [owner.get(f"/werkplaats/idee/ervaring?{end}={day}") for end in ("van", "tot")]

    assert [page.status for page in pages] == [200, 200]


def test_a_day_stands_for_the_quarter_that_it_lies_in(lived: None, owner: Visitor) -> None:
    page = owner.get("/werkplaats/idee/ervaring?van=2-3-2026&tot=2-3-2026")

    chosen = page.tree.xpath("//select[@name='van' or @name='tot']/option[@selected]")
    assert [option.text.strip() for option in chosen] == ["1e kwartaal van 2026"] * 2
    assert cells(page, "Idee toetsen")[1] == "6 nog open: 1"


def test_a_figure_in_the_picture_stands_at_its_step_in_the_list_as_well(lived: None, owner: Visitor) -> None:
    page = owner.get("/werkplaats/idee/ervaring")

    step = page.tree.xpath("//li[.//span[normalize-space()='Idee toetsen']]//strong[contains(@class, 'note')]")[0]
    assert "3 d" in notes(page)
    assert step.text == "de helft is klaar binnen: 3 dagen"


def test_a_step_is_shaded_by_how_long_it_took(lived: None, owner: Visitor) -> None:
    page = owner.get("/werkplaats/idee/ervaring")

    shaded = page.tree.xpath("//*[contains(@class, 'is-shade-2')]//*[@class='bpmn-label']")
    assert "".join(shaded[0].itertext()).replace(" ", "") == "Ideetoetsen"


def test_the_table_of_tasks_sorts_by_a_link_that_keeps_what_was_asked(lived: None, owner: Visitor) -> None:
    page = owner.get("/werkplaats/idee/ervaring?versie=1")

    link = next(link for link in page.links() if "volgorde=negentig" in link)
    again = owner.get(link.partition("#")[0])

    assert "versie=1" in link
    assert len(again.tree.xpath("//th[@aria-sort='descending']")) == 1


@pytest.mark.parametrize("measure", ["midden", "negentig", "laat", "onzin"])
def test_each_measure_has_its_picture(lived: None, owner: Visitor, measure: str) -> None:
    page = owner.get(f"/werkplaats/idee/ervaring?kleur={measure}")

    assert notes(page)


def test_a_period_without_anything_says_so(lived: None, owner: Visitor) -> None:
    page = owner.get("/werkplaats/idee/ervaring?van=1-1-2020&tot=2-1-2020")

    assert "Er zijn in deze periode geen taken geweest." in page.main


def test_a_day_that_is_none_leaves_the_last_four_quarters(lived: None, owner: Visitor) -> None:
    page = owner.get("/werkplaats/idee/ervaring?van=gisteren")

    assert page.status == 200
    assert "van 1 april 2025 tot en met 31 maart 2026" in page.main


# ---- consequences -----------------------------------------------------------------------------------------------


def change(replaced: dict[str, str]) -> str:
    user = engine.find_user("proceseigenaar")
    key = engine.begin_change("idee", user, "Anders toetsen")
    part = engine.read_part(key, "idee", user)
    text = part.files["process.bpmn"].decode()
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    engine.save_part(key, "idee", part.revision, {"process.bpmn": text.encode()}, user)
    return key


def test_the_picture_counts_the_ideas_at_each_step(lived: None, owner: Visitor) -> None:
    page = owner.get("/werkplaats/idee/gevolgen")

    assert "1" in notes(page)
    assert "1 idee is hier" in page.text


def test_a_change_tells_which_ideas_could_not_go_and_why(owner: Visitor, idea: engine.StartedCase) -> None:
    task = engine.read_case(idea.case_id, engine.find_user("ondersteuning")).open_tasks[0].element_id
    key = change({f'"{task}"': '"Anders"'})

    plain = owner.get(f"/werkplaats/wijziging/{key}/gevolgen")
    mapped = owner.get(f"/werkplaats/wijziging/{key}/gevolgen?stappenplan=idee&koppel-{task}=Anders")

    assert "Kunnen niet mee (1)" in plain.main
    assert "‘Idee toetsen’" in plain.main
    assert "Wat komt er voor ‘Idee toetsen’?" in plain.main
    assert "Gaan mee met een vervanger (1)" in mapped.main


def test_a_replacement_that_is_no_step_is_told_and_left_out(owner: Visitor, idea: engine.StartedCase) -> None:
    key = change({'name="Idee toetsen"': 'name="Idee bekijken"'})

    page = owner.get(f"/werkplaats/wijziging/{key}/gevolgen?koppel-Iets=Niets")

    assert "De stap ‘Niets’ staat niet in de nieuwe versie." in page.main
    assert "Gaan mee (1)" in page.main


def test_the_consequences_of_a_broken_drawing_wait_until_it_is_mended(lived: None, owner: Visitor) -> None:
    user = engine.find_user("proceseigenaar")
    key = engine.begin_change("idee", user, "Stuk")
    part = engine.read_part(key, "idee", user)
    engine.save_part(key, "idee", part.revision, {"process.bpmn": b"<bpmn:stuk"}, user)

    page = owner.get(f"/werkplaats/wijziging/{key}/gevolgen")

    assert page.status == 200
    assert "is niet te lezen" in page.main


# ---- what if ----------------------------------------------------------------------------------------------------


def test_an_owner_replays_the_year_with_fewer_people(lived: None, owner: Visitor) -> None:
    asked = owner.get("/werkplaats/idee/wat-als")
    began = owner.post("/werkplaats/idee/wat-als", {"mensen-ondersteuning": "1"})
    waiting = owner.follow(began)
    engine.run_worker_once()
    done = owner.get(str(began.location))

    assert asked.values("mensen-ondersteuning") == ["2"]
    assert "0 van 200 keer nagespeeld (bezig)" in waiting.main
    assert "200 van 200 keer nagespeeld (klaar)" in done.main
    assert "Straks: Versie 1" in done.main
    assert "Ondersteuning: 1 persoon, nu 2" in done.main
    assert "De helft van de ideeën is straks klaar binnen" in done.main
    assert "Ondersteuning: 1 persoon, nu 2" in owner.get("/werkplaats/idee/wat-als").main
    assert "Wat wij hebben aangenomen" in done.main
    assert done.tree.xpath("//*[local-name()='svg' and contains(@class, 'smederij-plot')]//*[local-name()='desc']")


def test_a_replay_in_which_nothing_is_changed_says_so(lived: None, owner: Visitor) -> None:
    began = owner.post("/werkplaats/idee/wat-als", {})
    engine.run_worker_once()

    page = owner.get(str(began.location))

    assert "Mensen, kansen en stappenplan bleven gelijk." in page.main
    assert "Straks" not in page.main.split("Drukte per groep")[0].replace("nu en straks", "")


def test_a_replay_can_be_stopped_and_is_listed(lived: None, owner: Visitor) -> None:
    began = owner.post("/werkplaats/idee/wat-als", {})
    stopped = owner.follow(owner.post(f"{began.location}/stoppen"))
    listed = owner.get("/werkplaats/idee/wat-als")

    assert "(gestopt)" in stopped.main
    assert str(began.location) in listed.links()
    assert "gestopt, 0 van 200 keer" in listed.main


@pytest.mark.parametrize("typed", ["0", "veel", "", "9999999999", "1,5"])
def test_a_number_of_people_that_cannot_be_is_told_and_kept(lived: None, owner: Visitor, typed: str) -> None:
    page = owner.post("/werkplaats/idee/wat-als", {"mensen-ondersteuning": typed})

    assert page.status == 422
    assert page.errors == ["Vul een heel aantal mensen in, van 1 tot 500."]
    assert page.values("mensen-ondersteuning") == [typed]


def test_without_ideas_there_is_nothing_to_replay(owner: Visitor) -> None:
    page = owner.post("/werkplaats/idee/wat-als", {})

    assert page.status == 422
    assert page.errors == ["Er is in het laatste jaar niets binnengekomen. Er valt niets na te spelen."]


def test_a_replay_of_another_process_is_not_found_here(lived: None, owner: Visitor) -> None:
    began = owner.post("/werkplaats/idee/wat-als", {})

    assert owner.get(str(began.location).replace("/idee/", "/anders/")).status == 404


def test_hostile_titles_of_changes_are_only_words(lived: None, owner: Visitor) -> None:
    user = engine.find_user("proceseigenaar")
    key = engine.begin_change("idee", user, "<script>alert(1)</script>")

    began = owner.post("/werkplaats/idee/wat-als", {"wijziging": key})
    engine.run_worker_once()
    page = owner.get(str(began.location))

    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script>" in page.main


# ---- words and plots --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "words", "short"),
    [
        (0, "0 minuten", "0 m"),
        (60, "1 minuut", "1 m"),
        (89 * 60, "89 minuten", "89 m"),
        (5 * 3600, "5 uur", "5 u"),
        (47 * 3600, "47 uur", "47 u"),
        (3.5 * 86_400, "3,5 dagen", "3,5 d"),
        (41 * 86_400, "41 dagen", "41 d"),
    ],
    ids=str,
)
def test_a_time_is_said_in_what_fits_it(site: Flask, seconds: float, words: str, short: str) -> None:
    with site.test_request_context():
        assert (lasting.in_words(seconds), lasting.in_short(seconds)) == (words, short)


def test_a_box_plot_keeps_its_order_and_says_it_all(site: Flask) -> None:
    with site.test_request_context():
        drawn: Any = draw_rows("Titel", [Row("A <b>", 3600, 7200, 14_400, 5400, 9000), Row("B", 0, 0, 0)])

    low, high = (
        float(n) for n in re.findall(r'class="smederij-plot__box" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)[0]
    )
    median = float(re.findall(r'class="smederij-plot__median" d="M([\d.]+)', drawn)[0])
    assert low <= median <= low + high
    assert "A &lt;b&gt;" in drawn
    assert "de helft binnen 2 uur" in drawn


def test_nothing_to_plot_is_no_plot() -> None:
    assert draw_rows("Titel", []) == ""
