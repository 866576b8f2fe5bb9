"""Completing: what happens to typed text, to personal data, and to a declared interest in a vote."""

from __future__ import annotations

import pytest

import engine
from engine.dialect.folder import from_bytes
from engine.models import HistoryEvent, Person
from engine.municipality import reading
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, flow, folder, form, node, properties, start, user
from tests.engine.going_on import bring_to_vote
from tests.engine.stories import GIVEN, idea

BEGUN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
CONTACT = form(
    "contact",
    field("telefoon", properties={"personal": "phone"}),
    field("mail", properties={"personal": "email"}),
    field("notitie", "textarea"),
)


@pytest.fixture
def called(deploy: Deploy, people: People) -> engine.StartedCase:
    """Somebody who gave a name and an address for mail, and is called by the office. With that the case goes on."""
    deploy(
        folder(
            BEGUN, user("Bellen", form="contact"), user("Verder"), end(), chain("Begin", "Bellen", "Verder", "Klaar"),
            files={
                "forms/begin.form": form(
                    "begin", field("naam", properties={"personal": "name"}),
                    field("mail", properties={"personal": "email"}),
                ),
                "forms/contact.form": CONTACT,
            },
        )
    )  # fmt: skip
    return engine.start_case("proef", {"naam": "Ina Inwoner", "mail": "ina@voorbeeld.invalid"}, None)


def contact_of(name: str) -> tuple[str | None, str | None]:
    with reading() as session:
        person = session.query(Person).filter_by(name=name).one()
        return person.phone, person.email


def call(people: People, **answers: str) -> str:
    (task,) = engine.list_team_tasks(people.office).items
    engine.complete_task(task.id, people.office, answers)
    return task.case_id


def test_what_staff_hear_of_the_submitter_goes_to_the_person_and_nowhere_else(
    called: engine.StartedCase, people: People
) -> None:
    case_id = call(people, telefoon="0528 123456", mail="nieuw@voorbeeld.invalid", notitie="belt na vieren")

    detail = engine.read_case(case_id, people.auditor)
    assert contact_of("Ina Inwoner") == ("0528 123456", "nieuw@voorbeeld.invalid")
    assert "belt na vieren" in str(detail.answers)
    assert "0528" not in str(detail.answers)
    assert "0528" not in str(engine.read_task(engine.list_team_tasks(people.office).items[0].id, people.office).answers)


def test_what_staff_leave_empty_stays_as_it_was(called: engine.StartedCase, people: People) -> None:
    call(people, telefoon="0528 123456", mail="", notitie="")

    assert contact_of("Ina Inwoner") == ("0528 123456", "ina@voorbeeld.invalid")


def test_where_nobody_handed_it_in_what_is_personal_is_kept_of_nobody(deploy: Deploy, people: People) -> None:
    deploy(folder(
        start("Begin", properties(startableBy="ondersteuning"), '<zeebe:formDefinition formId="leeg" />'),
        user("Bellen", form="contact"), end(), chain("Begin", "Bellen", "Klaar"), files={"forms/contact.form": CONTACT},
    ))  # fmt: skip
    engine.start_case("proef", {}, people.office)

    case_id = call(people, telefoon="0528 123456", mail="", notitie="")

    assert engine.read_case(case_id, people.office).case.state == "completed"
    with reading() as session:
        assert session.query(Person).filter(Person.phone.is_not(None)).count() == 0


def test_what_was_typed_is_kept_when_the_case_cannot_go_on(deploy: Deploy, people: People) -> None:
    deploy(folder(
        start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />'),
        user("Wegen", form="wegen"), node("exclusiveGateway", "Duur?", default="nee"), end("Duur"), end(),
        chain("Begin", "Wegen", "Duur?"), flow("Duur?", "Duur", "=bedrag &gt; 5"), flow("Duur?", "Klaar", key="nee"),
        files={"forms/wegen.form": form("wegen", field("notitie", "textarea"))},
    ))  # fmt: skip
    engine.start_case("proef", {}, None)
    (task,) = engine.list_team_tasks(people.office).items

    with pytest.raises(engine.ExecutionFailed):
        engine.complete_task(task.id, people.office, {"notitie": "Een lang verhaal"})

    assert engine.read_task(task.id, people.office).draft == {"notitie": ["Een lang verhaal"]}
    assert [incident.case_id for incident in engine.list_incidents(people.operator)] == [task.case_id]


def test_a_vote_and_an_interest_are_told_apart_in_the_history(deploy: Deploy, people: People) -> None:
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    bring_to_vote(people)
    first, second, _ = people.members
    papers = [engine.list_ballots(member)[0].my_task for member in (first, second)]
    assert papers[0] is not None
    assert papers[1] is not None

    engine.complete_task(papers[0].id, first, {"keuze": "voor", "reden": ""})
    engine.complete_task(papers[0].id, first, {"keuze": "tegen", "reden": ""})
    engine.recuse(papers[1].id, second, "Mijn zus dient dit in")

    with reading() as session:
        rows = session.query(HistoryEvent).filter(HistoryEvent.kind.in_(("vote_cast", "member_recused")))
        told = [(row.kind, row.person_id, row.facts.get("changed")) for row in rows.order_by(HistoryEvent.sequence)]
    assert told == [("vote_cast", first.id, False), ("vote_cast", first.id, True), ("member_recused", second.id, None)]


def test_who_takes_no_part_need_not_answer_what_else_a_ballot_asks(deploy: Deploy, people: People) -> None:
    drawn = idea()
    asked = drawn.files["forms/stembiljet.form"].decode()
    more = asked.replace(
        '"components": [', '"components": [{"id": "F", "type": "number", "key": "hoogste", "label": "T"}, '
    )
    deploy(from_bytes({**drawn.files, "forms/stembiljet.form": more.encode()}, source="voorbeeld"))
    engine.start_case("voorbeeld", GIVEN, None)
    bring_to_vote(people)
    mine = engine.list_ballots(people.members[0])[0].my_task
    assert mine is not None

    engine.recuse(mine.id, people.members[0], "Mijn zus dient dit in")

    assert engine.list_ballots(people.members[1])[0].recused == 1
