"""Asked by post: the clock stands still from the day after the letter with the question was posted (Awb 4:15)."""

from __future__ import annotations

from datetime import date

import pytest

import engine
from engine import models
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import boundary, chain, end, flow, folder, node, properties, start, timer, user
from tests.engine.going_on import open_task
from tests.engine.posting import INA, START, job
from tests.engine.proofs import prove

QUESTION = b"Onderwerp: Wij missen iets ({{ kenmerk }})\n\n{{ aanhef }},\n\nWat kost het?\n"


def asking(*more: str, first: tuple[str, ...] = (), then: tuple[str, ...] = ()) -> ProcessFiles:
    """Asks the submitter something by mail or else by letter, and waits two weeks; then somebody decides.

    `more` is what comes `first`, before the submitter is waited for, and what comes `then`, after the answer.
    """
    return folder(
        start(
            "Begin",
            '<zeebe:formDefinition formId="insturen" />',
            properties(startableBy="iedereen", statutoryTerm="P8W"),
        ),
        user("Kijken"),
        job("Vragen", "mail", {"template": "vraag", "to": "indiener", "post": "ja"}),
        user("Aanvullen", properties(suspendsTerm="true"), groups="indiener"),
        boundary("Tijd om", "Aanvullen", timer("Duration", "P14D")),
        node("exclusiveGateway", "Verder"),
        user("Besluiten"),
        end("Klaar", properties(legalEffect="beschikking")),
        *more,
        chain("Begin", "Kijken", "Vragen", *first, "Aanvullen", *then, "Verder", "Besluiten", "Klaar"),
        flow("Tijd om", "Verder"),
        process="vragen",
        files={"forms/insturen.form": START, "mails/vraag.md": QUESTION, "letters/vraag.md": QUESTION},
    )


@pytest.fixture(autouse=True)
def in_use(deploy: Deploy) -> None:
    deploy(asking())


def ask(people: People, **given: str) -> engine.StartedCase:
    """A case of Monday 2 March, in which something is asked at once."""
    started = engine.start_case("vragen", {**INA, **given}, None)
    engine.complete_task(open_task(people.office, "Kijken").id, people.office, {})
    return started


def post(people: People) -> None:
    engine.mark_letters_sent([one.id for one in engine.list_letters(people.office).items], people.office)


def answer(started: engine.StartedCase) -> None:
    own = engine.open_secret_link(started.secret)
    engine.complete_task(engine.read_own_case(own).tasks[0].id, own, {})


def suspensions_of(started: engine.StartedCase) -> list[list[str | None]]:
    with reading() as session:
        found: list[list[str | None]] = session.get_one(models.Case, started.case_id).suspensions
        return found


def test_the_clock_runs_until_the_letter_is_posted(people: People, clock: TestClock) -> None:
    started = ask(people)
    clock.turn(days=3)

    detail = engine.read_case(started.reference, people.office)

    assert (detail.term_suspended, detail.statutory_due) == (False, date(2026, 4, 28))
    assert suspensions_of(started) == []


def test_it_stands_still_from_the_day_after_posting_to_the_answer(people: People, clock: TestClock) -> None:
    started = ask(people)
    clock.turn(days=3)
    post(people)
    suspended = engine.read_case(started.reference, people.office).term_suspended
    clock.turn(days=5)
    answer(started)

    detail = engine.read_case(started.reference, people.office)

    assert suspended
    assert suspensions_of(started) == [["2026-03-05", "2026-03-10"]]
    # Eight weeks, and the four days from the 6th to the 9th of March: Friday 1 May.
    assert detail.statutory_due == date(2026, 5, 1)
    assert prove().misfits == ()


def test_an_answer_that_came_before_the_letter_was_posted_stops_nothing(people: People, clock: TestClock) -> None:
    started = ask(people)
    clock.turn(days=3)
    answer(started)
    post(people)

    assert suspensions_of(started) == []
    assert prove().misfits == ()


def test_a_question_by_mail_is_asked_at_once(people: People) -> None:
    started = ask(people, mail="ina@voorbeeld.invalid")

    assert suspensions_of(started) == [["2026-03-02", None]]


def test_a_letter_of_before_the_question_asks_nothing(people: People, clock: TestClock) -> None:
    """The notice that a term was extended was written to somebody of whom nothing was asked yet."""
    started = engine.start_case("vragen", INA, None)
    engine.extend_term(started.case_id, people.office, 1, "Het waterschap antwoordt nog niet.")
    (notice,) = engine.list_letters(people.office).items
    clock.turn(days=1)
    engine.complete_task(open_task(people.office, "Kijken").id, people.office, {})

    engine.mark_letters_sent([notice.id], people.office)

    assert suspensions_of(started) == []


def test_marking_it_twice_suspends_once(people: People, clock: TestClock) -> None:
    started = ask(people)
    (letter,) = engine.list_letters(people.office).items
    engine.mark_letters_sent([letter.id], people.office)
    clock.turn(days=2)

    engine.mark_letters_sent([letter.id], people.office)

    assert suspensions_of(started) == [["2026-03-02", None]]
    assert prove().misfits == ()


def test_time_that_ran_out_before_anybody_posted_it_stops_nothing(people: People, clock: TestClock) -> None:
    started = ask(people)
    clock.turn(days=20)
    engine.run_worker_once()

    assert suspensions_of(started) == []
    assert engine.read_case(started.reference, people.office).statutory_due == date(2026, 4, 28)


def test_a_question_by_mail_is_asked_also_while_a_letter_about_it_lies_in_the_office(
    deploy: Deploy, people: People
) -> None:
    deploy(asking(job("Brief", "letter", {"template": "vraag", "to": "indiener"}), first=("Brief",)))
    started = ask(people, mail="ina@voorbeeld.invalid")

    assert len(engine.list_letters(people.office).items) == 1
    assert suspensions_of(started) == [["2026-03-02", None]]


def test_the_clock_runs_again_while_the_letter_with_a_second_question_lies_in_the_office(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    again = job("Nog eens vragen", "mail", {"template": "vraag", "to": "indiener", "post": "ja"})
    second = user("Nog eens", properties(suspendsTerm="true"), groups="indiener")
    deploy(asking(again, second, then=("Nog eens vragen", "Nog eens")))
    started = ask(people)
    post(people)
    clock.turn(days=4)
    answer(started)
    clock.turn(days=3)
    unposted = engine.read_case(started.reference, people.office)
    post(people)
    clock.turn(days=5)
    answer(started)

    assert not unposted.term_suspended
    assert suspensions_of(started) == [["2026-03-02", "2026-03-06"], ["2026-03-09", "2026-03-14"]]
    assert prove().misfits == ()
