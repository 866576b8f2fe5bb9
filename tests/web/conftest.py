"""Fixtures for the pages: a site with a small process and an account per group, and visitors who check every page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import transaction
from tests.conftest import Opener, TestClock
from tests.web.visitor import Visitor
from web import create_app
from web.addresses import LateRule

PROCESSES = Path(__file__).parent / "processes"
PASSWORD = "een goed wachtwoord"
STAFF = ("ondersteuning", "gebiedsregisseur", "domesta", "auditor", "beheerder", "proceseigenaar")
MEMBERS = ("stuurgroep-1", "stuurgroep-2", "stuurgroep-3")
IDEA: dict[str, str | list[str]] = {
    "titel": "Bankje bij de vijver",
    "omschrijving": "Een bankje.\nMet <b>uitzicht</b>.",
    "smederij": "Wolfsbos",
    "bedrag": "€ 1.250,50",
    "klaar_op": "1-9-2026",
    "hulp": ["geld", "handen"],
    "naam": "Bewoner Een",
    "email": "bewoner@voorbeeld.invalid",
    "akkoord": "true",
}


@pytest.fixture(scope="session", autouse=True)
def quick_addresses() -> Iterator[None]:
    """Each test has its own application, all with the same rules: the result of a rule is computed once.

    This took half of the time to create a test's application.
    """
    known: dict[tuple[str, str | None, str], Rule] = {}
    compile_anew = LateRule.compile

    def compile_once(rule: LateRule) -> None:
        first = known.setdefault((rule.rule, rule.subdomain, repr(rule.defaults)), rule)
        if first is rule:
            compile_anew(rule)
            return
        rule._parts, rule._trace, rule._converters = first._parts, first._trace, first._converters
        rule.arguments = first.arguments
        rule._build = first._build.__func__.__get__(rule)  # type: ignore[attr-defined]
        rule._build_unknown = first._build_unknown.__func__.__get__(rule)  # type: ignore[attr-defined]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LateRule, "compile", compile_once)
        yield


@pytest.fixture(scope="session")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one small process in use and an account per group of staff, to copy for each test."""
    folder = tmp_path_factory.mktemp("site")
    path = folder / "prepared.sqlite"
    shutil.copy(sqlite_template, path)
    settings = engine.load_settings({}, data_dir=folder, database_url=f"sqlite:///{path}", workflows=PROCESSES)
    municipality = engine.open_municipality(settings, TestClock())
    with engine.at(municipality):
        engine.install_stock(PROCESSES)
        with transaction() as session:
            add_accounts(
                session,
                [NewAccount(group, f"Collega {group}", PASSWORD, (group,)) for group in STAFF]
                + [NewAccount("ondersteuning-2", "Tweede collega", PASSWORD, ("ondersteuning",))]
                + [NewAccount(name, f"Lid {name[-1]}", PASSWORD, ("stuurgroep",)) for name in MEMBERS],
            )
    municipality.close()
    return path


@pytest.fixture
def site(prepared: Path, tmp_path: Path, open_at: Opener) -> Iterator[Flask]:
    """The pages of a municipality with one small process, entered for the test."""
    path = tmp_path / "site.sqlite"
    shutil.copy(prepared, path)
    municipality = open_at(f"sqlite:///{path}")
    with engine.at(municipality):
        app = create_app(municipality)
        app.config["PROPAGATE_EXCEPTIONS"] = True
        yield app


SiteWith = Callable[..., AbstractContextManager[Flask]]


@pytest.fixture
def site_with(prepared: Path, tmp_path: Path) -> SiteWith:
    """Opens such a site with its own settings, entered for the duration of a block."""

    @contextmanager
    def open_one(**told: Any) -> Iterator[Flask]:
        path = tmp_path / "site.sqlite"
        shutil.copy(prepared, path)
        settings = engine.load_settings({}, data_dir=tmp_path, database_url=f"sqlite:///{path}", **told)
        municipality = engine.open_municipality(settings, TestClock())
        with engine.at(municipality):
            app = create_app(municipality)
            app.config["PROPAGATE_EXCEPTIONS"] = True
            yield app
        municipality.close()

    return open_one


@pytest.fixture
def resident(site: Flask) -> Visitor:
    """Someone with a browser and no account."""
    return Visitor(site)


SignIn = Callable[[str], Visitor]


@pytest.fixture
def staff(site: Flask) -> SignIn:
    """Signs someone in, by user name, without the form: that has its own tests."""

    def sign_in(username: str) -> Visitor:
        return Visitor(site).come_in(engine.sign_in(username, PASSWORD, address="127.0.0.1"))

    return sign_in


@pytest.fixture
def idea(site: Flask) -> engine.StartedCase:
    """An idea that a resident has submitted."""
    return engine.start_case("idee", IDEA, None, idempotency_key="the idea of the fixture")


def open_task(username: str, name: str) -> str:
    """The id of the open task with this name, as this user finds it in a worklist."""
    user = engine.find_user(username)
    found = [*engine.list_team_tasks(user).items, *engine.list_my_tasks(user).items]
    return next(task.id for task in found if task.name == name)


@pytest.fixture
def vote(idea: engine.StartedCase) -> engine.StartedCase:
    """The idea, judged complete, so that the members of the stuurgroep are asked to vote."""
    task = open_task("ondersteuning", "Idee toetsen")
    engine.complete_task(task, engine.find_user("ondersteuning"), {"volledig": "true", "soort": "groen"})
    return idea
