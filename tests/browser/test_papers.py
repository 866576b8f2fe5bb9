"""Papers: letters and registers are no obstacle to anyone, and printing the page of a letter prints only the letter."""

from __future__ import annotations

import pytest

import engine
from engine.dialect.folder import read_folder
from engine.municipality import transaction
from engine.settings import installed_workflows
from engine.versions import definitions
from tests.browser.axe import WIDTHS
from tests.browser.people import Meet
from tests.browser.serving import Server
from tests.browser.test_accessibility import Judge, size

PROCESS = "buurtsubsidie"
GIVEN = {"titel": "Bankje", "bedrag": "300", "naam": "Ina Inwoner", "adres": "Dorpsstraat 1\n7901 AA Hoogeveen"}
MILLIMETRE = 96 / 25.4


@pytest.fixture
def letter(server: Server) -> str:
    """The id of a letter waiting to be posted; the decision is in a register."""
    with server.inside():
        olga, roos = engine.find_user("olga"), engine.find_user("roos")
        if all(found.process_id != PROCESS for found in engine.list_definitions(olga)):
            with transaction() as session:
                files = read_folder(installed_workflows() / "oefenen" / PROCESS)
                definitions.put_in_use(session, PROCESS, files, "systeem")
        case = engine.start_case(PROCESS, GIVEN, olga)
        task = next(t for t in engine.list_team_tasks(roos, search=case.reference).items)
        engine.complete_task(task.id, roos, {"toekennen": "ja", "motivering": "Mooi voor de buurt."})
        return engine.read_case(case.case_id, olga).letters[0].id


@WIDTHS
def test_letters_and_registers_hinder_nobody(meet: Meet, letter: str, width: int) -> None:
    olga, judge = meet("olga", **size(width)), Judge()

    for path in ("/brieven", f"/brieven/{letter}", "/registers", "/registers/subsidieregister"):
        olga.go(path)
        judge.look(olga, path)
    olga.go("/brieven")
    olga.page.locator("input[name=brief]").last.check()
    olga.press("Markeer als verstuurd")
    judge.look(olga, "marked", "1 brief is gemarkeerd als verstuurd.")
    olga.go("/brieven?stand=verstuurd")
    judge.look(olga, "sent")

    assert judge.wrong == {}


def test_only_the_letter_comes_on_paper_with_its_address_behind_the_window(meet: Meet, letter: str) -> None:
    olga = meet("olga")
    olga.go(f"/brieven/{letter}")

    olga.page.emulate_media(media="print")

    said = " ".join(olga.page.locator("body").inner_text().split())
    assert said.startswith("Gemeente Hoogeveen Raadhuisplein 24, Hoogeveen Telefoon 14 0528 Gemeente Hoogeveen,")
    assert said.endswith("14 0528 (maandag tot en met vrijdag 9.00–17.00 uur)")
    top, box = (olga.page.locator(part).bounding_box() for part in (".smederij-letter", ".smederij-letter__address"))
    assert top is not None
    assert box is not None
    assert (box["y"] - top["y"]) / MILLIMETRE == pytest.approx(30, abs=1)  # below a margin of 20 mm
    assert box["height"] / MILLIMETRE == pytest.approx(42, abs=1)
