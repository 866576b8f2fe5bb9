"""The list of steps by keyboard alone: a whole change of a process without touching a mouse or the drawing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

import engine
from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from tests.browser.axe import WIDTHS
from tests.browser.drawing import begin
from tests.browser.people import Meet, Person
from tests.browser.serving import Server
from tests.browser.test_accessibility import Judge

MOST_TABS = 700
_NAME = """
() => {
  const on = document.activeElement;
  const label = on.labels && on.labels.length ? on.labels[0].innerText : on.innerText;
  const group = on.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  return { tag: on.tagName, type: on.type ?? "", name: (label ?? "").replace(/\\s+/g, " ").trim(), group };
}
"""


class Typist:
    """Someone who only has a keyboard."""

    def __init__(self, person: Person, server: Server, change: str) -> None:
        self.person = person
        self.page: Page = person.page
        self.server = server
        self.change = change
        self.judge = Judge()

    @property
    def address(self) -> str:
        return f"/werkplaats/wijziging/{self.change}/behandeling/stappen"

    def open(self) -> None:
        self.person.go(self.address)

    def reach(self, name: str, group: str = "") -> None:
        """Tab to the control or link with this name."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            on = self.page.evaluate(_NAME)
            if on["name"].startswith(name) and group in on["group"]:
                return
        raise AssertionError(f"no Tab leads to {name}")

    def follow(self, name: str) -> None:
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, name: str, text: str) -> None:
        self.reach(name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Choose from a list by typing the start of the option."""
        self.reach(name)
        self.page.keyboard.type(option)

    def tick(self, name: str, group: str) -> None:
        self.reach(name, group)
        self.page.keyboard.press("Space")

    def send(self, button: str) -> None:
        self.follow(button)

    def elements(self) -> dict[str, Element]:
        with self.server.inside():
            user = engine.find_user("eva")
            files = engine.read_part(self.change, "behandeling", user).files
        return dict(read(files["process.bpmn"], "x").processes[0].elements)

    def look(self, what: str, says: str) -> None:
        self.judge.look(self.person, what, says)


@pytest.fixture
def eva(meet: Meet, server: Server) -> Typist:
    change = begin(server, "behandeling", "Proef met de stappenlijst")
    typist = Typist(meet("eva"), server, change)
    typist.open()
    return typist


def test_a_process_is_changed_by_keyboard_alone(eva: Typist) -> None:
    eva.look("the list", "Stappen")

    eva.follow("Aanpassen bij stap 2: Idee controleren")
    eva.look("a step", "Stap aanpassen")
    eva.fill("Naam", "Idee bekijken")
    eva.send("Bewaren")
    eva.look("the list after a change", "De naam is nu ‘Idee bekijken’")

    eva.follow("Stap hierna toevoegen bij stap 2: Idee bekijken")
    eva.look("a new step", "Stap hierna toevoegen")
    eva.fill("Naam", "Bellen met de indiener")
    eva.tick("Kernteam", "Welke groepen")
    eva.choose("Formulier", "Een nieuw formulier")
    eva.fill("Termijn", "P3D")
    eva.send("Toevoegen")

    eva.follow("Tak toevoegen bij stap 3: Bellen met de indiener")
    eva.look("a new branch", "Tak toevoegen")
    eva.fill("Welke vraag", "Is er contact?")
    eva.fill("Antwoord", "Nee")
    eva.fill("Voorwaarde", "=titel = ")
    eva.choose("Waar leidt dit", "Nieuw: Einde")
    eva.fill("Naam van wat nieuw is", "Geen contact")
    eva.send("Toevoegen")
    eva.look("a condition that is no FEEL", "De uitdrukking bij ‘Voorwaarde’ klopt niet")
    eva.fill("Voorwaarde", '=titel = "x"')
    eva.send("Toevoegen")

    elements = eva.elements()
    by_name = {element.name: element for element in elements.values()}
    assert by_name["Idee bekijken"].id == "Beh_Controleren"
    task = by_name["Bellen met de indiener"]
    assert (task.candidate_groups, task.due_date, task.form_id) == ("kernteam", "P3D", "bellen-met-de-indiener")
    assert elements[by_name["Geen contact"].incoming[0]].condition == '=titel = "x"'
    assert eva.judge.wrong == {}


@pytest.mark.soak
def test_a_rule_is_added_to_a_table_by_keyboard_alone(eva: Typist) -> None:
    eva.follow("Beslistabel: routebepaling".partition(": ")[2])
    eva.look("a table", "Beslistabel")

    eva.send("Regel toevoegen")
    eva.fill("Regel 9, Kosten in euro", "> 90000")
    eva.fill("Regel 9, Route", '"handmatig"')
    eva.fill("Regel 9, Uitleg", '"Te duur voor een voorstel."')
    eva.send("Bewaren")

    assert eva.page.get_by_label("Regel 9, Route").input_value() == '"handmatig"'
    eva.send("Omhoog regel 9")
    assert eva.page.get_by_label("Regel 8, Kosten in euro").input_value() == "> 90000"
    assert eva.judge.wrong == {}


@WIDTHS
def test_no_page_of_the_list_of_steps_has_a_violation_or_sticks_out(meet: Meet, server: Server, width: int) -> None:
    change = begin(server, "behandeling", "Proef met de stappenlijst")
    typist = Typist(meet("eva", viewport={"width": width, "height": 900}), server, change)
    pages = {
        "": "Stappenlijst",
        "/Beh_Aanvullen": "Stap aanpassen",
        "/Beh_Welke_Route": "Voorwaarde voor",
        "/Beh_Controleren/daarna": "Stap hierna toevoegen",
        "/Beh_Controleren/tak": "Tak toevoegen",
        "/Beh_Controleren/intussen": "Termijn of bericht toevoegen",
        "/Beh_Gesprek/verplaatsen": "Stap verplaatsen",
        "/Beh_Gesprek/weghalen": "Weghalen",
        "/tabel/routebepaling": "Beslistabel",
        "/formulier/gesprek-voeren": "Vragen",
        "/formulier/gesprek-voeren/voorbeeld": "Zo ziet het formulier eruit",
        "/mail/aanvulling-vragen": "Onderwerp",
    }

    for place, says in pages.items():
        typist.person.go(typist.address + place)
        typist.look(f"{place or 'the list'} at {width}", says)

    assert typist.judge.wrong == {}


@WIDTHS
def test_the_way_to_what_goes_wrong_is_played_without_the_drawing(meet: Meet, server: Server, width: int) -> None:
    change = begin(server, "behandeling", "Proef met een fout")
    typist = Typist(meet("eva", viewport={"width": width, "height": 900}), server, change)
    joined = next(
        key
        for key, e in typist.elements().items()
        if e.kind == "exclusiveGateway" and len(e.incoming) > 1 == len(e.outgoing)
    )
    typist.person.go(f"{typist.address}/{joined}")
    typist.person.fill({"join": "parallelGateway"})
    typist.person.press("Bewaren")

    played = typist.page.locator("details", has_text="Speel af").first
    played.locator("summary").click()
    typist.look(f"played at {width}", "Hier gaat het mis")
    played.get_by_role("link").last.click()

    assert typist.page.url.endswith(f"#stap-{joined}")
    assert typist.judge.wrong == {}


def test_a_letter_that_is_added_is_asked_for_its_name_alone(eva: Typist) -> None:
    eva.person.go(f"{eva.address}/Beh_Controleren/daarna")
    eva.page.get_by_label("Een brief schrijven").check()

    shown = [name for name in ("name", "groups", "form", "job", "process") if _is_shown(eva.page, name)]

    assert shown == ["name"]


def _is_shown(page: Page, name: str) -> bool:
    return page.locator(f"[name={name}]").first.is_visible()


@pytest.mark.soak
def test_a_new_step_is_asked_only_what_its_kind_has(eva: Typist) -> None:
    eva.person.go(f"{eva.address}/Beh_Controleren/daarna")
    eva.page.get_by_label("Taak voor het systeem").check()

    shown = {
        name: eva.page.locator(f"[name={name}]").first.is_visible() for name in ("groups", "form", "job", "process")
    }

    assert shown == {"groups": False, "form": False, "job": True, "process": False}


def test_a_branch_asks_who_does_a_new_task_once_that_is_what_it_leads_to(eva: Typist) -> None:
    eva.person.go(f"{eva.address}/Beh_Controleren/tak")
    seen = [eva.page.locator("[name=groups]").first.is_visible()]

    eva.page.locator("[name=to]").select_option("+userTask")
    seen.append(eva.page.locator("[name=groups]").first.is_visible())

    assert seen == [False, True]
