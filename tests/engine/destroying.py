"""Destroying: what tests of retention share: a set of ended cases, and the people who make and judge lists."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.municipality import transaction
from engine.versions.folders import read_folders
from tests.conftest import STOCK
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user

TABLE = read_folders(STOCK / "bewaartermijn")["bewaartermijn"]
FORM = form("insturen", field("titel"), field("naam", properties={"personal": "name"}))
YEAR = 366
"""Days after which a case of class 6.3 is past its term."""
WHY = "Er loopt een bezwaar."


def ending_in(retention_class: str, process: str, *asked: dict[str, object]) -> ProcessFiles:
    """A process of one task, which may ask a question; its end yields a retention class, or none if that is empty."""
    told = {"retentionClass": retention_class} if retention_class else {}
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        user("Doen", form="doen" if asked else "leeg"),
        end("Klaar", properties(outcome="klaar", legalEffect="geen", **told)),
        chain("Begin", "Doen", "Klaar"),
        process=process,
        files={"forms/insturen.form": FORM, **({"forms/doen.form": form("doen", *asked)} if asked else {})},
    )


def rewritten(**replaced: str) -> ProcessFiles:
    """The table of the stock with some texts replaced."""
    files = dict(TABLE.files)
    data = files["bewaartermijn.dmn"].decode()
    for was, becomes in replaced.items():
        data = data.replace(f'"{was}"', f'"{becomes}"')
    return from_bytes({**files, "bewaartermijn.dmn": data.encode()}, "bewaartermijn")


@dataclass(frozen=True)
class House:
    """Cases that ended today, one of each sort, and the people who manage them."""

    broken_off: engine.StartedCase
    granted: engine.StartedCase
    strange: engine.StartedCase
    operator: engine.User
    second: engine.User
    owner: engine.User
    auditor: engine.User
    office: engine.User


@pytest.fixture
def house(deploy: Deploy, people: People) -> House:
    deploy(TABLE, ending_in("6.3", "kort"), ending_in("6.1.9", "lang"), ending_in("11.2", "vreemd"))
    with transaction() as session:
        second, owner = add_accounts(
            session,
            [
                NewAccount("beheerder-2", "Bea Beheer", "geheim-woord", ("beheerder",)),
                NewAccount("eigenaar", "Eva Eigenaar", "geheim-woord", ("proceseigenaar",)),
            ],
        )
    broken_off, granted, strange = (begin(process, people.office) for process in ("kort", "lang", "vreemd"))
    return House(broken_off, granted, strange, people.operator, second, owner, people.auditor, people.office)


def begin(process: str, office: engine.User, name: str = "Ina Inwoner") -> engine.StartedCase:
    """A case that has reached its end."""
    started = engine.start_case(process, {"titel": "Bankje", "naam": name}, None)
    (task,) = engine.list_team_tasks(office, search=started.reference).items
    engine.complete_task(task.id, office, {})
    return started


def references(kind: str, who: engine.User) -> list[str]:
    return [one.reference for one in engine.list_kept(kind, who).items]


def offer(who: engine.User) -> str:
    """Make and offer a list of everything past its term. Returns its id."""
    made = engine.make_destruction_list(who)
    engine.offer_list(made, who, revision=engine.read_destruction_list(made, who).list.revision)
    return made


def title_of(started: engine.StartedCase, who: engine.User) -> str:
    return engine.read_case(started.reference, who).case.title
