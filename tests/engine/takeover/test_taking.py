"""Taking over: a row of a spreadsheet becomes a case at its own step, and nobody gets a mail."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

import engine
from engine.errors import MoveRefused, NotAllowed
from engine.models import Answer, Case, HistoryEvent, Job, Person, Publication
from engine.municipality import reading, transaction
from engine.takeover import taking
from engine.versions import definitions
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import (
    boundary,
    chain,
    end,
    field,
    folder,
    form,
    node,
    properties,
    start,
    timer,
    user,
)  # fmt: skip
from tests.engine.proofs import reasons

WHY = "Overgang van het rekenblad"
MAIL = '<zeebe:taskDefinition type="mail" />'
ASKED = [
    field("titel", validate={"required": True}),
    field("kosten", "number"),
    field(
        "soort", "select", values=[{"label": "Korte klap", "value": "kort"}, {"label": "Lange klap", "value": "lang"}]
    ),
    field("naam", properties={"personal": "name"}),
    field("e_mail", "textfield", properties={"personal": "email"}),
]
BEGUN = start(
    "Begin",
    '<zeebe:formDefinition formId="begin" />',
    properties(startableBy="iedereen", publishedStatus="Ingestuurd", statutoryTerm="P8W"),
)


def headers(**told: str) -> str:
    rows = "".join(f'<zeebe:header key="{key}" value="{value}" />' for key, value in told.items())
    return f"<zeebe:taskHeaders>{rows}</zeebe:taskHeaders>"


@pytest.fixture
def deployed(deploy: Deploy, people: People) -> None:
    """An idea that is read, and then advised on in a process of its own, of which a later mail names the summary."""
    inside = folder(
        start("Gevraagd"),
        user("Advies geven", due="=werkdagen(5)"),
        user("Samenvatten", form="samenvatten"),
        end("Gegeven"),
        chain("Gevraagd", "Advies geven", "Samenvatten", "Gegeven"),
        process="advies",
        files={"forms/samenvatten.form": form("samenvatten", field("samenvatting"))},
    )
    called = '<zeebe:calledElement processId="advies" propagateAllChildVariables="true" />'
    main = folder(
        BEGUN,
        node("serviceTask", "Bevestigen", MAIL, headers(template="ontvangen", to="indiener")),
        user("Lezen", properties(publishedStatus="Het wijkteam kijkt mee")),
        boundary("Te lang", "Lezen", timer("Duration", "P14D")),
        node("callActivity", "Advies vragen", called),
        user("Besluiten"),
        node("serviceTask", "Melden", MAIL, headers(template="besluit", to="indiener")),
        end(), end("Verlopen"),
        chain("Begin", "Bevestigen", "Lezen", "Advies vragen", "Besluiten", "Melden", "Klaar"),
        chain("Te lang", "Verlopen"),
        process="plan",
        files={
            "forms/begin.form": form("begin", *ASKED),
            "mails/ontvangen.md": b"Onderwerp: Ontvangen\n\nDank u wel.",
            "mails/besluit.md": b"Onderwerp: Besluit\n\n{{ samenvatting }}",
        },
    )  # fmt: skip
    deploy(inside, main)


def rows(*lines: str, head: str = "nummer;stap;ontvangen;sinds;titel;kosten;naam;e-mail;samenvatting") -> bytes:
    return "\r\n".join((head, *lines)).encode("utf-8-sig")


def take(data: bytes, people: People) -> list[taking.Taken]:
    return list(taking.take_over("plan", data, people.operator, WHY))


def only_problem(data: bytes, people: People) -> str:
    (row,) = taking.plan_takeover("plan", data, people.operator).rows
    (problem,) = row.problems
    return problem


def the_case(people: People, reference: str) -> engine.CaseDetail:
    return engine.read_case(reference, people.office)


READ = "S-1;Lezen;2-2-2026;;Bankje;1.250,50;Jan;jan@voorbeeld.invalid;"
INSIDE = "S-2;Samenvatten;;;Plein;;Piet;piet@voorbeeld.invalid;"


@pytest.mark.usefixtures("deployed")
def test_each_row_is_a_case_at_its_own_step_also_inside_a_called_process(people: People) -> None:
    first, second = take(rows(READ, INSIDE), people)

    assert [task.name for task in the_case(people, first.reference).open_tasks] == ["Lezen"]
    assert [task.name for task in the_case(people, second.reference).open_tasks] == ["Samenvatten"]
    with reading() as session:
        titles = dict(session.execute(select(Case.reference, Case.title)).all())
    assert (titles[first.reference], titles[second.reference]) == ("Bankje", "Plein")


@pytest.mark.usefixtures("deployed")
def test_nobody_gets_a_mail_and_nothing_is_asked_of_the_workers(people: People) -> None:
    take(rows(READ, INSIDE), people)

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


@pytest.mark.usefixtures("deployed")
def test_the_statutory_term_counts_from_the_day_on_which_it_came_in(people: People) -> None:
    first, second = take(rows(READ, INSIDE), people)

    dated, undated = the_case(people, first.reference), the_case(people, second.reference)

    assert (dated.received_on, dated.statutory_due) == (date(2026, 2, 2), date(2026, 3, 30))
    assert (undated.received_on, undated.statutory_due) == (None, date(2026, 4, 28))


@pytest.mark.usefixtures("deployed")
def test_the_terms_of_the_step_count_from_the_day_on_which_it_came_there(people: People) -> None:
    (taken,) = take(rows("S-1;Advies geven;;26-2-2026;Bankje;;;;"), people)

    (task,) = the_case(people, taken.reference).open_tasks

    assert task.due_at is not None
    assert task.due_at.date() == date(2026, 3, 5)


@pytest.mark.usefixtures("deployed")
def test_a_case_goes_on_to_its_end_with_what_the_file_gave(people: People) -> None:
    (taken,) = take(rows("S-3;Besluiten;;;Plein;;Piet;piet@voorbeeld.invalid;Iedereen is voor"), people)
    (task,) = the_case(people, taken.reference).open_tasks

    engine.complete_task(task.id, people.office, {})

    with reading() as session:
        case = session.scalars(select(Case)).one()
        (job,) = session.scalars(select(Job))
        assert case.state == "completed"
        assert "Iedereen is voor" in job.payload["data"]["text"]


@pytest.mark.usefixtures("deployed")
def test_a_column_that_a_later_step_reads_must_be_there_and_may_be_empty(people: People) -> None:
    head = "nummer;stap;titel"

    assert "De kolom ‘samenvatting’ ontbreekt: ‘Melden’" in only_problem(rows("S-1;Besluiten;Plein", head=head), people)
    assert not taking.plan_takeover("plan", rows("S-1;Lezen;Plein", head=head), people.operator).refused
    with_it = rows("S-1;Besluiten;Plein;", head=f"{head};samenvatting")
    assert not taking.plan_takeover("plan", with_it, people.operator).refused


@pytest.mark.usefixtures("deployed")
def test_a_term_that_has_passed_since_is_refused_because_it_would_take_effect_at_once(people: People) -> None:
    assert only_problem(rows("S-1;Lezen;;1-2-2026;Bankje;;;;"), people).startswith(
        "De termijn ‘Te lang’ was al om op 15-02-2026"
    )


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (";Lezen;;;Bankje;;;;", "Vul bij nummer het nummer in"),
        ("S-1;Nergens;;;Bankje;;;;", "De stap ‘Nergens’ is er niet."),
        ("S-1;;;;Bankje;;;;", "Vul bij stap in waar de zaak nu is."),
        ("S-1;Lezen;31-2-2026;;Bankje;;;;", "ontvangen: ‘31-2-2026’ is geen dag"),
        ("S-1;Lezen;1-1-2190;;Bankje;;;;", "moet nog komen"),
        ("S-1;Lezen;;;Bankje;duizend;;;", "kosten: ‘duizend’ is geen getal"),
        ("S-1;Lezen;;;Bankje;;;geen adres;", "e-mail: ‘geen adres’"),
        ("S-1;Bevestigen;;;Bankje;;;;", "Er zou meteen een e-mail uitgaan, bij ‘Bevestigen’"),
        ("S-1;Klaar;;;Bankje;;;;", "De zaak zou meteen klaar zijn"),
    ],
)
def test_a_row_that_cannot_be_taken_over_says_why(people: People, line: str, said: str) -> None:
    assert said in only_problem(rows(line), people)


@pytest.mark.usefixtures("deployed")
def test_if_one_row_cannot_be_taken_over_none_is(people: People) -> None:
    with pytest.raises(MoveRefused, match="Er is niets overgenomen"):
        take(rows(READ, "S-9;Nergens;;;Bankje;;;;"), people)

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0


@pytest.mark.usefixtures("deployed")
def test_the_same_file_again_takes_over_only_what_is_new(people: People) -> None:
    (before,) = take(rows(READ), people)

    again, new = take(rows(READ, INSIDE), people)

    assert (again.reference, again.before) == (before.reference, True)
    assert (new.before, new.reference != before.reference) == (False, True)


@pytest.mark.usefixtures("deployed")
def test_a_number_that_is_there_twice_is_refused(people: People) -> None:
    plan = taking.plan_takeover("plan", rows(READ, READ), people.operator)

    assert [row.problems for row in plan.rows] == [("Het nummer S-1 staat er 2 keer.",)] * 2


@pytest.mark.usefixtures("deployed")
def test_the_submitter_reads_the_status_that_belongs_to_the_step(people: People) -> None:
    take(rows(READ, INSIDE), people)

    with reading() as session:
        told = session.scalars(select(Publication.status).order_by(Publication.id)).all()
    assert told == ["Ingestuurd", "Het wijkteam kijkt mee"]


@pytest.mark.usefixtures("deployed")
def test_names_and_addresses_are_kept_apart_and_never_in_the_history(people: People) -> None:
    take(rows(READ), people)

    with reading() as session:
        assert session.scalar(select(Person.email).where(Person.name == "Jan")) == "jan@voorbeeld.invalid"
        told = str(session.scalars(select(HistoryEvent.facts)).all()) + str(session.scalars(select(Answer.given)).all())
    assert "Jan" not in told
    assert "jan@" not in told


@pytest.mark.usefixtures("deployed")
def test_the_history_says_who_took_it_over_and_why_and_is_proved(people: People) -> None:
    taken, _ = take(rows(READ, INSIDE), people)

    event = next(i for i in engine.read_case(taken.reference, people.auditor).timeline if i.kind == "case_taken_over")

    assert (event.who, event.element_name, event.facts["reason"]) == ("Bo Beheer", "Lezen", WHY)
    assert reasons() == set()


@pytest.mark.usefixtures("deployed")
def test_only_an_operator_takes_cases_over(people: People) -> None:
    with pytest.raises(NotAllowed):
        taking.plan_takeover("plan", rows(READ), people.director)
    with pytest.raises(NotAllowed):
        taking.take_over("plan", rows(READ), people.office, WHY)


@pytest.mark.usefixtures("deployed")
def test_a_reason_is_needed(people: People) -> None:
    with pytest.raises(MoveRefused, match="Schrijf op waarom"):
        taking.take_over("plan", rows(READ), people.operator, "  ")


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize(
    ("given", "meant"),
    [("Korte klap", "kort"), ("kort", "kort"), ("LANGE KLAP", "lang"), ("", None)],
    ids=["as people read it", "as it is stored", "with other capitals", "nothing"],
)
def test_a_choice_may_be_given_in_the_words_that_people_read(people: People, given: str, meant: str | None) -> None:
    plan = taking.plan_takeover("plan", rows(f"S-1;Lezen;{given}", head="nummer;stap;soort"), people.operator)

    assert plan.rows[0].values["soort"] == meant


@pytest.mark.usefixtures("deployed")
def test_what_an_older_excel_saves_is_read_too(people: People) -> None:
    data = "nummer,stap,titel\r\nS-1,Lezen,Café\r\n".encode("cp1252")

    assert taking.plan_takeover("plan", data, people.operator).rows[0].values["titel"] == "Café"


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x00\x00", "Dit is geen CSV-bestand"),
        (b"nummer;titel\nS-1;Plein", "De kolom ‘stap’ ontbreekt"),
        (b"nummer;stap;stap\nS-1;Lezen;Lezen", "De kolom ‘stap’ staat er twee keer"),
        (b"nummer;stap\n;\n", "Er staan geen zaken in het bestand"),
        (b"", "De kolom ‘nummer’ ontbreekt"),
    ],
    ids=["a spreadsheet itself", "no step", "a column twice", "no rows", "nothing"],
)
def test_a_file_that_cannot_be_used_says_why(people: People, data: bytes, said: str) -> None:
    with pytest.raises(MoveRefused, match=said):
        taking.plan_takeover("plan", data, people.operator)


@pytest.mark.usefixtures("deployed")
def test_columns_that_the_process_does_not_know_are_named(people: People) -> None:
    plan = taking.plan_takeover("plan", rows("S-1;Lezen;x", head="nummer;stap;kleur"), people.operator)

    assert plan.strange == ("kleur",)


def test_a_step_in_one_of_two_branches_is_refused_because_the_join_would_wait_forever(
    deploy: Deploy, people: People
) -> None:
    gates = node("parallelGateway", "Splits"), node("parallelGateway", "Samen")
    inside = [user(key) + chain("Splits", key, "Samen") for key in ("Links", "Rechts")]
    ways = chain("Begin", "Splits"), chain("Samen", "Na", "Klaar")
    files = {"forms/begin.form": form("begin", *ASKED)}
    deploy(folder(BEGUN, *gates, *inside, user("Na"), end(), *ways, process="plan", files=files))

    assert "zou het voor altijd kunnen wachten" in only_problem(rows("S-1;Links;;;Bankje;;;;"), people)
    assert not taking.plan_takeover("plan", rows("S-1;Na;;;Bankje;;;;"), people.operator).refused


def test_a_step_that_can_be_reached_in_two_ways_is_named_with_the_call_around_it(
    deploy: Deploy, people: People
) -> None:
    inside = folder(
        start("Gevraagd"), user("Kijken"), end("Gegeven"), chain("Gevraagd", "Kijken", "Gegeven"), process="advies"
    )
    calls = [node("callActivity", key, '<zeebe:calledElement processId="advies" />') for key in ("Eerst", "Later")]
    files = {"forms/begin.form": form("begin", *ASKED)}
    deploy(inside, folder(BEGUN, *calls, end(), chain("Begin", "Eerst", "Later", "Klaar"), process="plan", files=files))

    assert "komt vaker voor. Schrijf een van deze: Eerst > Kijken; Later > Kijken" in only_problem(
        rows("S-1;Kijken;;;Bankje;;;;"), people
    )
    (taken,) = take(rows("S-1;later > kijken;;;Bankje;;;;"), people)
    (task,) = the_case(people, taken.reference).open_tasks
    engine.complete_task(task.id, people.office, {})
    assert the_case(people, taken.reference).open_tasks == ()


@pytest.mark.usefixtures("deployed")
def test_a_vote_half_way_is_no_step_to_begin_at(deploy: Deploy, people: People) -> None:
    files = {"forms/begin.form": form("begin", *ASKED)}
    deploy(
        folder(BEGUN, user("Stemmen", properties(ballot="true")), user("Na"), end(),
               chain("Begin", "Stemmen", "Na", "Klaar"), process="plan", files=files)
    )  # fmt: skip

    assert [place.name for place in taking.list_places("plan", people.operator)] == ["Na"]


@pytest.mark.usefixtures("deployed")
def test_what_was_decided_before_it_came_here_is_not_told_as_late(people: People) -> None:
    decided = node("intermediateThrowEvent", "Bekendgemaakt", properties(publishedStatus="Gaat door"))
    files = {"forms/begin.form": form("begin", *ASKED)}
    ways = chain("Begin", "Lezen", "Bekendgemaakt", "Betalen", "Klaar")
    drawn = folder(BEGUN, user("Lezen"), decided, user("Betalen"), end(), ways, process="plan", files=files)
    with transaction() as session:
        definitions.put_in_use(session, "plan", drawn, "systeem")

    take(rows("S-1;Betalen;1-10-2025;;Plein;;;;", "S-2;Lezen;1-10-2025;;Park;;;;"), people)

    found = engine.read_punctuality(people.auditor, 2026)
    assert (found.cases, [late.title for late in found.passed]) == (1, ["Park"])
