"""Lists on the pages: buttons add and remove rows, without script and without losing what was typed."""

from __future__ import annotations

import json

import pytest
import yaml
from flask import Flask

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.form_builders import component, filled, form, rows
from tests.engine.gathering import GIVEN, gathering
from tests.web.conftest import SignIn, open_task
from tests.web.visitor import Page, Visitor
from tests.web.workshop.step_room import Room
from web.forms.fields import find_errors, show_pages

BEGIN = "/insturen/geld/pagina_1"
FIRST = {"titel": "Bankje", "naam": "Ina", **filled({"bron": "De buurt", "bijdrage": "12,50"}, key="bronnen")}
TWO = filled({"bron": "De buurt", "toegezegd": "true"}, {"bron": "Een fonds", "bijdrage": "x"}, key="bronnen")


@pytest.fixture(autouse=True)
def _money(site: Flask) -> None:
    with transaction() as session:
        definitions.put_in_use(session, "geld", gathering(), "systeem")


@pytest.fixture
def begun(site: Flask) -> engine.StartedCase:
    return engine.start_case("geld", GIVEN, None)


def focused(page: Page) -> list[str]:
    """The names, or else the ids, of the elements that get the keyboard focus."""
    return [
        str(one.get("name") if one.tag != "button" else one.get("id"))
        for one in page.tree.xpath("//main//*[@autofocus]")
    ]


def rows_of(page: Page, column: str, key: str = "bronnen") -> list[str]:
    numbers = [number for number in page.values(key) if number]
    return [value for number in numbers for value in page.values(f"{key}.{number}.{column}") or ["-"]]


# ---- before anything is sent ----------------------------------------------------------------------------------------


def test_a_list_begins_with_its_first_row_and_says_which_that_is(resident: Visitor) -> None:
    page = resident.get(BEGIN)

    assert page.values("bronnen") == ["", "1"]
    assert "Regel 1 van 1" in page.main
    assert page.tree.xpath("//fieldset/fieldset/legend/h2[.='Regel 1 van 1']")


def test_a_row_is_added_with_the_keyboard_in_it_and_everything_typed_stays(resident: Visitor) -> None:
    page = resident.post(BEGIN, {**FIRST, "_regel": "erbij:bronnen"})

    assert (page.status, page.errors) == (200, [])
    assert rows_of(page, "bron") == ["De buurt", ""]
    assert page.values("titel") == ["Bankje"]
    assert focused(page) == ["bronnen.2.bron"]


def test_what_was_typed_before_a_row_was_added_is_kept_for_who_comes_back(resident: Visitor) -> None:
    resident.post(BEGIN, {**FIRST, "_regel": "erbij:bronnen"})

    page = resident.get(BEGIN)

    assert rows_of(page, "bron") == ["De buurt", ""]
    assert page.values("bronnen.1.bijdrage") == ["12,50"]


def test_a_row_is_taken_away_and_that_is_said_where_the_keyboard_is(resident: Visitor) -> None:
    page = resident.post(BEGIN, {**TWO, "titel": "Bankje", "_regel": "weg:bronnen:1"})

    assert rows_of(page, "bron") == ["Een fonds"]
    assert page.values("bronnen.1.toegezegd") == []
    assert "Regel 1 is weggehaald." in page.main
    assert focused(page) == ["veld-bronnen-erbij"]
    assert page.tree.get_element_by_id("veld-bronnen-erbij").get("aria-describedby") == "veld-bronnen-gedaan"


def test_a_row_that_was_taken_away_by_mistake_is_put_back_where_it_was(resident: Visitor) -> None:
    page = resident.post(BEGIN, {**TWO, "titel": "Bankje", "_regel": "weg:bronnen:1"})
    sent = {one.get("name"): one.get("value") for one in page.tree.xpath("//input[starts-with(@name, '_weg.')]")}
    left = {name: page.values(name) for name in ("titel", "bronnen", "bronnen.1.bron", "bronnen.1.bijdrage")}

    page = resident.post(BEGIN, {**left, **sent, "_regel": "terug:bronnen:1"})

    assert rows_of(page, "bron") == ["De buurt", "Een fonds"]
    assert page.values("bronnen.1.toegezegd") == ["true"]
    assert page.values("bronnen.2.bijdrage") == ["x"]
    assert page.values("titel") == ["Bankje"]
    assert focused(page) == ["bronnen.1.bron"]


