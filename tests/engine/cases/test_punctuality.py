"""Punctuality: which cases passed their statutory term, by how many days, and where the time went."""

from __future__ import annotations

from datetime import date

import pytest

import engine
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import catch, chain, end, folder, properties, start, timer, user

DUE = date(2026, 4, 28)
"""Eight weeks after Monday 2 March is King's Day."""


@pytest.fixture
def started(deploy: Deploy, people: People) -> engine.StartedCase:
    """A case with a term of eight weeks, in which the office has two things to do."""
    begin = start(
        "Begin",
        '<zeebe:formDefinition formId="leeg" />',
        properties(startableBy="iedereen", statutoryTerm="P8W"),
    )
    deploy(folder(begin, user("Lezen"), user("Besluiten"), end(), chain("Begin", "Lezen", "Besluiten", "Klaar")))
    return engine.start_case("proef", {}, None)


def do(people: People) -> None:
    (task,) = engine.list_team_tasks(people.office).items
    engine.complete_task(task.id, people.office, {})


def read(people: People) -> engine.Punctuality:
    return engine.read_punctuality(people.auditor, 2026)


def test_a_case_is_late_from_the_day_after_its_term(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.turn(days=57)
    on_the_last_day = read(people)
    clock.turn(days=1)
    (late,) = read(people).passed

    assert (on_the_last_day.cases, on_the_last_day.undecided, on_the_last_day.passed) == (1, 1, ())
    assert (late.reference, late.due, late.decided_on, late.late) == (started.reference, DUE, None, 1)


def test_a_case_that_ended_late_says_which_task_took_longest_and_who_did_it(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.turn(days=10)
    do(people)
    clock.turn(days=60)
    do(people)
    clock.turn(days=100)

    (late,) = read(people).passed

    assert (late.decided_on, late.late) == (date(2026, 5, 11), 13)
    assert late.longest is not None
    assert (late.longest.name, late.longest.by, late.longest.days) == ("Besluiten", "Oda Office", 60)


def test_what_was_decided_in_time_is_counted_and_not_told(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    do(people)
    do(people)
    clock.turn(days=100)

    found = read(people)

    assert (found.cases, found.undecided, found.passed) == (1, 0, ())


def test_an_extension_and_a_receipt_that_was_entered_late_are_told(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    engine.correct_receipt(started.case_id, people.office, date(2026, 2, 23), "Poststempel.")
    engine.extend_term(started.case_id, people.office, 2, "Het waterschap antwoordt nog niet.")
    clock.turn(days=100)

    (late,) = read(people).passed

    assert (late.received_on, late.entered_after, late.extended) == (date(2026, 2, 23), 7, ("P2W",))


def test_the_days_on_which_the_clock_stood_still_are_those_that_did_not_count(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    begin = start(
        "Begin",
        '<zeebe:formDefinition formId="leeg" />',
        properties(startableBy="iedereen", statutoryTerm="P20D"),
    )
    asked = [user(key, properties(suspendsTerm="true")) for key in ("Eerst", "Te laat")]
    deploy(
        folder(begin, asked[0], user("Lezen"), asked[1], end(), chain("Begin", "Eerst", "Lezen", "Te laat", "Klaar"))
    )
    engine.start_case("proef", {}, None)
    clock.turn(days=4)
    do(people)
    clock.turn(days=40)
    do(people)
    clock.turn(days=10)

    (late,) = read(people).passed

    # From the 3rd of March to the 5th. What was asked once the term was over stopped nothing.
    assert (late.stood_still, late.due) == (3, date(2026, 3, 25))


def test_of_a_case_that_goes_on_it_is_told_who_has_what_takes_longest(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    engine.claim_task(engine.list_team_tasks(people.office).items[0].id, people.office)
    clock.turn(days=60)

    (late,) = read(people).passed

    assert late.longest is not None
    assert (late.longest.name, late.longest.by, late.longest.days) == ("Lezen", "Oda Office", 60)


def test_a_case_in_which_nobody_had_anything_to_do_names_no_task(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    begin = start("Begin", '<zeebe:formDefinition formId="leeg" />',
                  properties(startableBy="iedereen", statutoryTerm="P8W"))  # fmt: skip
    waits = catch("Wachten", timer("Duration", "P100D"))
    deploy(folder(begin, waits, end(), chain("Begin", "Wachten", "Klaar")))
    engine.start_case("proef", {}, None)
    clock.turn(days=60)

    (late,) = read(people).passed

    assert late.longest is None


def test_a_case_of_another_year_is_not_told_and_only_who_audits_or_manages_reads_it(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.turn(days=100)

    assert engine.read_punctuality(people.operator, 2025).cases == 0
    with pytest.raises(engine.NotAllowed):
        engine.read_punctuality(people.office, 2026)
