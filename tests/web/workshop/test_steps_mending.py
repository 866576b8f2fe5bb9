"""What the check asks for can also be done in the list of steps, without the drawing and without script."""

from __future__ import annotations

import json

import pytest
from flask import Flask

import engine
from engine.workshop.blank import draw_blank_table
from tests.engine.diagrams import chain, definitions, end, flow, node, start, user
from tests.web.conftest import SignIn
from tests.web.visitor import Page
from tests.web.workshop.step_room import Room, Typed

CALLED = '<zeebe:calledDecision decisionId="kiezen" resultVariable="route" />'
FORM = "forms/idee-toetsen.form"


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def _ask(room: Room, kind: str, key: str) -> str:
    """Add a question; returns the address of its page."""
    typed = {"revision": str(room.part.revision), "do": "add", "label": key.title(), "kind": kind, "key": key}
    assert room.visitor.post(f"{room.address}/formulier/idee-toetsen", typed).status == 303
    return f"/formulier/idee-toetsen/vraag/Veld_{key}"


def _properties(room: Room) -> list[object]:
    return [one.get("properties") for one in json.loads(room.part.files[FORM])["components"] if "properties" in one]


def test_a_letter_has_an_address_once_a_question_is_said_to_ask_for_it(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="serviceTask", name="Besluit sturen", job="letter")
    assert "Is dit iets van de indiener zelf? Postadres." in room.see().main
    question = _ask(room, "textarea", "adres")

    assert room.send(question, personal="address").status == 303

    assert _properties(room) == [{"personal": "address"}]
    assert "geen formulier vraagt naar het adres" not in room.see().main
    assert "van de indiener: postadres" in room.see("/formulier/idee-toetsen").main


def test_a_question_that_is_not_about_the_submitter_any_more_loses_the_property(room: Room) -> None:
    question = _ask(room, "textfield", "adres")
    room.send(question, personal="address")

    room.send(question, personal="")

    assert _properties(room) == []


def test_one_form_asks_the_same_of_the_submitter_once(room: Room) -> None:
    first, second = _ask(room, "textfield", "adres"), _ask(room, "textfield", "postadres")
    room.send(first, personal="address")

    page = room.send(second, personal="address")

    assert page.status == 422
    assert page.errors[0].startswith("Een andere vraag van dit formulier vraagt dit al.")


def test_a_long_text_is_never_offered_as_an_e_mail_address(room: Room) -> None:
    page = room.see(_ask(room, "textarea", "verhaal"))

    assert page.tree.xpath("//input[@name='personal']/@value") == ["", "name", "address"]


def test_only_the_name_of_a_variable_is_told_to_be_letters_digits_and_underscores(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="businessRuleTask", name="Gebied bepalen", decision="+")

    table = room.see(f"/{room.named('Gebied bepalen').id}")

    assert not table.tree.xpath("//input[@name='name']/@aria-describedby")
    assert table.tree.xpath("//input[@name='calledDecision.resultVariable']/@aria-describedby")


def _start(room: Room) -> str:
    return next(e.id for e in room.elements.values() if e.kind == "startEvent" and e.parent == "idee")


def test_a_process_begins_with_a_new_form(room: Room) -> None:
    assert room.send(f"/{_start(room)}", **{"formDefinition.formId": "+"}).status == 303

    form = room.elements[_start(room)].form_id
    assert form == "een-klein-idee"  # after the process: a resident would not know the name of an event
    assert f"forms/{form}.form" in room.part.files


def test_what_a_reference_begins_with_and_the_title_are_set_where_a_process_begins(room: Room) -> None:
    before = room.process.properties["referencePrefix"]

    page = room.send(f"/{_start(room)}", **{"process:referencePrefix": "KLEIN", "process:titleVariable": "soort"})

    assert page.status == 303
    assert (before, room.process.properties["referencePrefix"]) == ("IDEE", "KLEIN")
    assert room.process.properties["titleVariable"] == "soort"
    assert "is veranderd: Begin van het nummer, Gegeven met de titel." in room.see().main