def test_what_is_kept_to_be_put_back_is_no_answer(resident: Visitor) -> None:
    page = resident.post(BEGIN, {**TWO, "_regel": "weg:bronnen:1"})
    sent = {one.get("name"): one.get("value") for one in page.tree.xpath("//input[starts-with(@name, '_weg.')]")}

    resident.post(BEGIN, {"bronnen": ["", "1"], "bronnen.1.bron": "Een fonds", **sent, "_regel": "erbij:bronnen"})

    assert rows_of(resident.get(BEGIN), "bron") == ["Een fonds", ""]


def test_a_row_with_nothing_in_it_leaves_nothing_to_put_back(resident: Visitor) -> None:
    page = resident.post(BEGIN, {"bronnen": ["", "1"], "_regel": "weg:bronnen:1"})

    assert "Zet deze regel terug" not in page.main


def test_each_button_that_takes_a_row_away_says_which(resident: Visitor) -> None:
    page = resident.post(BEGIN, {**TWO, "_regel": "erbij:bronnen"})

    assert [name for name in page.buttons() if name.startswith("Deze regel")] == [
        "Deze regel weghalen Regel 1 van 3: De buurt",
        "Deze regel weghalen Regel 2 van 3: Een fonds",
        "Deze regel weghalen Regel 3 van 3",
    ]


def test_the_last_row_can_go_and_then_there_is_none(resident: Visitor) -> None:
    page = resident.post(BEGIN, {**FIRST, "_regel": "weg:bronnen:1"})

    assert page.values("bronnen") == [""]
    assert "Er staan nog geen regels." in page.main
    assert resident.get(BEGIN).values("bronnen") == [""]


def test_enter_in_a_field_goes_on_and_takes_no_row_away(resident: Visitor) -> None:
    first = resident.get(BEGIN).tree.xpath("//main//form//button")[0]

    assert (first.get("name"), first.get("value")) == ("_actie", "verder")


def test_a_list_that_is_full_has_no_button_to_add_and_says_so(resident: Visitor) -> None:
    many = filled(*({"bron": f"Bron {n}"} for n in range(50)), key="bronnen")

    page = resident.post(BEGIN, {**many, "titel": "x", "_regel": "erbij:bronnen"})

    assert len(rows_of(page, "bron")) == 50
    assert "Nog een regel toevoegen" not in " ".join(page.buttons())
    assert "Meer dan 50 regels kan niet." in page.main


@pytest.mark.parametrize("pressed", ["erbij:titel", "erbij:", "weg:bronnen:9", "weg:bronnen:x", "weg:bronnen", "iets"])
def test_a_button_that_is_not_there_changes_no_row(resident: Visitor, pressed: str) -> None:
    page = resident.post(BEGIN, {**TWO, "titel": "", "_regel": pressed})

    assert rows_of(page, "bron") == ["De buurt", "Een fonds"]


def test_what_is_wrong_in_a_row_is_told_with_its_number_and_leads_to_it(resident: Visitor) -> None:
    page = resident.post(BEGIN, {**TWO, "titel": "Bankje"})

    assert page.status == 422
    assert page.errors == ["Vul bij ‘Hoeveel? (regel 2)’ een getal in, bijvoorbeeld 1250 of 12,50."]
    assert page.tree.xpath("//*[@data-error-summary]//a/@href") == ["#veld-bronnen-2-bijdrage"]
    wrong = page.tree.get_element_by_id("veld-bronnen-2-bijdrage")
    assert (wrong.get("aria-invalid"), wrong.get("value")) == ("true", "x")
    assert rows_of(page, "bron") == ["De buurt", "Een fonds"]


