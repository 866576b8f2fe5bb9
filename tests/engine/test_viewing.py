"""Viewing: who viewed personal data is recorded, compactly, at no cost to the viewer, and no longer than necessary."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert, select, text, update
from sqlalchemy.exc import DBAPIError

import engine
from engine import viewing
from engine.database import Database
from engine.models import Viewing
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.proofs import prove
from tests.engine.stories import idea
from tests.engine.tampering import lift_guards

Told = list[tuple[str, str, str, date]]
MONDAY = date(2026, 3, 2)


@pytest.fixture
def case(deploy: Deploy, place: engine.Municipality) -> engine.StartedCase:
    deploy(idea())
    return engine.start_case("voorbeeld", {"titel": "Bankje"}, None)


def kept(people: People, **wanted: object) -> Told:
    """The recorded viewings, except those of the list of viewings itself."""
    found = engine.export_viewings(people.auditor, engine.ViewingFilter(**wanted))  # type: ignore[arg-type]
    return [(one.who, one.kind, one.reference or one.subject, one.day) for one in found if "viewings" not in one.kind]


@contextmanager
def statements(place: engine.Municipality) -> Iterator[list[str]]:
    """The statements that the writing database gets meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(place.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(place.database.engine, "before_cursor_execute", note)


def test_who_looks_is_kept_with_what_and_of_which_case(people: People, case: engine.StartedCase) -> None:
    engine.keep_viewing("case_contact", [case.case_id], people.office)

    assert kept(people) == [("Oda Office (kantoor)", "case_contact", case.reference, MONDAY)]


def test_it_is_kept_once_a_day_however_often_somebody_looks_and_from_however_many_servers(
    people: People, case: engine.StartedCase, place: engine.Municipality, clock: TestClock
) -> None:
    for _ in range(3):
        engine.keep_viewing("case", [case.case_id], people.office)
        place.viewed.clear()  # As another server process, which has not seen it.
    clock.turn(days=1)
    engine.keep_viewing("case", [case.case_id], people.office)

    assert [day for *_, day in kept(people)] == [MONDAY + timedelta(days=1), MONDAY]


def test_the_moment_is_that_of_the_first_look_of_the_day(
    people: People, case: engine.StartedCase, place: engine.Municipality, clock: TestClock
) -> None:
    first = clock.moment
    engine.keep_viewing("case", [case.case_id], people.office)
    clock.turn(hours=2)
    place.viewed.clear()
    engine.keep_viewing("case", [case.case_id], people.office)

    assert [one.first_at for one in engine.export_viewings(people.auditor) if one.kind == "case"] == [first]


def test_the_day_is_that_of_the_clock_on_the_wall(people: People, case: engine.StartedCase, clock: TestClock) -> None:
    clock.turn(hours=15, minutes=30)  # Half past eleven in the evening in Greenwich, half past midnight here.

    engine.keep_viewing("case", [case.case_id], people.office)

    assert [day for *_, day in kept(people)] == [MONDAY + timedelta(days=1)]


def test_a_second_look_of_the_day_asks_the_database_nothing(
    people: People, case: engine.StartedCase, place: engine.Municipality
) -> None:
    engine.keep_viewing("case", [case.case_id], people.office)

    with statements(place) as asked:
        engine.keep_viewing("case", [case.case_id], people.office)

    assert asked == []


def test_a_list_of_many_cases_is_one_transaction(people: People, place: engine.Municipality) -> None:
    with statements(place) as asked:
        engine.keep_viewing("letters", [f"zaak-{number}" for number in range(25)], people.office)

    assert len([statement for statement in asked if "viewings" in statement]) == 1
    assert len(kept(people)) == 25


def test_what_is_seen_at_once_has_one_moment(place: engine.Municipality, people: People) -> None:
    with engine.at(replace(place, clock=engine.utc_now)):
        engine.keep_viewing("letters", [f"zaak-{number}" for number in range(25)], people.office)

    with reading() as session:
        assert len(set(session.scalars(select(Viewing.first_at)))) == 1


def test_a_kind_that_nobody_knows_is_a_fault_of_the_program(people: People) -> None:
    with pytest.raises(ValueError, match="postkaart"):
        engine.keep_viewing("postkaart", ["zaak"], people.office)


# ---- when it cannot be written ----------------------------------------------------------------------------------


@contextmanager
def nobody_may_write(database: Database) -> Iterator[None]:
    """Somebody else has locked the database (SQLite) or the table."""
    with database.engine.begin() as other:
        if database.engine.dialect.name == "postgresql":
            other.execute(text("LOCK TABLE viewings IN ACCESS EXCLUSIVE MODE"))
        yield


def test_a_look_that_cannot_be_kept_refuses_nothing_and_is_told_in_the_log(
    people: People,
    case: engine.StartedCase,
    place: engine.Municipality,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(viewing, "PATIENCE", 0.02)

    with caplog.at_level(logging.ERROR), nobody_may_write(place.database):
        engine.keep_viewing("case", [case.case_id], people.office)

    (told,) = caplog.records
    assert (told.message, told.__dict__["person"], told.__dict__["kind"], told.__dict__["subjects"]) == (
        "viewing not kept",
        people.office.id,
        "case",
        [case.case_id],
    )
    assert kept(people) == []


def test_what_could_not_be_kept_is_kept_at_the_next_look(
    people: People, case: engine.StartedCase, place: engine.Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewing, "PATIENCE", 0.02)
    with nobody_may_write(place.database):
        engine.keep_viewing("case", [case.case_id], people.office)

    engine.keep_viewing("case", [case.case_id], people.office)

    assert len(kept(people)) == 1


def test_acts_wait_as_long_for_each_other_as_before_somebody_looked_in_a_hurry(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with nobody_may_write(database), pytest.raises(engine.Unavailable), database.hurried(0.01):
        pass

    connections = [database.engine.raw_connection() for _ in range(2)]

    assert [one.cursor().execute("PRAGMA busy_timeout").fetchone() for one in connections] == [(20_000,)] * 2
    for one in connections:
        one.close()
    database.close()


# ---- asking -----------------------------------------------------------------------------------------------------


@pytest.fixture
def looked(people: People, case: engine.StartedCase, clock: TestClock) -> engine.StartedCase:
    """Two colleagues looked at two ideas on two days. Returns the second idea."""
    other = engine.start_case("voorbeeld", {"titel": "Bloembak"}, None)
    engine.keep_viewing("case", [case.case_id], people.office)
    clock.turn(days=1)
    engine.keep_viewing("task", [other.case_id], people.director)
    return other


@pytest.mark.parametrize("told", ["roos", "REGISSEUR", "roos regisseur"])
def test_one_asks_for_somebody_by_name_or_by_what_they_sign_in_with(
    looked: engine.StartedCase, people: People, told: str
) -> None:
    assert [who for who, *_ in kept(people, who=told)] == ["Roos Regisseur (regisseur)"]


def test_one_asks_for_somebody_by_pseudonym(looked: engine.StartedCase, people: People) -> None:
    assert [who for who, *_ in kept(people, who=people.office.id)] == ["Oda Office (kantoor)"]


def test_one_asks_for_a_case_by_its_number_however_it_is_typed(looked: engine.StartedCase, people: People) -> None:
    found = kept(people, case=f" {looked.reference.lower()} ")

    assert [kind for _, kind, *_ in found] == ["task"]


def test_one_asks_for_a_period(looked: engine.StartedCase, people: People) -> None:
    tuesday = MONDAY + timedelta(days=1)

    found = [kept(people, until=MONDAY), kept(people, since=tuesday), kept(people, since=tuesday, until=MONDAY)]

    assert [[kind for _, kind, *_ in one] for one in found] == [["case"], ["task"], []]


def test_a_page_is_part_of_the_list_the_newest_first(people: People, clock: TestClock) -> None:
    for number in range(5):
        clock.turn(minutes=1)
        engine.keep_viewing("case", [f"zaak-{number}"], people.office)

    page = engine.list_viewings(people.auditor, engine.ViewingFilter(who="oda"), page=2, size=2)

    assert ([one.subject for one in page.items], page.total, page.pages) == (["zaak-2", "zaak-1"], 5, 3)


def test_who_asks_who_looked_is_kept_too(looked: engine.StartedCase, people: People) -> None:
    engine.list_viewings(people.auditor, engine.ViewingFilter(case=looked.reference))
    found = engine.export_viewings(people.auditor)

    asked = [(one.who, one.kind, one.reference) for one in found if "viewings" in one.kind]
    assert sorted(asked) == [
        ("Ada Audit (auditor)", "viewings", looked.reference),
        ("Ada Audit (auditor)", "viewings_file", ""),
    ]


def test_nobody_but_an_auditor_asks_who_looked_and_who_is_refused_is_not_kept(people: People) -> None:
    for someone in (people.office, people.operator, people.members[0]):
        for act in (engine.list_viewings, engine.export_viewings):
            with pytest.raises(engine.NotAllowed):
                act(someone)

    with reading() as session:
        assert session.scalars(select(Viewing)).all() == []


# ---- how long -----------------------------------------------------------------------------------------------------


def test_it_goes_when_its_term_is_over_and_not_a_day_before(
    people: People, case: engine.StartedCase, place: engine.Municipality, clock: TestClock
) -> None:
    engine.keep_viewing("case", [case.case_id], people.office)
    clock.turn(days=1)
    engine.keep_viewing("case", [case.case_id], people.office)

    clock.turn(days=place.settings.viewings_days - 1)
    first = viewing.forget_viewings()
    clock.turn(days=1)
    then = viewing.forget_viewings()

    assert (first, then) == (0, 1)
    assert [day for *_, day in kept(people)] == [MONDAY + timedelta(days=1)]


def test_what_was_kept_cannot_be_changed(people: People, case: engine.StartedCase) -> None:
    engine.keep_viewing("case", [case.case_id], people.office)

    with pytest.raises(DBAPIError, match="who looked stays as it was kept"), transaction() as session:
        session.execute(update(Viewing).values(person_id=people.colleague.id))


# ---- proving it ---------------------------------------------------------------------------------------------------


@pytest.fixture
def days_over(people: People, case: engine.StartedCase, clock: TestClock) -> None:
    """Two people looked on Monday, and one on Tuesday; it is Wednesday, and a worker came by each day."""
    for someone in (people.office, people.colleague):
        engine.keep_viewing("case", [case.case_id], someone)
    for _ in range(2):
        clock.turn(days=1)
        viewing.close_days()
        engine.keep_viewing("case", [case.case_id], people.office)


def found() -> list[tuple[str, str, str]]:
    return [(one.what, one.name, one.reason) for one in prove().misfits]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DELETE FROM viewings WHERE {row}", "changed"),
        ("UPDATE viewings SET person_id = 'een-ander' WHERE {row}", "changed"),
        ("UPDATE viewings SET kind = 'letter' WHERE {row}", "changed"),
        ("UPDATE viewings SET first_at = '2026-03-02 01:00:00' WHERE {row}", "changed"),
        ("DELETE FROM viewings WHERE day = '2026-03-02'", "missing"),
        ("INSERT INTO viewings SELECT subject, person_id, kind, '2026-02-26', first_at FROM viewings WHERE {row}",
         "unknown"),
    ],
    ids=["a row that is gone", "another person", "something else", "earlier", "a day that is gone", "a day before"],
)  # fmt: skip
def test_who_looked_cannot_be_changed_unseen_once_the_day_is_over(
    people: People, days_over: None, statement: str, reason: str
) -> None:
    before = prove()
    with transaction() as session:
        lift_guards(session)
        row = f"person_id = '{people.office.id}' AND day = '2026-03-02'"
        session.execute(text(statement.format(row=row)))

    day = "2026-02-26" if reason == "unknown" else "2026-03-02"
    assert (before.viewings, before.misfits) == (3, ())
    assert found() == [("viewing", day, reason)]


def test_what_is_removed_when_its_term_is_over_fits_and_cannot_come_back_unseen(
    people: People, days_over: None, case: engine.StartedCase, place: engine.Municipality, clock: TestClock
) -> None:
    clock.turn(days=place.settings.viewings_days - 1)
    viewing.close_days()
    viewing.forget_viewings()
    before = (prove().viewings, found())
    with transaction() as session:
        told = {"subject": case.case_id, "person_id": people.office.id, "kind": "case", "first_at": clock()}
        session.execute(insert(Viewing).values(day=MONDAY, **told))

    assert before == (2, [])
    assert found() == [("viewing", "2026-03-02", "refilled")]


def test_a_page_that_was_asked_for_just_before_midnight_is_among_those_of_its_day(
    people: People, case: engine.StartedCase, clock: TestClock
) -> None:
    engine.keep_viewing("case", [case.case_id], people.office)
    clock.turn(days=1, hours=-8.5)  # Half past midnight.
    early = viewing.close_days()
    clock.turn(hours=1)
    late = viewing.close_days()

    assert (early, late, found()) == (0, 1, [])


def test_erasing_a_case_leaves_who_looked_and_says_so(
    people: People, case: engine.StartedCase, place: engine.Municipality
) -> None:
    engine.keep_viewing("case", [case.case_id], people.office)
    engine.keep_viewing("register", [case.case_id], people.office)  # A register that would be called so.
    with transaction() as session:
        session.execute(text("UPDATE cases SET state = 'completed'"))
        session.execute(text("DELETE FROM jobs"))

    done = engine.erase_case(case.reference, people.operator, "Op verzoek")

    assert done.viewings == 1
    assert ("Oda Office (kantoor)", "case", case.reference, MONDAY) in kept(people)
