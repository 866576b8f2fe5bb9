"""Registers: an entry per step that asks for one, numbered without gaps, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Event

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import engine
from engine import history, models
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading, transaction
from engine.papers import registers
from engine.running import kept_messages
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import catch, chain, each, end, folder, io, message, node, properties, start, user
from tests.engine.posting import job

BEGIN = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
COLUMNS = {"besluit": '="toegekend"', "bedrag": "=1250.5", "op": "=vandaag"}


def entering(
    *names: str, process: str = "besluit", loop: str = "", columns: Mapping[str, str] = COLUMNS
) -> ProcessFiles:
    """A process that adds an entry to each of these registers in turn, as soon as it begins."""
    keys = [f"Inschrijven_{number}" for number, _ in enumerate(names)]
    return folder(
        BEGIN,
        *(job(key, "register", {"register": name}, io(columns), loop) for key, name in zip(keys, names, strict=True)),
        user("Afronden"),
        end(),
        chain("Begin", *keys, "Afronden", "Klaar"),
        process=process,
    )


def begin(process: str = "besluit") -> engine.StartedCase:
    return engine.start_case(process, {}, None)


def numbers(people: People, key: str = "besluitenregister") -> list[str]:
    return [entry.number for entry in engine.export_entries(key, people.auditor)]


def test_an_entry_has_the_columns_that_the_step_says_in_their_order(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister"))

    started = begin()

    (entry,) = engine.export_entries("besluitenregister", people.auditor)
    assert (entry.number, entry.reference) == ("2026-0001", started.reference)
    assert list(entry.columns.items()) == [
        ("besluit", "toegekend"),
        ("bedrag", Decimal("1250.5")),
        ("op", date(2026, 3, 2)),
    ]


def test_numbers_follow_on_by_register_and_year(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(entering("besluitenregister", "subsidieregister", "besluitenregister"))
    begin()
    clock.turn(days=366)

    begin()

    assert numbers(people) == ["2026-0001", "2026-0002", "2027-0001", "2027-0002"]
    assert numbers(people, "subsidieregister") == ["2026-0001", "2027-0001"]


def test_the_year_is_that_of_the_clock_on_the_wall(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(entering("besluitenregister"))
    clock.turn(days=304, hours=15.5)  # 23:30 on 31 December in London, the new year here

    begin()

    assert numbers(people) == ["2027-0001"]


def test_many_at_once_leave_no_gap_and_no_number_twice(
    deploy: Deploy, people: People, place: engine.Municipality
) -> None:
    deploy(
        entering("besluitenregister", "subsidieregister"),
        entering("subsidieregister", "besluitenregister", process="andersom"),
    )

    def click(turn: int) -> None:
        with engine.at(place):
            begin("andersom" if turn % 2 else "besluit")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(click, range(16)))

    assert numbers(people) == [f"2026-{number:04d}" for number in range(1, 17)]
    assert numbers(people, "subsidieregister") == numbers(people)


def test_a_step_that_fails_after_its_entry_leaves_no_gap(deploy: Deploy, people: People) -> None:
    failing = folder(
        BEGIN,
        user("Werken"),
        job("Inschrijven", "register", {"register": "besluitenregister"}, io(COLUMNS)),
        job("Mailen", "mail", {"template": "weg", "to": "indiener"}),
        user("Afronden"),
        end(),
        chain("Begin", "Werken", "Inschrijven", "Mailen", "Afronden", "Klaar"),
        process="stuk",
    )
    deploy(entering("besluitenregister"), failing)
    begin("stuk")
    task = next(t for t in engine.list_team_tasks(people.office).items if t.name == "Werken")

    with pytest.raises(engine.ExecutionFailed):
        engine.complete_task(task.id, people.office, {})
    begin()

    assert numbers(people) == ["2026-0001"]


def test_a_repeated_step_adds_an_entry_each_time(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister", loop=each("=[1, 2, 3]", "nummer")))

    begin()

    assert numbers(people) == ["2026-0001", "2026-0002", "2026-0003"]


def test_an_entry_that_would_make_its_register_slow_for_ever_stops_the_step(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister", columns={"alles": "=for number in 1..20000 return number"}))

    with pytest.raises(engine.ExecutionFailed, match="more than 100000 characters"):
        begin()

    assert numbers(people) == []


def test_a_register_that_is_not_there_stops_the_step(deploy: Deploy, people: People) -> None:
    deploy(entering("geheimboek"))

    with pytest.raises(engine.ExecutionFailed, match="geheimboek"):
        begin()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_entries SET number = 9",
        "UPDATE register_entries SET columns = '[]', salt = '', number = 9",
        "UPDATE register_entries SET columns = '[]'",
        "UPDATE register_entries SET salt = ''",
        "UPDATE register_entries SET columns = '[[\"besluit\", \"anders\"]]', salt = ''",
        "DELETE FROM register_entries",
    ],
    ids=["change", "number while emptied", "keep the salt", "only the salt", "other columns", "remove"],
)
def test_the_database_refuses_to_touch_an_entry(deploy: Deploy, people: People, statement: str) -> None:
    deploy(entering("besluitenregister"))
    begin()

    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(statement))


def test_the_history_says_the_number_and_proves_the_columns(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister"))
    started = begin()

    with reading() as session:
        row = session.get_one(models.RegisterEntry, f"{started.case_id}-1")
        added = next(e for e in history.read(session, started.case_id) if e.kind == "register_entry_added")

    digest = registers.digest_of(row)
    assert added.facts == {"register": "besluitenregister", "number": "2026-0001", "digest": digest}


def test_a_case_tells_what_it_entered(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister", "subsidieregister"))

    started = begin()

    found = engine.read_case(started.case_id, people.auditor).entries
    assert [(entry.register_name, entry.number) for entry in found] == [
        ("Besluitenregister", "2026-0001"),
        ("Subsidieregister", "2026-0001"),
    ]


def test_a_register_is_read_by_page_and_by_year(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(entering(*["besluitenregister"] * 3))
    begin()
    clock.turn(days=366)
    begin()

    newest = engine.list_entries("besluitenregister", people.auditor, size=2)
    of_year = engine.list_entries("besluitenregister", people.auditor, year=2026)

    assert ([entry.number for entry in newest.items], newest.total) == (["2027-0003", "2027-0002"], 6)
    assert [entry.number for entry in of_year.items] == ["2026-0003", "2026-0002", "2026-0001"]
    assert engine.read_register("besluitenregister", people.auditor).by_year == {2027: 3, 2026: 3}


def test_an_unknown_register_is_not_found(people: People) -> None:
    with pytest.raises(engine.NotFound):
        engine.list_entries("geheimboek", people.auditor)


def test_a_submitter_reads_no_register(place: engine.Municipality) -> None:
    visitor = engine.User("x", "Bewoner", case_id="zaak")

    with pytest.raises(engine.NotAllowed):
        engine.list_registers(visitor)


def test_a_register_and_a_message_are_never_waited_for_in_a_circle(
    deploy: Deploy, people: People, place: engine.Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"Message_1": 'betaald|="k"'}
    register = job("Inschrijven", "register", {"register": "besluitenregister"}, io(COLUMNS))
    deploy(
        folder(BEGIN, register, catch("Wacht", message()), end(),
               chain("Begin", "Inschrijven", "Wacht", "Klaar"), process="wachter", messages=told),
        folder(node("startEvent", "Begin", message()), register, user("Afronden"), end(),
               chain("Begin", "Inschrijven", "Afronden", "Klaar"), process="gevolg", messages=told),
    )  # fmt: skip
    _meet(monkeypatch, (registers, "lock_name"), (kept_messages, "lock"))

    def bring() -> None:
        with engine.at(place):
            engine.correlate_message("betaald", "k", {}, time_to_live=timedelta(days=1))

    with ThreadPoolExecutor(1) as pool:
        brought = pool.submit(bring)
        begin("wachter")
        brought.result()

    assert numbers(people) == ["2026-0001", "2026-0002"]


def _meet(monkeypatch: pytest.MonkeyPatch, *locks: tuple[object, str]) -> None:
    """Let whoever obtains one of these locks wait a while for another thread to obtain the other."""
    obtained = {name: Event() for _, name in locks}

    def waiting(name: str, lock: Callable[..., None]) -> Callable[..., None]:
        def obtain(*told: object) -> None:
            lock(*told)
            obtained[name].set()
            for other in obtained.values():
                other.wait(0.7)

        return obtain

    for module, name in locks:
        monkeypatch.setattr(module, name, waiting(name, getattr(module, name)))