def test_what_a_case_is_called_is_set_where_a_process_begins(room: Room) -> None:
    words = {"caseNoun": "aanvraag", "caseNounPlural": "aanvragen", "caseArticle": "de", "caseNounEnglish": ""}

    page = room.send(f"/{_start(room)}", **{f"process:{name}": word for name, word in words.items()})

    assert page.status == 303
    assert {name: room.process.properties.get(name, "") for name in words} == words
    assert room.see(f"/{_start(room)}").values("process:caseArticle") == ["de"]
    assert "Woord voor één zaak, Woord voor meer zaken, De of het bij dat woord." in room.see().main


def test_what_a_case_is_called_goes_by_emptying_it(room: Room) -> None:
    begin = _start(room)
    room.send(
        f"/{begin}",
        **{"process:caseNoun": "plan", "process:caseNounPlural": "plannen", "process:caseArticle": "het"},
    )

    room.send(f"/{begin}", **{"process:caseNoun": "", "process:caseNounPlural": "", "process:caseArticle": ""})

    assert not [name for name in room.process.properties if name.startswith("case")]


@pytest.mark.parametrize("word", ["<b>aanvraag</b>", "aan\u202evraag", "a" * 41])
def test_what_could_be_read_as_something_else_is_not_taken_for_what_a_case_is_called(room: Room, word: str) -> None:
    page = room.send(f"/{_start(room)}", **{"process:caseNoun": word})

    assert page.status == 422
    assert page.errors == [
        "Gebruik bij ‘Woord voor één zaak’ letters en cijfers, met een spatie, een streepje of een apostrof ertussen. "
        "Het zijn er hooguit 40."
    ]
    assert "caseNoun" not in room.process.properties


def test_what_a_reference_begins_with_is_capitals(room: Room) -> None:
    page = room.send(f"/{_start(room)}", **{"process:referencePrefix": "klein idee"})

    assert page.status == 422
    assert page.errors == ["Schrijf bij ‘Begin van het nummer’ 2 tot 12 hoofdletters, zoals IDEE."]


def _lose_a_form(room: Room) -> None:
    drawn = room.part.files["process.bpmn"].replace(b'formId="idee-toetsen"', b'formId="weg"')
    engine.save_part(room.change, "idee", room.part.revision, {"process.bpmn": drawn}, room.user)


def _press(room: Room, **told: str) -> Page:
    """Press the first button that fixes something."""
    page = room.see()
    (form,) = page.tree.xpath("//form[.//button[@name='herstel']]")
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input | .//button")}
    return room.visitor.post(form.get("action"), {**sent, **told})


def test_what_the_check_offers_to_mend_is_mended_with_one_button_in_the_list(room: Room) -> None:
    _lose_a_form(room)

    page = _press(room)

    assert (page.status, page.location) == (303, f"{room.address}?bij=Task_Check#stap-Task_Check")
    assert "forms/weg.form" in room.part.files
    assert "Gedaan: Maak een leeg formulier weg." in room.see().main


def test_the_same_button_stands_on_the_page_of_the_step(room: Room) -> None:
    _lose_a_form(room)

    assert room.see("/Task_Check").tree.xpath("//button[@name='herstel']/@value") == ["formulier:weg"]


def _draw_deadlock(room: Room) -> None:
    """A choice, followed by a join that waits for both branches."""
    drawn = definitions(
        *(start(), node("exclusiveGateway", "Keuze", default="Nee"), node("parallelGateway", "Samen"), end()),
        *(user("A", form="idee-toetsen"), user("B", form="idee-toetsen"), chain("Begin", "Keuze")),
        *(
            flow("Keuze", "A", "=true"),
            flow("Keuze", "B", key="Nee"),
            chain("A", "Samen", "Klaar"),
            chain("B", "Samen"),
        ),
        process="idee",
    )
    engine.save_part(room.change, "idee", room.part.revision, {"process.bpmn": drawn}, room.user)


def test_a_deadlock_is_mended_without_the_drawing(room: Room) -> None:
    _draw_deadlock(room)

    page = _press(room)

    assert (page.status, room.elements["Samen"].kind) == (303, "exclusiveGateway")
    assert not room.see().tree.xpath("//button[@name='herstel']")


