"""What the tests of the engine share: deploying a small process without judging its drawing, and its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pytest

import engine
from engine.accounts.signing_in import NewAccount, add_accounts
from engine.dialect.folder import ProcessFiles
from engine.municipality import transaction
from engine.versions import definitions
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
    """Puts processes in use as they are; what `check` would say of them is for other tests."""

    def __call__(self, *folders: ProcessFiles) -> None: ...


@pytest.fixture
def people(place: engine.Municipality) -> People:
    made = [
        NewAccount("kantoor", "Oda Office", "geheim-woord", ("ondersteuning",), "oda@voorbeeld.invalid"),
        NewAccount("collega", "Otto Office", "geheim-woord", ("ondersteuning",)),
        NewAccount("regisseur", "Roos Regisseur", "geheim-woord", ("gebiedsregisseur",)),
        NewAccount("auditor", "Ada Audit", "geheim-woord", ("auditor",)),
        NewAccount("beheerder", "Bo Beheer", "geheim-woord", ("beheerder",)),
        *(NewAccount(f"lid-{n}", f"Lid {n}", "geheim-woord", ("stuurgroep",), role="inwoner") for n in range(1, 4)),
    ]
    with transaction() as session:
        office, colleague, director, auditor, operator, *members = add_accounts(session, made)
    return People(office, colleague, director, auditor, operator, tuple(members))


@pytest.fixture
def deploy(place: engine.Municipality) -> Deploy:
    def put(*folders: ProcessFiles) -> None:
        with transaction() as session:
            for files in folders:
                definitions.put_in_use(session, files.process.id, files, "systeem")

    return put


@pytest.fixture
def started(deploy: Deploy, people: People) -> engine.StartedCase:
    """A case of the small process that most tests of cases tell of, just begun."""
    deploy(idea())
    return engine.start_case("voorbeeld", GIVEN, None)


@pytest.fixture
def owner(place: engine.Municipality) -> engine.User:
    """A process owner."""
    account = NewAccount("eigenaar", "Eigenaar", "geheim-woord", ("proceseigenaar",))
    with transaction() as session:
        return add_accounts(session, [account])[0]