def test_rows_stand_in_a_table_before_they_are_sent(resident: Visitor) -> None:
    sent = {**FIRST, **filled({"bron": "De buurt", "bijdrage": "12,50"}, {"bron": "Een fonds"}, key="bronnen")}

    page = resident.follow(resident.post(BEGIN, sent))

    cells = [[" ".join(c.text_content().split()) for c in row] for row in page.tree.xpath("//main//tbody/tr")]
    assert [str(head.text_content()) for head in page.tree.xpath("//main//thead//th")][1:] == [
        "Van wie?",
        "Hoeveel?",
        "Is het toegezegd?",
    ]
    assert cells == [["1", "De buurt", "€ 12,50", "Nee"], ["2", "Een fonds", "Niet ingevuld", "Nee"]]
    assert "#veld-bronnen" in "".join(page.links())


def test_what_was_typed_in_rows_is_sent_as_it_stood(resident: Visitor) -> None:
    resident.post(BEGIN, {**FIRST, "_regel": "erbij:bronnen"})
    sent = {**FIRST, **filled({"bron": "De buurt"}, {"bron": "Een fonds"}, {}, key="bronnen")}

    resident.post(BEGIN, sent)
    received = resident.follow(resident.post("/insturen/geld/controleren"))

    assert "GELD-2026-0001" in received.main
    assert "Een fonds" in resident.get("/mijn-idee").main


# ---- tasks ----------------------------------------------------------------------------------------------------------