def test_the_way_to_what_goes_wrong_is_played_as_a_list_that_leads_to_each_step(room: Room) -> None:
    _draw_deadlock(room)

    page = room.see()

    (played,) = page.tree.xpath("//details[summary[starts-with(., 'Speel af')]]")
    assert played.xpath("./ol/li/a/text()") == ["Begin", "Keuze", "A", "Samen"]
    anchors = [link.partition("#")[2] for link in played.xpath("./ol/li/a/@href")]
    assert anchors == ["stap-Begin", "stap-Keuze", "stap-A", "stap-Samen"]
    assert all(page.tree.xpath("//*[@id=$anchor]", anchor=anchor) for anchor in anchors)
    assert "Hier gaat het mis: Samen." in page.main


def test_an_answer_on_the_way_to_what_goes_wrong_is_told(room: Room) -> None:
    _draw_deadlock(room)
    room.send("/Keuze", **{"way.name:Keuze_to_A": "Ja"})

    page = room.see()

    assert "Keuze → A (Ja)" in page.tree.xpath("//details[summary[starts-with(., 'Speel af')]]/ol/li/a/text()")


def test_what_is_not_offered_any_more_is_not_mended(room: Room) -> None:
    _lose_a_form(room)

    page = _press(room, herstel="formulier:zomaar")

    assert page.status == 409
    assert page.errors == ["Dit kan niet meer zo worden hersteld. Kijk hieronder hoe het nu is."]
    assert "forms/zomaar.form" not in room.part.files


def test_what_somebody_else_saved_meanwhile_is_not_mended_unseen(room: Room) -> None:
    _lose_a_form(room)

    page = _press(room, revision="1")

    assert page.status == 409
    assert "forms/weg.form" not in room.part.files


def test_a_finding_at_the_gate_leads_to_its_step(room: Room) -> None:
    _lose_a_form(room)

    page = room.visitor.get(f"/werkplaats/wijziging/{room.change}/aanbieden")

    assert f"{room.address}#stap-Task_Check" in page.links()


@pytest.fixture
def table(room: Room) -> str:
    """The address of a new table that a step uses, with one rule: for any input, "vul in"."""
    room.send("/Task_Check/daarna", kind="businessRuleTask", name="Gebied bepalen", decision="+")
    return "/tabel/gebied_bepalen"


@pytest.mark.parametrize("typed", ["snel", "tot 100", 'nieuw, "oud"'])
def test_a_text_without_quotes_in_a_table_is_told_in_its_place(room: Room, table: str, typed: str) -> None:
    before = room.part.files["gebied_bepalen.dmn"]

    page = room.send(table, **{"c-0-0": typed})

    name = typed.partition(",")[0]
    assert page.status == 422
    assert page.errors[0].startswith(f"Bij ‘Regel 1, Vraag’ staat {name}, maar niets geeft die naam een waarde.")
    assert f'schrijf dan "{name}"' in page.errors[0]
    assert room.part.files["gebied_bepalen.dmn"] == before


@pytest.mark.parametrize("typed", ["titel", '"snel"', "<= 100", "-", "not(titel)"])
def test_what_a_cell_can_read_is_taken(room: Room, table: str, typed: str) -> None:
    assert room.send(table, **{"c-0-0": typed}).status == 303


def test_a_name_that_nothing_gives_is_told_on_the_page_of_the_table_too(room: Room, table: str) -> None:
    room.send(table, **{"c-0-0": "> grens"})

    page = room.see(table)

    assert "leest 'grens', maar niets geeft die naam een waarde" in page.main
    assert 'Zet er dan aanhalingstekens om: "grens".' in page.main


def test_the_pages_of_a_table_and_a_mail_tell_which_values_they_can_read(room: Room, table: str) -> None:
    _ask(room, "number", "bezoekers")
    room.send("/Task_Check/daarna", kind="mail", name="Bevestigen")

    for place in (table, "/mail/bevestigen"):
        names = room.see(place).tree.xpath("//main//dt/code/text()")
        assert "bezoekers" in names, place


def test_a_name_in_a_mail_that_nothing_gives_is_told_on_the_page_of_the_mail_too(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="mail", name="Bevestigen")
    room.send("/mail/bevestigen", text="Er komen {{ bezoekers }} mensen.")

    page = room.see("/mail/bevestigen")

    assert "leest 'bezoekers', maar niets geeft die naam een waarde" in page.main


