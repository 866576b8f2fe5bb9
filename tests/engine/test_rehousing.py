"""Rehousing: a site that started on SQLite continues on PostgreSQL, with every case, file and proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

import engine
from engine.cli.commands import main
from engine.database import Database
from engine.migrations import Release, find_release, migrate
from engine.models import Case, Heartbeat
from engine.municipality import reading, transaction
from tests.conftest import Opener
from tests.engine.conftest import Deploy, People
from tests.engine.handing_in import asking, hand_in
from tests.engine.stories import GIVEN, idea

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
Give = Callable[..., Result]


@pytest.fixture
def give(place: engine.Municipality) -> Give:
    """Run a command, on SQLite unless another database is named."""

    def invoke(*command: str, url: str = place.settings.database) -> Result:
        environ = {"SMEDERIJ_DATA_DIR": str(place.settings.data_dir), "SMEDERIJ_DATABASE_URL": url}
        return CliRunner().invoke(main, command, env=environ)

    return invoke


@pytest.fixture
def cases(place: engine.Municipality, people: People, deploy: Deploy) -> tuple[str, str]:
    """A case with answers, and one with a file that refers to it and comes first when rows are ordered by id."""
    deploy(idea(), asking())
    one, other = hand_in("geheim", "plan.jpg"), engine.start_case("voorbeeld", GIVEN, None)
    with transaction() as session:
        session.get_one(Case, one.case_id).linked_case_id = other.case_id
    return one.case_id, other.case_id


@contextmanager
def entered_at(url: str, open_at: Opener) -> Iterator[None]:
    with engine.at(open_at(url)):
        yield


def test_all_that_was_there_is_there_and_the_work_goes_on(
    cases: tuple[str, str], people: People, give: Give, empty_postgres_url: str, open_at: Opener
) -> None:
    before = give("verify")

    done = give("move-database", empty_postgres_url)

    with entered_at(empty_postgres_url, open_at):
        after = give("verify", url=empty_postgres_url)
        engine.start_case("voorbeeld", GIVEN, None)  # Numbers of rows go on from where they were.
        with reading() as session:
            links = list(session.scalars(select(Case.linked_case_id).order_by(Case.started_at, Case.id)))
        tasks = engine.list_team_tasks(people.office).items
    assert done.exit_code == 0, done.output
    assert "2 zaken" in done.output
    assert after.output == before.output  # With the one thing in it that was done past the engine, above.
    assert links.count(cases[1]) == 1
    assert len(tasks) == 3


def test_a_database_with_something_in_it_is_left_as_it_is(
    cases: tuple[str, str], give: Give, empty_postgres_url: str
) -> None:
    give("move-database", empty_postgres_url)

    done = give("move-database", empty_postgres_url)

    assert (done.exit_code, "Neem een lege database" in done.output) == (1, True)


def test_a_database_with_tables_of_another_release_is_left_as_it_is(
    cases: tuple[str, str], give: Give, empty_postgres_url: str
) -> None:
    there = Database(empty_postgres_url)
    migrate(there, "0024")

    done = give("move-database", empty_postgres_url)

    assert (done.exit_code, "tabellen van een andere versie" in done.output) == (1, True)
    assert find_release(there) is Release.OLDER
    there.close()


def test_a_municipality_does_not_move_while_somebody_works_there(
    cases: tuple[str, str], give: Give, empty_postgres_url: str
) -> None:
    with transaction() as session:
        session.add(Heartbeat(worker="machine-1", seen_at=datetime.now(UTC)))

    done = give("move-database", empty_postgres_url)

    assert (done.exit_code, "Zet de site uit" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("sqlite:///elders.sqlite", "van SQLite naar PostgreSQL"),
        ("postgresql://127.0.0.1:1/smederij", "doet het niet"),
        ("smederij", "is geen adres"),
    ],
)
def test_what_is_no_database_to_move_to_is_refused(cases: tuple[str, str], give: Give, address: str, told: str) -> None:
    done = give("move-database", address)

    assert (done.exit_code, told in done.output) == (1, True), done.output
