"""What a submitter is told of the statutory term: in time, by post too, and with days that are right."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

import engine
from engine.dialect.folder import ProcessFiles
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.engine.proofs import prove

REASON = "Het waterschap heeft nog niet geantwoord."
BY_POST = {"naam": "Ina Inwoner", "adres": "Dorpsstraat 1, 7901 AA Hoogeveen"}
START = form(
    "insturen",
    field("naam", properties={"personal": "name"}),
    field("mail", properties={"personal": "email"}),
    field("adres", properties={"personal": "address"}),
)


def on_paper() -> ProcessFiles:
    """A process with a term, whose submitter can give a postal address instead of an e-mail address."""
    return folder(
        start(
            "Begin",
            '<zeebe:formDefinition formId="insturen" />',
            properties(startableBy="iedereen", statutoryTerm="P8W"),
        ),
        user("Besluiten", properties(publishedStatus="Gaat niet door")),
        user("Reageren", groups="indiener"),
        end("Klaar", properties(legalEffect="beschikking")),
        chain("Begin", "Besluiten", "Reageren", "Klaar"),
        files={"forms/insturen.form": START},
    )


def ask_more(started: engine.StartedCase, people: People) -> None:
    (check,) = engine.list_team_tasks(people.office, search=started.reference).items
    engine.complete_task(check.id, people.office, {"notitie": "Wat kost het?"})


def own(started: engine.StartedCase) -> engine.SubmitterCase:
    return engine.read_own_case(engine.open_secret_link(started.secret))


# ---- an extension -------------------------------------------------------------------------------------------


def test_who_has_no_e_mail_address_gets_a_letter_about_the_extension(deploy: Deploy, people: People) -> None:
    deploy(on_paper())
    started = engine.start_case("proef", BY_POST, None)

    engine.extend_term(started.case_id, people.office, 6, REASON)

    (letter,) = engine.list_letters(people.office).items
    assert letter.subject == f"Wij hebben meer tijd nodig ({started.reference})"
    assert (letter.addressee, letter.address) == ("Ina Inwoner", ("Dorpsstraat 1", "7901 AA Hoogeveen"))
    assert letter.body.startswith("Beste Ina Inwoner,\n")
    assert "8 juni 2026" in letter.body
    assert REASON in letter.body


def test_the_history_proves_that_letter(deploy: Deploy, people: People) -> None:
    deploy(on_paper())
    started = engine.start_case("proef", BY_POST, None)
    engine.extend_term(started.case_id, people.office, 6, REASON)

    engine.mark_letters_sent([letter.id for letter in engine.list_letters(people.office).items], people.office)

    kinds = [item.kind for item in engine.read_case(started.reference, people.auditor).timeline]
    assert kinds[-5:] == ["term_extended", "status_published", "letter_written", "job_requested", "letter_sent"]
    assert prove().misfits == ()


def test_who_has_an_e_mail_address_gets_no_letter_about_the_extension(
    started: engine.StartedCase, people: People
) -> None:
    engine.extend_term(started.case_id, people.office, 6, REASON)

    assert engine.list_letters(people.office).items == ()


def test_while_the_term_stands_still_the_submitter_reads_from_when_the_new_day_counts(
    started: engine.StartedCase, people: People
) -> None:
    ask_more(started, people)

    engine.extend_term(started.case_id, people.office, 6, REASON)

    told = own(started).status_text or ""
    assert "Wij wachten nog op uw antwoord" in told
    assert "Antwoordt u vandaag, dan krijgt u uiterlijk op 8 juni 2026 een besluit." in told


def test_a_term_is_not_extended_after_the_decision_was_announced(deploy: Deploy, people: People) -> None:
    deploy(on_paper())
    started = engine.start_case("proef", BY_POST, None)
    (task,) = engine.list_team_tasks(people.office).items
    engine.complete_task(task.id, people.office, {})

    with pytest.raises(engine.ExtensionRefused) as refusal:
        engine.extend_term(started.case_id, people.office, 6, REASON)

    assert refusal.value.problems == {"termijn": "decided"}
    assert not engine.read_case(started.reference, people.office).may_extend_term


# ---- a question that came too late to stop the clock ----------------------------------------------------------


def test_a_question_on_the_last_day_does_not_stop_the_clock_for_those_who_read_of_it(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.moment = datetime(2026, 4, 28, 9, 0, tzinfo=UTC)
    ask_more(started, people)
    clock.turn(days=1)

    detail, mine = engine.read_case(started.reference, people.office), own(started)

    assert (detail.statutory_due, detail.term_suspended) == (date(2026, 4, 28), False)
    assert (mine.decided_by, mine.term_suspended, mine.late) == (date(2026, 4, 28), False, True)


def test_a_question_a_day_earlier_does(started: engine.StartedCase, people: People, clock: TestClock) -> None:
    clock.moment = datetime(2026, 4, 27, 9, 0, tzinfo=UTC)
    ask_more(started, people)
    clock.turn(days=9)

    mine = own(started)

    assert (mine.decided_by, mine.term_suspended, mine.late) == (date(2026, 5, 6), True, False)