def test_a_rule_is_added_below_another(room: Room, table: str) -> None:
    room.send(table, do="add")

    room.send(table, do="add:0", **{"c-1-1": '"laatste"'})

    page = room.see(table)
    assert [page.values(f"c-{rule}-1") for rule in range(3)] == [['"vul in"'], [""], ['"laatste"']]


@pytest.mark.parametrize("where", ["in the column that is there", "in one more column"])
def test_a_new_table_looks_at_a_number_without_a_word_about_types(room: Room, table: str, where: str) -> None:
    _ask(room, "number", "bezoekers")
    column = "0" if where == "in the column that is there" else "1"
    head = {"expression-0": "bezoekers"} if column == "0" else {"do": "add-input", "new_expression": "bezoekers"}
    room.send(table, **head)
    room.send(table, do="add:0", **{f"c-0-{column}": ">= 100"})

    output = int(column) + 1
    room.send(table, **{f"c-0-{output}": '"groot"', f"c-1-{output}": '"klein"'})

    assert not room.see(table).tree.xpath("//*[contains(@class, 'smederij-findings__item')]")


def test_a_column_that_looks_at_something_else_forgets_the_type_of_what_it_looked_at(room: Room, table: str) -> None:
    _ask(room, "number", "bezoekers")
    typed = room.part.files["gebied_bepalen.dmn"].replace(
        b'<inputExpression id="gebied_bepalen_uitdrukking_1">',
        b'<inputExpression id="gebied_bepalen_uitdrukking_1" typeRef="string">',
    )
    engine.save_part(room.change, "idee", room.part.revision, {"gebied_bepalen.dmn": typed}, room.user)

    room.send(table, **{"expression-0": "bezoekers"})

    assert b"typeRef" not in room.part.files["gebied_bepalen.dmn"]


def test_a_branch_to_a_new_task_says_who_does_it_with_a_form_of_its_own(room: Room) -> None:
    task: Typed = {"to": "+userTask", "to_name": "Buren vragen", "groups": ["kernteam"], "form": "+", "due": "P7D"}
    page = room.send(
        "/Task_Check/tak", question="Zijn er buren?", name="Ja", condition="=volledig", end_name="Gevraagd", **task
    )

    made = room.named("Buren vragen")
    assert page.status == 303, page.errors
    assert (made.candidate_groups, made.form_id, made.due_date) == ("kernteam", "buren-vragen", "P7D")
    assert "forms/buren-vragen.form" in room.part.files
    assert room.named("Gevraagd").kind == "endEvent"


def test_what_happens_when_the_time_is_up_is_a_whole_task_too(room: Room) -> None:
    task = {"to": "+serviceTask", "to_name": "Brief sturen", "job": "letter", "end_name": "Gestuurd"}
    page = room.send("/Task_Check/intussen", kind="timer", value="P7D", name="Een week voorbij", stops="false", **task)

    assert page.status == 303, page.errors
    assert room.named("Brief sturen").headers["template"] == "brief-sturen"
    assert "letters/brief-sturen.md" in room.part.files


def test_a_process_that_gets_its_values_from_outside_takes_the_names_that_its_table_reads_already(room: Room) -> None:
    # Nothing here says how a case of this process starts.
    drawn = definitions(
        *(start(), node("businessRuleTask", "Kiezen", CALLED), end(), chain("Begin", "Kiezen", "Klaar")), process="idee"
    )
    table = draw_blank_table("kiezen").replace(b'<text>"alles"</text>', b"<text>soort</text>")
    engine.save_part(room.change, "idee", room.part.revision, {"process.bpmn": drawn, "kiezen.dmn": table}, room.user)

    refused = room.send("/tabel/kiezen", **{"c-0-1": "snel"})
    taken = room.send("/tabel/kiezen", **{"c-0-1": "soort"})

    assert (refused.status, taken.status) == (422, 303)


def test_how_ways_come_together_is_chosen_in_the_form_of_the_step(room: Room) -> None:
    _draw_deadlock(room)

    assert room.send("/Samen", join="exclusiveGateway").status == 303

    assert room.elements["Samen"].kind == "exclusiveGateway"
    assert "is het nu: Elke weg loopt gewoon door." in room.see().main
    assert room.send("/Samen", join="parallelGateway").status == 303
    assert room.elements["Samen"].kind == "parallelGateway"