def test_a_row_is_added_to_a_task_and_kept_as_a_draft(staff: SignIn, begun: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Aanvullen")
    colleague = staff("ondersteuning")

    page = colleague.post(f"/taken/{task}", {**TWO, "_regel": "erbij:bronnen"})

    assert rows_of(page, "bron") == ["De buurt", "Een fonds", ""]
    assert focused(page) == ["bronnen.3.bron"]
    assert rows_of(colleague.get(f"/taken/{task}"), "bron") == ["De buurt", "Een fonds", ""]
    assert "Een fonds" in colleague.get("/concepten").main


def test_a_task_shows_the_rows_that_the_resident_gave(staff: SignIn, begun: engine.StartedCase) -> None:
    page = staff("ondersteuning").get(f"/taken/{open_task('ondersteuning', 'Aanvullen')}")

    assert rows_of(page, "bron") == ["De buurt", "Een fonds"]
    assert page.values("bronnen.1.bijdrage") == ["1250,5"]
    assert "1.250,50" in page.tree.xpath("//aside//table")[0].text_content()


def test_a_submitter_adds_a_row_behind_the_secret_link(resident: Visitor, begun: engine.StartedCase) -> None:
    resident.open_link(begun.secret)
    address = next(link for link in resident.get("/mijn-idee").links() if "/taak/" in link)

    page = resident.post(address, {**TWO, "_regel": "erbij:bronnen"})

    assert rows_of(page, "bron") == ["De buurt", "Een fonds", ""]
    assert rows_of(resident.get(address), "bron") == ["De buurt", "Een fonds", ""]


def test_a_list_with_a_row_for_each_item_asks_just_those(staff: SignIn, begun: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    colleague.post(f"/taken/{open_task('ondersteuning', 'Aanvullen')}", {**TWO, "bronnen.2.bijdrage": "5"})
    address = f"/taken/{open_task('ondersteuning', 'Oordelen')}"

    page = colleague.get(address)
    wrong = colleague.post(address, filled({"kans": "90"}, {"kans": "900"}, {"kans": "9"}, key="kansen"))

    assert page.values("kansen") == ["", "1", "2"]
    assert "Kans op geld van Een fonds" in page.main
    assert "Nog een regel toevoegen" not in " ".join(page.buttons())
    assert wrong.errors == ["Vul bij ‘Kans op geld van Een fonds (regel 2)’ 100 of minder in."]
    assert colleague.post(address, filled({"kans": "90"}, {"kans": "9"}, key="kansen")).status == 303
    assert "Kans op geld van De buurt" in colleague.get(f"/ideeen/{begun.reference}").main


def test_who_was_too_late_reads_back_what_was_typed_with_the_number_of_its_row(
    staff: SignIn, begun: engine.StartedCase
) -> None:
    task = open_task("ondersteuning", "Aanvullen")
    engine.complete_task(task, engine.find_user("ondersteuning-2"), filled({"bron": "x"}, key="bronnen"))

    page = staff("ondersteuning").post(f"/taken/{task}", TWO)

    assert page.status == 409
    assert "Van wie? (regel 2)" in page.main
    assert "Een fonds" in page.main


# ---- what a page shows ----------------------------------------------------------------------------------------------


def test_a_condition_in_a_row_hides_what_another_row_is_asked() -> None:
    welke = component(key="welke", conditional={"hide": '=grens or this.soort = "fonds"'})
    read = form(rows(component(key="soort"), welke))

    (page,) = show_pages(read, filled({"soort": "fonds"}, {"soort": "anders"}), known={"grens": False})
    (hidden,) = show_pages(
        form(rows(component(key="a"), component(key="b", conditional={"hide": "=weg"}))), {}, known={"weg": True}
    )

    inside, without = page.fields[0].inside, hidden.fields[0].inside
    assert inside is not None
    assert without is not None
    # It depends on its own row, where nothing can make it appear without script, so it stays visible.
    assert [[one.sometimes for one in row.fields] for row in inside.rows] == [[False, True], [False, True]]
    assert [[one.key for one in row.fields] for row in without.rows] == [["plannen.1.a"]]


def test_too_few_rows_lead_to_the_button_that_adds_one() -> None:
    read = form(rows(component(key="naam"), properties={"minItems": "2"}))

    shown = show_pages(read, filled({"naam": "a"}), {"plannen": engine.FieldProblem("too_few_rows", 2)})

    assert find_errors(shown) == [
        ("veld-plannen-erbij", "Vul bij ‘Lijst plannen’ meer regels in. Het zijn er minstens 2.")
    ]


def test_a_box_that_was_unticked_in_a_row_stays_so() -> None:
    read = form(rows(component("checkbox", "ja", defaultValue=True)))

    (first,) = show_pages(read, {})
    (again,) = show_pages(read, filled({}))

    ticked = [page.fields[0].inside.rows[0].fields[0].ticked for page in (first, again) if page.fields[0].inside]
    assert ticked == [True, False]


# ---- a trial --------------------------------------------------------------------------------------------------------


def test_a_trial_with_rows_is_kept_as_a_story_that_tells_them(staff: SignIn) -> None:
    owner, user = staff("proceseigenaar"), engine.find_user("proceseigenaar")
    change = engine.begin_change("geld", user)
    at = f"/werkplaats/wijziging/{change}/proberen"
    via = owner.follow(owner.get(at)).values("_via")[0]

    more = owner.post(f"{at}/begin", {**FIRST, "_via": via, "_regel": "erbij:bronnen"})
    owner.post(
        f"{at}/begin", {**FIRST, **filled({"bron": "De buurt"}, {"bron": "Een fonds"}, key="bronnen"), "_via": via}
    )
    step = owner.get(f"{at}/taak/0").values("_stap")[0]
    added = owner.post(f"{at}/taak/0", {**TWO, "_stap": step, "_regel": "erbij:bronnen"})
    owner.post(f"{at}/taak/0", {**filled({"bron": "De buurt", "bijdrage": "12,5"}, key="bronnen"), "_stap": step})
    kept = owner.follow(owner.post(f"{at}/verhaal", {"naam": "Met een bron"}))

    files = engine.read_part(change, "geld", user).files
    (story,) = [yaml.safe_load(data) for name, data in files.items() if name.startswith("scenarios/")]
    assert (rows_of(more, "bron"), rows_of(added, "bron")) == (["De buurt", ""], ["De buurt", "Een fonds", ""])
    assert "Bewaard als verhaal" in kept.notices
    assert [row["bron"] for row in story["start"]["bronnen"]] == ["De buurt", "Een fonds"]
    assert story["steps"][0]["answers"]["bronnen"] == [{"bron": "De buurt", "bijdrage": 12.5, "toegezegd": False}]


# ---- the workshop ---------------------------------------------------------------------------------------------------


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def press(room: Room, place: str, **typed: str) -> Page:
    return room.visitor.post(f"{room.address}{place}", {"revision": str(room.part.revision), **typed})


def made(room: Room) -> dict[str, object]:
    """The list in the form, as stored in its file."""
    told = json.loads(room.part.files["forms/idee-toetsen.form"])
    found: dict[str, object] = next(one for one in told["components"] if one["type"] == "dynamiclist")
    return found


def test_a_list_is_made_filled_and_set_without_script(room: Room) -> None:
    place = "/formulier/idee-toetsen"
    assert press(room, place, do="add", label="Wie doen er mee?", kind="dynamiclist", key="deelnemers").status == 303
    assert press(room, place, do="add", label="Naam", kind="textfield", after="Veld_deelnemers").status == 303
    assert room.send(f"{place}/vraag/Veld_deelnemers", minItems="2", maxItems="9", defaultRepetitions="3").status == 303

    assert made(room) == {
        "type": "dynamiclist", "id": "Veld_deelnemers", "path": "deelnemers", "label": "Wie doen er mee?",
        "isRepeating": True, "allowAddRemove": True, "defaultRepetitions": 3,
        "components": [{"type": "textfield", "id": "Veld_naam", "key": "naam", "label": "Naam"}],
        "properties": {"minItems": "2", "maxItems": "9"},
    }  # fmt: skip
    assert "Regel 3 van 3" in room.see(f"{place}/voorbeeld").main
    assert "Lijst met regels" in room.see(place).main


def test_a_list_gets_a_row_for_each_item_and_then_does_not_grow(room: Room) -> None:
    place = "/formulier/idee-toetsen"
    press(room, place, do="add", label="Lijst", kind="dynamiclist", key="lijst")
    press(room, place, do="add", label="Naam", kind="textfield", after="Veld_lijst")

    wrong = room.send(f"{place}/vraag/Veld_lijst", forEach="hulp +", maxItems="200")
    right = room.send(f"{place}/vraag/Veld_lijst", forEach="=hulp", allowAddRemove=[])

    assert len(wrong.errors) == 2
    assert right.status == 303
    assert (made(room)["allowAddRemove"], made(room)["properties"]) == (False, {"forEach": "=hulp"})


def test_a_question_in_a_list_is_not_asked_of_the_submitter(room: Room) -> None:
    place = "/formulier/idee-toetsen"
    press(room, place, do="add", label="Lijst", kind="dynamiclist", key="lijst")
    press(room, place, do="add", label="Naam", kind="textfield", after="Veld_lijst")

    asked = room.see(f"{place}/vraag/Veld_naam")
    forced = room.send(f"{place}/vraag/Veld_naam", personal="name")

    assert asked.values("personal") == []
    assert "Is dit iets van de indiener zelf?" not in asked.main
    assert forced.status == 422


def test_neither_group_nor_list_is_put_in_a_list(room: Room) -> None:
    place = "/formulier/idee-toetsen"
    press(room, place, do="add", label="Lijst", kind="dynamiclist", key="lijst")
    press(room, place, do="add", label="Naam", kind="textfield", after="Veld_lijst")

    for after in ("Veld_lijst", "Veld_naam"):
        press(room, place, do="add", label=f"Na {after}", kind="dynamiclist", key=f"na_{after.lower()}", after=after)
        press(
            room,
            place,
            do="add",
            label="x",
            kind="textfield",
            key=f"x_{after.lower()}",
            after=f"Veld_na_{after.lower()}",
        )

    assert "een lijst kan niet in een lijst staan" not in room.see(place).main
    assert room.see(f"{place}/voorbeeld").status == 200
