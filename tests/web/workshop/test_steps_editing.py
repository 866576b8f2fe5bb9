"""The list of steps: a process owner changes a process through forms alone, without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

import engine
from tests.conftest import STOCK
from tests.web.conftest import SignIn
from tests.web.visitor import Page
from tests.web.workshop.step_room import Room, Typed


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def test_the_list_has_every_step_with_its_number_and_where_it_leads(room: Room) -> None:
    page = room.see()

    assert page.heading == "Een klein idee"
    headings = [" ".join(h.text_content().split()) for h in page.tree.xpath("//ol//*[self::h3 or self::h4]")]
    assert headings[:3] == ["1 Begin: Idee ingestuurd", "2 Idee toetsen", "3 Keuze: Idee volledig?"]
    assert any(heading.startswith("5.1 Moment: Na 15 dagen") for heading in headings)
    assert "nee → Aanvulling gevraagd" in page.main
    assert "=volledig = false" in page.main


def test_a_change_leads_to_its_list(room: Room) -> None:
    page = room.visitor.get(f"/werkplaats/wijziging/{room.change}")

    assert room.address in page.links()


def test_a_task_is_renamed_and_nothing_else_changes(room: Room) -> None:
    before = room.part.files["process.bpmn"]

    page = room.visitor.follow(room.send("/Task_Check", name="Idee beoordelen"))

    assert "De naam is nu ‘Idee beoordelen’. Die was ‘Idee toetsen’." in page.notices
    assert room.part.files["process.bpmn"] == before.replace(b'name="Idee toetsen"', b'name="Idee beoordelen"')


def test_saving_a_form_as_it_was_changes_no_byte(room: Room) -> None:
    files = dict(room.part.files)

    for key, element in room.elements.items():
        if element.kind != "sequenceFlow":
            assert room.send(f"/{key}").status == 303, key

    assert room.part.files == files
    assert room.part.revision == 1


def test_what_a_task_says_is_changed_by_form(room: Room) -> None:
    room.send(
        "/Task_Check",
        **{
            "assignmentDefinition.candidateGroups": ["ondersteuning", "kernteam"],
            "taskSchedule.dueDate": "P10D",
            "property:publishedStatus": "Bezig",
            "documentation": "Kijk goed.",
        },  # type: ignore[arg-type]
    )

    task = room.elements["Task_Check"]
    assert (task.candidate_groups, task.due_date, task.documentation) == (
        "ondersteuning,kernteam",
        "P10D",
        "Kijk goed.",
    )
    assert task.properties["publishedStatus"] == "Bezig"


def test_a_task_is_added_with_its_group_form_and_deadline(room: Room) -> None:
    page = room.send(
        "/Task_Check/daarna",
        kind="userTask",
        name="Bellen met de indiener",
        groups=["kernteam"],
        form="+",
        due="=werkdagen(3)",
    )

    assert page.status == 303, page.errors
    task = room.named("Bellen met de indiener")
    assert (task.candidate_groups, task.due_date, task.form_id) == (
        "kernteam",
        "=werkdagen(3)",
        "bellen-met-de-indiener",
    )
    assert "forms/bellen-met-de-indiener.form" in room.part.files
    assert f"stap-{task.id}" in str(page.location)


def test_what_else_the_system_is_told_and_the_message_that_is_waited_for_are_changed_by_form(room: Room) -> None:
    mail = next(e for e in room.elements.values() if e.job_type == "mail")
    event = next(e for e in room.elements.values() if e.event is not None and e.event.kind == "message")

    room.send(f"/{mail.id}", headers="soort: =regeling\r\nkopie: archief")
    page = room.visitor.follow(room.send(f"/{event.id}", **{"message.name": "gestopt", "message.key": "=kenmerk"}))

    assert dict(room.elements[mail.id].headers) == {**mail.headers, "soort": "=regeling", "kopie": "archief"}
    now = room.elements[event.id].event
    assert now is not None
    assert (now.reference, now.correlation_key) == ("gestopt", "=kenmerk")
    assert f"Het bericht bij ‘{event.name}’ is nu ‘gestopt’." in page.notices


def test_what_the_check_finds_stands_at_the_step_in_the_list_and_on_its_page(room: Room) -> None:
    room.send("/Task_Check", **{"formDefinition.formId": ""})

    inside = "//*[@id='stap-Task_Check']//*[contains(@class, 'smederij-findings__item')]"
    assert room.see().tree.xpath(inside)
    assert "Task_Check" in room.see("/Task_Check").main


def test_a_task_gets_a_form_of_its_own(room: Room) -> None:
    page = room.visitor.follow(room.send("/Task_Decide", **{"formDefinition.formId": "+"}))

    assert "Bij ‘Besluit vastleggen’ is veranderd: Formulier." in page.notices
    assert room.elements["Task_Decide"].form_id == "besluit-vastleggen"
    assert "Toelichting" in room.see("/formulier/besluit-vastleggen").main


def test_what_is_set_in_one_step_is_told_in_one_sentence_without_a_question(room: Room) -> None:
    typed: Typed = {"formDefinition.formId": "+", "assignmentDefinition.candidateGroups": ["kernteam"]}
    page = room.visitor.follow(room.send("/Task_Decide", **typed))

    assert "Bij ‘Besluit vastleggen’ is veranderd: Welke groepen doen dit, Formulier." in page.notices


def test_an_answer_that_had_no_name_is_told_without_the_name_that_it_had(room: Room) -> None:
    room.send("/Task_Check/tak", question="Is het compleet?", condition="=not(volledig)", to="+endEvent", to_name="Weg")
    choice = room.named("Is het compleet?")
    way = next(key for key in choice.outgoing if not room.elements[key].name)

    page = room.visitor.follow(room.send(f"/{choice.id}", **{f"way.name:{way}": "Ja"}))

    assert "Bij een weg staat nu het antwoord ‘Ja’." in page.notices
    assert "‘’" not in page.notices


def test_a_table_is_made_for_a_step_that_decides(room: Room) -> None:
    page = room.send("/Task_Check/daarna", kind="businessRuleTask", name="Soort bepalen", decision="+")

    assert page.status == 303, page.errors
    step = room.named("Soort bepalen")
    assert (step.decision_id, step.result_variable) == ("soort_bepalen", "soort_bepalen")
    assert room.see("/tabel/soort_bepalen").values("c-0-0") == ["-"]
    assert "Beslistabel: Soort bepalen" in room.see().main


def test_a_branch_with_a_condition_leads_to_a_new_end(room: Room) -> None:
    page = room.send(
        "/Task_Decide/tak",
        question="Is het akkoord?",
        name="Nee",
        condition='=soort = "feest"',
        to="+endEvent",
        to_name="Niet akkoord",
    )

    assert page.status == 303, page.errors
    end = room.named("Niet akkoord")
    assert room.elements[end.incoming[0]].condition == '=soort = "feest"'
    assert "Is het akkoord?" in room.see().main


def test_a_condition_that_is_no_feel_is_refused_and_says_where(room: Room) -> None:
    page = room.send("/Task_Decide/tak", question="Akkoord?", condition="=soort = ", to="End_Decided")

    assert page.status == 422
    assert any(
        error.startswith("De uitdrukking bij ‘Voorwaarde’ klopt niet") and "teken" in error for error in page.errors
    )
    assert page.values("condition") == ["=soort = "]
    assert room.part.revision == 1


def test_every_way_of_a_choice_has_a_condition_but_one(room: Room) -> None:
    page = room.send("/Gateway_Complete", default="Flow_Incomplete")

    assert page.status == 422
    assert page.errors == ["Vul ‘Voorwaarde voor ‘ja’’ in."]


def test_a_choice_gets_another_way_for_when_nothing_fits(room: Room) -> None:
    answer = {"way.condition:Flow_Complete": "=volledig = true"}

    page = room.send("/Gateway_Complete", default="Flow_Incomplete", **answer)

    assert page.status == 303, page.errors
    assert room.elements["Gateway_Complete"].default == "Flow_Incomplete"
    assert room.elements["Flow_Incomplete"].condition is None
    assert room.elements["Flow_Complete"].condition == "=volledig = true"


def test_a_deadline_is_put_on_a_task(room: Room) -> None:
    page = room.send(
        "/Task_Check/intussen",
        kind="timer",
        value="P7D",
        name="Een week voorbij",
        stops="false",
        to="+serviceTask",
        to_name="Herinneren",
        then="+endEvent",
        end_name="Herinnerd",
    )

    assert page.status == 303, page.errors
    event = room.named("Een week voorbij")
    assert (event.attached_to, event.interrupting) == ("Task_Check", False)
    assert room.named("Herinnerd").kind == "endEvent"


def test_a_step_is_moved_and_taken_away(room: Room) -> None:
    assert room.send("/Task_Supplement/verplaatsen", beside="Event_Asked", place="before").status == 303
    assert room.elements[room.elements["Event_Asked"].incoming[0]].source == "Task_Supplement"

    assert room.send("/Task_Supplement/weghalen").status == 303
    assert "Task_Supplement" not in room.elements


def test_a_step_that_cannot_go_says_why(room: Room) -> None:
    page = room.send("/Task_Vote/weghalen")

    assert page.status == 422
    told = "Er hoort een termijn, bericht of fout bij deze stap, of er staat hoe hij wordt teruggedraaid."
    assert page.errors == [f"{told} Haal dat eerst weg."]


def test_a_branch_is_taken_away(room: Room) -> None:
    assert "nee" in room.see("/Flow_Incomplete/weghalen").heading

    assert room.send("/Flow_Incomplete/weghalen").status == 303
    assert {"Event_Asked", "Task_Supplement", "Gateway_Complete"} & room.elements.keys() == set()


def test_who_was_second_sees_what_is_there_now_beside_what_was_typed(room: Room) -> None:
    page = room.see("/Task_Check")
    revision = page.values("revision")
    room.send("/Task_Check", name="Eerste naam")

    page = room.visitor.post(f"{room.address}/Task_Check", {"revision": revision, "name": "Tweede naam"})

    assert page.status == 409
    assert "Bij ‘Naam’ staat nu: Eerste naam" in page.errors
    assert page.values("name") == ["Tweede naam"]
    assert page.values("revision") == ["2"]


def test_a_question_of_a_form_is_changed_added_moved_and_taken_away(room: Room) -> None:
    form = "/formulier/idee-toetsen"
    page = room.see(form)
    revision = page.values("revision")[0]
    added = room.visitor.post(
        room.address + form, {"revision": revision, "do": "add", "label": "Wie belt?", "kind": "textfield", "key": ""}
    )
    assert added.status == 303, added.errors

    files = room.part.files["forms/idee-toetsen.form"].decode()
    assert '"key": "wie_belt"' in files
    assert room.send(f"{form}/vraag/Veld_wie_belt", label="Wie heeft gebeld?", maxLength="80").status == 303
    assert '"maxLength": 80' in room.part.files["forms/idee-toetsen.form"].decode()
    for do in ("up:Veld_wie_belt", "remove:Veld_wie_belt"):
        assert room.visitor.post(room.address + form, {"revision": str(room.part.revision), "do": do}).status == 303
    assert "wie_belt" not in room.part.files["forms/idee-toetsen.form"].decode()


@pytest.fixture
def table(room: Room) -> str:
    """The address of a table in the change."""
    data = (STOCK / "behandeling" / "routebepaling.dmn").read_bytes()
    engine.save_part(room.change, "idee", 1, {"routebepaling.dmn": data}, room.user)
    return "/tabel/routebepaling"


def test_a_rule_is_added_filled_in_and_put_in_its_place(room: Room, table: str) -> None:
    assert room.send(table, do="add").status == 303
    assert room.send(table, **{"c-8-1": "> 90000", "c-8-7": '"handmatig"', "c-8-8": '"Te duur."'}).status == 303

    page = room.visitor.follow(room.send(table, do="up:8"))

    assert "Regel 9 van ‘routebepaling’ is nu regel 8." in page.notices
    assert page.values("c-7-1") == ["> 90000"]
    assert page.values("c-8-8") == ['"De tabel weet het niet. Kies zelf."']


def test_pressing_enter_in_a_cell_only_saves(room: Room, table: str) -> None:
    first = room.see(table).tree.xpath("//main//form//button")[0]

    assert first.get("name") is None


def test_a_cell_that_is_no_feel_is_told_in_its_place(room: Room, table: str) -> None:
    page = room.send(table, **{"c-2-1": "<= <="})

    assert page.status == 422
    assert page.errors[0].startswith("De uitdrukking bij ‘Regel 3, Kosten in euro’ klopt niet")
    assert page.values("c-2-1") == ["<= <="]


def test_a_table_of_more_than_a_thousand_cells_can_be_saved(room: Room, table: str) -> None:
    address, cells = room.address + table, {f"c-0-{number}": "-" for number in range(10, 1200)}

    page = room.visitor.post(address, {"revision": "2", **cells, "c-0-8": '"Een vraag."'})

    assert page.status == 303
    assert room.see(table).values("c-0-8") == ['"Een vraag."']


def test_a_column_and_the_policy_of_a_table_are_changed(room: Room, table: str) -> None:
    answer = room.send(table, policy="ANY", new_label="Groen", new_expression="groen", do="add-input")

    page = room.visitor.follow(answer)
    assert page.values("policy") == ["ANY"]
    assert page.values("expression-7") == ["groen"]
    assert page.values("c-0-7") == ["-"]


def test_a_form_is_shown_as_its_page_will_be(room: Room) -> None:
    page = room.see("/formulier/idee-toetsen/voorbeeld")

    assert page.tree.xpath("//label[contains(., 'Het idee is volledig')]")


def test_a_mail_is_changed_and_a_slip_in_it_is_told(room: Room) -> None:
    broken = room.send("/mail/ontvangen", text="Beste {{ titel + }}")
    assert broken.status == 422
    assert broken.errors[0].startswith("De uitdrukking bij ‘Tekst’ klopt niet")

    assert room.send("/mail/ontvangen", subject="Uw idee is er", text="Dank u wel.\n{{ link }}").status == 303
    assert room.part.files["mails/ontvangen.md"].startswith(b"Onderwerp: Uw idee is er\n\nDank u wel.")


def test_mails_are_called_by_what_they_are_about(room: Room) -> None:
    room.send("/mail/ontvangen", subject="Uw idee ({{ kenmerk }}) is er: {{ titel }}", text="Dank u wel.")

    assert "Uw idee (…) is er" in room.see().tree.xpath("//li[starts-with(., 'Mail:')]/a/text()")
    assert room.see("/mail/ontvangen").heading == "Uw idee (…) is er"


def test_the_name_of_the_file_tells_two_of_one_title_apart(room: Room) -> None:
    two = {f"mails/{name}.md": b"Onderwerp: Bedankt\n\nDank u wel.\n" for name in ("ontvangen", "later")}

    engine.save_part(room.change, "idee", room.part.revision, two, room.user)

    links = room.see().tree.xpath("//section[@aria-labelledby='onderdelen']//li[starts-with(., 'Mail:')]/a/text()")
    assert {"Bedankt (later)", "Bedankt (ontvangen)"} <= set(links)


def test_what_a_reader_may_not_change_has_no_buttons(room: Room, staff: SignIn) -> None:
    page = staff("auditor").get(room.address)

    assert page.status == 200
    assert "Aanpassen" not in page.main
    assert "U kunt deze wijziging nu alleen bekijken." in page.main


def test_from_a_step_of_the_list_the_change_is_tried_until_there(room: Room) -> None:
    (way,) = [link for link in room.see().links() if link.endswith("?naar=idee/Task_Check")]

    page = room.visitor.get(way)

    assert "U zoekt de weg naar ‘Idee toetsen’." in page.main


def test_who_may_not_try_a_change_has_no_way_to_it_in_the_list(room: Room, staff: SignIn) -> None:
    assert not [link for link in staff("auditor").get(room.address).links() if "naar=" in link]


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "broken XML": lambda data: data[:800],
    "a document type": lambda data: data.replace(b"<bpmn:def", b"<!DOCTYPE x><bpmn:def", 1),
    "no process": lambda data: data.replace(b'isExecutable="true"', b'isExecutable="false"'),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_drawing_that_cannot_be_read_is_told_and_breaks_no_page(room: Room, how: str) -> None:
    written = {"process.bpmn": BROKEN[how](room.part.files["process.bpmn"])}
    engine.save_part(room.change, "idee", 1, written, room.user)

    page = room.see()

    assert page.status == 200
    assert "De tekening kan niet worden gelezen" in page.main
    assert page.tree.xpath("//*[contains(@class, 'smederij-findings__item--error')]")
    assert room.see("/Task_Check").status == 404


def test_a_step_that_writes_a_letter_comes_with_a_letter_to_the_submitter(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="serviceTask", name="Besluit sturen", job="letter")

    step = room.named("Besluit sturen")
    assert (step.job_type, step.headers) == ("letter", {"template": "besluit-sturen", "to": "indiener"})
    assert room.part.files["letters/besluit-sturen.md"].startswith(b"Onderwerp: Besluit sturen\n\n{{ aanhef }},")
    assert f"{room.address}/brief/besluit-sturen" in room.see().links()


def test_a_step_that_sends_a_mail_comes_with_a_mail_to_write_and_asks_to_whom(room: Room) -> None:
    assert ("mail", "Een mail sturen") in _choices(room.see("/Task_Check/daarna"), "kind")

    room.send("/Task_Check/daarna", kind="mail", name="Ontvangst bevestigen")

    step = room.named("Ontvangst bevestigen")
    assert (step.kind, step.job_type, step.headers) == ("serviceTask", "mail", {"template": "ontvangst-bevestigen"})
    made = room.part.files["mails/ontvangst-bevestigen.md"]
    assert made.startswith(b"Onderwerp: Ontvangst bevestigen\n\n{{ aanhef }},")
    assert "ontbreekt aan wie het gaat" in room.see(f"/{step.id}").main


def test_a_mail_is_made_where_a_step_asks_for_a_new_one_also_when_there_was_none(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="mail", name="Ontvangst bevestigen")
    step = room.named("Ontvangst bevestigen")

    room.send(f"/{step.id}", **{"header:template": "+", "header:to": "indiener"})

    assert room.named("Ontvangst bevestigen").headers == {"template": "ontvangst-bevestigen-2", "to": "indiener"}
    assert "mails/ontvangst-bevestigen-2.md" in room.part.files


def test_a_branch_can_lead_to_a_new_mail(room: Room) -> None:
    page = room.send(
        "/Task_Check/tak",
        question="Is het compleet?",
        name="Nee",
        condition="=not(volledig)",
        to="+mail",
        to_name="Afwijzen",
        end_name="Afgewezen",
    )

    assert (page.status, room.named("Afwijzen").job_type) == (303, "mail")
    assert "mails/afwijzen.md" in room.part.files


def test_writing_a_letter_is_chosen_as_what_is_added(room: Room) -> None:
    assert ("letter", "Een brief schrijven") in _choices(room.see("/Task_Check/daarna"), "kind")

    room.send("/Task_Check/daarna", kind="letter", name="Besluit sturen")

    step = room.named("Besluit sturen")
    assert (step.kind, step.job_type) == ("serviceTask", "letter")
    assert step.headers == {"template": "besluit-sturen", "to": "indiener"}
    assert "letters/besluit-sturen.md" in room.part.files


def test_a_branch_can_lead_to_a_new_letter(room: Room) -> None:
    page = room.send(
        "/Task_Check/tak",
        question="Gaat het door?",
        name="Nee",
        condition='=titel = "x"',
        to="+letter",
        to_name="Afwijzen",
        end_name="Afgewezen",
    )

    step = room.named("Afwijzen")
    assert (page.status, step.job_type, step.headers["template"]) == (303, "letter", "afwijzen")


def test_what_the_check_wants_is_not_said_to_be_optional(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="serviceTask", name="Bericht sturen", job="mail")

    page = room.see(f"/{room.named('Bericht sturen').id}")

    marked = {" ".join(one.text_content().split()) for one in page.tree.xpath("//label | //legend")}
    assert {"Wat doet het systeem?", "Welke tekst?", "Aan wie?"} <= marked
    assert "Uitleg voor wie de stap doet (niet verplicht)" in marked


def _choices(page: Page, key: str) -> list[tuple[str, str]]:
    """The options of a question, each with its value."""
    found = page.tree.xpath("//input[@name=$key]", key=key)
    return [(one.get("value"), one.getnext().text_content()) for one in found]


def test_the_text_of_a_letter_is_written_on_a_page_of_its_own(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="serviceTask", name="Besluit sturen", job="letter")

    room.send("/brief/besluit-sturen", subject="Uw idee {{ titel }}", text="{{ aanhef }},\n\nHet gaat door.")

    assert room.part.files["letters/besluit-sturen.md"] == (
        b"Onderwerp: Uw idee {{ titel }}\n\n{{ aanhef }},\n\nHet gaat door.\n"
    )


def test_a_letter_that_is_no_feel_is_told_at_its_text(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="serviceTask", name="Besluit sturen", job="letter")

    page = room.send("/brief/besluit-sturen", subject="Uw idee", text="{{ titel + }}")

    assert page.status == 422
    assert room.part.files["letters/besluit-sturen.md"].startswith(b"Onderwerp: Besluit sturen")


def test_another_letter_is_made_where_a_step_asks_for_a_new_one(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="serviceTask", name="Besluit sturen", job="letter")
    step = room.named("Besluit sturen")

    room.send(f"/{step.id}", **{"header:template": "+", "header:to": "indiener-zonder-mail"})

    assert room.named("Besluit sturen").headers == {"template": "besluit-sturen-2", "to": "indiener-zonder-mail"}
    assert "letters/besluit-sturen-2.md" in room.part.files


def test_a_register_and_its_columns_are_chosen_and_typed_in_the_form_of_a_step(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="serviceTask", name="Inschrijven", job="register")
    step = room.named("Inschrijven")

    page = room.send(f"/{step.id}", **{"header:register": "besluitenregister", "inputs": "plan = titel"})

    assert page.status == 303
    changed = room.named("Inschrijven")
    assert (changed.headers, [one.target for one in changed.inputs]) == ({"register": "besluitenregister"}, ["plan"])


def test_the_list_tells_terms_in_words_and_names_in_findings_without_asterisks(room: Room) -> None:
    bare = room.part.files["process.bpmn"].replace(b'name="Idee toetsen"', b'name=""')
    engine.save_part(
        room.change, "idee", room.part.revision, {"process.bpmn": bare}, engine.find_user("proceseigenaar")
    )

    page = room.visitor.get(room.address)

    assert "Termijn: 5 werkdagen" in page.main
    assert "heeft geen naam." in page.main
    assert "*" not in page.main


def test_groups_go_by_what_they_are_called_here_wherever_they_are_chosen(room: Room) -> None:
    called = {page: room.see(page).main.count("Gemeente Hoogeveen") for page in ("/Task_Check", "/Task_Check/daarna")}

    assert called == {"/Task_Check": 1, "/Task_Check/daarna": 1}
