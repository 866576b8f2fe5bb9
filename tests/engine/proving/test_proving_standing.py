"""Proving standing: what a case is called, what its submitter read, and where it stands cannot be changed unseen."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from alembic import command
from sqlalchemy import select, text

import engine
from engine import migrations
from engine.dialect.folder import from_bytes
from engine.models import Account, Case, PendingTimer, Person
from engine.municipality import transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    end,
    field,
    flow,
    folder,
    form,
    node,
    properties,
    start,
    timer,
    user,
)
from tests.engine.proofs import prove, reasons
from tests.engine.stories import GIVEN, idea
from tests.engine.tampering import tamper


@pytest.fixture
def ideas(deploy: Deploy, people: People, clock: TestClock) -> tuple[engine.StartedCase, ...]:
    """Three ideas: the first waits for a supplement, the second for the check, and the third was withdrawn."""
    deploy(idea())
    started = tuple(engine.start_case("voorbeeld", GIVEN, None) for _ in range(3))
    (check,) = engine.list_team_tasks(people.office, search=started[0].reference).items
    engine.complete_task(check.id, people.office, {"notitie": "Waar?"})
    engine.withdraw_case(started[2].case_id, people.office, "Op verzoek.")
    return started


def test_cases_that_are_as_their_acts_left_them_fit(ideas: tuple[engine.StartedCase, ...]) -> None:
    assert prove().misfits == ()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ("title = 'Iets anders'", "named"),
        ("area = 'Elders'", "named"),
        ("submitter_id = NULL", "submitter"),
        ("submitter_id = (SELECT submitter_id FROM cases WHERE id = :other)", "submitter"),
        ("secret_hash = 'anders'", "secret"),
        ("status_text = 'Uw idee gaat door.'", "text"),
        ("positions = '[]'", "state"),
        ("incident = 'Staat stil'", "halted"),
    ],
)
def test_what_the_row_of_a_case_says_cannot_be_changed_unseen(
    ideas: tuple[engine.StartedCase, ...], changed: str, reason: str
) -> None:
    told = {"other": ideas[1].case_id} if ":other" in changed else {}
    tamper(f"UPDATE cases SET {changed} WHERE id = :id", id=ideas[0].case_id, **told)  # noqa: S608 - from this list

    assert reasons() == {("case", ideas[0].reference, reason)}


@pytest.mark.parametrize(
    "changed", ["text = 'Uw idee gaat door.'", "salt = 'zout'", "salt = NULL", "text = '', salt = NULL"]
)
def test_what_a_submitter_read_with_a_status_cannot_be_changed_unseen(
    ideas: tuple[engine.StartedCase, ...], changed: str
) -> None:
    tamper(f"UPDATE publications SET {changed} WHERE case_id = :id", id=ideas[0].case_id)  # noqa: S608 - from this list

    assert reasons() == {("case", ideas[0].reference, "text")}


def test_words_that_an_extension_of_the_term_came_with_cannot_be_changed_unseen(
    ideas: tuple[engine.StartedCase, ...], people: People
) -> None:
    engine.extend_term(ideas[1].case_id, people.office, 2, "Het waterschap antwoordt nog niet.")
    before = reasons()

    for table, column in (("publications", "text"), ("cases", "status_text")):
        tamper(f"UPDATE {table} SET {column} = replace({column}, 'waterschap', 'college')")  # noqa: S608

    assert (before, reasons()) == (set(), {("case", ideas[1].reference, "text")})


def begin_report(deploy: Deploy) -> engine.StartedCase:
    """A case whose title can be changed by a task."""
    begin = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
    asks = form("begin", field("titel"), field("smederij"))
    steps = (begin, user("Nakijken", form="begin"), user("Doen"), end(), chain("Begin", "Nakijken", "Doen", "Klaar"))
    deploy(folder(*steps, process="melding", files={"forms/begin.form": asks}))
    return engine.start_case("melding", {"titel": "Paaltje"}, None)


def test_another_title_is_told_by_the_act_that_gave_it(deploy: Deploy, people: People) -> None:
    started = begin_report(deploy)
    (task,) = engine.list_team_tasks(people.office).items
    engine.complete_task(task.id, people.office, {"titel": "Paaltje bij de sluis", "smederij": "De Weide"})
    before = reasons()

    tamper("UPDATE cases SET title = 'Paaltje', area = NULL")

    assert (before, reasons()) == (set(), {("case", started.reference, "named")})


def test_that_a_process_is_called_by_another_version_cannot_be_set_right_before_it_is_reached(
    ideas: tuple[engine.StartedCase, ...],
) -> None:
    with transaction() as session:
        row = session.get_one(Case, ideas[0].case_id)
        row.bindings = {**row.bindings, "besluit-stuurgroep": "een-andere"}

    assert reasons() == {("case", ideas[0].reference, "version")}


# ---- where it stands --------------------------------------------------------------------------------------------


def change_state(case_id: str, was: bytes, becomes: bytes) -> None:
    with transaction() as session:
        state = bytes(session.scalar(text("SELECT state FROM case_states WHERE case_id = :id"), {"id": case_id}))
        packed = not state.startswith(b"{")
        told = zlib.decompress(state) if packed else state
        assert was in told
        told = told.replace(was, becomes)
        query = text("UPDATE case_states SET state = :state WHERE case_id = :id")
        session.execute(query, {"state": zlib.compress(told) if packed else told, "id": case_id})


def test_what_a_running_case_knows_cannot_be_changed_unseen(ideas: tuple[engine.StartedCase, ...]) -> None:
    change_state(ideas[1].case_id, b"Bankje", b"Paadje")

    assert reasons() == {("case", ideas[1].reference, "state")}


def test_that_a_case_went_on_from_a_state_that_was_changed_stays_to_be_seen(
    ideas: tuple[engine.StartedCase, ...], people: People
) -> None:
    change_state(ideas[1].case_id, b"Bankje", b"Paadje")
    (check,) = engine.list_team_tasks(people.office, search=ideas[1].reference).items

    engine.complete_task(check.id, people.office, {"volledig": "true"})

    assert reasons() == {("case", ideas[1].reference, "played")}


def test_a_state_that_was_put_back_is_found_out_while_it_stands_and_after(
    ideas: tuple[engine.StartedCase, ...], people: People
) -> None:
    of_case = {"id": ideas[1].case_id}
    with transaction() as session:
        earlier = session.scalar(text("SELECT state FROM case_states WHERE case_id = :id"), of_case)
    engine.extend_term(ideas[1].case_id, people.office, 2, "Het waterschap antwoordt nog niet.")
    (check,) = engine.list_team_tasks(people.office, search=ideas[1].reference).items
    engine.complete_task(check.id, people.office, {"notitie": "Waar?"})

    tamper("UPDATE case_states SET state = :state WHERE case_id = :id", state=earlier, **of_case)

    assert reasons() == {("case", ideas[1].reference, "state")}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE timers SET due_at = '2030-01-01 00:00:00' WHERE case_id = :id",
        "UPDATE timers SET element_id = 'Elders' WHERE case_id = :id",
        "DELETE FROM timers WHERE case_id = :id",
        "UPDATE timers SET case_id = :other WHERE case_id = :id",
        "UPDATE subscriptions SET message = 'iets anders' WHERE case_id = :id",
        "DELETE FROM subscriptions WHERE case_id = :id",
    ],
)
def test_what_happens_by_itself_and_when_cannot_be_changed_unseen(
    ideas: tuple[engine.StartedCase, ...], statement: str
) -> None:
    told = {"other": ideas[1].case_id} if ":other" in statement else {}

    tamper(statement, id=ideas[0].case_id, **told)

    found = {("case", ideas[0].reference, "waits")}
    assert reasons() == found | ({("case", ideas[1].reference, "waits")} if told else set())


def test_a_state_that_was_taken_out_is_missed(ideas: tuple[engine.StartedCase, ...]) -> None:
    tamper("DELETE FROM case_states WHERE case_id = :id", id=ideas[0].case_id)

    assert reasons() == {("case", ideas[0].reference, "state")}


def test_what_time_brought_and_what_a_calendar_moved_fits(deploy: Deploy, people: People, clock: TestClock) -> None:
    wait = boundary("Tijd om", "Taak", timer("Date", "=werkdagen(2)"))
    begin = start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />')
    steps = chain("Begin", "Taak", "Klaar") + flow("Tijd om", "Te laat")
    deploy(folder(begin, user("Taak"), wait, end("Te laat"), end(), steps))
    started = engine.start_case("proef", {}, None)
    engine.add_calendar_day(date(2026, 3, 4), "off", "Brugdag", people.operator)
    moved = reasons()
    with transaction() as session:
        timer_row = session.scalars(select(PendingTimer)).one()
        was, timer_row.due_at = timer_row.due_at, timer_row.due_at + timedelta(days=300)
    put_off = reasons()
    with transaction() as session:
        session.scalars(select(PendingTimer)).one().due_at = was
    clock.turn(days=5)
    engine.run_worker_once()

    assert engine.read_case(started.case_id, people.office).case.state == "completed"
    assert (moved, put_off, reasons()) == (set(), {("case", started.reference, "waits")}, set())


def test_a_case_that_stands_still_cannot_be_let_go_on_nor_another_held_up(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    begin = start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />')
    late, choice = catch("Dag om", timer("Duration", "P1D")), node("exclusiveGateway", "Duur?", default="nee")
    ways = flow("Duur?", "Klaar", "=bedrag &gt; 1"), flow("Duur?", "Goedkoop", key="nee")
    deploy(folder(begin, late, choice, end("Goedkoop"), end(), chain("Begin", "Dag om", "Duur?"), *ways))
    started = engine.start_case("proef", {}, None)
    clock.turn(days=2)
    engine.run_worker_once()
    before = reasons()

    tamper("UPDATE cases SET incident = NULL")

    assert (before, reasons()) == (set(), {("case", started.reference, "halted")})


def test_a_case_that_went_to_another_version_and_back_fits(
    ideas: tuple[engine.StartedCase, ...], deploy: Deploy, people: People
) -> None:
    other = idea()
    changed = dict(other.files) | {"mails/besluit.md": b"Onderwerp: Anders\n\nAnders.\n"}
    deploy(from_bytes(changed, source="voorbeeld"))
    key = engine.start_migration("voorbeeld", people.operator, "Beter.")
    engine.run_worker_once()
    there = reasons()
    change_state(ideas[1].case_id, b"Bankje", b"Paadje")
    changed_there = reasons()
    change_state(ideas[1].case_id, b"Paadje", b"Bankje")
    engine.undo_migration(key, people.operator)
    engine.run_worker_once()

    assert (there, changed_there, reasons()) == (set(), {("case", ideas[1].reference, "state")}, set())


# ---- erasing ----------------------------------------------------------------------------------------------------


def test_what_was_erased_leaves_digests_that_say_nothing(ideas: tuple[engine.StartedCase, ...], people: People) -> None:
    withdrawn = ideas[2]
    with transaction() as session:
        before = session.scalar(text("SELECT salt FROM cases WHERE id = :id"), {"id": withdrawn.case_id})
    engine.erase_case(withdrawn.reference, people.operator, "Op verzoek.")

    with transaction() as session:
        after = session.scalar(text("SELECT salt FROM cases WHERE id = :id"), {"id": withdrawn.case_id})
        kept = session.scalars(text("SELECT salt FROM publications WHERE case_id = :id"), {"id": withdrawn.case_id})
        assert (len(after), after == before, set(kept)) == (32, False, {None})
    assert reasons() == set()


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE publications SET text = 'Uw idee gaat door.' WHERE case_id = :id", "text"),
        ("UPDATE cases SET title = 'Bankje bij de vijver' WHERE id = :id", "named"),
        ("UPDATE cases SET area = 'Elders' WHERE id = :id", "named"),
        ("UPDATE cases SET secret_hash = 'anders' WHERE id = :id", "secret"),
        ("INSERT INTO case_states (case_id, state) SELECT :id, state FROM case_states WHERE case_id = :other", "state"),
    ],
)
def test_what_was_erased_cannot_be_put_back_unseen(
    ideas: tuple[engine.StartedCase, ...], people: People, statement: str, reason: str
) -> None:
    engine.erase_case(ideas[2].reference, people.operator, "Op verzoek.")
    told = {"other": ideas[0].case_id} if ":other" in statement else {}

    tamper(statement, id=ideas[2].case_id, **told)

    assert ("case", ideas[2].reference, reason) in reasons()


def test_links_that_an_operator_made_anew_fit_and_others_do_not(
    ideas: tuple[engine.StartedCase, ...], people: People, place: engine.Municipality, clock: TestClock
) -> None:
    settings = place.settings.model_copy(update={"secret_key": "another key, made when the old one was lost"})
    changed = engine.open_municipality(settings, clock)
    with engine.at(changed):
        engine.renew_links(people.operator)
        before = reasons()
        tamper("UPDATE cases SET secret_hash = 'anders' WHERE id = :id", id=ideas[0].case_id)

        assert (before, reasons()) == (set(), {("case", ideas[0].reference, "secret")})
    changed.close()


# ---- what it asked for ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DELETE FROM jobs WHERE kind = 'mail'", "missing"),
        ("UPDATE jobs SET payload = '{\"headers\": {}, \"data\": {}}' WHERE kind = 'mail'", "changed"),
        ("UPDATE jobs SET kind = 'start-case' WHERE kind = 'mail'", "changed"),
        ("UPDATE jobs SET case_id = NULL WHERE kind = 'mail'", "changed"),
    ],
)
def test_a_mail_cannot_be_changed_or_kept_from_going_unseen(
    ideas: tuple[engine.StartedCase, ...], people: People, statement: str, reason: str
) -> None:
    engine.extend_term(ideas[1].case_id, people.office, 2, "Het waterschap antwoordt nog niet.")
    before = reasons()

    tamper(statement)

    assert (before, reasons()) == (set(), {("job", ideas[1].reference, reason)})


def test_a_link_that_is_mailed_once_more_cannot_be_kept_from_going_unseen(
    ideas: tuple[engine.StartedCase, ...], people: People
) -> None:
    engine.resend_link(ideas[1].case_id, people.office)
    before = reasons()

    tamper("DELETE FROM jobs")

    assert (before, reasons()) == (set(), {("job", ideas[1].reference, "missing")})


# ---- who handed it in -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed", ["name = 'Iemand anders'", "email = 'elders@voorbeeld.invalid'", "address = 'Elders 1'"]
)
def test_who_a_submitter_is_and_how_to_reach_them_cannot_be_changed_unseen(
    ideas: tuple[engine.StartedCase, ...], people: People, changed: str
) -> None:
    tamper(
        f"UPDATE persons SET {changed} WHERE id = (SELECT submitter_id FROM cases WHERE id = :id)",  # noqa: S608
        id=ideas[0].case_id,
    )

    assert reasons() == {("submitter", ideas[0].reference, "contact")}


def test_what_was_put_right_and_what_was_erased_fits_and_cannot_be_set_back_unseen(
    ideas: tuple[engine.StartedCase, ...], people: People
) -> None:
    given = {"name": "Ina Inwoner", "email": "ina@elders.invalid", "address": "", "phone": ""}
    engine.correct_contact(ideas[0].case_id, people.office, given)
    engine.erase_case(ideas[2].reference, people.operator, "Op verzoek.")
    before = reasons()

    tamper("UPDATE persons SET email = 'ina@voorbeeld.invalid' WHERE email = 'ina@elders.invalid'")
    tamper("UPDATE persons SET name = 'Ina Inwoner' WHERE name = 'Onbekend'")

    told = {("submitter", one.reference, "contact") for one in (ideas[0], ideas[2])}
    assert (before, reasons()) == (set(), told)


def test_what_a_task_asks_of_how_to_reach_a_submitter_fits(deploy: Deploy, people: People) -> None:
    begin = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
    mail, phone = (field(key, properties={"personal": kind}) for key, kind in (("mail", "email"), ("tel", "phone")))
    files = {"forms/begin.form": form("begin", mail), "forms/bellen.form": form("bellen", phone)}
    deploy(folder(begin, user("Bellen", form="bellen"), end(), chain("Begin", "Bellen", "Klaar"), files=files))
    engine.start_case("proef", {"mail": "ina@voorbeeld.invalid"}, None)
    (task,) = engine.list_team_tasks(people.office).items

    engine.complete_task(task.id, people.office, {"tel": "0528 12 34 56"})

    assert reasons() == set()


# ---- what was there before --------------------------------------------------------------------------------------


@contextmanager
def tables_of_before(place: engine.Municipality) -> Iterator[None]:
    """The tables of a release whose history had no digests of cases; afterwards they are brought up to date.

    On the way down all salts are lost. Those of accounts come back, since this history does have digests of accounts.
    """
    with transaction() as session:
        salts = session.execute(select(Person.id, Person.salt).join(Account, Account.id == Person.id)).all()
    config = migrations._config()
    config.attributes["engine"] = place.database.engine
    command.downgrade(config, "0024")
    yield
    migrations.migrate(place.database)
    for id, salt in salts:
        tamper("UPDATE persons SET salt = :salt WHERE id = :id", id=id, salt=salt)


def test_cases_of_before_the_history_had_digests_are_proved_from_the_migration_on(
    ideas: tuple[engine.StartedCase, ...], people: People, place: engine.Municipality
) -> None:
    engine.erase_case(ideas[2].reference, people.operator, "Op verzoek.")
    with tables_of_before(place):
        tamper("UPDATE cases SET title = 'Van vóór die tijd' WHERE id = :id", id=ideas[0].case_id)
    before = prove()

    tamper("UPDATE cases SET title = 'Iets anders' WHERE id = :id", id=ideas[0].case_id)
    tamper("UPDATE publications SET text = 'Uw idee gaat door.' WHERE case_id = :id", id=ideas[1].case_id)
    tamper("UPDATE timers SET due_at = '2030-01-01 00:00:00'")

    assert (before.earlier_cases, before.misfits) == (3, ())
    assert reasons() == {
        ("case", ideas[0].reference, "named"),
        ("case", ideas[0].reference, "waits"),
        ("case", ideas[1].reference, "text"),
    }


def test_a_case_of_before_goes_on_and_still_fits(
    ideas: tuple[engine.StartedCase, ...], people: People, place: engine.Municipality
) -> None:
    with tables_of_before(place):
        pass
    (check,) = engine.list_team_tasks(people.office, search=ideas[1].reference).items

    engine.complete_task(check.id, people.office, {"volledig": "true"})

    assert reasons() == set()


def test_a_title_that_was_changed_before_an_act_changed_it_stays_to_be_seen(deploy: Deploy, people: People) -> None:
    started = begin_report(deploy)
    tamper("UPDATE cases SET title = 'Iets anders'")
    (task,) = engine.list_team_tasks(people.office).items

    engine.complete_task(task.id, people.office, {"titel": "Paaltje bij de sluis", "smederij": "De Weide"})

    assert reasons() == {("case", started.reference, "played")}


def test_contact_data_that_were_changed_are_not_made_good_by_the_next_act(
    ideas: tuple[engine.StartedCase, ...], people: People
) -> None:
    of_case = "WHERE id = (SELECT submitter_id FROM cases WHERE id = :id)"
    tamper(f"UPDATE persons SET phone = '06 87654321' {of_case}", id=ideas[1].case_id)  # noqa: S608
    given = {"name": "Ina de Inwoner", "email": "ina@voorbeeld.invalid", "address": "", "phone": "06 87654321"}

    engine.correct_contact(ideas[1].case_id, people.office, given)

    assert reasons() == {("submitter", ideas[1].reference, "contact")}


def test_versions_that_were_changed_are_not_made_good_by_going_to_another(deploy: Deploy, people: People) -> None:
    begin = start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />')
    deploy(folder(begin, user("Doen"), end(), chain("Begin", "Doen", "Klaar"), process="elders"))
    started = begin_report(deploy)
    with transaction() as session:
        row = session.get_one(Case, started.case_id)
        elders = session.scalar(text("SELECT id FROM definitions WHERE process_id = 'elders'"))
        row.bindings = {**row.bindings, "elders": elders}
    begin_report(deploy)
    steps = (begin, user("Nakijken"), end(), chain("Begin", "Nakijken", "Klaar"))
    deploy(folder(*steps, process="melding"))

    engine.start_migration("melding", people.operator, "Beter.", only=[started.case_id])
    engine.run_worker_once()

    assert reasons() == {("case", started.reference, "played")}
