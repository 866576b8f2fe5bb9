"""What the engine tests share: deploying a small process without checking its drawing, and its people."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.dialect.folder import ProcessFiles
from engine.municipality import transaction
from engine.versions import definitions
from tests.conftest import Copier, TestClock, address_on
from tests.engine.stories import GIVEN, idea


@dataclass(frozen=True)
class People:
    """One user of each kind that the tests need, and the members of the stuurgroep."""

    office: engine.User
    colleague: engine.User
    director: engine.User
    auditor: engine.User
    operator: engine.User
    members: tuple[engine.User, ...]


class Deploy(Protocol):
    """Puts processes in use as they are; what `check` would say about them is for other tests."""

    def __call__(self, *folders: ProcessFiles) -> None: ...


@pytest.fixture
def people(request: pytest.FixtureRequest, place: engine.Municipality) -> People:
    """People whose accounts are in the database of the test, which is a copy of one that has them."""
    kind = "sqlite" if place.settings.database_url.startswith("sqlite") else "postgres"
    found: People = request.getfixturevalue(f"peopled_{kind}")[1]
    return found


def settle(folder: Path, url: str) -> People:
    """Create the people's accounts in a database without any, at the moment when each test begins."""
    made = [
        NewAccount("kantoor", "Oda Office", "geheim-woord", ("ondersteuning",), "oda@voorbeeld.invalid"),
        NewAccount("collega", "Otto Office", "geheim-woord", ("ondersteuning",)),
        NewAccount("regisseur", "Roos Regisseur", "geheim-woord", ("gebiedsregisseur",)),
        NewAccount("auditor", "Ada Audit", "geheim-woord", ("auditor",)),
        NewAccount("beheerder", "Bo Beheer", "geheim-woord", ("beheerder",)),
        *(NewAccount(f"lid-{n}", f"Lid {n}", "geheim-woord", ("stuurgroep",), role="inwoner") for n in range(1, 4)),
    ]
    settings = engine.load_settings({}, data_dir=folder, database_url=url)
    municipality = engine.open_municipality(settings, TestClock())
    with engine.at(municipality), transaction() as session:
        office, colleague, director, auditor, operator, *members = add_accounts(session, made)
    municipality.close()
    return People(office, colleague, director, auditor, operator, tuple(members))


@pytest.fixture(scope="session")
def peopled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, People]:
    """A migrated database file with people in it: creating those for each test took a tenth of its time."""
    folder = tmp_path_factory.mktemp("peopled")
    path = folder / "smederij.sqlite"
    shutil.copy(sqlite_template, path)
    return path, settle(folder, f"sqlite:///{path}")


@pytest.fixture(scope="session")
def peopled_postgres(
    postgres_server: str, postgres_template: str, copy_on_server: Copier, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, People]:
    """Like `peopled_sqlite`, by its name on the server."""
    name = copy_on_server(postgres_template, "peopled")
    return name, settle(tmp_path_factory.mktemp("peopled"), address_on(postgres_server, name))


@pytest.fixture
def sqlite_copied(request: pytest.FixtureRequest, sqlite_template: Path) -> Path:
    return request.getfixturevalue("peopled_sqlite")[0] if "people" in request.fixturenames else sqlite_template


@pytest.fixture
def postgres_copied(request: pytest.FixtureRequest, postgres_template: str) -> str:
    return request.getfixturevalue("peopled_postgres")[0] if "people" in request.fixturenames else postgres_template


@pytest.fixture
def deploy(place: engine.Municipality) -> Deploy:
    def put(*folders: ProcessFiles) -> None:
        with transaction() as session:
            for files in folders:
                definitions.put_in_use(session, files.process.id, files, "systeem")

    return put


@pytest.fixture
def started(deploy: Deploy, people: People) -> engine.StartedCase:
    """A newly started case of the small process that most tests of cases use."""
    deploy(idea())
    return engine.start_case("voorbeeld", GIVEN, None)


@pytest.fixture
def owner(place: engine.Municipality) -> engine.User:
    """A process owner."""
    account = NewAccount("eigenaar", "Eigenaar", "geheim-woord", ("proceseigenaar",))
    with transaction() as session:
        return add_accounts(session, [account])[0]
