"""The statutory term of a case: extended once, in time, with a reason that is given to the submitter."""

from __future__ import annotations

from datetime import date

import pytest

import engine
from engine import history, models
from engine.municipality import reading
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, properties, start, user

REASON = "Het waterschap heeft nog niet geantwoord."


def due_of(started: engine.StartedCase, people: People) -> date | None:
    return engine.read_case(started.reference, people.office).statutory_due


def test_a_term_is_extended_by_the_weeks_that_are_given(started: engine.StartedCase, people: People) -> None:
    # Eight weeks after 2 March is King's Day, so the term ends a day later; six weeks on it needs no correction.
    before = due_of(started, people)

    told = engine.extend_term(started.case_id, people.office, 6, REASON)

    assert before == date(2026, 4, 28)
    assert told == due_of(started, people) == date(2026, 6, 8)


def test_the_submitter_reads_the_reason_and_the_new_day(started: engine.StartedCase, people: People) -> None:
    engine.extend_term(started.case_id, people.office, 6, REASON)

    own = engine.read_own_case(engine.open_secret_link(started.secret))

    assert own.status == "Ingestuurd"
    assert own.status_text is not None
    assert "8 juni 2026" in own.status_text
    assert REASON in own.status_text


def test_of_a_reason_that_was_pasted_only_what_can_be_read_is_told(started: engine.StartedCase, people: People) -> None:
    engine.extend_term(started.case_id, people.office, 6, "Wij wachten nog.\r\n\u202eEchtwaar.\0")

    own = engine.read_own_case(engine.open_secret_link(started.secret))

    assert own.status_text is not None
    assert own.status_text.endswith("De reden: Wij wachten nog.\nEchtwaar.")


def test_who_has_read_no_status_yet_reads_that_it_came_in(deploy: Deploy, people: People) -> None:
    begin = start("Begin", '<zeebe:formDefinition formId="leeg" />',
                  properties(startableBy="iedereen", statutoryTerm="P8W"))  # fmt: skip
    deploy(folder(begin, user("Taak"), end(), chain("Begin", "Taak", "Klaar")))
    started = engine.start_case("proef", {}, None)

    engine.extend_term(started.case_id, people.office, 6, REASON)

    assert engine.read_case(started.reference, people.office).case.status == "Ingestuurd"


def test_that_the_term_was_extended_stands_among_all_that_was_published(
    started: engine.StartedCase, people: People
) -> None:
    engine.extend_term(started.case_id, people.office, 6, REASON)

    with reading() as session:
        told = [row.text or "" for row in session.query(models.Publication).filter_by(case_id=started.case_id)]

    assert [REASON in text and "8 juni 2026" in text for text in told] == [False, True]


def test_the_submitter_gets_a_mail_with_the_reason_and_the_new_day(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    engine.extend_term(started.case_id, people.office, 6, REASON)

    engine.run_worker_once()

    (mail,) = engine.list_mails(people.operator).items
    assert (mail.to, mail.state) == ("ina@voorbeeld.invalid", "done")
    assert mail.subject == f"Wij hebben meer tijd nodig ({started.reference})"
    assert "8 juni 2026" in mail.body
    assert REASON in mail.body
    assert "/mijn-idee/" in mail.body


def test_the_history_proves_the_reason_without_saying_it(started: engine.StartedCase, people: People) -> None:
    engine.extend_term(started.case_id, people.office, 2, REASON)

    detail = engine.read_case(started.reference, people.office)
    with reading() as session:
        row = next(r for r in history.read(session, started.case_id) if r.kind == "term_extended")
        checked = history.verify(session)

    assert row.person_id == people.office.id
    assert row.facts["due"] == "2026-05-11"
    assert REASON not in str(row.facts)
    assert [field.value for given in detail.answers for field in given.fields].count(REASON) == 1
    assert checked > 0


def test_the_history_says_that_the_submitter_was_told(started: engine.StartedCase, people: People) -> None:
    engine.extend_term(started.case_id, people.office, 2, REASON)

    kinds = [item.kind for item in engine.read_case(started.reference, people.auditor).timeline]

    assert kinds[-3:] == ["term_extended", "status_published", "job_requested"]


def test_a_term_is_extended_once(started: engine.StartedCase, people: People) -> None:
    engine.extend_term(started.case_id, people.office, 1, REASON)

    with pytest.raises(engine.ExtensionRefused) as refusal:
        engine.extend_term(started.case_id, people.office, 1, REASON)

    assert refusal.value.problems == {"termijn": "extended_before"}


def test_a_term_that_has_ended_is_not_extended(started: engine.StartedCase, people: People, clock: TestClock) -> None:
    clock.turn(weeks=9)

    with pytest.raises(engine.ExtensionRefused) as refusal:
        engine.extend_term(started.case_id, people.office, 1, REASON)

    assert refusal.value.problems == {"termijn": "passed"}
    assert not engine.read_case(started.reference, people.office).may_extend_term


def test_on_its_last_day_a_term_can_still_be_extended(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.turn(days=57)

    told = engine.extend_term(started.case_id, people.office, 1, REASON)

    # 4 May; the fifth is a holiday, but the fourth is not.
    assert told == date(2026, 5, 4)


def test_without_a_reason_or_with_more_than_six_weeks_it_is_refused(
    started: engine.StartedCase, people: People
) -> None:
    for weeks in (0, 7, None):
        with pytest.raises(engine.ExtensionRefused) as refusal:
            engine.extend_term(started.case_id, people.office, weeks, "  ")
        assert refusal.value.problems == {"reden": "required", "weken": "weeks"}

    assert due_of(started, people) == date(2026, 4, 28)


def test_a_case_without_a_term_has_none_to_extend(deploy: Deploy, people: People) -> None:
    deploy(folder(start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />'),
                  user("Taak"), end(), chain("Begin", "Taak", "Klaar")))  # fmt: skip
    started = engine.start_case("proef", {}, None)

    with pytest.raises(engine.ExtensionRefused) as refusal:
        engine.extend_term(started.case_id, people.office, 1, REASON)

    assert refusal.value.problems == {"termijn": "no_term"}


def test_only_who_speaks_for_the_five_organisations_extends_a_term(started: engine.StartedCase, people: People) -> None:
    own = engine.open_secret_link(started.secret)

    for user_ in (own, people.auditor, people.operator, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.extend_term(started.case_id, user_, 1, REASON)
    assert engine.read_case(started.reference, people.director).may_extend_term


def test_what_stands_still_and_is_extended_counts_both(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    task = next(t for t in engine.list_team_tasks(people.office).items if t.name == "Controleren")
    engine.complete_task(task.id, people.office, {"notitie": "wat kost het?"})
    clock.turn(days=8)
    own = engine.open_secret_link(started.secret)
    engine.complete_task(engine.read_own_case(own).tasks[0].id, own, {"aanvulling": "honderd euro"})

    told = engine.extend_term(started.case_id, people.office, 1, REASON)

    # 2 March, eight weeks and one, and the seven days between question and answer.
    assert told == date(2026, 5, 11)
