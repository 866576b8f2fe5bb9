"""Fixtures for all tests: a municipality on SQLite and on PostgreSQL, with a clock that is moved by hand."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pythonjsonlogger.json import JsonFormatter
from sqlalchemy.engine import make_url

import engine
from engine.accounts import signing_in
from engine.database import Database
from engine.migrations import migrate
from engine.trial import rooms
from tests import lengths, servers

servers.keep_files_in_memory()
for profile, examples in (("short", lengths.SHORT), ("soak", lengths.FULL)):
    # The speed of the machine says nothing about a property.
    hypothesis_settings.register_profile(
        profile, max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
hypothesis_settings.load_profile("short")

SLOW_HASHER = signing_in._hasher
"""The real password hasher; tests use another."""
STOCK = Path(__file__).resolve().parent.parent / "workflows"


@dataclass(slots=True)
class TestClock:
    """A clock that stands still until it is moved."""

    __test__ = False
    moment: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


def pytest_xdist_auto_num_workers() -> int:
    """One more worker than there are processors: tests wait for browsers, servers and clocks."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before any of them is selected by its marks."""
    lengths.mark_the_rest(items)


def pytest_collectstart() -> None:
    """Tests and their modules stay: none of them is garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Collect garbage less often, and not among what existed before the first test: all tests and all modules.

    That took a fourth of the time of the page tests.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Slowness is the purpose of a password hash; it took a third of the time of all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing_in, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command that a test gives in this process sets up the logs of the whole program, to a stream that it closes."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)
    root.handlers = [one for one in root.handlers if not isinstance(one.formatter, JsonFormatter)]


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, to copy for each test."""
    path = tmp_path_factory.mktemp("template") / "smederij.sqlite"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with servers.postgres_server(hasty=True) as address:
        yield address


Administer = Callable[[str], object]


@pytest.fixture(scope="session")
def administer(postgres_server: str) -> Iterator[Administer]:
    """Makes the server create and drop databases, over one connection for all tests."""
    url = make_url(postgres_server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        yield lambda statement: connection.execute(statement.encode())


@pytest.fixture(scope="session")
def left(administer: Administer) -> Iterator[list[str]]:
    """The databases of finished tests. Each is dropped at the beginning of the next test.

    A server that still sees a connection closing waits a tenth of a second before it drops a database.
    """
    names: list[str] = []
    yield names
    _drop(names, administer)


def _drop(names: list[str], administer: Administer) -> None:
    while names:
        administer(f'DROP DATABASE "{names.pop()}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, administer: Administer) -> str:
    """The name of a migrated database on the server, to copy for each test."""
    name = f"template_{uuid4().hex[:12]}"
    administer(f'CREATE DATABASE "{name}"')
    database = Database(address_on(postgres_server, name))
    migrate(database)
    database.close()
    return name


def address_on(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_copied(sqlite_template: Path) -> Path:
    """The database that a test's database is copied from. A folder of tests may choose one with more in it."""
    return sqlite_template


@pytest.fixture
def postgres_copied(postgres_template: str) -> str:
    """Like `sqlite_copied`, by its name on the server."""
    return postgres_template


@pytest.fixture
def sqlite_url(sqlite_copied: Path, tmp_path: Path) -> str:
    path = tmp_path / "smederij.sqlite"
    shutil.copy(sqlite_copied, path)
    return f"sqlite:///{path}"


Copier = Callable[[str, str], str]


@pytest.fixture(scope="session")
def copy_on_server(postgres_server: str, administer: Administer) -> Copier:
    """Makes the server copy a database to one whose name begins with another, and returns that name."""

    def copy(template: str, kind: str) -> str:
        name = f"{kind}_{uuid4().hex[:12]}"
        administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{servers.COPYING}')
        return name

    return copy


@pytest.fixture
def postgres_url(
    postgres_server: str, postgres_copied: str, copy_on_server: Copier, administer: Administer, left: list[str]
) -> Iterator[str]:
    _drop(left, administer)
    name = copy_on_server(postgres_copied, "test")
    yield address_on(postgres_server, name)
    left.append(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database; each test that requests it runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'smederij.sqlite'}"


@pytest.fixture
def empty_postgres_url(postgres_server: str, administer: Administer, left: list[str]) -> Iterator[str]:
    _drop(left, administer)
    name = f"empty_{uuid4().hex[:12]}"
    administer(f'CREATE DATABASE "{name}"')
    yield address_on(postgres_server, name)
    left.append(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest) -> str:
    """A database without any tables; each test that requests it runs once on each kind."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


Opener = Callable[[str], engine.Municipality]


@pytest.fixture
def open_at(tmp_path: Path, clock: TestClock, sqlite_template: Path) -> Iterator[Opener]:
    """Opens a municipality on a database; closed after the test. Trials then have a template, as if begun before."""
    opened = []

    def open_one(url: str) -> engine.Municipality:
        settings = engine.load_settings(
            {},
            data_dir=tmp_path,
            database_url=url,
            secret_key="not secret in tests",
            demo=True,
            workflows=STOCK,
            digests=False,
        )
        opened.append(engine.open_municipality(settings, clock))
        with engine.at(opened[-1]):
            template = rooms.template_path()
        if not template.exists():
            template.parent.mkdir(exist_ok=True)
            template.hardlink_to(sqlite_template)
        return opened[-1]

    yield open_one
    for municipality in opened:
        municipality.close()


@pytest.fixture
def place(database_url: str, open_at: Opener) -> Iterator[engine.Municipality]:
    """A municipality with empty tables, entered for the test, on SQLite and on PostgreSQL."""
    municipality = open_at(database_url)
    with engine.at(municipality):
        yield municipality
